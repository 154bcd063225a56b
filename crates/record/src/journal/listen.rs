//! Listeners: they read the journal in order, at least once, each with its own cursor.
//! A keeper derives (and may be rebuilt); a reactor acts by enqueuing chores under a unique key.

use std::future::Future;
use std::pin::Pin;

use db::{DbError, JournalLine, QuietReason};

use crate::{House, WorkspaceId};

pub type Listening<'a> = Pin<Box<dyn Future<Output = Result<(), crate::Refusal>> + Send + 'a>>;

/// A listener of a room. `hear` gets a run of lines in order; the cursor moves when it returns `Ok`.
/// Whatever it does must be safe to do twice for one line.
#[derive(Clone, Copy)]
pub struct Listener {
    pub name: &'static str,
    pub hear: for<'a> fn(&'a House, WorkspaceId, &'a [JournalLine]) -> Listening<'a>,
}

const CURSOR: &str = "select last_seq from listener_cursor where workspace_id = $1 and listener = $2";
const MOVE: &str = "insert into listener_cursor (workspace_id, listener, last_seq) values ($1, $2, $3) on conflict (workspace_id, listener) do update set last_seq = excluded.last_seq";

/// Lets a listener hear what is new. Returns the number of lines heard.
pub async fn catch_up(
    house: &House,
    workspace: WorkspaceId,
    listener: &Listener,
) -> Result<usize, crate::Refusal> {
    let mut heard = 0;
    loop {
        let lines = house
            .db
            .read(async |rd| {
                let cursor =
                    rd.optional(CURSOR, &[&workspace, &listener.name], |row| row.int(0)).await?.unwrap_or(0);
                rd.journal_after(workspace.0, cursor, base::limits::LISTENER_BATCH).await
            })
            .await
            .map_err(|cause: DbError| crate::Refusal::Db(cause))?;
        let Some(last) = lines.last().map(|line| line.seq) else { return Ok(heard) };
        (listener.hear)(house, workspace, &lines).await?;
        house
            .db
            .write_quiet(workspace.0, QuietReason::Progress, async |tx| {
                tx.run(MOVE, &[&workspace, &listener.name, &last]).await
            })
            .await?;
        heard += lines.len();
    }
}
