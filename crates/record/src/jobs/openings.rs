//! Openings: the fillable slots of a job, each with its own times.

use db::{Db, DbError, Tx};

use super::edit::OPENINGS_MAX;
use super::store::{self, OpeningView};
use super::{Q, editable, visible};
use crate::access::AnyScope;
use crate::{Entry, JobId, Mixed, OpeningId, ReadError, Refusal, Scope, Sight, WorkspaceId};

pub(super) async fn insert(tx: &mut Tx<'_>, job: JobId, count: i64) -> Result<(), DbError> {
    for _ in 0..count {
        let (workspace, id, now) = (tx.workspace(), tx.new_id(), tx.now());
        tx.run(Q.get("opening-insert"), &[&workspace, &id, &job, &now]).await?;
    }
    Ok(())
}

/// The openings of a job, oldest first.
pub async fn openings<S: Sight>(db: &Db, who: &Scope<S>, job: JobId) -> Result<Vec<OpeningView>, ReadError> {
    visible(who, job)?;
    Ok(db.read(async |rd| store::openings(rd, who.workspace_id(), job).await).await?)
}

/// Opens more slots.
pub async fn add(db: &Db, who: &Scope<Mixed>, job: JobId, count: i64) -> Result<(), Refusal> {
    editable(who, job)?;
    db.write(who, async |tx| {
        let workspace = WorkspaceId(tx.workspace());
        if store::status(tx, workspace, job).await?.is_none() {
            return Err(Refusal::NotFound);
        }
        let open = tx.count(Q.get("openings-open"), &[&workspace, &job]).await?;
        if count < 1 || open + count > OPENINGS_MAX {
            return Err(Refusal::field("openings", format!("Between 1 and {OPENINGS_MAX} openings.")));
        }
        insert(tx, job, count).await?;
        Ok(((), tx.record(Entry::OpeningsChanged { job, openings: open + count }).await?))
    })
    .await
}

/// Closes an open slot without a hire.
pub async fn cancel(db: &Db, who: &Scope<Mixed>, job: JobId, opening: OpeningId) -> Result<(), Refusal> {
    editable(who, job)?;
    db.write(who, async |tx| {
        let (workspace, now) = (tx.workspace(), tx.now());
        if tx.run(Q.get("opening-cancel"), &[&workspace, &job, &opening, &now]).await? == 0 {
            return Err(Refusal::because(
                "That opening is filled or cancelled already. Load the page again.",
            ));
        }
        let open = tx.count(Q.get("openings-open"), &[&workspace, &job]).await?;
        Ok(((), tx.record(Entry::OpeningsChanged { job, openings: open }).await?))
    })
    .await
}
