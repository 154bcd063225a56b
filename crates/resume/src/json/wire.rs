//! The form that crosses the pipe from the sandboxed child. The parent trusts nothing in it: every
//! field is checked for its type, and unknown or missing fields are an error, never a default.

use std::fmt;

use serde_json::{Map, Value, json};

use crate::format::Format;
use crate::lexicon::language_code;
use crate::resume::*;

/// What the child sent is not a resume.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WireError {
    what: String,
}

impl fmt::Display for WireError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "The reader's answer is malformed at {}.", self.what)
    }
}

impl std::error::Error for WireError {}

type Object = Map<String, Value>;

/// Writes a resume for the parent process.
pub fn to_wire(resume: &Resume) -> Vec<u8> {
    let value = json!({
        "format": resume.format.word(),
        "language": resume.language,
        "text": resume.text,
        "page_count": resume.page_count,
        "pages": resume.pages,
        "lines": resume.lines.iter().map(|line| json!([line.text, place_value(line.place), line.bold])).collect::<Vec<_>>(),
        "name": option(&resume.name, |fact| fact_value(fact, name_value)),
        "emails": list(&resume.emails, text_fact),
        "phones": list(&resume.phones, text_fact),
        "links": list(&resume.links, text_fact),
        "location": option(&resume.location, |fact| fact_value(fact, location_value)),
        "headline": option(&resume.headline, text_fact),
        "summary": option(&resume.summary, text_fact),
        "employments": list(&resume.employments, employment_value),
        "educations": list(&resume.educations, education_value),
        "skills": list(&resume.skills, text_fact),
        "languages": list(&resume.languages, |fact| fact_value(fact, |language| json!([language.code, language.name, language.level]))),
        "certificates": list(&resume.certificates, |fact| fact_value(fact, |certificate| json!([certificate.name, certificate.date.map(date_value)]))),
        "personal": list(&resume.personal, |datum| json!([datum.kind.word(), datum.quote, datum.place.map(place_value)])),
        "unread": resume.unread,
    });
    value.to_string().into_bytes()
}

/// Reads what [`to_wire`] wrote.
pub fn from_wire(bytes: &[u8]) -> Result<Resume, WireError> {
    let value: Value = serde_json::from_slice(bytes).map_err(|_| bad("the outermost object"))?;
    let object = as_object(&value, "the outermost object")?;
    Ok(Resume {
        format: Format::from_word(&text(object, "format")?).ok_or_else(|| bad("format"))?,
        language: language_code(&text(object, "language")?).ok_or_else(|| bad("language"))?,
        text: text(object, "text")?,
        page_count: field(object, "page_count")?
            .as_u64()
            .and_then(|count| u32::try_from(count).ok())
            .ok_or_else(|| bad("page_count"))?,
        pages: read_list(object, "pages", |value| {
            let (width, height) = pair(value, "pages")?;
            Ok((number(width, "pages")?, number(height, "pages")?))
        })?,
        lines: read_list(object, "lines", |value| {
            let items = array(value, 3, "lines")?;
            let bold = items[2].as_bool().ok_or_else(|| bad("lines"))?;
            Ok(TextLine { text: as_text(&items[0], "lines")?, bold, place: read_place(&items[1])? })
        })?,
        name: read_option(object, "name", |value| read_fact(value, read_name))?,
        emails: read_list(object, "emails", read_text_fact)?,
        phones: read_list(object, "phones", read_text_fact)?,
        links: read_list(object, "links", read_text_fact)?,
        location: read_option(object, "location", |value| read_fact(value, read_location))?,
        headline: read_option(object, "headline", read_text_fact)?,
        summary: read_option(object, "summary", read_text_fact)?,
        employments: read_list(object, "employments", read_employment)?,
        educations: read_list(object, "educations", read_education)?,
        skills: read_list(object, "skills", read_text_fact)?,
        languages: read_list(object, "languages", |value| read_fact(value, read_language))?,
        certificates: read_list(object, "certificates", |value| read_fact(value, read_certificate))?,
        personal: read_list(object, "personal", read_personal)?,
        unread: read_list(object, "unread", |value| as_text(value, "unread"))?,
    })
}

fn list<T>(items: &[T], write: impl Fn(&T) -> Value) -> Value {
    Value::Array(items.iter().map(write).collect())
}

