//! JSON bodies: unreadable is 400, of the wrong shape 422, over the limit 413.

use axum::body::Body;
use axum::extract::{FromRef, FromRequest, Request};
use axum::http::{HeaderMap, header};
use bytes::Bytes;
use futures::StreamExt as _;
use serde::de::{DeserializeOwned, IgnoredAny};

use crate::problem::{Issue, Kind, Problem};

/// The most bytes that a request's body may have.
#[derive(Debug, Clone, Copy)]
pub(crate) struct BodyLimit(pub(crate) usize);

/// What stands for an empty body.
pub(crate) trait Empty: Sized {
    /// Whether a list is taken too, besides an object.
    const LIST: bool = false;

    /// The value of an empty body; none where a body is needed.
    fn empty() -> Option<Self> {
        None
    }
}

/// A JSON object (or a list, where one is taken), and the bytes that it was read from.
#[derive(Debug)]
pub(crate) struct JsonBody<T> {
    pub(crate) value: T,
    pub(crate) raw: Bytes,
}

impl<S, T> FromRequest<S> for JsonBody<T>
where
    S: Send + Sync,
    BodyLimit: FromRef<S>,
    T: DeserializeOwned + Empty,
{
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let is_json = is_json(request.headers());
        let raw = whole(request, BodyLimit::from_ref(state).0).await?;
        let value = match T::empty() {
            // `null` means the same as leaving it out.
            Some(empty) if raw.is_empty() || (is_json && raw.trim_ascii() == b"null") => empty,
            _ if !is_json => {
                return Err(Problem::new(Kind::MediaType, Kind::MediaType.sentence()));
            }
            _ => parse(&raw)?,
        };
        Ok(Self { value, raw })
    }
}

/// Whether the body is said to be JSON, or nothing is said.
fn is_json(headers: &HeaderMap) -> bool {
    let Some(value) = headers.get(header::CONTENT_TYPE) else { return true };
    let essence = value.to_str().ok().and_then(|v| v.split(';').next()).unwrap_or("");
    let essence = essence.trim().to_ascii_lowercase();
    essence == "application/json"
        || (essence.starts_with("application/") && essence.ends_with("+json"))
}

/// The bytes of a body, up to the server's limit.
pub(crate) struct RawBody(pub(crate) Bytes);

impl<S> FromRequest<S> for RawBody
where
    S: Send + Sync,
    BodyLimit: FromRef<S>,
{
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        Ok(Self(whole(request, BodyLimit::from_ref(state).0).await?))
    }
}

/// The whole body.
///
/// A body over the limit is still read for a while (and thrown away), so that a client that
/// sends before it reads gets the answer and not a broken connection.
async fn whole(request: Request, limit: usize) -> Result<Bytes, Problem> {
    let patience = limit.saturating_mul(4);
    let stated = request.headers().get(header::CONTENT_LENGTH);
    let stated: Option<usize> = stated.and_then(|v| v.to_str().ok()).and_then(|v| v.parse().ok());
    if stated.is_some_and(|length| length > patience) {
        return Err(too_large(limit));
    }
    let (mut kept, mut seen) = (Vec::new(), 0_usize);
    let mut chunks = Body::into_data_stream(request.into_body());
    while let Some(chunk) = chunks.next().await {
        let unread = |_| Problem::new(Kind::Malformed, "The body could not be read to its end.");
        let chunk = chunk.map_err(unread)?;
        seen = seen.saturating_add(chunk.len());
        if seen > patience {
            break;
        }
        if seen <= limit {
            kept.extend_from_slice(&chunk);
        }
    }
    if seen > limit { Err(too_large(limit)) } else { Ok(kept.into()) }
}

fn too_large(limit: usize) -> Problem {
    Problem::new(Kind::TooLarge, format!("The body is over the limit of {limit} bytes."))
}

/// Reads a JSON object. First whether it is JSON at all, then whether it has the right shape,
/// so that the answer does not depend on which mistake comes first in the text.
fn parse<T: DeserializeOwned + Empty>(raw: &[u8]) -> Result<T, Problem> {
    if raw.trim_ascii().is_empty() {
        return Err(Problem::new(Kind::Malformed, "A JSON object is needed, the body is empty."));
    }
    serde_json::from_slice::<IgnoredAny>(raw).map_err(|error| malformed(&error))?;
    // A struct could also be read from a list, field by field; nobody means that.
    let opening = raw.trim_ascii_start().first();
    if opening != Some(&b'{') && !(T::LIST && opening == Some(&b'[')) {
        let needed =
            if T::LIST { "must be a JSON object or a list" } else { "must be a JSON object" };
        return Err(Problem::invalid(vec![Issue::at("body", "", needed)]));
    }
    let mut json = serde_json::Deserializer::from_slice(raw);
    serde_path_to_error::deserialize(&mut json).map_err(|error| misshapen(&error))
}

