//! Private rows of applications, and the one way to change one.

use base::Micros;
use db::{Bind, Rd, Tx};

use super::{ApplicationRef, Changed, Q, moves};
use crate::access::{AnyScope, JobRight};
use crate::{
    ApplicationId, JobId, PersonId, ReadError, ReasonId, Refusal, StageId, TransitionId, WorkspaceId,
};

/// An application as it stands.
pub(super) struct Current {
    pub(super) id: ApplicationId,
    pub(super) alias: String,
    pub(super) person: PersonId,
    pub(super) job: JobId,
    pub(super) stage: StageId,
    pub(super) status: String,
    pub(super) stage_since: Micros,
    pub(super) version: i64,
    pub(super) stage_name: String,
}

/// Finds the application of a reference, if this scope may see it, with the right on its job.
pub(super) async fn find(
    rd: &mut Rd<'_>,
    who: &dyn AnyScope,
    reference: &ApplicationRef,
) -> Result<(Current, JobRight), ReadError> {
    let workspace = who.workspace_id();
    let found = match reference {
        ApplicationRef::Id(id) => {
            rd.optional(Q.get("application-by-id"), &[&workspace, id], current_row).await?
        }
        ApplicationRef::Alias(alias) => {
            rd.optional(Q.get("application-by-alias"), &[&workspace, alias], current_row).await?
        }
    };
    let current = found.ok_or(ReadError::NotFound)?;
    let right = who.rights().job(current.job).ok_or(ReadError::NotFound)?;
    // The id is ordered by time and a key to join by: a masked reader is answered by alias only.
    if right.masked && matches!(reference, ApplicationRef::Id(_)) {
        return Err(ReadError::NotFound);
    }
    Ok((current, right))
}

/// The same, for somebody who wants to change it.
pub(super) async fn find_to_move(
    rd: &mut Rd<'_>,
    who: &dyn AnyScope,
    reference: &ApplicationRef,
) -> Result<Current, Refusal> {
    let (current, right) = find(rd, who, reference).await?;
    moves(right)?;
    Ok(current)
}

/// The same, for somebody who moves it from where they saw it: `version` is the one on their page. When somebody
/// else was faster, the refusal says who, where to and when.
pub(super) async fn find_unmoved(
    tx: &mut Tx<'_>,
    who: &dyn AnyScope,
    reference: &ApplicationRef,
    version: i64,
) -> Result<Current, Refusal> {
    let seen = find_to_move(tx, who, reference).await?;
    if version == seen.version { Ok(seen) } else { Err(conflict(tx, seen.id).await?) }
}

fn current_row(row: &db::Row<'_>) -> Current {
    Current {
        id: ApplicationId(row.int(0)),
        alias: row.text(1),
        person: PersonId(row.int(2)),
        job: JobId(row.int(3)),
        stage: StageId(row.int(4)),
        status: row.text(5),
        stage_since: row.int(6),
        version: row.int(7),
        stage_name: row.text(8),
    }
}

/// A change of stage or status, to be written.
pub(super) struct Step<'a> {
    pub(super) to_stage: StageId,
    pub(super) to_status: &'a str,
    /// Since when the person counts as standing there.
    pub(super) to_since: Micros,
    pub(super) reason: ReasonId,
    pub(super) note: &'a str,
    pub(super) undoes: TransitionId,
    pub(super) batch: i64,
}

impl<'a> Step<'a> {
    /// A plain step to a stage and status, now.
    pub(super) fn to(stage: StageId, status: &'a str, since: Micros) -> Self {
        Self {
            to_stage: stage,
            to_status: status,
            to_since: since,
            reason: ReasonId(0),
            note: "",
            undoes: TransitionId(0),
            batch: 0,
        }
    }
}

