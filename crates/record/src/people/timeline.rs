//! The timeline: interactions and journal lines about a person in one order, never a copy. Entries
//! carry ids; names are looked up here, through the reader's sight, and sentences are made by pages.

use std::collections::HashMap;

use base::Micros;
use db::{Assembled, Db, DbError, Rd, Row};
use serde_json::Value;

use super::Q;
use crate::access::AnyScope;
use crate::access::verdict::{self, Verdict};
use crate::{
    ApplicationId, DocumentId, InteractionId, JobId, MessageId, PersonId, PersonRef, ReadError, Scope, Sight,
    UserId,
};

/// One thing that happened, for a clear reader.
#[derive(Clone, Debug)]
pub struct TimelineItem {
    pub at: Micros,
    /// Who did it; `None` for the system and for the person.
    pub by: Option<(UserId, String)>,
    pub what: Happened,
    /// The place to go on from.
    pub cursor: Before,
}

#[derive(Clone, Debug)]
pub enum Happened {
    Interaction(Interaction),
    Entry(EntryItem),
}

/// A note, call, meeting or mail.
#[derive(Clone, Debug)]
pub struct Interaction {
    pub id: InteractionId,
    /// `note`, `call`, `meeting`, `email_out` or `email_in`.
    pub kind: String,
    pub subject: String,
    pub body: String,
    pub private: bool,
    pub job: Option<(JobId, String)>,
    pub message: MessageId,
    pub edited_at: Micros,
    pub version: i64,
    /// The reader wrote it and may change it.
    pub mine: bool,
}

/// A line of the journal with the names of what it mentions.
#[derive(Clone, Debug, Default)]
pub struct EntryItem {
    pub seq: i64,
    /// The kind of entry: `StageChanged`, `PersonEdited` ...
    pub kind: String,
    pub job: Option<(JobId, String)>,
    pub application: ApplicationId,
    /// Stages of a move; empty where there is none.
    pub from: String,
    pub to: String,
    /// Why an application ended.
    pub reason: String,
    pub pool: String,
    pub document: Option<(DocumentId, String)>,
    /// Another user whom the entry names (an owner).
    pub user: String,
    /// Plain values: fields, tags, kinds of facts.
    pub words: Vec<String>,
    /// What fields held before.
    pub former: Vec<(String, String)>,
}

/// One move of an application, for a masked reader: no notes, no mail, no edits.
#[derive(Clone, Debug)]
pub struct MaskedTimelineItem {
    pub at: Micros,
    pub by: String,
    pub kind: String,
    pub job: String,
    pub from: String,
    pub to: String,
    pub cursor: Before,
}

/// A place in a timeline; the newest come first.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Before {
    pub at: Micros,
    pub id: i64,
}

impl Before {
    pub const NOW: Self = Self { at: i64::MAX, id: i64::MAX };
}

impl std::fmt::Display for Before {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}-{}", self.at, self.id)
    }
}

impl std::str::FromStr for Before {
    type Err = base::id::NotAnId;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (at, id) = text.split_once('-').ok_or(base::id::NotAnId)?;
        let number = |text: &str| text.parse().map_err(|_| base::id::NotAnId);
        Ok(Self { at: number(at)?, id: number(id)? })
    }
}

/// A row of either table, before sight.
struct Line {
    at: Micros,
    id: i64,
    interaction: bool,
    kind: String,
    actor_kind: String,
    actor: UserId,
    job: JobId,
    application: ApplicationId,
    payload: Value,
    subject: String,
    body: String,
    private: bool,
    message: MessageId,
    edited_at: Micros,
    version: i64,
}

/// Entries that a masked reader may know of: the moves of applications they see.
const MOVES: [&str; 6] =
    ["ApplicationReceived", "StageChanged", "ApplicationEnded", "ApplicationReopened", "Hired", "MoveUndone"];

/// One page of a person's timeline, the newest first.
pub async fn timeline<S: Sight>(
    db: &Db,
    who: &Scope<S>,
    reference: &PersonRef,
    before: Before,
    limit: usize,
) -> Result<Vec<S::View<TimelineItem, MaskedTimelineItem>>, ReadError> {
    db.read(async |rd| {
        let (person, verdict) =
            verdict::on_reference(rd, who, reference).await?.ok_or(ReadError::NotFound)?;
        let masked = match verdict {
            Verdict::Clear => None,
            Verdict::Masked { application, .. } => Some(application),
        };
        let mut lines = lines(rd, who, person, before, limit).await?;
        lines.retain(|line| sees(who, line, masked));
        let names = Names::of(rd, who.workspace_id().0, &lines).await?;
        let me = who.user();
        Ok(lines
            .into_iter()
            .map(|line| {
                S::show((line, &names), masked.is_some(), |(line, names)| item(line, names, me), mask)
            })
            .collect())
    })
    .await
}

/// A masked reader sees the moves of the application by whose alias they ask, since moves on another job would
/// tell who this is; a clear one who does not see everybody sees nothing of other jobs.
fn sees<S: Sight>(who: &Scope<S>, line: &Line, masked: Option<ApplicationId>) -> bool {
    if let Some(application) = masked {
        return line.application == application && MOVES.contains(&line.kind.as_str());
    }
    let rights = who.rights();
    if rights.everyone {
        return true;
    }
    let of_job = rights.job(line.job).is_some();
    let of_application = rights.applications.iter().any(|right| right.application == line.application);
    of_job || (line.application.0 != 0 && of_application) || line.job.0 == 0
}

async fn lines<S: Sight>(
    rd: &mut Rd<'_>,
    who: &Scope<S>,
    person: PersonId,
    before: Before,
    limit: usize,
) -> Result<Vec<Line>, DbError> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let bound: [&dyn db::Bind; 6] =
        [&who.workspace_id(), &person, &who.user(), &before.at, &before.id, &limit];
    rd.all(Q.get("timeline"), &bound, line_of).await
}

