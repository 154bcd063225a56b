//! Chores: what the house does behind the pages. A kind has a name, a limit on attempts, a time limit.

use std::future::Future;
use std::pin::Pin;

use base::{Micros, clock};
use db::{ChoreState, ClaimedChore};

use crate::House;

/// Why a chore did not succeed this time.
#[derive(Debug)]
pub enum ChoreError {
    /// May work later: tried again with growing pauses, up to the kind's limit.
    Later(String),
    /// Will never work: the reason stays on the row.
    Never(String),
}

impl From<db::DbError> for ChoreError {
    fn from(cause: db::DbError) -> Self {
        Self::Later(cause.to_string())
    }
}
impl From<crate::Refusal> for ChoreError {
    fn from(cause: crate::Refusal) -> Self {
        match cause {
            crate::Refusal::Db(cause) => Self::Later(cause.to_string()),
            crate::Refusal::Files(cause) => Self::Later(cause.to_string()),
            other => Self::Never(other.to_string()),
        }
    }
}
impl From<crate::ReadError> for ChoreError {
    fn from(cause: crate::ReadError) -> Self {
        crate::Refusal::from(cause).into()
    }
}

pub type Running<'a> = Pin<Box<dyn Future<Output = Result<(), ChoreError>> + Send + 'a>>;

/// A kind of chore. `run` must be idempotent: a process may die after the work and before the mark.
#[derive(Clone, Copy)]
pub struct ChoreKind {
    pub name: &'static str,
    pub attempts_max: i64,
    pub time_limit: Micros,
    pub run: for<'a> fn(&'a House, &'a ClaimedChore) -> Running<'a>,
}

/// First pause before another attempt; it doubles each time.
const PAUSE: Micros = 5 * clock::SECOND;
/// A lease outlives the time limit, so that a living worker is never robbed.
const LEASE_MARGIN: Micros = 30 * clock::SECOND;
/// The longest time limit any kind may have.
const LEASE: Micros = 10 * clock::MINUTE;

/// Runs one chore that is due. False when none was.
pub async fn run_next(house: &House, kinds: &[ChoreKind]) -> Result<bool, db::DbError> {
    let Some(chore) = house.db.claim_chore(LEASE + LEASE_MARGIN).await? else { return Ok(false) };
    let state = match kinds.iter().find(|kind| kind.name == chore.name) {
        None => ChoreState::Failed { why: format!("this program has no chore named {}", chore.name) },
        Some(kind) => attempt(house, kind, &chore).await,
    };
    if let ChoreState::Failed { why } = &state {
        tracing::warn!(chore = chore.name, id = chore.id, why, "chore failed");
    }
    house.db.finish_chore(&chore, &state).await?;
    Ok(true)
}

async fn attempt(house: &House, kind: &ChoreKind, chore: &ClaimedChore) -> ChoreState {
    let limit = std::time::Duration::from_micros(u64::try_from(kind.time_limit.min(LEASE)).unwrap_or(0));
    let outcome = tokio::time::timeout(limit, (kind.run)(house, chore)).await;
    let why = match outcome {
        Ok(Ok(())) => return ChoreState::Done,
        Ok(Err(ChoreError::Never(why))) => return ChoreState::Failed { why },
        Ok(Err(ChoreError::Later(why))) => why,
        Err(_) => "it took longer than its time limit".to_owned(),
    };
    if chore.attempts >= kind.attempts_max {
        return ChoreState::Failed { why };
    }
    let doublings = u32::try_from(chore.attempts - 1).unwrap_or(0).min(10);
    ChoreState::Again { run_at: house.db.now() + PAUSE * 2_i64.pow(doublings), why }
}
