//! `[extraction]` in the configuration: what finds the values that jobs look for.
//!
//! ```toml
//! [extraction]
//! endpoint = "https://api.openai.com/v1"
//! model = "gpt-4.1-mini"
//! api_key_variable = "OPENAI_API_KEY"   # or api_key_secret = "OPENAI"
//! requests_a_minute = 60
//! token_budget = 2_000_000
//! ```

use annals_domain::Endpoint;
use annals_engine::{ApiKey, ExtractionSettings};
use reqwest::Url;
use serde::{Deserialize, Serialize};

use crate::error::CliError;

/// How a language model is asked; without an endpoint the built-in engine finds the values.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ExtractionConfig {
    /// The URL below which `/chat/completions` lies.
    pub endpoint: Option<String>,
    /// The model.
    pub model: Option<String>,
    /// The variable of the server's environment that holds the endpoint's key.
    pub api_key_variable: Option<String>,
    /// The stored secret that holds it.
    pub api_key_secret: Option<String>,
    /// Seconds that one request may take.
    pub timeout_seconds: u64,
    /// The most tokens of one answer.
    pub max_tokens: u64,
    /// The most characters of documents that are sent for one task.
    pub max_characters: usize,
    /// The most requests a minute from this machine.
    pub requests_a_minute: Option<u32>,
    /// How often a request that failed in passing is sent again.
    pub retries: u32,
    /// The most tokens of one run.
    pub token_budget: Option<u64>,
}

impl Default for ExtractionConfig {
    fn default() -> Self {
        Self {
            endpoint: None,
            model: None,
            api_key_variable: None,
            api_key_secret: None,
            timeout_seconds: 120,
            max_tokens: 16_384,
            max_characters: 400_000,
            requests_a_minute: None,
            retries: 4,
            token_budget: None,
        }
    }
}

impl ExtractionConfig {
    /// The settings that this stands for.
    ///
    /// # Errors
    /// [`CliError::Usage`] names what is missing or makes no sense.
    pub fn settings(&self) -> Result<ExtractionSettings, CliError> {
        let Some(url) = &self.endpoint else {
            return match &self.model {
                None => Ok(ExtractionSettings::default()),
                Some(_) => Err(wrong("model needs an endpoint that is asked for it")),
            };
        };
        let known = Url::parse(url).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
        if known.is_none_or(|url| !url.username().is_empty() || url.password().is_some()) {
            return Err(wrong("endpoint must be a URL of http or https, without a key in it"));
        }
        let model = self.model.clone().ok_or_else(|| wrong("endpoint needs a model"))?;
        let endpoint = Endpoint {
            url: url.clone(),
            model,
            timeout_ms: self.timeout_seconds.max(1).saturating_mul(1000),
            max_tokens: self.max_tokens,
            max_characters: self.max_characters,
            requests_a_minute: self.requests_a_minute,
            retries: self.retries,
            token_budget: self.token_budget,
        };
        Ok(ExtractionSettings { endpoint: Some(endpoint), key: self.key()? })
    }

    fn key(&self) -> Result<Option<ApiKey>, CliError> {
        match (&self.api_key_variable, &self.api_key_secret) {
            (Some(_), Some(_)) => {
                Err(wrong("api_key_variable and api_key_secret cannot both be given"))
            }
            (None, secret) => Ok(secret.clone().map(ApiKey::Secret)),
            (Some(name), None) => match std::env::var(name) {
                Ok(key) if !key.is_empty() => Ok(Some(ApiKey::Value(key))),
                _ => Err(wrong(&format!("api_key_variable: {name} is not set"))),
            },
        }
    }
}

fn wrong(what: &str) -> CliError {
    CliError::Usage(format!("extraction.{what}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(toml: &str) -> Result<ExtractionSettings, String> {
        let config: ExtractionConfig = toml::from_str(toml).map_err(|error| error.to_string())?;
        config.settings().map_err(|error| error.to_string())
    }

    #[test]
    fn a_model_is_asked_only_where_one_is_named_whole() {
        let none = settings("").expect("the built-in engine");
        assert_eq!(none.engine().name, annals_domain::EngineName::Builtin);
        let whole = "endpoint = 'https://models.example/v1'\nmodel = 'm'\n";
        let engine = settings(whole).expect("a model").engine();
        assert_eq!(engine.model.as_deref(), Some("m"));
        for (toml, fault) in [
            ("model = 'm'", "needs an endpoint"),
            ("endpoint = 'https://models.example/v1'", "needs a model"),
            ("endpoint = 'ftp://a'\nmodel = 'm'", "must be a URL"),
            ("endpoint = 'https://key@a/v1'\nmodel = 'm'", "without a key"),
            ("endpoint = 'https://a'\nmodel = 'm'\napi_key_variable = 'NO_SUCH'", "is not set"),
            (
                "endpoint = 'https://a'\nmodel = 'm'\napi_key_variable = 'A'\napi_key_secret = 'B'",
                "cannot both",
            ),
            ("retry = 1", "unknown field"),
        ] {
            let error = settings(toml).expect_err(toml);
            assert!(error.contains(fault), "{toml}: {error}");
        }
    }
}
