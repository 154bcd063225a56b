//! The keeper of the index: follows the journal and makes each changed person anew from the record.

use std::collections::{BTreeSet, HashMap};

use db::{Assembled, DbError, JournalLine, Rd, Row};
use index::{Change, Cursors, PersonDoc};

use super::Q;
use crate::{House, PersonId, PoolId, Refusal, WorkspaceId};

/// People made anew at once: a few queries for all of them, a few megabytes of text.
const BATCH: usize = 1_000;
/// The index knows milliseconds.
const MILLI: i64 = 1_000;

/// Entries about a person that change nothing the index knows.
const UNHEARD: [&str; 10] = [
    "TaskAdded",
    "TaskEdited",
    "TaskDone",
    "TaskReopened",
    "TaskRemoved",
    "MessageQueued",
    "MessageCancelled",
    "MessageFailed",
    "MessageUnsure",
    "InterviewScheduled",
];

/// Lets the index hear what is new in a workspace. Returns the lines heard.
pub async fn catch_up(house: &House, workspace: WorkspaceId) -> Result<usize, Refusal> {
    let _alone = house.progress.keep().await;
    let mut heard = 0;
    let mut at = house.people.cursor(workspace.0).max(house.progress.heard(workspace));
    loop {
        let lines: Result<_, DbError> = house
            .db
            .read(async |rd| rd.journal_after(workspace.0, at, base::limits::LISTENER_BATCH).await)
            .await;
        let lines = lines?;
        let Some(last) = lines.last().map(|line| line.seq) else { return Ok(heard) };
        let people = concerned(house, workspace, &lines).await?;
        for some in people.chunks(BATCH) {
            let changes = changes(house, workspace, some).await?;
            on_disk(|| house.people.apply(changes))?;
        }
        // Without a change the cursor may stay: these lines are read again after a restart, no more.
        if !people.is_empty() || lines.len() as i64 == base::limits::LISTENER_BATCH {
            on_disk(|| house.people.commit(&Cursors::from([(workspace.0, last)])))?;
        }
        house.progress.tell(workspace, last);
        heard += lines.len();
        at = last;
    }
}

/// Empties the index and makes everybody anew. Returns the number of people.
pub async fn rebuild(house: &House) -> Result<u64, Refusal> {
    let _alone = house.progress.keep().await;
    on_disk(|| house.people.wipe())?;
    let (mut count, mut cursors) = (0, Cursors::new());
    for (workspace, _) in crate::access::workspaces::all(&house.db).await? {
        let newest: Result<_, DbError> =
            house.db.read(async |rd| rd.count(Q.get("journal-newest"), &[&workspace]).await).await;
        cursors.insert(workspace.0, newest?);
        let mut after = PersonId(0);
        loop {
            let bound: [&dyn db::Bind; 3] = [&workspace, &after, &(BATCH as i64)];
            let people: Result<Vec<PersonId>, DbError> = house
                .db
                .read(async |rd| rd.all(Q.get("people-after"), &bound, |row| PersonId(row.int(0))).await)
                .await;
            let people = people?;
            let Some(last) = people.last() else { break };
            after = *last;
            count += people.len() as u64;
            let changes = changes(house, workspace, &people).await?;
            on_disk(|| house.people.apply(changes))?;
        }
    }
    on_disk(|| house.people.commit(&cursors))?;
    for (workspace, seq) in cursors {
        house.progress.tell(WorkspaceId(workspace), seq);
    }
    Ok(count)
}

/// Writing a segment may take a while; other requests go on meanwhile.
fn on_disk<T>(work: impl FnOnce() -> Result<T, index::IndexError>) -> Result<T, Refusal> {
    tokio::task::block_in_place(work).map_err(|cause| Refusal::Fault(cause.to_string()))
}

/// The people whom these lines are about.
async fn concerned(
    house: &House,
    workspace: WorkspaceId,
    lines: &[JournalLine],
) -> Result<Vec<PersonId>, DbError> {
    let mut people = BTreeSet::new();
    let mut pools = BTreeSet::new();
    for line in lines.iter().filter(|line| !UNHEARD.contains(&line.kind.as_str())) {
        if line.person_id != 0 {
            people.insert(PersonId(line.person_id));
        }
        match line.kind.as_str() {
            "PeopleTagged" | "PeopleUntagged" | "PeoplePooled" | "PeopleUnpooled" => {
                let payload: serde_json::Value = serde_json::from_str(&line.payload).unwrap_or_default();
                let ids = payload["people"].as_array().cloned().unwrap_or_default();
                people.extend(ids.iter().filter_map(|id| id.as_str()?.parse::<PersonId>().ok()));
            }
            // A pool that ended is no pool of anybody.
            "PoolChanged" => {
                let payload: serde_json::Value = serde_json::from_str(&line.payload).unwrap_or_default();
                pools.extend(payload["pool"].as_str().and_then(|id| id.parse::<PoolId>().ok()));
            }
            _ => {}
        }
    }
    for pool in pools {
        let members: Result<Vec<PersonId>, DbError> = house
            .db
            .read(async |rd| {
                rd.all(Q.get("members-of-pool"), &[&workspace, &pool], |row| PersonId(row.int(0))).await
            })
            .await;
        people.extend(members?);
    }
    Ok(people.into_iter().collect())
}

