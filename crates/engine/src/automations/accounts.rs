//! Connected accounts: people let this program read their mail and files at Google.
//!
//! What is kept for long is the refresh token, encrypted. An access token is good for an hour and
//! is kept in memory. Who comes back from Google is known by a state that this server has signed,
//! so that nothing is stored before they do.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use annals_connect::google::{
    Access, Gmail, GmailSettings, Google, MAIL_SCOPE, READ_SCOPE, WRITE_SCOPE,
};
use annals_connect::oauth::{Granted, OAuth, Provider};
use annals_domain::Timestamp;
use annals_store::Account;
use futures::FutureExt as _;
use futures::future::BoxFuture;
use sha2::{Digest as _, Sha256};

use super::{GoogleSettings, Trouble};
use crate::engine::{Engine, Inner};
use crate::tokens::hex;
use crate::{Caller, Error};

/// The provider's name in the database.
const GOOGLE: &str = "google";
/// For how long somebody may be away to be asked, in milliseconds.
const AWAY_MS: i64 = 15 * 60 * 1000;
/// How long before its end an access token is not used any more, in milliseconds.
const MARGIN_MS: i64 = 60_000;

/// Access tokens, by user, and until when each is good.
pub(crate) type Tokens = Mutex<HashMap<String, (String, Timestamp)>>;

/// What is known of a user's account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountStatus {
    /// Whether this server is set up for Google.
    pub is_available: bool,
    /// The account's address, where one is connected that tells it.
    pub address: Option<String>,
    /// What it grants.
    pub scopes: Vec<String>,
    /// Since when.
    pub connected_at: Option<Timestamp>,
}

impl Engine {
    /// Where a person is sent to connect their account, and the state that comes back with them.
    ///
    /// # Errors
    /// [`Error::Conflict`] if this server is not set up for Google.
    pub fn google_invitation(&self, caller: &Caller) -> Result<(String, String), Error> {
        let inner = &self.inner;
        let nonce = hex(&(inner.secret_bytes)()[..16]);
        let until = inner.clock.now().plus_millis(AWAY_MS).as_micros();
        let user = caller.user_id.as_deref().unwrap_or_default();
        let state = format!("{nonce}.{until}.{}", inner.state_seal(user, &nonce, until)?);
        let invitation = inner.oauth()?.invite_with(state, inner.verifier(&nonce)?);
        Ok((invitation.url, invitation.state))
    }

    /// Connects the account of whoever came back with this code and state.
    ///
    /// # Errors
    /// [`Error::Refused`] for a state that is not this user's or too old, or a code that Google
    /// does not take; [`Error::Unavailable`] if Google does not answer.
    pub async fn connect_google(
        &self,
        caller: &Caller,
        code: &str,
        state: &str,
    ) -> Result<AccountStatus, Error> {
        let (inner, user) = (&self.inner, caller.user_id.clone().unwrap_or_default());
        let verifier = inner.check_state(&user, state)?;
        let granted = inner.oauth()?.exchange(code, &verifier).await.map_err(refused)?;
        let Some(refresh) = granted.refresh_token.clone() else {
            let text = "Google gave no token that lasts; remove Annals from the account's \
                        third-party access and connect it again";
            return Err(Error::Refused(text.into()));
        };
        let now = inner.clock.now();
        inner.remember(&user, &granted, now);
        let address = inner.address(&user).await.unwrap_or_default();
        let account = Account {
            sealed: inner.seal(&sealed_name(&user), &refresh)?,
            user_id: user,
            provider: GOOGLE.into(),
            address,
            scopes: granted.scopes.join(" "),
            created_at: now,
            updated_at: now,
        };
        inner.store.put_account(account).await?;
        self.google_status(caller).await
    }

    /// What is known of the caller's account.
    ///
    /// # Errors
    /// [`Error`] if the database does not answer.
    pub async fn google_status(&self, caller: &Caller) -> Result<AccountStatus, Error> {
        let user = caller.user_id.as_deref().unwrap_or_default();
        let account = self.inner.store.account(user, GOOGLE).await?;
        let scopes = account.as_ref().map_or("", |account| account.scopes.as_str());
        Ok(AccountStatus {
            is_available: self.inner.settings.automations.google.is_some(),
            scopes: scopes.split_whitespace().map(str::to_owned).collect(),
            connected_at: account.as_ref().map(|account| account.created_at),
            address: account.map(|account| account.address).filter(|address| !address.is_empty()),
        })
    }

    /// Forgets the caller's account, and gives its token back.
    ///
    /// # Errors
    /// [`Error::NotFound`] if none is connected.
    pub async fn disconnect_google(&self, caller: &Caller) -> Result<(), Error> {
        let (inner, user) = (&self.inner, caller.user_id.as_deref().unwrap_or_default());
        let account = inner.store.account(user, GOOGLE).await?;
        let account = account.ok_or_else(|| Error::not_found("account", GOOGLE))?;
        inner.store.delete_account(user, GOOGLE).await?;
        inner.tokens().remove(user);
        // It is forgotten here whether Google hears of it or not.
        let token = inner.unseal(&account.sealed);
        let revoked = match (inner.oauth(), token) {
            (Ok(oauth), Ok(token)) => oauth.revoke(&token).await.map_err(refused),
            (Err(error), _) | (_, Err(error)) => Err(error),
        };
        if let Err(error) = revoked {
            tracing::warn!("a token was not given back: {error}");
        }
        Ok(())
    }
}

fn sealed_name(user: &str) -> String {
    format!("account/{GOOGLE}/{user}")
}

fn refused(error: annals_connect::Error) -> Error {
    match error {
        annals_connect::Error::Passing { why, .. } => Error::Unavailable(why),
        other => Error::Refused(other.to_string()),
    }
}

