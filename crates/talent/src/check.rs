//! Checking what was read: the page as it was sent beside its facts, the source of the focused one marked.

mod lines;

use record::DocumentId;
use record::access::AnyScope;
use record::people::check::{self, CheckView, Spot};
use record::people::documents;
use web::axum::http::{HeaderValue, header};
use web::axum::response::IntoResponse;
use web::{Answer, Frame, Go, Input, Path, Problem, Recruiter, StatusCode, Template, fragment, page, words};

use lines::{Group, Line};

/// Pixels of a page's picture: sharp in half of a wide screen.
const PICTURE_PIXELS: u32 = 1_200;

/// A rectangle on a page that marks where a fact stands, in points.
struct Mark {
    fact: i64,
    tone: &'static str,
    x: String,
    y: String,
    width: String,
    height: String,
}

/// A line of text on a page that we draw ourselves.
struct Drawn {
    x: String,
    y: String,
    width: String,
    bold: bool,
    text: String,
}

struct Page {
    number: usize,
    width: String,
    height: String,
    /// The picture; empty where the lines are drawn.
    picture: String,
    lines: Vec<Drawn>,
    marks: Vec<Mark>,
}

#[derive(Template)]
#[template(path = "check.html")]
struct CheckPage {
    frame: Frame,
    person: String,
    person_href: String,
    href: String,
    file: String,
    how: &'static str,
    text_href: String,
    again_href: String,
    pages: Vec<Page>,
    letters: String,
    groups: Vec<Group>,
    personal: Vec<Line>,
    unread: Vec<String>,
    doubtful: usize,
    facts: usize,
    /// The file has never been read for checking.
    is_new: bool,
    next: Option<(String, String)>,
}

/// GET /documents/{document}/check
pub(crate) async fn show(who: Recruiter, Path(document): Path<String>) -> Answer {
    let document: DocumentId = document.parse()?;
    let view = check::open(&who.house.db, &who.scope, document).await?;
    let next = check::next_in_doubt(&who.house.db, &who.scope, document).await?;
    let frame = who.frame().await?.about("person", view.person);
    page(&CheckPage {
        frame,
        person_href: format!("/candidates/{}", view.person),
        href: address(document),
        text_href: format!("/documents/{document}/text"),
        again_href: format!("/documents/{document}/reading"),
        file: view.file_name.clone(),
        how: if view.sheets.lines.is_empty() { "as it was sent" } else { "drawn from its text" },
        letters: points(check::LETTERS),
        pages: pages(&view, document),
        doubtful: view.doubtful(),
        facts: view.facts().count(),
        is_new: view.reader == 0,
        personal: lines::personal(&view),
        groups: lines::groups(&view),
        next: next.map(|(document, name, doubtful)| {
            (
                address(document),
                format!("{name}, {}", words::counted(doubtful, "doubtful fact", "doubtful facts")),
            )
        }),
        unread: view.unread,
        person: view.person_name,
    })
}

pub(crate) fn address(document: DocumentId) -> String {
    format!("/documents/{document}/check")
}

/// Tenths of a point as the drawing wants them.
fn points(tenths: i64) -> String {
    format!("{}.{}", tenths / 10, (tenths % 10).abs())
}

fn pages(view: &CheckView, document: DocumentId) -> Vec<Page> {
    let mut pages: Vec<Page> = vec![];
    for (at, sheet) in view.sheets.pages.iter().enumerate() {
        let number = at + 1;
        let on = |spot: Spot| usize::try_from(spot.page) == Ok(number);
        let picture = match view.sheets.lines.is_empty() {
            true => format!("/documents/{document}/pages/{number}"),
            false => String::new(),
        };
        let drawn = view.sheets.lines.iter().filter(|line| on(line.spot)).map(|line| Drawn {
            x: points(line.spot.x0),
            y: points(line.spot.y1 - 35),
            width: points((line.spot.x1 - line.spot.x0).max(10)),
            bold: line.bold,
            text: line.text.clone(),
        });
        let facts = view.parts.iter().flat_map(|part| part.facts.iter().map(move |fact| (part.kind, fact)));
        let marks = facts.filter(|(_, fact)| on(fact.spot)).map(|(kind, fact)| Mark {
            fact: fact.id,
            tone: match kind {
                check::PartKind::Personal => " hid",
                _ if fact.is_doubtful() => " doubt",
                _ => "",
            },
            // A little air around the words.
            x: points(fact.spot.x0 - 15),
            y: points(fact.spot.y0 - 10),
            width: points(fact.spot.x1 - fact.spot.x0 + 30),
            height: points(fact.spot.y1 - fact.spot.y0 + 20),
        });
        pages.push(Page {
            number,
            width: format!("{:.1}", sheet.width),
            height: format!("{:.1}", sheet.height),
            picture,
            lines: drawn.collect(),
            marks: marks.collect(),
        });
    }
    pages
}

/// One line that was said something of, as script puts it back.
#[derive(Template)]
#[template(path = "check_line.html")]
struct LinePart {
    line: Line,
    error: String,
}

