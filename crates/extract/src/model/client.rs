//! Asking the endpoint: one request until there is an answer or no hope of one.

use std::time::Duration;

use annals_domain::{Clock, Endpoint, ExtractOrder};
use reqwest::header::{HeaderMap, RETRY_AFTER};
use reqwest::redirect::Policy;
use reqwest::{StatusCode, Url};
use serde_json::Value;

use super::shared::{Budget, Turns};
use crate::step::say;
use crate::text::{one_line, shortened};

/// How long to wait for a connection.
const CONNECT: Duration = Duration::from_secs(10);
/// The most bytes of an answer.
const LARGEST: usize = 16 << 20;
/// The pause before a request is sent again, at first and at most; it doubles.
const PAUSE: (Duration, Duration) = (Duration::from_millis(500), Duration::from_secs(30));
/// The longest wait that an endpoint may ask for.
const PATIENCE: Duration = Duration::from_secs(300);

/// Why a request has no answer.
enum Failure {
    /// It may have one later: the reason, and how long the endpoint asks to wait.
    Passing(String, Option<Duration>),
    /// It will have none.
    Final(String),
}

/// Speaks to one endpoint for one task.
pub(super) struct Client<'c> {
    http: reqwest::Client,
    url: Url,
    endpoint: &'c Endpoint,
    turns: Option<Turns>,
    budget: Budget,
    clock: &'c dyn Clock,
}

impl<'c> Client<'c> {
    /// A client with the key that the supervisor gave this process, if it gave one.
    pub(super) fn new(
        endpoint: &'c Endpoint,
        order: &ExtractOrder,
        clock: &'c dyn Clock,
    ) -> Result<Self, String> {
        // It only fails when a choice has been made already, which is just as well.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let base = endpoint.url.trim_end_matches('/');
        let url = Url::parse(&format!("{base}/chat/completions"));
        let url = url.map_err(|error| format!("{base} is no URL: {error}."))?;
        let mut builder = reqwest::Client::builder()
            .user_agent(concat!("annals/", env!("CARGO_PKG_VERSION")))
            .connect_timeout(CONNECT)
            .timeout(Duration::from_millis(endpoint.timeout_ms))
            // The key is for this endpoint and no other.
            .redirect(Policy::none());
        if url.scheme() == "http" {
            // No certificate will be looked at, so none has to be there.
            builder = builder.tls_certs_only([]);
        }
        let http = builder.build().map_err(|error| format!("Cannot set up HTTPS: {error}."))?;
        let (turns, budget) = (Turns::of(endpoint, order), Budget::of(endpoint, order));
        Ok(Self { http, url, endpoint, turns, budget, clock })
    }

    /// The text that the model answers, and the whole answer.
    ///
    /// # Errors
    /// One sentence, once every try that there may be has failed.
    pub(super) async fn complete(&self, request: &Value) -> Result<(String, Value), String> {
        let body = request.to_string();
        // A token is about four letters; exact counting would need the model's own table.
        let expected = body.len() as u64 / 4 + self.endpoint.max_tokens / 4;
        self.budget.reserve(expected)?;
        let answered = self.until_answered(&body).await;
        let taken = answered.as_ref().map_or(0, |answer| {
            let told = answer["usage"]["total_tokens"].as_u64();
            told.unwrap_or_else(|| (body.len() + answer.to_string().len()) as u64 / 4)
        });
        self.budget.settle(expected, taken);
        let answer = answered?;
        let text = self.text(&answer)?;
        Ok((text, answer))
    }

    async fn until_answered(&self, body: &str) -> Result<Value, String> {
        let mut pause = PAUSE.0;
        for left in (0..=self.endpoint.retries).rev() {
            self.take_turn().await?;
            let (why, asked) = match self.send(body).await {
                Ok(answer) => return Ok(answer),
                Err(Failure::Final(why)) => return Err(why),
                Err(Failure::Passing(why, asked)) => (why, asked),
            };
            if left == 0 {
                return Err(format!("The model gave no answer: {why}."));
            }
            let wait = asked.unwrap_or(pause);
            if wait > PATIENCE {
                let seconds = wait.as_secs();
                return Err(format!("The model's endpoint asks to wait {seconds} s: {why}."));
            }
            say(&format!("{why}; asking again in {:.1} s", wait.as_secs_f64()));
            tokio::time::sleep(wait).await;
            pause = (pause * 2).min(PAUSE.1);
        }
        Err("The model gave no answer.".to_owned())
    }

