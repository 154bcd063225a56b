//! Tasks: work with an assignee and a date, about a person, a job or neither.
//!
//! Holds true: a task is seen by who has it, by who made it, and by recruiters. What somebody else wrote
//! about a person that the reader does not see clear is not shown to that reader.

mod change;
mod due;
mod form;
mod line;
mod page;
pub(crate) mod panel;
mod read;
#[cfg(test)]
mod tests;

pub use change::NewTask;
pub use due::Due;

pub(crate) use change::{Step, add, take};
pub(crate) use due::Group;
pub(crate) use form::{
    Back, Typed, complete, create, edit, new, remove, reopen, restore, revert, suggest_people,
};
pub(crate) use line::TaskLine;
pub(crate) use page::{show, show_one};
pub(crate) use read::{Whose, done, due_count, one, open};
