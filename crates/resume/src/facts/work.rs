//! Employments: which piece of an entry's head is the position and which the employer.
//!
//! Each piece is judged by its words. Documents are consistent, so pieces that say little take the
//! part that pieces set like them have elsewhere in the document (`casting`).

use super::casting::{self, Unit, look, votes};
use super::entries::{Entry, is_prose};
use super::{Context, place};
use crate::lexicon::headings::{Strength, topic};
use crate::lexicon::labels::{self, Part};
use crate::lexicon::roles::{employer_score, title_score};
use crate::resume::{Employment, Fact};

/// Understands the entries of all work sections together.
pub(super) fn employments(entries: &[Entry], context: &Context<'_>) -> Vec<Employment> {
    let mut heads: Vec<Vec<Unit>> = entries.iter().map(|entry| units(entry, context)).collect();
    casting::settle_places(&mut heads);
    casting::split_heads(&mut heads, context.language);
    hand_on_employers(&mut heads);
    let votes = votes(&heads);
    let mut found: Vec<Employment> = Vec::new();
    for (entry, units) in entries.iter().zip(heads) {
        let employment = employment(entry, units, &votes, found.last(), context);
        if employment.title.is_some() || employment.employer.is_some() {
            found.push(employment);
        } else if let Some(last) = found.last_mut() {
            last.text = context.body(&entry.body, last.text.take());
        }
    }
    part_towns(&mut found);
    found
}

/// An employer above the line with the next date belongs to the next entry: this one has its own.
fn hand_on_employers(heads: &mut [Vec<Unit>]) {
    for at in 1..heads.len() {
        let (before, after) = heads.split_at_mut(at);
        let (Some(one), Some(two)) = (before.last_mut(), after.first_mut()) else {
            continue;
        };
        let is_employer = |unit: &Unit| unit.lean < -0.5;
        let adjacent = one.last().zip(two.first()).is_some_and(|(last, first)| {
            first.piece.line > last.piece.line && first.piece.line - last.piece.line <= 2
        });
        let employers = one.iter().filter(|unit| is_employer(unit)).count();
        if adjacent
            && employers >= 2
            && one.len() >= 3
            && one.last().is_some_and(is_employer)
            && !two.iter().any(is_employer)
            && let Some(unit) = one.pop()
        {
            two.insert(0, unit);
            casting::renumber(two);
        }
    }
}

/// How far a piece leans whose part a label tells.
const LABELLED: f32 = 8.0;

fn units(entry: &Entry, context: &Context<'_>) -> Vec<Unit> {
    let mut found: Vec<Unit> = Vec::new();
    for piece in &entry.pieces {
        let (bare, label) = without_label(&piece.text);
        let part = piece.part.or(label);
        let named = matches!(part, Some(Part::Title | Part::Employer));
        if part == Some(Part::Place) || !named && place::is_place(bare) && title_score(bare) == 0.0 {
            found.push(Unit { text: bare.to_owned(), ..Unit::place(piece) });
            continue;
        }
        let (text, place) = place::strip(bare);
        if text.chars().any(char::is_alphanumeric) {
            let lean = match part {
                Some(Part::Title) => LABELLED,
                Some(Part::Employer) => -LABELLED,
                _ => casting::lean(&text, context.language),
            };
            found.push(Unit {
                text,
                place,
                piece: piece.clone(),
                order: 0,
                lean,
                is_place: false,
                by_order: false,
            });
        }
    }
    casting::renumber(&mut found);
    found
}

