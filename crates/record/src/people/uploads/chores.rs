//! The chores behind an upload: reading one file, unpacking one archive.

use base::clock;
use db::{ClaimedChore, Db};

use super::{Kept, read_resume};
use crate::access::{AnyScope, policy};
use crate::journal::chores::Running;
use crate::journal::{ChoreError, ChoreKind};
use crate::people::reading::{self, NotRead};
use crate::people::{Q, keys};
use crate::{
    Clear, Entry, House, PersonId, Refusal, Scope, UploadBatchId, UploadFileId, UserId, WorkspaceId,
};

pub(crate) const READ: &str = "read_resume";
pub(crate) const PUT_ON_JOB: &str = "put_on_job";
const ATTEMPTS_MAX: i64 = 4;

/// What the room that shows uploads lists among its chores.
pub const CHORES: &[ChoreKind] = &[
    ChoreKind {
        name: READ,
        attempts_max: ATTEMPTS_MAX,
        time_limit: 5 * clock::MINUTE,
        run: |house, chore| -> Running<'_> { Box::pin(run(house, chore)) },
    },
    crate::people::check::CHORE,
    ChoreKind {
        name: PUT_ON_JOB,
        attempts_max: ATTEMPTS_MAX,
        time_limit: clock::MINUTE,
        run: |house, chore| -> Running<'_> { Box::pin(put_on_job(house, chore)) },
    },
];

/// Somebody whose resume was sent for a job is put on it, once the reading is committed.
async fn put_on_job(house: &House, chore: &ClaimedChore) -> Result<(), ChoreError> {
    let payload: serde_json::Value = serde_json::from_str(&chore.payload).unwrap_or_default();
    let id =
        |name: &str| payload[name].as_str().and_then(|id| id.parse::<base::Id>().ok()).map_or(0, |id| id.0);
    let (person, job) = (PersonId(id("person")), crate::JobId(id("job")));
    let workspace = WorkspaceId(chore.workspace);
    let who = policy::recruiting_in_the_name_of(&house.db, workspace, UserId(chore.user_id)).await?;
    let who = who.ok_or_else(|| ChoreError::Never("who sent it may not add people any more".into()))?;
    crate::applications::receive::receive(&house.db, &who, person, job, "resume").await?;
    Ok(())
}

/// A listed file that waits to be read.
pub(crate) struct Waiting {
    pub file: UploadFileId,
    pub batch: UploadBatchId,
    pub job: crate::JobId,
    pub file_name: String,
    pub digest: String,
    pub size_bytes: i64,
    /// Whose it is, where the uploader said so.
    pub person: PersonId,
    /// It came out of an archive.
    pub inside: bool,
}

async fn run(house: &House, chore: &ClaimedChore) -> Result<(), ChoreError> {
    let payload: serde_json::Value = serde_json::from_str(&chore.payload).unwrap_or_default();
    let file = payload["file"].as_str().and_then(|id| id.parse().ok());
    let file: UploadFileId = file.ok_or_else(|| ChoreError::Never("the payload names no file".into()))?;
    let inside = payload["inside"].as_bool().unwrap_or(false);
    let workspace = WorkspaceId(chore.workspace);
    let Some(waiting) = waiting(&house.db, workspace, file, inside).await? else { return Ok(()) };
    let who = policy::recruiting_in_the_name_of(&house.db, workspace, UserId(chore.user_id)).await?;
    let Some(who) = who else {
        let system = policy::system(workspace);
        refuse(house, &system, &waiting, "Who sent it may not add people any more.").await?;
        return Ok(());
    };
    match attempt(house, &who, &waiting).await {
        Err(NotRead::Later(why)) if chore.attempts >= ATTEMPTS_MAX => {
            tracing::error!(why, "a file could not be read");
            let line = "The file could not be read through a fault of ours. Please send it again later.";
            Ok(refuse(house, &who, &waiting, line).await?)
        }
        Err(NotRead::Later(why)) => Err(ChoreError::Later(why)),
        Err(NotRead::Unaided(why)) => {
            let format = kept_as(house, &waiting).await;
            if !read_resume::keep_unaided(&house.db, &who, &waiting, format, &why).await? {
                let line = format!("{why} The file is kept; send it again then.");
                refuse(house, &who, &waiting, &line).await?;
            }
            Ok(())
        }
        Err(refused) => Ok(refuse(house, &who, &waiting, &refused.to_string()).await?),
        Ok(()) => Ok(()),
    }
}

/// What a file is that could not be read; its first bytes tell.
async fn kept_as(house: &House, file: &Waiting) -> &'static str {
    let Ok(digest) = file.digest.parse() else { return "pdf" };
    let bytes = house.files.read_all(digest, base::limits::ARCHIVE_BYTES_MAX).await.unwrap_or_default();
    resume::sniff(&bytes).map_or("pdf", resume::Format::word)
}

