//! The search language recruiters type: words, "phrases", AND / OR / NOT, parentheses, `eng*`
//! and `title:` fields. [`parse`] never fails: a mistake is reported where it stands and the most
//! sensible reading is searched anyway. The same folding ([`fold`]) and the same cutting into words
//! ([`words`]) serve the index, the query and the highlighting, so that what is found is what is
//! marked.
//!
//! It does not know how a query is run, nor which fields a reader may search: that is `index`.

mod field;
mod fold;
mod highlight;
mod lex;
mod node;
mod parse;
mod words;

pub use field::Field;
pub use fold::{fold, fold_into};
pub use highlight::{Snippet, highlight, snippet};
pub use lex::{Token, TokenKind};
pub use node::{Node, Shape, Term};
pub use parse::{LENGTH_BYTES_MAX, NESTING_MAX, Parsed, Problem, STARS_MAX, TERMS_MAX, parse};
pub use words::{Word, words};

#[cfg(test)]
mod tests;
