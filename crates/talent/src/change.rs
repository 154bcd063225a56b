//! Changes on a person's page: contacts, facts, tags, notes and calls.

use record::access::AnyScope;
use record::people::contacts::{self, ContactKind};
use record::people::facts::{self, Addition, FactKind, FactRef, NewEducation, NewEmployment, NewFact};
use record::people::notes::{self, NewCall, NewNote, NoteVisibility};
use record::people::tags;
use record::{InteractionId, PersonId, PoolId, Refusal};
use serde::Deserialize;
use web::{Answer, Go, Input, Path, Problem, Recruiter};

fn address(person: PersonId, tab: &str) -> String {
    if tab.is_empty() { format!("/candidates/{person}") } else { format!("/candidates/{person}?tab={tab}") }
}

/// Back to the page with a toast that undoes the entry.
fn done(who: &Recruiter, to: String, text: impl Into<String>, seq: i64) -> Answer {
    let go = Go::to(to);
    let go = if seq > 0 { go.say_with_undo(text, format!("/undo/{seq}")) } else { go.say(text) };
    go.after(&who.house, who.scope.workspace_id()).into()
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct ContactForm {
    kind: String,
    value: String,
}

/// POST /candidates/{person}/contacts
pub(crate) async fn add_contact(
    who: Recruiter,
    Path(person): Path<String>,
    Input(form): Input<ContactForm>,
) -> Answer {
    let person: PersonId = person.parse()?;
    let kind = ContactKind::from_word(&form.kind).ok_or(Problem::NotFound)?;
    match contacts::add_contact(&who.house.db, &who.scope, person, kind, &form.value).await {
        Ok((_, seq)) => done(&who, address(person, ""), "Contact added", seq),
        Err(Refusal::Field { message, .. } | Refusal::Because(message)) => {
            Go::to(address(person, "")).complain(message).into()
        }
        Err(refusal) => Err(refusal.into()),
    }
}

/// POST /candidates/{person}/contacts/{contact}/removal
pub(crate) async fn remove_contact(
    who: Recruiter,
    Path((person, contact)): Path<(String, String)>,
) -> Answer {
    let person: PersonId = person.parse()?;
    let seq = contacts::retract_contact(&who.house.db, &who.scope, person, contact.parse()?).await?;
    done(&who, address(person, ""), "Contact removed", seq)
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct FactForm {
    kind: String,
    value: String,
    level: String,
    title: String,
    employer: String,
    started: String,
    ended: String,
    ongoing: String,
    place: String,
    degree: String,
    school: String,
    area: String,
}

/// `2019-03` or `2019` as yyyymm; 0 for nothing.
fn month(field: &'static str, text: &str) -> Result<i64, Refusal> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(0);
    }
    let (year, month) = text.split_once('-').unwrap_or((text, "0"));
    match (year.parse::<i64>(), month.parse::<i64>()) {
        (Ok(year @ 1900..=2100), Ok(month @ 0..=12)) => Ok(year * 100 + month),
        _ => Err(Refusal::field(field, "Write the month like 2019-03, or the year alone.")),
    }
}

impl FactForm {
    fn addition(self) -> Result<Addition, Refusal> {
        let (started, ended) = (month("started", &self.started)?, month("ended", &self.ended)?);
        Ok(match self.kind.as_str() {
            "employment" => Addition::Employment(NewEmployment {
                employer: self.employer,
                title: self.title,
                started,
                ended,
                ongoing: self.ongoing == "on",
                place: self.place,
                note: String::new(),
            }),
            "education" => Addition::Education(NewEducation {
                school: self.school,
                degree: self.degree,
                area: self.area,
                started,
                ended,
            }),
            kind => {
                let kind = FactKind::from_word(kind).ok_or(Refusal::NotFound)?;
                Addition::Fact(NewFact { kind, value: self.value, level: self.level })
            }
        })
    }
}

/// POST /candidates/{person}/facts
pub(crate) async fn add_fact(
    who: Recruiter,
    Path(person): Path<String>,
    Input(form): Input<FactForm>,
) -> Answer {
    let person: PersonId = person.parse()?;
    let added = match form.addition() {
        Ok(addition) => facts::add_fact(&who.house.db, &who.scope, person, addition).await,
        Err(refusal) => Err(refusal),
    };
    match added {
        Ok((_, seq)) => done(&who, address(person, "experience"), "Added", seq),
        Err(Refusal::Field { message, .. } | Refusal::Because(message)) => {
            Go::to(address(person, "experience")).complain(message).into()
        }
        Err(refusal) => Err(refusal.into()),
    }
}

async fn retract(who: &Recruiter, person: &str, fact: FactRef) -> Answer {
    let person: PersonId = person.parse()?;
    let seq = facts::retract_fact(&who.house.db, &who.scope, person, fact).await?;
    done(who, address(person, "experience"), "Taken back", seq)
}

/// POST /candidates/{person}/facts/{fact}/removal
pub(crate) async fn remove_fact(who: Recruiter, Path((person, fact)): Path<(String, String)>) -> Answer {
    retract(&who, &person, FactRef::Fact(fact.parse()?)).await
}

/// POST /candidates/{person}/employments/{employment}/removal
pub(crate) async fn remove_employment(
    who: Recruiter,
    Path((person, held)): Path<(String, String)>,
) -> Answer {
    retract(&who, &person, FactRef::Employment(held.parse()?)).await
}

/// POST /candidates/{person}/educations/{education}/removal
pub(crate) async fn remove_education(
    who: Recruiter,
    Path((person, study)): Path<(String, String)>,
) -> Answer {
    retract(&who, &person, FactRef::Education(study.parse()?)).await
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct TagForm {
    add: String,
    remove: String,
}

/// POST /candidates/{person}/tags: words with commas between them.
pub(crate) async fn tag(who: Recruiter, Path(person): Path<String>, Input(form): Input<TagForm>) -> Answer {
    let person: PersonId = person.parse()?;
    let list = |text: &str| -> Vec<String> {
        text.split(',').map(str::trim).filter(|tag| !tag.is_empty()).map(str::to_owned).collect()
    };
    let (add, remove) = (list(&form.add), list(&form.remove));
    match tags::change_tags(&who.house.db, &who.scope, person, &add, &remove).await {
        Ok(seq) => done(&who, address(person, ""), "Tags changed", seq),
        Err(Refusal::Field { message, .. }) => Go::to(address(person, "")).complain(message).into(),
        Err(refusal) => Err(refusal.into()),
    }
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct NoteForm {
    text: String,
    kind: String,
    private: String,
    version: i64,
    /// The key that the form was drawn with.
    form_key: String,
}

/// POST /candidates/{person}/notes: a note, call or meeting.
pub(crate) async fn write(
    who: Recruiter,
    Path(person): Path<String>,
    Input(form): Input<NoteForm>,
) -> Answer {
    let person: PersonId = person.parse()?;
    let visibility = if form.private == "on" { NoteVisibility::Private } else { NoteVisibility::Team };
    let (db, scope) = (&who.house.db, &who.scope);
    let (said, outcome) = if matches!(form.kind.as_str(), "call" | "meeting") {
        let call = NewCall {
            meeting: form.kind == "meeting",
            text: form.text,
            form_key: form.form_key,
            ..NewCall::default()
        };
        ("Logged", notes::log_call(db, scope, person, call).await)
    } else {
        let note = NewNote { text: form.text, visibility, form_key: form.form_key, ..NewNote::default() };
        ("Note saved", notes::write_note(db, scope, person, note).await)
    };
    match outcome {
        Ok((_, seq)) => done(&who, address(person, ""), said, seq),
        Err(Refusal::Field { message, .. } | Refusal::Because(message)) => {
            Go::to(address(person, "")).complain(message).into()
        }
        Err(refusal) => Err(refusal.into()),
    }
}

/// POST /candidates/{person}/notes/{note}: what an own note says now.
pub(crate) async fn edit_note(
    who: Recruiter,
    Path((person, note)): Path<(String, String)>,
    Input(form): Input<NoteForm>,
) -> Answer {
    let (person, note): (PersonId, InteractionId) = (person.parse()?, note.parse()?);
    let seq = notes::edit_note(&who.house.db, &who.scope, person, note, form.version, &form.text).await?;
    done(&who, address(person, ""), "Note changed", seq)
}

/// POST /candidates/{person}/notes/{note}/removal
pub(crate) async fn remove_note(who: Recruiter, Path((person, note)): Path<(String, String)>) -> Answer {
    let person: PersonId = person.parse()?;
    let seq = notes::retract_note(&who.house.db, &who.scope, person, note.parse()?).await?;
    done(&who, address(person, ""), "Note taken back", seq)
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct BulkForm {
    pub(crate) id: Vec<String>,
    pub(crate) next: String,
    pub(crate) tag: String,
    pub(crate) pool: String,
}

impl BulkForm {
    fn people(&self) -> Result<Vec<PersonId>, Problem> {
        Ok(self.id.iter().map(|id| id.parse()).collect::<Result<_, _>>()?)
    }

    fn back(&self) -> String {
        if self.next.is_empty() { "/candidates".to_owned() } else { self.next.clone() }
    }
}

/// POST /candidates/bulk/tag: asks for the tag, then sets it on everybody chosen.
pub(crate) async fn bulk_tag(who: Recruiter, Input(form): Input<BulkForm>) -> Answer {
    let people = form.people()?;
    if people.is_empty() || form.tag.trim().is_empty() {
        return crate::bulk::ask_tag(&who, &form).await;
    }
    let bulk = tags::tag_many(&who.house.db, &who.scope, &people, &form.tag).await?;
    let text = format!("Tagged {}", web::words::counted(bulk.changed as i64, "person", "people"));
    done(&who, form.back(), text, bulk.seq)
}

/// POST /candidates/bulk/pool: asks for the pool, then adds everybody chosen.
pub(crate) async fn bulk_pool(who: Recruiter, Input(form): Input<BulkForm>) -> Answer {
    let people = form.people()?;
    let Ok(pool) = form.pool.parse::<PoolId>() else { return crate::bulk::ask_pool(&who, &form).await };
    let bulk = tags::pool_many(&who.house.db, &who.scope, &people, pool).await?;
    let text = format!("Added {} to the pool", web::words::counted(bulk.changed as i64, "person", "people"));
    done(&who, form.back(), text, bulk.seq)
}