pub(super) async fn waiting(
    db: &Db,
    workspace: WorkspaceId,
    file: UploadFileId,
    inside: bool,
) -> Result<Option<Waiting>, db::DbError> {
    db.read(async |rd| {
        rd.optional(Q.get("file-waiting"), &[&workspace, &file], |row| Waiting {
            file,
            batch: UploadBatchId(row.int(0)),
            job: crate::JobId(row.int(1)),
            file_name: row.text(2),
            digest: row.text(3),
            size_bytes: row.int(4),
            person: PersonId(row.int(5)),
            inside,
        })
        .await
    })
    .await
}

fn later(cause: impl std::fmt::Display) -> NotRead {
    NotRead::Later(cause.to_string())
}

async fn attempt(house: &House, who: &Scope<Clear>, file: &Waiting) -> Result<(), NotRead> {
    if read_resume::settle_known(&house.db, who, file).await.map_err(later)? {
        return Ok(());
    }
    let digest = file.digest.parse().map_err(|_| NotRead::Later("the digest is damaged".into()))?;
    let bytes = house.files.read_all(digest, base::limits::ARCHIVE_BYTES_MAX).await.map_err(later)?;
    let today = house.db.clock().year_month();
    match reading::read(&house.reader, &file.file_name, today, &bytes).await {
        Ok(resume) => read_resume::apply(&house.db, who, file, &resume).await.map_err(later),
        Err(NotRead::Archive) if file.inside => Err(NotRead::Refused(
            "The archives in it lie too deep. Please unpack it and send the files themselves.".into(),
        )),
        Err(NotRead::Archive) => unpack(house, who, file, &bytes).await,
        Err(other) => Err(other),
    }
}

/// Lists the files of an archive, all in one transaction, so that a second attempt lists none twice.
async fn unpack(house: &House, who: &Scope<Clear>, archive: &Waiting, bytes: &[u8]) -> Result<(), NotRead> {
    let (mut rows, mut from) = (vec![], Some(0));
    while let Some(start) = from {
        let (files, next) = reading::unpack(&house.reader, bytes, start).await?;
        for file in files {
            rows.push(keep(house, file, &archive.file_name).await?);
        }
        // An answer that does not go forward would be asked for ever.
        from = next.filter(|next| *next > start);
    }
    if rows.is_empty() {
        return Err(NotRead::Refused(
            "There is no file in this archive. Please check it and send it again.".into(),
        ));
    }
    let message = match rows.len() {
        1 => "Unpacked: 1 file".to_owned(),
        count => format!("Unpacked: {count} files"),
    };
    let listed: Result<(), Refusal> = house
        .db
        .write(who, async |tx| {
            let (workspace, now) = (who.workspace_id(), tx.now());
            let bound: [&dyn db::Bind; 5] = [&workspace, &archive.file, &"unpacked", &message, &now];
            if tx.run(Q.get("file-settle"), &bound).await? > 0 {
                for row in &rows {
                    super::insert(tx, archive.batch, row, archive.person, true).await?;
                }
            }
            let recorded =
                tx.record(Entry::UploadReceived { batch: archive.batch, files: rows.len() as i64 }).await?;
            Ok(((), recorded))
        })
        .await;
    listed.map_err(later)
}

async fn keep(house: &House, file: reading::Unpacked, archive: &str) -> Result<Kept, NotRead> {
    let (name, content) = match file {
        Ok(file) => file,
        Err(why) => {
            let file_name = format!("A file in {archive}");
            return Ok(Kept { file_name, digest: String::new(), size_bytes: 0, refused: Some(why) });
        }
    };
    let file_name = keys::line(name.rsplit(['/', '\\']).next().unwrap_or(&name));
    if content.is_empty() {
        let refused = Some(resume::ReadError::Empty.to_string());
        return Ok(Kept { file_name, digest: String::new(), size_bytes: 0, refused });
    }
    let digest = house.files.keep(&content).await.map_err(later)?.to_string();
    Ok(Kept { file_name, digest, size_bytes: content.len() as i64, refused: None })
}

async fn refuse(house: &House, who: &Scope<Clear>, file: &Waiting, why: &str) -> Result<(), Refusal> {
    house
        .db
        .write(who, async |tx| {
            let (workspace, now, line) = (who.workspace_id(), tx.now(), keys::line(why));
            let bound: [&dyn db::Bind; 5] = [&workspace, &file.file, &"refused", &line, &now];
            tx.run(Q.get("file-settle"), &bound).await?;
            let recorded = tx.record(Entry::ResumeRefused { batch: file.batch, file: file.file.0 }).await?;
            Ok(((), recorded))
        })
        .await
}
