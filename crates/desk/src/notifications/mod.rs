//! Notifications: what a user is told. Stored as ids; the words are made when read, through sight.

mod listener;
mod page;
mod read;
#[cfg(test)]
mod tests;
mod words;

pub(crate) use listener::LISTENER;
pub(crate) use page::{open, read_all, read_one, show};
pub(crate) use read::unread;
