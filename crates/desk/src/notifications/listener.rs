//! The reactor: who is told of which entry. One entry tells one user once, however often it is heard.

use db::{JournalLine, QuietReason};
use record::access::policy;
use record::jobs::TeamRole;
use record::journal::Listener;
use record::journal::listen::Listening;
use record::{
    Clear, House, JobId, MessageId, PersonId, ReadError, Refusal, Scope, UserId, WorkspaceId, overview,
};
use serde_json::Value;

use crate::Q;

pub(crate) const LISTENER: Listener = Listener { name: "desk.notifications", hear };

/// What is heard later than this (an import, a demo of months, a listener that stood still) is no news.
const NEWS: base::Micros = 14 * base::clock::DAY;

fn hear<'a>(house: &'a House, workspace: WorkspaceId, lines: &'a [JournalLine]) -> Listening<'a> {
    Box::pin(async move {
        let system = policy::system(workspace);
        let (mut tidings, mut undone) = (vec![], vec![]);
        for line in lines {
            if line.kind == "MoveUndone" {
                undone.push(id_in(&payload(line), "undone"));
            }
            if line.at > house.db.now() - NEWS {
                tidings.extend(told_of(house, &system, line).await?);
            }
        }
        if tidings.is_empty() && undone.is_empty() {
            return Ok(());
        }
        house
            .db
            .write_quiet(workspace.0, QuietReason::Progress, async |tx| {
                for tiding in &tidings {
                    let id = tx.new_id();
                    let bound: [&dyn db::Bind; 10] = [
                        &workspace,
                        &id,
                        &tiding.user,
                        &tiding.kind,
                        &tiding.person,
                        &tiding.job,
                        &tiding.actor,
                        &tiding.subject,
                        &tiding.at,
                        &tiding.key,
                    ];
                    tx.run(Q.get("notification-insert"), &bound).await?;
                }
                for transition in &undone {
                    tx.run(Q.get("notification-drop"), &[&workspace, transition]).await?;
                }
                Ok::<_, Refusal>(())
            })
            .await
    })
}

/// One user told of one thing.
struct Tiding {
    user: UserId,
    kind: &'static str,
    person: PersonId,
    job: JobId,
    actor: UserId,
    /// Note, task, message or transition.
    subject: i64,
    at: base::Micros,
    key: String,
}

fn payload(line: &JournalLine) -> Value {
    serde_json::from_str(&line.payload).unwrap_or_default()
}

/// The id in a field of a payload; 0 where there is none.
fn id_in(payload: &Value, field: &str) -> i64 {
    let id = payload[field].as_str().and_then(|text| text.parse::<base::Id>().ok());
    id.map_or(0, |id| id.0)
}

async fn told_of(house: &House, system: &Scope<Clear>, line: &JournalLine) -> Result<Vec<Tiding>, ReadError> {
    let payload = payload(line);
    let (kind, subject, users) = match line.kind.as_str() {
        "NoteWritten" => ("mention", id_in(&payload, "note"), mentioned(&payload)),
        "TaskAdded" | "TaskEdited" => {
            ("task", id_in(&payload, "task"), vec![UserId(id_in(&payload, "assignee"))])
        }
        "MessageFailed" | "MessageUnsure" => {
            let message = id_in(&payload, "message");
            let kind = if line.kind == "MessageFailed" { "message_failed" } else { "message_unsure" };
            let sender =
                overview::sender_of(&house.db, system, PersonId(line.person_id), MessageId(message)).await?;
            // The sender is told of it also where the send ran in the sender's own name.
            return Ok(tidings(line, kind, message, sender.into_iter().collect()));
        }
        "StageChanged" => {
            ("moved", id_in(&payload, "transition"), team(house, system, JobId(line.job_id)).await?)
        }
        "Hired" => ("hired", id_in(&payload, "transition"), team(house, system, JobId(line.job_id)).await?),
        _ => return Ok(vec![]),
    };
    let others = users.into_iter().filter(|user| user.0 != actor_of(line).0).collect();
    Ok(tidings(line, kind, subject, others))
}

fn tidings(line: &JournalLine, kind: &'static str, subject: i64, users: Vec<UserId>) -> Vec<Tiding> {
    let tiding = |user| Tiding {
        user,
        kind,
        person: PersonId(line.person_id),
        job: JobId(line.job_id),
        actor: actor_of(line),
        subject,
        at: line.at,
        key: format!("{}/{kind}", line.seq),
    };
    users.into_iter().filter(|user| user.0 != 0).map(tiding).collect()
}

/// The user who did it; 0 for the system.
fn actor_of(line: &JournalLine) -> UserId {
    UserId(if line.actor_kind == "user" { line.actor_id } else { 0 })
}

fn mentioned(payload: &Value) -> Vec<UserId> {
    let users = payload["mentions"].as_array().map(Vec::as_slice).unwrap_or_default();
    users.iter().filter_map(|user| user.as_str()?.parse().ok()).collect()
}

/// Who works on a job. Interviewers know single applications, so moves are no news of theirs.
async fn team(house: &House, system: &Scope<Clear>, job: JobId) -> Result<Vec<UserId>, ReadError> {
    let team = record::jobs::team::team(&house.db, system, job).await?;
    let mut users: Vec<UserId> = team
        .into_iter()
        .filter(|member| member.role != TeamRole::Interviewer)
        .map(|member| member.user)
        .collect();
    users.sort_unstable();
    users.dedup();
    Ok(users)
}
