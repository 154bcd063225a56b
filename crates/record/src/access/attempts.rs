//! Attempts: how often anybody may try to sign in, by account and by address (GCRA, in memory).

use std::hash::Hash;
use std::num::NonZeroU32;
use std::sync::Arc;

use base::limits;
use governor::nanos::Nanos;
use governor::state::keyed::DashMapStateStore;
use governor::{Quota, RateLimiter};

use crate::WorkspaceId;

/// The house's clock, so that tests move it.
#[derive(Clone, Debug)]
struct HouseClock(base::Clock);

impl governor::clock::Clock for HouseClock {
    type Instant = Nanos;
    fn now(&self) -> Nanos {
        Nanos::from(u64::try_from(self.0.now()).unwrap_or(0).saturating_mul(1_000))
    }
}

type Limiter<K> =
    RateLimiter<K, DashMapStateStore<K>, HouseClock, governor::middleware::NoOpMiddleware<Nanos>>;

/// Keys kept before those that are full again are forgotten.
const KEYS_MAX: usize = 10_000;

/// Counts attempts. Cloning shares the counts; they are lost at a restart, which is no help to a guesser.
#[derive(Clone)]
pub struct Attempts {
    accounts: Arc<Limiter<(WorkspaceId, String)>>,
    addresses: Arc<Limiter<String>>,
}

impl Attempts {
    pub fn new(clock: &base::Clock) -> Self {
        Self {
            accounts: Arc::new(limiter(clock, limits::SIGN_IN_PER_MINUTE)),
            addresses: Arc::new(limiter(clock, limits::SIGN_IN_PER_MINUTE_ADDRESS)),
        }
    }

    /// Counts one attempt. False where this account or this address has had enough for now.
    pub fn allow(&self, workspace: WorkspaceId, account: &str, address: &str) -> bool {
        let account: String = account.chars().take(limits::LINE_CHARS_MAX).collect();
        allow(&self.addresses, &address.to_owned()) && allow(&self.accounts, &(workspace, account))
    }
}

fn limiter<K: Hash + Eq + Clone>(clock: &base::Clock, per_minute: u32) -> Limiter<K> {
    let quota = Quota::per_minute(NonZeroU32::new(per_minute).unwrap_or(NonZeroU32::MIN));
    RateLimiter::new(quota, DashMapStateStore::default(), HouseClock(clock.clone()))
}

fn allow<K: Hash + Eq + Clone>(limiter: &Limiter<K>, key: &K) -> bool {
    if limiter.len() > KEYS_MAX {
        limiter.retain_recent();
    }
    limiter.check_key(key).is_ok()
}