fn malformed(error: &serde_json::Error) -> Problem {
    Problem::new(Kind::Malformed, format!("The body is not JSON: {error}."))
}

fn misshapen(error: &serde_path_to_error::Error<serde_json::Error>) -> Problem {
    if !error.inner().is_data() {
        return malformed(error.inner());
    }
    let text = error.inner().to_string();
    let text = text.rsplit_once(" at line ").map_or(&*text, |(text, _)| text);
    let mut path = error.path().to_string().replace('[', ".").replace(']', "");
    if path == "." {
        path.clear();
    }
    let missing = text.strip_prefix("missing field `").and_then(|rest| rest.strip_suffix('`'));
    Problem::invalid(vec![match missing {
        Some(field) => Issue::at("body", &format!("{path}.{field}"), "is required"),
        None => Issue::at("body", &path, text),
    }])
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize)]
    struct Probe {
        tags: Vec<String>,
        #[serde(default)]
        optional: bool,
    }
    impl Empty for Probe {}

    #[derive(Debug, Default, Deserialize)]
    struct MayBeEmpty {}
    impl Empty for MayBeEmpty {
        fn empty() -> Option<Self> {
            Some(Self::default())
        }
    }

    #[derive(Clone)]
    struct State;
    impl FromRef<State> for BodyLimit {
        fn from_ref(_: &State) -> Self {
            Self(64)
        }
    }

    async fn read<T: DeserializeOwned + Empty>(
        content_type: Option<&str>,
        body: impl Into<Body>,
    ) -> Result<T, Problem> {
        let mut request = Request::post("/");
        if let Some(value) = content_type {
            request = request.header(header::CONTENT_TYPE, value);
        }
        let request = request.body(body.into()).expect("a request");
        JsonBody::<T>::from_request(request, &State).await.map(|body| body.value)
    }

    #[rstest]
    #[case(r#"{"tags":["a"]}"#, 200, "")]
    #[case("", 400, "A JSON object is needed, the body is empty.")]
    #[case("{", 400, "The body is not JSON: EOF while parsing an object at line 1 column 1.")]
    #[case(
        r#"{"tags":5} x"#,
        400,
        "The body is not JSON: trailing characters at line 1 column 12."
    )]
    #[case("[]", 422, "body: must be a JSON object")]
    #[case("null", 422, "body: must be a JSON object")]
    #[case("{}", 422, "tags: is required")]
    #[case(r#"{"tags":["a",5]}"#, 422, "tags.1: invalid type: integer `5`, expected a string")]
    #[tokio::test]
    async fn says_what_is_wrong(#[case] body: &str, #[case] status: u16, #[case] detail: &str) {
        match read::<Probe>(Some("application/json"), body.to_owned()).await {
            Ok(probe) => assert_eq!((status, probe.tags.len(), probe.optional), (200, 1, false)),
            Err(p) => assert_eq!((p.kind.status().as_u16(), &*p.detail), (status, detail)),
        }
    }

    #[rstest]
    #[case(None, true)]
    #[case(Some("application/json; charset=utf-8"), true)]
    #[case(Some("Application/Merge-Patch+JSON"), true)]
    #[case(Some("text/plain"), false)]
    #[case(Some("application/x-www-form-urlencoded"), false)]
    #[tokio::test]
    async fn takes_json_only(#[case] content_type: Option<&str>, #[case] taken: bool) {
        let read = read::<Probe>(content_type, r#"{"tags":[]}"#).await;
        assert_eq!(read.map_err(|p| p.kind).err(), (!taken).then_some(Kind::MediaType));
    }

    #[tokio::test]
    async fn an_empty_body_is_fine_where_nothing_is_needed() {
        assert!(read::<MayBeEmpty>(None, "").await.is_ok());
        assert!(read::<MayBeEmpty>(Some("text/plain"), "").await.is_ok());
        assert!(read::<MayBeEmpty>(Some("application/json"), "null\n").await.is_ok());
        let error = read::<MayBeEmpty>(Some("text/plain"), "{}").await.expect_err("not JSON");
        assert_eq!(error.kind, Kind::MediaType);
    }

    #[tokio::test]
    async fn a_body_over_the_limit_is_read_to_the_end_and_refused() {
        let sent = std::sync::Arc::new(std::sync::atomic::AtomicUsize::new(0));
        let count = sent.clone();
        let chunks = futures::stream::iter(0..5).map(move |_| {
            count.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
            Ok::<_, std::io::Error>(Bytes::from_static(&[b' '; 32]))
        });
        let error = read::<Probe>(None, Body::from_stream(chunks)).await.expect_err("too large");
        assert_eq!(error.kind, Kind::TooLarge);
        assert_eq!(sent.load(std::sync::atomic::Ordering::SeqCst), 5);
    }
}