/// What a form says of the facts on the page: `v-ID` values with `was-ID` as they were shown, `right=ID`,
/// `empty=ID`, or `accept` for all of which nothing was said yet.
pub(crate) async fn say(
    who: Recruiter,
    Path(document): Path<String>,
    Input(form): Input<Vec<(String, String)>>,
) -> Answer {
    let document: DocumentId = document.parse()?;
    let (db, scope) = (&who.house.db, &who.scope);
    let field = |name: &str| form.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
    let shown = |id: &str| field(&format!("was-{id}")).unwrap_or_default();
    let (mut said, mut undo, mut last) = (vec![], 0, 0);
    for (id, value) in
        form.iter().filter_map(|(name, value)| Some((name.strip_prefix("v-")?, value.as_str())))
    {
        let value = if field("empty") == Some(id) { "" } else { value };
        let fact: i64 = id.parse().map_err(|_| Problem::NotFound)?;
        if same(value, shown(id)) {
            continue;
        }
        let is_country = check::open(db, scope, document)
            .await?
            .facts()
            .any(|one| one.id == fact && one.field == "country_code");
        let kept =
            |text: &str| if is_country { words::country_code(text).to_owned() } else { text.to_owned() };
        if is_country && !value.trim().is_empty() && words::country(&kept(value)) == kept(value) {
            let unknown =
                record::Refusal::field("value", "Write a country by its English name, like Portugal.");
            return refused(&who, document, fact, unknown).await;
        }
        match check::correct(db, scope, document, fact, &kept(shown(id)), &kept(value)).await {
            Ok(done) => (undo, last) = (done.seq, fact),
            Err(cause) => return refused(&who, document, fact, cause).await,
        }
        said.push(fact);
    }
    if let Some(id) = field("right") {
        last = id.parse().map_err(|_| Problem::NotFound)?;
        check::confirm(db, scope, document, last).await?;
    }
    if field("accept").is_some() {
        let facts = check::confirm(db, scope, document, 0).await?;
        let text = format!("{} accepted", words::counted(facts, "fact", "facts"));
        return Go::to(address(document)).say(text).into();
    }
    if who.fragment {
        return line_part(&who, document, last, "", StatusCode::OK, undo).await;
    }
    let text = match said.len() {
        0 => "Noted",
        1 => "Corrected",
        _ => "Corrections saved",
    };
    let go = Go::to(format!("{}#read-{last}", address(document)));
    let go = if said.len() == 1 { go.say_with_undo(text, format!("/undo/{undo}")) } else { go.say(text) };
    go.after(&who.house, scope.workspace_id()).into()
}

/// A browser sends line ends of its own.
fn same(value: &str, shown: &str) -> bool {
    let plain = |text: &str| text.replace("\r\n", "\n").trim().to_owned();
    plain(value) == plain(shown)
}

async fn refused(who: &Recruiter, document: DocumentId, fact: i64, cause: record::Refusal) -> Answer {
    let status = match &cause {
        record::Refusal::Conflict(_) => StatusCode::CONFLICT,
        record::Refusal::Field { .. } | record::Refusal::Because(_) => StatusCode::UNPROCESSABLE_ENTITY,
        _ => return Err(cause.into()),
    };
    let words = cause.to_string();
    if who.fragment {
        return line_part(who, document, fact, &words, status, 0).await;
    }
    Go::to(format!("{}#read-{fact}", address(document))).complain(words).into()
}

async fn line_part(
    who: &Recruiter,
    document: DocumentId,
    fact: i64,
    error: &str,
    status: StatusCode,
    undo: i64,
) -> Answer {
    let view = check::open(&who.house.db, &who.scope, document).await?;
    let line = lines::line(&view, fact).ok_or(Problem::NotFound)?;
    let mut answer = fragment(&LinePart { line, error: error.to_owned() })?;
    *answer.status_mut() = status;
    for (name, value) in [("x-doubtful", view.doubtful() as i64), ("x-undo", undo)] {
        answer.headers_mut().insert(name, HeaderValue::from(value));
    }
    Ok(answer)
}

/// POST /documents/{document}/reading: the file is read by the newest reader.
pub(crate) async fn read_again(who: Recruiter, Path(document): Path<String>) -> Answer {
    let document: DocumentId = document.parse()?;
    check::ask_again(&who.house.db, &who.scope, document).await?;
    Go::to(address(document)).say("The file is being read. Look again in a moment.").into()
}

/// GET /documents/{document}/pages/{page}: a picture of one page, drawn by a child from the stored file.
/// It is made anew each time, so that nothing of it is left when the file goes.
pub(crate) async fn picture(who: Recruiter, Path((document, page)): Path<(String, String)>) -> Answer {
    let document: DocumentId = document.parse()?;
    let page: u32 = page.parse().map_err(|_| Problem::NotFound)?;
    let file = documents::look(&who.house.db, &who.scope, document).await?;
    check::seen(&who.house.db, &who.scope, file.person, document).await?;
    let fault = |what: String| Problem::Fault(format!("page of document {document}: {what}"));
    let digest = file.digest.parse().map_err(|_| fault("damaged digest".into()))?;
    let bytes = who.house.files.read_all(digest, base::limits::ARCHIVE_BYTES_MAX).await;
    let bytes = bytes.map_err(|cause| fault(cause.to_string()))?;
    use record::people::reading::{NotRead, picture};
    let png = match picture(&who.house.reader, &bytes, page, PICTURE_PIXELS).await {
        Ok(png) => png,
        Err(NotRead::Later(why)) => return Err(fault(why)),
        // A page that is not there, or one that cannot be drawn: the facts stay, the picture is missing.
        Err(_) => return Err(Problem::NotFound),
    };
    let headers = [
        (header::CONTENT_TYPE, "image/png"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CONTENT_SECURITY_POLICY, "sandbox; default-src 'none'"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    Ok((headers, png).into_response())
}
