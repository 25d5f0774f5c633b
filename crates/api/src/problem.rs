//! Errors as clients see them: `application/problem+json` (RFC 9457).

mod declared;
mod kind;

use annals_engine::{Error, FieldError};
use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

pub(crate) use declared::{
    Acting, Creating, Following, Listing, Maintaining, Ranging, Reading, Scraping, Signing,
    Unguarded, Unready, Upgrading, Uploading,
};
pub(crate) use kind::Kind;

/// An error on its way to a client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Problem {
    pub(crate) kind: Kind,
    pub(crate) detail: String,
    pub(crate) errors: Vec<Issue>,
}

/// What went wrong, in the form of RFC 9457.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Problem)]
pub struct ProblemBody {
    /// A stable name of the kind of error.
    #[serde(rename = "type")]
    #[schema(example = "urn:annals:problem:not-found")]
    kind: String,
    /// The kind of error for people.
    title: &'static str,
    /// The HTTP status.
    #[schema(minimum = 400, maximum = 599)]
    status: u16,
    /// One plain sentence: what is wrong and, where it helps, what would be right.
    detail: String,
    /// With status 422: each value that does not validate.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    errors: Vec<Issue>,
}

/// A value that does not validate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Issue {
    /// Where it stands: `body`, `query`, `path` or `header`, then the way to it.
    pub loc: Vec<Step>,
    /// What is wrong with it.
    pub msg: String,
}

/// One step of the way to a value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(untagged)]
pub enum Step {
    /// A field or parameter.
    Name(String),
    /// A place in a list, from 0.
    Index(usize),
}

impl Issue {
    /// The value at `path` (dots between levels) in `place` is wrong as `msg` says.
    pub(crate) fn at(place: &str, path: &str, msg: impl Into<String>) -> Self {
        let inner = path.split('.').filter(|part| !part.is_empty());
        let step =
            |part: &str| part.parse().map_or_else(|_| Step::Name(part.to_owned()), Step::Index);
        let loc = std::iter::once(Step::Name(place.to_owned())).chain(inner.map(step)).collect();
        Self { loc, msg: msg.into() }
    }

    fn sentence(&self) -> String {
        let parts: Vec<_> = self.loc.iter().skip(1).map(Step::to_string).collect();
        let name = if parts.is_empty() { self.place().to_owned() } else { parts.join(".") };
        format!("{name}: {}", self.msg)
    }

    fn place(&self) -> &str {
        match self.loc.first() {
            Some(Step::Name(place)) => place,
            _ => "request",
        }
    }
}

impl std::fmt::Display for Step {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Name(name) => f.write_str(name),
            Self::Index(index) => index.fmt(f),
        }
    }
}

impl Problem {
    pub(crate) fn new(kind: Kind, detail: impl Into<String>) -> Self {
        Self { kind, detail: detail.into(), errors: Vec::new() }
    }

    /// 422 that names each of `errors`.
    pub(crate) fn invalid(errors: Vec<Issue>) -> Self {
        let sentences: Vec<_> = errors.iter().take(5).map(Issue::sentence).collect();
        Self { kind: Kind::Invalid, detail: sentences.join("; "), errors }
    }

    /// 422 that names one value of the query.
    pub(crate) fn invalid_query(name: &str, msg: impl Into<String>) -> Self {
        Self::invalid(vec![Issue::at("query", name, msg)])
    }

    /// There is no `what` called `id`; the same sentence for an id that cannot be one.
    pub(crate) fn not_found(what: &'static str, id: &str) -> Self {
        Error::not_found(what, annals_domain::head(id, 128)).into()
    }

    /// The error of a use case whose input came from the query.
    pub(crate) fn of_query(error: Error) -> Self {
        match error {
            Error::Invalid(fields) => Self::invalid(issues("query", &fields)),
            other => other.into(),
        }
    }

    /// A failure whose cause is for the server's log, not for clients.
    fn unspoken(kind: Kind, cause: &str) -> Self {
        tracing::error!(cause, "a request failed: {}", kind.title());
        Self::new(kind, kind.sentence())
    }

    fn body(&self) -> ProblemBody {
        ProblemBody {
            kind: self.kind.uri(),
            title: self.kind.title(),
            status: self.kind.status().as_u16(),
            detail: self.detail.clone(),
            errors: self.errors.clone(),
        }
    }

    /// Turns `response` into this problem and keeps its other headers, such as `Allow`.
    fn replace(self, response: Response) -> Response {
        let (mut parts, _) = response.into_parts();
        let own = self.into_response();
        parts.headers.remove(header::CONTENT_LENGTH);
        parts.headers.extend(own.headers().clone());
        Response::from_parts(parts, own.into_body())
    }
}

fn issues(place: &str, fields: &[FieldError]) -> Vec<Issue> {
    fields.iter().map(|f| Issue::at(place, &f.field, &*f.message)).collect()
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        let text = error.to_string();
        match error {
            Error::NotFound { .. } => Self::new(Kind::NotFound, text),
            Error::Invalid(fields) => Self::invalid(issues("body", &fields)),
            Error::Refused(_) => Self::new(Kind::Refused, text),
            Error::Conflict(_) => Self::new(Kind::Conflict, text),
            Error::Unavailable(_) => Self::unspoken(Kind::Unavailable, &text),
            Error::NoRoom(_) => {
                Self { detail: NO_ROOM.to_owned(), ..Self::unspoken(Kind::Unavailable, &text) }
            }
            Error::Lost(_) => {
                Self { detail: LOST.to_owned(), ..Self::unspoken(Kind::Unavailable, &text) }
            }
            Error::TooLarge(_) => Self::new(Kind::TooLarge, text),
            Error::Internal(_) => Self::unspoken(Kind::Internal, &text),
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        // A struct of texts and numbers always has a JSON form.
        let json = serde_json::to_vec(&self.body()).unwrap_or_default();
        let mut response = Response::new(Body::from(json));
        *response.status_mut() = self.kind.status();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(PROBLEM_JSON));
        match self.kind {
            Kind::Unauthorized => {
                headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
            }
            Kind::Unavailable => {
                headers.insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
            }
            _ => {}
        }
        response
    }
}

/// What a client is told where the object store does not have what it should.
const LOST: &str = "This lies in the object store, which does not have it as it was put there; \
                    the server's log says more.";

/// What a client is told where the server's disk is full.
const NO_ROOM: &str = "There is no room left on the server's disk, so this was not done; \
                       try again once there is.";

/// The media type of problems.
pub(crate) const PROBLEM_JSON: &str = "application/problem+json";

/// Gives errors that the router itself answers (unknown path, wrong method) the common form.
pub(crate) async fn dress(response: Response) -> Response {
    let status = response.status();
    let is_error = status.is_client_error() || status.is_server_error();
    let content_type = response.headers().get(header::CONTENT_TYPE);
    if !is_error || content_type.is_some_and(|value| value == PROBLEM_JSON) {
        return response;
    }
    let kind = Kind::of(status);
    Problem::new(kind, kind.sentence()).replace(response)
}

/// The answer where a handler panicked.
pub(crate) fn panicked(panic: Box<dyn std::any::Any + Send>) -> Response {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    let text = text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("no message");
    tracing::error!(panic = text, "a request panicked");
    Problem::new(Kind::Internal, Kind::Internal.sentence()).into_response()
}

/// The answer for a path that nothing is served at.
pub(crate) async fn unknown_path() -> Problem {
    Problem::new(Kind::of(StatusCode::NOT_FOUND), Kind::NotFound.sentence())
}

#[cfg(test)]
mod tests;
