//! The words of notifications, made for the reader as they see people and jobs now.

use std::collections::HashMap;

use base::Micros;
use db::Db;
use record::overview::{self, JobName};
use record::{JobId, Mixed, NotificationId, PersonId, PersonRef, ReadError, Scope, TaskId, TransitionId};
use web::words;

use super::read::Notice;
use crate::tasks;

/// A notification as it is drawn.
pub(crate) struct Told {
    pub(crate) id: NotificationId,
    pub(crate) initials: String,
    pub(crate) hue: u16,
    pub(crate) title: String,
    pub(crate) detail: String,
    pub(crate) at: String,
    pub(crate) iso: String,
    pub(crate) fresh: bool,
    /// Where opening it leads; empty where the reader cannot open the thing.
    pub(crate) href: String,
}

/// What the words are made of.
struct Known {
    people: HashMap<PersonId, (PersonRef, String)>,
    jobs: HashMap<JobId, JobName>,
    stages: HashMap<TransitionId, String>,
    users: Vec<overview::Colleague>,
}

/// Puts notices into words.
pub(super) async fn told(
    db: &Db,
    who: &Scope<Mixed>,
    zone: &str,
    notices: Vec<Notice>,
) -> Result<Vec<Told>, ReadError> {
    let people: Vec<PersonId> = notices.iter().filter_map(|notice| notice.person.some()).collect();
    let jobs: Vec<JobId> = notices.iter().filter_map(|notice| notice.job.some()).collect();
    let moves: Vec<TransitionId> = notices
        .iter()
        .filter(|notice| notice.kind == "moved")
        .map(|notice| TransitionId(notice.subject))
        .collect();
    let known = Known {
        people: record::people::read::labels(db, who, &people).await?,
        jobs: overview::job_names(db, who, &jobs).await?,
        stages: overview::stages_reached(db, who, &moves).await?,
        users: overview::colleagues(db, who).await?,
    };
    let now = db.now();
    let mut all = vec![];
    for notice in notices {
        all.push(one(db, who, &known, &notice, (now, zone)).await?);
    }
    Ok(all)
}

const SOMEBODY: &str = "somebody who is not open to you";

async fn one(
    db: &Db,
    who: &Scope<Mixed>,
    known: &Known,
    notice: &Notice,
    (now, zone): (Micros, &str),
) -> Result<Told, ReadError> {
    let actor = known.users.iter().find(|user| user.id == notice.actor);
    let actor = actor.map_or_else(|| "Rapport".to_owned(), |user| user.name.clone());
    let person = known.people.get(&notice.person);
    let label = person.map_or(SOMEBODY, |(_, label)| label);
    let job = known.jobs.get(&notice.job);
    let job_title = job.map(|job| job.title.clone()).unwrap_or_default();
    let person_href = person.map(|(reference, _)| format!("/candidates/{reference}")).unwrap_or_default();
    let job_href = job.filter(|job| job.opens).map(|job| format!("/jobs/{}", job.id)).unwrap_or_default();
    let (title, detail, href) = match notice.kind.as_str() {
        "mention" => (format!("{actor} mentioned you"), format!("In a note about {label}"), person_href),
        "task" => match tasks::one(db, who, TaskId(notice.subject)).await {
            Ok(task) => (
                format!("{actor} gave you a task"),
                task.shown_title(),
                format!("/tasks/{}", TaskId(notice.subject)),
            ),
            Err(ReadError::NotFound) => {
                (format!("{actor} gave you a task"), "It is no longer on your list".to_owned(), String::new())
            }
            Err(other) => return Err(other),
        },
        "message_failed" => ("An email was not sent".to_owned(), format!("To {label}"), person_href),
        "message_unsure" => {
            let detail = format!("To {label}. It is not sent again by itself; ask before you repeat it.");
            ("An email may not have arrived".to_owned(), detail, person_href)
        }
        "hired" => (format!("{actor} hired {label}"), job_title, pick(person_href, job_href)),
        _ => {
            let stage = known.stages.get(&TransitionId(notice.subject)).cloned().unwrap_or_default();
            let parts = [stage, job_title];
            let detail = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
            (format!("{actor} moved {label}"), detail, pick(job_href, person_href))
        }
    };
    Ok(Told {
        id: notice.id,
        initials: words::initials(&actor),
        hue: words::hue(&actor),
        title,
        detail,
        at: words::when(notice.at, now, zone),
        iso: words::iso(notice.at),
        fresh: !notice.read,
        href,
    })
}

fn pick(first: String, otherwise: String) -> String {
    if first.is_empty() { otherwise } else { first }
}
