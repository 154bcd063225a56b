//! A browser without a screen: requests through the whole site, cookies kept, redirects followed.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Request, header};
use http_body_util::BodyExt;
use tower::ServiceExt;

use crate::Page;

/// Redirects followed before a loop is assumed.
const REDIRECTS_MAX: usize = 5;

#[derive(Clone)]
pub struct Browser {
    site: Router,
    cookies: Arc<Mutex<Vec<(String, String)>>>,
    csrf: String,
    host: String,
}

impl Browser {
    pub(crate) fn new(site: Router, session: Option<String>, csrf: String) -> Self {
        let cookies = session.map(|token| ("rapport".to_owned(), token)).into_iter().collect();
        Self { site, cookies: Arc::new(Mutex::new(cookies)), csrf, host: "localhost".to_owned() }
    }

    /// The same browser at another host name.
    pub fn at_host(mut self, host: &str) -> Self {
        host.clone_into(&mut self.host);
        self
    }

    /// Takes the CSRF token of a page into use, after a sign-in through the form.
    pub fn adopt_token(&mut self, page: &Page) {
        self.csrf = page.attribute("name=\"csrf\" content=\"").unwrap_or_default();
    }

    pub async fn get(&self, path: &str) -> Page {
        self.follow(self.once(Request::get(path), Body::empty()).await).await
    }

    /// A fragment, as htmx asks for it.
    pub async fn fragment(&self, path: &str) -> Page {
        self.once(Request::get(path).header("hx-request", "true"), Body::empty()).await
    }

    /// Posts a form of pairs, with the session's token, and follows the redirect.
    pub async fn post(&self, path: &str, form: &[(&str, &str)]) -> Page {
        self.follow(self.post_only(path, form).await).await
    }

    /// The same without following.
    pub async fn post_only(&self, path: &str, form: &[(&str, &str)]) -> Page {
        let mut pairs = vec![("csrf", self.csrf.as_str())];
        pairs.extend(form);
        let body = serde_html_form::to_string(&pairs).unwrap();
        let request = Request::post(path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.once(request.header(header::ORIGIN, format!("http://{}", self.host)), body.into()).await
    }

    /// A post as it would come from a foreign page: no token.
    pub async fn post_forged(&self, path: &str) -> Page {
        let request = Request::post(path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.once(request.header(header::ORIGIN, format!("http://{}", self.host)), "a=b".into()).await
    }

    /// Uploads files with a multipart form.
    pub async fn upload(&self, path: &str, field: &str, files: &[(&str, &[u8])]) -> Page {
        const EDGE: &str = "rapport-test-edge";
        let mut body = vec![];
        for (name, bytes) in files {
            body.extend_from_slice(
                format!("--{EDGE}\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\nContent-Type: application/octet-stream\r\n\r\n").as_bytes(),
            );
            body.extend_from_slice(bytes);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(format!("--{EDGE}--\r\n").as_bytes());
        let request = Request::post(path)
            .header(header::CONTENT_TYPE, format!("multipart/form-data; boundary={EDGE}"))
            .header(header::ORIGIN, format!("http://{}", self.host))
            .header("x-csrf", &self.csrf);
        self.follow(self.once(request, body.into()).await).await
    }

    async fn follow(&self, mut page: Page) -> Page {
        for _ in 0..REDIRECTS_MAX {
            let Some(to) = page.redirect() else { return page };
            page = self.once(Request::get(to), Body::empty()).await;
        }
        panic!("more than {REDIRECTS_MAX} redirects, last to {:?}", page.redirect());
    }

    async fn once(&self, request: axum::http::request::Builder, body: Body) -> Page {
        let cookies: Vec<String> =
            self.cookies.lock().unwrap().iter().map(|(name, value)| format!("{name}={value}")).collect();
        let mut request = request.header(header::HOST, &self.host).body(body).unwrap();
        if !cookies.is_empty() {
            request.headers_mut().insert(header::COOKIE, cookies.join("; ").parse().unwrap());
        }
        request.extensions_mut().insert(ConnectInfo(SocketAddr::from(([127, 0, 0, 1], 50_000))));
        let address = request.uri().to_string();
        let answer = self.site.clone().oneshot(request).await.unwrap();
        self.keep_cookies(answer.headers());
        let (parts, body) = answer.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes().to_vec();
        Page { address, status: parts.status.as_u16(), headers: parts.headers, bytes }
    }

    fn keep_cookies(&self, headers: &axum::http::HeaderMap) {
        let mut jar = self.cookies.lock().unwrap();
        for line in headers.get_all(header::SET_COOKIE) {
            let text = line.to_str().unwrap();
            let (name, value) = text.split(';').next().unwrap().split_once('=').unwrap();
            jar.retain(|(known, _)| known != name);
            // The kit's index follows at `settle()`; a page must not wait half a second for it.
            if !text.contains("Max-Age=0") && name != "rapport_seen" {
                jar.push((name.to_owned(), value.to_owned()));
            }
        }
    }
}
