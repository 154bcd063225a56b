//! Two written forms of a [`Resume`]: JSON Resume for export and scoring, and our own for the pipe
//! between the sandboxed child and its parent.

mod wire;

use serde_json::{Map, Value, json};

pub use wire::{WireError, from_wire, to_wire};

use crate::resume::{Education, Employment, Fact, PartialDate, Resume};

/// The resume in JSON Resume 1.x shape, with the lists `basics.emails`, `basics.phones` and
/// `basics.urls` beside the single fields, because people have more than one of each.
pub fn json_resume(resume: &Resume) -> Value {
    json!({
        "basics": basics(resume),
        "work": resume.employments.iter().map(work).collect::<Vec<_>>(),
        "education": resume.educations.iter().map(education).collect::<Vec<_>>(),
        "skills": resume.skills.iter().map(|skill| json!({ "name": skill.value })).collect::<Vec<_>>(),
        "languages": resume.languages.iter().map(|language| {
            let mut entry = Map::new();
            entry.insert("language".into(), json!(language.value.name));
            put(&mut entry, "fluency", language.value.level.as_deref());
            Value::Object(entry)
        }).collect::<Vec<_>>(),
        "certificates": resume.certificates.iter().map(|certificate| {
            let mut entry = Map::new();
            entry.insert("name".into(), json!(certificate.value.name));
            put(&mut entry, "date", certificate.value.date.map(|date| date.to_string()).as_deref());
            Value::Object(entry)
        }).collect::<Vec<_>>(),
        "meta": { "language": resume.language, "format": resume.format.word() },
    })
}

fn basics(resume: &Resume) -> Value {
    let mut basics = Map::new();
    put(&mut basics, "name", resume.name.as_ref().map(|name| name.value.full.as_str()));
    put(&mut basics, "label", text_of(&resume.headline));
    put(&mut basics, "email", resume.emails.first().map(|fact| fact.value.as_str()));
    put(&mut basics, "phone", resume.phones.first().map(|fact| fact.value.as_str()));
    put(&mut basics, "summary", text_of(&resume.summary));
    basics.insert("emails".into(), values(&resume.emails));
    basics.insert("phones".into(), values(&resume.phones));
    basics.insert("urls".into(), values(&resume.links));
    if let Some(location) = &resume.location {
        let mut entry = Map::new();
        put(&mut entry, "address", location.value.address.as_deref());
        put(&mut entry, "postalCode", location.value.postal_code.as_deref());
        put(&mut entry, "city", location.value.city.as_deref());
        put(&mut entry, "region", location.value.region.as_deref());
        put(&mut entry, "countryCode", location.value.country_code.as_deref());
        basics.insert("location".into(), Value::Object(entry));
    }
    Value::Object(basics)
}

fn work(employment: &Employment) -> Value {
    let mut entry = Map::new();
    put(&mut entry, "name", text_of(&employment.employer));
    put(&mut entry, "position", text_of(&employment.title));
    put(&mut entry, "location", text_of(&employment.place));
    put_date(&mut entry, "startDate", employment.from.as_ref());
    put_date(&mut entry, "endDate", employment.to.as_ref());
    put(&mut entry, "summary", text_of(&employment.text));
    Value::Object(entry)
}

fn education(education: &Education) -> Value {
    let mut entry = Map::new();
    put(&mut entry, "institution", text_of(&education.institution));
    put(&mut entry, "studyType", text_of(&education.degree));
    put(&mut entry, "area", text_of(&education.area));
    put_date(&mut entry, "startDate", education.from.as_ref());
    put_date(&mut entry, "endDate", education.to.as_ref());
    Value::Object(entry)
}

fn text_of(fact: &Option<Fact<String>>) -> Option<&str> {
    fact.as_ref().map(|fact| fact.value.as_str())
}

fn values(facts: &[Fact<String>]) -> Value {
    Value::Array(facts.iter().map(|fact| json!(fact.value)).collect())
}

fn put(entry: &mut Map<String, Value>, key: &str, value: Option<&str>) {
    if let Some(value) = value {
        entry.insert(key.to_owned(), json!(value));
    }
}

fn put_date(entry: &mut Map<String, Value>, key: &str, date: Option<&Fact<PartialDate>>) {
    put(entry, key, date.map(|date| date.value.to_string()).as_deref());
}
