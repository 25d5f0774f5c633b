//! Speaking HTTP to somebody else's service: who is asked again, after how long, and what a
//! refusal means.

use std::time::Duration;

use futures::future::BoxFuture;
use reqwest::header::RETRY_AFTER;
use reqwest::{Client, RequestBuilder, Response, StatusCode};
use serde::Deserialize;

use crate::{Error, tls};

/// How long to wait for a connection.
const CONNECT: Duration = Duration::from_secs(15);
/// How long the other side may be silent.
const SILENCE: Duration = Duration::from_secs(60);
/// How much of a refusal is read.
const REFUSAL: usize = 64 << 10;

/// How often something is asked again at once, before the caller is told that it may pass.
#[derive(Debug, Clone, Copy)]
pub struct Retry {
    /// The most times.
    pub times: u32,
    /// How long to wait before the second time; twice as long before each further one.
    pub first: Duration,
    /// The longest that is waited for here; who is told to wait for longer gives up for now.
    pub longest: Duration,
}

impl Default for Retry {
    fn default() -> Self {
        Self { times: 4, first: Duration::from_millis(500), longest: Duration::from_secs(20) }
    }
}

/// The client for other services.
///
/// # Errors
/// [`Error::Setting`] if TLS cannot be set up.
pub(crate) fn client() -> Result<Client, Error> {
    let builder = Client::builder()
        .user_agent(concat!("annals/", env!("CARGO_PKG_VERSION")))
        .connect_timeout(CONNECT)
        .read_timeout(SILENCE)
        .tls_backend_preconfigured((*tls::config()?).clone());
    let wrong = |error| Error::Setting(format!("HTTPS cannot be set up: {}", chain(&error)));
    builder.build().map_err(wrong)
}

/// An answer that was no success.
#[derive(Debug)]
pub(crate) struct Refusal {
    /// Its status.
    pub(crate) status: StatusCode,
    /// For how long the other side asks to be left alone.
    pub(crate) wait: Option<Duration>,
    /// What it says.
    pub(crate) body: String,
}

/// Sends a request once.
///
/// # Errors
/// [`Error::Passing`] if no answer came.
pub(crate) async fn send(request: RequestBuilder) -> Result<Result<Response, Refusal>, Error> {
    let answer = request.send().await.map_err(|error| unreachable(&error))?;
    let status = answer.status();
    // 308 is how a resumable upload says that it goes on.
    if status.is_success() || status == StatusCode::PERMANENT_REDIRECT {
        return Ok(Ok(answer));
    }
    let wait = answer.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok());
    let wait = wait.and_then(|text| text.trim().parse().ok()).map(Duration::from_secs);
    Ok(Err(Refusal { status, wait, body: beginning(answer).await }))
}

/// The first words of an answer.
async fn beginning(mut answer: Response) -> String {
    let mut read = Vec::new();
    while let Ok(Some(part)) = answer.chunk().await {
        read.extend_from_slice(&part);
        if read.len() >= REFUSAL {
            break;
        }
    }
    String::from_utf8_lossy(&read).into_owned()
}

/// No answer came.
pub(crate) fn unreachable(error: &reqwest::Error) -> Error {
    let host = error.url().and_then(|url| url.host_str()).unwrap_or("the service").to_owned();
    Error::passing(format!("{host} does not answer: {}", chain(error)))
}

/// Asks until it is answered, or for as often as `retry` says.
///
/// # Errors
/// What the last try failed with, or what is not worth another.
pub(crate) async fn again<T>(
    retry: Retry,
    mut ask: impl FnMut() -> BoxFuture<'static, Result<T, Error>>,
) -> Result<T, Error> {
    let mut pause = retry.first;
    for _ in 1..retry.times {
        match ask().await {
            Err(error) if error.is_passing() => {
                let wait = error.wait().unwrap_or(pause);
                if wait > retry.longest {
                    return Err(error);
                }
                tokio::time::sleep(wait).await;
                pause *= 2;
            }
            answer => return answer,
        }
    }
    ask().await
}

/// An error of Google's services.
#[derive(Deserialize)]
struct Said {
    error: SaidError,
}

#[derive(Deserialize)]
struct SaidError {
    #[serde(default)]
    message: String,
    #[serde(default)]
    errors: Vec<Reason>,
    #[serde(default)]
    status: String,
}

#[derive(Deserialize)]
struct Reason {
    #[serde(default)]
    reason: String,
}

/// What a refusal of Google's means.
pub(crate) fn meaning(what: &str, refusal: Refusal) -> Error {
    let Refusal { status, wait, body } = refusal;
    let said = serde_json::from_str::<Said>(&body).ok().map(|said| said.error);
    let words = said.as_ref().map_or("", |said| said.message.as_str());
    let why = format!("{what} was refused with {}: {words}", status.as_u16());
    let limited = said.as_ref().is_some_and(|said| {
        let reasons = said.errors.iter().map(|reason| reason.reason.as_str());
        said.status == "RESOURCE_EXHAUSTED" || reasons.into_iter().any(is_limit)
    });
    match status {
        _ if limited => Error::Passing { why, wait },
        StatusCode::TOO_MANY_REQUESTS | StatusCode::REQUEST_TIMEOUT => Error::Passing { why, wait },
        status if status.is_server_error() => Error::Passing { why, wait },
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => Error::Refused(why),
        StatusCode::NOT_FOUND | StatusCode::GONE => Error::Missing(why),
        _ => Error::Setting(why),
    }
}

fn is_limit(reason: &str) -> bool {
    matches!(
        reason,
        "rateLimitExceeded" | "userRateLimitExceeded" | "dailyLimitExceeded" | "quotaExceeded"
    )
}

/// An error with all that caused it.
pub(crate) fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        let words = inner.to_string();
        if !text.contains(&words) {
            text.push_str(": ");
            text.push_str(&words);
        }
        cause = inner.source();
    }
    text
}
