//! Applications: one person considered for exactly one job, from the first word to the hire.
//!
//! Holds true: every change is a transition row and one journal entry; nothing overwrites a transition. An edit
//! carries the version it saw. A masked reader knows an application by its alias and by nothing else.
//! Never: decides by a score, tells a masked reader who somebody is.

pub mod advance;
pub mod board;
pub mod bulk;
pub mod closed;
pub mod dispose;
pub mod hire;
pub mod in_play;
pub mod receive;
mod store;
#[cfg(test)]
mod tests;
pub mod undo;

pub use board::{Board, BoardFilter, Card, CardAfter, Lane, MaskedCard};
pub use closed::{Closed, ClosedCard, MaskedClosedCard};
pub use dispose::{DispositionKind, ReasonView, ensure_default_reasons, reasons};
pub use in_play::InPlay;
pub use receive::Received;

use crate::access::JobRight;
use crate::{ALIAS_LENGTH, ApplicationId, JobId, TransitionId};

pub(crate) const Q: db::Queries<64> = db::Queries::new(include_str!("queries.sql"));

/// How a URL names an application: by id for a clear reader, by alias for a masked one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ApplicationRef {
    Id(ApplicationId),
    Alias(String),
}

impl std::str::FromStr for ApplicationRef {
    type Err = base::id::NotAnId;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text.len() == ALIAS_LENGTH && text.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return Ok(Self::Alias(text.to_owned()));
        }
        text.parse().map(Self::Id)
    }
}

impl std::fmt::Display for ApplicationRef {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Id(id) => id.fmt(f),
            Self::Alias(alias) => f.write_str(alias),
        }
    }
}

impl From<ApplicationId> for ApplicationRef {
    fn from(id: ApplicationId) -> Self {
        Self::Id(id)
    }
}

/// What a change of an application leaves behind.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Changed {
    /// As this reader may name it.
    pub application: ApplicationRef,
    pub job: JobId,
    pub transition: TransitionId,
    pub version: i64,
    /// Where it stands now.
    pub stage_name: String,
}

const NOT_YOURS: &str = "Only this job's recruiters and hiring managers can move people. Ask one of them.";

fn moves(right: JobRight) -> Result<(), crate::Refusal> {
    if right.moves { Ok(()) } else { Err(crate::Refusal::because(NOT_YOURS)) }
}
