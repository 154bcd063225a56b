//! Lists: skills, languages, certificates.

use super::Context;
use super::entries::trim_marks;
use super::spoken::{is_language_label, languages_in};
use crate::draft::Line;
use crate::lexicon::dates::spans;
use crate::lexicon::headings::{Strength, Topic, topic};
use crate::lexicon::languages::is_level;
use crate::lexicon::{fold, is_han};
use crate::resume::{Certificate, Fact, Language};

/// Lines of a section as the author meant them: wrapped ones joined, cells apart.
pub(super) fn items(lines: &[Line], indices: &[usize]) -> Vec<(String, usize)> {
    let mut found: Vec<(String, usize)> = Vec::new();
    let tight = wrap_gap(lines, indices);
    let is_mostly_capital = begins_in_capitals(lines, indices);
    for (at, index) in indices.iter().enumerate() {
        let line = &lines[*index];
        let text = line.text();
        let joins = at > 0 && !line.bullet && line.segments.len() == 1 && {
            let before = &lines[indices[at - 1]];
            let list = before.text();
            let together = before.block == line.block && before.page == line.page && line.gap < 0.75;
            let full = before.x1() > 0.8 * before.right && before.right > 200.0;
            let comma = list.trim_end().ends_with([',', ';', '、', '，', '/', '&', '|', '·'])
                || text.starts_with([',', '|', '·']);
            let list_runs_on = full
                && (list.contains([',', ';', '、', '|', '·', '•']) || list.contains(" / "))
                && !starts_label(&text);
            let hanging = before.bullet && line.x0() > before.x0() - 1.0 && full;
            let goes_on = text.starts_with(char::is_lowercase)
                && before.segments.len() == 1
                && (list.contains([',', ';']) && text.contains([',', ';'])
                    || is_mostly_capital
                        && line.gap < 0.6
                        && (line.x0() - before.x0()).abs() < 3.0
                        && before.x1() - before.x0() > 0.55 * (before.right - before.x0()));
            let spaced = tight.is_some_and(|tight| line.gap <= tight)
                && !before.text().contains(',')
                && before.segments.len() == 1;
            together
                && (comma
                    || text.starts_with('(')
                    || list_runs_on
                    || hanging
                    || spaced
                    || goes_on
                    || list.trim_end().ends_with('-') && text.starts_with(char::is_lowercase))
        };
        if let Some(cell) = cell_above(lines, indices, at, &found).filter(|_| is_mostly_capital)
            && let Some((above, _)) = found.get_mut(cell)
        {
            above.push(' ');
            above.push_str(&text);
            continue;
        }
        if joins && let Some((last, _)) = found.last_mut() {
            let wide = last.chars().next_back().is_some_and(is_han);
            if last.ends_with('-') && text.starts_with(char::is_lowercase) {
                last.push_str(&text);
            } else {
                if !wide {
                    last.push(' ');
                }
                last.push_str(&text);
            }
            continue;
        }
        for segment in &line.segments {
            found.push((segment.text.clone(), *index));
        }
    }
    found
}

/// Most items begin in capitals, so one that does not goes on from the line above.
fn begins_in_capitals(lines: &[Line], indices: &[usize]) -> bool {
    let segments = indices.iter().flat_map(|index| &lines[*index].segments);
    let (mut small, mut all) = (0, 0);
    for first in segments.filter_map(|segment| segment.text.chars().find(|letter| letter.is_alphabetic())) {
        all += 1;
        small += usize::from(first.is_lowercase());
    }
    small * 3 <= all
}

/// The item in the row of cells above that this line goes on from: "rendus" under "Rédaction de comptes".
fn cell_above(lines: &[Line], indices: &[usize], at: usize, found: &[(String, usize)]) -> Option<usize> {
    let line = &lines[indices[at]];
    let before = &lines[indices[at.checked_sub(1)?]];
    let [segment] = line.segments.as_slice() else { return None };
    let wraps = segment.text.starts_with(char::is_lowercase) && line.gap < 0.75 && before.block == line.block;
    let cell = before.segments.iter().position(|cell| (cell.x0 - segment.x0).abs() < 3.0)?;
    (wraps && before.segments.len() > 1).then(|| found.len().checked_sub(before.segments.len() - cell))?
}

fn starts_label(text: &str) -> bool {
    text.split_once(':').is_some_and(|(label, _)| label.split_whitespace().count() <= 4)
}

/// Where the gaps of a list fall into two kinds, the small ones are wraps.
fn wrap_gap(lines: &[Line], indices: &[usize]) -> Option<f32> {
    let gaps: Vec<f32> =
        indices.iter().skip(1).map(|index| lines[*index].gap).filter(|gap| *gap < 8.0).collect();
    let least = gaps.iter().copied().fold(f32::MAX, f32::min);
    let wide = gaps.iter().filter(|gap| **gap > least + 0.4).count();
    let plain = indices.iter().all(|index| !lines[*index].bullet);
    (gaps.len() >= 3 && wide >= 2 && plain && wide * 3 >= gaps.len() * 2 && gaps.len() > wide)
        .then_some(least + 0.12)
}

