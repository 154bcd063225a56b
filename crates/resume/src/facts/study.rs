//! Educations: institution, degree, field and dates.

use super::entries::{Entry, Piece, trim_marks};
use super::{Context, place};
use crate::lexicon::labels::{self, Part};
use crate::lexicon::roles::title_score;
use crate::lexicon::studies::{degree_prefix, degree_score, parts, school_score};
use crate::resume::{Education, Fact};

/// Understands the entries of the education sections.
pub(super) fn educations(entries: &[Entry], context: &Context<'_>) -> Vec<Education> {
    let mut found: Vec<Education> = Vec::new();
    let mut heads: Vec<Vec<Unit>> = entries.iter().map(units).collect();
    let usual = usual_joint(entries, &heads);
    for units in &mut heads {
        split_unknown(units, usual);
    }
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

/// Parts studies from positions; beside a study a school is no employer, whatever the words say.
pub(super) fn apart(entries: Vec<Entry>) -> (Vec<Entry>, Vec<Entry>) {
    let studies: Vec<bool> = entries.iter().map(is_study).collect();
    let (mut study, mut work) = (Vec::new(), Vec::new());
    for (at, entry) in entries.into_iter().enumerate() {
        let beside = studies.get(at + 1) == Some(&true) || at > 0 && studies[at - 1];
        let at_school = entry.pieces.iter().any(|piece| school_score(&piece.text) > 0.0);
        if studies[at] || beside && at_school { study.push(entry) } else { work.push(entry) }
    }
    (study, work)
}

/// A degree or a school, found among the positions of a document that has no section for them.
fn is_study(entry: &Entry) -> bool {
    let any = |holds: &dyn Fn(&str) -> bool| entry.pieces.iter().any(|piece| holds(&piece.text));
    let at_school = any(&|text| school_score(text) > 0.0);
    let has_degree = any(&|text| degree_prefix(text).is_some() && (at_school || title_score(text) == 0.0));
    has_degree || at_school && !any(&|text| title_score(text) > 0.0)
}

#[derive(Debug, Clone)]
struct Unit {
    text: String,
    line: usize,
    degree: f32,
    school: f32,
    /// A label says that it is the field of study.
    is_area: bool,
}

/// How surely a labelled piece is what its label says.
const LABELLED: f32 = 6.0;

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
    Unit {
        text: text.to_owned(),
        line,
        degree: degree_score(text),
        school: school_score(text),
        is_area: false,
    }
}

/// A piece of which a label tells the part; none when its words must tell.
fn labelled(piece: &Piece) -> Option<Unit> {
    let (text, part) = match piece.text.split_once([':', '：']) {
        Some((label, value)) if piece.part.is_none() => (trim_marks(value), labels::part(label)?),
        _ => (piece.text.as_str(), piece.part?),
    };
    let mut unit = Unit { degree: 0.0, school: 0.0, ..unit(text, piece.line) };
    match part {
        Part::Degree | Part::Title => unit.degree = LABELLED,
        Part::School | Part::Employer => {
            unit.school = LABELLED;
            unit.text = without_place(text);
        }
        Part::Area => unit.is_area = true,
        _ => return None,
    }
    text.chars().any(char::is_alphanumeric).then_some(unit)
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
        if let Some(unit) = labelled(piece) {
            units.push(unit);
            continue;
        }
        if is_note(&piece.text) || place::is_place(&piece.text) && school_score(&piece.text) == 0.0 {
            continue;
        }
        units.extend(split(&piece.text).into_iter().map(|text| unit(&text, piece.line)));
    }
    units
}

/// Marks and words that part a school from a degree on one line, the surest first.
const JOINTS: [&str; 14] = [
    " | ", " · ", " • ", " — ", " -- ", " – ", " - ", ", ", "，", " at ", " from ", " an der ", " à l'",
    " bei ",
];

