#![expect(clippy::unwrap_used, reason = "tests")]

mod kit;
mod pages;
mod sending;
mod system;