/// "Vigna Alta, Alba": a town no list holds, which all the employers have behind them.
fn part_towns(found: &mut [Employment]) {
    for joint in [" (", ", ", " — ", " – ", " - ", " | ", " · ", "，"] {
        let mut names: Vec<&str> = Vec::new();
        for employment in found.iter().filter(|employment| employment.place.is_none()) {
            if let Some(employer) = &employment.employer
                && !names.contains(&employer.value.as_str())
            {
                names.push(&employer.value);
            }
        }
        let known: Vec<String> = found
            .iter()
            .filter_map(|employment| employment.place.as_ref())
            .map(|place| crate::lexicon::fold(&place.value))
            .collect();
        let tailed = names.iter().filter(|name| town_behind(name, joint).is_some()).count();
        let usual = tailed >= 2 && tailed * 3 >= names.len() * 2 || !known.is_empty();
        let few = tailed == 1 && names.len() == 1 && found.len() > 1;
        for employment in found.iter_mut() {
            let Some(employer) = employment.employer.as_mut() else { continue };
            let Some((name, town)) = town_behind(&employer.value, joint) else { continue };
            let seen = known.contains(&crate::lexicon::fold(&town));
            if employment.place.is_none() && (usual || few) || seen {
                let place =
                    Fact { value: town.clone(), quote: town, confidence: 0.75, place: employer.place };
                employer.quote.clone_from(&name);
                employer.value = name;
                employment.place.get_or_insert(place);
            }
        }
    }
}

/// What may be a town at the end of an employer, and the rest.
fn town_behind(name: &str, joint: &str) -> Option<(String, String)> {
    let (head, tail) = name.rsplit_once(joint)?;
    let tail = if joint == " (" { tail.strip_suffix(')')? } else { tail };
    let (head, tail) = (head.trim(), tail.trim());
    let words = tail.split_whitespace().count();
    let named =
        tail.chars().next().is_some_and(|first| first.is_uppercase() || crate::lexicon::is_han(first))
            && tail
                .chars()
                .all(|letter| letter.is_alphabetic() || matches!(letter, ' ' | '-' | '\'' | '’' | '.'));
    let plain = employer_score(tail) == 0.0 && title_score(tail) == 0.0;
    (!head.is_empty() && named && plain && (1..=4).contains(&words))
        .then(|| (head.to_owned(), tail.to_owned()))
}

/// "Designation: Engineer": the label says which part it is.
fn without_label(text: &str) -> (&str, Option<Part>) {
    match text.split_once([':', '：']) {
        Some((label, value)) if !value.trim().is_empty() => match labels::part(label) {
            Some(part @ (Part::Title | Part::Employer | Part::Place)) => (value.trim(), Some(part)),
            _ => (text, None),
        },
        _ => (text, None),
    }
}

fn employment(
    entry: &Entry,
    units: Vec<Unit>,
    votes: &casting::Votes,
    before: Option<&Employment>,
    context: &Context<'_>,
) -> Employment {
    let mut employment = Employment::default();
    if let Some(period) = entry.period {
        employment.from =
            period.from.or(period.to.filter(|_| period.single)).map(|date| context.date_fact(date, entry));
        employment.to = period.to.map(|date| context.date_fact(date, entry));
        employment.ongoing = period.ongoing;
    }
    let count = units.len();
    let leaning: Vec<f32> = units
        .iter()
        .map(|unit| {
            let vote = votes.get(&look(unit, count)).copied().unwrap_or(0.0).clamp(-4.0, 4.0);
            unit.lean + 0.45 * vote
        })
        .collect();
    let (title, employer) = choose(&units, &leaning);
    let sure = |own: f32, other: f32| context.confidence_of_pair(own, other);
    let spread = |at: Option<usize>| at.map_or(0.0, |at| leaning[at]);
    let confidence = sure(spread(title), spread(employer));
    let confidence = title.into_iter().chain(employer).map(|at| cap(&units[at])).fold(confidence, f32::min);
    let confidence = confidence.min(cap_of_pair(&units, title, employer, votes));
    employment.title = title.map(|at| context.fact(&units[at].text, units[at].piece.line, confidence));
    employment.employer = employer.map(|at| context.fact(&units[at].text, units[at].piece.line, confidence));
    let place = employer.and_then(|at| units[at].place.clone().map(|place| (place, at))).or_else(|| {
        units.iter().enumerate().find_map(|(at, unit)| unit.place.clone().map(|place| (place, at)))
    });
    employment.place = place.map(|(place, at)| context.fact(&place, units[at].piece.line, 0.9));
    // Two positions at one employer: the second does not repeat it.
    if employment.employer.is_none()
        && employment.title.is_some()
        && let Some(before) = before
    {
        employment.employer =
            before.employer.clone().map(|fact| Fact { confidence: fact.confidence.min(0.85), ..fact });
        employment.place = employment.place.take().or_else(|| before.place.clone());
    }
    employment.text = context.body(&entry.body, None);
    employment
}

