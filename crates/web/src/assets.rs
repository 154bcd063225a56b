//! Assets: embedded in the binary, one hash for all of them in the address, cached for ever.

use std::collections::HashMap;
use std::sync::OnceLock;

use axum::body::Body;
use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};

#[derive(RustEmbed)]
#[folder = "assets/"]
struct Files;

struct Bundle {
    /// Hash of everything: part of every address, so that a new binary is a new address.
    build: String,
    app_css: Vec<u8>,
    types: HashMap<&'static str, &'static str>,
}

fn bundle() -> &'static Bundle {
    static BUNDLE: OnceLock<Bundle> = OnceLock::new();
    BUNDLE.get_or_init(|| {
        let file = |name: &str| Files::get(name).map(|file| file.data.into_owned()).unwrap_or_default();
        let order = String::from_utf8(file("css/order.txt")).unwrap_or_default();
        let names = order.lines().map(str::trim).filter(|name| !name.is_empty() && !name.starts_with('#'));
        let app_css: Vec<u8> = names.flat_map(|name| file(&format!("css/{name}"))).collect();
        let mut digest = Sha256::new();
        let mut all: Vec<_> = Files::iter().collect();
        all.sort();
        for name in all {
            digest.update(name.as_bytes());
            digest.update(file(&name));
        }
        let build: String = digest.finalize().iter().take(6).map(|byte| format!("{byte:02x}")).collect();
        let types = HashMap::from([
            ("css", "text/css; charset=utf-8"),
            ("js", "text/javascript; charset=utf-8"),
            ("svg", "image/svg+xml"),
            ("woff2", "font/woff2"),
            ("txt", "text/plain; charset=utf-8"),
            ("md", "text/plain; charset=utf-8"),
        ]);
        Bundle { build, app_css, types }
    })
}

/// The address of an asset: `app.css` is the bundle of the style layers.
pub fn address(name: &str) -> String {
    format!("/assets/{}/{name}", bundle().build)
}

pub(crate) async fn serve(Path(path): Path<String>, headers: HeaderMap) -> Response {
    let bundle = bundle();
    let (name, hashed) =
        match path.strip_prefix(bundle.build.as_str()).and_then(|rest| rest.strip_prefix('/')) {
            Some(name) => (name, true),
            None => (path.as_str(), false),
        };
    let body = match name {
        "app.css" => bundle.app_css.clone().into(),
        _ => match Files::get(name) {
            Some(file) => file.data,
            None => return StatusCode::NOT_FOUND.into_response(),
        },
    };
    let tag = format!("\"{}\"", bundle.build);
    let fresh = headers.get(header::IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == tag.as_bytes());
    let caching = if hashed { "public, max-age=31536000, immutable" } else { "no-cache" };
    let kind = name.rsplit('.').next().and_then(|ending| bundle.types.get(ending)).copied();
    let answer = Response::builder()
        .header(header::CACHE_CONTROL, caching)
        .header(header::ETAG, tag)
        .header(header::CONTENT_TYPE, kind.unwrap_or("application/octet-stream"));
    let answer = if fresh {
        answer.status(StatusCode::NOT_MODIFIED).body(Body::empty())
    } else {
        answer.body(Body::from(body.into_owned()))
    };
    answer.unwrap_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response())
}
