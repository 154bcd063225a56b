//! Uploads: files in, a line of result for each, and taking back what a file brought.

use record::access::AnyScope;
use record::people::uploads::{self, BatchRow, BatchView, FileView, Incoming, Target};
use record::{UploadBatchId, UploadFileId};
use web::axum::http::HeaderValue;
use web::axum::response::IntoResponse;
use web::upload::Upload;
use web::{Answer, Frame, Go, Path, Problem, Recruiter, StatusCode, Template, fragment, page, words};

/// What the file chooser offers; the server looks at content, never at names.
pub(crate) const ACCEPT: &str = ".pdf,.docx,.doc,.odt,.rtf,.txt,.html,.eml,.zip";

/// A batch in the list of batches.
struct BatchLine {
    href: String,
    title: String,
    /// Who came with it.
    sub: String,
    by: String,
    iso: String,
    when: String,
    waiting: i64,
    refused: i64,
}

impl BatchLine {
    fn of(row: BatchRow, who: &Recruiter) -> Self {
        Self {
            href: format!("/uploads/{}", row.id),
            title: match row.files {
                ..=1 => row.file_name,
                files => format!("{} and {} more", row.file_name, words::number(files - 1)),
            },
            sub: match (row.files, row.created) {
                (..=1, _) => row.person,
                (_, 0) => String::new(),
                (_, created) => words::counted(created, "new person", "new people"),
            },
            by: row.by,
            iso: words::iso(row.created_at),
            when: words::when(row.created_at, who.now(), &who.session.zone),
            waiting: row.waiting,
            refused: row.refused,
        }
    }
}

#[derive(Template)]
#[template(path = "uploads.html")]
struct UploadsPage {
    frame: Frame,
    batches: Vec<BatchLine>,
    accept: &'static str,
}

/// The drop zone and the newest batches.
pub(crate) async fn recent(who: Recruiter) -> Answer {
    let rows = uploads::recent(&who.house.db, &who.scope).await?;
    let batches = rows.into_iter().map(|row| BatchLine::of(row, &who)).collect();
    page(&UploadsPage { frame: who.frame().await?, batches, accept: ACCEPT })
}

/// Takes files. Script sends one at a time and asks for a short answer; a form sends them all.
pub(crate) async fn receive(who: Recruiter, upload: Upload) -> Answer {
    let target = Target {
        batch: upload.text("batch").parse().unwrap_or_default(),
        job: upload.text("job").parse().unwrap_or_default(),
        person: upload.text("person").parse().unwrap_or_default(),
    };
    let incoming: Vec<Incoming> = upload
        .files
        .into_iter()
        .map(|file| Incoming { file_name: file.file_name, staged: file.staged })
        .collect();
    let refused = match incoming.as_slice() {
        [Incoming { staged: Err(why), .. }] => Some(why.clone()),
        [Incoming { staged: Ok(staged), .. }] if staged.size_bytes == 0 => {
            Some("The file is empty.".to_owned())
        }
        _ => None,
    };
    let (house, scope) = (&who.house, &who.scope);
    let (batch, _) = uploads::receive(&house.db, &house.files, scope, incoming, target).await?;
    if !who.fragment {
        return Go::to(format!("/uploads/{batch}")).into();
    }
    let mut answer = match refused {
        Some(why) => (StatusCode::UNPROCESSABLE_ENTITY, why).into_response(),
        None => StatusCode::OK.into_response(),
    };
    if let Ok(name) = HeaderValue::from_str(&batch.to_string()) {
        answer.headers_mut().insert("x-batch", name);
    }
    Ok(answer)
}

/// One file as drawn.
struct FileLine {
    name: String,
    size: String,
    line: String,
    /// `wait`, `good`, `bad` or `off`.
    tone: &'static str,
    /// The person it belongs to now.
    href: String,
    /// Where the undo form posts to; empty where there is nothing to take back.
    undo: String,
    /// Where what was read is checked; empty where there is nothing to check.
    check: String,
    doubtful: i64,
}

impl FileLine {
    fn of(file: FileView, in_doubt: &[(record::DocumentId, i64)]) -> Self {
        let check = match file.can_be_undone() {
            true => crate::check::address(file.document),
            false => String::new(),
        };
        let doubt = in_doubt.iter().find(|(document, _)| *document == file.document);
        let tone = match file.state.as_str() {
            "waiting" => "wait",
            "refused" => "bad",
            "undone" | "known" => "off",
            _ => "good",
        };
        let undo =
            if file.can_be_undone() { format!("/uploads/files/{}/undo", file.id) } else { String::new() };
        Self {
            line: file.line(),
            tone,
            href: file.person.map(|(person, _)| format!("/candidates/{person}")).unwrap_or_default(),
            undo,
            check,
            doubtful: doubt.map_or(0, |(_, doubtful)| *doubtful),
            size: words::size(file.size_bytes),
            name: file.file_name,
        }
    }
}

/// The results of a batch; asks again by itself while files wait.
#[derive(Template)]
#[template(path = "upload_files.html")]
struct FilesPart {
    csrf: String,
    href: String,
    files: Vec<FileLine>,
    waiting: usize,
    done: usize,
    percent: usize,
}

impl FilesPart {
    async fn of(batch: BatchView, who: &Recruiter) -> Result<Self, Problem> {
        let documents: Vec<_> =
            batch.files.iter().filter(|file| file.can_be_undone()).map(|file| file.document).collect();
        let in_doubt = record::people::check::in_doubt(&who.house.db, &who.scope, &documents).await?;
        let (waiting, all) = (batch.waiting(), batch.files.len());
        let done = all - waiting;
        Ok(Self {
            csrf: who.session.csrf.clone(),
            href: format!("/uploads/{}", batch.id),
            waiting,
            done,
            percent: done * 100 / all.max(1),
            files: batch.files.into_iter().map(|file| FileLine::of(file, &in_doubt)).collect(),
        })
    }
}

#[derive(Template)]
#[template(path = "upload.html")]
struct BatchPage {
    frame: Frame,
    by: String,
    iso: String,
    when: String,
    part: FilesPart,
}

/// One batch: a page, or the part of it that asks again.
pub(crate) async fn batch(who: Recruiter, Path(batch): Path<String>) -> Answer {
    let batch: UploadBatchId = batch.parse()?;
    let view = uploads::batch(&who.house.db, &who.scope, batch).await?;
    let (by, created_at) = (view.by.clone(), view.created_at);
    let part = FilesPart::of(view, &who).await?;
    if who.fragment {
        return fragment(&part);
    }
    page(&BatchPage {
        frame: who.frame().await?,
        by,
        iso: words::iso(created_at),
        when: words::when(created_at, who.now(), &who.session.zone),
        part,
    })
}

/// Takes back what one file brought.
pub(crate) async fn undo(who: Recruiter, Path(file): Path<String>) -> Answer {
    let file: UploadFileId = file.parse()?;
    let undone = uploads::undo_upload(&who.house.db, &who.scope, file).await?;
    let text = if undone.removed {
        "Taken back: the person is gone again"
    } else {
        "Taken back: the facts of this file are gone again"
    };
    Go::to(format!("/uploads/{}", undone.batch)).say(text).after(&who.house, who.scope.workspace_id()).into()
}
