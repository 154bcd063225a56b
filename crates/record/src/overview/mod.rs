//! The overview: figures over the whole record for the first page, and the short look-ups that lists of
//! mixed things need (names of colleagues, titles of jobs). Reads only.
//!
//! Holds true: a figure counts what the reader could open; a figure that a role has no part in is absent,
//! never zero.

mod figures;
mod lookup;
mod quiet;
mod replies;
#[cfg(test)]
mod tests;
mod waiting;

pub use figures::{FILL_DAYS, FILLS_MIN, Figures, Fill, HIRES_DAYS, WAITING_DAYS_MAX, figures};
pub use lookup::{
    Colleague, JobName, begins_words, colleagues, job_names, jobs_titled, masked_named, person_of, sender_of,
    stages_reached,
};
pub use quiet::{QUIET_DAYS, Quiet, going_quiet};
pub use replies::{REPLY_DAYS, Replies, Reply, replies_up_to, replies_waiting};
pub use waiting::{Waiting, waiting_on_us};

pub(crate) const Q: db::Queries<32> = db::Queries::new(include_str!("queries.sql"));
