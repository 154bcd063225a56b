//! Which countries national phone numbers may belong to, the likeliest first.

use super::phone;
use crate::draft::Draft;
use crate::lexicon::fold;
use crate::lexicon::places::{city, country, region};
use crate::reading::Hints;

/// Lines near the top, where the address stands.
const HEAD_LINES: usize = 40;
/// Lines looked at for towns of work and study.
const LINES_MAX: usize = 300;

/// The country of the address, of the mail address, of the towns in the document, and of the
/// language, in this order of weight.
pub(super) fn of(draft: &Draft, language: &str, hints: &Hints<'_>) -> Vec<String> {
    let own = phone::regions_of(language);
    let mut scores: Vec<(&'static str, f32)> = Vec::new();
    let mut seen: Vec<String> = Vec::new();
    for (index, line) in draft.lines.iter().enumerate().take(LINES_MAX) {
        let text = line.text();
        if text.len() > 120 {
            continue;
        }
        let near = index < HEAD_LINES;
        for word in text.split_whitespace().filter(|word| is_host(word)) {
            if let Some(code) = by_ending(word) {
                vote(&mut scores, code, 2.5);
            }
        }
        for piece in text.split([',', '|', '•', '·', '(', ')', ';', '–', '—', '⋄', '◆']) {
            let piece = piece.trim();
            if piece.len() < 2 || piece.len() > 40 || seen.iter().any(|known| known == piece) {
                continue;
            }
            if let Some((code, weight)) = by_place(piece, own, near) {
                seen.push(piece.to_owned());
                vote(&mut scores, code, weight);
            }
        }
    }
    // Without any other sign the first country of the language is the likeliest.
    let defaults = own.iter().copied();
    for (rank, code) in defaults.enumerate() {
        vote(&mut scores, code, 0.9 - 0.1 * rank as f32);
    }
    scores.sort_by(|a, b| b.1.total_cmp(&a.1));
    let mut regions: Vec<String> = scores.into_iter().map(|(code, _)| code.to_owned()).collect();
    if let Some(firm) = hints.region
        && !regions.iter().any(|known| known == firm)
    {
        regions.push(firm.to_owned());
    } else if let Some(firm) = hints.region
        && language == "en"
        && let Some(at) = regions.iter().position(|known| known == firm)
        && seen.is_empty()
    {
        regions[..=at].rotate_right(1);
    }
    regions
}

/// Part of an address in the net, also the rest of one that a narrow column cut.
fn is_host(word: &str) -> bool {
    let bare = word.trim_end_matches(['.', ',', ')', ';', '>', '/']);
    let Some((host, ending)) = bare.rsplit_once('.') else {
        return false;
    };
    let lower = ending.len() == 2 && ending.bytes().all(|letter| letter.is_ascii_lowercase());
    lower
        && host.len() >= 4
        && host.chars().all(|letter| letter.is_ascii_alphanumeric() || "@.-_:/".contains(letter))
}

fn vote(scores: &mut Vec<(&'static str, f32)>, code: &'static str, weight: f32) {
    match scores.iter_mut().find(|(known, _)| *known == code) {
        Some((_, score)) => *score += weight,
        None => scores.push((code, weight)),
    }
}

/// "anna@post.example.be" is from Belgium; endings that firms everywhere use say nothing.
fn by_ending(word: &str) -> Option<&'static str> {
    let host = word.rsplit('@').next()?.split('/').next()?;
    let ending = fold(host.trim_end_matches(['.', ',', ')', ';', '>']).rsplit('.').next()?);
    let code = if ending == "uk" { "GB".to_owned() } else { ending.to_uppercase() };
    (!matches!(ending.as_str(), "io" | "me" | "co" | "ai" | "eu" | "tv" | "cc" | "in"))
        .then(|| phone::known_country(&code))
        .flatten()
        .or_else(|| (ending == "in").then_some("IN"))
        .or_else(|| (ending == "co").then_some("CO").filter(|_| host.contains(".com.co")))
}

fn by_place(piece: &str, own: &[&'static str], near: bool) -> Option<(&'static str, f32)> {
    if let Some(code) = country(piece) {
        return Some((code, if near { 4.0 } else { 1.0 }));
    }
    // "29900 Concarneau FR", "5000 BE"
    if let Some((before, code)) = piece.rsplit_once(' ')
        && code.len() == 2
        && code.bytes().all(|letter| letter.is_ascii_uppercase())
        && before.bytes().any(|byte| byte.is_ascii_digit())
        && region(code).is_none()
        && let Some(code) = phone::known_country(code)
    {
        return Some((code, if near { 3.0 } else { 1.0 }));
    }
    // Two capitals are a state in English and an abbreviation elsewhere.
    let bare = piece.trim_end_matches(|mark: char| mark.is_ascii_digit() || matches!(mark, ' ' | '-'));
    if let Some(code) = region(bare)
        && (bare.len() > 2 || own.contains(&code) || code == "CA" && own.contains(&"US"))
    {
        return Some((code, if near { 3.0 } else { 0.8 }));
    }
    // A town of one name in many countries is believed where the language agrees.
    let town = piece.trim_matches(|mark: char| mark.is_ascii_digit() || matches!(mark, ' ' | '-' | '.'));
    let codes = city(&fold(town))?;
    let code = own.iter().copied().find(|code| codes.split(' ').any(|known| known == *code))?;
    let first = codes.split(' ').find_map(|code| own.iter().copied().find(|known| *known == code));
    Some((first.unwrap_or(code), if near { 1.2 } else { 0.6 }))
}

#[cfg(test)]
mod tests {
    use super::of;
    use crate::draft::{Draft, Line, Segment};
    use crate::reading::Hints;

    fn first(lines: &[&str], language: &str) -> String {
        let lines = lines
            .iter()
            .map(|text| Line {
                segments: vec![Segment { text: (*text).to_owned(), ..Segment::default() }],
                ..Line::default()
            })
            .collect();
        of(&Draft { lines, ..Draft::default() }, language, &Hints::default()).swap_remove(0)
    }

    #[test]
    fn the_country_is_told_by_address_mail_and_towns() {
        assert_eq!(first(&["joris@kanaal.example.be"], "nl"), "BE");
        assert_eq!(first(&["Regula Zgraggen", "regula@unruh.example.ch"], "de"), "CH");
        assert_eq!(first(&["t.meulen@scene-", "ouverte.example.be"], "fr"), "BE");
        assert_eq!(first(&["Grand-Rue 27, 1211 Meyrin CH"], "fr"), "CH");
        assert_eq!(first(&["44, rue Saint-Jean, Québec, QC G1R 2B5"], "fr"), "CA");
        assert_eq!(first(&["anna@mail.example.com", "Wien"], "de"), "AT");
        assert_eq!(first(&["anna@mail.example.com"], "de"), "DE");
        assert_eq!(first(&["12 Rd, Mysuru, Karnataka 570001"], "en"), "IN");
        assert_eq!(first(&["Longreach, Queensland"], "en"), "AU");
    }
}
