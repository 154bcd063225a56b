//! Places within a line: taken off the end of an employer, or read as an address.

use crate::lexicon::places::{city, country, is_city, region};
use crate::lexicon::{fold, is_han};
use crate::resume::Location;

/// Words that stand for a place of work without being one.
fn is_anywhere(text: &str) -> bool {
    matches!(
        fold(text).as_str(),
        "remote"
            | "hybrid"
            | "on-site"
            | "onsite"
            | "home office"
            | "homeoffice"
            | "a distance"
            | "remoto"
            | "teletravail"
            | "worldwide"
            | "远程"
    )
}

/// A text that is nothing but a place.
pub(crate) fn is_place(text: &str) -> bool {
    let text = text.trim().trim_matches(['(', ')', ' ', ',']);
    if text.is_empty() || text.len() > 60 || text.contains(" (") && text.contains(',') {
        return false;
    }
    if is_anywhere(text) || country(text).is_some() || region(text).is_some() || is_city(text) {
        return true;
    }
    let parts: Vec<&str> =
        text.split([',', '，', '/']).map(str::trim).filter(|part| !part.is_empty()).collect();
    if parts.len() >= 2 {
        let last = parts[parts.len() - 1];
        let known = region(last).is_some() || country(last).is_some() || is_anywhere(last);
        let named = |part: &str| is_city(part) || region(part).is_some() || country(part).is_some();
        // Madrid is a region and a town: what stands before a town is no town.
        let known_town = is_city(last) && country(last).is_none() && last.len() > 2;
        // A town the gazetteer lacks: one or two capitalised words that are no firm and no position.
        let town = parts[0].split_whitespace().count() <= 3
            && parts[0].chars().next().is_some_and(char::is_uppercase)
            && !parts[0].chars().any(|character| character.is_ascii_digit())
            && crate::lexicon::roles::employer_score(parts[0]) == 0.0
            && crate::lexicon::roles::title_score(parts[0]) == 0.0;
        return known
            && !text.contains('/')
            && (town && parts.len() == 2 && !known_town
                || parts[..parts.len() - 1].iter().all(|part| named(part)))
            || parts.iter().all(|part| named(part));
    }
    // "Boise ID", "Boise ID 83702"
    let words: Vec<&str> = text
        .split_whitespace()
        .filter(|word| !word.chars().all(|character| character.is_ascii_digit() || character == '-'))
        .collect();
    words.len() >= 2
        && words.len() <= 4
        && words.last().is_some_and(|last| last.len() == 2 && region(last).is_some())
        && is_city(&words[..words.len() - 1].join(" "))
}

/// Takes a place off the end: "Halden Works, Boise, ID" is "Halden Works" and "Boise, ID".
pub(crate) fn strip(text: &str) -> (String, Option<String>) {
    let text = text.trim();
    if let Some(inner) = text.strip_suffix(')').or_else(|| text.strip_suffix('）'))
        && let Some(at) = inner.rfind(['(', '（'])
    {
        let place = inner[at..].trim_start_matches(['(', '（']);
        if is_place(place) {
            return (super::entries::trim_marks(&inner[..at]).to_owned(), Some(place.to_owned()));
        }
    }
    for joint in [" – ", " — ", " -- ", " - ", " | ", " · ", " • ", " / ", " in "] {
        if let Some(at) = text.rfind(joint) {
            let place = &text[at + joint.len()..];
            let before = &text[..at];
            if is_place(place) && !before.is_empty() {
                // "City – Boise, ID" may have its own comma place before the dash.
                return (super::entries::trim_marks(before).to_owned(), Some(place.trim().to_owned()));
            }
        }
    }
    by_commas(text)
}

