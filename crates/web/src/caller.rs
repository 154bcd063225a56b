//! Callers: the extractor in a handler's signature is its permission.

use std::sync::Arc;

use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, header};
use record::access::{Administering, AnyScope, Session, policy};
use record::{Clear, House, Masked, Mixed, Scope};
use serde::de::DeserializeOwned;

use crate::frame::{Frame, PublicFrame, Toast};
use crate::guard::Web;
use crate::reply::Problem;
use crate::room::Ask;
use crate::words;

/// A kind of scope that a session may or may not have.
pub trait ScopeKind: Sized + Send + Sync + 'static {
    fn of(session: &Session) -> Option<Self>;
}
impl ScopeKind for Scope<Mixed> {
    fn of(session: &Session) -> Option<Self> {
        Some(policy::staff(session))
    }
}
impl ScopeKind for Scope<Clear> {
    fn of(session: &Session) -> Option<Self> {
        policy::recruiting(session)
    }
}
impl ScopeKind for Scope<Masked> {
    fn of(session: &Session) -> Option<Self> {
        Some(policy::reviewing(session))
    }
}
impl ScopeKind for Administering {
    fn of(session: &Session) -> Option<Self> {
        policy::administering(session)
    }
}

/// Who calls, with the scope that the handler asks for.
#[derive(Clone)]
pub struct Caller<K> {
    pub house: House,
    pub scope: K,
    pub session: Arc<Session>,
    /// The request came from htmx or a module: answer a fragment.
    pub fragment: bool,
    web: Web,
    here: String,
    toasts: Vec<Toast>,
}

/// Any signed-in user; sees people row by row as their rights say.
pub type Staff = Caller<Scope<Mixed>>;
/// Recruiters and administrators; everything clear.
pub type Recruiter = Caller<Scope<Clear>>;
/// Any user, everything masked.
pub type Reviewer = Caller<Scope<Masked>>;
/// Administrators.
pub type Admin = Caller<Administering>;

impl<K: ScopeKind> FromRequestParts<Web> for Caller<K> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Problem> {
        let here = parts.uri.path_and_query().map_or("/", |path| path.as_str()).to_owned();
        let session = parts.extensions.get::<Arc<Session>>().cloned();
        let Some(session) = session else {
            // What was posted is lost with the session, and its address answers no GET.
            let next = if parts.method == Method::GET { here } else { "/".to_owned() };
            return Err(Problem::SignIn { next });
        };
        if session.second_factor_due {
            return Err(Problem::SecondFactor);
        }
        let scope = K::of(&session).ok_or(Problem::Forbidden)?;
        if parts.headers.get("cookie").is_some() {
            web.wait_for_own_write(&parts.headers, &session).await;
        }
        Ok(Self {
            house: web.house.clone(),
            scope,
            session,
            fragment: parts.headers.contains_key("hx-request"),
            web: web.clone(),
            here,
            toasts: crate::reply::toasts_of(&parts.headers),
        })
    }
}

impl<K> Caller<K> {
    /// The frame of a full page. Asks every room for its part.
    pub async fn frame(&self) -> Result<Frame, Problem> {
        let session = &self.session;
        let scope = policy::staff(session);
        let ask = Ask { house: &self.house, scope: &scope, session, csrf: &session.csrf };
        let mut parts = vec![];
        for part in self.web.rooms.iter().filter_map(|room| room.frame) {
            parts.push(part(ask).await?);
        }
        let mut frame = Frame {
            user_name: session.name.clone(),
            user_initials: words::initials(&session.name),
            user_hue: words::hue(&session.name),
            csrf: session.csrf.clone(),
            theme: theme_word(&session.theme),
            keys_on: session.keys_on,
            here: self.here.clone(),
            toasts: self.toasts.clone(),
            ..Frame::default()
        };
        frame.fill(&self.web.rooms, scope.rights(), parts);
        Ok(frame)
    }

    /// Path and query of this request.
    pub fn here(&self) -> &str {
        &self.here
    }

    /// The rooms of the house, for pages that gather panels.
    pub fn rooms(&self) -> &[crate::Room] {
        &self.web.rooms
    }

    pub fn now(&self) -> base::Micros {
        self.house.db.now()
    }
}

fn theme_word(theme: &str) -> &'static str {
    match theme {
        "light" => "light",
        "dark" => "dark",
        _ => "",
    }
}

/// Somebody without a session, or whose session does not matter: sign-in, set-up, errors.
pub struct Public {
    pub house: House,
    pub web: Web,
    /// The workspace of this host.
    pub workspace: Option<record::WorkspaceId>,
    pub session: Option<Arc<Session>>,
    /// The caller's address, by the connection or a trusted proxy.
    pub address: String,
    pub user_agent: String,
    pub token: Option<String>,
}

impl FromRequestParts<Web> for Public {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Problem> {
        let text = |name: header::HeaderName| {
            parts.headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned)
        };
        Ok(Self {
            house: web.house.clone(),
            web: web.clone(),
            workspace: web.workspace_of(text(header::HOST).as_deref().unwrap_or_default()).await?,
            session: parts.extensions.get::<Arc<Session>>().cloned(),
            address: web.address_of(parts),
            user_agent: text(header::USER_AGENT).unwrap_or_default(),
            token: session_token(&parts.headers),
        })
    }
}

impl Public {
    pub fn frame(&self) -> PublicFrame {
        let (theme, csrf) = match &self.session {
            Some(session) => (theme_word(&session.theme), session.csrf.clone()),
            None => ("", String::new()),
        };
        PublicFrame { theme, csrf }
    }
}

/// Name of the session cookie over plain HTTP; over TLS it carries the `__Host-` prefix.
const SESSION_COOKIE: &str = "rapport";

pub(crate) fn session_cookie_name(secure: bool) -> String {
    if secure { format!("__Host-{SESSION_COOKIE}") } else { SESSION_COOKIE.to_owned() }
}

pub(crate) fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(known, _)| *known == name)
        .map(|(_, value)| value.to_owned())
}

pub(crate) fn session_token(headers: &HeaderMap) -> Option<String> {
    cookie(headers, &session_cookie_name(true)).or_else(|| cookie(headers, &session_cookie_name(false)))
}

/// A form: typed, limited, its CSRF token already checked by the guard. Repeated names become lists.
pub struct Input<T>(pub T);

impl<T: DeserializeOwned> FromRequest<Web> for Input<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &Web) -> Result<Self, Problem> {
        let body =
            axum::body::to_bytes(request.into_body(), base::limits::FORM_BYTES_MAX).await.map_err(|_| {
                Problem::Refused("That form is too large. Shorten the text and try again.".into())
            })?;
        serde_html_form::from_bytes(&body).map(Self).map_err(|cause| {
            Problem::Refused(format!("The form could not be read: {cause}. Go back and try again."))
        })
    }
}

/// The query of the address as a typed form; repeated names become lists, unknown names are ignored.
pub struct Asked<T>(pub T);

impl<T: DeserializeOwned> FromRequestParts<Web> for Asked<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &Web) -> Result<Self, Problem> {
        serde_html_form::from_str(parts.uri.query().unwrap_or_default())
            .map(Self)
            .map_err(|cause| Problem::Refused(format!("The address could not be read: {cause}.")))
    }
}
