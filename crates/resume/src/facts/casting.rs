//! Which piece of a head plays which part, learned over the whole document.
//!
//! One entry alone often says too little ("Molenaar, De Zwaluw, Franeker"); but a document sets all
//! its entries the same way, so what is clear in one of them settles the others.

use std::collections::HashMap;

use super::entries::{Piece, trim_marks};
use super::place;
use crate::lexicon::roles::{employer_score, title_score};
use crate::lexicon::shapes::{firm_hint, position_hint};

/// A piece with its place taken off.
#[derive(Debug, Clone)]
pub(super) struct Unit {
    pub text: String,
    pub place: Option<String>,
    pub piece: Piece,
    pub order: usize,
    /// Above zero for a position, below for an employer.
    pub lean: f32,
    pub is_place: bool,
    /// Told only by its order in the other entries.
    pub by_order: bool,
}

impl Unit {
    pub(super) fn place(piece: &Piece) -> Unit {
        Unit {
            text: piece.text.clone(),
            place: None,
            piece: piece.clone(),
            order: 0,
            lean: -0.5,
            is_place: true,
            by_order: false,
        }
    }
}

/// How a unit is set, for learning from the rest of the document.
type Look = (bool, bool, i32, bool, bool);

/// What the clear cases of a document say about each look.
pub(super) type Votes = HashMap<Look, f32>;

/// Marks and words that part a position from an employer on one line, the surest first.
const JOINTS: [&str; 15] = [
    " | ", " · ", " • ", " -- ", " — ", " – ", " @ ", " - ", " at ", " bei ", " chez ", " presso ", " bij ",
    ", ", "，",
];

/// Above zero for a position, below for an employer; words first, their build when they are silent.
pub(super) fn lean(text: &str, language: &str) -> f32 {
    let words = title_score(text) - employer_score(text);
    let build = position_hint(text, language) - firm_hint(text, language);
    if words == 0.0 { build } else { words + 0.3 * build }
}

pub(super) fn renumber(units: &mut [Unit]) {
    for (order, unit) in units.iter_mut().enumerate() {
        unit.order = order;
    }
}

/// Places of work leave the row of pieces: known ones, and those that are set like known ones.
pub(super) fn settle_places(heads: &mut [Vec<Unit>]) {
    let key = |unit: &Unit, units: &[Unit]| {
        let last = units.last().is_some_and(|last| last.order == unit.order);
        (unit.piece.bold, unit.piece.italic, (unit.piece.size * 2.0).round() as i32, unit.piece.dated, last)
    };
    let mut seen: HashMap<Look, (usize, usize)> = HashMap::new();
    for units in heads.iter().filter(|units| units.len() > 1) {
        for unit in units.iter().filter(|unit| unit.order > 0) {
            let count = seen.entry(key(unit, units)).or_default();
            count.0 += usize::from(unit.is_place);
            count.1 += 1;
        }
    }
    for units in heads.iter_mut() {
        for at in 1..units.len() {
            let (known, all) = seen.get(&key(&units[at], units)).copied().unwrap_or_default();
            let others =
                units.iter().enumerate().filter(|(other, unit)| *other != at && !unit.is_place).count();
            let unit = &units[at];
            let small = unit.text.split_whitespace().count() <= 3
                && unit.text.chars().all(|letter| {
                    letter.is_alphabetic() || matches!(letter, ' ' | '-' | '\'' | '’' | '.' | ',')
                });
            let silent = title_score(&unit.text) == 0.0 && employer_score(&unit.text) == 0.0;
            let usual = known > 0 && known * 5 >= all * 2;
            // Beside a single piece only where two of three are towns: that piece holds both names.
            let enough = others >= 2 || others == 1 && known * 3 >= all * 2 - 1 && all > 2;
            units[at].is_place |= usual && enough && small && silent;
        }
        take_places(units);
    }
}

fn take_places(units: &mut Vec<Unit>) {
    if units.iter().all(|unit| unit.is_place) {
        // A town alone in the head may be the employer: the city council.
        units.truncate(1);
        for unit in units.iter_mut() {
            unit.is_place = false;
        }
        return;
    }
    let place = units.iter().rfind(|unit| unit.is_place).map(|unit| unit.text.clone());
    units.retain(|unit| !unit.is_place);
    renumber(units);
    if let (Some(place), Some(unit)) = (place, units.iter_mut().find(|unit| unit.place.is_none())) {
        unit.place = Some(place);
    }
}

