//! Text to normalised words, exactly as the model was trained.

use std::borrow::Cow;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Longer words are cut here; the training did the same.
const WORD_CHARACTERS_MAX: usize = 64;

/// Compatibility decomposition, lower case, marks dropped, a few letters spelt out.
pub(crate) fn normalise(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        if text.bytes().any(|byte| byte.is_ascii_uppercase()) {
            return Cow::Owned(text.to_ascii_lowercase());
        }
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for character in text.nfkd().collect::<String>().to_lowercase().chars() {
        match character {
            'ß' => out.push_str("ss"),
            'ł' => out.push('l'),
            'ø' => out.push('o'),
            'æ' => out.push_str("ae"),
            'œ' => out.push_str("oe"),
            'đ' | 'ð' => out.push('d'),
            'þ' => out.push_str("th"),
            'ı' => out.push('i'),
            mark if is_combining_mark(mark) => {}
            other => out.push(other),
        }
    }
    Cow::Owned(out)
}

/// Runs of letters and digits; `+` and `#` directly after such a run belong to it.
pub(crate) fn words(normalised: &str) -> impl Iterator<Item = &str> {
    let mut rest = normalised;
    std::iter::from_fn(move || {
        let start = rest.find(char::is_alphanumeric)?;
        let tail = &rest[start..];
        let end = tail
            .find(|character: char| !(character.is_alphanumeric() || character == '+' || character == '#'))
            .unwrap_or(tail.len());
        let word = &tail[..end];
        rest = &tail[end..];
        Some(word.char_indices().nth(WORD_CHARACTERS_MAX).map_or(word, |(cut, _)| &word[..cut]))
    })
}
