//! From a resume to parts: every fact that was read, in the order of the page that checks them.

use resume::{Fact as Read, PartialDate, Place, Resume};

use super::months;
use super::part::{Fact, Part, PartKind, Spot};
use super::sheet::Sheets;

/// What stands in a resume of this many facts and more is a book; the rest is noise.
const PARTS_MAX: usize = 300;
/// Addresses, numbers and pages of each kind.
const CONTACTS_MAX: usize = 10;

/// Every fact of the resume. `sheets` knows where words stand when the reader does not.
pub(crate) fn parts_of(resume: &Resume, sheets: &Sheets) -> Vec<Part> {
    let mut finder = Finder { sheets, parts: vec![] };
    finder.person(resume);
    for (field, facts) in [("email", &resume.emails), ("phone", &resume.phones), ("url", &resume.links)] {
        for fact in facts.iter().take(CONTACTS_MAX) {
            finder.single(PartKind::Contact, field, fact, fact.value.clone());
        }
    }
    for held in &resume.employments {
        finder.employment(held);
    }
    for study in &resume.educations {
        let facts = vec![
            finder.text("degree", study.degree.as_ref()),
            finder.text("area", study.area.as_ref()),
            finder.text("school", study.institution.as_ref()),
            finder.date("started", study.from.as_ref()),
            finder.date("ended", study.to.as_ref()),
        ];
        finder.part(PartKind::Education, facts);
    }
    for fact in &resume.skills {
        finder.single(PartKind::Skill, "skill", fact, fact.value.clone());
    }
    for fact in &resume.languages {
        let level = fact.value.level.as_deref().unwrap_or_default();
        finder.single(PartKind::Language, "language", fact, joined(&fact.value.name, level));
    }
    for fact in &resume.certificates {
        let date = fact.value.date.map(|date| date.to_string()).unwrap_or_default();
        finder.single(PartKind::Credential, "credential", fact, joined(&fact.value.name, &date));
    }
    for datum in &resume.personal {
        let fact = finder.fact(datum.kind.word(), &datum.quote, &datum.quote, datum.place, 1.0);
        finder.part(PartKind::Personal, vec![Some(fact)]);
    }
    finder.parts.truncate(PARTS_MAX);
    finder.parts
}

fn joined(value: &str, more: &str) -> String {
    if more.is_empty() { value.to_owned() } else { format!("{value}, {more}") }
}

struct Finder<'a> {
    sheets: &'a Sheets,
    parts: Vec<Part>,
}

impl Finder<'_> {
    fn part(&mut self, kind: PartKind, facts: Vec<Option<Fact>>) {
        let facts: Vec<Fact> = facts.into_iter().flatten().collect();
        if !facts.is_empty() {
            self.parts.push(Part { kind, row: 0, facts });
        }
    }

    fn single<T>(&mut self, kind: PartKind, field: &str, read: &Read<T>, value: String) {
        let fact = self.fact(field, &value, &read.quote, read.place, read.confidence);
        self.part(kind, vec![Some(fact).filter(|fact| !fact.value.is_empty())]);
    }

    fn person(&mut self, resume: &Resume) {
        let mut facts = vec![];
        if let Some(name) = &resume.name {
            facts.push(Some(self.fact("name", &name.value.full, &name.quote, name.place, name.confidence)));
        }
        facts.push(self.text("headline", resume.headline.as_ref()));
        if let Some(home) = &resume.location {
            let lines = [
                ("city", home.value.city.as_deref()),
                ("region", home.value.region.as_deref()),
                ("country_code", home.value.country_code.as_deref()),
            ];
            for (field, value) in lines {
                let value = value.filter(|value| !value.is_empty());
                facts.push(
                    value.map(|value| self.fact(field, value, &home.quote, home.place, home.confidence)),
                );
            }
        }
        facts.push(self.text("summary", resume.summary.as_ref()));
        self.part(PartKind::Person, facts);
    }

    fn employment(&mut self, held: &resume::Employment) {
        let ended = match (&held.from, held.ongoing) {
            // Where it says that it goes on, it says so beside the start.
            (Some(from), true) => {
                Some(self.fact("ended", months::NOW, &from.quote, from.place, from.confidence))
            }
            (None, true) => Some(self.fact("ended", months::NOW, "", None, 0.8)),
            (_, false) => self.date("ended", held.to.as_ref()),
        };
        let facts = vec![
            self.text("title", held.title.as_ref()),
            self.text("employer", held.employer.as_ref()),
            self.date("started", held.from.as_ref()),
            ended,
            self.text("place", held.place.as_ref()),
            self.text("note", held.text.as_ref()),
        ];
        self.part(PartKind::Employment, facts);
    }

    fn text(&self, field: &str, read: Option<&Read<String>>) -> Option<Fact> {
        let read = read.filter(|read| !read.value.trim().is_empty())?;
        Some(self.fact(field, &read.value, &read.quote, read.place, read.confidence))
    }

    fn date(&self, field: &str, read: Option<&Read<PartialDate>>) -> Option<Fact> {
        // Years that no working life has are unknown.
        let read = read.filter(|read| (1900..=2100).contains(&read.value.year))?;
        Some(self.fact(field, &read.value.to_string(), &read.quote, read.place, read.confidence))
    }

    fn fact(&self, field: &str, value: &str, quote: &str, place: Option<Place>, confidence: f32) -> Fact {
        let value = clean(field, value);
        let quote = crate::people::keys::line(quote);
        let words = if quote.is_empty() { value.as_str() } else { quote.as_str() };
        let spot = place.map_or_else(|| self.sheets.find(words), Spot::of);
        let confidence = (confidence.clamp(0.0, 1.0) * 100.0).round() as i64;
        Fact { field: field.to_owned(), value, quote, spot, confidence, ..Fact::default() }
    }
}

/// As the record keeps it: texts with their lines, all else on one.
pub(crate) fn clean(field: &str, value: &str) -> String {
    match field {
        "summary" | "note" => crate::people::keys::body(value),
        "country_code" => crate::people::keys::line(value).to_ascii_uppercase(),
        _ => crate::people::keys::line(value),
    }
}