/// Writes the step: the application moves from the version that was seen, a transition tells of it. The stay that
/// ends with it is measured here, so that no reader has to pair rows.
pub(super) async fn step(
    tx: &mut Tx<'_>,
    seen: &Current,
    version: i64,
    step: Step<'_>,
) -> Result<TransitionId, Refusal> {
    let (workspace, now, user) = (WorkspaceId(tx.workspace()), tx.now(), tx.user_id());
    let bound: [&dyn Bind; 6] =
        [&workspace, &seen.id, &version, &step.to_stage, &step.to_status, &step.to_since];
    if version != seen.version || tx.run(Q.get("application-step"), &bound).await? == 0 {
        return Err(conflict(tx, seen.id).await?);
    }
    let leaves = seen.status == "active" && (step.to_stage != seen.stage || step.to_status != "active");
    let stay = if leaves && step.undoes.0 == 0 { (now - seen.stage_since).max(1) } else { 0 };
    let id = TransitionId(tx.new_id());
    let bound: [&dyn Bind; 17] = [
        &workspace,
        &id,
        &seen.id,
        &seen.person,
        &seen.job,
        &now,
        &user,
        &seen.stage,
        &step.to_stage,
        &seen.status,
        &step.to_status,
        &step.reason,
        &step.note,
        &step.undoes,
        &step.batch,
        &stay,
        &step.to_since,
    ];
    tx.run(Q.get("transition-insert"), &bound).await?;
    Ok(id)
}

/// What a reader is told after the change.
pub(super) fn changed(
    who: &dyn AnyScope,
    seen: &Current,
    transition: TransitionId,
    stage_name: impl Into<String>,
) -> Changed {
    let masked = who.rights().job(seen.job).is_some_and(|right| right.masked);
    let application =
        if masked { ApplicationRef::Alias(seen.alias.clone()) } else { ApplicationRef::Id(seen.id) };
    Changed {
        application,
        job: seen.job,
        transition,
        version: seen.version + 1,
        stage_name: stage_name.into(),
    }
}

/// Who moved it meanwhile, where to and when.
pub(super) async fn conflict(tx: &mut Tx<'_>, application: ApplicationId) -> Result<Refusal, db::DbError> {
    let (workspace, now) = (tx.workspace(), tx.now());
    let last = tx
        .optional(Q.get("last-step"), &[&workspace, &application], |row| {
            (row.text(0), row.text(1), row.text(2), row.int(3))
        })
        .await?;
    let Some((name, stage, status, at)) = last else {
        return Ok(Refusal::Conflict("It was changed meanwhile. Load the page again.".to_owned()));
    };
    let name = if name.is_empty() { "Somebody".to_owned() } else { name };
    let deed = match status.as_str() {
        "rejected" => "declined this candidate".to_owned(),
        "withdrawn" => "marked this candidate as withdrawn".to_owned(),
        "hired" => "hired this candidate".to_owned(),
        _ => format!("moved this candidate to {stage}"),
    };
    let ago = crate::jobs::words_ago(at, now);
    Ok(Refusal::Conflict(format!("{name} {deed} {ago}. Load the board to see where things stand.")))
}

/// A stage of a job that people may be moved to; its name.
pub(super) async fn stage_in_use(
    rd: &mut Rd<'_>,
    workspace: WorkspaceId,
    job: JobId,
    stage: StageId,
) -> Result<String, Refusal> {
    rd.optional(Q.get("stage-in-use"), &[&workspace, &job, &stage], |row| row.text(0))
        .await?
        .ok_or_else(|| Refusal::field("stage", "That stage is not in use any more. Load the board again."))
}

/// Writes or replaces why an application ended.
pub(super) async fn keep_disposition(
    tx: &mut Tx<'_>,
    application: ApplicationId,
    kind: &str,
    reason: ReasonId,
    note: &str,
) -> Result<(), db::DbError> {
    let (workspace, user, now) = (tx.workspace(), tx.user_id(), tx.now());
    let bound: [&dyn Bind; 7] = [&workspace, &application, &kind, &reason, &note, &user, &now];
    tx.run(Q.get("disposition-put"), &bound).await.map(drop)
}

pub(super) async fn drop_disposition(tx: &mut Tx<'_>, application: ApplicationId) -> Result<(), db::DbError> {
    let workspace = tx.workspace();
    tx.run(Q.get("disposition-drop"), &[&workspace, &application]).await.map(drop)
}

/// A note as typed, trimmed and limited.
pub(super) fn checked_note(note: &str) -> Result<&str, Refusal> {
    let note = note.trim();
    if note.chars().count() > NOTE_CHARS_MAX {
        return Err(Refusal::field("note", format!("Use at most {NOTE_CHARS_MAX} characters.")));
    }
    Ok(note)
}

/// A line of why; longer thoughts are notes on the person.
const NOTE_CHARS_MAX: usize = 2_000;
