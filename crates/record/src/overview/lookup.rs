//! Short look-ups for pages that show many kinds of things at once.

use std::collections::HashMap;

use db::{Assembled, Db};

use super::Q;
use crate::access::{AnyScope, verdict};
use crate::people::keys::name_key;
use crate::people::masked_label;
use crate::{JobId, MessageId, PersonId, PersonRef, ReadError, Scope, Sight, TransitionId, UserId};

/// A user of the workspace. Colleagues know each other by name, whatever their roles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Colleague {
    pub id: UserId,
    pub name: String,
    pub title: String,
    /// False for an account that was closed: still named where it did something, never offered.
    pub active: bool,
}

/// Everybody with an account, by name.
pub async fn colleagues<S: Sight>(db: &Db, who: &Scope<S>) -> Result<Vec<Colleague>, ReadError> {
    let workspace = who.workspace_id();
    let found = db.read(async |rd| {
        rd.all(Q.get("users"), &[&workspace], |row| Colleague {
            id: UserId(row.int(0)),
            name: row.text(1),
            title: row.text(2),
            active: row.int(3) == 0,
        })
        .await
    });
    Ok(found.await?)
}

/// A job by its title, as far as this reader knows of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JobName {
    pub id: JobId,
    pub title: String,
    pub hue: i64,
    pub open: bool,
    /// The reader may open its pages; an interviewer knows the title only.
    pub opens: bool,
}

fn known_jobs(who: &dyn AnyScope) -> Vec<JobId> {
    let rights = who.rights();
    let by_interview = rights.applications.iter().map(|right| right.job);
    rights.jobs.iter().map(|right| right.job).chain(by_interview).collect()
}

/// The titles of these jobs; jobs that the reader may not know of are left out.
pub async fn job_names<S: Sight>(
    db: &Db,
    who: &Scope<S>,
    jobs: &[JobId],
) -> Result<HashMap<JobId, JobName>, ReadError> {
    let mut sql = Assembled::with(Q.get("job-names"), &[&who.workspace_id()]);
    sql.push(" and j.id in ").list(jobs);
    Ok(named(db, who, sql).await?.into_iter().map(|job| (job.id, job)).collect())
}

/// The newest jobs looked through for a title.
const JOBS_LOOKED_AT: i64 = 2_000;

/// Jobs of this reader with every typed word at the start of a word of the title; open ones first, newest
/// first. Nothing typed is every job.
pub async fn jobs_titled<S: Sight>(
    db: &Db,
    who: &Scope<S>,
    typed: &str,
    limit: usize,
) -> Result<Vec<JobName>, ReadError> {
    let mut sql = Assembled::with(Q.get("job-names"), &[&who.workspace_id()]);
    sql.push(" order by case when j.status = 'open' then 0 else 1 end, j.id desc limit ")
        .bind(&JOBS_LOOKED_AT);
    let mut jobs = named(db, who, sql).await?;
    jobs.retain(|job| job.opens && begins_words(typed, &job.title));
    jobs.truncate(limit);
    Ok(jobs)
}

async fn named<S: Sight>(db: &Db, who: &Scope<S>, sql: Assembled) -> Result<Vec<JobName>, ReadError> {
    let (rights, known) = (who.rights(), known_jobs(who));
    let mut jobs = db
        .read(async |rd| {
            rd.assembled(&sql, |row| JobName {
                id: JobId(row.int(0)),
                title: row.text(1),
                hue: row.int(2),
                open: row.str(3) == "open",
                opens: false,
            })
            .await
        })
        .await?;
    jobs.retain(|job| rights.everyone || known.contains(&job.id));
    for job in &mut jobs {
        job.opens = rights.job(job.id).is_some();
    }
    Ok(jobs)
}

/// True where every word typed begins a word of the text, whatever the case and accents.
pub fn begins_words(typed: &str, text: &str) -> bool {
    let (typed, text) = (name_key(typed), name_key(text));
    let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).collect();
    typed.split(|c: char| !c.is_alphanumeric()).all(|part| words.iter().any(|word| word.starts_with(part)))
}

/// The person behind a reference, as long as this reader may see them under it.
pub async fn person_of<S: Sight>(
    db: &Db,
    who: &Scope<S>,
    reference: &PersonRef,
) -> Result<PersonId, ReadError> {
    db.read(async |rd| {
        let found = verdict::on_reference(rd, who, reference).await?;
        found.map(|(person, _)| person).ok_or(ReadError::NotFound)
    })
    .await
}

/// The stage that each of these moves led to, where the reader knows the job.
pub async fn stages_reached<S: Sight>(
    db: &Db,
    who: &Scope<S>,
    moves: &[TransitionId],
) -> Result<HashMap<TransitionId, String>, ReadError> {
    let mut sql = Assembled::with(Q.get("stages-reached"), &[&who.workspace_id()]);
    sql.list(moves);
    let found = db
        .read(async |rd| {
            rd.assembled(&sql, |row| (TransitionId(row.int(0)), JobId(row.int(1)), row.text(2))).await
        })
        .await?;
    let seen = found.into_iter().filter(|(_, job, _)| who.rights().job(*job).is_some());
    Ok(seen.map(|(id, _, name)| (id, name)).collect())
}

/// Who wrote a message to this person, out of the journal: the one who queued it.
pub async fn sender_of<S: Sight>(
    db: &Db,
    who: &Scope<S>,
    person: PersonId,
    message: MessageId,
) -> Result<Option<UserId>, ReadError> {
    let workspace = who.workspace_id();
    let queued = db
        .read(async |rd| {
            rd.all(Q.get("queued-mail"), &[&workspace, &person], |row| (UserId(row.int(0)), row.text(1)))
                .await
        })
        .await?;
    let wanted = message.to_string();
    let sender = queued.into_iter().find(|(_, payload)| {
        let payload: serde_json::Value = serde_json::from_str(payload).unwrap_or_default();
        payload["message"] == wanted.as_str()
    });
    Ok(sender.map(|(user, _)| user))
}

/// People in play whom the reader sees masked, by the end of their alias: reference, label, title of the job.
pub async fn masked_named<S: Sight>(
    db: &Db,
    who: &Scope<S>,
    typed: &str,
    limit: usize,
) -> Result<Vec<(PersonRef, String, String)>, ReadError> {
    let code = typed.trim().to_lowercase();
    let code = code.strip_prefix("candidate").map_or(code.as_str(), str::trim);
    if code.len() < 2 || !code.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return Ok(vec![]);
    }
    let masked: Vec<JobId> =
        who.rights().jobs.iter().filter(|right| right.masked).map(|right| right.job).collect();
    let mut sql = Assembled::with(Q.get("masked-named"), &[&who.workspace_id(), &code]);
    sql.push(" and a.job_id in ").list(&masked);
    sql.push(" order by a.id desc limit ").bind(&i64::try_from(limit).unwrap_or(0));
    let found = db.read(async |rd| rd.assembled(&sql, |row| (row.text(0), row.text(1))).await).await?;
    Ok(found
        .into_iter()
        .map(|(alias, title)| {
            let label = masked_label(&alias);
            (PersonRef::Alias(alias), label, title)
        })
        .collect())
}
