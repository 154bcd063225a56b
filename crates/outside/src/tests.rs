#![expect(clippy::unwrap_used, reason = "tests")]

mod composing;
mod sending;
mod server;