fn by_commas(text: &str) -> (String, Option<String>) {
    let commas: Vec<usize> = text
        .char_indices()
        .filter(|(_, character)| matches!(character, ',' | '，'))
        .map(|(at, _)| at)
        .collect();
    // The longest tail that is a place; at most "City, Region, Country".
    for at in commas.iter().rev().take(3).rev() {
        let width = text[*at..].chars().next().map_or(1, char::len_utf8);
        let tail = text[at + width..].trim();
        let head = text[..*at].trim();
        let legal = !tail.contains(',') && crate::lexicon::roles::has_legal_form(&fold(tail));
        // "Chaletbau Wengen, Wengen"
        let named_after = !tail.contains(' ') && tail.len() > 3 && head.ends_with(&format!(" {tail}"));
        if named_after {
            return (head.to_owned(), Some(tail.to_owned()));
        }
        if !head.is_empty() && !legal && is_place(tail) {
            return (head.to_owned(), Some(tail.to_owned()));
        }
    }
    // Behind a legal form a capitalised word is a town, also one the gazetteer lacks.
    for joint in [", ", " – ", " — ", " - "] {
        if let Some((head, tail)) = text.rsplit_once(joint) {
            let ends_legal = head
                .rsplit(' ')
                .next()
                .is_some_and(|last| crate::lexicon::roles::has_legal_form(&fold(last)));
            let words = tail.split_whitespace().count();
            let named = tail.chars().next().is_some_and(char::is_uppercase)
                && tail.chars().all(|character| {
                    character.is_alphabetic() || matches!(character, ' ' | '-' | '\'' | '.')
                });
            let plain = crate::lexicon::roles::employer_score(tail) == 0.0
                && crate::lexicon::roles::title_score(tail) == 0.0;
            if ends_legal && named && plain && words <= 3 {
                return (head.to_owned(), Some(tail.to_owned()));
            }
        }
    }
    (text.to_owned(), None)
}

/// Reads an address line: "Am Mühlbach 5a, 17859 München", "Boise, ID 93351", "成都".
pub(crate) fn address(text: &str) -> Option<Location> {
    let parts: Vec<&str> =
        text.split([',', '，', ';', '\n']).map(str::trim).filter(|part| !part.is_empty()).collect();
    let mut location = Location::default();
    let mut street: Vec<&str> = Vec::new();
    for part in &parts {
        let (bare, postal) = without_postal(part);
        // "12 Admiralty Way, Lekki, Lagos": of a quarter and a town, both known, the town comes last.
        let quarter = location.city.is_some()
            && location.postal_code.is_none()
            && location.region.is_none()
            && !street.is_empty()
            && postal.is_none()
            && city(&fold(&bare))
                .is_some_and(|codes| location.country_code.as_deref() == codes.split(' ').next())
            && region(&bare).is_none()
            && country(&bare).is_none();
        if location.city.is_none() || quarter {
            if let Some((name, codes, state)) = city_in(&bare) {
                location.city = Some(name);
                location.country_code = codes;
                if let Some(state) = state {
                    location.country_code = region(&state).map(str::to_owned);
                    location.region = Some(state);
                }
                location.postal_code = postal.or(location.postal_code.take());
                continue;
            }
            street.push(part);
            continue;
        }
        if let Some(code) = country(&bare) {
            location.country_code = Some(code.to_owned());
        } else if let Some(code) = region(&bare) {
            location.region = Some(bare.clone());
            location.country_code = Some(code.to_owned());
        }
        if location.postal_code.is_none() {
            location.postal_code = postal;
        }
    }
    // "Springfield, IL": unknown to the gazetteer, but a state follows.
    if location.city.is_none() && parts.len() >= 2 {
        for pair in parts.windows(2) {
            let (state, postal) = without_postal(pair[1]);
            let code = region(&state).or_else(|| country(&state));
            let capitalised = pair[0].chars().next().is_some_and(char::is_uppercase)
                && !pair[0].chars().any(|character| character.is_ascii_digit());
            if let Some(code) = code
                && capitalised
                && pair[0].split_whitespace().count() <= 3
            {
                location.city = Some(pair[0].to_owned());
                location.region = region(&state).map(|_| state.clone());
                location.country_code = Some(code.to_owned());
                location.postal_code = postal;
                street.retain(|part| *part != pair[0] && *part != pair[1]);
            }
        }
    }
    if location.city.is_none()
        && let Some((town, postal)) = parts.iter().find_map(|part| coded_town(part, parts.len() > 1))
    {
        street.retain(|part| !part.contains(&town));
        location.city = Some(town);
        location.postal_code = Some(postal);
    }
    location.postal_code = location.postal_code.filter(|postal| postal.len() <= 10);
    location.city.as_ref()?;
    street.retain(|part| part.chars().filter(char::is_ascii_digit).count() < 7);
    if !street.is_empty() {
        location.address = Some(street.join(", "));
    }
    Some(location)
}

