#![expect(clippy::unwrap_used, reason = "tests")]

mod kit;
mod sending;
