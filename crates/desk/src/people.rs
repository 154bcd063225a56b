//! Finding people by what was typed, for the palette and for fields that name one.

use index::Visibility;
use record::access::AnyScope;
use record::people::read;
use record::{House, Mixed, PersonId, PersonRef, ReadError, Scope, Seen, overview};

/// Somebody found, as the reader may name them.
pub(crate) struct Found {
    pub(crate) reference: PersonRef,
    pub(crate) label: String,
    /// Work for a clear reader, the job for a masked one.
    pub(crate) sub: String,
    pub(crate) masked: bool,
}

/// People whose name begins with the words typed, mistyped or not; masked people by the end of their code.
pub(crate) async fn find(
    house: &House,
    who: &Scope<Mixed>,
    typed: &str,
    limit: usize,
) -> Result<Vec<Found>, ReadError> {
    if typed.trim().is_empty() {
        return Ok(vec![]);
    }
    let mut found = clear(house, who, typed, limit).await?;
    if !who.rights().everyone {
        let rest = limit.saturating_sub(found.len());
        let masked = overview::masked_named(&house.db, who, typed, rest).await?;
        found.extend(masked.into_iter().map(|(reference, label, job)| Found {
            reference,
            label,
            sub: job,
            masked: true,
        }));
    }
    Ok(found)
}

async fn clear(
    house: &House,
    who: &Scope<Mixed>,
    typed: &str,
    limit: usize,
) -> Result<Vec<Found>, ReadError> {
    let rights = who.rights();
    let visibility = if rights.everyone {
        Visibility::Everyone
    } else {
        let (clear, _) = rights.tokens();
        if rights.always_masked || clear.is_empty() {
            return Ok(vec![]);
        }
        Visibility::Jobs(clear)
    };
    let hits = house
        .people
        .suggest_names(who.workspace_id().0, typed, &visibility, limit)
        .map_err(|cause| ReadError::Fault(cause.to_string()))?;
    let people: Vec<PersonId> = hits.iter().map(|hit| PersonId(hit.person)).collect();
    let rows = read::rows(&house.db, who, &people).await?;
    // Who is masked after all was not found by a name that this reader may know.
    let clear = rows.into_iter().filter_map(Seen::clear);
    Ok(clear
        .map(|row| Found {
            reference: row.reference(),
            sub: [row.title, row.employer]
                .into_iter()
                .filter(|part| !part.is_empty())
                .collect::<Vec<_>>()
                .join(", "),
            label: row.name,
            masked: false,
        })
        .collect())
}
