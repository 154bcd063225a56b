//! Educations: institution, degree, field and dates.

use super::entries::{Entry, trim_marks};
use super::{Context, place};
use crate::lexicon::studies::{degree_score, parts, school_score};
use crate::resume::{Education, Fact};

/// Understands the entries of the education sections.
pub(super) fn educations(entries: &[Entry], context: &Context<'_>) -> Vec<Education> {
    let mut found: Vec<Education> = Vec::new();
    let heads: Vec<Vec<Unit>> = entries.iter().map(units).collect();
    let school_first = is_school_first(&heads);
    for (entry, mut units) in entries.iter().zip(heads) {
        lean_by_order(&mut units, school_first);
        let education = education(entry, &units, found.last(), context);
        if education.institution.is_some() || education.degree.is_some() {
            found.push(education);
        }
    }
    found
}

#[derive(Debug, Clone)]
struct Unit {
    text: String,
    line: usize,
    degree: f32,
    school: f32,
}

/// Whether most entries name the school before the degree.
fn is_school_first(heads: &[Vec<Unit>]) -> bool {
    let mut balance = 0i32;
    for units in heads {
        let school = units.iter().position(|unit| unit.school > unit.degree);
        let degree = units.iter().position(|unit| unit.degree > unit.school);
        if let (Some(school), Some(degree)) = (school, degree) {
            balance += if school < degree { 1 } else { -1 };
        }
    }
    balance > 0
}

/// Two pieces that say nothing stand in the order of the others.
fn lean_by_order(units: &mut [Unit], school_first: bool) {
    if let [first, second] = units
        && first.school == first.degree
        && second.school == second.degree
    {
        let (school, degree) = if school_first { (first, second) } else { (second, first) };
        school.school += 0.4;
        degree.degree += 0.4;
    }
}

fn unit(text: &str, line: usize) -> Unit {
    Unit { text: text.to_owned(), line, degree: degree_score(text), school: school_score(text) }
}

/// Notes beside a study: grades, theses, courses.
fn is_note(text: &str) -> bool {
    let folded = crate::lexicon::fold(text);
    const NOTES: &str = "gpa|grade|cgpa|overall gpa|note|abschlussnote|final grade|relevant coursework|coursework|courses|thesis|dissertation|schwerpunkt|thema|mention|honors|honours|minor|percentage|nota|media|voto|votazione|cijfer|gemiddelde|bachelorarbeit|masterarbeit|abschlussarbeit|memoire|specialite|moyenne|dean's list|activities|cum laude|主修课程|成绩|advisor|incoming courses";
    NOTES
        .split('|')
        .any(|note| folded.strip_prefix(note).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric)))
}

fn units(entry: &Entry) -> Vec<Unit> {
    let mut units = Vec::new();
    for piece in &entry.pieces {
        if is_note(&piece.text) || place::is_place(&piece.text) && school_score(&piece.text) == 0.0 {
            continue;
        }
        units.extend(split(&piece.text).into_iter().map(|text| unit(&text, piece.line)));
    }
    units
}

/// Parts school and degree that share a line.
fn split(text: &str) -> Vec<String> {
    let whole = (degree_score(text), school_score(text));
    for joint in [
        " | ", " · ", " • ", " — ", " -- ", " – ", " - ", ", ", "，", " at ", " from ", " an der ", " à l'",
        " - ",
    ] {
        let pieces: Vec<&str> = text.split(joint).collect();
        if pieces.len() < 2 || whole.0 == 0.0 || whole.1 == 0.0 {
            continue;
        }
        for cut in 1..pieces.len() {
            let (left, right) = (pieces[..cut].join(joint), pieces[cut..].join(joint));
            let (left, right) = (trim_marks(&left), trim_marks(&right));
            let sides = |first: &str, second: &str| {
                degree_score(first) > 0.0 && school_score(first) == 0.0 && school_score(second) > 0.0
            };
            if sides(left, right) || sides(right, left) && degree_score(left) < degree_score(right) {
                let school_first = school_score(left) > 0.0;
                let (school, degree) = if school_first { (left, right) } else { (right, left) };
                let school = without_place(school);
                return if school_first {
                    vec![school, degree.to_owned()]
                } else {
                    vec![degree.to_owned(), school]
                };
            }
        }
    }
    let rest = without_place(text);
    if rest.len() < text.len() && school_score(&rest) > 0.0 { vec![rest] } else { vec![text.to_owned()] }
}

/// "University of California, Berkeley" is one name; "Boston College, Boston" is not.
fn without_place(school: &str) -> String {
    let folded = crate::lexicon::fold(school);
    if folded.starts_with("university of") && folded.matches(',').count() == 1 {
        return school.to_owned();
    }
    place::strip(school).0
}

fn education(entry: &Entry, units: &[Unit], before: Option<&Education>, context: &Context<'_>) -> Education {
    let mut education = Education::default();
    if let Some(period) = entry.period {
        education.from = period.from.map(|date| context.date_fact(date, entry));
        education.to = period.to.map(|date| context.date_fact(date, entry));
    }
    let lean = |unit: &Unit| unit.school - unit.degree;
    let best = |wants_school: bool, not: Option<usize>| {
        units
            .iter()
            .enumerate()
            .filter(|(at, _)| Some(*at) != not)
            .max_by(|(i, a), (j, b)| {
                let score = |unit: &Unit, at: usize| if wants_school { lean(unit) } else { -lean(unit) } - 0.1 * at as f32;
                score(a, *i).total_cmp(&score(b, *j))
            })
            .map(|(at, _)| at)
    };
    let school =
        best(true, None).filter(|at| units[*at].school > 0.0 || units.len() > 1 && units[*at].degree < 1.5);
    let degree = best(false, school).filter(|at| units[*at].degree > 0.0 || units[*at].school == 0.0);
    if let Some(at) = school {
        let confidence = if units[at].school > 0.0 && units[at].degree == 0.0 { 0.93 } else { 0.75 };
        education.institution = Some(context.fact(&units[at].text, units[at].line, confidence));
    }
    if let Some(at) = degree {
        let confidence = if units[at].degree >= 3.0 { 0.93 } else { 0.7 };
        let mut text = units[at].text.clone();
        // The field stands apart: "Bachelor of Science" and "Biology" side by side.
        let extra = units.iter().enumerate().find(|(other, unit)| {
            *other != at
                && Some(*other) != school
                && unit.school == 0.0
                && (unit.line == units[at].line || *other == at + 1)
        });
        let (name, area) = parts(&text);
        let area = area.or_else(|| {
            extra
                .filter(|(_, unit)| {
                    unit.degree == 0.0 && units[at].degree >= 3.0 && unit.text.split_whitespace().count() <= 6
                })
                .map(|(_, unit)| unit.text.clone())
        });
        if area.is_some() || units[at].degree >= 3.0 {
            text = name;
        }
        education.degree = Some(context.fact(&text, units[at].line, confidence));
        education.area = area.map(|area| context.fact(&area, units[at].line, confidence));
    }
    if education.institution.is_none()
        && education.degree.is_some()
        && let Some(before) = before
        && units.len() == 1
    {
        education.institution = before.institution.clone().map(|fact| Fact { confidence: 0.6, ..fact });
    }
    education
}
