//! Workspaces: which host belongs to which, and making the first one.

use db::{Db, DbError};

use super::Q;
use crate::{Entry, WorkspaceId};

/// The workspace of a host name: the one that names it, else the one that names none.
pub async fn of_host(db: &Db, host: &str) -> Result<Option<WorkspaceId>, DbError> {
    db.read(async |rd| rd.optional(Q.get("workspace-of-host"), &[&host], |row| WorkspaceId(row.int(0))).await)
        .await
}

/// Every workspace, oldest first.
pub async fn all(db: &Db) -> Result<Vec<(WorkspaceId, String)>, DbError> {
    db.read(async |rd| rd.all(Q.get("workspaces"), &[], |row| (WorkspaceId(row.int(0)), row.text(1))).await)
        .await
}

/// Makes a workspace. `host` `None` answers every host that no other workspace names.
pub async fn create(db: &Db, name: &str, host: Option<&str>) -> Result<WorkspaceId, DbError> {
    let workspace = WorkspaceId(db.new_id());
    let system = super::policy::system(workspace);
    db.write(&system, async |tx| {
        let now = tx.now();
        tx.run(Q.get("workspace-create"), &[&workspace, &name, &host, &now]).await?;
        tx.run(Q.get("workspace-counter"), &[&workspace, &Vec::<u8>::new()]).await?;
        let recorded = tx.record(Entry::WorkspaceCreated { name: name.to_owned() }).await?;
        Ok::<_, DbError>((workspace, recorded))
    })
    .await
}

/// The firm's name, for pages that stand before a session.
pub async fn name(db: &Db, workspace: WorkspaceId) -> Result<String, DbError> {
    let all = all(db).await?;
    Ok(all.into_iter().find(|(known, _)| *known == workspace).map(|(_, name)| name).unwrap_or_default())
}
