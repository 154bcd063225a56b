//! The palette: people, jobs, commands and pages by a few typed letters.

use record::access::AnyScope;
use record::overview::{self, begins_words};
use record::{JobId, PersonId, PersonRef};
use serde::Deserialize;
use web::{Answer, Frame, Problem, Query, Staff, Template, words};

use crate::people;

#[cfg(test)]
mod tests;

/// People and jobs listed: more is a search, and the last line leads there.
const PEOPLE: usize = 6;
const JOBS: usize = 5;

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    q: String,
    /// What the page behind is about: `person:ID`, `job:ID`.
    on: String,
}

/// One line to choose.
#[derive(Default)]
struct Choice {
    id: String,
    /// Where it leads; empty where it presses a key of the page behind.
    href: String,
    run_key: &'static str,
    icon: &'static str,
    /// A round in place of the icon: initials and hue.
    round: Option<(String, u16)>,
    text: String,
    /// Set in bold after the text.
    name: String,
    end: String,
    keys: Vec<String>,
}

impl Choice {
    fn link(icon: &'static str, text: impl Into<String>, href: impl Into<String>) -> Self {
        Self { icon, text: text.into(), href: href.into(), ..Self::default() }
    }
}

struct Group {
    id: String,
    title: &'static str,
    choices: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "palette.html")]
struct PalettePage {
    frame: Frame,
    q: String,
    groups: Vec<Group>,
}

#[derive(Template)]
#[template(path = "palette_list.html")]
struct PaletteList {
    groups: Vec<Group>,
}

/// `GET /palette`
pub(crate) async fn show(who: Staff, Query(asked): Query<Asked>) -> Answer {
    let q: String = asked.q.trim().chars().take(base::limits::LINE_CHARS_MAX).collect();
    let mut groups = vec![];
    if who.fragment {
        groups.push(("Actions", actions(&who, &asked.on, &q).await?));
    }
    groups.push(("People", people_found(&who, &q).await?));
    groups.push(("Jobs", jobs_found(&who, &q).await?));
    groups.push(("Go to", places(&who, &q)));
    groups.push(("Create", creations(&who, &q)));
    groups.push(("Search", everybody(&who, &q)));
    let groups = numbered(groups, if who.fragment { "palette" } else { "found" });
    if who.fragment {
        return web::fragment(&PaletteList { groups });
    }
    web::page(&PalettePage { frame: who.frame().await?, q, groups })
}

