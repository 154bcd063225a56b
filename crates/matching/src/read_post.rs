//! A first list of needs, read from a job post. The recruiter edits it afterwards, so it prefers few, clear lines.

mod lines;

use crate::languages;
use crate::model::words::{normalise, words};
use crate::needs::{JobPost, Need, NeedKind, share_out};
use crate::vocabulary::{label_words, vocabulary};
use lines::{Asked, Line, Section, lines};

/// Weights before they are shared out.
const TITLE: u32 = 30;
const MUST_SKILL: u32 = 16;
const SKILL: u32 = 9;
const NICE_SKILL: u32 = 5;
const LOCATION: u32 = 8;
const MUST_LANGUAGE: u32 = 10;
const NICE_LANGUAGE: u32 = 5;
const EXPERIENCE: u32 = 10;
const SENTENCE: u32 = 8;

const SKILLS_MAX: usize = 10;
const SENTENCES_MAX: usize = 4;
/// A part of a list with more words is no skill but a sentence.
const SKILL_WORDS_MAX: usize = 3;
/// Lines of a list that can be read as a need in their own words.
const SENTENCE_WORDS: std::ops::RangeInclusive<usize> = 2..=16;

/// One to ten, in words of four languages.
const NUMBERS: [&[&str]; 10] = [
    &["one", "ein", "einem", "un", "uno"],
    &["two", "zwei", "deux", "dos"],
    &["three", "drei", "trois", "tres"],
    &["four", "vier", "quatre", "cuatro"],
    &["five", "funf", "cinq", "cinco"],
    &["six", "sechs", "seis"],
    &["seven", "sieben", "sept", "siete"],
    &["eight", "acht", "huit", "ocho"],
    &["nine", "neun", "neuf", "nueve"],
    &["ten", "zehn", "dix", "diez"],
];

/// Reads needs from a job post; ids count from 1 and the weights sum to 100.
pub fn needs_from_job(post: &JobPost<'_>) -> Vec<Need> {
    let lines = lines(post.description);
    let mut needs = Needs::default();
    needs.add(&plain_title(post.title), NeedKind::Title, TITLE, false);
    let (languages, skills): (Vec<&String>, Vec<&String>) =
        post.skills.iter().partition(|skill| languages::is_language(skill));
    for skill in skills.iter().take(SKILLS_MAX) {
        needs.skill(skill, asked(&lines, skill));
    }
    let mut found = if skills.is_empty() { read_items(&lines) } else { Found::default() };
    found.skills.sort_by_key(|(_, asked)| *asked == Asked::Nice);
    found.skills.iter().take(SKILLS_MAX).for_each(|(skill, asked)| needs.skill(skill, *asked));
    for (sentence, asked) in found.sentences.iter().take(SENTENCES_MAX) {
        needs.add(sentence, NeedKind::Text, SENTENCE, *asked == Asked::Must);
    }
    let needed = |line: &&Line<'_>| !matches!(line.section, Section::Offered | Section::Duties);
    if let Some(years) = lines.iter().filter(needed).find_map(|line| years(&line.normal)) {
        let label = format!("{years} year{} of experience", if years == 1 { "" } else { "s" });
        needs.add(&label, NeedKind::ExperienceYears(years), EXPERIENCE, false);
    }
    if let Some(city) = post.city {
        needs.add(city, NeedKind::Location, LOCATION, false);
    }
    for language in languages.into_iter().chain(post.languages) {
        needs.language(language, asked(&lines, language));
    }
    found.languages.iter().for_each(|(language, asked)| needs.language(language, *asked));
    share_out(&mut needs.list);
    needs.list
}

#[derive(Default)]
struct Needs {
    list: Vec<Need>,
}

impl Needs {
    fn add(&mut self, label: &str, kind: NeedKind, weight: u32, must: bool) {
        let label = label.trim().to_owned();
        let folded = normalise(&label);
        if !label.is_empty() && !self.list.iter().any(|need| normalise(&need.label) == folded) {
            let id = self.list.len() as u32 + 1;
            self.list.push(Need { id, label, kind, weight, must });
        }
    }

    fn skill(&mut self, label: &str, asked: Asked) {
        let (weight, must) = match asked {
            Asked::Must => (MUST_SKILL, true),
            Asked::Plainly => (SKILL, false),
            Asked::Nice => (NICE_SKILL, false),
        };
        self.add(label, NeedKind::Skill, weight, must);
    }

    fn language(&mut self, label: &str, asked: Asked) {
        let known = |need: &Need| {
            need.kind == NeedKind::Language && languages::names(&need.label) == languages::names(label)
        };
        if languages::names(label).is_some() && self.list.iter().any(known) {
            return;
        }
        let nice = asked == Asked::Nice;
        let weight = if nice { NICE_LANGUAGE } else { MUST_LANGUAGE };
        self.add(label, NeedKind::Language, weight, !nice);
    }
}