    async fn take_turn(&self) -> Result<(), String> {
        let Some(turns) = &self.turns else { return Ok(()) };
        let cannot = |error| format!("The requests of a minute cannot be counted: {error}.");
        let wait = turns.take(self.clock).map_err(cannot)?;
        if !wait.is_zero() {
            say(&format!("waiting {:.1} s for its turn to ask", wait.as_secs_f64()));
            tokio::time::sleep(wait).await;
        }
        Ok(())
    }

    async fn send(&self, body: &str) -> Result<Value, Failure> {
        let mut request = self.http.post(self.url.clone()).body(body.to_owned());
        request = request.header("Content-Type", "application/json");
        if let Ok(key) = std::env::var(Endpoint::KEY_VARIABLE) {
            request = request.bearer_auth(key);
        }
        let response = request.send().await.map_err(|error| self.away(&error))?;
        let (status, asked) = (response.status(), self.retry_after(response.headers()));
        let text = self.read(response).await?;
        if !status.is_success() {
            return Err(refused(status, asked, &text));
        }
        serde_json::from_slice(&text)
            .map_err(|_| Failure::Passing("the answer is no JSON".to_owned(), asked))
    }

    /// The bytes of an answer, as far as they may be.
    async fn read(&self, mut response: reqwest::Response) -> Result<Vec<u8>, Failure> {
        let mut text = Vec::new();
        while let Some(piece) = response.chunk().await.map_err(|error| self.away(&error))? {
            text.extend_from_slice(&piece);
            if text.len() > LARGEST {
                return Err(Failure::Final(format!(
                    "The model's answer is larger than {} MiB.",
                    LARGEST >> 20
                )));
            }
        }
        Ok(text)
    }

    fn away(&self, error: &reqwest::Error) -> Failure {
        let seconds = Duration::from_millis(self.endpoint.timeout_ms).as_secs_f64();
        let why = if error.is_timeout() {
            format!("there was no answer within {seconds:.1} s")
        } else if error.is_connect() {
            "the endpoint cannot be reached".to_owned()
        } else {
            "the connection broke".to_owned()
        };
        Failure::Passing(why, None)
    }

    /// How long the endpoint asks to wait: a number of seconds or a moment.
    fn retry_after(&self, headers: &HeaderMap) -> Option<Duration> {
        let value = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
        if let Ok(seconds) = value.parse::<f64>() {
            return Duration::try_from_secs_f64(seconds).ok();
        }
        let at = jiff::fmt::rfc2822::parse(value).ok()?.timestamp().as_microsecond();
        u64::try_from(at - self.clock.now().as_micros()).ok().map(Duration::from_micros)
    }

    /// What the model said.
    fn text(&self, answer: &Value) -> Result<String, String> {
        let choice = &answer["choices"][0];
        if choice["finish_reason"] == "length" {
            let most = self.endpoint.max_tokens;
            return Err(format!("The model's answer was cut off after {most} tokens."));
        }
        if let Some(refusal) = choice["message"]["refusal"].as_str() {
            let said = shortened(&one_line(refusal), 200);
            return Err(format!("The model refused to answer: {said}"));
        }
        let text = choice["message"]["content"].as_str();
        text.map(str::to_owned).ok_or_else(|| "The model's answer holds no text.".to_owned())
    }
}

/// What a status other than success means.
fn refused(status: StatusCode, asked: Option<Duration>, text: &[u8]) -> Failure {
    let body: Value = serde_json::from_slice(text).unwrap_or_default();
    let said = body["error"]["message"].as_str().or(body["error"].as_str()).unwrap_or_default();
    let said = match shortened(&one_line(said), 300) {
        said if said.is_empty() => String::new(),
        said => format!(" ({said})"),
    };
    let why = format!("the endpoint answered {status}{said}");
    let passing = status.is_server_error()
        || matches!(status, StatusCode::TOO_MANY_REQUESTS | StatusCode::REQUEST_TIMEOUT);
    if passing {
        return Failure::Passing(why, asked);
    }
    Failure::Final(format!("The model cannot be asked: {why}."))
}