fn option<T>(item: &Option<T>, write: impl Fn(&T) -> Value) -> Value {
    item.as_ref().map_or(Value::Null, write)
}

fn fact_value<T>(fact: &Fact<T>, write: impl Fn(&T) -> Value) -> Value {
    json!([write(&fact.value), fact.confidence, fact.place.map(place_value), fact.quote])
}

fn text_fact(fact: &Fact<String>) -> Value {
    fact_value(fact, |text| json!(text))
}

fn date_fact(fact: &Fact<PartialDate>) -> Value {
    fact_value(fact, |date| date_value(*date))
}

fn date_value(date: PartialDate) -> Value {
    json!([date.year, date.month])
}

fn place_value(place: Place) -> Value {
    json!([place.page, place.x0, place.y0, place.x1, place.y1])
}

fn name_value(name: &Name) -> Value {
    json!([name.full, name.given, name.family, name.honorific])
}

fn location_value(location: &Location) -> Value {
    json!([location.city, location.region, location.country_code, location.address, location.postal_code])
}

fn employment_value(employment: &Employment) -> Value {
    json!({
        "employer": option(&employment.employer, text_fact),
        "title": option(&employment.title, text_fact),
        "from": option(&employment.from, date_fact),
        "to": option(&employment.to, date_fact),
        "ongoing": employment.ongoing,
        "place": option(&employment.place, text_fact),
        "text": option(&employment.text, text_fact),
    })
}

fn education_value(education: &Education) -> Value {
    json!({
        "institution": option(&education.institution, text_fact),
        "degree": option(&education.degree, text_fact),
        "area": option(&education.area, text_fact),
        "from": option(&education.from, date_fact),
        "to": option(&education.to, date_fact),
    })
}

fn bad(what: &str) -> WireError {
    WireError { what: what.to_owned() }
}

fn field<'a>(object: &'a Object, key: &str) -> Result<&'a Value, WireError> {
    object.get(key).ok_or_else(|| bad(key))
}

fn as_object<'a>(value: &'a Value, what: &str) -> Result<&'a Object, WireError> {
    value.as_object().ok_or_else(|| bad(what))
}

fn as_text(value: &Value, what: &str) -> Result<String, WireError> {
    value.as_str().map(str::to_owned).ok_or_else(|| bad(what))
}

fn as_optional_text(value: &Value, what: &str) -> Result<Option<String>, WireError> {
    if value.is_null() { Ok(None) } else { as_text(value, what).map(Some) }
}

fn text(object: &Object, key: &str) -> Result<String, WireError> {
    as_text(field(object, key)?, key)
}

fn array<'a>(value: &'a Value, length: usize, what: &str) -> Result<&'a [Value], WireError> {
    value.as_array().filter(|items| items.len() == length).map(Vec::as_slice).ok_or_else(|| bad(what))
}

fn pair<'a>(value: &'a Value, what: &str) -> Result<(&'a Value, &'a Value), WireError> {
    let items = array(value, 2, what)?;
    Ok((&items[0], &items[1]))
}

fn number(value: &Value, what: &str) -> Result<f32, WireError> {
    #[expect(clippy::cast_possible_truncation, reason = "coordinates and confidences were f32 when written")]
    value.as_f64().map(|number| number as f32).ok_or_else(|| bad(what))
}

fn read_list<T>(
    object: &Object,
    key: &str,
    read: impl Fn(&Value) -> Result<T, WireError>,
) -> Result<Vec<T>, WireError> {
    field(object, key)?.as_array().ok_or_else(|| bad(key))?.iter().map(read).collect()
}

fn read_option<T>(
    object: &Object,
    key: &str,
    read: impl Fn(&Value) -> Result<T, WireError>,
) -> Result<Option<T>, WireError> {
    let value = field(object, key)?;
    if value.is_null() { Ok(None) } else { read(value).map(Some) }
}

fn read_fact<T>(value: &Value, read: impl Fn(&Value) -> Result<T, WireError>) -> Result<Fact<T>, WireError> {
    let items = array(value, 4, "a fact")?;
    Ok(Fact {
        value: read(&items[0])?,
        confidence: number(&items[1], "a confidence")?,
        place: if items[2].is_null() { None } else { Some(read_place(&items[2])?) },
        quote: as_text(&items[3], "a quote")?,
    })
}

