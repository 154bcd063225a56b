//! The line that a reader is shown as proof.

use crate::profile::{FieldKind, Profile};
use crate::score::MatchedWord;

/// Longer lines are cut around the words.
const QUOTE_CHARACTERS_MAX: usize = 160;

/// The line around the strongest words of free text; without such words there is nothing to quote.
pub(crate) fn quote(profile: &Profile<'_>, words: &[MatchedWord]) -> Option<String> {
    let word = words.iter().find(|word| word.kind == FieldKind::Text)?;
    let text = profile.fields[word.field].text;
    let from = text[..word.span.start].rfind('\n').map_or(0, |at| at + 1);
    let to = text[word.span.end..].find('\n').map_or(text.len(), |at| word.span.end + at);
    let room = QUOTE_CHARACTERS_MAX.saturating_sub(word.span.len()) / 2;
    let start = cut_before(text, from, word.span.start, room);
    let end = cut_after(text, to, word.span.end, room);
    let line = text[start..end].trim_matches(|character: char| {
        character.is_whitespace()
            || matches!(character, '•' | '·' | '-' | '–' | '*' | ',' | ';' | '|' | '▪' | '◦')
    });
    let words: Vec<&str> = line.split_whitespace().collect();
    Some(format!(
        "{}{}{}",
        if start > from { "… " } else { "" },
        words.join(" "),
        if end < to { " …" } else { "" }
    ))
}

/// A place at most `room` bytes before the words: the line's start, a sentence's start, or a space.
fn cut_before(text: &str, from: usize, words: usize, room: usize) -> usize {
    if words - from <= room {
        return from;
    }
    let least = (words - room..=words).find(|&at| text.is_char_boundary(at)).unwrap_or(words);
    let sentence = text[least..words].rfind(". ").map(|at| least + at + 2);
    sentence.or_else(|| text[least..words].find(' ').map(|at| least + at + 1)).unwrap_or(words)
}

fn cut_after(text: &str, to: usize, words: usize, room: usize) -> usize {
    if to - words <= room {
        return to;
    }
    let most = (words..=words + room).rfind(|&at| text.is_char_boundary(at)).unwrap_or(words);
    let sentence = text[words..most].find(". ").map(|at| words + at + 1);
    sentence.or_else(|| text[words..most].rfind(' ').map(|at| words + at)).unwrap_or(words)
}
