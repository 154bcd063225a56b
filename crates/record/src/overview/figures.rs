//! The figures of the first page.

use base::{Micros, clock};
use db::{Assembled, Bind, Db, DbError, Rd};
use std::collections::HashMap;

use super::Q;
use crate::access::AnyScope;
use crate::{JobId, ReadError, Scope, Sight};

/// Hires are counted over this many days.
pub const HIRES_DAYS: i64 = 90;
/// Time to fill is taken over openings filled within this many days.
pub const FILL_DAYS: i64 = 365;
/// Somebody who waits for us longer is waiting too long.
pub const WAITING_DAYS_MAX: i64 = 4;
/// A median over fewer openings says nothing.
pub const FILLS_MIN: usize = 3;

/// What the strip of the first page shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figures {
    pub open_jobs: i64,
    pub past_target: i64,
    /// People in an interview or final stage of an open job.
    pub in_interviews: i64,
    /// Of those, in a final stage.
    pub in_final: i64,
    /// People in play whom we owe a word: new on a job, or their last interview is over, and nobody has written
    /// or spoken to them since.
    pub waiting: i64,
    /// Of those, for over [`WAITING_DAYS_MAX`] days.
    pub waiting_long: i64,
    /// Hires in the last [`HIRES_DAYS`] days.
    pub hires: i64,
    pub fill: Fill,
    /// False where nobody has been added yet.
    pub any_people: bool,
    /// False where no job exists yet.
    pub any_jobs: bool,
}

/// Time to fill over the openings filled in the last [`FILL_DAYS`] days, less the time on hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fill {
    /// Whole days; `None` while fewer than [`FILLS_MIN`] openings were filled.
    pub median_days: Option<i64>,
    pub openings: usize,
}

/// The figures over the jobs that this reader works on; `None` for somebody who decides on no job.
pub async fn figures<S: Sight>(db: &Db, who: &Scope<S>) -> Result<Option<Figures>, ReadError> {
    let jobs = Reach::of(who);
    if jobs.is_nothing() {
        return Ok(None);
    }
    let (now, workspace) = (db.now(), who.workspace_id());
    db.read(async |rd| {
        let mut sql = Assembled::with(Q.get("open-jobs"), &[&workspace, &now]);
        jobs.narrow(&mut sql, " and j.id in ");
        let (open_jobs, past_target) = pair(rd, &sql).await?;
        let mut sql = Assembled::with(Q.get("in-interviews"), &[&workspace]);
        jobs.narrow(&mut sql, " and a.job_id in ");
        let (in_interviews, in_final) = pair(rd, &sql).await?;
        let long_ago = now - WAITING_DAYS_MAX * clock::DAY;
        let mut sql = Assembled::with(Q.get("waiting-on-us"), &[&workspace, &long_ago, &now]);
        jobs.narrow(&mut sql, " and w.job_id in ");
        let (waiting, waiting_long) = pair(rd, &sql).await?;
        let mut sql = Assembled::with(Q.get("hires-since"), &[&workspace, &(now - HIRES_DAYS * clock::DAY)]);
        jobs.narrow(&mut sql, " and j.job_id in ");
        let hires = single(rd, &sql).await?;
        let fill = fill(rd, &jobs, workspace, now).await?;
        let (people, any) = rd.one(Q.get("anything"), &[&workspace], |row| (row.int(0), row.int(1))).await?;
        Ok(Some(Figures {
            open_jobs,
            past_target,
            in_interviews,
            in_final,
            waiting,
            waiting_long,
            hires,
            fill,
            any_people: people > 0,
            any_jobs: any > 0,
        }))
    })
    .await
}

/// The jobs that a reader's figures are taken over.
pub(super) enum Reach {
    Every,
    Some(Vec<JobId>),
}

impl Reach {
    pub(super) fn of(who: &dyn AnyScope) -> Self {
        let rights = who.rights();
        if rights.everyone {
            return Self::Every;
        }
        Self::Some(rights.jobs.iter().filter(|right| right.moves).map(|right| right.job).collect())
    }

    pub(super) fn is_nothing(&self) -> bool {
        matches!(self, Self::Some(jobs) if jobs.is_empty())
    }

    pub(super) fn narrow(&self, sql: &mut Assembled, part: &'static str) {
        if let Self::Some(jobs) = self {
            sql.push(part).list(jobs);
        }
    }
}

async fn pair(rd: &mut Rd<'_>, sql: &Assembled) -> Result<(i64, i64), DbError> {
    let rows = rd.assembled(sql, |row| (row.int(0), row.int(1))).await?;
    Ok(rows.into_iter().next().unwrap_or_default())
}

async fn single(rd: &mut Rd<'_>, sql: &Assembled) -> Result<i64, DbError> {
    Ok(rd.assembled(sql, |row| row.int(0)).await?.into_iter().next().unwrap_or_default())
}

async fn fill(
    rd: &mut Rd<'_>,
    jobs: &Reach,
    workspace: crate::WorkspaceId,
    now: Micros,
) -> Result<Fill, DbError> {
    let since = now - FILL_DAYS * clock::DAY;
    let mut sql = Assembled::with(Q.get("openings-filled"), &[&workspace as &dyn Bind, &since]);
    jobs.narrow(&mut sql, " and j.job_id in ");
    let filled = rd.assembled(&sql, |row| (JobId(row.int(0)), row.int(1), row.int(2))).await?;
    let mut of_jobs: Vec<JobId> = filled.iter().map(|(job, ..)| *job).collect();
    of_jobs.sort_unstable();
    of_jobs.dedup();
    let mut sql = Assembled::with(Q.get("status-changes"), &[&workspace as &dyn Bind]);
    sql.list(&of_jobs).push(" order by seq");
    let changes = rd.assembled(&sql, |row| (JobId(row.int(0)), row.int(1), row.text(2))).await?;
    let mut by_job: HashMap<JobId, Vec<(Micros, bool)>> = HashMap::new();
    for (job, at, payload) in changes {
        by_job.entry(job).or_default().push((at, is_hold(&payload)));
    }
    let spans = filled.iter().map(|(job, opened, closed)| {
        let changes = by_job.get(job).map(Vec::as_slice).unwrap_or_default();
        (closed - opened - held(changes, *opened, *closed)).max(0)
    });
    let spans: Vec<Micros> = spans.collect();
    Ok(Fill { median_days: median_days(spans.clone()), openings: spans.len() })
}

fn is_hold(payload: &str) -> bool {
    let payload: serde_json::Value = serde_json::from_str(payload).unwrap_or_default();
    payload["to"] == "on_hold"
}

/// How long a job was on hold between two moments. `changes` are its status changes in order: when, and
/// whether to hold.
pub(super) fn held(changes: &[(Micros, bool)], from: Micros, to: Micros) -> Micros {
    let mut sum = 0;
    for (position, (at, hold)) in changes.iter().enumerate() {
        if *hold {
            let end = changes.get(position + 1).map_or(to, |(next, _)| *next);
            sum += (end.min(to) - (*at).max(from)).max(0);
        }
    }
    sum
}

/// The median in whole days, rounded; `None` below [`FILLS_MIN`].
pub(super) fn median_days(mut spans: Vec<Micros>) -> Option<i64> {
    if spans.len() < FILLS_MIN {
        return None;
    }
    spans.sort_unstable();
    let middle = spans.len() / 2;
    let median =
        if spans.len() % 2 == 1 { spans[middle] } else { i64::midpoint(spans[middle - 1], spans[middle]) };
    Some((median + clock::DAY / 2) / clock::DAY)
}
