//! Scores of the people on a board, kept fresh in the background.

use std::collections::BTreeMap;

use base::clock;
use db::{JournalLine, NewChore, QuietReason};
use record::journal::{ChoreError, ChoreKind, Listener, chores::Running, listen::Listening};
use record::{House, JobId, WorkspaceId, access::policy, jobs::rank};

/// A reactor: somebody came onto a board, or what the job takes was changed.
pub(crate) const LISTENER: Listener = Listener { name: "hiring.scores", hear };

/// Scores those who have no score yet, or everybody when the needs changed.
pub(crate) const CHORE: ChoreKind =
    ChoreKind { name: "ScoreApplicants", attempts_max: 5, time_limit: 2 * clock::MINUTE, run };

fn hear<'a>(house: &'a House, workspace: WorkspaceId, lines: &'a [JournalLine]) -> Listening<'a> {
    Box::pin(async move {
        // One chore a job for a run of lines: a hundred people added at once are scored together.
        let mut wanted: BTreeMap<i64, (i64, bool)> = BTreeMap::new();
        for line in lines {
            let anew = line.kind == "NeedsChanged";
            if anew || line.kind == "ApplicationReceived" {
                let job = wanted.entry(line.job_id).or_insert((line.seq, anew));
                job.1 |= anew;
            }
        }
        if wanted.is_empty() {
            return Ok(());
        }
        house
            .db
            .write_quiet(workspace.0, QuietReason::Progress, async |tx| {
                for (job, (seq, anew)) in &wanted {
                    let payload = serde_json::json!({ "job": JobId(*job).to_string(), "anew": anew });
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
        let job = payload["job"].as_str().and_then(|text| text.parse::<JobId>().ok());
        let job = job.ok_or_else(|| ChoreError::Never("no job named".to_owned()))?;
        let anew = payload["anew"].as_bool().unwrap_or(false);
        let system = policy::system(WorkspaceId(chore.workspace));
        rank::score_applicants(&house.db, &system, job, anew).await?;
        Ok(())
    })
}
