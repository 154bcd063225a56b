//! Opening the database and lending its connections.

use std::path::PathBuf;
use std::sync::atomic::AtomicI64;
use std::sync::{Arc, Mutex, PoisonError};

use base::{Clock, IdMaker};
use tokio::sync::{OwnedMutexGuard, OwnedSemaphorePermit, Semaphore, watch};

use crate::dialect::{Engine, sqlite_pragmas};
use crate::gate::{Db, Inner};
use crate::statement::Connection;
use crate::{DbError, migrate, statistics};

/// Where the record is and how it is opened.
#[derive(Clone, Debug)]
pub struct Options {
    pub place: Place,
    pub clock: Clock,
    /// False in tests only: no fsync.
    pub durable: bool,
    /// What this node is called among the nodes of one PostgreSQL, the same after every start; `None` is
    /// nobody in particular.
    pub holder: Option<String>,
}

#[derive(Clone, Debug)]
pub enum Place {
    /// A file; its folder must be there.
    Sqlite(PathBuf),
    /// `postgres://user:password@host/database`
    Postgres(String),
}

impl Options {
    pub fn sqlite(path: impl Into<PathBuf>) -> Self {
        Self { place: Place::Sqlite(path.into()), clock: Clock::system(), durable: true, holder: None }
    }

    pub fn postgres(url: impl Into<String>) -> Self {
        Self { place: Place::Postgres(url.into()), clock: Clock::system(), durable: true, holder: None }
    }
}

/// Readers beside the one writer: pages are short, so a few serve two cores.
const SQLITE_READERS: usize = 4;
/// Connections to PostgreSQL from one node.
const POSTGRES_CONNECTIONS: usize = 16;
/// Statements kept prepared on each SQLite connection: more than the house has.
const STATEMENTS_KEPT: usize = 256;

pub(crate) enum Pool {
    Sqlite {
        writer: Arc<tokio::sync::Mutex<rusqlite::Connection>>,
        readers: Arc<Mutex<Vec<rusqlite::Connection>>>,
        permits: Arc<Semaphore>,
    },
    Postgres(deadpool_postgres::Pool),
}

/// A lent reading connection; goes back when dropped.
pub(crate) struct LentReader {
    connection: Option<rusqlite::Connection>,
    home: Arc<Mutex<Vec<rusqlite::Connection>>>,
    _permit: OwnedSemaphorePermit,
}

impl LentReader {
    pub(crate) fn get(&mut self) -> &mut rusqlite::Connection {
        self.connection.as_mut().expect("taken only on drop")
    }
}
impl Drop for LentReader {
    fn drop(&mut self) {
        if let Some(connection) = self.connection.take() {
            self.home.lock().unwrap_or_else(PoisonError::into_inner).push(connection);
        }
    }
}

pub(crate) enum Reader {
    Sqlite(LentReader),
    Postgres(deadpool_postgres::Client),
}

/// The writing connection. Dropped in the middle of a transaction (the visitor went away), it rolls back.
pub(crate) struct Writer {
    inner: WriterKind,
    open: bool,
}
enum WriterKind {
    Sqlite(OwnedMutexGuard<rusqlite::Connection>),
    Postgres(Box<Option<deadpool_postgres::Client>>),
}

impl Writer {
    pub(crate) async fn begin(&mut self) -> Result<(), DbError> {
        self.open = true;
        match &mut self.inner {
            WriterKind::Sqlite(connection) => connection.execute_batch("begin immediate")?,
            WriterKind::Postgres(client) => client_of(client)?.batch_execute("begin").await?,
        }
        Ok(())
    }

    pub(crate) fn connection(&mut self) -> Connection<'_> {
        match &mut self.inner {
            WriterKind::Sqlite(connection) => Connection::Sqlite(connection),
            WriterKind::Postgres(client) => {
                Connection::Postgres((**client).as_ref().expect("taken only on drop"))
            }
        }
    }

    pub(crate) async fn commit(&mut self) -> Result<(), DbError> {
        match &mut self.inner {
            // The fsync may take milliseconds: tell the runtime.
            WriterKind::Sqlite(connection) => {
                tokio::task::block_in_place(|| connection.execute_batch("commit"))?;
            }
            WriterKind::Postgres(client) => client_of(client)?.batch_execute("commit").await?,
        }
        self.open = false;
        Ok(())
    }

    pub(crate) async fn rollback(&mut self) {
        let done = match &mut self.inner {
            WriterKind::Sqlite(connection) => connection.execute_batch("rollback").is_ok(),
            WriterKind::Postgres(client) => match client.as_ref() {
                Some(client) => client.batch_execute("rollback").await.is_ok(),
                None => false,
            },
        };
        self.open = !done;
    }
}

