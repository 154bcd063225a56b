//! Words and what they mean, in eight languages. All lists are ours, written in folded form
//! (lower case, no accents; see `fold`).

pub(crate) mod dates;
pub(crate) mod headings;
pub(crate) mod labels;
pub(crate) mod languages;
mod letters;
mod list;
pub(crate) mod places;
pub(crate) mod roles;
pub(crate) mod shapes;
pub(crate) mod studies;
mod traditional;

pub(crate) use letters::{base_letter, clean, fold, is_han, is_wide, tokens};

/// The static form of an ISO 639-1 code.
pub(crate) fn language_code(code: &str) -> Option<&'static str> {
    languages::CODES.iter().find(|known| **known == code).copied()
}
