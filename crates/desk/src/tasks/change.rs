//! Changing tasks. Every change leaves an entry; an edit keeps what stood there before.

use base::limits::LINE_CHARS_MAX;
use db::{Db, Recorded, Tx};
use record::access::AnyScope;
use record::{Entry, JobId, Mixed, PersonId, Refusal, Scope, TaskId, UserId, once, overview};

use super::due::Due;
use super::read::{self, TaskRow};
use crate::Q;

/// A task to be made.
#[derive(Clone, Debug, Default)]
pub struct NewTask {
    pub title: String,
    /// 0: for oneself.
    pub assignee: UserId,
    /// 0: about nobody.
    pub person: PersonId,
    /// 0: about no job.
    pub job: JobId,
    pub due: Due,
    /// The key that the form was drawn with; empty for none.
    pub form_key: String,
}

/// What an edit says. `None` leaves the title or job, for a reader who was not shown it.
#[derive(Clone, Debug)]
pub(crate) struct Edited {
    pub(crate) title: Option<String>,
    pub(crate) assignee: UserId,
    pub(crate) job: Option<JobId>,
    pub(crate) due: Due,
}

/// Makes a task.
///
/// Refused without a title, for somebody without an account, or about a person or job that the reader does not see.
pub(crate) async fn add(db: &Db, who: &Scope<Mixed>, new: NewTask) -> Result<TaskId, Refusal> {
    let title = checked_title(&new.title)?;
    let assignee = checked_assignee(db, who, new.assignee, UserId(0)).await?;
    if new.person.0 != 0 {
        let seen = record::people::read::labels(db, who, &[new.person]).await?;
        if seen.is_empty() {
            return Err(Refusal::NotFound);
        }
    }
    check_job(db, who, new.job).await?;
    let done = db.write(who, async |tx| {
        once::first(tx, &new.form_key).await?;
        let (workspace, task, now) = (who.workspace_id(), TaskId(tx.new_id()), tx.now());
        let (due_at, timed) = new.due.columns();
        let bound: [&dyn db::Bind; 10] =
            [&workspace, &task, &title, &assignee, &who.user(), &new.person, &new.job, &due_at, &timed, &now];
        tx.run(Q.get("task-insert"), &bound).await?;
        once::made(tx, &new.form_key, task.0).await?;
        let entry = Entry::TaskAdded { person: new.person, job: new.job, task, assignee };
        Ok((task, tx.record(entry).await?))
    });
    once::outcome(done.await, TaskId)
}

/// Changes a task; gives the version that a revert leads back to.
pub(crate) async fn edit(
    db: &Db,
    who: &Scope<Mixed>,
    task: TaskId,
    version: i64,
    edited: Edited,
) -> Result<i64, Refusal> {
    let before = read::row(db, who, task).await?;
    let title = match &edited.title {
        Some(title) => Some(checked_title(title)?),
        None => None,
    };
    let assignee = checked_assignee(db, who, edited.assignee, before.assignee).await?;
    let job = edited.job.unwrap_or(before.job);
    if job != before.job {
        check_job(db, who, job).await?;
    }
    db.write(who, async |tx| {
        let before = there(tx, who, task).await?;
        if before.version != version {
            return Err(conflict(tx, &before).await?);
        }
        let title = title.unwrap_or_else(|| before.title.clone());
        put(tx, &before, &Kept { title, assignee, job, due: edited.due }).await
    })
    .await
}

/// Back to what a former version said.
pub(crate) async fn revert(db: &Db, who: &Scope<Mixed>, task: TaskId, to: i64) -> Result<i64, Refusal> {
    db.write(who, async |tx| {
        let before = there(tx, who, task).await?;
        if before.version != to + 1 {
            return Err(conflict(tx, &before).await?);
        }
        let kept = tx
            .optional(Q.get("task-version"), &[&who.workspace_id(), &task, &to], |row| Kept {
                title: row.text(0),
                assignee: UserId(row.int(1)),
                job: JobId(row.int(2)),
                due: Due::from_row(row.int(3), row.flag(4)),
            })
            .await?;
        put(tx, &before, &kept.ok_or(Refusal::NotFound)?).await
    })
    .await
}

struct Kept {
    title: String,
    assignee: UserId,
    job: JobId,
    due: Due,
}

