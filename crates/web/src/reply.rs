//! Replies: the only place that turns outcomes and errors into HTTP.

use askama::Template;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use record::{ReadError, Refusal};

use crate::caller::{cookie, session_cookie_name};
use crate::frame::{PublicFrame, Toast};

pub type Answer = Result<Response, Problem>;

/// Why a request has no answer of its own.
#[derive(Debug)]
pub enum Problem {
    NotFound,
    /// The thing's existence is no secret, but it is not for this user.
    Forbidden,
    SignIn {
        next: String,
    },
    SecondFactor,
    /// The user can put it right; the text says how.
    Refused(String),
    /// Somebody else changed it first.
    Conflict(String),
    TooMany,
    /// The server's disk has no room; nothing was saved. Logged here, once.
    DiskFull(String),
    /// Ours; logged here, once.
    Fault(String),
}

impl From<ReadError> for Problem {
    fn from(cause: ReadError) -> Self {
        match cause {
            ReadError::NotFound => Self::NotFound,
            ReadError::Db(cause) => cause.into(),
            ReadError::Fault(cause) => Self::Fault(cause),
        }
    }
}
impl From<Refusal> for Problem {
    fn from(cause: Refusal) -> Self {
        match cause {
            Refusal::NotFound => Self::NotFound,
            Refusal::Field { message, .. } | Refusal::Because(message) => Self::Refused(message),
            Refusal::Conflict(message) => Self::Conflict(message),
            Refusal::Db(cause) => cause.into(),
            Refusal::Files(cause) => cause.into(),
            Refusal::Fault(cause) => Self::Fault(cause),
        }
    }
}
impl From<db::DbError> for Problem {
    fn from(cause: db::DbError) -> Self {
        if cause.is_disk_full() { Self::DiskFull(cause.to_string()) } else { Self::Fault(cause.to_string()) }
    }
}
impl From<files::FilesError> for Problem {
    fn from(cause: files::FilesError) -> Self {
        match cause {
            files::FilesError::DiskFull(_) => Self::DiskFull(cause.to_string()),
            other => Self::Fault(other.to_string()),
        }
    }
}
impl From<askama::Error> for Problem {
    fn from(cause: askama::Error) -> Self {
        Self::Fault(format!("template: {cause}"))
    }
}
impl From<base::id::NotAnId> for Problem {
    fn from(_: base::id::NotAnId) -> Self {
        Self::NotFound
    }
}

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage {
    frame: PublicFrame,
    title: &'static str,
    text: String,
    code: String,
    back_href: &'static str,
    back_label: &'static str,
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let (status, title, text, code) = match self {
            Self::SignIn { next } => {
                let back = if next == "/" {
                    "/sign-in".to_owned()
                } else {
                    format!("/sign-in?next={}", escape(&next))
                };
                return Go::to(back).into_response();
            }
            Self::SecondFactor => return Go::to("/sign-in/code").into_response(),
            Self::NotFound => (
                StatusCode::NOT_FOUND,
                "There is nothing here",
                "It may have been removed, or it is not for you. Check the address, or search for it."
                    .to_owned(),
                String::new(),
            ),
            Self::Forbidden => (
                StatusCode::FORBIDDEN,
                "This is not for your role",
                "Ask an administrator for a grant if you need it.".to_owned(),
                String::new(),
            ),
            Self::Refused(text) => {
                (StatusCode::UNPROCESSABLE_ENTITY, "That did not work", text, String::new())
            }
            Self::Conflict(text) => (StatusCode::CONFLICT, "Somebody was faster", text, String::new()),
            Self::TooMany => (
                StatusCode::TOO_MANY_REQUESTS,
                "Too many tries",
                "Wait a minute, then try again.".to_owned(),
                String::new(),
            ),
            Self::DiskFull(cause) => {
                tracing::error!(cause, "the disk is full");
                (
                    StatusCode::INSUFFICIENT_STORAGE,
                    "The disk is full",
                    "The server has no room left, so this was not saved; what you had saved before is safe. Ask your administrator to make room, then send it again."
                        .to_owned(),
                    String::new(),
                )
            }
            Self::Fault(cause) => {
                let code = base::random::token(8);
                tracing::error!(code, cause, "fault");
                (
                    StatusCode::INTERNAL_SERVER_ERROR,
                    "Something broke on our side",
                    "Nothing you had saved is lost. Try again; if it happens again, tell your administrator."
                        .to_owned(),
                    code,
                )
            }
        };
        let page = ErrorPage {
            frame: PublicFrame::default(),
            title,
            text,
            code,
            back_href: "/",
            back_label: "Back to Rapport",
        };
        let body = page.render().unwrap_or_else(|_| page.text.clone());
        let mut answer = (status, [(header::CONTENT_TYPE, "text/html; charset=utf-8")], body).into_response();
        if let Ok(words) = HeaderValue::from_str(&escape(&page.text)) {
            answer.headers_mut().insert("x-problem", words);
        }
        answer
    }
}

/// Percent-encodes for a query value or header.
pub fn escape(text: &str) -> String {
    text.bytes()
        .map(|byte| {
            if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
                char::from(byte).to_string()
            } else {
                format!("%{byte:02X}")
            }
        })
        .collect()
}

/// A page, 200.
pub fn page(template: &impl Template) -> Answer {
    page_with(StatusCode::OK, template)
}

/// A page with another status: a form with errors is 422, a conflict 409.
pub fn page_with(status: StatusCode, template: &impl Template) -> Answer {
    let body = template.render()?;
    let mut answer = (status, [(header::CONTENT_TYPE, "text/html; charset=utf-8")], body).into_response();
    answer.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    // A toast is shown once: the page that drew it takes the cookie away.
    answer
        .headers_mut()
        .append(header::SET_COOKIE, HeaderValue::from_static("rapport_toast=; Path=/; Max-Age=0"));
    Ok(answer)
}

