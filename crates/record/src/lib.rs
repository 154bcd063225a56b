//! The record: people, jobs, applications, the journal, and who may see what.
//!
//! Holds true: there is no function from an id to a row, only scope + id → view; every write leaves an
//! entry; entries carry ids and plain values, never names; a masked view lacks the fields by type.
//! Never: speaks HTTP, renders a page, waits for the world outside.

pub mod access;
pub mod applications;
pub mod house;
pub mod ids;
pub mod interviews;
pub mod jobs;
pub mod journal;
pub mod meters;
pub mod once;
pub mod overview;
pub mod people;
pub mod pools;

pub use access::{Clear, Masked, Mixed, Scope, Seen, Sight};
pub use house::House;
pub use ids::*;
pub use journal::Entry;

/// Why something cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// Not there, or not for this reader: the same answer, so that nobody learns what exists.
    #[error("not found")]
    NotFound,
    #[error(transparent)]
    Db(#[from] db::DbError),
    #[error("{0}")]
    Fault(String),
}

/// Why an operation was refused, in the product's words, or failed through a fault of ours.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// One field of the form is wrong: its name and what to do.
    #[error("{message}")]
    Field { field: &'static str, message: String },
    /// The whole request cannot be carried out: what happened and what to do.
    #[error("{0}")]
    Because(String),
    /// Somebody else changed it since the page was drawn: what it says now.
    #[error("{0}")]
    Conflict(String),
    #[error("not found")]
    NotFound,
    #[error(transparent)]
    Db(#[from] db::DbError),
    /// A file could not be kept.
    #[error(transparent)]
    Files(#[from] files::FilesError),
    #[error("{0}")]
    Fault(String),
}

impl Refusal {
    pub fn field(field: &'static str, message: impl Into<String>) -> Self {
        Self::Field { field, message: message.into() }
    }
    pub fn because(message: impl Into<String>) -> Self {
        Self::Because(message.into())
    }
}

impl From<ReadError> for Refusal {
    fn from(cause: ReadError) -> Self {
        match cause {
            ReadError::NotFound => Self::NotFound,
            ReadError::Db(cause) => Self::Db(cause),
            ReadError::Fault(text) => Self::Fault(text),
        }
    }
}

/// Every named query of this crate, for the test that prepares them all on both engines.
pub fn queries() -> Vec<(&'static str, &'static str)> {
    let areas = [
        access::Q.all(),
        applications::Q.all(),
        interviews::Q.all(),
        jobs::Q.all(),
        once::Q.all(),
        overview::Q.all(),
        people::Q.all(),
        people::check::Q.all(),
        pools::Q.all(),
    ];
    areas.concat()
}
