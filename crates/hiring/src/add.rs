//! Putting people on a job: found by name on the job's own page, or many from elsewhere.

use index::Visibility;
use record::applications::receive;
use record::jobs::{JobStatus, ListFilter, read};
use record::{JobId, PersonId, Refusal, people};
use serde::Deserialize;
use web::{Answer, Frame, Go, Input, Path, Problem, Query, Recruiter, StatusCode, Template};
use web::{fragment, page, page_with, words};

use crate::shared::{JobTop, hue, top};

/// Suggestions under the search.
const FOUND_MAX: usize = 12;

#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Asked {
    q: String,
    next: String,
}

struct Found {
    id: PersonId,
    href: String,
    name: String,
    initials: String,
    hue: u16,
    sub: String,
    /// How they stand on this job already; empty when they do not.
    standing: String,
}

#[derive(Template)]
#[template(path = "add.html")]
struct AddPage {
    frame: Frame,
    job: JobTop,
    q: String,
    found: Vec<Found>,
    next: String,
}

#[derive(Template)]
#[template(path = "add_found.html")]
struct FoundList {
    job: JobId,
    csrf: String,
    q: String,
    found: Vec<Found>,
    next: String,
}

#[derive(Template)]
#[template(path = "add_dialog.html")]
struct AddDialog {
    job: JobTop,
    csrf: String,
    q: String,
    found: Vec<Found>,
    next: String,
}

pub(crate) async fn find(
    who: Recruiter,
    Path(job): Path<String>,
    Query(asked): Query<Asked>,
    headers: web::axum::http::HeaderMap,
) -> Answer {
    let job: JobId = job.parse()?;
    let head = read::head(&who.house.db, &who.scope, job).await?;
    let found = found(&who, job, &asked.q).await?;
    let next = if asked.next.is_empty() { format!("/jobs/{job}") } else { asked.next };
    let (q, csrf) = (asked.q, who.session.csrf.clone());
    // The search field asks for its list only; a dialog asks for the form around it too.
    let list_only = headers.get("hx-target").is_some();
    if who.fragment && list_only {
        return fragment(&FoundList { job, csrf, q, found, next });
    }
    let job = top(&who, &head, "board");
    if who.fragment {
        return fragment(&AddDialog { job, csrf, q, found, next });
    }
    page(&AddPage { frame: who.frame().await?, job, q, found, next })
}

async fn found(who: &Recruiter, job: JobId, q: &str) -> Result<Vec<Found>, Problem> {
    let q: String = q.trim().chars().take(base::limits::SEARCH_CHARS_MAX).collect();
    if q.is_empty() {
        return Ok(vec![]);
    }
    let workspace = who.session.workspace.0;
    let hits = who
        .house
        .people
        .suggest_names(workspace, &q, &Visibility::Everyone, FOUND_MAX)
        .map_err(|cause| Problem::Fault(cause.to_string()))?;
    let ids: Vec<PersonId> = hits.into_iter().map(|hit| PersonId(hit.person)).collect();
    let rows = people::read::rows(&who.house.db, &who.scope, &ids).await?;
    let standing = record::applications::in_play::standing(&who.house.db, &who.scope, job, &ids).await?;
    Ok(rows
        .into_iter()
        .map(|row| Found {
            href: format!("/candidates/{}", row.id),
            initials: words::initials(&row.name),
            hue: words::hue(&row.name),
            sub: [row.title, row.employer]
                .into_iter()
                .filter(|part| !part.is_empty())
                .collect::<Vec<_>>()
                .join(", "),
            standing: standing.get(&row.id).map(said).unwrap_or_default(),
            name: row.name,
            id: row.id,
        })
        .collect())
}