async fn changes(house: &House, workspace: WorkspaceId, people: &[PersonId]) -> Result<Vec<Change>, DbError> {
    let mut docs = house.db.read(async |rd| docs(rd, workspace, people).await).await?;
    Ok(people
        .iter()
        .map(|person| match docs.remove(&person.0) {
            Some(doc) => Change::Put(Box::new(doc)),
            None => Change::Remove { workspace: workspace.0, person: person.0 },
        })
        .collect())
}

type Docs = HashMap<i64, PersonDoc>;

/// The people as the index knows them, in ten queries for all of them.
async fn docs(rd: &mut Rd<'_>, workspace: WorkspaceId, people: &[PersonId]) -> Result<Docs, DbError> {
    let about = |start: &'static str| {
        let mut sql = Assembled::with(start, &[&workspace]);
        sql.list(people);
        sql
    };
    let found = rd.assembled(&about(Q.get("index-people")), |row| person_doc(workspace, row)).await?;
    let mut docs: Docs = found.into_iter().map(|doc| (doc.person, doc)).collect();
    for (person, kind, value) in sorted(rd, &about(Q.get("index-contacts")), three).await? {
        if let Some(doc) = docs.get_mut(&person) {
            if kind == "email" { doc.emails.push(value) } else { doc.phones.push(value) }
        }
    }
    for (person, title, employer) in sorted(rd, &about(Q.get("index-employments")), three).await? {
        if let Some(doc) = docs.get_mut(&person) {
            push_past(&mut doc.titles_past, &doc.title, title);
            push_past(&mut doc.companies_past, &doc.company, employer);
        }
    }
    for (person, kind, value) in sorted(rd, &about(Q.get("index-facts")), three).await? {
        if let Some(doc) = docs.get_mut(&person) {
            if kind == "skill" { doc.skills.push(value) } else { doc.languages.push(value) }
        }
    }
    type Put = fn(&mut PersonDoc, String);
    let texts: [(&'static str, Put); 4] = [
        (Q.get("index-schools"), |doc, value| doc.schools.push(value)),
        (Q.get("index-tags"), |doc, value| doc.tags.push(value)),
        (Q.get("index-texts"), |doc, value| add_text(&mut doc.text, &value)),
        (Q.get("index-notes"), |doc, value| add_text(&mut doc.text, &value)),
    ];
    for (start, put) in texts {
        for (person, value) in sorted(rd, &about(start), |row| (row.int(0), row.text(1))).await? {
            if let Some(doc) = docs.get_mut(&person) {
                put(doc, value);
            }
        }
    }
    for (person, pool) in sorted(rd, &about(Q.get("index-pools")), two).await? {
        docs.entry(person).and_modify(|doc| doc.pool_ids.push(pool));
    }
    draw_meanings(&mut docs);
    // Rights may be on a job or on one application: both are tokens of the same kind.
    let tokens = |row: &Row<'_>| (row.int(0), [row.int(1), row.int(2)]);
    for (person, ids) in sorted(rd, &about(Q.get("index-applications")), tokens).await? {
        docs.entry(person).and_modify(|doc| doc.job_ids.extend(ids));
    }
    Ok(docs)
}

/// Rows in an order of their own: an engine gives them in any, and what the index holds must not depend on it.
async fn sorted<T: Ord>(
    rd: &mut Rd<'_>,
    sql: &Assembled,
    one: impl Fn(&Row<'_>) -> T + Send,
) -> Result<Vec<T>, DbError> {
    let mut rows = rd.assembled(sql, one).await?;
    rows.sort();
    Ok(rows)
}

/// For matching's first look: people whose titles or skills mean the same in other words.
fn draw_meanings(docs: &mut Docs) {
    for doc in docs.values_mut() {
        let titles = [&doc.title].into_iter().chain(&doc.titles_past).map(String::as_str);
        let skills = doc.skills.iter().map(String::as_str);
        doc.meanings = matching::sketches_of_person(matching::Model::embedded(), titles, skills);
    }
}

fn two(row: &Row<'_>) -> (i64, i64) {
    (row.int(0), row.int(1))
}

fn three(row: &Row<'_>) -> (i64, String, String) {
    (row.int(0), row.text(1), row.text(2))
}

fn add_text(text: &mut String, more: &str) {
    if !text.is_empty() {
        text.push_str("\n\n");
    }
    text.push_str(more);
}

fn push_past(past: &mut Vec<String>, now: &str, value: String) {
    if !value.is_empty() && value != now && !past.contains(&value) {
        past.push(value);
    }
}

fn person_doc(workspace: WorkspaceId, row: &Row<'_>) -> PersonDoc {
    let (months, owner) = (row.int(9), row.int(10));
    PersonDoc {
        workspace: workspace.0,
        person: row.int(0),
        name: row.text(1),
        alternative_names: [row.text(2)].into_iter().filter(|name| !name.is_empty()).collect(),
        title: row.text(3),
        company: row.text(4),
        city: row.text(5),
        country: row.text(6),
        source: row.text(7),
        status: row.text(8),
        experience_years: (months > 0).then(|| u32::try_from(months / 12).unwrap_or(0)),
        owner: (owner != 0).then_some(owner),
        last_contact_at: row.int(11) / MILLI,
        created_at: row.int(12) / MILLI,
        updated_at: row.int(13) / MILLI,
        ..PersonDoc::default()
    }
}
