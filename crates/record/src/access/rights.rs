//! Rights: what the grants and hiring teams of one user add up to, worked out once per request.

use crate::{ApplicationId, JobId};

/// What a user may do, all grants added up.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rights {
    /// Users, settings, everything.
    pub admin: bool,
    /// Sees and edits every person and job (administrators and workspace recruiters).
    pub everyone: bool,
    /// Only ever sees people masked, whatever else is granted.
    pub always_masked: bool,
    /// Jobs by hiring team or grant; empty where `everyone`.
    pub jobs: Vec<JobRight>,
    /// Single applications by interview; empty where `everyone`.
    pub applications: Vec<ApplicationRight>,
}

/// A right on one job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JobRight {
    pub job: JobId,
    /// People on this job are masked for this user.
    pub masked: bool,
    /// May move, reject and hire.
    pub moves: bool,
    /// May edit the job and its team.
    pub edits: bool,
}

/// A right on one application, through an interview.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ApplicationRight {
    pub application: ApplicationId,
    pub job: JobId,
    pub masked: bool,
}

impl Rights {
    /// Jobs (and single applications) whose people this user sees, as tokens of the index: clear, then masked.
    pub fn tokens(&self) -> (Vec<i64>, Vec<i64>) {
        let jobs = self.jobs.iter().map(|right| (right.job.0, right.masked));
        let applications = self.applications.iter().map(|right| (right.application.0, right.masked));
        let (mut clear, mut masked) = (vec![], vec![]);
        for (token, hidden) in jobs.chain(applications) {
            if hidden { masked.push(token) } else { clear.push(token) }
        }
        (clear, masked)
    }

    pub fn job(&self, job: JobId) -> Option<JobRight> {
        if self.everyone {
            return Some(JobRight { job, masked: self.always_masked, moves: true, edits: true });
        }
        self.jobs.iter().find(|right| right.job == job).copied()
    }
}
