//! The audit log: entries and views, newest first; the chain, verified on demand.

use std::collections::HashMap;

use db::JournalLine;
use record::access::audit::{self, AuditFilter, ViewLine};
use record::access::{policy, users};
use record::{Entry, JobId, PersonId, PersonRef, UserId};
use serde::Deserialize;
use web::words;
use web::{Admin, Answer, Frame, Problem, Query, Template};

use crate::choice::Choice;
use crate::settings::spoken;

#[derive(Deserialize, Default)]
pub(crate) struct Asked {
    #[serde(default)]
    user: String,
    #[serde(default)]
    kind: String,
    #[serde(default)]
    before: String,
    /// `views`, or entries.
    #[serde(default)]
    show: String,
}

#[derive(Template)]
#[template(path = "audit.html")]
struct AuditPage {
    frame: Frame,
    views: bool,
    users: Vec<Choice>,
    kinds: Vec<Choice>,
    lines: Vec<AuditLine>,
    older: Option<String>,
    verified: Option<Result<String, String>>,
}

struct AuditLine {
    number: String,
    iso: String,
    when: String,
    exact: String,
    actor: String,
    what: String,
    detail: String,
    /// Where it leads and how it is called; empty for nothing.
    subject_href: String,
    subject: String,
    job_href: String,
    job: String,
}

/// Names that lines mention.
struct Names {
    users: HashMap<UserId, String>,
    people: HashMap<PersonId, (PersonRef, String)>,
    jobs: HashMap<JobId, String>,
}

pub(crate) async fn show(who: Admin, Query(asked): Query<Asked>) -> Answer {
    draw(&who, asked, None).await
}

/// Walks the whole chain.
pub(crate) async fn verify(who: Admin) -> Answer {
    let verdict = match who.house.db.verify_journal(who.session.workspace.0).await? {
        Ok(count) => Ok(words::number(count)),
        Err(broken) => Err(words::number(broken.seq)),
    };
    draw(&who, Asked::default(), Some(verdict)).await
}

async fn draw(who: &Admin, asked: Asked, verified: Option<Result<String, String>>) -> Answer {
    let views = asked.show == "views";
    let filter = AuditFilter {
        user: if asked.user.is_empty() { UserId(0) } else { asked.user.parse()? },
        kind: if views { String::new() } else { asked.kind.clone() },
        before: if asked.before.is_empty() {
            0
        } else {
            asked.before.parse().map_err(|_| Problem::NotFound)?
        },
    };
    let all = users::list(&who.house.db, &who.scope).await?;
    let names: HashMap<UserId, String> = all.iter().map(|user| (user.id, user.name.clone())).collect();
    let (lines, last) =
        if views { view_lines(who, &filter, names).await? } else { entry_lines(who, &filter, names).await? };
    let page = AuditPage {
        frame: who.frame().await?,
        views,
        users: std::iter::once(Choice::new("", "Anyone", filter.user.0 == 0))
            .chain(all.iter().map(|user| Choice::new(user.id, &user.name, user.id == filter.user)))
            .collect(),
        kinds: std::iter::once(Choice::new("", "Everything", filter.kind.is_empty()))
            .chain(Entry::KINDS.iter().map(|kind| Choice::new(kind, spoken(kind), *kind == filter.kind)))
            .collect(),
        older: last.map(|last| {
            let show = if views { "views" } else { "" };
            format!("/settings/audit?show={show}&user={}&kind={}&before={last}", asked.user, filter.kind)
        }),
        lines,
        verified,
    };
    web::page(&page)
}

/// One page, and the number to go on from where there is more.
async fn entry_lines(
    who: &Admin,
    filter: &AuditFilter,
    users: HashMap<UserId, String>,
) -> Result<(Vec<AuditLine>, Option<i64>), Problem> {
    let mut found = audit::entries(&who.house.db, &who.scope, filter, base::limits::PAGE_ROWS).await?;
    let more = found.len() > base::limits::PAGE_ROWS;
    found.truncate(base::limits::PAGE_ROWS);
    let people: Vec<PersonId> = found.iter().filter_map(|line| PersonId(line.person_id).some()).collect();
    let jobs: Vec<JobId> = found.iter().filter_map(|line| JobId(line.job_id).some()).collect();
    let names = names(who, users, people, jobs).await?;
    let last = found.last().map(|line| line.seq).filter(|_| more);
    Ok((found.iter().map(|line| entry_line(who, line, &names)).collect(), last))
}

async fn view_lines(
    who: &Admin,
    filter: &AuditFilter,
    users: HashMap<UserId, String>,
) -> Result<(Vec<AuditLine>, Option<i64>), Problem> {
    let mut found = audit::views(&who.house.db, &who.scope, filter, base::limits::PAGE_ROWS).await?;
    let more = found.len() > base::limits::PAGE_ROWS;
    found.truncate(base::limits::PAGE_ROWS);
    let people: Vec<PersonId> = found.iter().filter_map(|line| line.person.some()).collect();
    let names = names(who, users, people, vec![]).await?;
    let last = found.last().map(|line| line.id).filter(|_| more);
    Ok((found.iter().map(|line| view_line(who, line, &names)).collect(), last))
}

