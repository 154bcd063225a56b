//! Reading notifications and marking them read: always one's own.

use base::Micros;
use db::{Db, QuietReason, Row};
use record::access::AnyScope;
use record::{JobId, Mixed, NotificationId, PersonId, ReadError, Scope, UserId};

use crate::Q;

/// A row as it lies in the table.
pub(super) struct Notice {
    pub(super) id: NotificationId,
    pub(super) kind: String,
    pub(super) person: PersonId,
    pub(super) job: JobId,
    pub(super) actor: UserId,
    pub(super) subject: i64,
    pub(super) at: Micros,
    pub(super) read: bool,
}

fn row_of(row: &Row<'_>) -> Notice {
    Notice {
        id: NotificationId(row.int(0)),
        kind: row.text(1),
        person: PersonId(row.int(2)),
        job: JobId(row.int(3)),
        actor: UserId(row.int(4)),
        subject: row.int(5),
        at: row.int(6),
        read: row.int(7) != 0,
    }
}

/// The newest, before the one given (0: from the newest on).
pub(super) async fn page(
    db: &Db,
    who: &Scope<Mixed>,
    before: NotificationId,
    limit: i64,
) -> Result<Vec<Notice>, ReadError> {
    let before = if before.0 == 0 { NotificationId(i64::MAX) } else { before };
    let bound: [&dyn db::Bind; 4] = [&who.workspace_id(), &who.user(), &before, &limit];
    Ok(db.read(async |rd| rd.all(Q.get("notifications"), &bound, row_of).await).await?)
}

pub(super) async fn one(db: &Db, who: &Scope<Mixed>, id: NotificationId) -> Result<Notice, ReadError> {
    let bound: [&dyn db::Bind; 3] = [&who.workspace_id(), &who.user(), &id];
    db.read(async |rd| rd.optional(Q.get("notification-by-id"), &bound, row_of).await)
        .await?
        .ok_or(ReadError::NotFound)
}

/// How many the reader has not read.
pub(crate) async fn unread(db: &Db, who: &Scope<Mixed>) -> Result<i64, ReadError> {
    let bound: [&dyn db::Bind; 2] = [&who.workspace_id(), &who.user()];
    Ok(db.read(async |rd| rd.count(Q.get("notifications-unread"), &bound).await).await?)
}

/// Marks one read, or all of them.
pub(super) async fn mark(db: &Db, who: &Scope<Mixed>, one: Option<NotificationId>) -> Result<(), ReadError> {
    let (workspace, user, now) = (who.workspace_id(), who.user(), db.now());
    db.write_quiet(workspace.0, QuietReason::Preference, async |tx| {
        match one {
            Some(id) => tx.run(Q.get("notification-read"), &[&workspace, &user, &id, &now]).await?,
            None => tx.run(Q.get("notifications-read"), &[&workspace, &user, &now]).await?,
        };
        Ok(())
    })
    .await
}
