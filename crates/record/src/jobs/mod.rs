//! Jobs: the recruiting process for one or more openings. Its post, stages, openings, hiring team and needs.
//!
//! Holds true: a job is visible through [`crate::access::Rights::job`] only; what is not visible is not found.
//! Edits of the job itself carry the version they saw. A stage in use is retired, never deleted.
//! Never: moves a person (that is `applications`), publishes anything.

pub mod edit;
pub mod needs;
pub mod openings;
pub mod rank;
pub mod read;
pub mod stages;
mod store;
pub mod team;
#[cfg(test)]
mod tests;
mod words;

pub use edit::{JobDraft, NewJob};
pub use needs::{NeedDraft, NeedKind};
pub use read::{FrameJob, JobHead, JobView, ListFilter, StageCount};
pub use stages::{StageKind, StageView};
pub use store::OpeningView;
pub(crate) use store::ago as words_ago;
pub use team::{TeamMember, TeamRole};
pub(crate) use words::word_list;
pub use words::{JobStatus, WorkMode};

use crate::access::{AnyScope, JobRight};
use crate::{JobId, Refusal};

pub(crate) const Q: db::Queries<96> = db::Queries::new(include_str!("queries.sql"));

/// The right on a job; a job without one does not exist for this scope.
pub(crate) fn visible(who: &dyn AnyScope, job: JobId) -> Result<JobRight, crate::ReadError> {
    who.rights().job(job).ok_or(crate::ReadError::NotFound)
}

/// The right to edit it.
pub(crate) fn editable(who: &dyn AnyScope, job: JobId) -> Result<JobRight, Refusal> {
    let right = visible(who, job)?;
    if right.edits { Ok(right) } else { Err(Refusal::because(NOT_YOURS)) }
}

const NOT_YOURS: &str =
    "Only its recruiters and hiring managers can change this job. Ask one of them, or ask for the role.";
