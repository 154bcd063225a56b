//! Uploads: files on their way into the record, with a result for each that survives leaving the page.

mod chores;
mod read_resume;
#[cfg(test)]
pub(crate) mod tests;
mod undo;

use base::Micros;
use db::{Db, NewChore, Tx};

use super::{Q, keys};
use crate::access::AnyScope;
use crate::{
    Clear, DocumentId, Entry, JobId, PersonId, ReadError, Refusal, Scope, UploadBatchId, UploadFileId, UserId,
};

pub use chores::CHORES;
pub use undo::undo_upload;

/// A file as it arrived.
pub struct Incoming {
    pub file_name: String,
    /// The staged file, or why it was refused in the user's words.
    pub staged: Result<files::Staged, String>,
}

/// Where the files belong.
#[derive(Clone, Copy, Debug, Default)]
pub struct Target {
    /// Further files of a batch that is there already; 0 for a new one.
    pub batch: UploadBatchId,
    /// The people read are put on this job; 0 for none.
    pub job: JobId,
    /// The files are this person's, whoever they name; 0 where the file says whose it is.
    pub person: PersonId,
}

/// Takes files in: each is kept, listed, and read by a chore after this returns.
pub async fn receive(
    db: &Db,
    store: &files::Store,
    who: &Scope<Clear>,
    incoming: Vec<Incoming>,
    target: Target,
) -> Result<(UploadBatchId, i64), Refusal> {
    if incoming.is_empty() {
        return Err(Refusal::field("file", "Choose at least one file."));
    }
    let mut rows = vec![];
    for file in incoming {
        rows.push(kept(store, file).await?);
    }
    db.write(who, async |tx| {
        let batch = batch_for(tx, who, target).await?;
        if target.person.0 != 0 {
            super::store::must_be(tx, target.person).await?;
        }
        for row in &rows {
            insert(tx, batch, row, target.person, false).await?;
        }
        let recorded = tx.record(Entry::UploadReceived { batch, files: rows.len() as i64 }).await?;
        Ok(((batch, recorded.seq()), recorded))
    })
    .await
}

/// A file about to be listed.
pub(crate) struct Kept {
    pub file_name: String,
    pub digest: String,
    pub size_bytes: i64,
    pub refused: Option<String>,
}

async fn kept(store: &files::Store, file: Incoming) -> Result<Kept, Refusal> {
    let file_name = keys::line(&file.file_name);
    let staged = match file.staged {
        Ok(staged) => staged,
        Err(why) => return Ok(Kept { file_name, digest: String::new(), size_bytes: 0, refused: Some(why) }),
    };
    let size_bytes = i64::try_from(staged.size_bytes).unwrap_or(i64::MAX);
    if size_bytes == 0 {
        let why = resume::ReadError::Empty.to_string();
        return Ok(Kept { file_name, digest: String::new(), size_bytes, refused: Some(why) });
    }
    let digest = store.claim(&staged).await?;
    Ok(Kept { file_name, digest: digest.to_string(), size_bytes, refused: None })
}

async fn batch_for(tx: &mut Tx<'_>, who: &Scope<Clear>, target: Target) -> Result<UploadBatchId, Refusal> {
    let workspace = who.workspace_id();
    if target.batch.0 != 0 {
        let bound: [&dyn db::Bind; 2] = [&workspace, &target.batch];
        let owner = tx.optional(Q.get("batch-owner"), &bound, |row| UserId(row.int(0))).await?;
        return if owner == Some(who.user()) { Ok(target.batch) } else { Err(Refusal::NotFound) };
    }
    let (batch, now) = (UploadBatchId(tx.new_id()), tx.now());
    tx.run(Q.get("batch-insert"), &[&workspace, &batch, &who.user(), &target.job, &now]).await?;
    Ok(batch)
}

/// Lists the file and asks for it to be read. `inside` marks the content of an archive.
pub(crate) async fn insert(
    tx: &mut Tx<'_>,
    batch: UploadBatchId,
    row: &Kept,
    person: PersonId,
    inside: bool,
) -> Result<(), db::DbError> {
    let (workspace, file, now) = (tx.workspace(), UploadFileId(tx.new_id()), tx.now());
    let state = if row.refused.is_some() { "refused" } else { "waiting" };
    let message = row.refused.as_deref().unwrap_or_default();
    let done_at = if row.refused.is_some() { now } else { 0 };
    let bound: [&dyn db::Bind; 11] = [
        &workspace,
        &file,
        &batch,
        &row.file_name,
        &row.digest,
        &row.size_bytes,
        &state,
        &message,
        &person,
        &now,
        &done_at,
    ];
    tx.run(Q.get("file-insert"), &bound).await?;
    if row.refused.is_none() {
        let payload = serde_json::json!({ "file": file.to_string(), "inside": inside }).to_string();
        tx.enqueue(NewChore { name: chores::READ, payload, run_at: now, unique_key: None }).await?;
    }
    Ok(())
}

