//! Runs as they are kept: what was read, for whom, what came out. A page shows the newest run of its job, and only
//! people who changed since are read again.

use base::Micros;
use db::{Bind, Db, DbError, QuietReason, Row, Tx};
use serde_json::{Value, json};

use super::{MODEL, Match, MatchReason, score_people};
use crate::jobs::Q;
use crate::jobs::needs::NeedDraft;
use crate::{JobId, PersonId, Refusal, WorkspaceId};

/// The best of a run that are kept; a page shows fewer, so some may change for the worse before anybody is missed.
pub(super) const KEPT_MAX: usize = 200;
/// People who are read again for a run; with more changes a new run is the cheaper and better answer.
const READ_AGAIN_MAX: usize = 60;
/// After so many lines of the journal a run notes that it has heard them, though none concerned it.
const LINES_UNNOTED_MAX: i64 = 1_000;

pub(super) struct Run {
    pub id: i64,
    model: String,
    needs: String,
    pub made_at: Micros,
    heard_seq: i64,
    pub looked_at: i64,
}

impl Run {
    /// True where a run by today's model read these needs.
    pub(super) fn is_about(&self, needs: &[NeedDraft]) -> bool {
        self.model == MODEL && self.needs == needs_read(needs)
    }
}

/// The newest run of a job.
pub(super) async fn newest(db: &Db, workspace: WorkspaceId, job: JobId) -> Result<Option<Run>, DbError> {
    let run = |row: &Row<'_>| Run {
        id: row.int(0),
        model: row.text(1),
        needs: row.text(2),
        made_at: row.int(3),
        heard_seq: row.int(4),
        looked_at: row.int(5),
    };
    db.read(async |rd| rd.optional(Q.get("run-newest"), &[&workspace, &job], run).await).await
}

pub(super) async fn add(
    tx: &mut Tx<'_>,
    job: JobId,
    needs: &[NeedDraft],
    looked_at: usize,
    heard_seq: i64,
) -> Result<Run, DbError> {
    let run = Run {
        id: tx.new_id(),
        model: MODEL.to_owned(),
        needs: needs_read(needs),
        made_at: tx.now(),
        heard_seq,
        looked_at: i64::try_from(looked_at).unwrap_or(i64::MAX),
    };
    let (workspace, asked_by) = (tx.workspace(), tx.user_id());
    let bound: [&dyn Bind; 9] = [
        &workspace,
        &run.id,
        &job,
        &run.model,
        &run.needs,
        &asked_by,
        &run.made_at,
        &run.heard_seq,
        &run.looked_at,
    ];
    tx.run(Q.get("run-add"), &bound).await?;
    Ok(run)
}

pub(super) async fn put(tx: &mut Tx<'_>, run: i64, one: &Match) -> Result<(), DbError> {
    let (workspace, reasons) = (tx.workspace(), reasons_written(&one.reasons));
    let bound: [&dyn Bind; 6] = [&workspace, &run, &one.person, &one.points, &one.fine, &reasons];
    tx.run(Q.get("run-match-put"), &bound).await.map(drop)
}

/// Reads people again who changed since. False where they are too many.
pub(super) async fn catch_up(
    db: &Db,
    workspace: WorkspaceId,
    run: &Run,
    needs: &[NeedDraft],
) -> Result<bool, Refusal> {
    let most = READ_AGAIN_MAX as i64 + 1;
    let changed: Result<_, DbError> = db
        .read(async |rd| {
            let newest = rd.count(Q.get("run-seq"), &[&workspace]).await?;
            let bound: [&dyn Bind; 4] = [&workspace, &run.heard_seq, &newest, &most];
            Ok((newest, rd.all(Q.get("run-changed"), &bound, |row| PersonId(row.int(0))).await?))
        })
        .await;
    let (newest, changed) = changed?;
    if changed.len() > READ_AGAIN_MAX {
        return Ok(false);
    }
    if changed.is_empty() && newest - run.heard_seq <= LINES_UNNOTED_MAX {
        return Ok(true);
    }
    let scored = score_people(db, workspace, needs, &changed).await?;
    db.write_quiet(workspace.0, QuietReason::Progress, async |tx| {
        for person in &changed {
            match scored.iter().find(|one| one.person == *person && one.points > 0) {
                Some(one) => put(tx, run.id, one).await?,
                None => {
                    tx.run(Q.get("run-match-drop"), &[&workspace, &run.id, person]).await?;
                }
            }
        }
        tx.run(Q.get("run-heard"), &[&workspace, &run.id, &newest]).await?;
        Ok::<_, Refusal>(())
    })
    .await?;
    Ok(true)
}

/// The best of a run.
pub(super) async fn matches(
    db: &Db,
    workspace: WorkspaceId,
    run: i64,
    limit: usize,
) -> Result<Vec<Match>, DbError> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let one = |row: &Row<'_>| Match {
        person: PersonId(row.int(0)),
        points: row.int(1),
        fine: row.int(2),
        reasons: reasons_read(row.str(3)),
    };
    db.read(async |rd| rd.all(Q.get("run-matches"), &[&workspace, &run, &limit], one).await).await
}

fn needs_read(needs: &[NeedDraft]) -> String {
    let line = |need: &NeedDraft| {
        json!({
            "kind": need.kind.word(),
            "label": need.label,
            "weight": need.weight,
            "must": need.must,
            "years": need.years,
        })
    };
    Value::from(needs.iter().map(line).collect::<Vec<_>>()).to_string()
}

fn reasons_written(reasons: &[MatchReason]) -> String {
    let one = |reason: &MatchReason| {
        json!({
            "label": reason.label,
            "must": reason.must,
            "weight": reason.weight,
            "points": reason.points,
            "kind": reason.kind,
            "near": reason.near,
            "words": reason.words,
            "quote": reason.quote,
        })
    };
    Value::from(reasons.iter().map(one).collect::<Vec<_>>()).to_string()
}

fn reasons_read(text: &str) -> Vec<MatchReason> {
    let list: Vec<Value> = serde_json::from_str(text).unwrap_or_default();
    let one = |reason: Value| MatchReason {
        label: reason["label"].as_str().unwrap_or_default().to_owned(),
        must: reason["must"].as_bool().unwrap_or_default(),
        weight: reason["weight"].as_i64().unwrap_or_default(),
        points: reason["points"].as_i64().unwrap_or_default(),
        kind: match reason["kind"].as_str() {
            Some("yes") => "yes",
            Some("maybe") => "maybe",
            _ => "no",
        },
        near: reason["near"].as_bool().unwrap_or_default(),
        words: reason["words"].as_array().map_or_else(Vec::new, |words| {
            words.iter().filter_map(|word| word.as_str().map(str::to_owned)).collect()
        }),
        quote: reason["quote"].as_str().map(str::to_owned),
    };
    list.into_iter().map(one).collect()
}
