//! Employments: which piece of an entry's head is the position and which the employer.
//!
//! Each piece is judged by its words. Documents are consistent, so pieces that say little take the
//! part that pieces set like them have elsewhere in the document.

use std::collections::HashMap;

use super::entries::{Entry, Piece, trim_marks};
use super::{Context, place};
use crate::lexicon::roles::{employer_score, title_score};
use crate::resume::{Employment, Fact};

/// A piece with its place taken off.
#[derive(Debug, Clone)]
struct Unit {
    text: String,
    place: Option<String>,
    piece: Piece,
    order: usize,
    /// Above zero for a position, below for an employer.
    lean: f32,
}

/// How a unit is set, for learning from the rest of the document.
type Look = (bool, bool, i32, bool, bool);

/// Understands the entries of all work sections together.
pub(super) fn employments(entries: &[Entry], context: &Context<'_>) -> Vec<Employment> {
    let mut heads: Vec<Vec<Unit>> = entries.iter().map(units).collect();
    for units in &mut heads {
        split_single(units);
    }
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
            for (order, unit) in two.iter_mut().enumerate() {
                unit.order = order;
            }
        }
    }
}

fn units(entry: &Entry) -> Vec<Unit> {
    let mut found: Vec<Unit> = Vec::new();
    let mut loose: Option<String> = None;
    for piece in &entry.pieces {
        if place::is_place(&piece.text) && title_score(&piece.text) == 0.0 {
            loose = Some(piece.text.clone());
            continue;
        }
        let (bare, label) = without_label(&piece.text);
        let (text, place) = place::strip(bare);
        let lean = label.unwrap_or(title_score(&text) - employer_score(&text));
        if text.chars().any(char::is_alphanumeric) {
            found.push(Unit { text, place, piece: piece.clone(), order: found.len(), lean });
        }
    }
    if found.is_empty()
        && let Some(text) = loose
    {
        // A town alone on the line may be the employer: the city council.
        if let Some(piece) = entry.pieces.first() {
            found.push(Unit { lean: -0.5, text, place: None, piece: piece.clone(), order: 0 });
        }
    } else if let (Some(place), Some(unit)) = (loose, found.iter_mut().find(|unit| unit.place.is_none())) {
        unit.place = Some(place);
    }
    found
}

/// "Designation: Engineer": the label says which part it is.
fn without_label(text: &str) -> (&str, Option<f32>) {
    const TITLES: &str = "designation|role|position|title|job title|post|cargo|puesto|poste|funktion|stelle|funcao|ruolo|mansione|functie|职位|岗位|职务";
    const EMPLOYERS: &str = "organization|organisation|company|company name|employer|empresa|entreprise|societe|arbeitgeber|firma|unternehmen|azienda|datore di lavoro|werkgever|bedrijf|公司|单位|工作单位";
    let Some((label, value)) = text.split_once([':', '：']) else {
        return (text, None);
    };
    let folded = crate::lexicon::fold(label.trim());
    let listed = |list: &str| list.split('|').any(|known| known == folded);
    if value.trim().is_empty() {
        (text, None)
    } else if listed(TITLES) {
        (value.trim(), Some(5.0))
    } else if listed(EMPLOYERS) {
        (value.trim(), Some(-5.0))
    } else {
        (text, None)
    }
}

/// A head on one line holds both: "Engineer, Halden Works" or "Halden Works — Engineer".
fn split_single(units: &mut Vec<Unit>) {
    let strong_title = units.iter().any(|unit| unit.lean >= 1.5 && employer_score(&unit.text) == 0.0);
    if units.len() != 1
        && !(units.len() > 1 && !strong_title && units[0].piece.line == units[units.len() - 1].piece.line)
    {
        return;
    }
    let unit = units[0].clone();
    for joint in [
        " | ", " · ", " • ", " -- ", " — ", " – ", " @ ", " - ", " at ", " bei ", " chez ", " presso ",
        " bij ", ", ", "，", "：",
    ] {
        let parts: Vec<&str> =
            unit.text.split(joint).map(trim_marks).filter(|part| !part.is_empty()).collect();
        if parts.len() < 2 {
            continue;
        }
        let joined: Vec<Unit> = if joint == ", " || joint == "，" {
            by_comma(&unit, &parts)
        } else {
            parts.iter().map(|part| part_of(&unit, part)).collect()
        };
        let told_apart = joined.iter().any(|part| part.lean > 0.0)
            || matches!(joint, " | " | " @ " | " at " | " bei " | " chez ");
        if joined.len() >= 2 && told_apart {
            let rest = units.split_off(1);
            *units = joined;
            units.extend(rest);
            for (order, unit) in units.iter_mut().enumerate() {
                unit.order = order;
            }
            return;
        }
    }
}

fn part_of(unit: &Unit, text: &str) -> Unit {
    let (text, place) = place::strip(text);
    let lean = title_score(&text) - employer_score(&text);
    Unit { text, place: place.or(unit.place.clone()), piece: unit.piece.clone(), order: unit.order, lean }
}

/// Commas also stand inside of names ("Acme, Inc.") and titles ("Director, Sales"): cut once,
/// where the two sides differ most.
fn by_comma(unit: &Unit, parts: &[&str]) -> Vec<Unit> {
    let mut best: Option<(f32, usize)> = None;
    for cut in 1..parts.len() {
        let (left, right) = (parts[..cut].join(", "), parts[cut..].join(", "));
        let lean = |text: &str| title_score(text) - employer_score(text);
        let difference = (lean(&left) - lean(&right)).abs();
        if best.is_none_or(|(known, _)| difference > known) {
            best = Some((difference, cut));
        }
    }
    match best {
        Some((difference, cut)) if difference >= 0.6 => {
            vec![part_of(unit, &parts[..cut].join(", ")), part_of(unit, &parts[cut..].join(", "))]
        }
        _ => Vec::new(),
    }
}

fn look(unit: &Unit, count: usize) -> Look {
    (
        unit.piece.bold,
        unit.piece.italic,
        (unit.piece.size * 2.0).round() as i32,
        unit.piece.dated,
        unit.order == 0 && count > 1,
    )
}

/// What the clear cases say about each look.
fn votes(heads: &[Vec<Unit>]) -> HashMap<Look, f32> {
    let mut votes: HashMap<Look, f32> = HashMap::new();
    for units in heads {
        for unit in units {
            *votes.entry(look(unit, units.len())).or_default() += unit.lean.clamp(-2.0, 2.0);
        }
    }
    votes
}

fn employment(
    entry: &Entry,
    units: Vec<Unit>,
    votes: &HashMap<Look, f32>,
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
