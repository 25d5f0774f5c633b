//! Access tokens, browser sessions and the tokens that runs are given.

use std::sync::Arc;

use annals_domain::{Clock, IdSource, RunId, Timestamp, TokenId};
use annals_store::{NewToken, Store, TokenKind};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::{Digest as _, Sha256};

use crate::engine::Engine;
use crate::{Caller, Error};

/// How long a browser stays logged in.
const SESSION_MILLIS: i64 = 30 * 24 * 60 * 60 * 1000;
/// What the token of a run begins with.
const RUN_PREFIX: &str = "annals_run.";
/// What the mark of the configuration's token begins with.
const ADMIN: &str = "admin-";

/// A token just made; the secret is shown this once.
#[derive(Clone)]
pub struct MadeToken {
    /// Its id.
    pub id: TokenId,
    /// Whose it is.
    pub user: String,
    /// The secret.
    pub secret: String,
}

impl std::fmt::Debug for MadeToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "MadeToken({}, {})", self.id, self.user)
    }
}

/// A token as it is listed.
pub type TokenInfo = annals_store::Token;

/// The key that signs the tokens of runs; every server of an installation has the same.
pub(crate) struct RunKey(Vec<u8>);

impl RunKey {
    pub(crate) async fn load(store: &Store, random: fn() -> [u8; 32]) -> Result<Self, Error> {
        let key = store.setting_or("run_token_key", hex(&random())).await?;
        Ok(Self(key.into_bytes()))
    }

    fn mac(&self, run: &RunId) -> Result<Hmac<Sha256>, Error> {
        self.mac_of(run.as_str().as_bytes())
    }

    fn mac_of(&self, bytes: &[u8]) -> Result<Hmac<Sha256>, Error> {
        let mac = Hmac::<Sha256>::new_from_slice(&self.0);
        let mut mac = mac.map_err(|error| Error::Internal(error.to_string()))?;
        mac.update(bytes);
        Ok(mac)
    }

    /// What sessions are marked with that were made with the configuration's token, which has no
    /// id: as good as one, and nobody can tell the token from it.
    fn mark(&self, digest: &[u8]) -> Result<String, Error> {
        let mac = self.mac_of(&[b"admin\0", digest].concat())?.finalize().into_bytes();
        Ok(format!("{ADMIN}{}", hex(&mac[..8])))
    }

    /// A text signed, so that whoever shows it again was given it by a server of this database.
    pub(crate) fn sign(&self, text: &str) -> Result<String, Error> {
        Ok(hex(&self.mac_of(text.as_bytes())?.finalize().into_bytes()))
    }

    /// The token of a run: its id, signed, so that none needs to be stored.
    pub(crate) fn token(&self, run: &RunId) -> Result<String, Error> {
        let signature = hex(&self.mac(run)?.finalize().into_bytes());
        Ok(format!("{RUN_PREFIX}{run}.{signature}"))
    }

    fn verify(&self, secret: &str) -> Result<Option<RunId>, Error> {
        let Some((run, signature)) =
            secret.strip_prefix(RUN_PREFIX).and_then(|rest| rest.rsplit_once('.'))
        else {
            return Ok(None);
        };
        let (Ok(run), Some(signature)) = (run.parse::<RunId>(), unhex(signature)) else {
            return Ok(None);
        };
        Ok(self.mac(&run)?.verify_slice(&signature).is_ok().then_some(run))
    }
}

/// Makes, lists and revokes tokens; needs the database only, no running server.
pub struct Tokens {
    store: Store,
    clock: Arc<dyn Clock>,
    ids: IdSource,
    secret_bytes: fn() -> [u8; 32],
}

impl Tokens {
    /// The tokens in `store`.
    #[must_use]
    pub fn new(
        store: Store,
        clock: Arc<dyn Clock>,
        ids: IdSource,
        secret_bytes: fn() -> [u8; 32],
    ) -> Self {
        Self { store, clock, ids, secret_bytes }
    }

    /// Makes a token for `user`.
    ///
    /// # Errors
    /// [`Error`] if the database does not answer.
    pub async fn create(&self, user: &str) -> Result<MadeToken, Error> {
        self.make(TokenId::from(self.ids.uuid()), user, TokenKind::Access, None).await
    }

    /// Says how many pages a month jobs may read that are submitted with this token.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such token.
    pub async fn limit(&self, token: &TokenId, pages_a_month: i64) -> Result<(), Error> {
        match self.store.limit_token(token, pages_a_month).await? {
            true => Ok(()),
            false => Err(Error::not_found("token", token)),
        }
    }

    /// The access tokens, newest first.
    ///
    /// # Errors
    /// [`Error`] if the database does not answer.
    pub async fn list(&self) -> Result<Vec<TokenInfo>, Error> {
        Ok(self.store.tokens().await?)
    }

