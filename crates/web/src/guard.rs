//! Guards: what every request passes before a handler sees it.

use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};

use axum::body::Body;
use axum::extract::{ConnectInfo, DefaultBodyLimit, MatchedPath, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::{Router, routing};
use record::access::{Session, session};
use record::{House, WorkspaceId};
use tracing::Instrument;

use crate::caller::{cookie, session_token};
use crate::reply::Problem;
use crate::room::Room;

/// The state of the web server. Cloning shares it.
#[derive(Clone)]
pub struct Web {
    pub house: House,
    pub(crate) rooms: Arc<[Room]>,
    trusted_proxies: Arc<[IpAddr]>,
    workspaces: Arc<Mutex<HashMap<String, Option<WorkspaceId>>>>,
}

/// The content security policy: our own files only, no inline script, `style` attributes for custom
/// properties.
const CONTENT_SECURITY: &str = "default-src 'none'; script-src 'self'; style-src-elem 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; frame-src 'self'; base-uri 'none'; frame-ancestors 'none'";

impl Web {
    pub fn new(house: House, rooms: &'static [Room], trusted_proxies: Vec<IpAddr>) -> Self {
        Self {
            house,
            rooms: rooms.into(),
            trusted_proxies: trusted_proxies.into(),
            workspaces: Arc::default(),
        }
    }

    pub fn rooms(&self) -> &[Room] {
        &self.rooms
    }

    /// The workspace of a host name; the default one answers every host that no other names.
    pub(crate) async fn workspace_of(&self, host: &str) -> Result<Option<WorkspaceId>, Problem> {
        let host = host.rsplit_once(':').map_or(host, |(name, _)| name).to_lowercase();
        let known = self.workspaces.lock().unwrap_or_else(PoisonError::into_inner).get(&host).copied();
        if let Some(Some(workspace)) = known {
            return Ok(Some(workspace));
        }
        let found = record::access::workspaces::of_host(&self.house.db, &host).await?;
        self.workspaces.lock().unwrap_or_else(PoisonError::into_inner).insert(host, found);
        Ok(found)
    }

    /// The caller's address: of the connection, or as a trusted proxy says.
    pub(crate) fn address_of(&self, parts: &Parts) -> String {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
        let forwarded = parts.headers.get("x-forwarded-for").and_then(|value| value.to_str().ok());
        match (peer, forwarded) {
            (Some(peer), Some(chain)) if self.trusted_proxies.contains(&peer) => {
                chain.rsplit(',').next().unwrap_or_default().trim().to_owned()
            }
            (Some(peer), _) => peer.to_string(),
            (None, _) => String::new(),
        }
    }

    /// A page that follows a write of the same user waits until the index has heard it.
    pub(crate) async fn wait_for_own_write(&self, headers: &HeaderMap, session: &Session) {
        let Some(seq) = cookie(headers, "rapport_seen").and_then(|value| value.parse().ok()) else { return };
        self.house.progress.reached(session.workspace, seq).await;
    }
}

/// The whole site: rooms, assets, guards.
pub fn serve_house(web: Web) -> Router {
    let mut router = Router::new().route("/assets/{*path}", routing::get(crate::assets::serve));
    for room in web.rooms.iter() {
        router = router.merge((room.routes)().router);
    }
    router
        .fallback(async || Problem::NotFound)
        .layer(middleware::from_fn_with_state(web.clone(), enter))
        .layer(DefaultBodyLimit::disable())
        .layer(tower_http::catch_panic::CatchPanicLayer::custom(broken))
        .with_state(web)
}

fn broken(cause: Box<dyn std::any::Any + Send>) -> Response {
    let text = cause.downcast_ref::<String>().cloned();
    let text = text.or_else(|| cause.downcast_ref::<&str>().map(|text| (*text).to_owned()));
    Problem::Fault(format!("panic: {}", text.unwrap_or_default())).into_response()
}

/// 40 bits: no two requests of one log share it.
const REQUEST_ID_LENGTH: usize = 8;

/// Finds the session, checks where a state change comes from, and sets the security headers.
async fn enter(State(web): State<Web>, request: Request, next: Next) -> Response {
    let started = std::time::Instant::now();
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    let route = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned());
    let by_script = request.headers().contains_key("hx-request");
    // In every line of the log about this request, and in its answer: how a complaint finds its cause.
    let id = base::random::token(REQUEST_ID_LENGTH);
    let answer = async {
        let answer = match admit(&web, request).await {
            Ok(request) => next.run(request).await,
            Err(problem) => problem.into_response(),
        };
        // The pattern, not the path: one-time links are in paths.
        let shown = route.as_deref().unwrap_or("none");
        let (status, took_ms) = (answer.status().as_u16(), started.elapsed().as_secs_f64() * 1_000.0);
        if path.starts_with("/assets/") {
            tracing::debug!(%method, route = shown, status, took_ms, "answered");
        } else {
            tracing::info!(%method, route = shown, status, took_ms, "answered");
        }
        answer
    };
    let mut answer = answer.instrument(tracing::info_span!("request", id)).await;
    if by_script && answer.status() == StatusCode::SEE_OTHER {
        answer = told_to_go(answer);
    }
    if let Ok(id) = HeaderValue::from_str(&id) {
        answer.headers_mut().insert("x-request-id", id);
    }
    protect(answer.headers_mut(), web.house.settings.secure(), &path);
    web.house.meters.request(route.as_deref().unwrap_or("none"), answer.status().as_u16(), started.elapsed());
    answer
}

