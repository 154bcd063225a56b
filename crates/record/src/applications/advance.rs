//! A person moves to another stage.

use db::{Db, Recorded, Tx};

use super::store::{self, Step};
use super::{ApplicationRef, Changed};
use crate::access::AnyScope;
use crate::{Entry, Mixed, Refusal, Scope, StageId};

/// Moves an application to another stage of its job. `version` is the one the mover saw: when somebody else was
/// faster, the refusal says who, where to and when.
pub async fn advance(
    db: &Db,
    who: &Scope<Mixed>,
    application: &ApplicationRef,
    to: StageId,
    version: i64,
    note: &str,
) -> Result<Changed, Refusal> {
    let note = store::checked_note(note)?;
    db.write(who, async |tx| one(tx, who, application, to, version, note, 0).await).await
}

pub(super) async fn one(
    tx: &mut Tx<'_>,
    who: &dyn AnyScope,
    application: &ApplicationRef,
    to: StageId,
    version: i64,
    note: &str,
    batch: i64,
) -> Result<(Changed, Recorded), Refusal> {
    let seen = store::find_unmoved(tx, who, application, version).await?;
    let name = store::stage_in_use(tx, who.workspace_id(), seen.job, to).await?;
    if seen.status != "active" {
        return Err(Refusal::because("This application has ended. Reopen it before moving it."));
    }
    if seen.stage == to {
        return Err(Refusal::because(format!("Already in {name}.")));
    }
    let now = tx.now();
    let step = Step { note, batch, ..Step::to(to, "active", now) };
    let transition = store::step(tx, &seen, version, step).await?;
    let entry = Entry::StageChanged {
        application: seen.id,
        person: seen.person,
        job: seen.job,
        transition,
        from: seen.stage,
        to,
    };
    let recorded = tx.record(entry).await?;
    Ok((store::changed(who, &seen, transition, name), recorded))
}
