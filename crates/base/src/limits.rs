//! Every limit of the house and its reason.

/// One uploaded file. A resume with pictures is 1 to 5 MB; a portfolio seldom passes 20.
pub const UPLOAD_BYTES_MAX: u64 = 25 * 1024 * 1024;
/// One ZIP of resumes: unpacked entries are limited on their own.
pub const ARCHIVE_BYTES_MAX: u64 = 200 * 1024 * 1024;
/// Files in one upload batch: a recruiter's folder, not a migration (that is `people import`).
pub const BATCH_FILES_MAX: usize = 2_000;
/// A form without files. The longest is a job post with its needs.
pub const FORM_BYTES_MAX: usize = 512 * 1024;
/// Names, titles, cities: what fits a line.
pub const LINE_CHARS_MAX: usize = 255;
/// Notes, mail bodies, job posts.
pub const TEXT_CHARS_MAX: usize = 50_000;
/// What a recruiter types into the search box; above this it is a paste by mistake.
pub const SEARCH_CHARS_MAX: usize = 1_000;
/// Rows of one page of a list.
pub const PAGE_ROWS: usize = 50;
/// Cards drawn per lane; the rest is one click away.
pub const LANE_CARDS: usize = 30;
/// People touched by one bulk action.
pub const BULK_MAX: usize = 1_000;
/// Seconds that a message is held so that its sender can undo it.
pub const UNDO_SECONDS: i64 = 10;
/// A session without use ends after this many days.
pub const SESSION_IDLE_DAYS: i64 = 14;
/// A session ends after this many days in any case.
pub const SESSION_DAYS_MAX: i64 = 90;
/// Sign-in attempts a minute and account, and the same for an address (an office shares one).
pub const SIGN_IN_PER_MINUTE: u32 = 10;
pub const SIGN_IN_PER_MINUTE_ADDRESS: u32 = 60;
/// Journal lines a listener takes at once: short transactions, steady progress.
pub const LISTENER_BATCH: i64 = 500;
/// How long a page that follows a write waits for the index (architecture 12a).
pub const INDEX_WAIT_MS: u64 = 500;
