//! Text with a person taken out of it, for readers who must not know who it is.
//!
//! This is best effort on free text: what is known of the person is replaced wherever it stands,
//! and what looks like an address, a number or a personal line is replaced by pattern. Structured
//! fields, not masked text, are the safe default of blind review.

use crate::lexicon::fold;

/// What is known of the person by the time the text is shown.
#[derive(Debug, Clone, Default)]
pub struct KnownIdentities {
    /// Full names and parts of names.
    pub names: Vec<String>,
    /// E-mail addresses.
    pub emails: Vec<String>,
    /// Phone numbers in any form.
    pub phones: Vec<String>,
    /// Web addresses.
    pub links: Vec<String>,
    /// Streets and towns.
    pub addresses: Vec<String>,
    /// Any other words, for example quotes of personal data.
    pub other: Vec<String>,
}

/// Text that only [`mask`] makes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MaskedText(String);

impl MaskedText {
    /// The text for showing.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Replaces known identities and patterns of identities in a text.
pub fn mask(text: &str, known: &KnownIdentities) -> MaskedText {
    let mut cover = Cover::new(text);
    for name in &known.names {
        cover.hide_phrase(name, "[name]", 2);
        for part in name.split([' ', '-']).filter(|part| part.chars().count() > 2) {
            cover.hide_phrase(part, "[name]", 3);
        }
        if name.chars().all(crate::lexicon::is_han) {
            cover.hide_phrase(name, "[name]", 2);
        }
    }
    for (list, label) in [
        (&known.emails, "[e-mail]"),
        (&known.phones, "[phone]"),
        (&known.links, "[link]"),
        (&known.addresses, "[address]"),
        (&known.other, "[personal]"),
    ] {
        for phrase in list {
            cover.hide_phrase(phrase, label, 3);
        }
    }
    for phone in &known.phones {
        cover.hide_digits(phone);
    }
    cover.hide_patterns();
    MaskedText(cover.finish())
}

struct Cover<'a> {
    text: &'a str,
    /// Folded text, and for each of its bytes the byte of `text` it came from.
    folded: String,
    origin: Vec<usize>,
    hidden: Vec<(usize, usize, &'static str)>,
}

impl<'a> Cover<'a> {
    fn new(text: &'a str) -> Cover<'a> {
        let mut folded = String::with_capacity(text.len());
        let mut origin = Vec::with_capacity(text.len() + 1);
        for (at, character) in text.char_indices() {
            let piece = fold(character.encode_utf8(&mut [0; 4]));
            origin.extend(std::iter::repeat_n(at, piece.len()));
            folded.push_str(&piece);
        }
        origin.push(text.len());
        Cover { text, folded, origin, hidden: Vec::new() }
    }

    fn hide_phrase(&mut self, phrase: &str, label: &'static str, letters_min: usize) {
        let needle = fold(phrase.trim());
        if needle.chars().count() < letters_min {
            return;
        }
        let wide = needle.chars().any(crate::lexicon::is_han);
        let mut from = 0;
        while let Some(at) = self.folded[from..].find(&needle).map(|at| at + from) {
            let end = at + needle.len();
            let before = self.folded[..at].chars().next_back();
            let after = self.folded[end..].chars().next();
            let apart = |side: Option<char>| side.is_none_or(|character| !character.is_alphanumeric());
            if wide || apart(before) && apart(after) {
                self.hidden.push((self.origin[at], self.origin[end], label));
            }
            from = end;
        }
    }

    /// A phone number however its digits are grouped.
    fn hide_digits(&mut self, phone: &str) {
        let digits: Vec<char> = phone.chars().filter(char::is_ascii_digit).collect();
        if digits.len() < 7 {
            return;
        }
        let tail: String = digits[digits.len() - 7..].iter().collect();
        let places: Vec<(usize, char)> =
            self.text.char_indices().filter(|(_, character)| character.is_ascii_digit()).collect();
        for window in places.windows(7) {
            let near = window.windows(2).all(|pair| pair[1].0 - pair[0].0 <= 4);
            if near && window.iter().map(|(_, digit)| *digit).collect::<String>() == tail {
                let start = self.text[..window[0].0]
                    .char_indices()
                    .rev()
                    .take_while(|(_, character)| {
                        character.is_ascii_digit()
                            || matches!(character, '+' | ' ' | '(' | ')' | '-' | '/' | '.')
                    })
                    .last()
                    .map_or(window[0].0, |(at, _)| at);
                self.hidden.push((start, window[6].0 + 1, "[phone]"));
            }
        }
    }

    fn hide_patterns(&mut self) {
        let text = self.text;
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            let body = line.trim_end_matches('\n');
            for (from, to, label) in crate::facts::identifying(body) {
                self.hidden.push((start + from, start + to, label));
            }
            start += line.len();
        }
    }

    fn finish(mut self) -> String {
        self.hidden.sort_by_key(|(start, end, _)| (*start, usize::MAX - end));
        let mut out = String::with_capacity(self.text.len());
        let mut at = 0;
        for (start, end, label) in self.hidden {
            if end <= at {
                continue;
            }
            if start >= at {
                out.push_str(&self.text[at..start]);
                out.push_str(label);
            }
            at = end;
        }
        out.push_str(&self.text[at..]);
        out
    }
}

#[cfg(test)]
mod tests {
    use super::{KnownIdentities, mask};

    #[test]
    fn known_names_and_patterns_disappear() {
        let known = KnownIdentities {
            names: vec!["José Peña".into()],
            phones: vec!["+34600000087".into()],
            ..KnownIdentities::default()
        };
        let text = "JOSE PENA, Seville\nMail: jp@example.org, (+34) 600 000 087\nPeña led the team.\nDate of birth: 1.2.1990\nwww.example.org/jp";
        let masked = mask(text, &known);
        for secret in ["JOSE", "Peña", "jp@", "600", "1990", "www"] {
            assert!(!masked.as_str().contains(secret), "{secret} in {}", masked.as_str());
        }
        assert!(masked.as_str().contains("led the team"));
    }

    #[test]
    fn names_inside_of_words_stay() {
        let known = KnownIdentities { names: vec!["Art".into()], ..KnownIdentities::default() };
        assert_eq!(mask("Started in art", &known).as_str(), "Started in [name]");
    }
}
