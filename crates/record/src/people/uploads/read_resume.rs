//! From a resume that was read to a person: matched or made, new facts added, nothing overwritten.

use db::{Db, NewChore, Rd, Recorded, Tx};
use resume::Resume;

use super::chores::{PUT_ON_JOB, Waiting};
use crate::access::AnyScope;
use crate::people::add::{self, NewPerson};
use crate::people::contacts::{self, ContactKind, Reach};
use crate::people::documents::{self, NewDocument};
use crate::people::edit::{self, Field};
use crate::people::facts::Origin;
use crate::people::{Q, check, employment, keys, store};
use crate::{Clear, DocumentId, Entry, PersonId, Refusal, Scope, WorkspaceId};

/// The same bytes are stored already: the file is settled as known. True where they are.
pub(super) async fn settle_known(db: &Db, who: &Scope<Clear>, file: &Waiting) -> Result<bool, Refusal> {
    let workspace = who.workspace_id();
    let known: Result<_, db::DbError> = db.read(async |rd| known(rd, workspace, file).await).await;
    let Some((person, document)) = known? else { return Ok(false) };
    db.write(who, async |tx| as_known(tx, file, person, document).await.map(|recorded| ((), recorded)))
        .await?;
    Ok(true)
}

async fn known(
    rd: &mut Rd<'_>,
    workspace: WorkspaceId,
    file: &Waiting,
) -> Result<Option<(PersonId, DocumentId)>, db::DbError> {
    let bound: [&dyn db::Bind; 3] = [&workspace, &file.digest, &file.person];
    let row = |row: &db::Row<'_>| (PersonId(row.int(0)), DocumentId(row.int(1)));
    rd.optional(Q.get("document-known"), &bound, row).await
}

/// Nothing new in it, but whoever it is was sent for a job all the same.
async fn as_known(
    tx: &mut Tx<'_>,
    file: &Waiting,
    person: PersonId,
    document: DocumentId,
) -> Result<Recorded, Refusal> {
    if settle(tx, file, "known", person, document, 0, 0).await? == 0 {
        return Err(Refusal::because(FASTER));
    }
    put_on_job(tx, file, person).await?;
    Ok(tx.record(Entry::ResumeKnown { person, document }).await?)
}

/// Another worker has settled the file; a transaction that finds so must leave nothing behind.
const FASTER: &str = "The file was read meanwhile.";

async fn put_on_job(tx: &mut Tx<'_>, file: &Waiting, person: PersonId) -> Result<(), db::DbError> {
    if file.job.0 == 0 {
        return Ok(());
    }
    let payload = serde_json::json!({ "person": person.to_string(), "job": file.job.to_string() });
    let (payload, run_at) = (payload.to_string(), tx.now());
    tx.enqueue(NewChore { name: PUT_ON_JOB, payload, run_at, unique_key: None }).await
}

/// A file that takes a program we do not have is kept with the person it was sent for, so that nothing is
/// lost and it can be read again later. False where it was sent for nobody.
pub(super) async fn keep_unaided(
    db: &Db,
    who: &Scope<Clear>,
    file: &Waiting,
    format: &'static str,
    why: &str,
) -> Result<bool, Refusal> {
    if file.person.0 == 0 {
        return Ok(false);
    }
    db.write(who, async |tx| {
        let new = NewDocument {
            person: file.person,
            kind: "resume",
            digest: &file.digest,
            size_bytes: file.size_bytes,
            format,
            file_name: &file.file_name,
            language: "",
            page_count: 0,
        };
        let (workspace, person) = (tx.workspace(), file.person);
        let document = documents::insert(tx, &new).await?;
        tx.run(Q.get("document-text-insert"), &[&workspace, &document, &""]).await?;
        store::touch(tx, person).await?;
        let recorded = tx.record(Entry::DocumentStored { person, document, sort: "resume" }).await?;
        // The note first: a file that is settled takes no further one.
        tx.run(Q.get("file-settle"), &[&workspace, &file.file, &"waiting", &keys::line(why), &0_i64]).await?;
        if settle(tx, file, "added", person, document, 0, recorded.seq()).await? == 0 {
            return Err(Refusal::because("The file was read meanwhile."));
        }
        Ok(((), recorded))
    })
    .await?;
    Ok(true)
}

/// Stores what was read, in one transaction with the file's result.
pub(crate) async fn apply(
    db: &Db,
    who: &Scope<Clear>,
    file: &Waiting,
    resume: &Resume,
) -> Result<(), Refusal> {
    let sheets = check::Sheets::of(resume);
    db.write(who, async |tx| {
        store::take_turn(tx).await?;
        let workspace = who.workspace_id();
        // Sent twice at the same moment: while this one was read, the other was stored.
        if let Some((person, document)) = known(tx, workspace, file).await? {
            return Ok(((), as_known(tx, file, person, document).await?));
        }
        let found = match file.person {
            PersonId(0) => contacts::find_by(tx, workspace.0, &reaches_of(resume)).await?,
            person => Some(person),
        };
        let (person, created) = match found {
            Some(person) => (person, false),
            None => (create(tx, who, file, resume).await?, true),
        };
        let document = store_document(tx, file, resume, person).await?;
        let (mut added, mut parts) = (0, check::parts_of(resume, &sheets));
        for part in &mut parts {
            added += i64::from(check::add(tx, person, document, part).await?);
        }
        employment::recompute(tx, person).await?;
        let filled = if created { vec![] } else { fill_empty(tx, person, resume).await? };
        added += filled.len() as i64;
        let unread = keys::body(&resume.unread.join("\n\n"));
        keep_unread(tx, person, &unread).await?;
        let kept = check::Kept { document, person, sheets: &sheets, unread: &unread };
        check::keep(tx, &kept, &mut parts).await?;
        put_on_job(tx, file, person).await?;
        store::touch(tx, person).await?;
        let recorded = tx.record(Entry::ResumeRead { person, document, created }).await?;
        for field in filled {
            edit::keep_former(tx, recorded.seq(), person, field, "").await?;
        }
        let state = if created { "created" } else { "added" };
        if settle(tx, file, state, person, document, added, recorded.seq()).await? == 0 {
            return Err(Refusal::because(FASTER));
        }
        Ok(((), recorded))
    })
    .await
}