async fn names(
    who: &Admin,
    users: HashMap<UserId, String>,
    mut people: Vec<PersonId>,
    mut jobs: Vec<JobId>,
) -> Result<Names, Problem> {
    people.sort();
    people.dedup();
    jobs.sort();
    jobs.dedup();
    let sight = policy::staff(&who.session);
    let people = record::people::read::labels(&who.house.db, &sight, &people).await?;
    let jobs = audit::job_titles(&who.house.db, &who.scope, &jobs).await?.into_iter().collect();
    Ok(Names { users, people, jobs })
}

fn blank(who: &Admin, at: base::Micros) -> AuditLine {
    let zone = &who.session.zone;
    AuditLine {
        number: String::new(),
        iso: words::iso(at),
        when: words::when(at, who.now(), zone),
        exact: words::exact(at, zone),
        actor: String::new(),
        what: String::new(),
        detail: String::new(),
        subject_href: String::new(),
        subject: String::new(),
        job_href: String::new(),
        job: String::new(),
    }
}

fn entry_line(who: &Admin, line: &JournalLine, names: &Names) -> AuditLine {
    let mut drawn = AuditLine { number: words::number(line.seq), ..blank(who, line.at) };
    drawn.actor = match line.actor_kind.as_str() {
        "user" => user_name(names, UserId(line.actor_id)),
        // Who signs in is nobody yet; the entry says who it was.
        "visitor" => visitor(&line.payload, names),
        "token" => "API token".to_owned(),
        _ => "Rapport".to_owned(),
    };
    drawn.what = spoken(&line.kind);
    if let Some((reference, label)) = names.people.get(&PersonId(line.person_id)) {
        (drawn.subject_href, drawn.subject) = (format!("/candidates/{reference}"), label.clone());
    }
    if let Some(title) = names.jobs.get(&JobId(line.job_id)) {
        (drawn.job_href, drawn.job) = (format!("/jobs/{}", JobId(line.job_id)), title.clone());
    }
    // Entries about people are told by their links; their payload could name others.
    if line.person_id == 0 && line.job_id == 0 {
        drawn.detail = detail(&line.payload, names);
        if drawn.detail == drawn.actor {
            drawn.detail.clear();
        }
    }
    drawn
}

fn view_line(who: &Admin, line: &ViewLine, names: &Names) -> AuditLine {
    let mut drawn = blank(who, line.at);
    drawn.actor = user_name(names, line.user);
    drawn.what = match line.kind.as_str() {
        "document" => "Opened a file",
        "export" => "Exported",
        _ => "Looked at the profile",
    }
    .to_owned();
    if let Some((reference, label)) = names.people.get(&line.person) {
        (drawn.subject_href, drawn.subject) = (format!("/candidates/{reference}"), label.clone());
    }
    drawn
}

/// Whom the entry of a visitor is about, where it says so.
fn visitor(payload: &str, names: &Names) -> String {
    let said: serde_json::Value = serde_json::from_str(payload).unwrap_or_default();
    let user = said["user"].as_str().and_then(|user| user.parse().ok());
    user.and_then(|user| names.users.get(&user)).cloned().unwrap_or_else(|| "Visitor".to_owned())
}

fn user_name(names: &Names, user: UserId) -> String {
    names.users.get(&user).cloned().unwrap_or_else(|| "Nobody we know".to_owned())
}

/// The plain values of a payload: `role recruiter, over job`. Lists of people become their number.
fn detail(payload: &str, names: &Names) -> String {
    let Ok(serde_json::Value::Object(fields)) = serde_json::from_str(payload) else { return String::new() };
    let spoken_value = |name: &str, value: &serde_json::Value| match value {
        serde_json::Value::String(text) if name == "user" => {
            text.parse().map_or_else(|_| text.clone(), |user| user_name(names, user))
        }
        serde_json::Value::String(text) => format!("{name} {}", text.replace('_', " ")),
        serde_json::Value::Array(items) => format!("{} {name}", items.len()),
        serde_json::Value::Number(count) => match name.strip_suffix('s') {
            Some(one) if count.as_i64() == Some(1) => format!("1 {one}"),
            Some(_) => format!("{count} {name}"),
            None => format!("{name} {count}"),
        },
        other => format!("{name} {other}"),
    };
    let hidden = |name: &str, value: &serde_json::Value| {
        let id = value.as_str().is_some_and(|text| text.parse::<base::Id>().is_ok());
        // Ids that are written as numbers are far above any count.
        (id && name != "user") || value.as_i64().is_some_and(|number| number > 1_000_000_000)
    };
    let parts: Vec<String> = fields
        .iter()
        .filter(|(name, value)| !hidden(name, value))
        .map(|(name, value)| spoken_value(name, value))
        .collect();
    parts.join(", ")
}
