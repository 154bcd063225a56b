//! How names of positions and of employers are built, for the words that no list holds.
//!
//! Weak signs only: they decide between two pieces about which the lists of `roles` are silent.

use super::{fold, is_han, tokens};

/// Endings of people who do something, folded, with the fewest letters of a whole word.
const DOERS: [(&str, usize); 39] = [
    ("erin", 7),
    ("ierin", 8),
    ("macher", 8),
    ("meister", 8),
    ("warter", 8),
    ("wart", 6),
    ("schmied", 7),
    ("bauer", 6),
    ("leger", 7),
    ("decker", 8),
    ("euse", 6),
    ("trice", 6),
    ("iere", 6),
    ("isseur", 7),
    ("ateur", 7),
    ("ologue", 8),
    ("iste", 6),
    ("ienne", 7),
    ("ista", 6),
    ("ologo", 7),
    ("ologa", 7),
    ("atore", 7),
    ("itore", 7),
    ("aio", 6),
    ("ador", 6),
    ("adora", 7),
    ("edor", 6),
    ("edora", 7),
    ("idor", 6),
    ("eiro", 6),
    ("eira", 6),
    ("kundige", 9),
    ("aar", 6),
    ("aarster", 9),
    ("smith", 7),
    ("wright", 8),
    ("monger", 8),
    ("ologist", 9),
    ("keeper", 8),
];

/// Endings that many other words share.
const MAYBE: &str =
    "er or ist eur ier ian ero era tor tora ante ent ant man frau vrouw ster arzt tore rice logo";

/// Words that begin the name of a firm that is called after a family or a thing.
const NAMERS: &str = "the le la les los las el il lo gli der die das de het l'";

/// Words of kinship and partnership in the names of firms.
const KIN: &str = "sons brothers bros daughters gebruder sohne tochter freres fils filles hermanos hijos irmaos filhos fratelli figli eredi gebroeders zonen zoon erven co compagnie compania";

/// Small words inside of names and titles that keep their case.
const SMALL: &str = "de du des la le les d' da do das dos di della del delle dei van von en et und y e a au aux en op het der den in per fur para and of the & i ed zu voor";

/// How much a text that no list knows is built like a position; at most 0.8.
pub(crate) fn position_hint(text: &str, language: &str) -> f32 {
    if text.chars().any(is_han) {
        return if fold(text).ends_with(['师', '员', '长', '匠', '工']) { 0.8 } else { 0.0 };
    }
    let folded = fold(text);
    let words: Vec<&str> = tokens(&folded).collect();
    if words.is_empty() || words.len() > 7 {
        return 0.0;
    }
    let ends = |word: &str| DOERS.iter().any(|(end, least)| word.len() >= *least && word.ends_with(end));
    let maybe = |word: &str| word.len() >= 6 && MAYBE.split(' ').any(|end| word.ends_with(end));
    let mut score: f32 = if words.iter().take(3).any(|word| ends(word)) {
        0.6
    } else if maybe(words[0]) || words.last().is_some_and(|last| maybe(last)) {
        0.3
    } else {
        0.0
    };
    // "Maestra ceramista": in these languages a position is no name, a firm is.
    if has_plain_nouns(language) && small_case(text) == Some(true) {
        score += 0.5;
    }
    score.min(0.9)
}

/// How much a text that no list knows is built like the name of a firm; at most 1.
pub(crate) fn firm_hint(text: &str, language: &str) -> f32 {
    if text.chars().any(is_han) {
        return 0.0;
    }
    let folded = fold(text);
    let words: Vec<&str> = tokens(&folded).collect();
    let mut score: f32 = 0.0;
    let named = words.len() > 1 && words.first().is_some_and(|first| listed(NAMERS, first));
    let article = folded.starts_with("l'") || folded.starts_with("d'");
    if (named || article) && text.chars().next().is_some_and(char::is_uppercase) {
        score += 0.7;
    }
    if words.iter().any(|word| listed(KIN, word)) || text.contains(" & ") && words.len() <= 4 {
        score += 0.7;
    }
    if has_plain_nouns(language) && small_case(text) == Some(false) {
        score += 0.5;
    }
    score.min(1.0)
}

fn listed(list: &str, word: &str) -> bool {
    list.split(' ').any(|known| known == word)
}

/// Languages in which only names are capitalised within a line.
fn has_plain_nouns(language: &str) -> bool {
    matches!(language, "fr" | "es" | "pt" | "it" | "nl")
}

/// Whether the words behind the first are in lower case; none when there are none that tell.
fn small_case(text: &str) -> Option<bool> {
    let telling: Vec<bool> = text
        .split([' ', '-', '/'])
        .skip(1)
        .filter(|word| word.chars().next().is_some_and(char::is_alphabetic))
        .filter(|word| {
            let folded = fold(word);
            !listed(SMALL, &folded) && word.chars().any(char::is_lowercase)
        })
        .map(|word| word.chars().next().is_some_and(char::is_lowercase))
        .collect();
    if telling.is_empty() || telling.iter().any(|small| *small != telling[0]) {
        return None;
    }
    Some(telling[0])
}

#[cfg(test)]
mod tests {
    use super::{firm_hint, position_hint};

    #[test]
    fn words_no_list_knows_are_told_apart() {
        let pairs = [
            ("Voilière", "La Bordée", "fr"),
            ("Maestra tejedora", "Hilo y Lana", "es"),
            ("Pedreiro", "Vale do Lima", "pt"),
            ("Restauratrice capo", "Bottega Malacarne", "it"),
            ("Molenaar", "De Zwaluw", "nl"),
            ("Gesellin und Schuhmacherin", "Gebrüder Tönnies", "de"),
            ("Cheesemonger", "Kestrel & Sons", "en"),
            ("茶艺师", "山间茶舍", "zh"),
        ];
        for (position, firm, language) in pairs {
            let lean = |text: &str| position_hint(text, language) - firm_hint(text, language);
            assert!(lean(position) > lean(firm), "{position} | {firm}");
        }
    }
}