fn read_text_fact(value: &Value) -> Result<Fact<String>, WireError> {
    read_fact(value, |value| as_text(value, "a fact"))
}

fn read_date(value: &Value) -> Result<PartialDate, WireError> {
    let (year, month) = pair(value, "a date")?;
    let year = year.as_i64().and_then(|year| i32::try_from(year).ok()).ok_or_else(|| bad("a year"))?;
    let month = match month {
        Value::Null => None,
        other => {
            Some(other.as_u64().and_then(|month| u8::try_from(month).ok()).ok_or_else(|| bad("a month"))?)
        }
    };
    Ok(PartialDate { year, month })
}

fn read_place(value: &Value) -> Result<Place, WireError> {
    let items = array(value, 5, "a place")?;
    Ok(Place {
        page: items[0].as_u64().and_then(|page| u32::try_from(page).ok()).ok_or_else(|| bad("a page"))?,
        x0: number(&items[1], "a place")?,
        y0: number(&items[2], "a place")?,
        x1: number(&items[3], "a place")?,
        y1: number(&items[4], "a place")?,
    })
}

fn read_name(value: &Value) -> Result<Name, WireError> {
    let items = array(value, 4, "name")?;
    Ok(Name {
        full: as_text(&items[0], "name")?,
        given: as_text(&items[1], "name")?,
        family: as_text(&items[2], "name")?,
        honorific: as_optional_text(&items[3], "name")?,
    })
}

fn read_location(value: &Value) -> Result<Location, WireError> {
    let items = array(value, 5, "location")?;
    Ok(Location {
        city: as_optional_text(&items[0], "location")?,
        region: as_optional_text(&items[1], "location")?,
        country_code: as_optional_text(&items[2], "location")?,
        address: as_optional_text(&items[3], "location")?,
        postal_code: as_optional_text(&items[4], "location")?,
    })
}

fn read_language(value: &Value) -> Result<Language, WireError> {
    let items = array(value, 3, "languages")?;
    let code = match as_optional_text(&items[0], "languages")? {
        None => None,
        Some(code) => Some(language_code(&code).ok_or_else(|| bad("languages"))?),
    };
    Ok(Language {
        code,
        name: as_text(&items[1], "languages")?,
        level: as_optional_text(&items[2], "languages")?,
    })
}

fn read_certificate(value: &Value) -> Result<Certificate, WireError> {
    let (name, date) = pair(value, "certificates")?;
    Ok(Certificate {
        name: as_text(name, "certificates")?,
        date: if date.is_null() { None } else { Some(read_date(date)?) },
    })
}

fn read_personal(value: &Value) -> Result<PersonalDatum, WireError> {
    let items = array(value, 3, "personal")?;
    Ok(PersonalDatum {
        kind: PersonalKind::from_word(&as_text(&items[0], "personal")?).ok_or_else(|| bad("personal"))?,
        quote: as_text(&items[1], "personal")?,
        place: if items[2].is_null() { None } else { Some(read_place(&items[2])?) },
    })
}

fn read_employment(value: &Value) -> Result<Employment, WireError> {
    let object = as_object(value, "employments")?;
    Ok(Employment {
        employer: read_option(object, "employer", read_text_fact)?,
        title: read_option(object, "title", read_text_fact)?,
        from: read_option(object, "from", |value| read_fact(value, read_date))?,
        to: read_option(object, "to", |value| read_fact(value, read_date))?,
        ongoing: field(object, "ongoing")?.as_bool().ok_or_else(|| bad("ongoing"))?,
        place: read_option(object, "place", read_text_fact)?,
        text: read_option(object, "text", read_text_fact)?,
    })
}

fn read_education(value: &Value) -> Result<Education, WireError> {
    let object = as_object(value, "educations")?;
    Ok(Education {
        institution: read_option(object, "institution", read_text_fact)?,
        degree: read_option(object, "degree", read_text_fact)?,
        area: read_option(object, "area", read_text_fact)?,
        from: read_option(object, "from", |value| read_fact(value, read_date))?,
        to: read_option(object, "to", |value| read_fact(value, read_date))?,
    })
}