    /// Whether any access token exists that was not revoked.
    ///
    /// # Errors
    /// [`Error`] if the database does not answer.
    pub async fn any(&self) -> Result<bool, Error> {
        Ok(self.list().await?.iter().any(|token| token.revoked_at.is_none()))
    }

    /// Revokes the token with this id, or every one of this user; answers how many.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is none that is not revoked.
    pub async fn revoke(&self, id_or_user: &str) -> Result<u64, Error> {
        match self.store.revoke_tokens(id_or_user, self.clock.now()).await? {
            0 => Err(Error::not_found("token", id_or_user)),
            revoked => Ok(revoked),
        }
    }

    async fn make(
        &self,
        id: TokenId,
        user: &str,
        kind: TokenKind,
        expires_at: Option<Timestamp>,
    ) -> Result<MadeToken, Error> {
        let secret = format!("annals_{}", hex(&(self.secret_bytes)()));
        let created_at = self.clock.now();
        let (hash, user) = (hash(&secret), user.to_owned());
        let new =
            NewToken { id: id.clone(), kind, user: user.clone(), hash, created_at, expires_at };
        self.store.insert_token(new).await?;
        Ok(MadeToken { id, user, secret })
    }

    /// The token with this secret, if it is good.
    async fn valid(&self, secret: &str) -> Result<Option<TokenInfo>, Error> {
        let now = self.clock.now();
        let found = self.store.token_by_hash(&hash(secret)).await?;
        Ok(found.filter(|token| {
            token.revoked_at.is_none() && token.expires_at.is_none_or(|end| now < end)
        }))
    }
}

impl Engine {
    /// A token for a browser session of `caller`, valid for 30 days, or until the token that it is
    /// made with is good no longer.
    ///
    /// # Errors
    /// [`Error`] if the database does not answer.
    pub async fn create_session(&self, caller: &Caller, with: &str) -> Result<MadeToken, Error> {
        let user = caller.user_id.as_deref().unwrap_or_default();
        let end = self.inner.clock.now().plus_millis(SESSION_MILLIS);
        let maker = match self.inner.tokens.valid(with).await? {
            Some(token) => maker(&token.id).to_owned(),
            None => self.inner.admin.get().cloned().unwrap_or_default(),
        };
        let id = format!("{maker}:{}", self.inner.ids.uuid());
        let id = id.parse().map_err(|error| Error::Internal(format!("a session: {error}")))?;
        self.inner.tokens.make(id, user, TokenKind::Session, Some(end)).await
    }

    /// Takes note of the configuration's token by its hash: sessions that were made with another
    /// one are over.
    ///
    /// # Errors
    /// [`Error::Internal`] if it cannot be marked.
    pub fn know_admin(&self, digest: &[u8]) -> Result<(), Error> {
        let mark = self.inner.run_key.mark(digest)?;
        self.inner.admin.get_or_init(|| mark);
        Ok(())
    }

    /// Ends a browser session; one that is unknown is no error.
    ///
    /// # Errors
    /// [`Error`] if the database does not answer.
    pub async fn end_session(&self, secret: &str) -> Result<(), Error> {
        if let Some(token) = self.inner.store.token_by_hash(&hash(secret)).await? {
            self.inner.store.revoke_tokens(token.id.as_str(), self.inner.clock.now()).await?;
        }
        Ok(())
    }

    /// Who a bearer token belongs to; none if it is unknown, expired or revoked.
    ///
    /// # Errors
    /// [`Error::Unavailable`] if the database does not answer.
    pub async fn authenticate(&self, secret: &str) -> Result<Option<Caller>, Error> {
        if let Some(run) = self.inner.run_key.verify(secret)? {
            return self.run_caller(run).await;
        }
        let token = self.inner.tokens.valid(secret).await?;
        let named = |user: String| Some(user).filter(|user| !user.is_empty());
        let current = |token: &TokenInfo| {
            let maker = maker(&token.id);
            !maker.starts_with(ADMIN) || self.inner.admin.get().is_some_and(|mark| mark == maker)
        };
        let token = token.filter(current);
        Ok(token.map(|token| Caller { user_id: named(token.user), run_id: None }))
    }

    /// A run's token is good while the run runs.
    async fn run_caller(&self, run: RunId) -> Result<Option<Caller>, Error> {
        let found = self.inner.store.run(&run).await?;
        let open = found.filter(|run| !run.state.status.is_terminal());
        Ok(open.map(|found| Caller { user_id: found.user_id, run_id: Some(run) }))
    }
}

/// The token that a session was made with, which its id begins with; of any other token itself.
fn maker(id: &TokenId) -> &str {
    id.as_str().split(':').next().unwrap_or_default()
}

fn hash(secret: &str) -> String {
    hex(&Sha256::digest(secret))
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

pub(crate) fn unhex(text: &str) -> Option<Vec<u8>> {
    if !text.is_ascii() || !text.len().is_multiple_of(2) {
        return None;
    }
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).ok()).collect()
}