/// Parts school and degree that share a line.
fn split(text: &str) -> Vec<String> {
    let whole = (degree_score(text), school_score(text));
    for joint in JOINTS {
        let pieces: Vec<&str> = text.split(joint).collect();
        // A bar always parts; other marks also stand inside of names.
        if joint == " | " && pieces.len() == 2 && whole.0 + whole.1 > 0.0 {
            return pieces.into_iter().map(|piece| without_place(trim_marks(piece))).collect();
        }
        // "Contador Público, Universidad de Rosario": what stands before a school is what was studied.
        if whole.0 == 0.0 && whole.1 > 0.0 {
            for cut in 1..pieces.len() {
                let (left, right) = (pieces[..cut].join(joint), pieces[cut..].join(joint));
                let (left, right) = (trim_marks(&left), trim_marks(&right));
                if school_score(left) == 0.0
                    && school_score(pieces[cut]) > 0.0
                    && !left.is_empty()
                    && !place::is_place(right)
                {
                    return vec![left.to_owned(), without_place(right)];
                }
            }
        }
        if let [left, right] = pieces.as_slice()
            && !matches!(joint, ", " | "，")
        {
            let (left, right) = (trim_marks(left), trim_marks(right));
            // "Cardiff University – MBBCh", "ESIC – Máster en Marketing": one side is plain, so the other is known.
            let school_leads =
                school_score(left) > 0.0 && school_score(right) == 0.0 && degree_prefix(left).is_none();
            let degree_ends = degree_prefix(right).is_some() && degree_prefix(left).is_none();
            if (school_leads || degree_ends)
                && !place::is_place(right)
                && !left.is_empty()
                && !right.is_empty()
            {
                return vec![without_place(left), right.to_owned()];
            }
        }
        if pieces.len() < 2 || whole.0 == 0.0 || whole.1 == 0.0 {
            continue;
        }
        // "MSc, Brewing, Heriot-Watt University": the school begins as late as it can.
        for cut in (1..pieces.len()).rev() {
            let (left, right) = (pieces[..cut].join(joint), pieces[cut..].join(joint));
            let (left, right) = (trim_marks(&left), trim_marks(&right));
            if degree_score(left) > 0.0 && school_score(left) == 0.0 && school_score(right) > 0.0 {
                return vec![left.to_owned(), without_place(right)];
            }
        }
        for cut in 1..pieces.len() {
            let (left, right) = (pieces[..cut].join(joint), pieces[cut..].join(joint));
            let (left, right) = (trim_marks(&left), trim_marks(&right));
            let school_leads = degree_score(right) > 0.0
                && school_score(right) == 0.0
                && school_score(left) > 0.0
                && degree_score(left) < degree_score(right);
            if school_leads {
                return vec![without_place(left), right.to_owned()];
            }
        }
    }
    let rest = without_place(text);
    if rest.len() < text.len() && school_score(&rest) > 0.0 { vec![rest] } else { vec![text.to_owned()] }
}

/// "Matura, HTL Imst": a school that no list knows, split off as the other entries are.
fn split_unknown(units: &mut Vec<Unit>, usual: Option<&'static str>) {
    let [only] = units.as_slice() else { return };
    if only.degree < 3.0 || only.school > 0.0 {
        return;
    }
    let joint = usual
        .filter(|joint| only.text.contains(joint))
        .or_else(|| JOINTS[..7].iter().copied().find(|joint| only.text.contains(joint)));
    // Three parts are degree, field and school; two are degree and field unless others tell.
    let commas = only.text.matches(", ").count();
    let joint = joint.or((commas >= 2).then_some(", "));
    let Some((left, right)) = joint.and_then(|joint| only.text.rsplit_once(joint)) else { return };
    let (left, right, line) = (trim_marks(left).to_owned(), trim_marks(right).to_owned(), only.line);
    if degree_prefix(&left).is_none() || right.is_empty() {
        return;
    }
    *units = vec![unit(&left, line), Unit { school: 0.5, ..unit(&right, line) }];
}

/// The joint at which most heads of this document were split.
fn usual_joint(entries: &[Entry], heads: &[Vec<Unit>]) -> Option<&'static str> {
    JOINTS.into_iter().find(|joint| {
        entries.iter().zip(heads).any(|(entry, units)| {
            entry.pieces.len() == 1
                && units.len() == 2
                && entry.pieces[0].text.contains(&format!("{joint}{}", units[1].text))
                && units[1].school > 0.0
        })
    })
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
            .filter(|(at, unit)| Some(*at) != not && !unit.is_area)
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
        let text = &units[at].text;
        let joined = units[at].school < LABELLED
            && ([" | ", " – ", " — ", " - ", " · "].iter().any(|mark| text.contains(mark))
                || text.contains(", ") && !text.to_lowercase().starts_with("university of")
                || text.split_whitespace().count() > 9
                || text.ends_with('.'));
        let confidence =
            if units[at].school > 0.0 && units[at].degree == 0.0 && !joined { 0.93 } else { 0.75 };
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
        let named = units.iter().find(|unit| unit.is_area).map(|unit| unit.text.clone());
        let area = named.or(area).or_else(|| {
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
