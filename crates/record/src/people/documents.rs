//! Documents: stored files of a person and their text. For clear readers only.

use base::Micros;
use db::{Db, QuietReason, Tx};

use super::{Q, keys, store};
use crate::access::AnyScope;
use crate::{Clear, DocumentId, Entry, PersonId, ReadError, Refusal, Scope};

/// What a stored file is.
pub const KINDS: [&str; 6] =
    ["resume", "cover_letter", "portfolio", "offer_letter", "signed_offer_letter", "other"];

/// A stored file, ready to be sent.
#[derive(Clone, Debug)]
pub struct StoredFile {
    pub digest: String,
    pub size_bytes: i64,
    pub format: String,
    pub kind: String,
    pub person: PersonId,
    /// The person's name, to make a file name of.
    pub person_name: String,
}

/// The text of a document, as it was read.
#[derive(Clone, Debug)]
pub struct DocumentText {
    pub person: PersonId,
    pub person_name: String,
    pub kind: String,
    pub file_name: String,
    pub created_at: Micros,
    pub body: String,
}

/// A row about to be stored.
pub(crate) struct NewDocument<'a> {
    pub person: PersonId,
    pub kind: &'a str,
    pub digest: &'a str,
    pub size_bytes: i64,
    pub format: &'a str,
    pub file_name: &'a str,
    pub language: &'a str,
    pub page_count: i64,
}

pub(crate) async fn insert(tx: &mut Tx<'_>, new: &NewDocument<'_>) -> Result<DocumentId, db::DbError> {
    let (workspace, id, now, user) = (tx.workspace(), DocumentId(tx.new_id()), tx.now(), tx.user_id());
    let name = keys::line(new.file_name);
    let bound: [&dyn db::Bind; 12] = [
        &workspace,
        &id,
        &new.person,
        &new.kind,
        &new.digest,
        &new.size_bytes,
        &new.format,
        &name,
        &new.language,
        &new.page_count,
        &user,
        &now,
    ];
    tx.run(Q.get("document-insert"), &bound).await?;
    Ok(id)
}

/// The digest of every stored file, of all workspaces: what the doctor looks for.
pub async fn stored_digests(db: &Db) -> Result<Vec<String>, db::DbError> {
    db.read(async |rd| rd.all(Q.get("stored-digests"), &[], |row| row.text(0)).await).await
}

/// Opens a document to send it; that somebody did is written down.
pub async fn open(db: &Db, who: &Scope<Clear>, document: DocumentId) -> Result<StoredFile, ReadError> {
    let file = look(db, who, document).await?;
    seen(db, who, file.person, document).await?;
    Ok(file)
}

/// Finds a document to draw it. Who calls this writes the look down.
pub async fn look(db: &Db, who: &Scope<Clear>, document: DocumentId) -> Result<StoredFile, ReadError> {
    let file = db
        .read(async |rd| {
            rd.optional(Q.get("document-file"), &[&who.workspace_id(), &document], |row| StoredFile {
                digest: row.text(0),
                size_bytes: row.int(1),
                format: row.text(2),
                kind: row.text(3),
                person: PersonId(row.int(4)),
                person_name: row.text(5),
            })
            .await
        })
        .await
        .map_err(|cause: db::DbError| ReadError::Db(cause))?;
    file.ok_or(ReadError::NotFound)
}

/// Reads the text of a document; that somebody did is written down.
pub async fn text(db: &Db, who: &Scope<Clear>, document: DocumentId) -> Result<DocumentText, ReadError> {
    let text = db
        .read(async |rd| {
            rd.optional(Q.get("document-text"), &[&who.workspace_id(), &document], |row| DocumentText {
                person: PersonId(row.int(0)),
                person_name: row.text(1),
                kind: row.text(2),
                file_name: row.text(3),
                created_at: row.int(4),
                body: row.text(5),
            })
            .await
        })
        .await
        .map_err(|cause: db::DbError| ReadError::Db(cause))?
        .ok_or(ReadError::NotFound)?;
    seen(db, who, text.person, document).await?;
    Ok(text)
}

pub(crate) async fn seen(
    db: &Db,
    who: &Scope<Clear>,
    person: PersonId,
    document: DocumentId,
) -> Result<(), ReadError> {
    let workspace = who.workspace_id();
    let written: Result<_, db::DbError> = db
        .write_quiet(workspace.0, QuietReason::ViewLine, async |tx| {
            let (id, now) = (tx.new_id(), tx.now());
            let bound: [&dyn db::Bind; 7] =
                [&workspace, &id, &now, &who.user(), &"document", &person, &document];
            tx.run(Q.get("view-line"), &bound).await
        })
        .await;
    written?;
    Ok(())
}

/// Keeps a file with a person without reading it: a portfolio, a letter, a scan.
pub async fn attach(
    db: &Db,
    files: &files::Store,
    who: &Scope<Clear>,
    person: PersonId,
    kind: &str,
    file_name: &str,
    staged: &files::Staged,
) -> Result<(DocumentId, i64), Refusal> {
    let kind = KINDS.into_iter().find(|known| *known == kind);
    let kind = kind.ok_or_else(|| Refusal::field("kind", "Choose what kind of file this is."))?;
    if staged.size_bytes == 0 {
        return Err(Refusal::field("file", "The file is empty. Send it again."));
    }
    let digest = files.claim(staged).await?.to_string();
    let size_bytes = i64::try_from(staged.size_bytes).unwrap_or(i64::MAX);
    let format = format_of(&staged.head);
    db.write(who, async |tx| {
        store::must_be(tx, person).await?;
        let new = NewDocument {
            person,
            kind,
            digest: &digest,
            size_bytes,
            format,
            file_name,
            language: "",
            page_count: 0,
        };
        let document = insert(tx, &new).await?;
        store::touch(tx, person).await?;
        let recorded = tx.record(Entry::DocumentStored { person, document, sort: kind }).await?;
        Ok(((document, recorded.seq()), recorded))
    })
    .await
}

/// The format by the first bytes, for the name under which the file is sent.
fn format_of(head: &[u8]) -> &'static str {
    match head {
        [b'%', b'P', b'D', b'F', ..] => "pdf",
        [0x89, b'P', b'N', b'G', ..] => "png",
        [0xFF, 0xD8, 0xFF, ..] => "jpg",
        [b'P', b'K', 3, 4, ..] => "zip",
        _ => "bin",
    }
}

/// Takes a file back; its facts stay unless its reading is undone.
pub async fn retract(db: &Db, who: &Scope<Clear>, document: DocumentId) -> Result<(PersonId, i64), Refusal> {
    db.write(who, async |tx| {
        let (workspace, now) = (who.workspace_id(), tx.now());
        let person = tx
            .optional(Q.get("document-of"), &[&workspace, &document], |row| PersonId(row.int(0)))
            .await?
            .ok_or(Refusal::NotFound)?;
        tx.run(Q.get("document-retract"), &[&workspace, &document, &now]).await?;
        store::touch(tx, person).await?;
        let recorded = tx.record(Entry::DocumentRetracted { person, document }).await?;
        Ok(((person, recorded.seq()), recorded))
    })
    .await
}
