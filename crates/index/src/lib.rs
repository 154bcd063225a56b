//! Full-text search over people: boolean queries, exact totals, facets, sorting with keyset
//! paging, names with typing mistakes, and the first choice of candidates for matching.
//!
//! The index holds ids and what is searched, nothing to show. Everything is scoped by workspace,
//! by [`Visibility`] and by [`IndexSight`] inside the query, so that a total, a facet or a
//! suggestion never tells what a page would not. The index can be thrown away: it is rebuilt from
//! the record, and [`PeopleIndex::digest`] tells whether two of them hold the same.
//!
//! This is the only crate that names Tantivy. It does not read the record, follow the journal or
//! mark hits in a text (that is `search_syntax`).

mod bits;
mod compile;
mod facets;
mod names;
mod order;
mod pass;
mod people_index;
mod person;
mod ranking;
mod schema;
mod search;
mod segment;

pub use facets::{FacetField, Filter};
pub use names::NameHit;
pub use order::{Cursor, Sort};
pub use people_index::{Cursors, Digest, IndexError, PeopleIndex};
pub use person::{Change, Meaning, PersonDoc};
pub use ranking::WeightedTerm;
pub use search::{Between, Found, IndexSight, NumberField, Search, Visibility};

#[cfg(test)]
mod tests;