/// Skills as listed.
pub(super) fn skills(
    lines: &[Line],
    indices: &[usize],
    context: &Context<'_>,
) -> (Vec<Fact<String>>, Vec<Fact<Language>>) {
    let mut skills: Vec<Fact<String>> = Vec::new();
    let mut spoken: Vec<Fact<Language>> = Vec::new();
    for (item, line) in items(lines, indices) {
        let (label, values) = match item.split_once([':', '：']) {
            Some((label, values))
                if label.split_whitespace().count() <= 5
                    && !values.trim().is_empty()
                    && !values.starts_with("//") =>
            {
                (fold(label), values.to_owned())
            }
            _ => (String::new(), item.clone()),
        };
        if is_language_label(&label) {
            let languages = languages_in(&values, line, context);
            if !languages.is_empty() {
                spoken.extend(languages);
                continue;
            }
        }
        let other = !is_rest(&label)
            && matches!(
                topic(&label),
                Some((
                    Topic::Interests | Topic::References | Topic::Education | Topic::Awards | Topic::Other,
                    Strength::Certain
                ))
            );
        if other {
            continue;
        }
        for part in split_list(&values) {
            let part = skill_name(part);
            let words = part.split_whitespace().count();
            let letters = part.chars().count();
            let han = part.chars().filter(|character| is_han(*character)).count();
            let plain = part.chars().any(char::is_alphanumeric)
                && !is_reach(part)
                && letters <= 60
                && words <= 7
                && han <= 14
                && !part.chars().all(|character| character.is_ascii_digit());
            if !plain || is_bare_level(part) && !matches!(part.chars().count(), 1) {
                continue;
            }
            let confidence = if words <= 3 { 0.93 } else { 0.7 };
            if !skills.iter().any(|known| fold(&known.value) == fold(part)) {
                skills.push(context.fact(part, line, confidence));
            }
        }
    }
    (skills, spoken)
}

/// "Other: Excel, SAP": what follows are skills like those before.
fn is_rest(label: &str) -> bool {
    const REST: &str = "other|others|additional|further|miscellaneous|sonstiges|sonstige|weitere|weiteres|divers|autres|otros|otras|outros|outras|altro|altre|altri|overig|overige|其他|其它";
    REST.split('|').any(|known| known == label.trim())
}

/// Nothing but a level: "sehr gut", "Level 3"; "Excel avanzado" is a skill.
fn is_bare_level(part: &str) -> bool {
    const BESIDE: &str =
        "very sehr tres muy molto muito zeer level user knowledge niveau nivel livello skills";
    let folded = fold(part);
    let words: Vec<&str> = folded.split_whitespace().collect();
    words.len() <= 2
        && is_level(part)
        && words.iter().all(|word| {
            is_level(word)
                || BESIDE.split(' ').any(|known| known == *word)
                || word.chars().all(|mark| !mark.is_alphabetic())
        })
}

/// An address or a number that strayed into a list: the foot of a page.
fn is_reach(part: &str) -> bool {
    part.contains('@')
        || part.chars().filter(char::is_ascii_digit).count() >= 7
            && part
                .chars()
                .all(|mark| mark.is_ascii_digit() || matches!(mark, '+' | ' ' | '-' | '(' | ')' | '.' | '/'))
}

/// Splits at commas and the like, but not inside of brackets.
pub(super) fn split_list(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut depth = 0usize;
    let mut start = 0;
    let mut before = ' ';
    let slashes = text.matches(" / ").count() > 1 && !text.contains([',', ';']);
    for (at, character) in text.char_indices() {
        match character {
            '(' | '（' | '[' => depth += 1,
            ')' | '）' | ']' => depth = depth.saturating_sub(1),
            ',' | ';' | '|' | '•' | '·' | '、' | '，' | '；' | '∙' | '\n'
                if depth == 0
                    && !(character == ','
                        && before.is_ascii_digit()
                        && text[at + 1..].starts_with(|next: char| next.is_ascii_digit())) =>
            {
                parts.push(&text[start..at]);
                start = at + character.len_utf8();
            }
            // "SQL / Python / dbt": a slash between blanks.
            '/' if slashes && depth == 0 && before == ' ' && text[at + 1..].starts_with(' ') => {
                parts.push(&text[start..at]);
                start = at + 1;
            }
            _ => {}
        }
        before = character;
    }
    parts.push(&text[start..]);
    parts.into_iter().map(str::trim).filter(|part| !part.is_empty()).collect()
}

