//! Reading people: scope + reference → view. There is no other way to a row.

use std::collections::HashMap;

use db::{Db, DbError, Rd};

use super::store::{self, ListRow, ProfileRow};
use super::view::{MaskedProfile, MaskedRow, PersonRow, Profile, Standing};
use crate::access::AnyScope;
use crate::access::verdict::{self, Verdict};
use crate::{JobId, PersonId, PersonRef, ReadError, Scope, Sight};

/// The rows of these people, in this order; people that the scope may not see are left out.
pub async fn rows<S: Sight>(
    db: &Db,
    who: &Scope<S>,
    people: &[PersonId],
) -> Result<Vec<S::View<PersonRow, MaskedRow>>, ReadError> {
    db.read(async |rd| {
        let mut verdicts = verdict::on_people(rd, who, people).await?;
        let visible: Vec<PersonId> = people.iter().copied().filter(|id| verdicts.contains_key(id)).collect();
        let mut rows = store::list_rows(rd, who.workspace_id(), &visible).await?;
        let mut standing = standing(rd, who, &visible).await?;
        for row in &mut rows {
            row.standing = standing.remove(&row.id);
        }
        Ok(rows
            .into_iter()
            .filter_map(|row| {
                let (masked, alias) = sides(verdicts.remove(&row.id)?);
                Some(S::show(ListRow { row, alias }, masked, ListRow::clear, ListRow::mask))
            })
            .collect())
    })
    .await
}

/// Where these people stand, each on the job that has taken them furthest, of those whose people the reader sees.
async fn standing<S: Sight>(
    rd: &mut Rd<'_>,
    who: &Scope<S>,
    people: &[PersonId],
) -> Result<HashMap<PersonId, Standing>, DbError> {
    let mut sql = db::Assembled::with(super::Q.get("standing-of-people"), &[&who.workspace_id()]);
    sql.list(people).push(" order by s.position, a.stage_since");
    let found = rd
        .assembled(&sql, |row| {
            let standing = Standing { job: JobId(row.int(1)), stage: row.text(2), job_title: row.text(3) };
            (PersonId(row.int(0)), standing)
        })
        .await?;
    let rights = who.rights();
    let seen = |standing: &Standing| rights.job(standing.job).is_some_and(|right| !right.masked);
    // The furthest comes last, and the last one stays.
    Ok(found.into_iter().filter(|(_, standing)| seen(standing)).collect())
}

/// The names (or masked labels) of people, for lines of text that mention them.
pub async fn labels<S: Sight>(
    db: &Db,
    who: &Scope<S>,
    people: &[PersonId],
) -> Result<HashMap<PersonId, (PersonRef, String)>, ReadError> {
    db.read(async |rd| {
        let mut verdicts = verdict::on_people(rd, who, people).await?;
        let mut sql = db::Assembled::with(super::Q.get("people-names"), &[&who.workspace_id()]);
        sql.list(people);
        let names = rd.assembled(&sql, |row| (PersonId(row.int(0)), row.text(1))).await?;
        Ok(names
            .into_iter()
            .filter_map(|(person, name)| {
                let label = match verdicts.remove(&person)? {
                    Verdict::Clear => (PersonRef::Person(person), name),
                    Verdict::Masked { alias, .. } => {
                        let label = super::view::masked_label(&alias);
                        (PersonRef::Alias(alias), label)
                    }
                };
                Some((person, label))
            })
            .collect())
    })
    .await
}

/// The profile of one person.
pub async fn profile<S: Sight>(
    db: &Db,
    who: &Scope<S>,
    reference: &PersonRef,
) -> Result<S::View<Profile, MaskedProfile>, ReadError> {
    let (year, month) = db.clock().year_month();
    let this_month = i64::from(year) * 100 + i64::from(month);
    db.read(async |rd| {
        let (person, verdict) =
            verdict::on_reference(rd, who, reference).await?.ok_or(ReadError::NotFound)?;
        let profile = store::profile(rd, who.workspace_id(), person).await?.ok_or(ReadError::NotFound)?;
        let (masked, alias) = sides(verdict);
        Ok(S::show(ProfileRow { profile, alias, this_month }, masked, ProfileRow::clear, ProfileRow::mask))
    })
    .await
}

fn sides(verdict: Verdict) -> (bool, String) {
    match verdict {
        Verdict::Clear => (false, String::new()),
        Verdict::Masked { alias, .. } => (true, alias),
    }
}

/// Months from one yyyymm to another, both included; 0 where either is unknown. A missing month counts
/// as January at the start and December at the end.
pub fn months_between(started: i64, ended: i64) -> i64 {
    if started == 0 || ended == 0 {
        return 0;
    }
    let month = |value: i64, missing: i64| if value % 100 == 0 { missing } else { value % 100 };
    ((ended / 100 - started / 100) * 12 + month(ended, 12) - month(started, 1) + 1).max(0)
}

/// Writes down that the reader opened this person's page (apart from the journal).
pub async fn seen<S: Sight>(db: &Db, who: &Scope<S>, person: PersonId) -> Result<(), ReadError> {
    let (workspace, user) = (who.workspace_id(), who.user());
    let written: Result<u64, db::DbError> = db
        .write_quiet(workspace.0, db::QuietReason::ViewLine, async |tx| {
            let (id, now) = (tx.new_id(), tx.now());
            let bound: [&dyn db::Bind; 7] = [&workspace, &id, &now, &user, &"person", &person, &0_i64];
            tx.run(super::Q.get("view-line"), &bound).await
        })
        .await;
    Ok(written.map(drop)?)
}