/// City, its country, and a state code glued behind: "St. Louis MO".
fn city_in(bare: &str) -> Option<(String, Option<String>, Option<String>)> {
    let bare = bare.trim();
    if bare.is_empty() || bare.len() > 50 {
        return None;
    }
    if let Some(name) =
        bare.strip_suffix('市').filter(|name| city(name).is_some() && name.chars().count() > 1)
    {
        return city_in(name);
    }
    // "Montréal (Québec)"
    if let Some((name, inner)) = bare.strip_suffix(')').and_then(|bare| bare.split_once(" ("))
        && city(&fold(name)).is_some()
    {
        let state = region(inner).map(|_| inner.to_owned());
        return city_in(name).map(|(name, code, _)| (name, code, state));
    }
    if let Some(codes) = city(&fold(bare)) {
        return Some((bare.to_owned(), codes.split(' ').next().map(str::to_owned), None));
    }
    if let Some((name, state)) = bare.rsplit_once(' ')
        && state.len() == 2
        && region(state).is_some()
        && (is_city(name)
            || name.split_whitespace().count() <= 2
                && !name.chars().any(|character| character.is_ascii_digit()))
    {
        return Some((name.to_owned(), None, Some(state.to_owned())));
    }
    // "Berlin-Mitte", "Frankfurt (Main)", "Paris 15e", "成都市武侯区"
    if bare.chars().any(is_han) {
        // "江苏省苏州市": the province leads.
        if let Some((_, rest)) =
            bare.split_once(['省']).or_else(|| bare.split_once("自治区")).filter(|(_, rest)| !rest.is_empty())
        {
            return city_in(rest);
        }
        let letters: Vec<char> = bare.chars().collect();
        for length in (2..=letters.len().min(4)).rev() {
            // "中山路" is a street, whatever town its name is from.
            if letters.get(length).is_some_and(|next| matches!(next, '路' | '街' | '道' | '巷')) {
                continue;
            }
            let name: String = letters[..length].iter().collect();
            if let Some(codes) = city(&name).or_else(|| city(&fold(&name))) {
                let name = name.strip_suffix('市').map_or(name.clone(), str::to_owned);
                return Some((name, codes.split(' ').next().map(str::to_owned), None));
            }
        }
        return None;
    }
    is_city(bare).then(|| (bare.to_owned(), None, None))
}

/// A town that no list holds, told by the postal code beside it: "29900 Concarneau".
fn coded_town(part: &str, has_street: bool) -> Option<(String, String)> {
    let (town, postal) = without_postal(part);
    let postal = postal?;
    let town = match town.rsplit_once(' ') {
        Some((town, code)) if code.len() == 2 && code.bytes().all(|letter| letter.is_ascii_uppercase()) => {
            town.to_owned()
        }
        _ => town,
    };
    let digits = postal.chars().filter(char::is_ascii_digit).count();
    let leads = part.trim().starts_with(&postal);
    let is_year = digits == 4 && postal.len() == 4 && !has_street;
    let coded = match digits {
        5..=7 => true,
        4 => leads && !is_year || postal.chars().any(char::is_uppercase),
        2 | 3 => has_street && postal.chars().any(char::is_uppercase) && postal.len() >= 5,
        _ => false,
    };
    let words: Vec<&str> = town.split_whitespace().collect();
    let small = |word: &&str| word.chars().all(char::is_lowercase) && word.chars().count() <= 3;
    let named = (1..=5).contains(&words.len())
        && town
            .chars()
            .all(|letter| letter.is_alphabetic() || matches!(letter, ' ' | '-' | '\'' | '’' | '.'))
        && words.iter().all(|word| word.chars().next().is_some_and(char::is_uppercase) || small(word))
        && words[0].chars().count() > 2;
    (coded && named && postal.len() <= 9).then_some((town, postal))
}

