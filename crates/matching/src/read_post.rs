//! A first list of needs, read from a job post. The recruiter edits it afterwards, so it prefers few, clear lines.

use crate::languages;
use crate::model::words::{normalise, words};
use crate::needs::{JobPost, Need, NeedKind, share_out};

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

const MUST_SIGNS: &[&str] = &[
    "must",
    "required",
    "require",
    "requirement",
    "requirements",
    "essential",
    "mandatory",
    "need",
    "needs",
    "necessary",
    "you have",
    "you bring",
    "what we expect",
    "qualifications",
    "erforderlich",
    "voraussetzung",
    "voraussetzungen",
    "zwingend",
    "anforderungen",
    "profil",
    "requis",
    "indispensable",
    "exige",
    "imprescindible",
    "requisitos",
    "vereist",
    "requisiti",
    "wymagania",
];
const NICE_SIGNS: &[&str] = &[
    "nice",
    "plus",
    "bonus",
    "preferred",
    "advantage",
    "ideally",
    "desirable",
    "optional",
    "von vorteil",
    "wunschenswert",
    "idealerweise",
    "un atout",
    "souhaite",
    "valorable",
    "deseable",
    "gradito",
    "pre",
    "mile widziane",
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Asked {
    Must,
    Plainly,
    Nice,
}

/// One line of the description, and how its heading or its own words ask for what it says.
struct Line<'a> {
    text: &'a str,
    normal: String,
    bullet: bool,
    asked: Asked,
}

/// Reads needs from a job post; ids count from 1 and the weights sum to 100.
pub fn needs_from_job(post: &JobPost<'_>) -> Vec<Need> {
    let lines = lines(post.description);
    let mut needs = Vec::new();
    let mut add = |label: &str, kind: NeedKind, weight: u32, must: bool| {
        let label = label.trim().to_owned();
        if !label.is_empty() && !needs.iter().any(|need: &Need| need.label.eq_ignore_ascii_case(&label)) {
            needs.push(Need { id: needs.len() as u32 + 1, label, kind, weight, must });
        }
    };
    add(&plain_title(post.title), NeedKind::Title, TITLE, false);
    let (languages, skills): (Vec<&String>, Vec<&String>) =
        post.skills.iter().partition(|skill| languages::is_language(skill));
    for skill in skills.iter().take(SKILLS_MAX) {
        let (weight, must) = match asked(&lines, skill) {
            Asked::Must => (MUST_SKILL, true),
            Asked::Plainly => (SKILL, false),
            Asked::Nice => (NICE_SKILL, false),
        };
        add(skill, NeedKind::Skill, weight, must);
    }
    if skills.is_empty() {
        let bullets =
            lines.iter().filter(|line| line.bullet && (2..=14).contains(&words(&line.normal).count()));
        for line in bullets.take(SENTENCES_MAX) {
            add(line.text, NeedKind::Text, SENTENCE, line.asked == Asked::Must);
        }
    }
    if let Some(years) = lines.iter().find_map(|line| years(&line.normal)) {
        add(&format!("{years} years of experience"), NeedKind::ExperienceYears(years), EXPERIENCE, false);
    }
    if let Some(city) = post.city {
        add(city, NeedKind::Location, LOCATION, false);
    }
    for language in languages.into_iter().chain(post.languages) {
        let nice = asked(&lines, language) == Asked::Nice;
        add(language, NeedKind::Language, if nice { NICE_LANGUAGE } else { MUST_LANGUAGE }, !nice);
    }
    share_out(&mut needs);
    needs
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

fn lines(description: &str) -> Vec<Line<'_>> {
    let mut heading = Asked::Plainly;
    let mut out = Vec::new();
    for raw in description.split('\n').flat_map(|line| line.split_inclusive(". ")) {
        let text = raw.trim().trim_start_matches(['-', '*', '•', '·', '–', '▪', '◦']).trim();
        let bullet = text.len() < raw.trim().len();
        let normal = normalise(text).into_owned();
        let own = signs(&normal);
        if text.is_empty() {
            continue;
        }
        // A short line that ends in a colon, or asks for something without a full stop, speaks for those below it.
        if !bullet && words(&normal).count() <= 6 && (text.ends_with(':') || !text.ends_with('.')) {
            heading = own.unwrap_or(Asked::Plainly);
        }
        out.push(Line {
            text,
            normal,
            bullet,
            asked: own.unwrap_or(if bullet { heading } else { Asked::Plainly }),
        });
    }
    out
}

fn signs(normal: &str) -> Option<Asked> {
    let has = |signs: &[&str]| signs.iter().any(|sign| contains_words(normal, sign));
    if has(NICE_SIGNS) {
        Some(Asked::Nice)
    } else if has(MUST_SIGNS) {
        Some(Asked::Must)
    } else {
        None
    }
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

/// "5+ years", "three years", "mindestens 5 Jahre".
fn years(normal: &str) -> Option<u32> {
    const UNITS: &[&str] =
        &["years", "year", "jahre", "jahren", "ans", "annees", "anos", "anni", "jaar", "lat"];
    const NUMBERS: &[&str] = &["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
    let words: Vec<&str> = words(normal).collect();
    words.windows(2).filter(|pair| UNITS.contains(&pair[1])).find_map(|pair| {
        let number = pair[0].trim_end_matches('+');
        let spelt = NUMBERS.iter().position(|spelt| *spelt == number).map(|index| index as u32 + 1);
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
        assert_eq!(needs[1].kind, NeedKind::Text);
        assert!(needs[1].must);
        assert_eq!(needs[1].label, "Care for ventilated patients on nights");
        assert!(needs_from_job(&JobPost::default()).is_empty());
    }
}
