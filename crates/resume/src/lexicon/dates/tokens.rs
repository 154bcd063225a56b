//! Words, numbers and marks of a line, for finding dates.

use crate::lexicon::{fold, is_han};

#[derive(Debug, Clone)]
pub(super) struct Token {
    pub start: usize,
    pub end: usize,
    /// Folded word, the digits, or one mark.
    pub text: String,
    pub number: bool,
}

pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut characters = text.char_indices().peekable();
    while let Some((start, first)) = characters.next() {
        if first.is_whitespace() {
            continue;
        }
        let mut end = start + first.len_utf8();
        let number = first.is_ascii_digit();
        let letter = first.is_alphabetic() && !is_han(first);
        while let Some((at, next)) = characters.peek().copied() {
            let same = if number {
                next.is_ascii_digit()
            } else {
                letter
                    && (next.is_alphabetic() && !is_han(next)
                        || matches!(next, '\'' | '’') && next_is_letter(text, at))
            };
            if !same {
                break;
            }
            end = at + next.len_utf8();
            characters.next();
        }
        let folded = if letter { fold(&text[start..end]) } else { text[start..end].to_owned() };
        tokens.push(Token { start, end, text: folded, number });
    }
    tokens
}

fn next_is_letter(text: &str, at: usize) -> bool {
    text[at..].chars().nth(1).is_some_and(char::is_alphabetic)
}
