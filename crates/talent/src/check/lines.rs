//! The fields of a reading in words: what they are called, how sure we are, and why not.

use record::people::check::{CheckView, DOUBT, PartKind, ReadFact, ReadPart, Verdict, months};
use web::words;

/// One field on the page.
pub(crate) struct Line {
    pub(crate) id: i64,
    pub(crate) label: &'static str,
    pub(crate) value: String,
    pub(crate) long: bool,
    pub(crate) doubtful: bool,
    /// Nobody has said anything of it.
    pub(crate) untouched: bool,
    /// Steps of four.
    pub(crate) steps: u8,
    pub(crate) word: &'static str,
    /// The words as printed, where they differ from the value.
    pub(crate) quote: String,
    /// What the reader had said, where a user said otherwise.
    pub(crate) before: String,
    pub(crate) placed: bool,
    /// The first of a position or a study.
    pub(crate) starts: bool,
}

/// Fields under one heading.
pub(crate) struct Group {
    pub(crate) title: String,
    pub(crate) lines: Vec<Line>,
    /// Many short and sure ones: one click away.
    pub(crate) folded: Vec<Line>,
    pub(crate) folded_words: String,
}

/// Sure ones of a list of skills are folded away from so many on.
const FOLD_FROM: usize = 6;

pub(crate) fn groups(view: &CheckView) -> Vec<Group> {
    let mut groups: Vec<Group> = vec![];
    for part in view.parts.iter().filter(|part| part.kind != PartKind::Personal) {
        let title = title_of(part);
        let lines = lines_of(part);
        match groups.last_mut() {
            Some(group) if group.title == title => group.lines.extend(lines),
            _ => groups.push(Group { title, lines, folded: vec![], folded_words: String::new() }),
        }
    }
    for group in &mut groups {
        fold(group);
    }
    groups
}

/// Takes the sure skills of a long list away from the doubtful ones.
fn fold(group: &mut Group) {
    let (sure, doubtful): (Vec<Line>, Vec<Line>) = std::mem::take(&mut group.lines)
        .into_iter()
        .partition(|line| line.label == "Skill" && !line.doubtful);
    if sure.len() < FOLD_FROM {
        group.lines = sure.into_iter().chain(doubtful).collect();
        return;
    }
    group.lines = doubtful;
    group.folded_words = words::counted(sure.len() as i64, "skill", "skills");
    group.folded = sure;
}

fn title_of(part: &ReadPart) -> String {
    let named = |fields: [&str; 2], other: &str| {
        let found = fields.iter().find_map(|field| {
            let fact = part.facts.iter().find(|fact| fact.field == *field)?;
            (!fact.value.is_empty()).then(|| fact.value.clone())
        });
        found.unwrap_or_else(|| other.to_owned())
    };
    match part.kind {
        PartKind::Person | PartKind::Contact => "Person".to_owned(),
        PartKind::Employment => named(["employer", "title"], "Position"),
        PartKind::Education => named(["school", "degree"], "Education"),
        PartKind::Skill => "Skills".to_owned(),
        PartKind::Language => "Languages".to_owned(),
        PartKind::Credential => "Certificates".to_owned(),
        PartKind::Personal => "Personal data".to_owned(),
    }
}

/// Data that blind review hides.
pub(crate) fn personal(view: &CheckView) -> Vec<Line> {
    let parts = view.parts.iter().filter(|part| part.kind == PartKind::Personal);
    parts.flat_map(|part| &part.facts).map(line_of).collect()
}

/// One field by its id.
pub(crate) fn line(view: &CheckView, id: i64) -> Option<Line> {
    view.parts.iter().flat_map(lines_of).find(|line| line.id == id)
}

fn lines_of(part: &ReadPart) -> Vec<Line> {
    let mut lines: Vec<Line> = part.facts.iter().map(line_of).collect();
    if let (PartKind::Employment | PartKind::Education, Some(first)) = (part.kind, lines.first_mut()) {
        first.starts = true;
    }
    lines
}

fn line_of(fact: &ReadFact) -> Line {
    let value = shown(&fact.field, &fact.value);
    let read = shown(&fact.field, &fact.read);
    let (steps, word) = confidence(fact);
    let untouched = fact.verdict == Verdict::None;
    let quote = if untouched && fact.quote != fact.read && fact.quote != value {
        fact.quote.chars().take(120).collect()
    } else {
        String::new()
    };
    Line {
        id: fact.id,
        label: label(&fact.field),
        long: matches!(fact.field.as_str(), "summary" | "note"),
        doubtful: fact.is_doubtful(),
        untouched,
        steps,
        word,
        quote,
        before: if value == read { String::new() } else { read },
        placed: fact.spot.page > 0,
        starts: false,
        value,
    }
}

/// Months and countries as people read them.
fn shown(field: &str, value: &str) -> String {
    match (field, value) {
        ("country_code", _) => words::country(value).to_owned(),
        ("started" | "ended", months::NOW) => "Now".to_owned(),
        ("started" | "ended", _) => words::year_month(months::number(value)),
        _ => value.to_owned(),
    }
}

/// How sure, in four steps and a word.
fn confidence(fact: &ReadFact) -> (u8, &'static str) {
    match (fact.verdict, fact.confidence) {
        (Verdict::Right, _) => (4, "Checked"),
        (Verdict::Corrected, _) => (4, "Corrected"),
        (Verdict::Removed, _) => (4, "Left empty"),
        (Verdict::None, 90..) => (4, "Sure"),
        (Verdict::None, DOUBT..) => (3, "Likely"),
        (Verdict::None, 60..) => (2, "Unsure"),
        (Verdict::None, _) => (1, "Doubtful"),
    }
}

fn label(field: &str) -> &'static str {
    match field {
        "name" => "Full name",
        "headline" => "Headline",
        "city" => "Lives in",
        "region" => "Region",
        "country_code" => "Country",
        "summary" => "Summary",
        "email" => "Email",
        "phone" => "Phone",
        "url" => "Web page",
        "title" => "Title",
        "employer" => "Employer",
        "started" => "From",
        "ended" => "Until",
        "place" => "Place",
        "note" => "Description",
        "degree" => "Degree",
        "area" => "Subject",
        "school" => "School",
        "skill" => "Skill",
        "language" => "Language",
        "credential" => "Certificate",
        "birth_date" => "Date of birth",
        "birth_place" => "Place of birth",
        "age" => "Age",
        "marital_status" => "Marital status",
        "children" => "Children",
        "nationality" => "Nationality",
        "gender" => "Gender",
        "religion" => "Religion",
        "photo" => "Photo",
        _ => "Other",
    }
}
