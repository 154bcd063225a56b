//! The gate: `read` and `write`. A write that records no journal entry does not compile.

use std::collections::HashMap;
use std::ops::{Deref, DerefMut};
use std::sync::atomic::AtomicI64;
use std::sync::{Arc, Mutex, PoisonError};

use base::{Clock, IdMaker, Micros};
use tokio::sync::watch;

use crate::bind::Bind;
use crate::dialect::Engine;
use crate::journal::{self, Actor, JournalLine, Line, chain_hash};
use crate::open::{Pool, Reader};
use crate::statement::{Connection, Rd};
use crate::{DbError, Row};

/// The database of the house. Cloning shares it.
#[derive(Clone)]
pub struct Db {
    pub(crate) inner: Arc<Inner>,
}

pub(crate) struct Inner {
    pub(crate) pool: Pool,
    pub(crate) clock: Clock,
    pub(crate) ids: IdMaker,
    /// The latest moment seen: a clock before it was set back.
    pub(crate) latest: AtomicI64,
    pub(crate) bell: watch::Sender<u64>,
    /// Newest journal number committed by this process, per workspace.
    pub(crate) newest: Mutex<HashMap<i64, i64>>,
    /// PostgreSQL: the node number of this process.
    pub(crate) lease: Mutex<Option<crate::node::Lease>>,
    /// See [`crate::Options::holder`].
    pub(crate) holder: Option<String>,
}

/// Proof that an entry was recorded. The private field means that only [`Tx::record`] makes one.
#[derive(Clone, Copy, Debug)]
pub struct Recorded {
    seq: i64,
}

impl Recorded {
    /// The number of the entry in its workspace's journal.
    pub fn seq(self) -> i64 {
        self.seq
    }
}

/// Why a write needs no entry. Tidy counts the uses.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum QuietReason {
    /// A session is used, prolonged or ended by time.
    Session,
    /// Somebody looked at something (view lines are kept apart from the journal).
    ViewLine,
    /// A listener moved its cursor, a chore its progress.
    Progress,
    /// A private setting of a user that concerns nobody else (theme, saved view, notification read).
    Preference,
}

/// A writing transaction.
pub struct Tx<'c> {
    rd: Rd<'c>,
    inner: &'c Inner,
    workspace: i64,
    actor_kind: crate::ActorKind,
    actor_id: i64,
    recorded: i64,
    /// Whether somebody must hear of this transaction: it recorded an entry or enqueued a chore.
    pub(crate) news: bool,
}

impl<'c> Deref for Tx<'c> {
    type Target = Rd<'c>;
    fn deref(&self) -> &Rd<'c> {
        &self.rd
    }
}
impl<'c> DerefMut for Tx<'c> {
    fn deref_mut(&mut self) -> &mut Rd<'c> {
        &mut self.rd
    }
}

impl Tx<'_> {
    /// Changes rows; gives their number.
    pub async fn run(&mut self, sql: &str, bound: &[&dyn Bind]) -> Result<u64, DbError> {
        self.rd.run_inner(sql, bound).await
    }

    /// Writes the entry. Called last, because on PostgreSQL it locks the workspace's counter until
    /// the commit, so that order of number is order of commit.
    pub async fn record(&mut self, entry: impl Line) -> Result<Recorded, DbError> {
        let (seq, before) = self
            .rd
            .one(journal::NEXT_NUMBER, &[&self.workspace], |row: &Row<'_>| (row.int(0), row.bytes(1)))
            .await?;
        let mut line = JournalLine {
            seq,
            at: self.now(),
            actor_kind: self.actor_kind.word().to_owned(),
            actor_id: self.actor_id,
            kind: entry.kind().to_owned(),
            person_id: entry.person_id(),
            job_id: entry.job_id(),
            application_id: entry.application_id(),
            payload: entry.payload(),
            hash: vec![],
        };
        line.hash = chain_hash(&before, &line);
        let bound: [&dyn Bind; 11] = [
            &self.workspace,
            &line.seq,
            &line.at,
            &line.actor_kind,
            &line.actor_id,
            &line.kind,
            &line.person_id,
            &line.job_id,
            &line.application_id,
            &line.payload,
            &line.hash,
        ];
        self.rd.run_inner(journal::INSERT, &bound).await?;
        self.rd.run_inner(journal::KEEP_HASH, &[&self.workspace, &line.hash]).await?;
        self.recorded = seq;
        self.news = true;
        Ok(Recorded { seq })
    }

    /// The moment this write happens at.
    pub fn now(&self) -> Micros {
        self.inner.clock.now()
    }

    pub fn new_id(&self) -> i64 {
        self.inner.ids.next()
    }

    pub fn workspace(&self) -> i64 {
        self.workspace
    }

    /// The acting user, 0 for anybody else.
    pub fn user_id(&self) -> i64 {
        if self.actor_kind == crate::ActorKind::User { self.actor_id } else { 0 }
    }
}

