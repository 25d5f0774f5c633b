//! Connecting an account by OAuth 2: the authorisation code with PKCE, for services such as
//! Google's.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use reqwest::header::CONTENT_TYPE;
use reqwest::{Client, RequestBuilder, StatusCode};
use serde::Deserialize;
use sha2::{Digest as _, Sha256};
use url::Url;

use crate::http::{Refusal, client, send};
use crate::{Error, Retry};

/// Google's addresses.
pub const GOOGLE_AUTH: &str = "https://accounts.google.com/o/oauth2/v2/auth";
/// Where Google gives tokens.
pub const GOOGLE_TOKEN: &str = "https://oauth2.googleapis.com/token";
/// Where Google takes tokens back.
pub const GOOGLE_REVOKE: &str = "https://oauth2.googleapis.com/revoke";

/// A service, and this program as it is known there.
#[derive(Clone)]
pub struct Provider {
    /// Where a person is asked.
    pub auth_url: Url,
    /// Where tokens are given.
    pub token_url: Url,
    /// Where they are taken back.
    pub revoke_url: Url,
    /// This program's name there.
    pub client_id: String,
    /// Its secret there.
    pub client_secret: String,
    /// Where the person comes back to.
    pub redirect_url: String,
    /// What is asked for.
    pub scopes: Vec<String>,
}

impl std::fmt::Debug for Provider {
    /// Without the secret.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Provider({}, {})", self.token_url, self.client_id)
    }
}

/// What a person is sent to, and what must be kept to recognise them when they come back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    /// Where to send them.
    pub url: String,
    /// Comes back with them unchanged.
    pub state: String,
    /// Proves that whoever exchanges the code is who asked for it. Stays here.
    pub verifier: String,
}

/// Tokens that were given.
#[derive(Clone, PartialEq, Eq)]
pub struct Granted {
    /// For requests.
    pub access_token: String,
    /// For new access tokens; not always given again.
    pub refresh_token: Option<String>,
    /// For how many seconds the access token is good.
    pub expires_in: i64,
    /// What was granted, which may be less than was asked for.
    pub scopes: Vec<String>,
}

impl std::fmt::Debug for Granted {
    /// Without the tokens.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Granted(for {} s)", self.expires_in)
    }
}

#[derive(Deserialize)]
struct Answer {
    access_token: String,
    refresh_token: Option<String>,
    #[serde(default = "hour")]
    expires_in: i64,
    #[serde(default)]
    scope: String,
}