/// How sure a piece can be at most, by its own shape. What is doubtful is for a person to see.
fn cap(unit: &Unit) -> f32 {
    let text = unit.text.trim();
    let labelled = matches!(unit.piece.part, Some(Part::Title | Part::Employer));
    let last = text.rsplit(' ').next().unwrap_or("");
    if runs_on(text)
        || hangs(last)
        || topic(text).is_some_and(|(_, strength)| strength == Strength::Certain)
        || labels::part(text).is_some()
        || text.ends_with(':')
    {
        0.6
    } else if unit.by_order || !labelled && (is_joined_still(text) || place::is_place(text)) {
        0.85
    } else {
        1.0
    }
}

/// Two pieces are sure when the words of both tell, or those of one and what is set like the other elsewhere.
fn cap_of_pair(units: &[Unit], title: Option<usize>, employer: Option<usize>, votes: &casting::Votes) -> f32 {
    let (Some(title), Some(employer)) = (title, employer) else { return 0.85 };
    let vote = |at: usize| votes.get(&look(&units[at], units.len())).copied().unwrap_or(0.0);
    let tells = [units[title].lean >= 0.5, units[employer].lean <= -0.5];
    let agrees = [vote(title) > 1.0, vote(employer) < -1.0];
    if tells[0] && (tells[1] || agrees[1]) || tells[1] && agrees[0] { 1.0 } else { 0.88 }
}

/// A small word at the end: the rest stands elsewhere.
fn hangs(last: &str) -> bool {
    const SMALL: &str =
        "of and & in for the at with und fur im et en de du la le y e del di da do van voor to from -";
    SMALL.split(' ').any(|word| word == crate::lexicon::fold(last))
}

/// Marks that part pieces are still within: it may hold two of them.
fn is_joined_still(text: &str) -> bool {
    let marks = [" | ", " – ", " — ", " - ", " · ", " • ", " @ "];
    let comma = text
        .rsplit_once(", ")
        .is_some_and(|(_, tail)| !crate::lexicon::roles::has_legal_form(&crate::lexicon::fold(tail)));
    comma || marks.iter().any(|mark| text.contains(mark))
}

/// Text that goes on like a sentence: no name of a position or of a firm does.
fn runs_on(text: &str) -> bool {
    let words = text.split_whitespace().count();
    words > 9
        || is_prose(text)
        || text.contains(['。', ';'])
        || text.chars().next().is_some_and(char::is_lowercase) && words > 2
}

/// The indices of the position and the employer.
fn choose(units: &[Unit], leaning: &[f32]) -> (Option<usize>, Option<usize>) {
    match units.len() {
        0 => (None, None),
        1 => {
            let is_title = leaning[0] >= 0.0 && (units[0].lean > 0.0 || leaning[0] > 0.4);
            if is_title || leaning[0] > -0.2 && employer_score(&units[0].text) == 0.0 {
                (Some(0), None)
            } else {
                (None, Some(0))
            }
        }
        _ => {
            let mut best = (f32::MIN, 0, 1);
            for title in 0..units.len() {
                for employer in 0..units.len() {
                    // Pieces far from the date matter less.
                    let far = 0.15 * (title + employer) as f32;
                    let score = leaning[title] - leaning[employer] - far;
                    if title != employer && score > best.0 {
                        best = (score, title, employer);
                    }
                }
            }
            // Both are positions: the second is a promotion or a department, not an employer.
            (Some(best.1), Some(best.2))
        }
    }
}