/// Digits of a postal code taken off: "17859 München", "ID 93351", "SW1A 1AA London".
fn without_postal(part: &str) -> (String, Option<String>) {
    let mut kept: Vec<&str> = Vec::new();
    let mut postal: Vec<&str> = Vec::new();
    for word in part.split_whitespace().filter(|word| !matches!(*word, "-" | "–" | "—")) {
        let digits = word.chars().filter(char::is_ascii_digit).count();
        let prefixed = word.split_once('-').is_some_and(|(country, code)| {
            country.len() <= 2
                && country.chars().all(char::is_uppercase)
                && code.chars().all(|character| character.is_ascii_digit())
        });
        let code = word.len() >= 3
            && digits * 2 >= word.len()
            && word.chars().all(|character| {
                character.is_ascii_digit() || character.is_ascii_uppercase() || character == '-'
            })
            || prefixed
            || word.len() <= 4
                && digits > 0
                && word.chars().all(|character| character.is_ascii_uppercase() || character.is_ascii_digit())
                && word.chars().next().is_some_and(char::is_uppercase)
            || word.len() == 3
                && digits == 1
                && word.chars().next().is_some_and(|first| first.is_ascii_digit())
                && word.chars().all(|character| character.is_ascii_digit() || character.is_ascii_uppercase());
        if code { postal.push(word) } else { kept.push(word) }
    }
    // A Dutch code has its letters apart: "1012 AB Amsterdam".
    if !postal.is_empty()
        && kept.len() > 1
        && kept[0].len() == 2
        && kept[0].chars().all(char::is_uppercase)
        && postal[0].len() == 4
    {
        postal.push(kept.remove(0));
    }
    (kept.join(" "), (!postal.is_empty()).then(|| postal.join(" ")))
}

#[cfg(test)]
mod tests {
    use super::{address, is_place, strip};

    #[test]
    fn places_come_off_employers() {
        let cases = [
            ("Harrowgate Warehousing Corp., Tampa, FL", "Harrowgate Warehousing Corp.", Some("Tampa, FL")),
            ("Northwind Robotics – Springfield, IL", "Northwind Robotics", Some("Springfield, IL")),
            ("Brightwave Analytics LLC — Remote, USA", "Brightwave Analytics LLC", Some("Remote, USA")),
            ("Dunmore Law - Wien", "Dunmore Law", Some("Wien")),
            ("Acme, Inc.", "Acme, Inc.", None),
            ("天元数据有限公司, 成都", "天元数据有限公司", Some("成都")),
        ];
        for (text, rest, place) in cases {
            assert_eq!(strip(text), (rest.to_owned(), place.map(str::to_owned)), "{text}");
        }
    }

    #[test]
    fn addresses_are_read() {
        let read = |text: &str| {
            address(text).map(|found| (found.city.unwrap_or_default(), found.postal_code, found.address))
        };
        assert_eq!(
            read("Am Mühlbach 5a, 17859 München"),
            Some(("München".into(), Some("17859".into()), Some("Am Mühlbach 5a".into())))
        );
        assert_eq!(
            read("429 Maple Avenue, Boston, MA 50532"),
            Some(("Boston".into(), Some("50532".into()), Some("429 Maple Avenue".into())))
        );
        assert_eq!(
            read("182 Old Mill Rd, Apt 2, St. Louis MO").map(|found| found.0),
            Some("St. Louis".into())
        );
        for (text, town) in [
            ("12 quai de la Croix, 29900 Concarneau", "Concarneau"),
            ("8801 KL Franeker", "Franeker"),
            ("Concarneau 29900 FR", "Concarneau"),
            ("4 Silver Street, Whitby YO21 3PU", "Whitby"),
            ("4900-355 Viana do Castelo", "Viana do Castelo"),
            ("18 Cannery Row, Astoria, OR 97103", "Astoria"),
        ] {
            assert_eq!(read(text).map(|found| found.0).as_deref(), Some(town), "{text}");
        }
        assert_eq!(read("Born 1990"), None);
        assert_eq!(read("成都").map(|found| found.0), Some("成都".into()));
        assert!(!is_place("Engineering"));
    }
}
