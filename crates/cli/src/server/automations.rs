//! `[automations]` in the configuration: folders, and accounts at Google.

use std::path::PathBuf;
use std::time::Duration;

use annals_engine::{AutomationSettings, GoogleSettings, Retry, oauth};
use serde::{Deserialize, Serialize};

use crate::error::CliError;

/// Automations, as they are configured.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct AutomationConfig {
    /// The folders that automations may read and write; left out, any.
    pub folders: Option<Vec<PathBuf>>,
    /// This program's id at Google.
    pub google_client_id: Option<String>,
    /// Its secret there.
    pub google_client_secret: Option<String>,
    /// Where people come back to; left out, a page of this server.
    pub google_redirect_url: Option<String>,
    /// Where Google asks people, if it is not Google's own.
    pub google_auth_url: Option<String>,
    /// Where Google gives tokens.
    pub google_token_url: Option<String>,
    /// Where Google takes them back.
    pub google_revoke_url: Option<String>,
    /// Where Gmail and Drive are.
    pub google_api_url: Option<String>,
}

impl AutomationConfig {
    /// The settings of the engine; `url` is where this server is reached.
    ///
    /// # Errors
    /// [`CliError::Usage`] for an id without a secret, and for what is no URL.
    pub fn settings(
        &self,
        url: &str,
        object_options: Vec<(String, String)>,
    ) -> Result<AutomationSettings, CliError> {
        Ok(AutomationSettings {
            google: self.google(url)?,
            folders: self.folders.clone(),
            object_options,
        })
    }

    fn google(&self, url: &str) -> Result<Option<GoogleSettings>, CliError> {
        let (client_id, client_secret) = match (&self.google_client_id, &self.google_client_secret)
        {
            (None, None) => return Ok(None),
            (Some(id), Some(secret)) => (id.clone(), secret.clone()),
            _ => {
                let text = "automations.google_client_id and automations.google_client_secret need \
                            each other";
                return Err(CliError::Usage(text.into()));
            }
        };
        let redirect = self.google_redirect_url.clone();
        let retry = Retry { longest: Duration::from_secs(30), ..Retry::default() };
        Ok(Some(GoogleSettings {
            client_id,
            client_secret,
            redirect_url: redirect.unwrap_or_else(|| format!("{url}/integrations/google")),
            auth_url: at("google_auth_url", self.google_auth_url.as_ref(), oauth::GOOGLE_AUTH)?,
            token_url: at("google_token_url", self.google_token_url.as_ref(), oauth::GOOGLE_TOKEN)?,
            revoke_url: at(
                "google_revoke_url",
                self.google_revoke_url.as_ref(),
                oauth::GOOGLE_REVOKE,
            )?,
            api_url: at(
                "google_api_url",
                self.google_api_url.as_ref(),
                "https://www.googleapis.com/",
            )?,
            retry,
        }))
    }
}

fn at(name: &str, given: Option<&String>, usual: &str) -> Result<reqwest::Url, CliError> {
    let text = given.map_or(usual, String::as_str);
    text.parse().map_err(|error| CliError::Usage(format!("automations.{name}: {error}")))
}