/// One file of a batch, as its page shows it.
#[derive(Clone, Debug)]
pub struct FileView {
    pub id: UploadFileId,
    pub file_name: String,
    pub size_bytes: i64,
    /// `waiting`, `created`, `added`, `known`, `unpacked`, `refused` or `undone`.
    pub state: String,
    /// Why it was refused; how many files an archive held.
    pub message: String,
    pub facts: i64,
    /// Whose file it is, once that is known.
    pub person: Option<(PersonId, String)>,
    pub document: DocumentId,
}

impl FileView {
    /// The result in one line.
    pub fn line(&self) -> String {
        let name = self.person.as_ref().map_or("this person", |(_, name)| name.as_str());
        match (self.state.as_str(), self.facts) {
            ("waiting", _) => "Waiting to be read".to_owned(),
            ("created", _) => format!("Created {name}"),
            ("added", 0) if !self.message.is_empty() => format!("Stored with {name}. {}", self.message),
            ("added", 0) => format!("Stored with {name}; nothing new in it"),
            ("added", 1) => format!("Added 1 fact to {name}"),
            ("added", count) => format!("Added {count} facts to {name}"),
            ("known", _) => format!("This file is already stored with {name}"),
            ("undone", _) => "Taken back".to_owned(),
            _ => self.message.clone(),
        }
    }

    pub fn can_be_undone(&self) -> bool {
        matches!(self.state.as_str(), "created" | "added")
    }
}

/// A batch with its files.
#[derive(Clone, Debug)]
pub struct BatchView {
    pub id: UploadBatchId,
    pub by: String,
    pub created_at: Micros,
    pub files: Vec<FileView>,
}

impl BatchView {
    pub fn waiting(&self) -> usize {
        self.files.iter().filter(|file| file.state == "waiting").count()
    }
}

/// A batch in the list of batches.
#[derive(Clone, Debug)]
pub struct BatchRow {
    pub id: UploadBatchId,
    pub by: String,
    pub created_at: Micros,
    pub files: i64,
    pub waiting: i64,
    pub refused: i64,
    /// People who were not known before.
    pub created: i64,
    /// The first of its files by name.
    pub file_name: String,
    /// Somebody whom a file of it is stored with; empty while nobody is.
    pub person: String,
}

/// Batches shown on the page of uploads.
const RECENT: i64 = 30;

/// The newest batches of the workspace.
pub async fn recent(db: &Db, who: &Scope<Clear>) -> Result<Vec<BatchRow>, ReadError> {
    let rows: Result<_, db::DbError> = db
        .read(async |rd| {
            rd.all(Q.get("batches-recent"), &[&who.workspace_id(), &RECENT], |row| BatchRow {
                id: UploadBatchId(row.int(0)),
                by: row.text(1),
                created_at: row.int(2),
                files: row.int(3),
                waiting: row.int(4),
                refused: row.int(5),
                created: row.int(6),
                file_name: row.text(7),
                person: row.text(8),
            })
            .await
        })
        .await;
    Ok(rows?)
}

/// One batch with the result of each file.
pub async fn batch(db: &Db, who: &Scope<Clear>, batch: UploadBatchId) -> Result<BatchView, ReadError> {
    db.read(async |rd| {
        let bound: [&dyn db::Bind; 2] = [&who.workspace_id(), &batch];
        let head = rd.optional(Q.get("batch-head"), &bound, |row| (row.text(0), row.int(1))).await?;
        let (by, created_at) = head.ok_or(ReadError::NotFound)?;
        let files = rd.all(Q.get("files-of-batch"), &bound, file_view).await?;
        Ok(BatchView { id: batch, by, created_at, files })
    })
    .await
}

fn file_view(row: &db::Row<'_>) -> FileView {
    let (person, name) = (PersonId(row.int(6)), row.text(7));
    FileView {
        id: UploadFileId(row.int(0)),
        file_name: row.text(1),
        size_bytes: row.int(2),
        state: row.text(3),
        message: row.text(4),
        facts: row.int(5),
        person: (person.0 != 0 && !name.is_empty()).then_some((person, name)),
        document: DocumentId(row.int(8)),
    }
}
