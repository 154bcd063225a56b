//! The journal: every entry of the house in one enum, and the listeners that read it.

pub mod chores;
mod entry;
pub mod listen;
mod progress;

pub use chores::{ChoreError, ChoreKind};
pub use entry::Entry;
pub use listen::Listener;
pub use progress::Progress;