fn client_of(client: &Option<deadpool_postgres::Client>) -> Result<&deadpool_postgres::Client, DbError> {
    client.as_ref().ok_or_else(|| DbError::Other("the connection is gone".into()))
}

impl Drop for Writer {
    fn drop(&mut self) {
        if !self.open {
            return;
        }
        match &mut self.inner {
            WriterKind::Sqlite(connection) => {
                // Fails only where no transaction is open, which is what we want.
                let _ = connection.execute_batch("rollback");
            }
            // Closing the connection makes the server roll back.
            WriterKind::Postgres(client) => {
                if let Some(client) = client.take() {
                    drop(deadpool_postgres::Object::take(client));
                }
            }
        }
    }
}

impl Pool {
    pub(crate) fn engine(&self) -> Engine {
        match self {
            Self::Sqlite { .. } => Engine::Sqlite,
            Self::Postgres(_) => Engine::Postgres,
        }
    }

    pub(crate) async fn reader(&self) -> Result<Reader, DbError> {
        match self {
            Self::Sqlite { readers, permits, .. } => {
                let permit = Arc::clone(permits).acquire_owned().await;
                let permit = permit.map_err(|_| DbError::Other("the database is closed".into()))?;
                let connection = readers.lock().unwrap_or_else(PoisonError::into_inner).pop();
                Ok(Reader::Sqlite(LentReader { connection, home: Arc::clone(readers), _permit: permit }))
            }
            Self::Postgres(pool) => Ok(Reader::Postgres(client(pool).await?)),
        }
    }

    pub(crate) async fn writer(&self) -> Result<Writer, DbError> {
        let inner = match self {
            Self::Sqlite { writer, .. } => WriterKind::Sqlite(Arc::clone(writer).lock_owned().await),
            Self::Postgres(pool) => WriterKind::Postgres(Box::new(Some(client(pool).await?))),
        };
        Ok(Writer { inner, open: false })
    }
}

async fn client(pool: &deadpool_postgres::Pool) -> Result<deadpool_postgres::Client, DbError> {
    pool.get().await.map_err(|cause| DbError::Pool(cause.to_string()))
}

impl Db {
    /// Opens the database and brings it to the newest migration.
    ///
    /// Errors: the file or server cannot be reached, or the database belongs to a newer program.
    pub async fn open(options: Options) -> Result<Self, DbError> {
        let pool = match &options.place {
            Place::Sqlite(path) => open_sqlite(path, options.durable)?,
            Place::Postgres(url) => open_postgres(url)?,
        };
        let db = Self {
            inner: Arc::new(Inner {
                pool,
                ids: IdMaker::new(options.clock.clone(), 0),
                latest: AtomicI64::new(0),
                clock: options.clock,
                bell: watch::channel(0).0,
                newest: Mutex::default(),
                lease: Mutex::default(),
                holder: options.holder,
            }),
        };
        migrate::run(&db).await?;
        statistics::write(&db).await?;
        db.lease_node().await?;
        Ok(db)
    }
}

fn open_sqlite(path: &std::path::Path, durable: bool) -> Result<Pool, DbError> {
    let open = || -> Result<rusqlite::Connection, DbError> {
        let connection = rusqlite::Connection::open(path)?;
        connection.execute_batch(&sqlite_pragmas(durable))?;
        connection.set_prepared_statement_cache_capacity(STATEMENTS_KEPT);
        Ok(connection)
    };
    let writer = open()?;
    let readers = (0..SQLITE_READERS)
        .map(|_| {
            let connection = open()?;
            connection.execute_batch("pragma query_only = on")?;
            Ok(connection)
        })
        .collect::<Result<Vec<_>, DbError>>()?;
    Ok(Pool::Sqlite {
        writer: Arc::new(tokio::sync::Mutex::new(writer)),
        readers: Arc::new(Mutex::new(readers)),
        permits: Arc::new(Semaphore::new(SQLITE_READERS)),
    })
}

fn open_postgres(url: &str) -> Result<Pool, DbError> {
    let config: tokio_postgres::Config = url.parse()?;
    let manager = deadpool_postgres::Manager::from_config(
        config,
        tokio_postgres::NoTls,
        deadpool_postgres::ManagerConfig { recycling_method: deadpool_postgres::RecyclingMethod::Fast },
    );
    let pool = deadpool_postgres::Pool::builder(manager)
        .max_size(POSTGRES_CONNECTIONS)
        .build()
        .map_err(|cause| DbError::Pool(cause.to_string()))?;
    Ok(Pool::Postgres(pool))
}
