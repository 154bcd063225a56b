//! Db: the gate. Two functions, `read` and `write`, over SQLite or PostgreSQL; one SQL text for both.
//!
//! Holds true: a write is one transaction and leaves a journal entry; inside the gate only the
//! transaction is awaited; the workspace is bound by every statement (tidy checks the text).
//! Never: knows a noun of the product beyond journal, listener and chore; speaks HTTP.
#![expect(clippy::disallowed_methods, reason = "the gate itself: the one crate that runs statements")]

mod bind;
mod chore;
mod dialect;
mod dump;
mod filter;
mod gate;
mod journal;
mod migrate;
mod named;
mod node;
mod open;
mod statement;
mod statistics;

pub use bind::{Bind, Param, Row};
pub use chore::{ChoreState, ClaimedChore, NewChore};
pub use dialect::Engine;
pub use dump::{Cell, Digests, Table, stamp, tables};
pub use filter::Assembled;
pub use gate::{Db, QuietReason, Recorded, Tx};
pub use journal::{Actor, ActorKind, JournalLine, Line, chain_hash};
pub use named::Queries;
pub use open::{Options, Place};
pub use statement::Rd;

/// What the database could not do. These are faults of ours or of the machine, never the user's.
#[derive(Debug, thiserror::Error)]
pub enum DbError {
    #[error("SQLite: {0}")]
    Sqlite(#[from] rusqlite::Error),
    #[error("PostgreSQL: {0}")]
    Postgres(#[from] tokio_postgres::Error),
    #[error("PostgreSQL connections: {0}")]
    Pool(String),
    #[error("the database has migration {found}, this program knows {known}: start a newer program")]
    TooNew { found: i64, known: i64 },
    #[error("migration {version} was changed after it had been applied")]
    MigrationEdited { version: i64 },
    #[error("no row where one must be")]
    NoRow,
    #[error("{0}")]
    Other(String),
}

impl DbError {
    /// True where the database's disk has no room left.
    pub fn is_disk_full(&self) -> bool {
        match self {
            Self::Sqlite(cause) => cause.sqlite_error_code() == Some(rusqlite::ErrorCode::DiskFull),
            Self::Postgres(cause) => cause.code() == Some(&tokio_postgres::error::SqlState::DISK_FULL),
            _ => false,
        }
    }

    /// True where a unique index refused the row.
    pub fn is_duplicate(&self) -> bool {
        match self {
            Self::Sqlite(rusqlite::Error::SqliteFailure(cause, _)) => {
                cause.extended_code == rusqlite::ffi::SQLITE_CONSTRAINT_UNIQUE
                    || cause.extended_code == rusqlite::ffi::SQLITE_CONSTRAINT_PRIMARYKEY
            }
            Self::Postgres(cause) => cause.code() == Some(&tokio_postgres::error::SqlState::UNIQUE_VIOLATION),
            _ => false,
        }
    }
}
