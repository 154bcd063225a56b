//! Cutting text into words, for the index, the query and the highlighting alike.
//!
//! A word is a run of letters and digits; `C++`, `C#` keep their signs, since recruiters look for
//! them. Scripts written without spaces (Chinese, Japanese, Thai, also Korean, whose particles are
//! glued to the word) give one word for each character, and a search for several is a phrase.

use std::ops::Range;

use unicode_normalization::char::is_combining_mark;

use crate::fold::{fold_into, is_accent};

/// Longer runs are cut: no word a person looks for is longer, and an index term has a limit.
const WORD_CHARACTERS_MAX: usize = 60;

/// One word of a text: where it stands, and how it compares.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// Byte range in the text as given, on character boundaries.
    pub span: Range<usize>,
    /// The folded form.
    pub folded: String,
}

/// The words of a text, in order.
pub fn words(text: &str) -> impl Iterator<Item = Word> + '_ {
    let mut from = 0;
    std::iter::from_fn(move || {
        loop {
            let span = next_span(text, from)?;
            from = span.end;
            let mut folded = String::with_capacity(span.len());
            fold_into(&text[span.clone()], &mut folded);
            if !folded.is_empty() {
                return Some(Word { span, folded });
            }
        }
    })
}

/// The next word's place at or after `from`.
fn next_span(text: &str, from: usize) -> Option<Range<usize>> {
    let rest = &text[from..];
    let (offset, first) = rest.char_indices().find(|&(_, c)| c.is_alphanumeric())?;
    let start = from + offset;
    let mut end = start + first.len_utf8();
    let alone = stands_alone(first);
    for (length, character) in (1..).zip(text[end..].chars()) {
        let glued = is_accent(character) || is_combining_mark(character);
        let letter = !alone && character.is_alphanumeric() && !stands_alone(character);
        if !(glued || letter) || length == WORD_CHARACTERS_MAX {
            break;
        }
        end += character.len_utf8();
    }
    Some(start..end + sign_length(&text[end..], alone))
}

/// The length of the `++` or `#` that belongs to the word before it.
fn sign_length(rest: &str, alone: bool) -> usize {
    let length = match rest.as_bytes() {
        [b'+', b'+', ..] => 2,
        [b'#', ..] => 1,
        _ => return 0,
    };
    let ends = !rest[length..].starts_with(|c: char| c.is_alphanumeric() || c == '+' || c == '#');
    if ends && !alone { length } else { 0 }
}

/// Characters that are a word by themselves, in scripts that put no spaces between words.
fn stands_alone(character: char) -> bool {
    matches!(character,
        '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}'
        | '\u{2e80}'..='\u{2fdf}' | '\u{3005}'..='\u{3007}' | '\u{3040}'..='\u{30ff}'
        | '\u{3100}'..='\u{312f}' | '\u{31f0}'..='\u{31ff}' | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}'
        | '\u{ff66}'..='\u{ff9f}' | '\u{20000}'..='\u{3ffff}')
}