/// What the lists of a post ask for, in its own words.
#[derive(Default)]
struct Found {
    skills: Vec<(String, Asked)>,
    languages: Vec<(String, Asked)>,
    sentences: Vec<(String, Asked)>,
}

fn read_items(lines: &[Line<'_>]) -> Found {
    let mut found = Found::default();
    let asks = |line: &&Line<'_>| line.item && line.section != Section::Offered;
    let (duties, needed): (Vec<&Line<'_>>, Vec<&Line<'_>>) =
        lines.iter().filter(asks).partition(|line| line.section == Section::Duties);
    for line in needed {
        let spoken = spoken(line);
        if !spoken.is_empty() {
            found.languages.extend(spoken);
            continue;
        }
        let (parts, core) = (parts(line.text), core(line.text));
        let short = |part: &str| label_words(part).len() <= SKILL_WORDS_MAX;
        if !parts.is_empty() && parts.iter().all(|part| short(part)) {
            // "Three years in a firm or an agency": neither is a skill, but "three years in hospitality" names one.
            if parts.len() == 1 || years(&line.normal).is_none() {
                found.skills.extend(parts.into_iter().map(|part| (part.to_owned(), line.asked)));
            }
        } else if SENTENCE_WORDS.contains(&label_words(core).len()) {
            found.sentences.push((core.to_owned(), line.asked));
        }
    }
    // Duties say less of what a person must know: they are read where nothing else is.
    if found.skills.is_empty() && found.sentences.is_empty() {
        let cores = duties.iter().map(|line| core(line.text));
        let read = cores.filter(|core| SENTENCE_WORDS.contains(&label_words(core).len()));
        found.sentences.extend(read.map(|core| (core.to_owned(), Asked::Plainly)));
    }
    found
}

/// Names of languages in a line, as the line writes them. A line that says more than languages and how well they are
/// known ("English literature", "French cuisine") names none.
fn spoken(line: &Line<'_>) -> Vec<(String, Asked)> {
    let mut found = Vec::new();
    for piece in line.text.split([',', ';']) {
        for word in piece.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
            if languages::names(word).is_some() {
                found.push((word.to_owned(), line.asks_in(piece)));
            } else if !label_words(word).iter().all(|word| says_nothing(word) || languages::is_level(word)) {
                return Vec::new();
            }
        }
    }
    found
}

/// "Sound knowledge of Java, Spring Boot and SQL (PostgreSQL)": the skills of a list, each without the words around.
fn parts(text: &str) -> Vec<&str> {
    let between = &vocabulary().post.between;
    let mut parts = Vec::new();
    for piece in text.split([',', ';', '(', ')', '|']).flat_map(|piece| piece.split(" / ")) {
        let (mut from, mut at) = (0, 0);
        for word in piece.split_inclusive(' ') {
            let lower = word.trim().chars().all(|c| c.is_lowercase() || c == '.');
            if lower && between.contains(&label_words(word)) {
                parts.push(&piece[from..at]);
                from = at + word.len();
            }
            at += word.len();
        }
        parts.push(&piece[from..]);
    }
    parts.into_iter().map(core).filter(|part| part.contains(char::is_alphabetic)).collect()
}

/// A text without the words at its ends that say nothing of their own.
fn core(text: &str) -> &str {
    let mut words: Vec<std::ops::Range<usize>> = Vec::new();
    let mut at = 0;
    for word in text.split_inclusive(char::is_whitespace) {
        let elided = ["d'", "l'", "d’", "l’"].iter().find(|short| word.starts_with(**short));
        words.push(at + elided.map_or(0, |short| short.len())..at + word.trim_end().len());
        at += word.len();
    }
    let empty = |range: &std::ops::Range<usize>| {
        label_words(&text[range.clone()]).iter().all(|word| says_nothing(word))
    };
    let first = words.iter().position(|word| !empty(word)).unwrap_or(words.len());
    let last = words.iter().rposition(|word| !empty(word)).map_or(first, |last| last + 1);
    let Some(kept) = words.get(first..last).filter(|kept| !kept.is_empty()) else { return "" };
    text[kept[0].start..kept[kept.len() - 1].end].trim_matches(|c: char| {
        matches!(c, '.' | ',' | ':' | ';' | '!' | '–' | '-' | '"') || c.is_whitespace()
    })
}

