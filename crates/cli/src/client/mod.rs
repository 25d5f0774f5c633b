//! The HTTP client of the Annals API.

mod connect;
mod problem;
mod resolve;
pub mod sse;
#[cfg(test)]
mod sse_tests;
pub mod wire;

use std::time::Duration;

use annals_domain::{IdSource, SystemClock};
use bytes::Bytes;
use futures::stream::LocalBoxStream;
use futures::{StreamExt, TryStreamExt};
use reqwest::{Method, RequestBuilder, Response, StatusCode, Url};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::error::CliError;
pub use connect::choose_cryptography;
pub use problem::Problem;
pub use resolve::RunRef;

/// How long to wait before an interrupted request is sent again.
const RESEND_AFTER: [Duration; 3] =
    [Duration::from_millis(200), Duration::from_secs(1), Duration::from_secs(3)];

/// A server and how to speak to it.
#[derive(Debug)]
pub struct Client {
    http: reqwest::Client,
    base: Url,
}

/// An answer in JSON, as it came.
#[derive(Debug)]
pub struct Answer(String);

impl Answer {
    /// The JSON text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.0
    }

    /// The answer as a type.
    ///
    /// # Errors
    /// [`CliError::Failed`] if it is something else.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T, CliError> {
        serde_json::from_str(&self.0).map_err(|error| {
            CliError::Failed(format!(
                "the server's answer is not what this version of annals expects: {error}"
            ))
        })
    }
}

impl Client {
    /// A client of the server at `server`, with a token if it wants one.
    ///
    /// # Errors
    /// [`CliError::Usage`] if `server` is no `http` or `https` URL or the token is no token.
    pub fn new(server: &str, token: Option<&str>) -> Result<Self, CliError> {
        let base = connect::base_url(server)?;
        Ok(Self { http: connect::http(&base, token)?, base })
    }

    /// A request for the path made of `segments`, each of which may hold any character.
    pub fn request(&self, method: Method, segments: &[&str]) -> RequestBuilder {
        let mut url = self.base.clone();
        if let Ok(mut path) = url.path_segments_mut() {
            path.pop_if_empty().extend(["api", "v1"]).extend(segments);
        }
        self.http.request(method, url)
    }

    /// Sends a request; answers only if the server agreed to it.
    ///
    /// # Errors
    /// [`CliError::Refused`] with what the server says, [`CliError::Unreachable`] without a server.
    pub async fn send(&self, request: RequestBuilder) -> Result<Response, CliError> {
        let response = request.send().await.map_err(|error| self.lost(&error))?;
        if response.status().is_success() {
            return Ok(response);
        }
        Err(CliError::Refused(Problem::of(response).await))
    }

    /// Sends a request and reads its JSON.
    ///
    /// # Errors
    /// As [`Client::send`].
    pub async fn json(&self, request: RequestBuilder) -> Result<Answer, CliError> {
        let response = self.send(request).await?;
        response.text().await.map(Answer).map_err(|error| self.lost(&error))
    }

    /// Reads `segments` with the query `query`.
    ///
    /// # Errors
    /// As [`Client::send`].
    pub async fn get(
        &self,
        segments: &[&str],
        query: &(impl Serialize + Sync + ?Sized),
    ) -> Result<Answer, CliError> {
        self.json(self.request(Method::GET, segments).query(query)).await
    }

    /// Reads `segments` if it is there.
    ///
    /// # Errors
    /// As [`Client::send`], but for 404.
    pub async fn find(&self, segments: &[&str]) -> Result<Option<Answer>, CliError> {
        match self.get(segments, &()).await {
            Ok(answer) => Ok(Some(answer)),
            Err(CliError::Refused(problem)) if problem.status == StatusCode::NOT_FOUND => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Creates something once: if the connection is lost on the way, the request is sent again
    /// under the same key, so that the server does not create it twice.
    ///
    /// # Errors
    /// As [`Client::send`].
    pub async fn create(
        &self,
        segments: &[&str],
        body: &(impl Serialize + Sync),
    ) -> Result<Answer, CliError> {
        let key = new_key();
        let request =
            || self.request(Method::POST, segments).header("Idempotency-Key", &key).json(body);
        let mut reached = false;
        for wait in RESEND_AFTER {
            let error = match request().send().await {
                Ok(response) if !is_passing(response.status()) => {
                    return self.answer(response).await;
                }
                Ok(_) => None,
                Err(error) => Some(error),
            };
            reached |= error.as_ref().is_none_or(|error| !error.is_connect());
            if let (false, Some(error)) = (reached, error) {
                return Err(self.lost(&error));
            }
            tokio::time::sleep(wait).await;
        }
        self.json(request()).await
    }

    /// Makes `segments` what `body` says; sent again, it does the same.
    ///
    /// # Errors
    /// As [`Client::send`].
    pub async fn replace(
        &self,
        segments: &[&str],
        body: &(impl Serialize + Sync),
    ) -> Result<Answer, CliError> {
        self.json(self.request(Method::PUT, segments).json(body)).await
    }

    async fn answer(&self, response: Response) -> Result<Answer, CliError> {
        if !response.status().is_success() {
            return Err(CliError::Refused(Problem::of(response).await));
        }
        response.text().await.map(Answer).map_err(|error| self.lost(&error))
    }

    /// Reads a body piece by piece.
    ///
    /// # Errors
    /// As [`Client::send`], also for each piece.
    pub async fn download(
        &self,
        segments: &[&str],
        query: &(impl Serialize + Sync + ?Sized),
    ) -> Result<LocalBoxStream<'_, Result<Bytes, CliError>>, CliError> {
        let response = self.send(self.request(Method::GET, segments).query(query)).await?;
        Ok(self.pieces(response))
    }

    /// An answer's body, piece by piece.
    pub fn pieces(&self, response: Response) -> LocalBoxStream<'_, Result<Bytes, CliError>> {
        response.bytes_stream().map_err(|error| self.lost(&error)).boxed_local()
    }

    /// The error of a request that got no answer.
    pub fn lost(&self, error: &reqwest::Error) -> CliError {
        CliError::Unreachable { url: self.base.to_string(), reason: chain(error) }
    }
}

/// Whether a refusal may pass: a server that starts, a proxy without one, too many requests.
fn is_passing(status: StatusCode) -> bool {
    matches!(
        status,
        StatusCode::TOO_MANY_REQUESTS
            | StatusCode::BAD_GATEWAY
            | StatusCode::SERVICE_UNAVAILABLE
            | StatusCode::GATEWAY_TIMEOUT
    )
}

fn new_key() -> String {
    IdSource::new(std::sync::Arc::new(SystemClock), rand::random).uuid().to_string()
}

/// An error's innermost cause, which says the most.
fn chain(error: &dyn std::error::Error) -> String {
    let mut innermost = error;
    while let Some(source) = innermost.source() {
        innermost = source;
    }
    innermost.to_string()
}