/// The account of a user, for requests.
struct Of {
    inner: Arc<Inner>,
    user: String,
}

impl Access for Of {
    fn token(
        &self,
        refused: Option<String>,
    ) -> BoxFuture<'static, Result<String, annals_connect::Error>> {
        let (inner, user) = (Arc::clone(&self.inner), self.user.clone());
        async move { inner.access_token(&user, refused.as_deref()).await }.boxed()
    }
}

impl Inner {
    /// Google's services as seen by the account of a user.
    pub(crate) async fn google(self: &Arc<Self>, user: Option<&str>) -> Result<Google, Trouble> {
        let settings = self.google_settings()?;
        let user = user.unwrap_or_default().to_owned();
        if self.store.account(&user, GOOGLE).await?.is_none() {
            return Err(Trouble::Lasting(
                "no Google account is connected; GET /api/integrations/google/auth-url says where \
                 to connect one"
                    .into(),
            ));
        }
        let access = Of { inner: Arc::clone(self), user };
        Ok(Google::new(settings.api_url.clone(), Arc::new(access), settings.retry)?)
    }

    /// The address of the account that was just connected.
    async fn address(self: &Arc<Self>, user: &str) -> Option<String> {
        let settings = self.google_settings().ok()?;
        let access = Arc::new(Of { inner: Arc::clone(self), user: user.to_owned() });
        let google = Google::new(settings.api_url.clone(), access, settings.retry).ok()?;
        let clock = Arc::clone(&self.clock);
        let gmail = Gmail::new(google, GmailSettings::default(), clock).ok()?;
        gmail.address().await.ok()
    }

    /// An access token that is good, other than `refused`.
    async fn access_token(
        &self,
        user: &str,
        refused: Option<&str>,
    ) -> Result<String, annals_connect::Error> {
        let now = self.clock.now();
        let known = self.tokens().get(user).cloned();
        if let Some((token, until)) = known
            && until > now
            && refused != Some(token.as_str())
        {
            return Ok(token);
        }
        let passing =
            |error: &dyn std::fmt::Display| annals_connect::Error::passing(error.to_string());
        let account = self.store.account(user, GOOGLE).await.map_err(|error| passing(&error))?;
        let gone = || annals_connect::Error::Refused("no Google account is connected".into());
        let account = account.ok_or_else(gone)?;
        let unreadable = |error: Error| annals_connect::Error::Refused(error.to_string());
        let refresh = self.unseal(&account.sealed).map_err(unreadable)?;
        let granted = self.oauth().map_err(unreadable)?.refresh(&refresh).await?;
        self.remember(user, &granted, now);
        if let Some(newer) = &granted.refresh_token {
            let sealed = self.seal(&sealed_name(user), newer).map_err(unreadable)?;
            let account = Account { sealed, updated_at: now, ..account };
            self.store.put_account(account).await.map_err(|error| passing(&error))?;
        }
        Ok(granted.access_token)
    }

    fn tokens(&self) -> std::sync::MutexGuard<'_, HashMap<String, (String, Timestamp)>> {
        self.automations.tokens.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn remember(&self, user: &str, granted: &Granted, now: Timestamp) {
        let until = now.plus_millis(granted.expires_in.saturating_mul(1000) - MARGIN_MS);
        self.tokens().insert(user.to_owned(), (granted.access_token.clone(), until));
    }

    fn google_settings(&self) -> Result<&GoogleSettings, Error> {
        self.settings.automations.google.as_ref().ok_or_else(|| {
            Error::Conflict(
                "this server is not set up for Google: its configuration needs google_client_id \
                 and google_client_secret"
                    .into(),
            )
        })
    }

    fn oauth(&self) -> Result<OAuth, Error> {
        let settings = self.google_settings()?;
        let provider = Provider {
            auth_url: settings.auth_url.clone(),
            token_url: settings.token_url.clone(),
            revoke_url: settings.revoke_url.clone(),
            client_id: settings.client_id.clone(),
            client_secret: settings.client_secret.clone(),
            redirect_url: settings.redirect_url.clone(),
            scopes: [MAIL_SCOPE, READ_SCOPE, WRITE_SCOPE].map(str::to_owned).to_vec(),
        };
        OAuth::new(provider, settings.retry).map_err(refused)
    }

    /// What shows that this server gave a state to this user.
    fn state_seal(&self, user: &str, nonce: &str, until: i64) -> Result<String, Error> {
        self.run_key.sign(&format!("oauth\0{user}\0{nonce}\0{until}"))
    }

    /// What proves to Google that whoever exchanges the code asked for it; nobody else can make it.
    fn verifier(&self, nonce: &str) -> Result<[u8; 32], Error> {
        let sealed = self.run_key.sign(&format!("verifier\0{nonce}"))?;
        Ok(Sha256::digest(sealed).into())
    }

    fn check_state(&self, user: &str, state: &str) -> Result<String, Error> {
        let wrong = |why: &str| Error::Refused(format!("the state {why}; begin again"));
        let mut parts = state.splitn(3, '.');
        let (Some(nonce), Some(until), Some(seal)) = (parts.next(), parts.next(), parts.next())
        else {
            return Err(wrong("is none that this server gave"));
        };
        let until: i64 = until.parse().map_err(|_| wrong("is none that this server gave"))?;
        let expected = self.state_seal(user, nonce, until)?;
        // Compared by their hashes, so that the time taken tells nothing.
        if Sha256::digest(expected) != Sha256::digest(seal) {
            return Err(wrong("is none that this server gave to you"));
        }
        if until < self.clock.now().as_micros() {
            return Err(wrong("is too old"));
        }
        Ok(annals_connect::oauth::verifier(self.verifier(nonce)?))
    }
}
