//! People: one human, whatever the roles; dated facts with their source, and who may see them.

pub mod add;
pub mod bond;
pub mod check;
pub mod contacts;
pub mod documents;
pub mod edit;
pub mod employment;
pub mod facts;
pub mod import;
pub mod index_doc;
pub mod keys;
pub mod mail;
pub mod notes;
pub mod read;
pub mod reading;
mod remove;
pub mod search;
mod store;
pub mod tags;
pub mod timeline;
pub mod undo;
pub mod uploads;
mod view;

#[cfg(test)]
pub(crate) mod tests;

pub use bond::Bond;
pub use store::{contacted, touch};
pub use view::*;

pub(crate) const Q: db::Queries<160> = db::Queries::new(include_str!("queries.sql"));
