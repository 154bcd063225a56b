//! A hire: the application ends well, the oldest open opening is filled, the person's employment is known.

use base::Micros;
use base::clock::year_month;
use db::{Bind, Db, Tx};

use super::store::{self, Current, Step};
use super::{ApplicationRef, Changed, Q};
use crate::access::AnyScope;
use crate::{Entry, Mixed, OpeningId, PersonId, ReasonId, Refusal, Scope};

const NO_OPENING: &str = "Every opening of this job is filled or cancelled. Add an opening first, then hire.";

/// Hires the person of an application. They keep the stage they were in.
pub async fn hire(
    db: &Db,
    who: &Scope<Mixed>,
    application: &ApplicationRef,
    version: i64,
) -> Result<Changed, Refusal> {
    db.write(who, async |tx| {
        let seen = store::find_unmoved(tx, who, application, version).await?;
        if seen.status != "active" {
            return Err(Refusal::because("This application has ended. Reopen it before hiring."));
        }
        let (workspace, now) = (who.workspace_id(), tx.now());
        let step = Step::to(seen.stage, "hired", seen.stage_since);
        let transition = store::step(tx, &seen, version, step).await?;
        let opening = tx
            .optional(Q.get("oldest-opening"), &[&workspace, &seen.job], |row| OpeningId(row.int(0)))
            .await?
            .ok_or_else(|| Refusal::because(NO_OPENING))?;
        if tx.run(Q.get("opening-fill"), &[&workspace, &opening, &now, &seen.id]).await? == 0 {
            return Err(Refusal::because("The last opening was filled this moment. Load the page again."));
        }
        store::keep_disposition(tx, seen.id, "hired", ReasonId(0), "").await?;
        employment_known(tx, &seen, now).await?;
        let entry = Entry::Hired { application: seen.id, person: seen.person, job: seen.job, transition };
        let recorded = tx.record(entry).await?;
        Ok((store::changed(who, &seen, transition, seen.stage_name.clone()), recorded))
    })
    .await
}

/// The person works here (or at the client) from today: an employment, and the status that is derived from it.
async fn employment_known(tx: &mut Tx<'_>, hired: &Current, now: Micros) -> Result<(), Refusal> {
    let workspace = tx.workspace();
    let (employer, title, city) = tx
        .one(Q.get("employer-of-job"), &[&workspace, &hired.job], |row| {
            (row.text(0), row.text(1), row.text(2))
        })
        .await?;
    let (year, month) = year_month(now);
    let started = i64::from(year) * 100 + i64::from(month);
    let id = tx.new_id();
    let bound: [&dyn Bind; 8] = [&workspace, &id, &hired.person, &employer, &title, &started, &city, &now];
    tx.run(Q.get("employment-of-hire"), &bound).await?;
    became(tx, hired.person, "employee").await
}

/// Takes back what [`hire`] did beside the application: the opening is open again, the employment never was.
pub(super) async fn unhire(tx: &mut Tx<'_>, hired: &Current, hired_at: Micros) -> Result<(), Refusal> {
    let (workspace, now) = (tx.workspace(), tx.now());
    tx.run(Q.get("opening-reopen"), &[&workspace, &hired.id]).await?;
    tx.run(Q.get("employment-retract"), &[&workspace, &hired.person, &hired_at, &now]).await?;
    became(tx, hired.person, "interviewing").await
}

/// The status of the person, and what is derived from their positions.
async fn became(tx: &mut Tx<'_>, person: PersonId, status: &str) -> Result<(), Refusal> {
    let (workspace, now) = (tx.workspace(), tx.now());
    tx.run(Q.get("person-became"), &[&workspace, &person, &status, &now]).await?;
    Ok(crate::people::employment::recompute(tx, person).await?)
}