/// A head on one line holds both: "Engineer, Halden Works" or "Halden Works — Engineer".
pub(super) fn split_heads(heads: &mut [Vec<Unit>], language: &str) {
    let mut learned: HashMap<(&'static str, usize), f32> = HashMap::new();
    let mut waiting: Vec<usize> = Vec::new();
    for (at, units) in heads.iter_mut().enumerate() {
        if !is_joined(units) {
            continue;
        }
        match split_by_words(units, language) {
            Some(joint) => {
                for (part, unit) in units.iter().enumerate().take(2) {
                    *learned.entry((joint, part)).or_default() += unit.lean.clamp(-2.0, 2.0);
                }
            }
            None => waiting.push(at),
        }
    }
    for at in waiting.iter().copied() {
        split_like(&mut heads[at], &learned, waiting.len(), language);
    }
}

/// One piece, or several on one line none of which is clearly a position by itself.
fn is_joined(units: &[Unit]) -> bool {
    let Some(first) = units.first().filter(|first| first.piece.part.is_none()) else { return false };
    if title_score(&first.text) > 0.0
        && employer_score(&first.text) > 2.0
        && JOINTS.iter().any(|joint| first.text.contains(joint))
    {
        return true;
    }
    let strong = units.iter().any(|unit| unit.lean >= 1.5 && employer_score(&unit.text) == 0.0);
    units.len() == 1 || units.len() > 1 && !strong && units[0].piece.line == units[units.len() - 1].piece.line
}

/// Splits where the words of the parts tell them apart; returns the joint.
fn split_by_words(units: &mut Vec<Unit>, language: &str) -> Option<&'static str> {
    let unit = units.first()?.clone();
    for joint in JOINTS {
        let parts: Vec<&str> =
            unit.text.split(joint).map(trim_marks).filter(|part| !part.is_empty()).collect();
        if parts.len() < 2 {
            continue;
        }
        let joined: Vec<Unit> = if matches!(joint, ", " | "，") {
            by_comma(&unit, &parts, language)
        } else {
            parts.iter().map(|part| part_of(&unit, part, language)).collect()
        };
        let told_apart = joined.iter().any(|part| part.lean > 0.0)
            || matches!(joint, " | " | " @ " | " at " | " bei " | " chez ");
        if joined.len() >= 2 && told_apart {
            replace_first(units, joined);
            return Some(joint);
        }
    }
    None
}

/// Splits a head whose words say nothing in the way the others are split; alone, the position leads.
fn split_like(
    units: &mut Vec<Unit>,
    learned: &HashMap<(&'static str, usize), f32>,
    alike: usize,
    language: &str,
) {
    let Some(unit) = units.first().cloned() else { return };
    let known = |joint: &str, part: usize| {
        learned.iter().find(|((other, at), _)| *other == joint && *at == part).map(|(_, lean)| *lean)
    };
    let joint = JOINTS.into_iter().find(|joint| {
        unit.text.contains(joint) && (known(joint, 0).is_some() || alike > 1 || units.len() == 1)
    });
    let Some(joint) = joint else { return };
    if known(joint, 0).is_none() && (unit.lean.abs() > 1.0 || alike < 2) {
        return;
    }
    let parts: Vec<&str> =
        unit.text.splitn(2, joint).map(trim_marks).filter(|part| !part.is_empty()).collect();
    let [left, right] = parts.as_slice() else { return };
    if crate::lexicon::roles::has_legal_form(&crate::lexicon::fold(right))
        && right.split_whitespace().count() < 2
    {
        return;
    }
    let mut joined = vec![part_of(&unit, left, language), part_of(&unit, right, language)];
    let first = known(joint, 0).unwrap_or(0.4);
    let second = known(joint, 1).unwrap_or(-0.4);
    if joined.iter().all(|part| part.lean.abs() < 1.0) {
        joined[0].lean = first.clamp(-0.8, 0.8) + 0.3 * joined[0].lean;
        joined[1].lean = second.clamp(-0.8, 0.8) + 0.3 * joined[1].lean;
        joined.iter_mut().for_each(|part| part.by_order = true);
    }
    replace_first(units, joined);
}

fn replace_first(units: &mut Vec<Unit>, parts: Vec<Unit>) {
    let rest = units.split_off(1);
    *units = parts;
    units.extend(rest);
    renumber(units);
}

fn part_of(unit: &Unit, text: &str, language: &str) -> Unit {
    let (text, place) = place::strip(text);
    let lean = lean(&text, language);
    Unit { text, place: place.or(unit.place.clone()), lean, ..unit.clone() }
}

/// Commas also stand inside of names ("Acme, Inc.") and titles ("Director, Sales"): cut once,
/// where the two sides differ most.
fn by_comma(unit: &Unit, parts: &[&str], language: &str) -> Vec<Unit> {
    let mut best: Option<(f32, usize)> = None;
    for cut in 1..parts.len() {
        let (left, right) = (parts[..cut].join(", "), parts[cut..].join(", "));
        let is_form = |text: &str| {
            text.split_whitespace().count() == 1
                && crate::lexicon::roles::has_legal_form(&crate::lexicon::fold(text))
        };
        if is_form(parts[cut]) {
            continue;
        }
        let difference = (lean(&left, language) - lean(&right, language)).abs();
        // "Ward Sister, Acute Medicine, Trent Hospitals": of equals the later cut, so that the title stays whole.
        let named = lean(&right, language) < -0.5;
        if best.is_none_or(|(known, _)| difference > known || named && difference > known - 0.4) {
            best = Some((difference, cut));
        }
    }
    match best {
        Some((difference, cut)) if difference >= 0.6 => vec![
            part_of(unit, &parts[..cut].join(", "), language),
            part_of(unit, &parts[cut..].join(", "), language),
        ],
        _ => Vec::new(),
    }
}

pub(super) fn look(unit: &Unit, count: usize) -> Look {
    (
        unit.piece.bold,
        unit.piece.italic,
        (unit.piece.size * 2.0).round() as i32,
        unit.piece.dated,
        unit.order == 0 && count > 1,
    )
}

/// What the clear cases say about each look.
pub(super) fn votes(heads: &[Vec<Unit>]) -> Votes {
    let mut votes: Votes = HashMap::new();
    for units in heads {
        for unit in units {
            *votes.entry(look(unit, units.len())).or_default() += unit.lean.clamp(-2.0, 2.0);
        }
    }
    votes
}