async fn settle(
    tx: &mut Tx<'_>,
    file: &Waiting,
    state: &'static str,
    person: PersonId,
    document: DocumentId,
    facts: i64,
    seq: i64,
) -> Result<u64, db::DbError> {
    let (workspace, now) = (tx.workspace(), tx.now());
    let bound: [&dyn db::Bind; 8] = [&workspace, &file.file, &state, &person, &document, &facts, &seq, &now];
    tx.run(Q.get("file-read"), &bound).await
}

/// What the person may be known by.
fn reaches_of(resume: &Resume) -> Vec<Reach> {
    let lists = [
        (ContactKind::Email, &resume.emails),
        (ContactKind::Phone, &resume.phones),
        (ContactKind::Url, &resume.links),
    ];
    let read = lists.into_iter().flat_map(|(kind, facts)| {
        facts.iter().take(10).filter_map(move |fact| Reach::read(kind, &fact.value))
    });
    read.collect()
}

/// A person of whom nothing is known but this file. Facts follow, so that each names the document.
async fn create(
    tx: &mut Tx<'_>,
    who: &Scope<Clear>,
    file: &Waiting,
    resume: &Resume,
) -> Result<PersonId, db::DbError> {
    let stem = file.file_name.rsplit_once('.').map_or(file.file_name.as_str(), |(stem, _)| stem);
    let name = resume.name.as_ref().map_or(stem, |name| name.value.full.as_str());
    let place = resume.location.as_ref().map(|place| &place.value);
    let latest = resume.employments.first().and_then(|held| held.title.as_ref());
    let headline = resume.headline.as_ref().or(latest).map(|fact| fact.value.clone());
    let text = |value: Option<&String>| value.cloned().unwrap_or_default();
    let new = NewPerson {
        name: name.to_owned(),
        headline: headline.unwrap_or_default(),
        summary: text(resume.summary.as_ref().map(|fact| &fact.value)),
        city: text(place.and_then(|place| place.city.as_ref())),
        region: text(place.and_then(|place| place.region.as_ref())),
        country_code: text(place.and_then(|place| place.country_code.as_ref())),
        source: "resume".into(),
        owner: who.user(),
        ..NewPerson::default()
    };
    let origin = Origin { source: "resume".into(), document: DocumentId(0), confidence: 100 };
    add::insert(tx, &new, &[], &origin).await
}

async fn store_document(
    tx: &mut Tx<'_>,
    file: &Waiting,
    resume: &Resume,
    person: PersonId,
) -> Result<DocumentId, db::DbError> {
    let new = NewDocument {
        person,
        kind: "resume",
        digest: &file.digest,
        size_bytes: file.size_bytes,
        format: resume.format.word(),
        file_name: &file.file_name,
        language: resume.language,
        page_count: i64::from(resume.page_count),
    };
    let document = documents::insert(tx, &new).await?;
    let (workspace, body) = (tx.workspace(), keys::body(&resume.text));
    tx.run(Q.get("document-text-insert"), &[&workspace, &document, &body]).await?;
    Ok(document)
}

/// Fields of the person's row that were empty and are known now. What a user set is never overwritten.
async fn fill_empty(tx: &mut Tx<'_>, person: PersonId, resume: &Resume) -> Result<Vec<Field>, db::DbError> {
    let place = resume.location.as_ref().map(|place| &place.value);
    let known = [
        (Field::City, place.and_then(|place| place.city.clone())),
        (Field::Region, place.and_then(|place| place.region.clone())),
        (Field::CountryCode, place.and_then(|place| place.country_code.clone())),
        (Field::Headline, resume.headline.as_ref().map(|fact| fact.value.clone())),
        (Field::Summary, resume.summary.as_ref().map(|fact| fact.value.clone())),
    ];
    let mut filled = vec![];
    for (field, value) in known {
        let Some(value) = value.map(|value| keys::body(&value)).filter(|value| !value.is_empty()) else {
            continue;
        };
        let Some(now_there) = edit::current(tx, person, field).await? else { continue };
        if now_there.value.is_empty() {
            edit::fill(tx, person, field, &value).await?;
            filled.push(field);
        }
    }
    Ok(filled)
}

async fn keep_unread(tx: &mut Tx<'_>, person: PersonId, unread: &str) -> Result<(), db::DbError> {
    if unread.is_empty() {
        return Ok(());
    }
    let workspace = tx.workspace();
    tx.run(Q.get("person-unread"), &[&workspace, &person, &unread]).await.map(drop)
}
