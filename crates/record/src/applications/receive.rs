//! A person is put on a job.

use base::{limits, random};
use db::{Bind, Db};

use super::Q;
use super::store::{self, Current, Step};
use crate::access::AnyScope;
use crate::{
    ALIAS_LENGTH, ApplicationId, Clear, Entry, JobId, PersonId, Refusal, Scope, StageId, TransitionId,
    WorkspaceId,
};

/// What became of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Received {
    pub application: ApplicationId,
    /// The transition that can be undone; `None` where nothing changed.
    pub transition: Option<TransitionId>,
    /// How the application stands: `active`, or how it had ended before.
    pub status: String,
}

impl Received {
    /// False when the person was on this job already.
    pub fn is_new(&self) -> bool {
        self.transition.is_some()
    }
}

/// Puts a person on a job, in its first stage. Twice is one application: people press the button twice, and
/// recruiters should not see two of them. Somebody who was declined stays declined, for it is not for a
/// double click to overrule a decision; somebody added by mistake and taken back comes in again.
pub async fn receive(
    db: &Db,
    who: &Scope<Clear>,
    person: PersonId,
    job: JobId,
    source: &str,
) -> Result<Received, Refusal> {
    receive_in(db, who, person, job, source, 0).await
}

/// The same as part of a bulk action, whose number (`Db::new_id`) takes all of them back at once.
pub async fn receive_in(
    db: &Db,
    who: &Scope<Clear>,
    person: PersonId,
    job: JobId,
    source: &str,
    batch: i64,
) -> Result<Received, Refusal> {
    let source: String = source.trim().chars().take(limits::LINE_CHARS_MAX).collect();
    if let Some(known) = known(db, who, person, job).await? {
        return known_again(db, who, known, batch).await;
    }
    let outcome = db.write(who, async |tx| insert(tx, person, job, &source, batch).await).await;
    match outcome {
        // Somebody else was a moment faster: theirs is the application.
        Err(Refusal::Db(cause)) if cause.is_duplicate() => {
            let known = known(db, who, person, job).await?.ok_or(Refusal::NotFound)?;
            known_again(db, who, known, batch).await
        }
        outcome => outcome,
    }
}

async fn insert(
    tx: &mut db::Tx<'_>,
    person: PersonId,
    job: JobId,
    source: &str,
    batch: i64,
) -> Result<(Received, db::Recorded), Refusal> {
    let (workspace, now) = (WorkspaceId(tx.workspace()), tx.now());
    if tx.count(Q.get("person-known"), &[&workspace, &person]).await? == 0 {
        return Err(Refusal::NotFound);
    }
    let status = tx.optional(Q.get("job-status"), &[&workspace, &job], |row| row.text(0)).await?;
    match status.as_deref() {
        None => return Err(Refusal::NotFound),
        Some("closed") => {
            return Err(Refusal::because("This job is closed. Open it again to add people."));
        }
        Some(_) => {}
    }
    let first = tx.one(Q.get("first-stage"), &[&workspace, &job], |row| StageId(row.int(0))).await?;
    let (application, alias) = (ApplicationId(tx.new_id()), random::token(ALIAS_LENGTH));
    let bound: [&dyn Bind; 8] = [&workspace, &application, &alias, &person, &job, &first, &source, &now];
    tx.run(Q.get("application-insert"), &bound).await?;
    let transition = entering(tx, application, person, job, first, batch).await?;
    let entry = Entry::ApplicationReceived { application, person, job, via: source.to_owned() };
    let received = Received { application, transition: Some(transition), status: "active".to_owned() };
    Ok((received, tx.record(entry).await?))
}

/// The transition of an application that enters: from nowhere.
async fn entering(
    tx: &mut db::Tx<'_>,
    application: ApplicationId,
    person: PersonId,
    job: JobId,
    stage: StageId,
    batch: i64,
) -> Result<TransitionId, db::DbError> {
    let (workspace, id, now, user) = (tx.workspace(), TransitionId(tx.new_id()), tx.now(), tx.user_id());
    let bound: [&dyn Bind; 17] = [
        &workspace,
        &id,
        &application,
        &person,
        &job,
        &now,
        &user,
        &0_i64,
        &stage,
        &"",
        &"active",
        &0_i64,
        &"",
        &0_i64,
        &batch,
        &0_i64,
        &now,
    ];
    tx.run(Q.get("transition-insert"), &bound).await?;
    Ok(id)
}

/// The application that exists already, and whether it had been taken back.
struct Known {
    application: ApplicationId,
    status: String,
    taken_back: bool,
}

async fn known(
    db: &Db,
    who: &Scope<Clear>,
    person: PersonId,
    job: JobId,
) -> Result<Option<Known>, db::DbError> {
    let workspace = who.workspace_id();
    db.read(async |rd| {
        rd.optional(Q.get("application-of"), &[&workspace, &job, &person], |row| Known {
            application: ApplicationId(row.int(0)),
            status: row.text(1),
            taken_back: row.flag(2),
        })
        .await
    })
    .await
}

async fn known_again(db: &Db, who: &Scope<Clear>, known: Known, batch: i64) -> Result<Received, Refusal> {
    let Known { application, status, taken_back } = known;
    if !taken_back {
        return Ok(Received { application, transition: None, status });
    }
    db.write(who, async |tx| {
        let (current, _) = store::find(tx, who, &application.into()).await?;
        let (now, seen) = (tx.now(), current.version);
        let step = Step { batch, ..Step::to(current.stage, "active", now) };
        let transition = store::step(tx, &current, seen, step).await?;
        store::drop_disposition(tx, application).await?;
        let Current { person, job, .. } = current;
        let entry = Entry::ApplicationReopened { application, person, job, transition };
        let received = Received { application, transition: Some(transition), status: "active".to_owned() };
        Ok((received, tx.record(entry).await?))
    })
    .await
}