async fn put(tx: &mut Tx<'_>, before: &TaskRow, kept: &Kept) -> Result<(i64, Recorded), Refusal> {
    let workspace = tx.workspace();
    let (due_at, timed) = before.due.columns();
    let bound: [&dyn db::Bind; 8] = [
        &workspace,
        &before.id,
        &before.version,
        &before.title,
        &before.assignee,
        &before.job,
        &due_at,
        &timed,
    ];
    tx.run(Q.get("task-keep-version"), &bound).await?;
    let (due_at, timed) = kept.due.columns();
    let bound: [&dyn db::Bind; 8] =
        [&workspace, &before.id, &before.version, &kept.title, &kept.assignee, &kept.job, &due_at, &timed];
    tx.run(Q.get("task-edit"), &bound).await?;
    let assignee = if kept.assignee == before.assignee { UserId(0) } else { kept.assignee };
    let entry = Entry::TaskEdited { person: before.person, job: kept.job, task: before.id, assignee };
    Ok((before.version, tx.record(entry).await?))
}

/// A step that a task takes as a whole.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Step {
    Done,
    Reopened,
    Removed,
    Restored,
}

/// Takes the step. A task that has taken it already stays as it is: people press twice.
pub(crate) async fn take(db: &Db, who: &Scope<Mixed>, task: TaskId, step: Step) -> Result<(), Refusal> {
    let row = read::row_even_removed(db, who, task).await?;
    let there = match step {
        Step::Done => row.done_at != 0,
        Step::Reopened => row.done_at == 0,
        Step::Removed => row.removed_at != 0,
        Step::Restored => row.removed_at == 0,
    };
    if there {
        return Ok(());
    }
    db.write(who, async |tx| {
        let (workspace, now) = (who.workspace_id(), tx.now());
        let (sql, at) = match step {
            Step::Done => (Q.get("task-done"), now),
            Step::Reopened => (Q.get("task-done"), 0),
            Step::Removed => (Q.get("task-removed"), now),
            Step::Restored => (Q.get("task-removed"), 0),
        };
        tx.run(sql, &[&workspace, &task, &at]).await?;
        let (person, job) = (row.person, row.job);
        let entry = match step {
            Step::Done => Entry::TaskDone { person, job, task },
            Step::Reopened => Entry::TaskReopened { person, job, task },
            Step::Removed => Entry::TaskRemoved { person, job, task },
            Step::Restored => Entry::TaskRestored { person, job, task },
        };
        let recorded = tx.record(entry).await?;
        Ok::<_, Refusal>(((), recorded))
    })
    .await
}

async fn there(tx: &mut Tx<'_>, who: &Scope<Mixed>, task: TaskId) -> Result<TaskRow, Refusal> {
    let found = tx.optional(Q.get("task-by-id"), &[&who.workspace_id(), &task], read::row_of).await?;
    found.filter(|row| row.removed_at == 0 && read::may_see(who, row)).ok_or(Refusal::NotFound)
}

async fn conflict(tx: &mut Tx<'_>, row: &TaskRow) -> Result<Refusal, Refusal> {
    let bound: [&dyn db::Bind; 3] = [&tx.workspace(), &row.person, &row.job];
    let last = tx.optional(Q.get("task-last-editor"), &bound, |row| row.text(0)).await?;
    let name = last.filter(|name| !name.is_empty()).unwrap_or_else(|| "Somebody".to_owned());
    Ok(Refusal::Conflict(format!(
        "{name} changed this task meanwhile. Open it again to see what it says now, then change it."
    )))
}

fn checked_title(title: &str) -> Result<String, Refusal> {
    let clean: String = title.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let title = clean.split_whitespace().collect::<Vec<_>>().join(" ");
    if title.is_empty() {
        return Err(Refusal::field("title", "Write what is to be done."));
    }
    if title.chars().count() > LINE_CHARS_MAX {
        return Err(Refusal::field("title", format!("Use at most {LINE_CHARS_MAX} characters.")));
    }
    Ok(title)
}

/// Somebody with an open account, or who had the task already; oneself where nobody was chosen.
async fn checked_assignee(
    db: &Db,
    who: &Scope<Mixed>,
    chosen: UserId,
    now: UserId,
) -> Result<UserId, Refusal> {
    let chosen = if chosen.0 == 0 { who.user() } else { chosen };
    if chosen == now {
        return Ok(chosen);
    }
    let known = overview::colleagues(db, who).await?.into_iter().any(|user| user.id == chosen && user.active);
    if known { Ok(chosen) } else { Err(Refusal::field("assignee", "Choose somebody with an account.")) }
}

async fn check_job(db: &Db, who: &Scope<Mixed>, job: JobId) -> Result<(), Refusal> {
    if job.0 == 0 || !overview::job_names(db, who, &[job]).await?.is_empty() {
        return Ok(());
    }
    Err(Refusal::field("job", "Choose one of the jobs in the list."))
}