pub(crate) fn said((status, stage): &(String, String)) -> String {
    match status.as_str() {
        "active" => format!("In {stage}"),
        "hired" => "Hired".to_owned(),
        "withdrawn" => "Withdrew".to_owned(),
        _ => "Declined".to_owned(),
    }
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct NewApplication {
    person: String,
    source: String,
    next: String,
}

pub(crate) async fn add(
    who: Recruiter,
    Path(job): Path<String>,
    Input(new): Input<NewApplication>,
) -> Answer {
    let (job, person): (JobId, PersonId) = (job.parse()?, new.person.parse()?);
    let source = if new.source.is_empty() { "Sourced" } else { &new.source };
    let received = receive::receive(&who.house.db, &who.scope, person, job, source).await?;
    let names = people::read::labels(&who.house.db, &who.scope, &[person]).await?;
    let name = names.get(&person).map_or("This person", |(_, name)| name.as_str());
    let next = if new.next.is_empty() { format!("/jobs/{job}") } else { new.next };
    let go = Go::to(next);
    let go = match received.transition {
        Some(transition) => {
            let undo = format!("/applications/{}/undo?transition={transition}", received.application);
            go.say_with_undo(format!("Added {name}"), undo)
        }
        None if received.status == "active" => go.say(format!("{name} is on this job already")),
        None => go.complain(format!(
            "{name} was considered before and it ended. Reopen the application under Closed if you want to go on."
        )),
    };
    go.after(&who.house, who.session.workspace).into()
}

/// Many people, from the candidates list; without a job it asks for one.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct NewApplications {
    people: Vec<String>,
    /// As the list of candidates names its rows.
    id: Vec<String>,
    job: String,
    next: String,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct ForWhom {
    /// One or several, with commas.
    people: String,
    next: String,
}

struct JobOption {
    id: JobId,
    title: String,
    sub: String,
    hue: u16,
    /// People of the choice who are on it already.
    known: usize,
}

#[derive(Template)]
#[template(path = "choose_job.html")]
struct ChooseJobPage {
    frame: Frame,
    form: ChooseJob,
}

#[derive(Template)]
#[template(path = "choose_job_dialog.html")]
struct ChooseJobDialog {
    form: ChooseJob,
}

struct ChooseJob {
    csrf: String,
    people: Vec<String>,
    said: String,
    jobs: Vec<JobOption>,
    next: String,
    error: String,
}

pub(crate) async fn choose_job(who: Recruiter, Query(asked): Query<ForWhom>) -> Answer {
    let people = asked.people.split(',').filter(|one| !one.is_empty()).map(str::to_owned).collect();
    choose(&who, people, asked.next, String::new()).await
}

async fn choose(who: &Recruiter, people: Vec<String>, next: String, error: String) -> Answer {
    let ids = ids(&people)?;
    let (db, scope) = (&who.house.db, &who.scope);
    let list = read::list(db, scope, ListFilter { status: Some(JobStatus::Open), after: None }).await?;
    let mut jobs = vec![];
    for job in list.jobs {
        let standing = record::applications::in_play::standing(db, scope, job.id, &ids).await?;
        jobs.push(JobOption {
            id: job.id,
            sub: crate::shared::place(&job),
            hue: hue(job.hue),
            title: job.title,
            known: standing.len(),
        });
    }
    let said = match ids.as_slice() {
        [one] => {
            let names = people::read::labels(db, scope, &[*one]).await?;
            names.get(one).map(|(_, name)| name.clone()).ok_or(Problem::NotFound)?
        }
        many => words::counted(i64::try_from(many.len()).unwrap_or(0), "person", "people"),
    };
    let status = if error.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let form = ChooseJob { csrf: who.session.csrf.clone(), people, said, jobs, next, error };
    if who.fragment {
        return page_with(status, &ChooseJobDialog { form });
    }
    page_with(status, &ChooseJobPage { frame: who.frame().await?, form })
}

fn ids(people: &[String]) -> Result<Vec<PersonId>, Problem> {
    if people.is_empty() {
        return Err(Problem::Refused("Choose somebody first, then add them to a job.".to_owned()));
    }
    if people.len() > base::limits::BULK_MAX {
        return Err(Problem::Refused(format!("At most {} people at once.", base::limits::BULK_MAX)));
    }
    people.iter().map(|one| one.parse().map_err(Problem::from)).collect()
}

pub(crate) async fn add_many(who: Recruiter, Input(mut new): Input<NewApplications>) -> Answer {
    let mut people = std::mem::take(&mut new.people);
    people.append(&mut new.id);
    let Ok(job) = new.job.parse::<JobId>() else {
        return choose(&who, people, new.next, String::new()).await;
    };
    let (mut added, mut known, batch) = (0, 0, who.house.db.new_id());
    for person in ids(&people)? {
        match receive::receive_in(&who.house.db, &who.scope, person, job, "Sourced", batch).await {
            Ok(received) if received.is_new() => added += 1,
            Ok(_) => known += 1,
            Err(Refusal::Because(message)) => return choose(&who, people, new.next, message).await,
            Err(refusal) => return Err(refusal.into()),
        }
    }
    let title = read::head(&who.house.db, &who.scope, job).await?.title;
    let (undo, people) =
        (format!("/jobs/{job}/undo?batch={batch}"), words::counted(added, "person", "people"));
    let rest = if known == 0 { String::new() } else { format!(", {known} known there already") };
    let go = Go::to(if new.next.is_empty() { format!("/jobs/{job}") } else { new.next });
    let text = format!("Added {people} to {title}{rest}");
    let go = if added > 0 { go.say_with_undo(text, undo) } else { go.say(text) };
    go.after(&who.house, who.session.workspace).into()
}
