//! The verdict on each person of a list: may this scope see them, and how.

use std::collections::HashMap;

use db::{Assembled, DbError, Rd};

use super::Q;
use super::scope::AnyScope;
use crate::{ApplicationId, JobId, PersonId};

/// What a scope may see of one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    Clear,
    /// Masked, known by the alias of this application.
    Masked {
        alias: String,
    },
}

/// The verdict on each of these people; a person who is not in the answer does not exist for the scope.
pub(crate) async fn on_people(
    rd: &mut Rd<'_>,
    who: &dyn AnyScope,
    people: &[PersonId],
) -> Result<HashMap<PersonId, Verdict>, DbError> {
    let rights = who.rights();
    if rights.everyone {
        return Ok(people.iter().map(|person| (*person, Verdict::Clear)).collect());
    }
    let mut sql = Assembled::with(Q.get("applications-of-people"), &[&who.workspace_id()]);
    sql.list(people).push(" order by a.id");
    let applications = rd
        .assembled(&sql, |row| {
            (PersonId(row.int(0)), ApplicationId(row.int(1)), JobId(row.int(2)), row.text(3))
        })
        .await?;
    let mut verdicts: HashMap<PersonId, Verdict> = HashMap::new();
    for (person, application, job, alias) in applications {
        let by_job = rights.job(job).map(|right| right.masked);
        let by_interview = rights.applications.iter().find(|right| right.application == application);
        let masked = match (by_job, by_interview.map(|right| right.masked)) {
            (None, None) => continue,
            (Some(a), Some(b)) => a && b,
            (Some(one), None) | (None, Some(one)) => one,
        };
        if masked {
            verdicts.entry(person).or_insert(Verdict::Masked { alias });
        } else {
            verdicts.insert(person, Verdict::Clear);
        }
    }
    Ok(verdicts)
}

/// From how a URL names a person to the id and the verdict. A masked reader is answered by alias only,
/// a clear one by id; anything else is not found.
pub(crate) async fn on_reference(
    rd: &mut Rd<'_>,
    who: &dyn AnyScope,
    reference: &crate::PersonRef,
) -> Result<Option<(PersonId, Verdict)>, DbError> {
    let person = match reference {
        crate::PersonRef::Person(person) => *person,
        crate::PersonRef::Alias(alias) => {
            let bound: [&dyn db::Bind; 2] = [&who.workspace_id(), alias];
            let found = rd.optional(Q.get("person-of-alias"), &bound, |row| PersonId(row.int(0))).await?;
            let Some(person) = found else { return Ok(None) };
            person
        }
    };
    let verdict = on_people(rd, who, &[person]).await?.remove(&person);
    Ok(match (verdict, reference) {
        (Some(Verdict::Clear), _) => Some((person, Verdict::Clear)),
        (Some(Verdict::Masked { .. }), crate::PersonRef::Alias(alias)) => {
            Some((person, Verdict::Masked { alias: alias.clone() }))
        }
        _ => None,
    })
}