/// A part of a page, for htmx.
pub fn fragment(template: &impl Template) -> Answer {
    let body = template.render()?;
    let answer = (
        StatusCode::OK,
        [(header::CONTENT_TYPE, "text/html; charset=utf-8"), (header::CACHE_CONTROL, "no-store")],
        body,
    );
    Ok(answer.into_response())
}

/// Puts a toast with its undo on a fragment's answer.
pub fn with_toast(mut answer: Response, text: &str, undo: &str) -> Response {
    let toast = serde_json::json!({ "toast": { "text": text, "kind": "status", "undo": undo } }).to_string();
    if let Ok(value) = HeaderValue::from_str(&ascii(&toast)) {
        answer.headers_mut().insert("hx-trigger", value);
    }
    answer
}

/// JSON in a header: everything beyond ASCII as `\u` escapes.
fn ascii(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        if c.is_ascii() {
            out.push(c);
        } else {
            let mut units = [0; 2];
            for unit in c.encode_utf16(&mut units) {
                out.push_str(&format!("\\u{unit:04x}"));
            }
        }
    }
    out
}

/// A redirect after a write (303), with a toast and the journal number that the next page waits for.
pub struct Go {
    to: String,
    toast: Option<Toast>,
    seen: Option<i64>,
    cookies: Vec<String>,
}

impl Go {
    pub fn to(address: impl Into<String>) -> Self {
        Self { to: local(address.into()), toast: None, seen: None, cookies: vec![] }
    }

    /// Says what happened.
    pub fn say(mut self, text: impl Into<String>) -> Self {
        self.toast = Some(Toast { text: text.into(), kind: "status", undo: String::new() });
        self
    }

    /// Says what happened, with a form that takes it back.
    pub fn say_with_undo(mut self, text: impl Into<String>, undo: impl Into<String>) -> Self {
        self.toast = Some(Toast { text: text.into(), kind: "status", undo: undo.into() });
        self
    }

    /// Says that it failed.
    pub fn complain(mut self, text: impl Into<String>) -> Self {
        self.toast = Some(Toast { text: text.into(), kind: "alert", undo: String::new() });
        self
    }

    /// The next page waits until listeners have heard this entry (half a second at most).
    pub fn after(mut self, house: &record::House, workspace: record::WorkspaceId) -> Self {
        self.seen = Some(house.db.newest_seq(workspace.0));
        self
    }

    /// Starts the session in the visitor's browser.
    pub fn with_session(mut self, token: &str, secure: bool) -> Self {
        let name = session_cookie_name(secure);
        let flag = if secure { "; Secure" } else { "" };
        let days = base::limits::SESSION_DAYS_MAX * 86_400;
        self.cookies.push(format!("{name}={token}; Path=/; HttpOnly; SameSite=Lax; Max-Age={days}{flag}"));
        self
    }

    /// Ends the session in the visitor's browser.
    pub fn without_session(mut self, secure: bool) -> Self {
        let flag = if secure { "; Secure" } else { "" };
        self.cookies.push(format!(
            "{}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0{flag}",
            session_cookie_name(secure)
        ));
        self
    }
}

/// Only addresses of our own: an open redirect is a phishing tool.
pub(crate) fn local(address: String) -> String {
    let bytes = address.as_bytes();
    let inside = bytes.first() == Some(&b'/')
        && !matches!(bytes.get(1), Some(b'/' | b'\\'))
        && !address.contains(['\r', '\n']);
    if inside { address } else { "/".to_owned() }
}

impl IntoResponse for Go {
    fn into_response(self) -> Response {
        let mut answer = StatusCode::SEE_OTHER.into_response();
        let headers = answer.headers_mut();
        headers.insert(
            header::LOCATION,
            HeaderValue::from_str(&escape_location(&self.to)).unwrap_or(HeaderValue::from_static("/")),
        );
        let mut cookies = self.cookies;
        if let Some(toast) = &self.toast {
            let value = serde_json::json!([toast.text, toast.kind, toast.undo]).to_string();
            cookies.push(format!(
                "rapport_toast={}; Path=/; HttpOnly; SameSite=Lax; Max-Age=30",
                escape(&value)
            ));
        }
        if let Some(seen) = self.seen {
            cookies.push(format!("rapport_seen={seen}; Path=/; HttpOnly; SameSite=Lax; Max-Age=5"));
        }
        for cookie in cookies {
            if let Ok(value) = HeaderValue::from_str(&cookie) {
                headers.append(header::SET_COOKIE, value);
            }
        }
        answer
    }
}

impl From<Go> for Answer {
    fn from(go: Go) -> Self {
        Ok(go.into_response())
    }
}

fn escape_location(address: &str) -> String {
    address
        .chars()
        .map(|c| if c.is_ascii_graphic() { c.to_string() } else { escape(&c.to_string()) })
        .collect()
}

fn unescape(text: &str) -> String {
    let mut bytes = vec![];
    let mut rest = text.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        let hex =
            (*first == b'%').then(|| tail.get(..2)).flatten().and_then(|pair| std::str::from_utf8(pair).ok());
        match hex.and_then(|pair| u8::from_str_radix(pair, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &tail[2..];
            }
            None => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

pub(crate) fn toasts_of(headers: &HeaderMap) -> Vec<Toast> {
    let Some(value) = cookie(headers, "rapport_toast") else { return vec![] };
    let Ok((text, kind, undo)) = serde_json::from_str::<(String, String, String)>(&unescape(&value)) else {
        return vec![];
    };
    let kind = if kind == "alert" { "alert" } else { "status" };
    let undo = if undo.is_empty() { undo } else { local(undo) };
    vec![Toast { text, kind, undo }]
}
