//! Chores: background work stored as a row in the transaction that caused it.

use std::sync::atomic::Ordering;

use base::{Micros, clock};

use crate::{Db, DbError, Row, Tx};

/// A chore to be enqueued.
#[derive(Clone, Debug)]
pub struct NewChore {
    pub name: &'static str,
    /// JSON; ids and plain values.
    pub payload: String,
    /// Not before this moment.
    pub run_at: Micros,
    /// A second chore with this key is not enqueued (reactors use `(reactor, seq)`).
    pub unique_key: Option<String>,
}

/// A chore that this process works on until the lease ends.
#[derive(Clone, Debug)]
pub struct ClaimedChore {
    pub workspace: i64,
    pub id: i64,
    pub name: String,
    pub payload: String,
    pub user_id: i64,
    pub attempts: i64,
    /// Whoever worked on it before died in the middle: what they had done is not known.
    pub interrupted: bool,
}

/// How a chore ended this time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChoreState {
    Done,
    /// Once more, not before this moment.
    Again {
        run_at: Micros,
        why: String,
    },
    Failed {
        why: String,
    },
}

/// No pause between two attempts is as long (they double from five seconds, ten times at most).
const PAUSE_MAX: Micros = 3 * clock::HOUR;

const INSERT: &str = "insert into chore (workspace_id, id, name, payload, user_id, run_at, attempts, lease_until, state, last_error, unique_key, created_at) values ($1, $2, $3, $4, $5, $6, 0, 0, 'waiting', '', $7, $8) on conflict do nothing";
// A lease that ends later than any given now is from a time before the clock was set back.
pub(crate) const DUE: &str = "select workspace_id, id, name, payload, user_id, attempts, lease_until from chore where state = 'waiting' and run_at <= $1 and (lease_until < $1 or lease_until > $2) order by run_at, id limit 1";
pub(crate) const DUE_SKIP_LOCKED: &str = "select workspace_id, id, name, payload, user_id, attempts, lease_until from chore where state = 'waiting' and run_at <= $1 and (lease_until < $1 or lease_until > $2) order by run_at, id limit 1 for update skip locked";
const CLAIM: &str = "update chore set lease_until = $3, leased_by = $4, attempts = attempts + 1 where workspace_id = $1 and id = $2";
// 1, not 0: the next claim still sees that somebody was at it.
const RELEASE: &str = "update chore set lease_until = 1 where state = 'waiting' and lease_until > 1 and (leased_by = $1 or leased_by not in (select node from node_lease where lease_until >= $2))";
const PULL_BACK: &str = "update chore set run_at = $1 where state = 'waiting' and run_at > $1 and (created_at > $2 or (attempts > 0 and run_at > $3))";
const FINISH: &str = "update chore set state = $3, last_error = $4, run_at = case when cast($5 as bigint) = 0 then run_at else cast($5 as bigint) end, lease_until = 0 where workspace_id = $1 and id = $2";
const ANY_DUE: &str = "select case when exists (select 1 from chore where state = 'waiting' and run_at <= $1 and (lease_until < $1 or lease_until > $2)) then 1 else 0 end";
const NEXT_DUE: &str = "select coalesce(min(case when lease_until > run_at then lease_until else run_at end), 0) from chore where state = 'waiting'";
const FAILED: &str =
    "select name, count(*), max(last_error) from chore where state = 'failed' group by name order by name";
const OVERDUE: &str =
    "select count(*) from chore where state = 'waiting' and run_at < $1 and lease_until < $1";
const CANCEL: &str = "update chore set state = 'cancelled' where workspace_id = $1 and unique_key = $2 and state = 'waiting' and lease_until < $3";

impl Tx<'_> {
    /// Stores the chore in this transaction; it runs after the commit.
    pub async fn enqueue(&mut self, chore: NewChore) -> Result<(), DbError> {
        let (workspace, id, now, user) = (self.workspace(), self.new_id(), self.now(), self.user_id());
        let bound: [&dyn crate::Bind; 8] =
            [&workspace, &id, &chore.name, &chore.payload, &user, &chore.run_at, &chore.unique_key, &now];
        self.news = true;
        self.run(INSERT, &bound).await.map(drop)
    }

    /// Takes back a chore that nobody has started. True when it was still waiting.
    pub async fn cancel_chore(&mut self, unique_key: &str) -> Result<bool, DbError> {
        let (workspace, now) = (self.workspace(), self.now());
        Ok(self.run(CANCEL, &[&workspace, &unique_key, &now]).await? > 0)
    }
}

