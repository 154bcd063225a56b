//! Scores of the people on a board, kept fresh in the background.

use std::collections::BTreeMap;

use base::clock;
use db::{JournalLine, NewChore, QuietReason};
use record::journal::{ChoreError, ChoreKind, Listener, chores::Running, listen::Listening};
use record::{House, JobId, PersonId, WorkspaceId, access::policy, jobs::rank};

/// A reactor: somebody came onto a board, what a job takes was changed, or a resume was read.
pub(crate) const LISTENER: Listener = Listener { name: "hiring.scores", hear };

/// Scores those who have no score yet, or everybody when the needs changed.
pub(crate) const CHORE: ChoreKind =
    ChoreKind { name: "ScoreApplicants", attempts_max: 5, time_limit: 2 * clock::MINUTE, run };

fn hear<'a>(house: &'a House, workspace: WorkspaceId, lines: &'a [JournalLine]) -> Listening<'a> {
    Box::pin(async move {
        // One chore a job for a run of lines: a hundred people added at once are scored together.
        let mut wanted: BTreeMap<(i64, i64), (i64, bool)> = BTreeMap::new();
        for line in lines {
            let (of, anew) = match line.kind.as_str() {
                "NeedsChanged" => ((line.job_id, 0), true),
                "ApplicationReceived" => ((line.job_id, 0), false),
                "ResumeRead" => ((0, line.person_id), true),
                _ => continue,
            };
            wanted.entry(of).or_insert((line.seq, anew)).1 |= anew;
        }
        if wanted.is_empty() {
            return Ok(());
        }
        house
            .db
            .write_quiet(workspace.0, QuietReason::Progress, async |tx| {
                for ((job, person), (seq, anew)) in &wanted {
                    let (job, person) = (JobId(*job).to_string(), PersonId(*person).to_string());
                    let payload = serde_json::json!({ "job": job, "person": person, "anew": anew });
                    let chore = NewChore {
                        name: CHORE.name,
                        payload: payload.to_string(),
                        run_at: tx.now(),
                        unique_key: Some(format!("hiring.scores:{seq}")),
                    };
                    tx.enqueue(chore).await?;
                }
                Ok::<_, record::Refusal>(())
            })
            .await
    })
}

fn run<'a>(house: &'a House, chore: &'a db::ClaimedChore) -> Running<'a> {
    Box::pin(async move {
        let payload: serde_json::Value =
            serde_json::from_str(&chore.payload).map_err(|cause| ChoreError::Never(cause.to_string()))?;
        let text = |name: &str| payload[name].as_str().unwrap_or_default().to_owned();
        let no_id = |_| ChoreError::Never("no job and no person named".to_owned());
        let (job, person): (JobId, PersonId) =
            (text("job").parse().map_err(no_id)?, text("person").parse().map_err(no_id)?);
        let system = policy::system(WorkspaceId(chore.workspace));
        match person.some() {
            Some(person) => rank::score_person(&house.db, &system, person).await?,
            None => {
                let anew = payload["anew"].as_bool().unwrap_or(false);
                rank::score_applicants(&house.db, &system, job, anew).await?
            }
        };
        Ok(())
    })
}
