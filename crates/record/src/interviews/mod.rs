//! Interviews: scheduled meetings about an application and who takes part.

use std::collections::HashMap;

use base::Micros;
use db::{Db, DbError};

use crate::access::AnyScope;
use crate::access::verdict::{self, Verdict};
use crate::people::masked_label;
use crate::{
    ApplicationId, Clear, Entry, InterviewId, JobId, PersonId, PersonRef, ReadError, Refusal, Scope, Sight,
    UserId,
};

pub(crate) const Q: db::Queries<16> = db::Queries::new(include_str!("queries.sql"));

/// A meeting to be put into the book.
#[derive(Clone, Debug)]
pub struct NewInterview {
    pub application: ApplicationId,
    pub title: String,
    pub starts_at: Micros,
    pub ends_at: Micros,
    /// IANA name of the zone it was agreed in.
    pub zone: String,
    pub place: String,
    pub attendees: Vec<UserId>,
}

/// A meeting as a reader sees it: the person by name or by alias.
#[derive(Clone, Debug)]
pub struct InterviewView {
    pub id: InterviewId,
    pub application: ApplicationId,
    pub job: JobId,
    pub job_title: String,
    pub title: String,
    pub starts_at: Micros,
    pub ends_at: Micros,
    pub zone: String,
    pub place: String,
    pub person: PersonRef,
    /// Name, or `Candidate 7KQ2` for a masked reader.
    pub label: String,
    pub masked: bool,
    pub attendees: Vec<Attendee>,
}

#[derive(Clone, Debug)]
pub struct Attendee {
    pub user: UserId,
    pub name: String,
    /// `waiting`, `accepted`, `declined` or `tentative`.
    pub reply: String,
}

/// Puts a meeting into the book.
///
/// Refused when it ends before it starts or when nobody takes part.
pub async fn schedule(db: &Db, who: &Scope<Clear>, new: NewInterview) -> Result<InterviewId, Refusal> {
    if new.ends_at <= new.starts_at {
        return Err(Refusal::field("ends_at", "The interview must end after it starts."));
    }
    if new.attendees.is_empty() {
        return Err(Refusal::field("attendees", "Choose at least one interviewer."));
    }
    db.write(who, async |tx| {
        let (workspace, id) = (who.workspace_id(), InterviewId(tx.new_id()));
        let of = tx
            .optional(Q.get("application-of-interview"), &[&workspace, &new.application], |row| {
                (PersonId(row.int(0)), JobId(row.int(1)))
            })
            .await?;
        let Some((person, job)) = of else { return Err(Refusal::NotFound) };
        let bound: [&dyn db::Bind; 8] = [
            &workspace,
            &id,
            &new.application,
            &new.title,
            &new.starts_at,
            &new.ends_at,
            &new.zone,
            &new.place,
        ];
        tx.run(Q.get("interview-insert"), &bound).await?;
        for user in &new.attendees {
            tx.run(Q.get("attendee-insert"), &[&workspace, &id, user]).await?;
        }
        let entry = Entry::InterviewScheduled { application: new.application, person, job, interview: id };
        Ok((id, tx.record(entry).await?))
    })
    .await
}

/// Meetings that start in a span, soonest first: the user's own, or everybody's.
pub async fn between<S: Sight>(
    db: &Db,
    who: &Scope<S>,
    from: Micros,
    to: Micros,
    own: bool,
) -> Result<Vec<InterviewView>, ReadError> {
    db.read(async |rd| {
        let user = if own { who.user() } else { UserId(0) };
        let bound: [&dyn db::Bind; 4] = [&who.workspace_id(), &from, &to, &user];
        let rows = rd.all(Q.get("interviews-between"), &bound, row_of).await?;
        let people: Vec<PersonId> = rows.iter().map(|(person, _)| *person).collect();
        let verdicts = verdict::on_people(rd, who, &people).await?;
        let mut views: Vec<InterviewView> =
            rows.into_iter().filter_map(|(person, view)| seen(view, verdicts.get(&person)?)).collect();
        add_attendees(rd, who.workspace_id(), &mut views).await?;
        Ok(views)
    })
    .await
}

fn row_of(row: &db::Row<'_>) -> (PersonId, InterviewView) {
    let person = PersonId(row.int(2));
    let view = InterviewView {
        id: InterviewId(row.int(0)),
        application: ApplicationId(row.int(1)),
        person: PersonRef::Person(person),
        label: row.text(3),
        masked: false,
        job: JobId(row.int(4)),
        job_title: row.text(5),
        title: row.text(6),
        starts_at: row.int(7),
        ends_at: row.int(8),
        zone: row.text(9),
        place: row.text(10),
        attendees: vec![],
    };
    (person, view)
}

fn seen(mut view: InterviewView, verdict: &Verdict) -> Option<InterviewView> {
    if let Verdict::Masked { alias, .. } = verdict {
        view.person = PersonRef::Alias(alias.clone());
        view.label = masked_label(alias);
        view.masked = true;
    }
    Some(view)
}

async fn add_attendees(
    rd: &mut db::Rd<'_>,
    workspace: crate::WorkspaceId,
    views: &mut [InterviewView],
) -> Result<(), DbError> {
    let ids: Vec<InterviewId> = views.iter().map(|view| view.id).collect();
    let mut sql = db::Assembled::with(Q.get("attendees-of-interviews"), &[&workspace]);
    sql.list(&ids).push(" order by u.name");
    let rows = rd
        .assembled(&sql, |row| {
            let attendee = Attendee { user: UserId(row.int(1)), name: row.text(2), reply: row.text(3) };
            (InterviewId(row.int(0)), attendee)
        })
        .await?;
    let mut by_interview: HashMap<InterviewId, Vec<Attendee>> = HashMap::new();
    for (interview, attendee) in rows {
        by_interview.entry(interview).or_default().push(attendee);
    }
    for view in views {
        view.attendees = by_interview.remove(&view.id).unwrap_or_default();
    }
    Ok(())
}