impl Db {
    /// Takes the next chore that is due, for `lease` microseconds. A chore whose lease ran out (its
    /// process died) is due again.
    pub async fn claim_chore(&self, lease: Micros) -> Result<Option<ClaimedChore>, DbError> {
        let now = self.now();
        let latest = self.inner.latest.fetch_max(now, Ordering::SeqCst);
        if now + clock::SECOND < latest {
            self.inner.latest.store(now, Ordering::SeqCst);
            self.pull_back_chores().await?;
        }
        let (until, node) = (now + lease, i64::from(self.inner.ids.node()));
        // Another worker's clock may be a moment ahead of ours.
        let (sql, beyond) = (self.engine().due_chore(), until + clock::MINUTE);
        // A look costs microseconds; a transaction that finds nothing would hold up the one writer.
        if self.read(async |rd| rd.count(ANY_DUE, &[&now, &beyond]).await).await? == 0 {
            return Ok(None);
        }
        let due = |row: &Row<'_>| ClaimedChore {
            workspace: row.int(0),
            id: row.int(1),
            name: row.text(2),
            payload: row.text(3),
            user_id: row.int(4),
            attempts: row.int(5) + 1,
            interrupted: row.int(6) != 0,
        };
        self.bookkeeping(async |rd| {
            let Some(chore) = rd.optional(sql, &[&now, &beyond], due).await? else { return Ok(None) };
            rd.run_inner(CLAIM, &[&chore.workspace, &chore.id, &until, &node]).await?;
            Ok(Some(chore))
        })
        .await
    }

    /// Takes up what this node, or one that is gone, was working on when it died. Called once, by the one
    /// server of a node, before it works: nobody else holds these leases. Returns the number of chores.
    pub async fn take_up_chores(&self) -> Result<u64, DbError> {
        let (node, now) = (i64::from(self.inner.ids.node()), self.now());
        self.pull_back_chores().await?;
        self.bookkeeping(async |rd| rd.run_inner(RELEASE, &[&node, &now]).await).await
    }

    /// After the clock was set back, chores of what is now the future would wait until it comes: those are
    /// due at once.
    async fn pull_back_chores(&self) -> Result<(), DbError> {
        let now = self.now();
        let (made_later, paused_too_long) = (now + clock::MINUTE, now + PAUSE_MAX);
        self.bookkeeping(async |rd| rd.run_inner(PULL_BACK, &[&now, &made_later, &paused_too_long]).await)
            .await
            .map(drop)
    }

    /// Writes down how it ended.
    pub async fn finish_chore(&self, chore: &ClaimedChore, state: &ChoreState) -> Result<(), DbError> {
        let (word, why, run_at) = match state {
            ChoreState::Done => ("done", "", 0),
            ChoreState::Again { run_at, why } => ("waiting", why.as_str(), *run_at),
            ChoreState::Failed { why } => ("failed", why.as_str(), 0),
        };
        let bound: [&dyn crate::Bind; 5] = [&chore.workspace, &chore.id, &word, &why, &run_at];
        self.bookkeeping(async |rd| rd.run_inner(FINISH, &bound).await).await.map(drop)
    }

    /// Chores that gave up, by name: how many, and one of the reasons.
    pub async fn failed_chores(&self) -> Result<Vec<(String, i64, String)>, DbError> {
        self.read(async |rd| rd.all(FAILED, &[], |row| (row.text(0), row.int(1), row.text(2))).await).await
    }

    /// Chores that should have run before this moment and that nobody works on.
    pub async fn overdue_chores(&self, before: Micros) -> Result<i64, DbError> {
        self.read(async |rd| rd.count(OVERDUE, &[&before]).await).await
    }

    /// When the next waiting chore is due; `None` when none waits.
    pub async fn next_chore_due(&self) -> Result<Option<Micros>, DbError> {
        let due = self.read(async |rd| rd.count(NEXT_DUE, &[]).await).await?;
        Ok((due != 0).then_some(due))
    }
}
