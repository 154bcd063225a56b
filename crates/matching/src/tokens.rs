//! The words of a profile, with their places.
//!
//! Two words belong to one phrase only if exactly one separating character stands between them. Cutting a word out
//! leaves two separators behind, so it can never join its neighbours to a phrase that was not there before; the exact
//! arithmetic of the reasons rests on this.

use crate::model::words::{normalise, words};
use crate::model::{DIMENSIONS, Model, Scratch, Vector};
use crate::profile::{FieldKind, Profile};
use crate::screen::readable;
use crate::terms::{fold, is_stop_word};
use std::collections::HashMap;
use std::ops::Range;

/// How a word stands to the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Join {
    /// Something else stands between them.
    Apart,
    /// A line break: enough for a known term, not for a phrase judged by meaning.
    Line,
    /// One space, hyphen, slash or the like.
    Close,
}

#[derive(Debug, Clone)]
pub(crate) struct Token {
    pub field: usize,
    pub span: Range<usize>,
    pub join: Join,
    /// Index into [`Words::list`].
    pub word: usize,
}

/// A distinct normalised word.
pub(crate) struct Word {
    pub folded: String,
    pub stop: bool,
    /// Sum of the model's rows, not brought to length one.
    pub sum: Vector,
}

/// Words seen so far; people of one trade share most of theirs, so they are kept from one profile to the next.
#[derive(Default)]
pub(crate) struct Words {
    known: HashMap<String, usize>,
    pub list: Vec<Word>,
}

/// Above this the words are forgotten before the next profile: about 5 MB.
const WORDS_KEPT_MAX: usize = 4_000;

impl Words {
    /// Forgets all words where there are too many; the caller then forgets what it knows of them.
    pub(crate) fn forgot_many(&mut self) -> bool {
        let many = self.list.len() > WORDS_KEPT_MAX;
        if many {
            *self = Words::default();
        }
        many
    }

    fn index(&mut self, model: &Model, normal: &str, scratch: &mut Scratch) -> usize {
        if let Some(&index) = self.known.get(normal) {
            return index;
        }
        self.list.push(word(model, normal, scratch));
        self.known.insert(normal.to_owned(), self.list.len() - 1);
        self.list.len() - 1
    }
}

/// The readable words of a profile in their order.
pub(crate) fn tokens(model: &Model, profile: &Profile<'_>, words: &mut Words) -> Vec<Token> {
    let mut out: Vec<Token> = Vec::new();
    let mut scratch = Scratch::default();
    for (index, field) in profile.fields.iter().enumerate() {
        let whole = 0..field.text.len();
        let parts = if field.kind == FieldKind::Text { readable(field.text) } else { vec![whole] };
        let hidden = |span: &Range<usize>| {
            field.hidden.iter().any(|range| range.start < span.end && span.start < range.end)
        };
        for span in parts.into_iter().flat_map(|part| spans(field.text, part)) {
            if hidden(&span) {
                continue;
            }
            let before = out.last().filter(|last| last.field == index);
            let join = before.map_or(Join::Apart, |before| join(&field.text[before.span.end..span.start]));
            let word = words.index(model, &normalise(&field.text[span.clone()]), &mut scratch);
            out.push(Token { field: index, span, join, word });
        }
    }
    out
}

fn join(between: &str) -> Join {
    let mut between = between.chars();
    match (between.next(), between.next()) {
        (Some('\n'), None) => Join::Line,
        (Some(' ' | '\u{a0}' | '-' | '\u{2011}' | '/' | '.' | '\'' | '’' | '&' | '_'), None) => Join::Close,
        _ => Join::Apart,
    }
}

fn word(model: &Model, normal: &str, scratch: &mut Scratch) -> Word {
    let mut sum = [0.0; DIMENSIONS];
    for part in words(normal) {
        model.add_word(part, &mut sum, scratch);
    }
    Word { folded: fold(normal).to_owned(), stop: is_stop_word(normal), sum }
}

/// Runs of letters, digits and marks. A `+` or `#` after such a run belongs to it, with what follows directly.
pub(crate) fn spans(text: &str, part: Range<usize>) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut start = None;
    for (offset, character) in text[part.clone()].char_indices() {
        let at = part.start + offset;
        let inside = character.is_alphanumeric()
            || (start.is_some() && (matches!(character, '+' | '#') || is_mark(character)));
        match (inside, start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                out.push(from..at);
                start = None;
            }
            _ => {}
        }
    }
    out.extend(start.map(|from| from..part.end));
    out
}

fn is_mark(character: char) -> bool {
    unicode_normalization::char::is_combining_mark(character)
}