/// Groups with something in them; every line gets an id of its own.
fn numbered(groups: Vec<(&'static str, Vec<Choice>)>, prefix: &str) -> Vec<Group> {
    let mut count = 0;
    let full = groups.into_iter().filter(|(_, choices)| !choices.is_empty());
    full.enumerate()
        .map(|(at, (title, mut choices))| {
            for choice in &mut choices {
                count += 1;
                choice.id = format!("{prefix}-option-{count}");
            }
            Group { id: format!("{prefix}-group-{at}"), title, choices }
        })
        .collect()
}

/// What can be done with whom or what the page behind is about. Each presses the key that the page prints
/// on its own control, so that the palette can do nothing the page cannot; keys the page has not are left out there.
async fn actions(who: &Staff, on: &str, q: &str) -> Result<Vec<Choice>, Problem> {
    let Some((kind, id)) = on.split_once(':') else { return Ok(vec![]) };
    let mut choices = match kind {
        "person" => match id.parse::<PersonRef>() {
            Ok(reference) => on_person(who, &reference).await?,
            Err(_) => vec![],
        },
        "job" => match id.parse::<JobId>() {
            Ok(job) => on_job(who, job).await?,
            Err(_) => vec![],
        },
        _ => vec![],
    };
    choices.retain(|choice| begins_words(q, &format!("{} {}", choice.text, choice.name)));
    Ok(choices)
}

async fn on_person(who: &Staff, reference: &PersonRef) -> Result<Vec<Choice>, Problem> {
    let (db, scope) = (&who.house.db, &who.scope);
    let person: PersonId = match overview::person_of(db, scope, reference).await {
        Ok(person) => person,
        Err(record::ReadError::NotFound) => return Ok(vec![]),
        Err(other) => return Err(other.into()),
    };
    let labels = record::people::read::labels(db, scope, &[person]).await?;
    let name = labels.get(&person).map(|(_, label)| label.clone()).unwrap_or_default();
    let press = |run_key, icon, text: &str| Choice {
        run_key,
        icon,
        text: text.to_owned(),
        name: name.clone(),
        keys: vec![run_key.to_owned()],
        ..Choice::default()
    };
    let mut choices = vec![];
    let rights = scope.rights();
    if recruits(who) {
        choices.push(press("N", "pen-line", "Write a note about"));
        choices.push(press("E", "send", "Email"));
        choices.push(press("A", "briefcase", "Choose a job for"));
    }
    if rights.everyone || rights.jobs.iter().any(|right| right.moves) {
        choices.push(press("M", "arrow-right", "Move"));
        choices.push(press("R", "x", "Decline"));
    }
    let mut task = Choice::link("list-checks", "Make a task about", format!("/tasks/new?person={reference}"));
    task.name = name.clone();
    choices.push(task);
    Ok(choices)
}

async fn on_job(who: &Staff, job: JobId) -> Result<Vec<Choice>, Problem> {
    let names = overview::job_names(&who.house.db, &who.scope, &[job]).await?;
    let Some(known) = names.into_values().next() else { return Ok(vec![]) };
    let named = |icon, text: &str, href: String| Choice {
        name: known.title.clone(),
        ..Choice::link(icon, text, href)
    };
    let mut choices = vec![];
    if who.scope.rights().job(job).is_some_and(|right| right.edits) {
        choices.push(named("pencil", "Edit", format!("/jobs/{job}/edit")));
    }
    if recruits(who) {
        choices.push(named("sparkles", "See matches for", format!("/jobs/{job}/matches")));
    }
    choices.push(named("list-checks", "Make a task about", format!("/tasks/new?job={job}")));
    Ok(choices)
}

fn recruits(who: &Staff) -> bool {
    let rights = who.scope.rights();
    rights.everyone && !rights.always_masked
}

async fn people_found(who: &Staff, q: &str) -> Result<Vec<Choice>, Problem> {
    let found = people::find(&who.house, &who.scope, q, PEOPLE).await?;
    Ok(found
        .into_iter()
        .map(|one| Choice {
            href: format!("/candidates/{}", one.reference),
            round: Some(if one.masked {
                ("?".to_owned(), 0)
            } else {
                (words::initials(&one.label), words::hue(&one.label))
            }),
            text: one.label,
            end: one.sub,
            ..Choice::default()
        })
        .collect())
}

/// The last line: what was typed as a search of everybody, after all that has it as its name.
fn everybody(who: &Staff, q: &str) -> Vec<Choice> {
    if q.is_empty() || !recruits(who) {
        return vec![];
    }
    let mut all = Choice::link("search", "Search everybody for", format!("/candidates?q={}", escaped(q)));
    all.name = q.to_owned();
    vec![all]
}

async fn jobs_found(who: &Staff, q: &str) -> Result<Vec<Choice>, Problem> {
    let mut jobs = overview::jobs_titled(&who.house.db, &who.scope, q, JOBS).await?;
    if q.is_empty() {
        jobs.retain(|job| job.open);
    }
    let choice = |job: overview::JobName| Choice {
        end: if job.open { String::new() } else { "Not open".to_owned() },
        ..Choice::link("briefcase", job.title, format!("/jobs/{}", job.id))
    };
    Ok(jobs.into_iter().map(choice).collect())
}

/// The pages of the side bar, and those that are reached from the frame.
fn places(who: &Staff, q: &str) -> Vec<Choice> {
    let rights = who.scope.rights();
    let mut items: Vec<_> =
        who.rooms().iter().flat_map(|room| room.nav).filter(|item| (item.shown)(rights)).collect();
    items.sort_by_key(|item| item.order);
    let nav = items.into_iter().map(|item| {
        let mut choice = Choice::link(item.icon, item.label, item.href);
        if !item.goto_key.is_empty() {
            choice.keys = vec!["G".to_owned(), item.goto_key.to_uppercase()];
        }
        choice
    });
    let mut choices: Vec<Choice> = nav.collect();
    choices.push(Choice::link("bell", "Notifications", "/notifications"));
    choices.push(Choice::link("sliders-horizontal", "Preferences", "/preferences"));
    if rights.admin {
        choices.push(Choice::link("settings", "Settings", "/settings"));
    }
    choices.retain(|choice| begins_words(q, &choice.text));
    choices
}

fn creations(who: &Staff, q: &str) -> Vec<Choice> {
    let mut choices = vec![Choice::link("list-checks", "New task", "/tasks/new")];
    if recruits(who) {
        choices.push(Choice::link("user-plus", "Add a candidate", "/candidates/new"));
        choices.push(Choice::link("upload", "Upload resumes", "/uploads"));
        choices.push(Choice::link("briefcase", "New job", "/jobs/new"));
    }
    choices.retain(|choice| begins_words(q, &choice.text));
    choices
}

/// Percent-encoded for a query.
fn escaped(text: &str) -> String {
    let byte = |byte: u8| {
        if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") }
    };
    text.bytes().map(byte).collect()
}
