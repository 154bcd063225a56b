//! Facts edited where they stand. Two people at one field see both values and who wrote the other.

use record::access::AnyScope;
use record::people::edit::{self, Clash, Field};
use record::{PersonId, Refusal};
use serde::Deserialize;
use web::{
    Answer, Frame, Go, Input, Path, Problem, Recruiter, StatusCode, Template, page_with, with_toast, words,
};

use crate::list::status_words;

#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct FieldForm {
    version: i64,
    name: Option<String>,
    call_me: Option<String>,
    pronouns: Option<String>,
    headline: Option<String>,
    summary: Option<String>,
    city: Option<String>,
    region: Option<String>,
    country_code: Option<String>,
    status: Option<String>,
    source: Option<String>,
    owner: Option<String>,
}

impl FieldForm {
    fn value(&self, field: Field) -> Option<&String> {
        match field {
            Field::Name => self.name.as_ref(),
            Field::CallMe => self.call_me.as_ref(),
            Field::Pronouns => self.pronouns.as_ref(),
            Field::Headline => self.headline.as_ref(),
            Field::Summary => self.summary.as_ref(),
            Field::City => self.city.as_ref(),
            Field::Region => self.region.as_ref(),
            Field::CountryCode => self.country_code.as_ref(),
            Field::Status => self.status.as_ref(),
            Field::Source => self.source.as_ref(),
            Field::Owner => self.owner.as_ref(),
            Field::SourceDetail => None,
        }
    }
}

/// As the page of a person calls the field.
fn label(field: Field) -> &'static str {
    match field {
        Field::Name => "Name",
        Field::CallMe => "Call me",
        Field::Pronouns => "Pronouns",
        Field::Headline => "Headline",
        Field::Summary => "Summary",
        Field::City => "Lives in",
        Field::Region => "Region",
        Field::CountryCode => "Country",
        Field::Status => "Interest in a new job",
        Field::Source | Field::SourceDetail => "Source",
        Field::Owner => "Owner",
    }
}

/// The field as it is drawn again: saved, refused, or contested.
struct InlineField {
    action: String,
    name: &'static str,
    label: &'static str,
    csrf: String,
    /// What stands in the record, and the version to save against.
    value: String,
    version: String,
    typed: String,
    error: String,
    contest: Option<Contest>,
}

/// Both values of a field that two people changed.
struct Contest {
    who: String,
    before: String,
}

#[derive(Template)]
#[template(path = "inline_field.html")]
struct InlinePart {
    field: InlineField,
}

/// The same for readers without script.
#[derive(Template)]
#[template(path = "inline_page.html")]
struct InlinePage {
    frame: Frame,
    back: String,
    person: String,
    field: InlineField,
}

/// POST /candidates/{person}/fields/{field}
pub(crate) async fn field(
    who: Recruiter,
    Path((person, field)): Path<(String, String)>,
    Input(form): Input<FieldForm>,
) -> Answer {
    let person: PersonId = person.parse()?;
    let field = Field::from_word(&field).ok_or(Problem::NotFound)?;
    let typed = form.value(field).ok_or(Problem::NotFound)?.clone();
    let mut drawn = InlineField {
        action: format!("/candidates/{person}/fields/{}", field.word()),
        name: field.word(),
        label: label(field),
        csrf: who.session.csrf.clone(),
        value: String::new(),
        version: form.version.to_string(),
        typed,
        error: String::new(),
        contest: None,
    };
    // The page names countries; the record keeps their two letters.
    let value = if field == Field::CountryCode { words::country_code(&drawn.typed) } else { &drawn.typed };
    match edit::edit(&who.house.db, &who.scope, person, form.version, field, value).await {
        Ok(edited) => {
            (drawn.value, drawn.version) = (named(field, edited.value), edited.version.to_string());
            saved(&who, person, drawn, edited.seq)
        }
        Err(Refusal::Conflict(_)) => {
            let clash = edit::clash(&who.house.db, &who.scope, person, form.version, field).await?;
            contest(&mut drawn, field, clash, who.now());
            refused(&who, person, drawn, StatusCode::CONFLICT).await
        }
        Err(Refusal::Field { message, .. }) => {
            // What stands there is not changed by what was typed.
            let now = edit::clash(&who.house.db, &who.scope, person, form.version, field).await?;
            (drawn.value, drawn.error) = (named(field, now.theirs), message);
            refused(&who, person, drawn, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(refusal) => Err(refusal.into()),
    }
}

/// A country by its name; everything else as it is.
fn named(field: Field, value: String) -> String {
    if field == Field::CountryCode { words::country(&value).to_owned() } else { value }
}

fn saved(who: &Recruiter, person: PersonId, field: InlineField, seq: i64) -> Answer {
    if who.fragment {
        let text = format!("{} saved", field.label);
        let answer = web::fragment(&InlinePart { field })?;
        return Ok(if seq > 0 { with_toast(answer, &text, &format!("/undo/{seq}")) } else { answer });
    }
    let go = Go::to(format!("/candidates/{person}"));
    let go = if seq > 0 { go.say_with_undo("Saved", format!("/undo/{seq}")) } else { go };
    go.after(&who.house, who.scope.workspace_id()).into()
}

fn contest(drawn: &mut InlineField, field: Field, clash: Clash, now: base::Micros) {
    let writer = if clash.writer.is_empty() { "Somebody else" } else { &clash.writer };
    let said = format!("{writer} changed this too, {}.", words::moment_ago(clash.at, now));
    drawn.contest = Some(Contest { who: said, before: named(field, clash.before) });
    (drawn.value, drawn.version) = (named(field, clash.theirs), clash.version.to_string());
}

async fn refused(who: &Recruiter, person: PersonId, field: InlineField, status: StatusCode) -> Answer {
    if who.fragment {
        return page_with(status, &InlinePart { field });
    }
    let labels = record::people::read::labels(&who.house.db, &who.scope, &[person]).await?;
    let name = labels.get(&person).map(|(_, name)| name.clone()).ok_or(Problem::NotFound)?;
    let frame = who.frame().await?.about("person", person);
    page_with(status, &InlinePage { frame, back: format!("/candidates/{person}"), person: name, field })
}

impl InlineField {
    /// A value in words: statuses have their own.
    fn words<'v>(&self, value: &'v str) -> &'v str {
        if self.name == Field::Status.word() { status_words(value).0 } else { value }
    }
}
