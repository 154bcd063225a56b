//! Which parts of free text are read at all; the rules are listed in `profile`.
//!
//! A rule may only look at characters that are never matched themselves. Otherwise cutting a match out could make a
//! line readable, or unreadable, and the points of other reasons would move.

use crate::model::words::normalise;
use std::ops::Range;

/// Labels that name a protected fact wherever they stand. Nine languages, without accents.
const LABELS: &[&str] = &[
    "date of birth",
    "place of birth",
    "birth date",
    "birthdate",
    "birthday",
    "nationality",
    "citizenship",
    "marital status",
    "civil status",
    "gender",
    "religion",
    "pronouns",
    "geburtsdatum",
    "geburtsort",
    "geboren am",
    "geboren in",
    "staatsangehorigkeit",
    "staatsburgerschaft",
    "nationalitat",
    "familienstand",
    "geschlecht",
    "konfession",
    "verheiratet",
    "ledig",
    "geschieden",
    "verwitwet",
    "date de naissance",
    "lieu de naissance",
    "nationalite",
    "situation familiale",
    "etat civil",
    "celibataire",
    "fecha de nacimiento",
    "lugar de nacimiento",
    "nacionalidad",
    "estado civil",
    "data di nascita",
    "luogo di nascita",
    "nazionalita",
    "cittadinanza",
    "stato civile",
    "geboortedatum",
    "geboorteplaats",
    "nationaliteit",
    "burgerlijke staat",
    "geslacht",
    "data urodzenia",
    "narodowosc",
    "obywatelstwo",
    "stan cywilny",
    "data de nascimento",
    "nacionalidade",
    "fodelsedatum",
    "medborgarskap",
    "nationalitet",
    "civilstand",
];

/// Labels that are ordinary words too; they count only directly before a colon.
const LABELS_BEFORE_COLON: &[&str] = &[
    "age",
    "sex",
    "born",
    "birth",
    "children",
    "name",
    "photo",
    "alter",
    "kinder",
    "foto",
    "geb",
    "sexe",
    "enfants",
    "ne le",
    "nee le",
    "sexo",
    "edad",
    "hijos",
    "sesso",
    "eta",
    "nato il",
    "nata il",
    "figli",
    "leeftijd",
    "kinderen",
    "plec",
    "wiek",
    "idade",
    "filhos",
    "alder",
    "kon",
    "nom",
    "prenom",
    "nombre",
    "apellidos",
    "nome",
    "naam",
    "vorname",
    "nachname",
    "imie",
    "nazwisko",
    "full name",
    "first name",
    "last name",
    "surname",
];

/// First lines that are the document's title and not yet the name.
const DOCUMENT_TITLES: &[&str] = &[
    "curriculum vitae",
    "cv",
    "resume",
    "lebenslauf",
    "curriculum",
    "vitae",
    "europass",
    "europass curriculum vitae",
    "zyciorys",
    "meritforteckning",
    "curriculo",
];

/// Byte ranges of the parts of `text` that may be read.
pub(crate) fn readable(text: &str) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut head = true;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let normal = normalise(line.trim());
        if !normal.contains(char::is_alphanumeric) {
            continue;
        }
        if head {
            head = DOCUMENT_TITLES.contains(&normal.as_ref());
            continue;
        }
        if !has_address(line) && !has_phone(&normal) && !has_label(&normal) {
            parts.extend(without_links(line).map(|part| part.start + start..part.end + start));
        }
    }
    parts
}

/// An e-mail address: a sign between two letters or digits.
fn has_address(line: &str) -> bool {
    line.match_indices('@').any(|(at, _)| {
        line[..at].ends_with(char::is_alphanumeric) && line[at + 1..].starts_with(char::is_alphanumeric)
    })
}

/// `+` and seven digits, with single separators or brackets between them.
fn has_phone(line: &str) -> bool {
    line.match_indices('+').any(|(at, _)| {
        let mut digits = 0;
        let mut before = '+';
        for character in line[at + 1..].chars() {
            match character {
                '0'..='9' => digits += 1,
                '-' | '.' | '/' | ' ' if before.is_ascii_digit() || before == ')' => {}
                '(' if before.is_ascii_digit() || before == ' ' => {}
                ')' if before.is_ascii_digit() => {}
                _ => break,
            }
            before = character;
        }
        digits >= 7
    })
}

fn has_label(line: &str) -> bool {
    let mut before = ' ';
    line.char_indices().any(|(at, character)| {
        let starts_word = character.is_alphanumeric() && !before.is_alphanumeric();
        before = character;
        starts_word && begins_with_label(&line[at..])
    })
}

fn begins_with_label(text: &str) -> bool {
    let after = |labels: &'static [&'static str]| labels.iter().filter_map(|label| text.strip_prefix(label));
    after(LABELS).any(|rest| !rest.starts_with(char::is_alphanumeric))
        || after(LABELS_BEFORE_COLON).any(|rest| rest.starts_with(':'))
}

/// The line around its web addresses.
fn without_links(line: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    line.split_inclusive(char::is_whitespace).filter_map(move |chunk| {
        let start = at;
        at += chunk.len();
        let link = chunk.contains("://") || chunk.starts_with("www.") || has_path(chunk);
        (!link).then_some(start..at)
    })
}

/// `linkedin.com/in/…` without a scheme.
fn has_path(chunk: &str) -> bool {
    [".com/", ".org/", ".net/", ".io/", ".de/", ".example/"].iter().any(|sign| chunk.contains(sign))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        readable(text).into_iter().map(|part| &text[part]).collect()
    }

    #[test]
    fn head_contacts_and_protected_facts_are_not_read() {
        let text = "Curriculum Vitae\n\nJohn Baker\nbaker@mail.example | Rust\n+49 (0)30 23125-422\n\
                    Staatsangehörigkeit: deutsch\nRust, Go www.rust.example linkedin.com/in/java\nAge: 41\n\
                    Average age of fleets fell\n2016 + 2020\n";
        assert_eq!(read(text), "Rust, Go Average age of fleets fell\n2016 + 2020\n");
    }
}
