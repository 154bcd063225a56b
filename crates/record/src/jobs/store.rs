//! Private rows of jobs.

use base::{Micros, clock};
use db::{Assembled, DbError, Rd, Tx};

use super::Q;
use super::edit::JobDraft;
use super::read::{JobHead, StageCount};
use super::team::{TeamMember, TeamRole};
use super::words::{JobStatus, WorkMode};
use crate::{JobId, OpeningId, Refusal, StageId, UserId, WorkspaceId};

/// What a job says, with the version that says so.
pub(super) struct DraftRow {
    pub(super) version: i64,
    pub(super) draft: JobDraft,
    pub(super) status: JobStatus,
}

pub(super) async fn draft(
    rd: &mut Rd<'_>,
    workspace: WorkspaceId,
    job: JobId,
) -> Result<Option<DraftRow>, DbError> {
    rd.optional(Q.get("job-draft"), &[&workspace, &job], |row| DraftRow {
        version: row.int(0),
        status: JobStatus::parse(row.str(14)).unwrap_or(JobStatus::Draft),
        draft: JobDraft {
            title: row.text(1),
            department: row.text(2),
            company: row.text(3),
            city: row.text(4),
            country_code: row.text(5),
            work_mode: WorkMode::parse(row.str(6)).unwrap_or(WorkMode::OnSite),
            description: row.text(7),
            salary_min: row.int(8),
            salary_max: row.int(9),
            currency: row.text(10),
            confidential: row.flag(11),
            blind: row.flag(12),
            target_date: row.int(13),
        },
    })
    .await
}

pub(super) async fn status(
    rd: &mut Rd<'_>,
    workspace: WorkspaceId,
    job: JobId,
) -> Result<Option<String>, DbError> {
    rd.optional(Q.get("job-status-now"), &[&workspace, &job], |row| row.text(0)).await
}

/// Who wrote the version that was in the way.
pub(super) async fn conflict(
    tx: &mut Tx<'_>,
    workspace: WorkspaceId,
    job: JobId,
) -> Result<Refusal, DbError> {
    let now = tx.now();
    let last =
        tx.optional(Q.get("job-last-editor"), &[&workspace, &job], |row| (row.text(0), row.int(1))).await?;
    let (name, at) = last.unwrap_or_default();
    let name = if name.is_empty() { "Somebody".to_owned() } else { name };
    let ago = ago(at, now);
    Ok(Refusal::Conflict(format!(
        "{name} changed this job {ago}. Load the page to see what it says now, then change it again."
    )))
}

/// `just now`, `4 minutes ago`, `3 hours ago`, `12 days ago`.
pub(crate) fn ago(at: Micros, now: Micros) -> String {
    let passed = (now - at).max(0);
    let (count, unit) = match passed {
        ..clock::MINUTE => return "just now".to_owned(),
        clock::MINUTE..clock::HOUR => (passed / clock::MINUTE, "minute"),
        clock::HOUR..clock::DAY => (passed / clock::HOUR, "hour"),
        _ => (passed / clock::DAY, "day"),
    };
    format!("{count} {unit}{} ago", if count == 1 { "" } else { "s" })
}

/// One opening of a job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpeningView {
    pub id: OpeningId,
    pub opened_at: Micros,
    pub closed_at: Micros,
    /// Empty while open; `hired` or `cancelled`.
    pub close_reason: String,
}

pub(super) async fn openings(
    rd: &mut Rd<'_>,
    workspace: WorkspaceId,
    job: JobId,
) -> Result<Vec<OpeningView>, DbError> {
    rd.all(Q.get("openings-of-job"), &[&workspace, &job], |row| OpeningView {
        id: OpeningId(row.int(0)),
        opened_at: row.int(1),
        closed_at: row.int(2),
        close_reason: row.text(3),
    })
    .await
}

pub(super) async fn team(
    rd: &mut Rd<'_>,
    workspace: WorkspaceId,
    jobs: &[JobId],
) -> Result<Vec<(JobId, TeamMember)>, DbError> {
    let mut sql = Assembled::with(Q.get("team-of-jobs"), &[&workspace]);
    sql.list(jobs).push(
        " order by t.job_id, case t.role when 'hiring_manager' then 0 when 'recruiter' then 1 when 'coordinator' then 2 else 3 end, u.name, t.user_id",
    );
    rd.assembled(&sql, |row| {
        let member = TeamMember {
            user: UserId(row.int(1)),
            name: row.text(2),
            role: TeamRole::parse(row.str(3)).unwrap_or(TeamRole::Interviewer),
        };
        (JobId(row.int(0)), member)
    })
    .await
}

/// Fills what hangs on the jobs of a page: stages with counts, openings, team. Three statements for all of them.
pub(super) async fn fill(
    rd: &mut Rd<'_>,
    workspace: WorkspaceId,
    heads: &mut [JobHead],
) -> Result<(), DbError> {
    let jobs: Vec<JobId> = heads.iter().map(|head| head.id).collect();
    let mut sql = Assembled::with(Q.get("stage-counts-of-jobs"), &[&workspace]);
    sql.list(&jobs).push(" order by s.job_id, s.position, s.id");
    let stages = rd
        .assembled(&sql, |row| {
            let stage = StageCount {
                id: StageId(row.int(1)),
                name: row.text(2),
                hue: row.int(3),
                active: row.int(4),
            };
            (JobId(row.int(0)), stage)
        })
        .await?;
    let mut sql = Assembled::with(Q.get("opening-counts-of-jobs"), &[&workspace]);
    sql.list(&jobs).push(" group by job_id");
    let openings = rd.assembled(&sql, |row| (JobId(row.int(0)), row.int(1), row.int(2))).await?;
    let team = team(rd, workspace, &jobs).await?;
    for head in heads {
        let of_job = |job: &JobId| *job == head.id;
        head.stages = stages.iter().filter(|(job, _)| of_job(job)).map(|(_, stage)| stage.clone()).collect();
        head.team = team.iter().filter(|(job, _)| of_job(job)).map(|(_, member)| member.clone()).collect();
        if let Some((_, open, filled)) = openings.iter().find(|(job, _, _)| of_job(job)) {
            (head.openings_open, head.openings_filled) = (*open, *filled);
        }
    }
    Ok(())
}

pub(super) fn head_row(row: &db::Row<'_>) -> JobHead {
    JobHead {
        id: JobId(row.int(0)),
        title: row.text(1),
        department: row.text(2),
        company: row.text(3),
        city: row.text(4),
        country_code: row.text(5),
        work_mode: WorkMode::parse(row.str(6)).unwrap_or(WorkMode::OnSite),
        status: JobStatus::parse(row.str(7)).unwrap_or(JobStatus::Draft),
        confidential: row.flag(8),
        blind: row.flag(9),
        hue: row.int(10),
        target_date: row.int(11),
        opened_at: row.int(12),
        version: row.int(13),
        openings_open: 0,
        openings_filled: 0,
        stages: vec![],
        team: vec![],
    }
}
