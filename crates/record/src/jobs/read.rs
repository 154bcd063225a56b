//! Reading jobs: the index, one job, and the shortcuts of the side bar.

use base::{Micros, limits};
use db::{Assembled, Db};

use super::edit::JobDraft;
use super::team::TeamMember;
use super::words::{JobStatus, WorkMode};
use super::{Q, store, visible};
use crate::access::{AnyScope, JobRight};
use crate::{JobId, ReadError, Scope, Sight, StageId};

/// A job as lists and the head of its pages show it.
#[derive(Clone, Debug)]
pub struct JobHead {
    pub id: JobId,
    pub title: String,
    pub department: String,
    pub company: String,
    pub city: String,
    pub country_code: String,
    pub work_mode: WorkMode,
    pub status: JobStatus,
    pub confidential: bool,
    pub blind: bool,
    pub hue: i64,
    pub target_date: Micros,
    pub opened_at: Micros,
    pub version: i64,
    pub openings_open: i64,
    pub openings_filled: i64,
    /// Stages in use, in order, each with the people in it.
    pub stages: Vec<StageCount>,
    /// Hiring managers first.
    pub team: Vec<TeamMember>,
}

impl JobHead {
    /// People in play.
    pub fn active(&self) -> i64 {
        self.stages.iter().map(|stage| stage.active).sum()
    }
}

/// A stage and how many people are in it now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StageCount {
    pub id: StageId,
    pub name: String,
    pub hue: i64,
    pub active: i64,
}

/// A job whole, for its form.
#[derive(Clone, Debug)]
pub struct JobView {
    pub version: i64,
    pub status: JobStatus,
    pub draft: JobDraft,
    pub right: JobRight,
}

/// Which jobs of the index, and from where on.
#[derive(Clone, Copy, Debug, Default)]
pub struct ListFilter {
    pub status: Option<JobStatus>,
    /// The last job of the page before.
    pub after: Option<JobId>,
}

/// A page of the index.
#[derive(Clone, Debug)]
pub struct JobList {
    pub jobs: Vec<JobHead>,
    /// How many there are in each status, for this reader.
    pub counts: Vec<(JobStatus, i64)>,
    /// More follow after the last one.
    pub more: bool,
}

/// The jobs of this reader, newest first.
pub async fn list<S: Sight>(db: &Db, who: &Scope<S>, filter: ListFilter) -> Result<JobList, ReadError> {
    let workspace = who.workspace_id();
    db.read(async |rd| {
        let mut sql = Assembled::with(Q.get("job-status-counts"), &[&workspace]);
        only_visible(&mut sql, who);
        sql.push(" group by j.status");
        let counts = rd.assembled(&sql, |row| (JobStatus::parse(row.str(0)), row.int(1))).await?;
        let mut sql = Assembled::with(Q.get("job-heads"), &[&workspace]);
        only_visible(&mut sql, who);
        if let Some(status) = filter.status {
            sql.push(" and j.status = ").bind(&status.word());
        }
        if let Some(after) = filter.after {
            sql.push(" and j.id < ").bind(&after);
        }
        let one_more = i64::try_from(limits::PAGE_ROWS + 1).unwrap_or(i64::MAX);
        sql.push(" order by j.id desc limit ").bind(&one_more);
        let mut jobs = rd.assembled(&sql, store::head_row).await?;
        let more = jobs.len() > limits::PAGE_ROWS;
        jobs.truncate(limits::PAGE_ROWS);
        store::fill(rd, workspace, &mut jobs).await?;
        let of_status = |status: &JobStatus| {
            let found = counts.iter().find(|(known, _)| known.as_ref() == Some(status));
            found.map_or(0, |(_, count)| *count)
        };
        let counts = JobStatus::ALL.iter().map(|status| (*status, of_status(status))).collect();
        Ok(JobList { jobs, counts, more })
    })
    .await
}

fn only_visible<S: Sight>(sql: &mut Assembled, who: &Scope<S>) {
    if !who.rights().everyone {
        let jobs: Vec<JobId> = who.rights().jobs.iter().map(|right| right.job).collect();
        sql.push(" and j.id in ").list(&jobs);
    }
}

/// The head of a job's pages.
pub async fn head<S: Sight>(db: &Db, who: &Scope<S>, job: JobId) -> Result<JobHead, ReadError> {
    visible(who, job)?;
    let workspace = who.workspace_id();
    db.read(async |rd| {
        let mut sql = Assembled::with(Q.get("job-heads"), &[&workspace]);
        sql.push(" and j.id = ").bind(&job);
        let mut heads = rd.assembled(&sql, store::head_row).await?;
        store::fill(rd, workspace, &mut heads).await?;
        heads.pop().ok_or(ReadError::NotFound)
    })
    .await
}

/// A job whole.
pub async fn job<S: Sight>(db: &Db, who: &Scope<S>, job: JobId) -> Result<JobView, ReadError> {
    let right = visible(who, job)?;
    let row = db.read(async |rd| store::draft(rd, who.workspace_id(), job).await).await?;
    let row = row.ok_or(ReadError::NotFound)?;
    Ok(JobView { version: row.version, status: row.status, draft: row.draft, right })
}

/// The departments, by name.
pub async fn departments<S: Sight>(db: &Db, who: &Scope<S>) -> Result<Vec<String>, ReadError> {
    let workspace = who.workspace_id();
    Ok(db.read(async |rd| rd.all(Q.get("departments"), &[&workspace], |row| row.text(1)).await).await?)
}

/// An open job under "My open jobs".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrameJob {
    pub id: JobId,
    pub title: String,
    pub active: i64,
    pub hue: i64,
}

/// What the side bar of every page asks: the reader's own open jobs (at most `limit`, newest first), and how many
/// open jobs there are for this reader.
pub async fn frame_jobs<S: Sight>(
    db: &Db,
    who: &Scope<S>,
    limit: i64,
) -> Result<(Vec<FrameJob>, i64), ReadError> {
    let (workspace, rights) = (who.workspace_id(), who.rights());
    db.read(async |rd| {
        let mut sql = Assembled::with(Q.get("my-open-jobs"), &[&workspace]);
        if rights.everyone {
            sql.push(" and exists (select 1 from hiring_team t where t.workspace_id = j.workspace_id and t.job_id = j.id and t.user_id = ");
            sql.bind(&who.user()).push(")");
        } else {
            let jobs: Vec<JobId> = rights.jobs.iter().map(|right| right.job).collect();
            sql.push(" and j.id in ").list(&jobs);
        }
        sql.push(" order by j.id desc");
        if rights.everyone {
            sql.push(" limit ").bind(&limit);
        }
        let jobs = rd
            .assembled(&sql, |row| FrameJob {
                id: JobId(row.int(0)),
                title: row.text(1),
                hue: row.int(2),
                active: row.int(3),
            })
            .await?;
        let open = if rights.everyone {
            rd.count(Q.get("open-jobs-count"), &[&workspace]).await?
        } else {
            i64::try_from(jobs.len()).unwrap_or(0)
        };
        Ok((jobs.into_iter().take(usize::try_from(limit).unwrap_or(0)).collect(), open))
    })
    .await
}