impl Db {
    pub fn now(&self) -> Micros {
        self.inner.clock.now()
    }

    pub fn clock(&self) -> &Clock {
        &self.inner.clock
    }

    pub fn new_id(&self) -> i64 {
        self.inner.ids.next()
    }

    pub fn engine(&self) -> Engine {
        self.inner.pool.engine()
    }

    /// Rings after a commit of this process that listeners or chores must hear of. A quiet write does not
    /// ring: claiming a chore is one, and two workers would wake each other for ever.
    pub fn bell(&self) -> watch::Receiver<u64> {
        self.inner.bell.subscribe()
    }

    /// The newest entry that this process has committed; 0 before the first.
    pub fn newest_seq(&self, workspace: i64) -> i64 {
        let newest = self.inner.newest.lock().unwrap_or_else(PoisonError::into_inner);
        newest.get(&workspace).copied().unwrap_or(0)
    }

    /// Reads. The scope is an argument of the functions called inside.
    pub async fn read<T, E: From<DbError>>(
        &self,
        f: impl AsyncFnOnce(&mut Rd<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        match self.inner.pool.reader().await? {
            Reader::Sqlite(mut connection) => {
                f(&mut Rd { connection: Connection::Sqlite(connection.get()) }).await
            }
            Reader::Postgres(client) => f(&mut Rd { connection: Connection::Postgres(&client) }).await,
        }
    }

    /// One transaction: rows, chores, entry. The closure hands back its value and a [`Recorded`];
    /// the commit follows, then the bell.
    pub async fn write<T, E: From<DbError>>(
        &self,
        who: &dyn Actor,
        f: impl AsyncFnOnce(&mut Tx<'_>) -> Result<(T, Recorded), E>,
    ) -> Result<T, E> {
        self.transaction(who.workspace(), who.actor_kind(), who.actor_id(), async |tx| {
            f(tx).await.map(|(value, _)| value)
        })
        .await
    }

    /// A write that is no news to anybody; the reason is one of a few.
    pub async fn write_quiet<T, E: From<DbError>>(
        &self,
        workspace: i64,
        _reason: QuietReason,
        f: impl AsyncFnOnce(&mut Tx<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        self.transaction(workspace, crate::ActorKind::System, 0, f).await
    }

    /// The gate's own rows (chores, leases).
    pub(crate) async fn bookkeeping<T>(
        &self,
        f: impl AsyncFnOnce(&mut Rd<'_>) -> Result<T, DbError>,
    ) -> Result<T, DbError> {
        self.transaction(0, crate::ActorKind::System, 0, async |tx| f(&mut tx.rd).await).await
    }

    async fn transaction<T, E: From<DbError>>(
        &self,
        workspace: i64,
        actor_kind: crate::ActorKind,
        actor_id: i64,
        f: impl AsyncFnOnce(&mut Tx<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut writer = self.inner.pool.writer().await?;
        writer.begin().await?;
        let mut tx = Tx {
            rd: Rd { connection: writer.connection() },
            inner: &self.inner,
            workspace,
            actor_kind,
            actor_id,
            recorded: 0,
            news: false,
        };
        let outcome = f(&mut tx).await;
        let (recorded, news) = (tx.recorded, tx.news);
        match outcome {
            Ok(value) => {
                writer.commit().await?;
                drop(writer);
                if recorded > 0 {
                    let mut newest = self.inner.newest.lock().unwrap_or_else(PoisonError::into_inner);
                    let slot = newest.entry(workspace).or_insert(0);
                    *slot = (*slot).max(recorded);
                }
                if news {
                    self.inner.bell.send_modify(|count| *count += 1);
                }
                Ok(value)
            }
            Err(refusal) => {
                writer.rollback().await;
                Err(refusal)
            }
        }
    }
}
