//! The verdict on each person of a list: may this scope see them, and how.

use std::collections::HashMap;

use db::{Assembled, DbError, Rd};

use super::Q;
use super::rights::Rights;
use super::scope::AnyScope;
use crate::{ApplicationId, JobId, PersonId, PersonRef};

/// What a scope may see of one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    Clear,
    /// Masked, known by the alias of this application.
    Masked {
        alias: String,
        application: ApplicationId,
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
        let Some(masked) = masked_by(rights, application, job) else { continue };
        if masked {
            verdicts.entry(person).or_insert(Verdict::Masked { alias, application });
        } else {
            verdicts.insert(person, Verdict::Clear);
        }
    }
    Ok(verdicts)
}

/// Whether these rights see the person of one application masked; `None` where they do not see them.
fn masked_by(rights: &Rights, application: ApplicationId, job: JobId) -> Option<bool> {
    let by_job = rights.job(job).map(|right| right.masked);
    let by_interview = rights.applications.iter().find(|right| right.application == application);
    match (by_job, by_interview.map(|right| right.masked)) {
        (None, None) => None,
        (Some(a), Some(b)) => Some(a && b),
        (Some(one), None) | (None, Some(one)) => Some(one),
    }
}

/// From how a URL names a person to the id and the verdict. A masked reader is answered by alias only,
/// a clear one by id; anything else is not found. An alias is answered as its own job says, even to somebody who
/// sees the same person clear elsewhere: the name behind a blind application must not be a click away.
pub(crate) async fn on_reference(
    rd: &mut Rd<'_>,
    who: &dyn AnyScope,
    reference: &PersonRef,
) -> Result<Option<(PersonId, Verdict)>, DbError> {
    let alias = match reference {
        PersonRef::Alias(alias) => alias,
        PersonRef::Person(person) => {
            let verdict = on_people(rd, who, &[*person]).await?.remove(person);
            return Ok(verdict
                .filter(|verdict| *verdict == Verdict::Clear)
                .map(|verdict| (*person, verdict)));
        }
    };
    let bound: [&dyn db::Bind; 2] = [&who.workspace_id(), alias];
    let found = rd.optional(Q.get("person-of-alias"), &bound, |row| {
        (PersonId(row.int(0)), ApplicationId(row.int(1)), JobId(row.int(2)))
    });
    let Some((person, application, job)) = found.await? else { return Ok(None) };
    Ok(masked_by(who.rights(), application, job).map(|masked| match masked {
        true => (person, Verdict::Masked { alias: alias.clone(), application }),
        false => (person, Verdict::Clear),
    }))
}
