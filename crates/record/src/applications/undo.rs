//! Taking a change back: a new transition that undoes the newest one, as long as that makes sense.

use base::{Micros, clock};
use db::{Db, Recorded, Tx};

use super::store::{self, Step};
use super::{ApplicationRef, Changed, Q, hire};
use crate::access::AnyScope;
use crate::{Entry, JobId, Mixed, ReasonId, Refusal, Scope, StageId, TransitionId};

/// The notice with its button stands for ten seconds; slow hands, slow lines and readers of screens get more time.
/// Later, a change is made by moving again.
const UNDO_TIME: Micros = 10 * clock::MINUTE;

const TOO_LATE: &str = "That is too long ago to undo. Move the person again instead.";
const NOT_NEWEST: &str =
    "Something happened since, so it cannot be undone by itself. Move the person instead.";
const TAKEN_BACK_NOTE: &str = "Added by mistake";

struct Undone {
    id: TransitionId,
    at: Micros,
    from_stage: StageId,
    from_status: String,
    to_status: String,
    stay: Micros,
    undoes: TransitionId,
}

/// Takes back a transition: the newest of its application, within its time.
pub async fn undo(
    db: &Db,
    who: &Scope<Mixed>,
    application: &ApplicationRef,
    transition: TransitionId,
) -> Result<Changed, Refusal> {
    db.write(who, async |tx| one(tx, who, application, transition).await).await
}

/// Takes back a bulk action, one entry an application. Applications that were changed since are left alone.
/// Returns how many were taken back and how many were left.
pub async fn undo_batch(
    db: &Db,
    who: &Scope<Mixed>,
    job: JobId,
    batch: i64,
) -> Result<(usize, usize), Refusal> {
    crate::jobs::visible(who, job)?;
    let workspace = who.workspace_id();
    let steps = db
        .read(async |rd| {
            rd.all(Q.get("steps-of-batch"), &[&workspace, &batch, &job], |row| {
                (TransitionId(row.int(0)), row.text(1))
            })
            .await
        })
        .await?;
    if steps.is_empty() {
        return Err(Refusal::NotFound);
    }
    let (mut done, mut left) = (0, 0);
    for (transition, alias) in steps {
        // An alias names it for every reader who may see it.
        match undo(db, who, &ApplicationRef::Alias(alias), transition).await {
            Ok(_) => done += 1,
            Err(Refusal::Because(_) | Refusal::Conflict(_)) => left += 1,
            Err(other) => return Err(other),
        }
    }
    Ok((done, left))
}

async fn one(
    tx: &mut Tx<'_>,
    who: &dyn AnyScope,
    application: &ApplicationRef,
    transition: TransitionId,
) -> Result<(Changed, Recorded), Refusal> {
    let seen = store::find_to_move(tx, who, application).await?;
    let workspace = who.workspace_id();
    let newest = tx
        .optional(Q.get("newest-step"), &[&workspace, &seen.id], |row| Undone {
            id: TransitionId(row.int(0)),
            at: row.int(1),
            from_stage: StageId(row.int(2)),
            from_status: row.text(3),
            to_status: row.text(4),
            stay: row.int(5),
            undoes: TransitionId(row.int(6)),
        })
        .await?
        .ok_or(Refusal::NotFound)?;
    if newest.undoes == transition {
        return Err(Refusal::because("That was undone already."));
    }
    if newest.id != transition || newest.undoes.0 != 0 {
        return Err(Refusal::because(NOT_NEWEST));
    }
    let now = tx.now();
    if now - newest.at > UNDO_TIME {
        return Err(Refusal::because(TOO_LATE));
    }
    let entered = newest.from_stage.0 == 0;
    let (stage, status) = if entered {
        // It came in by mistake; the row stays, for history is not cut out.
        (seen.stage, "withdrawn".to_owned())
    } else {
        (newest.from_stage, newest.from_status.clone())
    };
    let since = if newest.stay > 0 { newest.at - newest.stay } else { seen.stage_since };
    let step = Step { undoes: transition, ..Step::to(stage, &status, since) };
    let undoing = store::step(tx, &seen, seen.version, step).await?;
    if newest.to_status == "hired" {
        hire::unhire(tx, &seen, newest.at).await?;
    }
    match status.as_str() {
        "active" => store::drop_disposition(tx, seen.id).await?,
        _ if entered => {
            store::keep_disposition(tx, seen.id, "other", ReasonId(0), TAKEN_BACK_NOTE).await?;
        }
        // A reopening is taken back: it ended as it had ended before.
        ended => {
            let before = tx
                .optional(Q.get("how-it-ended"), &[&workspace, &seen.id, &ended], |row| {
                    (ReasonId(row.int(0)), row.text(1))
                })
                .await?;
            let (kind, (reason, note)) = match before {
                Some(told) if ended == "rejected" => ("we_rejected", told),
                Some(told) => ("they_withdrew", told),
                // It had ended by an undone entry.
                None => ("other", (ReasonId(0), TAKEN_BACK_NOTE.to_owned())),
            };
            store::keep_disposition(tx, seen.id, kind, reason, &note).await?;
        }
    }
    let entry = Entry::MoveUndone {
        application: seen.id,
        person: seen.person,
        job: seen.job,
        transition: undoing,
        undone: transition,
    };
    let recorded = tx.record(entry).await?;
    let name = tx.one(Q.get("stage-name"), &[&workspace, &stage], |row| row.text(0)).await?;
    Ok((store::changed(who, &seen, undoing, name), recorded))
}
