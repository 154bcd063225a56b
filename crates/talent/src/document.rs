//! Documents: sending a stored file, never as a page, and showing its plain text.

use record::DocumentId;
use record::access::AnyScope;
use record::people::documents::{self, StoredFile};
use web::axum::http::header;
use web::axum::response::IntoResponse;
use web::{Answer, Frame, Go, Path, Problem, Recruiter, Template, page, words};

/// Sends the file as a download under a name of our own making.
pub(crate) async fn download(who: Recruiter, Path(document): Path<String>) -> Answer {
    let document: DocumentId = document.parse()?;
    let file = documents::open(&who.house.db, &who.scope, document).await?;
    let fault = |what: String| Problem::Fault(format!("document {document}: {what}"));
    let digest = file.digest.parse().map_err(|_| fault("damaged digest".into()))?;
    let bytes = who
        .house
        .files
        .read_all(digest, base::limits::ARCHIVE_BYTES_MAX)
        .await
        .map_err(|cause| fault(cause.to_string()))?;
    let disposition = format!("attachment; filename=\"{}\"", download_name(&file));
    let headers = [
        (header::CONTENT_TYPE, "application/octet-stream".to_owned()),
        (header::CONTENT_DISPOSITION, disposition),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
        (header::CONTENT_SECURITY_POLICY, "sandbox; default-src 'none'".to_owned()),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((headers, bytes).into_response())
}

/// `ada-lovelace-resume.pdf`: letters, digits and hyphens; a stranger's file name is not repeated.
fn download_name(file: &StoredFile) -> String {
    let folded = record::people::keys::name_key(&file.person_name);
    let letters: String = folded.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    let words: Vec<&str> = letters.split('-').filter(|word| !word.is_empty()).collect();
    let name = if words.is_empty() { "person".to_owned() } else { words.join("-") };
    let extension = match file.format.as_str() {
        "text" => "txt",
        "mail" => "eml",
        other => other,
    };
    format!("{name}-{}.{extension}", file.kind.replace('_', "-"))
}

#[derive(Template)]
#[template(path = "document_text.html")]
struct TextPage {
    frame: Frame,
    person: String,
    person_href: String,
    file_href: String,
    /// Where what was read is checked; empty for what is no resume.
    check_href: String,
    kind: String,
    stored: String,
    paragraphs: Vec<String>,
}

/// The text of a document, as it was read.
pub(crate) async fn text(who: Recruiter, Path(document): Path<String>) -> Answer {
    let document: DocumentId = document.parse()?;
    let text = documents::text(&who.house.db, &who.scope, document).await?;
    let mut frame = who.frame().await?;
    frame.about = format!("person:{}", text.person);
    page(&TextPage {
        frame,
        person_href: format!("/candidates/{}", text.person),
        file_href: format!("/documents/{document}"),
        check_href: if text.kind == "resume" { crate::check::address(document) } else { String::new() },
        kind: capital(&text.kind.replace('_', " ")),
        stored: words::day(text.created_at, &who.session.zone),
        paragraphs: text
            .body
            .split("\n\n")
            .map(str::to_owned)
            .filter(|part| !part.trim().is_empty())
            .collect(),
        person: text.person_name,
    })
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Takes the file off the person; its facts stay.
pub(crate) async fn retract(who: Recruiter, Path(document): Path<String>) -> Answer {
    let document: DocumentId = document.parse()?;
    let (person, _) = documents::retract(&who.house.db, &who.scope, document).await?;
    Go::to(format!("/candidates/{person}"))
        .say("The file was removed from this person")
        .after(&who.house, who.scope.workspace_id())
        .into()
}
