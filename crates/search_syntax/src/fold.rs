//! Folding: how two spellings of one word become equal. Case, accents, ligatures and width go;
//! marks that make a different letter (Devanagari vowels, Japanese voicing) stay.

use unicode_normalization::UnicodeNormalization;

/// The folded form: compatibility-decomposed, without accents, lower case, `ß` as `ss`.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    fold_into(text, &mut folded);
    folded
}

/// As [`fold`], appended to a buffer the caller keeps; the index folds millions of words.
pub fn fold_into(text: &str, folded: &mut String) {
    if text.is_ascii() {
        folded.extend(text.bytes().map(|byte| byte.to_ascii_lowercase() as char));
        return;
    }
    for character in text.chars().nfkd().filter(|&c| !is_accent(c)) {
        for lower in character.to_lowercase() {
            push_letter(lower, folded);
        }
    }
}

/// Letters that no decomposition takes apart, but people type in plain ASCII.
fn push_letter(letter: char, folded: &mut String) {
    match letter {
        'ß' => folded.push_str("ss"),
        'æ' => folded.push_str("ae"),
        'œ' => folded.push_str("oe"),
        'þ' => folded.push_str("th"),
        'ø' => folded.push('o'),
        'đ' | 'ð' => folded.push('d'),
        'ħ' => folded.push('h'),
        'ı' => folded.push('i'),
        'ł' => folded.push('l'),
        'ŋ' => folded.push('n'),
        'ŧ' => folded.push('t'),
        'ς' => folded.push('σ'),
        '’' | 'ʼ' => folded.push('\''),
        letter if is_accent(letter) => {}
        letter => folded.push(letter),
    }
}

/// Marks that may be left out in writing: Latin, Greek and Cyrillic accents, Hebrew points,
/// Arabic vowels, and characters nobody sees.
pub(crate) fn is_accent(character: char) -> bool {
    matches!(character,
        '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}'
        | '\u{20d0}'..='\u{20ff}' | '\u{fe20}'..='\u{fe2f}' | '\u{591}'..='\u{5bd}'
        | '\u{5bf}' | '\u{5c1}'..='\u{5c2}' | '\u{5c4}'..='\u{5c5}' | '\u{610}'..='\u{61a}'
        | '\u{640}' | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{ad}' | '\u{200b}'..='\u{200d}'
        | '\u{2060}' | '\u{feff}')
}
