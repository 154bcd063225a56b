//! Reads resumes: from the bytes of a file to facts about a person, each with its place and confidence.
//!
//! A row of small pure steps: words → lines → blocks → sections → entries → facts. Each lives in
//! its own file, can be tested alone and can say why it decided as it did. Nothing here does I/O,
//! looks at the clock or knows of a database; the caller runs it in a sandboxed child.
//! `docs/reading-resumes.md` walks through the stages.

mod archive;
mod draft;
mod error;
mod facts;
mod flow;
mod format;
pub mod json;
mod layout;
mod lexicon;
pub mod mask;
mod pdf;
#[cfg(feature = "drawing")]
mod picture;
mod reading;
mod resume;
mod scan;
mod word97;

pub use archive::{ArchiveLimits, archive_entries};
pub use error::ReadError;
pub use format::{Format, sniff};
#[cfg(feature = "drawing")]
pub use picture::page_png;
pub use reading::{Hints, Reading, look, read, read_converted, read_recognised};
pub use resume::*;
pub use scan::Recognised;

/// The version of the reader. Raise it when readings get better: `rapport rebuild resumes` then reads
/// again what an older one had read.
pub const READER: i64 = 2;
