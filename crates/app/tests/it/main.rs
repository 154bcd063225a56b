//! Stories: HTTP in, pages and entries out. One binary; each test owns its house. The same stories run on
//! SQLite and, where `RAPPORT_TEST_DATABASE` names a server, on PostgreSQL.
#![expect(clippy::disallowed_methods, reason = "stories start the program and look into its folder")]
#![expect(clippy::unwrap_used, reason = "a story that cannot go on should stop with the cause")]

mod backups;
mod check;
mod console;
mod demo;
mod doctor;
mod faults;
mod guards;
mod hostile;
mod kill;
mod main_job;
mod nodes;
mod process;
mod races;
mod replay;
mod scans;
mod sight;
mod tls;
mod together;
mod uploads;
mod who_sees_what;
mod world;

/// The product's binary: it becomes the reading child.
const PROGRAM: &str = env!("CARGO_BIN_EXE_rapport");
