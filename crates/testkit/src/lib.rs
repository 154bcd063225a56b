//! Testkit: a house of one's own for each test, browsers that sign in, and `settle()`.
//!
//! Holds true: each test owns its database (SQLite file, or a PostgreSQL database made from a template
//! when `RAPPORT_TEST_DATABASE` names a server); the clock stands still until it is moved; nothing sleeps.
#![expect(clippy::disallowed_methods, reason = "servers, folders and databases of tests")]
#![expect(clippy::unwrap_used, reason = "a test that cannot be set up should stop with the cause")]

mod browser;
pub mod faults;
mod house;
mod page;
pub mod smtp_sink;

pub use browser::Browser;
pub use house::{TestHouse, database};
pub use page::Page;
pub use record::access::Role;