fn says_nothing(word: &str) -> bool {
    let post = &vocabulary().post;
    let sign = |group: &crate::vocabulary::Group| group.iter().flatten().any(|part| part == word);
    let number = NUMBERS.iter().any(|spelt| spelt.contains(&word));
    number
        || word.bytes().all(|byte| byte.is_ascii_digit() || byte == b'+')
        || post.around.contains(word)
        || [&post.must, &post.nice, &post.between].into_iter().any(sign)
}

/// The title without the marks that say "all genders" and without what stands behind a dash or a bar.
fn plain_title(title: &str) -> String {
    let mut plain = String::with_capacity(title.len());
    let mut depth = 0u32;
    for character in title.chars() {
        match character {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            '|' | '–' | '—' => break,
            other if depth == 0 => plain.push(other),
            _ => {}
        }
    }
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// How the description asks for a skill: the strongest of the lines that name it.
fn asked(lines: &[Line<'_>], skill: &str) -> Asked {
    let skill = normalise(skill);
    let mut naming = lines.iter().filter(|line| contains_words(&line.normal, &skill)).map(|line| line.asked);
    let Some(first) = naming.next() else {
        return Asked::Plainly;
    };
    naming.fold(first, |strongest, asked| match (strongest, asked) {
        (Asked::Must, _) | (_, Asked::Must) => Asked::Must,
        (Asked::Plainly, _) | (_, Asked::Plainly) => Asked::Plainly,
        _ => Asked::Nice,
    })
}

fn contains_words(text: &str, wanted: &str) -> bool {
    text.match_indices(wanted).any(|(at, _)| {
        !text[..at].ends_with(char::is_alphanumeric)
            && !text[at + wanted.len()..].starts_with(char::is_alphanumeric)
    })
}

/// "5+ years", "3-5 years", "three years", "mindestens 5 Jahre", "al menos 3 años".
fn years(normal: &str) -> Option<u32> {
    const UNITS: &[&str] =
        &["years", "year", "yrs", "jahre", "jahren", "ans", "annees", "anos", "anni", "jaar", "lat"];
    let words: Vec<&str> = words(normal).collect();
    (1..words.len()).filter(|&at| UNITS.contains(&words[at])).find_map(|at| {
        // Of a range the lower end is asked for.
        let range = at > 1
            && ["-", "–", " - ", " – "].iter().any(|dash| {
                words[at - 2].parse::<u32>().is_ok()
                    && normal.contains(&[words[at - 2], dash, words[at - 1]].concat())
            });
        let number = words[if range { at - 2 } else { at - 1 }].trim_end_matches('+');
        let spelt = NUMBERS.iter().position(|spelt| spelt.contains(&number)).map(|index| index as u32 + 1);
        number.parse().ok().or(spelt).filter(|years| (1..=30).contains(years))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_post_becomes_weighted_needs() {
        let skills = ["Rust", "PostgreSQL", "Kubernetes", "Portuguese (fluent)"].map(str::to_owned);
        let needs = needs_from_job(&JobPost {
            title: "Senior Backend Engineer (m/f/d) – Payments",
            description: "We settle card payments.\n\nWhat you bring\n- 4+ years of Rust in production, a must\n\
                          - PostgreSQL\nNice to have:\n- Kubernetes\n- Portuguese",
            skills: &skills,
            city: Some("Lisbon"),
            languages: &[],
        });
        let seen: Vec<_> = needs.iter().map(|need| (need.label.as_str(), need.kind, need.must)).collect();
        assert_eq!(
            seen,
            [
                ("Senior Backend Engineer", NeedKind::Title, false),
                ("Rust", NeedKind::Skill, true),
                ("PostgreSQL", NeedKind::Skill, true),
                ("Kubernetes", NeedKind::Skill, false),
                ("4 years of experience", NeedKind::ExperienceYears(4), false),
                ("Lisbon", NeedKind::Location, false),
                ("Portuguese (fluent)", NeedKind::Language, true),
            ]
        );
        assert_eq!(needs.iter().map(|need| need.weight).sum::<u32>(), 100);
        assert!(needs[1].weight > needs[3].weight);
    }

    #[test]
    fn without_listed_skills_the_lines_of_the_post_are_needs() {
        let description = "Requirements:\n• Care for ventilated patients on nights\n• Handover in German\n";
        let needs = needs_from_job(&JobPost { title: "ICU nurse", description, ..JobPost::default() });
        let seen: Vec<_> =
            needs[1..].iter().map(|need| (need.label.as_str(), need.kind, need.must)).collect();
        assert_eq!(
            seen,
            [
                ("Handover in German", NeedKind::Skill, true),
                ("Care for ventilated patients on nights", NeedKind::Text, true)
            ]
        );
        assert!(needs_from_job(&JobPost::default()).is_empty());
    }
}