fn line_of(row: &Row<'_>) -> Line {
    Line {
        at: row.int(0),
        id: row.int(1),
        interaction: row.flag(2),
        kind: row.text(3),
        actor_kind: row.text(4),
        actor: UserId(row.int(5)),
        job: JobId(row.int(6)),
        application: ApplicationId(row.int(7)),
        payload: serde_json::from_str(row.str(8)).unwrap_or_default(),
        subject: row.text(9),
        body: row.text(10),
        private: row.str(11) == "private",
        message: MessageId(row.int(12)),
        edited_at: row.int(13),
        version: row.int(14),
    }
}

/// The names of everything that the lines of one page mention.
#[derive(Default)]
struct Names {
    by_id: HashMap<i64, String>,
    former: HashMap<i64, Vec<(String, String)>>,
}

/// Fields of a payload that hold ids with names.
const NAMED: [&str; 6] = ["from", "to", "reason", "pool", "document", "owner"];

impl Names {
    async fn of(rd: &mut Rd<'_>, workspace: i64, lines: &[Line]) -> Result<Self, DbError> {
        let mut names = Self::default();
        let edits: Vec<i64> = lines.iter().filter(|line| !line.interaction).map(|line| line.id).collect();
        let mut sql = Assembled::with(Q.get("former-of-entries"), &[&workspace]);
        sql.list(&edits);
        let former = rd.assembled(&sql, |row| (row.int(0), row.text(1), row.text(2))).await?;
        let mut ids: Vec<i64> = lines.iter().flat_map(|line| [line.actor.0, line.job.0]).collect();
        ids.extend(lines.iter().flat_map(|line| NAMED.iter().map(|field| id_in(&line.payload, field))));
        ids.extend(former.iter().filter_map(|(_, field, value)| owner_in(field, value)));
        ids.retain(|id| *id != 0);
        ids.sort_unstable();
        ids.dedup();
        if !ids.is_empty() {
            // Ids are unique over all tables, so one map holds them all.
            for start in [
                Q.get("names-users"),
                Q.get("names-jobs"),
                Q.get("names-stages"),
                Q.get("names-reasons"),
                Q.get("names-pools"),
                Q.get("names-documents"),
            ] {
                let mut sql = Assembled::with(start, &[&workspace]);
                sql.list(&ids);
                names.by_id.extend(rd.assembled(&sql, |row| (row.int(0), row.text(1))).await?);
            }
        }
        for (seq, field, value) in former {
            let value = owner_in(&field, &value).map_or(value, |owner| names.get(owner));
            names.former.entry(seq).or_default().push((field, value));
        }
        Ok(names)
    }

    fn get(&self, id: i64) -> String {
        self.by_id.get(&id).cloned().unwrap_or_default()
    }

    fn job(&self, job: JobId) -> Option<(JobId, String)> {
        self.by_id.get(&job.0).map(|title| (job, title.clone()))
    }
}

/// Of the owner the record keeps a number; readers are told the name.
fn owner_in(field: &str, value: &str) -> Option<i64> {
    (field == "owner").then(|| value.parse().unwrap_or(0))
}

fn id_in(payload: &Value, field: &str) -> i64 {
    payload[field].as_str().and_then(|text| text.parse::<base::Id>().ok()).map_or(0, |id| id.0)
}

fn item(line: Line, names: &Names, me: UserId) -> TimelineItem {
    let user = line.actor_kind == "user" && line.actor.0 != 0;
    let by = user.then(|| (line.actor, names.get(line.actor.0)));
    let cursor = Before { at: line.at, id: line.id };
    let job = names.job(line.job);
    let what = if line.interaction {
        Happened::Interaction(Interaction {
            id: InteractionId(line.id),
            kind: line.kind,
            subject: line.subject,
            body: line.body,
            private: line.private,
            job,
            message: line.message,
            edited_at: line.edited_at,
            version: line.version,
            mine: line.actor == me,
        })
    } else {
        let named = |field: &str| names.get(id_in(&line.payload, field));
        let document = DocumentId(id_in(&line.payload, "document"));
        Happened::Entry(EntryItem {
            seq: line.id,
            from: named("from"),
            to: named("to"),
            reason: named("reason"),
            pool: named("pool"),
            user: named("owner"),
            document: (document.0 != 0).then(|| (document, names.get(document.0))),
            words: words_of(&line.payload),
            former: names.former.get(&line.id).cloned().unwrap_or_default(),
            application: line.application,
            kind: line.kind,
            job,
        })
    };
    TimelineItem { at: line.at, by, what, cursor }
}

fn mask((line, names): (Line, &Names)) -> MaskedTimelineItem {
    MaskedTimelineItem {
        at: line.at,
        by: names.get(line.actor.0),
        job: names.get(line.job.0),
        from: names.get(id_in(&line.payload, "from")),
        to: names.get(id_in(&line.payload, "to")),
        kind: line.kind,
        cursor: Before { at: line.at, id: line.id },
    }
}

/// The plain words of an entry, in the order of their fields.
fn words_of(payload: &Value) -> Vec<String> {
    const PLAIN: [&str; 10] =
        ["fields", "field", "added", "removed", "fact", "contact", "source", "sort", "status", "outcome"];
    let mut words = vec![];
    for value in PLAIN.iter().map(|field| &payload[*field]) {
        match value {
            Value::String(text) => words.push(text.clone()),
            Value::Array(list) => words.extend(list.iter().filter_map(|one| one.as_str().map(str::to_owned))),
            _ => {}
        }
    }
    words
}
