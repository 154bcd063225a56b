//! Hostile bytes (PDF, DOCX, mail, HTML, archives) are read by a child process that can do nothing
//! but think and answer.
//!
//! Two profiles, both children of the program's own binary:
//! - **Reader** ([`Pool::run`]): our own Rust readers. Before it reads a byte, the child gives up
//!   files, network, new processes and new executable memory (seccomp allow-list and Landlock), and
//!   accepts limits on memory and time. It serves many requests, so start-up is not paid per file.
//! - **Program** ([`Pool::run_program`]): an outside program (`tesseract`, `catdoc`). It may read the
//!   system's libraries, write in a private folder, and execute nothing but itself; no sockets, no
//!   further processes.
//!
//! The binary calls [`child_main`] first thing when it was started as such a child.
//!
//! What it does not do: it does not trust an answer. A reader that was taken over can still answer
//! lies about this file and those after it in the same child; [`PoolOptions::requests_per_child`]
//! bounds how many. Callers treat answers as untrusted input.
#![expect(clippy::disallowed_methods, reason = "the one crate that starts programs, in folders of their own")]

mod child;
mod error;
mod lockdown;
mod pool;
mod program;
mod protocol;
mod reader;

pub use child::{Handler, child_main};
pub use error::SandboxError;
pub use pool::{Pool, PoolOptions};
pub use program::{ProgramInput, ProgramLimits, ProgramOutput, ProgramRun};