/// A skill without level, dots and lead-in.
fn skill_name(part: &str) -> &str {
    let mut part = part
        .trim()
        .trim_end_matches('.')
        .trim_matches(['●', '○', '★', '☆', '■', '□', '▪', '◦', '*', '-', '–', ' ']);
    for lead in [
        "and ",
        "und ",
        "et ",
        "y ",
        "e ",
        "en ",
        "including ",
        "such as ",
        "proficient in ",
        "knowledge of ",
    ] {
        if part.len() > lead.len()
            && part.is_char_boundary(lead.len())
            && part[..lead.len()].eq_ignore_ascii_case(lead)
        {
            part = part[lead.len()..].trim_start();
        }
    }
    for open in ['(', '（'] {
        if let Some(at) = part.find(open) {
            let inner = part[at..].trim_matches(['(', ')', '（', '）', ' ']);
            let years = inner.chars().any(|character| character.is_ascii_digit())
                && inner.len() < 12
                && inner.contains("y");
            if at > 0 && (is_level(inner) || years) {
                part = part[..at].trim_end();
            }
        }
    }
    for joint in [" – ", " — ", " - ", ": "] {
        if let Some((name, level)) = part.rsplit_once(joint)
            && (is_level(level) || level.ends_with('%'))
        {
            part = name.trim_end();
        }
    }
    part
}

/// Certificates of a section, one for each item.
pub(super) fn certificates(
    lines: &[Line],
    indices: &[usize],
    context: &Context<'_>,
) -> Vec<Fact<Certificate>> {
    let mut found: Vec<Fact<Certificate>> = Vec::new();
    for (item, line) in items(lines, indices) {
        if item.contains('@') || super::personal::kind_of(&item).is_some() {
            continue;
        }
        let item = match item.split_once([':', '：']) {
            Some((label, rest)) if matches!(topic(label), Some((Topic::Certificates, Strength::Certain))) => {
                rest.trim().to_owned()
            }
            _ => item,
        };
        let separators: &[char] = if item.contains([';', '|', '•', '、', '·']) {
            &[';', '|', '•', '、', '·']
        } else if item.matches(", ").count() >= if item.chars().any(is_han) { 1 } else { 2 } {
            &[',']
        } else {
            &['\n']
        };
        for part in item.split(separators) {
            let dates = spans(part);
            let date = dates.last();
            let mut name = match date {
                Some(span) => {
                    format!("{} {}", trim_marks(&part[..span.start]), trim_marks(&part[span.end..]))
                }
                None => part.to_owned(),
            };
            name = trim_marks(name.trim().trim_end_matches('.')).to_owned();
            // "Issued on: January 2018" says when the one above was given.
            let is_label = date.is_some_and(|span| {
                part[..span.start].trim_end().ends_with([':', '：']) && name.split_whitespace().count() <= 3
            });
            if is_label && !found.is_empty() || !name.chars().any(char::is_alphabetic) {
                if let (Some(last), Some(span)) = (found.last_mut(), date)
                    && last.value.date.is_none()
                {
                    last.value.date = span.to.or(span.from);
                }
                continue;
            }
            let strays = part.contains('@') || super::personal::kind_of(part.trim()).is_some();
            if name.split_whitespace().count() > 14 || super::place::is_place(&name) || strays {
                continue;
            }
            let fact =
                context.fact(&name, line, if name.split_whitespace().count() <= 6 { 0.88 } else { 0.8 });
            let value = Certificate { name, date: date.and_then(|span| span.to.or(span.from)) };
            found.push(Fact {
                value,
                confidence: fact.confidence,
                place: fact.place,
                quote: part.trim().to_owned(),
            });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{is_bare_level, skill_name, split_list};

    #[test]
    fn lists_are_split_outside_of_brackets() {
        assert_eq!(
            split_list("Java (Spring, JPA), SQL;Rust • Go"),
            ["Java (Spring, JPA)", "SQL", "Rust", "Go"]
        );
        assert_eq!(split_list("SQL / Python / dbt"), ["SQL", "Python", "dbt"]);
        assert_eq!(split_list("CI / CD, Docker"), ["CI / CD", "Docker"]);
    }

    #[test]
    fn a_level_alone_is_no_skill() {
        assert!(is_bare_level("sehr gut") && is_bare_level("Level B2") && is_bare_level("Avanzado"));
        assert!(!is_bare_level("Excel avanzado") && !is_bare_level("Good Clinical Practice"));
    }

    #[test]
    fn levels_are_taken_off() {
        for (text, name) in [
            ("Python (advanced)", "Python"),
            ("and SQL.", "SQL"),
            ("Excel – sehr gut", "Excel"),
            ("C++", "C++"),
        ] {
            assert_eq!(skill_name(text), name);
        }
    }
}
