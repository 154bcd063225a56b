//! From a part to the record: what a reading says becomes rows, and follows what users say of it.

use db::{DbError, Tx};

use super::Q;
use super::part::{Part, PartKind};
use crate::people::contacts::{self, ContactKind, Reach};
use crate::people::edit::{self, Field};
use crate::people::facts::{self, Addition, Origin};
use crate::people::{employment, keys};
use crate::{DocumentId, PersonId, Refusal};

/// Where the facts of a file come from.
pub(crate) fn origin(document: DocumentId, confidence: i64) -> Origin {
    Origin { source: "resume".into(), document, confidence }
}

/// Adds the part to the person unless it is known. True where it was new.
pub(crate) async fn add(
    tx: &mut Tx<'_>,
    person: PersonId,
    document: DocumentId,
    part: &mut Part,
) -> Result<bool, DbError> {
    let origin = origin(document, part.confidence());
    if let Some(reach) = part.reach() {
        part.row = contacts::insert(tx, person, &reach, &origin).await?.map_or(0, |id| id.0);
    } else if let Some(addition) = part.addition() {
        part.row = facts::insert(tx, person, &addition, &origin).await?.map_or(0, |(fact, _)| fact.row());
    }
    Ok(part.row != 0)
}

/// Makes the row of the record hold what the part holds by now; a part of which nothing is left takes
/// its row off. The person's own fields are not written here.
pub(crate) async fn write(
    tx: &mut Tx<'_>,
    person: PersonId,
    document: DocumentId,
    part: &mut Part,
) -> Result<(), Refusal> {
    match part.kind {
        PartKind::Person | PartKind::Personal => return Ok(()),
        PartKind::Contact => write_contact(tx, person, document, part).await?,
        _ => match part.addition() {
            None => hide(tx, part).await?,
            Some(_) if part.row == 0 => {
                add(tx, person, document, part).await?;
            }
            Some(addition) => update(tx, part, &addition).await?,
        },
    }
    if part.kind == PartKind::Employment {
        employment::recompute(tx, person).await?;
    }
    Ok(())
}

async fn write_contact(
    tx: &mut Tx<'_>,
    person: PersonId,
    document: DocumentId,
    part: &mut Part,
) -> Result<(), Refusal> {
    let Some(fact) = part.facts.first() else { return Ok(()) };
    if fact.holds().is_empty() {
        return Ok(hide(tx, part).await?);
    }
    let kind = ContactKind::from_word(&fact.field).ok_or(Refusal::NotFound)?;
    let reach = Reach::typed(kind, fact.holds()).map_err(|cause| Refusal::because(cause.to_string()))?;
    let workspace = tx.workspace();
    let holder = contacts::find_by(tx, workspace, std::slice::from_ref(&reach)).await?;
    if holder.is_some_and(|holder| holder != person) {
        return Err(Refusal::because("Another person has this already. Search for it to find them."));
    }
    if part.row == 0 {
        add(tx, person, document, part).await?;
        return Ok(());
    }
    tx.run(Q.get("contact-update"), &[&workspace, &part.row, &reach.value, &reach.key]).await?;
    Ok(())
}

async fn update(tx: &mut Tx<'_>, part: &Part, addition: &Addition) -> Result<(), DbError> {
    let (workspace, row, confidence) = (tx.workspace(), part.row, part.confidence());
    match addition {
        Addition::Fact(new) => {
            let (value, level) = (keys::line(&new.value), keys::line(&new.level));
            let key = keys::name_key(&value);
            let bound: [&dyn db::Bind; 6] = [&workspace, &row, &value, &key, &level, &confidence];
            tx.run(Q.get("fact-update"), &bound).await.map(drop)
        }
        Addition::Employment(new) => {
            let ended = if new.ongoing { 0 } else { new.ended };
            let bound: [&dyn db::Bind; 10] = [
                &workspace,
                &row,
                &new.employer,
                &new.title,
                &new.started,
                &ended,
                &new.ongoing,
                &new.place,
                &new.note,
                &confidence,
            ];
            tx.run(Q.get("employment-update"), &bound).await.map(drop)
        }
        Addition::Education(new) => {
            let bound: [&dyn db::Bind; 8] = [
                &workspace,
                &row,
                &new.school,
                &new.degree,
                &new.area,
                &new.started,
                &new.ended,
                &confidence,
            ];
            tx.run(Q.get("education-update"), &bound).await.map(drop)
        }
    }
}

/// Takes the row of a part off.
pub(crate) async fn hide(tx: &mut Tx<'_>, part: &Part) -> Result<(), DbError> {
    let sql = match part.kind {
        PartKind::Contact => Q.get("contact-hide"),
        PartKind::Employment => Q.get("employment-hide"),
        PartKind::Education => Q.get("education-hide"),
        PartKind::Skill | PartKind::Language | PartKind::Credential => Q.get("fact-hide"),
        PartKind::Person | PartKind::Personal => return Ok(()),
    };
    let (workspace, now) = (tx.workspace(), tx.now());
    tx.run(sql, &[&workspace, &part.row, &now]).await.map(drop)
}

/// The reading does not hold the part any more: its row goes, or goes over to another file of the
/// person that says the same.
pub(crate) async fn let_go(
    tx: &mut Tx<'_>,
    person: PersonId,
    document: DocumentId,
    part: &Part,
) -> Result<(), DbError> {
    let Some(fact) = part.facts.first().filter(|_| part.row != 0) else { return Ok(()) };
    let (workspace, kind) = (tx.workspace(), part.kind.word());
    let bound: [&dyn db::Bind; 6] = [&workspace, &person, &document, &kind, &fact.field, &fact.value];
    let heir = tx.optional(Q.get("fact-elsewhere"), &bound, |row| DocumentId(row.int(0))).await?;
    let Some(heir) = heir else { return hide(tx, part).await };
    let sql = match part.kind {
        PartKind::Contact => Q.get("contact-lend"),
        PartKind::Employment => Q.get("employment-lend"),
        PartKind::Education => Q.get("education-lend"),
        _ => Q.get("fact-lend"),
    };
    tx.run(sql, &[&workspace, &part.row, &heir]).await.map(drop)
}

/// Sets a field of the person's own row, as an edit of it.
pub(crate) async fn write_field(
    tx: &mut Tx<'_>,
    person: PersonId,
    field: &str,
    value: &str,
) -> Result<(), Refusal> {
    let field = Field::from_word(field).ok_or(Refusal::NotFound)?;
    let value = edit::clean(field, value)?;
    Ok(edit::set(tx, person, field, &value).await?)
}
