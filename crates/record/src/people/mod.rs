//! People: one human, whatever the roles; dated facts with their source, and who may see them.

pub mod read;
mod store;
mod view;

pub use view::*;

pub(crate) const Q: db::Queries<128> = db::Queries::new(include_str!("queries.sql"));
