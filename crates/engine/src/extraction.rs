//! What finds the values that jobs look for: the built-in engine, or a language model that this
//! server is configured to ask.

use std::fmt;

use annals_domain::{Endpoint, EngineName, EngineRef, Spec};
use annals_redact::Secrets;

use crate::Error;
use crate::engine::Inner;

/// What finds the values of jobs that are submitted from now on, and how a model is asked.
#[derive(Debug, Clone, Default)]
pub struct ExtractionSettings {
    /// The model; none leaves it to the built-in engine.
    pub endpoint: Option<Endpoint>,
    /// The key that the model's endpoint wants, if it wants one.
    pub key: Option<ApiKey>,
}

/// Where the key for a model's endpoint comes from.
#[derive(Clone, PartialEq, Eq)]
pub enum ApiKey {
    /// The key itself, from the server's environment.
    Value(String),
    /// A stored secret of this name, read whenever a run begins.
    Secret(String),
}

impl fmt::Debug for ApiKey {
    /// Without the key.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Value(_) => f.write_str("a key"),
            Self::Secret(name) => write!(f, "the secret {name}"),
        }
    }
}

impl ExtractionSettings {
    /// The engine of jobs that are submitted now.
    #[must_use]
    pub fn engine(&self) -> EngineRef {
        match &self.endpoint {
            None => EngineRef {
                name: EngineName::Builtin,
                version: annals_extract::VERSION.to_owned(),
                model: None,
                endpoint: None,
            },
            Some(endpoint) => EngineRef {
                name: EngineName::Openai,
                version: annals_extract::MODEL_VERSION.to_owned(),
                model: Some(endpoint.model.clone()),
                endpoint: Some(endpoint.url.clone()),
            },
        }
    }
}

impl Inner {
    /// How the steps of `spec` ask a model, if they ask one; its key is added to `secrets`.
    ///
    /// # Errors
    /// [`Error::Conflict`] if it is no longer the one that the job was submitted with,
    /// [`Error::NotFound`] if the key's secret is not stored.
    pub(crate) async fn endpoint_of(
        &self,
        spec: &Spec,
        secrets: &mut Secrets,
    ) -> Result<Option<Endpoint>, Error> {
        let Spec::Extraction(job) = spec else { return Ok(None) };
        if job.engine.name == EngineName::Builtin {
            return Ok(None);
        }
        let settings = &self.settings.extraction;
        let same = |endpoint: &&Endpoint| job.engine.endpoint.as_ref() == Some(&endpoint.url);
        let Some(endpoint) = settings.endpoint.as_ref().filter(same) else {
            return Err(Error::Conflict(format!(
                "the model at {} is not configured here any more",
                job.engine.endpoint.as_deref().unwrap_or("an unknown place")
            )));
        };
        if let Some(key) = &settings.key {
            let key = match key {
                ApiKey::Value(key) => key.clone(),
                ApiKey::Secret(name) => self.secret(name).await?,
            };
            secrets.insert(Endpoint::KEY, key);
        }
        let model = job.engine.model.clone().unwrap_or_else(|| endpoint.model.clone());
        Ok(Some(Endpoint { model, ..endpoint.clone() }))
    }
}
