//! Taking back what one file brought.

use db::{Db, Tx};

use crate::access::AnyScope;
use crate::people::edit::{self, Field};
use crate::people::{Q, employment, remove, store};
use crate::{Clear, DocumentId, Entry, PersonId, Refusal, Scope, UploadBatchId, UploadFileId};

/// What the undo did.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct UndoneUpload {
    pub batch: UploadBatchId,
    pub person: PersonId,
    /// The person came with this file alone and is gone again.
    pub removed: bool,
    pub seq: i64,
}

struct File {
    batch: UploadBatchId,
    state: String,
    person: PersonId,
    document: DocumentId,
    seq: i64,
}

/// Takes back the facts, the file and, where nobody has worked on them since, the person that a file
/// brought.
pub async fn undo_upload(db: &Db, who: &Scope<Clear>, file: UploadFileId) -> Result<UndoneUpload, Refusal> {
    db.write(who, async |tx| {
        let (workspace, now) = (who.workspace_id(), tx.now());
        let brought = tx
            .optional(Q.get("file-brought"), &[&workspace, &file], |row| File {
                batch: UploadBatchId(row.int(0)),
                state: row.text(1),
                person: PersonId(row.int(2)),
                document: DocumentId(row.int(3)),
                seq: row.int(4),
            })
            .await?
            .ok_or(Refusal::NotFound)?;
        if !matches!(brought.state.as_str(), "created" | "added") {
            return Err(Refusal::because("There is nothing of this file to take back."));
        }
        let (person, document) = (brought.person, brought.document);
        let removed = brought.state == "created" && remove::remove_untouched(tx, person, document).await?;
        if !removed {
            retract_all(tx, &brought).await?;
        }
        let kept = if removed { PersonId(0) } else { person };
        tx.run(Q.get("file-undone"), &[&workspace, &file, &kept, &now]).await?;
        let recorded = tx.record(Entry::ResumeUndone { person, document }).await?;
        let undone = UndoneUpload { batch: brought.batch, person: kept, removed, seq: recorded.seq() };
        Ok((undone, recorded))
    })
    .await
}

async fn retract_all(tx: &mut Tx<'_>, brought: &File) -> Result<(), Refusal> {
    let (workspace, now, person) = (tx.workspace(), tx.now(), brought.person);
    let bound: [&dyn db::Bind; 3] = [&workspace, &brought.document, &now];
    for sql in [
        Q.get("contacts-of-document-retract"),
        Q.get("facts-of-document-retract"),
        Q.get("employments-of-document-retract"),
        Q.get("educations-of-document-retract"),
        Q.get("document-retract"),
    ] {
        tx.run(sql, &bound).await?;
    }
    let filled = tx
        .all(Q.get("former-of-entry"), &[&workspace, &brought.seq], |row| (row.text(0), row.text(1)))
        .await?;
    for (name, value) in filled {
        let edited: [&dyn db::Bind; 4] = [&workspace, &person, &brought.seq, &name];
        let Some(field) = Field::from_word(&name) else { continue };
        // What a user wrote since stays.
        if tx.count(Q.get("edited-since"), &edited).await? == 0 {
            edit::fill(tx, person, field, &value).await?;
        }
    }
    employment::recompute(tx, person).await?;
    Ok(store::touch(tx, person).await?)
}