/// A script's request would follow a redirect unseen, and the toast would be spent on a page that nobody sees.
/// The script is told where to go instead, and goes there with the whole window.
fn told_to_go(answer: Response) -> Response {
    let (mut parts, _) = answer.into_parts();
    parts.status = StatusCode::OK;
    if let Some(to) = parts.headers.remove(header::LOCATION) {
        parts.headers.insert("hx-redirect", to);
    }
    Response::from_parts(parts, Body::empty())
}

async fn admit(web: &Web, mut request: Request) -> Result<Request, Problem> {
    if request.uri().path().starts_with("/assets/") {
        return Ok(request);
    }
    let session = match session_token(request.headers()) {
        Some(token) => session::find(&web.house.db, &token).await?.map(Arc::new),
        None => None,
    };
    if !matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS) {
        own_origin(request.headers())?;
        if let Some(session) = &session {
            request = own_token(request, &session.csrf).await?;
        }
    }
    if let Some(session) = session {
        request.extensions_mut().insert(session);
    }
    Ok(request)
}

const FOREIGN: &str =
    "This form did not come from a page of ours. Open the page again and send it from there.";

/// A state change must come from our own pages: browsers say so in `Sec-Fetch-Site` or `Origin`.
fn own_origin(headers: &HeaderMap) -> Result<(), Problem> {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let own = match (text("sec-fetch-site"), text("origin")) {
        (Some(site), _) => matches!(site, "same-origin" | "none"),
        (None, Some(origin)) => {
            let host = origin.split_once("://").map_or("", |(_, host)| host);
            text("x-forwarded-host").or(text("host")) == Some(host)
        }
        (None, None) => false,
    };
    if own { Ok(()) } else { Err(Problem::Refused(FOREIGN.into())) }
}

const STALE: &str = "This page is older than your session. Load it again, then repeat what you did; what you typed is still in the form when you go back.";

/// The session's token must be in the header, the form or (uploads without script) the address.
async fn own_token(request: Request, token: &str) -> Result<Request, Problem> {
    let same = |given: &str| same_bytes(given.as_bytes(), token.as_bytes());
    if request.headers().get("x-csrf").and_then(|value| value.to_str().ok()).is_some_and(same) {
        return Ok(request);
    }
    let kind =
        request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if kind.starts_with("multipart/form-data") {
        let query = request.uri().query().unwrap_or_default();
        let given = query.split('&').find_map(|pair| pair.strip_prefix("csrf="));
        return if given.is_some_and(same) { Ok(request) } else { Err(Problem::Refused(STALE.into())) };
    }
    let (parts, body) = request.into_parts();
    let bytes = axum::body::to_bytes(body, base::limits::FORM_BYTES_MAX)
        .await
        .map_err(|_| Problem::Refused("That form is too large. Shorten the text and try again.".into()))?;
    let given = bytes.split(|byte| *byte == b'&').find_map(|pair| pair.strip_prefix(b"csrf="));
    if !given.is_some_and(|given| same_bytes(given, token.as_bytes())) {
        return Err(Problem::Refused(STALE.into()));
    }
    Ok(Request::from_parts(parts, Body::from(bytes)))
}

/// Compares without telling by time how much was right.
fn same_bytes(a: &[u8], b: &[u8]) -> bool {
    a.len() == b.len() && a.iter().zip(b).fold(0, |difference, (x, y)| difference | (x ^ y)) == 0
}

fn protect(headers: &mut HeaderMap, secure: bool, path: &str) {
    let mut set = |name: header::HeaderName, value: &'static str| {
        if !headers.contains_key(&name) {
            headers.insert(name, HeaderValue::from_static(value));
        }
    };
    set(header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY);
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(header::REFERRER_POLICY, "same-origin");
    set(header::X_FRAME_OPTIONS, "DENY");
    set(header::HeaderName::from_static("permissions-policy"), "camera=(), microphone=(), geolocation=()");
    set(header::HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    if secure {
        set(header::STRICT_TRANSPORT_SECURITY, "max-age=31536000");
    }
    if !path.starts_with("/assets/") {
        set(header::CACHE_CONTROL, "no-store");
        set(header::VARY, "HX-Request");
    }
}
