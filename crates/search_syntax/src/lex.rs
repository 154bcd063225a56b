//! From characters to tokens. Knows quotes, signs and fields; knows nothing of nesting.

use std::ops::Range;

use crate::Field;
use crate::node::{Shape, Term};
use crate::parse::Problem;

/// A coloured piece of the input. Tokens are in order and do not overlap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    pub span: Range<usize>,
    pub kind: TokenKind,
}

/// What a piece of the input is, for its colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    Word,
    Phrase,
    Operator,
    Field,
    Paren,
    /// Read past: a sign that means nothing here.
    Ignored,
}

/// What a token means to the parser.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Meaning {
    Term(Term),
    And,
    Or,
    Not,
    In(Field),
    Open,
    Close,
    Nothing,
}

/// A token with its meaning.
pub(crate) struct Lexeme {
    pub token: Token,
    pub meaning: Meaning,
}

/// Cuts the input; mistakes within a token are reported here.
pub(crate) fn lex(text: &str, problems: &mut Vec<Problem>) -> Vec<Lexeme> {
    let mut lexer = Lexer { text, at: 0, out: Vec::new(), problems };
    while let Some(first) = lexer.text[lexer.at..].chars().next() {
        lexer.step(first);
    }
    lexer.out
}

struct Lexer<'a> {
    text: &'a str,
    at: usize,
    out: Vec<Lexeme>,
    problems: &'a mut Vec<Problem>,
}

impl Lexer<'_> {
    fn step(&mut self, first: char) {
        let rest = &self.text[self.at..];
        let next = rest[first.len_utf8()..].chars().next();
        let stands_alone = next.is_none_or(|c| c.is_whitespace() || is_paren(c));
        match first {
            _ if first.is_whitespace() => self.at += first.len_utf8(),
            '(' | '（' => self.push(first.len_utf8(), TokenKind::Paren, Meaning::Open),
            ')' | '）' => self.push(first.len_utf8(), TokenKind::Paren, Meaning::Close),
            '|' => {
                let length = rest.len() - rest.trim_start_matches('|').len();
                self.push(length, TokenKind::Operator, Meaning::Or);
            }
            '&' if stands_alone => self.push(1, TokenKind::Operator, Meaning::And),
            '&' if next == Some('&') => self.push(2, TokenKind::Operator, Meaning::And),
            '-' | '−' | '–' if next.is_some_and(|c| !c.is_whitespace() && c != ')') => {
                self.push(first.len_utf8(), TokenKind::Operator, Meaning::Not);
            }
            _ if is_quote(first) => self.phrase(first),
            _ => self.word(),
        }
    }

    fn push(&mut self, length: usize, kind: TokenKind, meaning: Meaning) {
        let span = self.at..self.at + length;
        self.at = span.end;
        self.out.push(Lexeme { token: Token { span, kind }, meaning });
    }

    fn problem(&mut self, span: Range<usize>, message: impl Into<String>) {
        self.problems.push(Problem { span, message: message.into() });
    }

    /// From a quote to the next one, or to the end.
    fn phrase(&mut self, open: char) {
        let start = self.at + open.len_utf8();
        let close = self.text[start..].char_indices().find(|&(_, c)| is_quote(c));
        let (inner_end, end) = match close {
            Some((offset, quote)) => (start + offset, start + offset + quote.len_utf8()),
            None => (self.text.len(), self.text.len()),
        };
        if close.is_none() {
            self.problem(self.at..end, "This quote is not closed.");
        }
        let span = self.at..end;
        let text = self.text[start..inner_end].trim().to_owned();
        let meaning = if text.contains(char::is_alphanumeric) {
            Meaning::Term(Term { text, shape: Shape::Phrase, span: span.clone() })
        } else {
            if close.is_some() {
                self.problem(span.clone(), "There is nothing between these quotes.");
            }
            Meaning::Nothing
        };
        self.push(span.len(), TokenKind::Phrase, meaning);
    }

    fn word(&mut self) {
        let rest = &self.text[self.at..];
        let ends = |c: char| c.is_whitespace() || is_paren(c) || is_quote(c) || c == '|';
        let length = rest.find(ends).unwrap_or(rest.len());
        let word = &rest[..length];
        match word {
            "AND" => return self.push(length, TokenKind::Operator, Meaning::And),
            "OR" => return self.push(length, TokenKind::Operator, Meaning::Or),
            "NOT" => return self.push(length, TokenKind::Operator, Meaning::Not),
            _ => {}
        }
        match word.find([':', '：']).map(|colon| word.split_at(colon)) {
            Some((name, value)) if is_field_name(name) && !value.starts_with("://") => {
                self.field(name);
            }
            _ => self.plain_word(length),
        }
    }

    /// `title:`; a name nearly right is read as the field meant, another as a word.
    fn field(&mut self, name: &str) {
        let colon = self.text[self.at + name.len()..].chars().next().map_or(0, char::len_utf8);
        let length = name.len() + colon;
        if let Some(field) = Field::named(name) {
            return self.push(length, TokenKind::Field, Meaning::In(field));
        }
        let span = self.at..self.at + length;
        if let Some(field) = Field::near(name) {
            let meant = field.name();
            let message = format!("There is no field {name}; did you mean {meant}:?");
            self.problem(span, message);
            return self.push(length, TokenKind::Field, Meaning::In(field));
        }
        self.problem(span, format!("There is no field {name}; it is searched as a word."));
        self.plain_word(name.len());
        self.push(colon, TokenKind::Ignored, Meaning::Nothing);
    }

    fn plain_word(&mut self, length: usize) {
        let span = self.at..self.at + length;
        let word = &self.text[span.clone()];
        let bare = word.trim_start_matches('*');
        let (stem, star) = match bare.find('*') {
            Some(place) => (&bare[..place], Some(&bare[place..])),
            None => (bare, None),
        };
        if !stem.contains(char::is_alphanumeric) {
            if word.contains('*') {
                self.problem(span, "A star needs letters before it, as in eng*.");
            }
            return self.push(length, TokenKind::Ignored, Meaning::Nothing);
        }
        let star_ends = star.is_none_or(|rest| !rest.contains(char::is_alphanumeric));
        if bare.len() < word.len() || !star_ends {
            self.problem(span.clone(), "A star works only at the end of a word.");
        }
        let shape = if star.is_some() { Shape::Prefix } else { Shape::Word };
        let term = Term { text: stem.to_owned(), shape, span };
        self.push(length, TokenKind::Word, Meaning::Term(term));
    }
}

fn is_paren(character: char) -> bool {
    matches!(character, '(' | ')' | '（' | '）')
}

/// Straight quotes and those a word processor or a phone puts in their place.
fn is_quote(character: char) -> bool {
    matches!(character, '"' | '“' | '”' | '„' | '«' | '»' | '＂')
}

fn is_field_name(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_alphabetic() || c == '-')
}