const fn hour() -> i64 {
    3600
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Problem {
    error: String,
    error_description: String,
}

/// The text of a proof, as [`OAuth::exchange`] takes it.
#[must_use]
pub fn verifier(proof: [u8; 32]) -> String {
    URL_SAFE_NO_PAD.encode(proof)
}

/// Speaks with one provider.
#[derive(Debug, Clone)]
pub struct OAuth {
    provider: Provider,
    client: Client,
    retry: Retry,
}

impl OAuth {
    /// A provider to speak with.
    ///
    /// # Errors
    /// [`Error::Setting`] if TLS cannot be set up.
    pub fn new(provider: Provider, retry: Retry) -> Result<Self, Error> {
        Ok(Self { provider, client: client()?, retry })
    }

    /// Where a person is sent to. `state` and `verifier` are bytes that nobody can guess.
    #[must_use]
    pub fn invite(&self, state: [u8; 32], verifier: [u8; 32]) -> Invitation {
        self.invite_with(URL_SAFE_NO_PAD.encode(state), verifier)
    }

    /// The same with a state that says something to whoever made it.
    #[must_use]
    pub fn invite_with(&self, state: String, proof: [u8; 32]) -> Invitation {
        let verifier = verifier(proof);
        let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(&verifier));
        let provider = &self.provider;
        let mut url = provider.auth_url.clone();
        url.query_pairs_mut()
            .append_pair("client_id", &provider.client_id)
            .append_pair("redirect_uri", &provider.redirect_url)
            .append_pair("response_type", "code")
            .append_pair("scope", &provider.scopes.join(" "))
            .append_pair("state", &state)
            .append_pair("code_challenge", &challenge)
            .append_pair("code_challenge_method", "S256")
            // Without these Google gives no token that outlives the hour.
            .append_pair("access_type", "offline")
            .append_pair("prompt", "consent");
        Invitation { url: url.into(), state, verifier }
    }

    /// Exchanges the code that the person came back with.
    ///
    /// # Errors
    /// [`Error::Refused`] if the code is not good (any more).
    pub async fn exchange(&self, code: &str, verifier: &str) -> Result<Granted, Error> {
        let redirect = self.provider.redirect_url.clone();
        // A code is good once, so this is not tried again.
        self.token(&[
            ("grant_type", "authorization_code"),
            ("code", code),
            ("code_verifier", verifier),
            ("redirect_uri", &redirect),
        ])
        .await
    }

    /// A new access token.
    ///
    /// # Errors
    /// [`Error::Refused`] if the account was disconnected at the provider.
    pub async fn refresh(&self, refresh_token: &str) -> Result<Granted, Error> {
        let token = refresh_token.to_owned();
        crate::http::again(self.retry, move || {
            let (this, token) = (self.clone(), token.clone());
            Box::pin(async move {
                let fields = [("grant_type", "refresh_token"), ("refresh_token", &*token)];
                this.token(&fields).await
            })
        })
        .await
    }

    /// Gives the tokens back, so that they are good no more. That the provider knows them no more
    /// is success.
    ///
    /// # Errors
    /// [`Error`] if the provider does not answer.
    pub async fn revoke(&self, token: &str) -> Result<(), Error> {
        let request = form(self.client.post(self.provider.revoke_url.clone()), &[("token", token)]);
        match send(request).await? {
            Ok(_) => Ok(()),
            Err(refusal) if refusal.status == StatusCode::BAD_REQUEST => Ok(()),
            Err(refusal) => Err(problem(&refusal)),
        }
    }

    async fn token(&self, fields: &[(&str, &str)]) -> Result<Granted, Error> {
        let provider = &self.provider;
        let mut fields = fields.to_vec();
        fields.push(("client_id", &provider.client_id));
        fields.push(("client_secret", &provider.client_secret));
        let request = form(self.client.post(provider.token_url.clone()), &fields);
        let answer = send(request).await?.map_err(|refusal| problem(&refusal))?;
        let odd = |_| Error::passing("the provider's answer holds no token");
        let answer: Answer = answer.json().await.map_err(odd)?;
        Ok(Granted {
            access_token: answer.access_token,
            refresh_token: answer.refresh_token,
            expires_in: answer.expires_in,
            scopes: answer.scope.split_whitespace().map(str::to_owned).collect(),
        })
    }
}

fn form(request: RequestBuilder, fields: &[(&str, &str)]) -> RequestBuilder {
    let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    request.header(CONTENT_TYPE, "application/x-www-form-urlencoded").body(body)
}

/// What a refusal means; RFC 6749, section 5.2.
fn problem(refusal: &Refusal) -> Error {
    let said: Problem = serde_json::from_str(&refusal.body).unwrap_or_default();
    let why = format!("the provider refused with {}: {}", refusal.status.as_u16(), said.error);
    let why = match said.error_description.as_str() {
        "" => why,
        words => format!("{why} ({words})"),
    };
    match refusal.status {
        StatusCode::TOO_MANY_REQUESTS => Error::Passing { why, wait: refusal.wait },
        status if status.is_server_error() => Error::Passing { why, wait: refusal.wait },
        _ if said.error == "invalid_grant" => {
            Error::Refused(format!("{why}; the account has to be connected again"))
        }
        _ if said.error == "temporarily_unavailable" => Error::Passing { why, wait: refusal.wait },
        _ => Error::Setting(why),
    }
}
