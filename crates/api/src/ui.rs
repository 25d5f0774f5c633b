//! The web pages, which are part of the program: `web/dist` as it was when the program was built.
//!
//! Every path that is no file and not of the API is a page: the browser gets `index.html`, whose
//! script shows what the address names. Files under `assets/` have the hash of their content in
//! their names and are kept for ever; the others are asked for again each time and answered by
//! 304 while they are the same.

use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use rust_embed::{EmbeddedFile, RustEmbed};

use crate::problem::unknown_path;

/// What a page may do: load from this server only, run no script but its files, be framed by none.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
     font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; \
     frame-ancestors 'none'";

const FOR_EVER: &str = "public, max-age=31536000, immutable";
const ASK_AGAIN: &str = "no-cache";

/// Paths that programs use; a page never begins with one of them.
const NO_PAGES: [&str; 5] = ["api", "ws", "healthz", "readyz", "metrics"];

#[derive(RustEmbed)]
#[folder = "../../web/dist"]
struct Files;

/// Answers what no route does: a file, a page, or that there is nothing.
pub(crate) async fn serve(request: Request) -> Response {
    let path = request.uri().path().trim_start_matches('/');
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    let first = path.split('/').next().unwrap_or_default();
    if !reads || NO_PAGES.contains(&first) {
        return unknown_path().await.into_response();
    }
    if let Some(file) = Files::get(path).filter(|_| !path.starts_with('.')) {
        return answer(path, &file, request.headers());
    }
    if first == "assets" || !wants_page(request.headers()) {
        return unknown_path().await.into_response();
    }
    match Files::get("index.html") {
        Some(page) => answer("index.html", &page, request.headers()),
        None => not_built(),
    }
}

/// Whether a browser asks for something to show.
fn wants_page(headers: &HeaderMap) -> bool {
    let mut values = headers.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok());
    values.any(|value| value.contains("text/html"))
}

fn answer(path: &str, file: &EmbeddedFile, headers: &HeaderMap) -> Response {
    let tag = etag(file);
    let caching = if path.starts_with("assets/") { FOR_EVER } else { ASK_AGAIN };
    let known = headers.get_all(header::IF_NONE_MATCH).iter();
    let mut known = known.filter_map(|value| value.to_str().ok());
    let same = known.any(|tags| tags.split(',').any(|one| one.trim() == tag));
    let mut response = Response::new(Body::empty());
    if same {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
    } else {
        *response.body_mut() = Body::from(file.data.clone());
        let kind = HeaderValue::from_static(media_type(path));
        response.headers_mut().insert(header::CONTENT_TYPE, kind);
    }
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(caching));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        headers.insert(header::ETAG, tag);
    }
    guarded(response)
}

/// A weak tag, since the same content may leave compressed or not.
fn etag(file: &EmbeddedFile) -> String {
    let hash = file.metadata.sha256_hash();
    let hex: String = hash.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    format!("W/\"{hex}\"")
}

/// What stands in for the pages where the program was built without them.
fn not_built() -> Response {
    let page = include_str!("ui/not-built.html");
    let kind = [(header::CONTENT_TYPE, "text/html; charset=utf-8")];
    guarded((kind, page).into_response())
}

/// `response` with the headers that keep a page to itself.
fn guarded(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    response
}

fn media_type(path: &str) -> &'static str {
    match path.rsplit_once('.').map_or("", |(_, extension)| extension) {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "woff2" => "font/woff2",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests;
