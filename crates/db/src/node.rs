//! Node numbers: every process that makes ids on one PostgreSQL leases a number of its own, so that no id
//! is made twice. SQLite has one process at a time, and needs none.

use std::sync::{Arc, Weak};
use std::time::Duration;

use base::{Micros, clock};

use crate::gate::{Db, Inner};
use crate::{DbError, Engine};

/// Longer than any pause of a living process and any difference between two clocks.
const LEASE: Micros = 5 * clock::MINUTE;
const RENEWED_EVERY: Duration = Duration::from_secs(60);
/// Ten bits of an id, and 0 is left to SQLite.
const NODES: std::ops::Range<u16> = 1..1024;

const OWN: &str = "select node from node_lease where holder = $1 order by node limit 1";
const TAKEN: &str = "select node from node_lease where lease_until >= $1 order by node";
const TAKE: &str = "insert into node_lease (node, holder, lease_until) values ($1, $2, $3) on conflict (node) do update set holder = excluded.holder, lease_until = excluded.lease_until where node_lease.lease_until < $4";
const RENEW: &str = "update node_lease set lease_until = $3 where node = $1 and holder = $2";
const GIVE_BACK: &str = "delete from node_lease where node = $1 and holder = $2";

/// The number that this process holds.
#[derive(Clone, Debug)]
pub(crate) struct Lease {
    node: u16,
    holder: String,
}

impl Db {
    /// Takes a number and keeps it while the database is open.
    pub(crate) async fn lease_node(&self) -> Result<(), DbError> {
        if self.engine() == Engine::Sqlite {
            return Ok(());
        }
        self.take_node().await?;
        let house = Arc::downgrade(&self.inner);
        // Ends by itself when the database is closed.
        tokio::spawn(keep(house));
        Ok(())
    }

    async fn take_node(&self) -> Result<(), DbError> {
        let now = self.now();
        let holder = self.inner.holder.clone().unwrap_or_else(|| base::random::token(16));
        // A node that died and started again is still itself, and takes up what it was doing.
        let own = self.read(async |rd| rd.optional(OWN, &[&holder], |row| row.int(0)).await).await?;
        if let Some(node) = own.and_then(|node| u16::try_from(node).ok()) {
            let bound: [&dyn crate::Bind; 3] = [&i64::from(node), &holder, &(now + LEASE)];
            if self.bookkeeping(async |rd| rd.run_inner(RENEW, &bound).await).await? == 1 {
                self.inner.ids.become_node(node);
                *self.lease() = Some(Lease { node, holder });
                return Ok(());
            }
        }
        let taken = self.read(async |rd| rd.all(TAKEN, &[&now], |row| row.int(0)).await).await?;
        for node in NODES.filter(|node| !taken.contains(&i64::from(*node))) {
            let bound: [&dyn crate::Bind; 4] = [&i64::from(node), &holder, &(now + LEASE), &now];
            if self.bookkeeping(async |rd| rd.run_inner(TAKE, &bound).await).await? == 1 {
                self.inner.ids.become_node(node);
                *self.lease() = Some(Lease { node, holder });
                return Ok(());
            }
        }
        Err(DbError::Other("1,023 nodes use this database already: wait five minutes and start again".into()))
    }

    /// Renews the lease, or takes another number where it was lost (the process slept for long).
    async fn renew_node(&self) -> Result<(), DbError> {
        let Some(lease) = self.lease().clone() else { return Ok(()) };
        let until = self.now() + LEASE;
        let bound: [&dyn crate::Bind; 3] = [&i64::from(lease.node), &lease.holder, &until];
        match self.bookkeeping(async |rd| rd.run_inner(RENEW, &bound).await).await? {
            0 => self.take_node().await,
            _ => Ok(()),
        }
    }

    /// Gives the number back, so that the next process need not wait for the lease to end.
    pub async fn leave(&self) -> Result<(), DbError> {
        let Some(lease) = self.lease().take() else { return Ok(()) };
        let bound: [&dyn crate::Bind; 2] = [&i64::from(lease.node), &lease.holder];
        self.bookkeeping(async |rd| rd.run_inner(GIVE_BACK, &bound).await).await.map(drop)
    }

    fn lease(&self) -> std::sync::MutexGuard<'_, Option<Lease>> {
        self.inner.lease.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

async fn keep(house: Weak<Inner>) {
    loop {
        tokio::time::sleep(RENEWED_EVERY).await;
        let Some(inner) = house.upgrade() else { return };
        if let Err(cause) = (Db { inner }).renew_node().await {
            tracing::warn!(%cause, "the node number could not be renewed; tried again in a minute");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(flavor = "multi_thread")]
    async fn two_nodes_never_hold_one_number() {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let clock = base::Clock::held_at(1_795_424_400_000_000);
        let options = || crate::Options {
            clock: clock.clone(),
            durable: false,
            ..crate::Options::sqlite(dir.path().join("house.db"))
        };
        let (one, two) = (Db::open(options()).await, Db::open(options()).await);
        let (one, two) = (one.expect("the first"), two.expect("the second"));
        let node = |db: &Db| db.lease().as_ref().map(|lease| lease.node);
        one.take_node().await.expect("a number");
        two.take_node().await.expect("another number");
        assert_eq!((node(&one), node(&two)), (Some(1), Some(2)));
        assert_ne!(one.new_id(), two.new_id(), "at the same moment");
        // The first sleeps for so long that a third takes its number; it then takes another.
        clock.advance(LEASE + 1);
        two.renew_node().await.expect("still its own: nobody took it");
        let three = Db::open(options()).await.expect("the third");
        three.take_node().await.expect("a number");
        assert_eq!(node(&three), Some(1));
        one.renew_node().await.expect("another number");
        assert_eq!(node(&one), Some(3));
        two.leave().await.expect("given back");
        two.take_node().await.expect("a number");
        assert_eq!(node(&two), Some(2));
    }
}
