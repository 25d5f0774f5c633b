//! Tokens: `Authorization: Bearer`, else the session cookie, else a WebSocket's subprotocols.

use std::sync::Arc;
use std::time::Instant;

use annals_engine::{Caller, Engine, Error};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, header};
use axum::middleware::Next;
use axum::response::Response;
use futures::FutureExt as _;
use futures::future::BoxFuture;

use super::scope;
use super::seen::Seen;
use crate::problem::{Kind, Problem};
use crate::settings::Settings;

/// The name of the session cookie.
pub(crate) const COOKIE: &str = "annals_session";
/// The subprotocol that says: the next one is a token.
pub(crate) const WS_PROTOCOL: &str = "annals.bearer";

/// Something that knows whose a token is.
pub(crate) trait Tokens: Send + Sync {
    /// Whose `token` is; none if it is unknown, expired or revoked.
    fn owner<'a>(&'a self, token: &'a str) -> BoxFuture<'a, Result<Option<Caller>, Error>>;
}

impl Tokens for Engine {
    fn owner<'a>(&'a self, token: &'a str) -> BoxFuture<'a, Result<Option<Caller>, Error>> {
        self.authenticate(token).boxed()
    }
}

/// Finds out who asks.
#[derive(Clone)]
pub(crate) struct Auth {
    settings: Arc<Settings>,
    tokens: Arc<dyn Tokens>,
    seen: Arc<Seen>,
}

impl Auth {
    pub(crate) fn new(settings: Arc<Settings>, tokens: Arc<dyn Tokens>) -> Self {
        Self { settings, tokens, seen: Arc::default() }
    }

    /// Whose `token` is. While the database is away, tokens seen lately stay valid.
    pub(crate) async fn owner(&self, token: &str) -> Result<Option<Caller>, Problem> {
        if self.settings.admin_token.as_ref().is_some_and(|admin| admin.matches(token)) {
            return Ok(Some(Caller { user_id: Some("admin".to_owned()), run_id: None }));
        }
        let now = Instant::now();
        match self.tokens.owner(token).await {
            Ok(Some(caller)) => {
                self.seen.remember(token, &caller, now);
                Ok(Some(caller))
            }
            Ok(None) => {
                self.seen.forget(token);
                Ok(None)
            }
            Err(error @ Error::Unavailable(_)) => match self.seen.lately(token, now) {
                Some(caller) => Ok(Some(caller)),
                None => Err(error.into()),
            },
            Err(error) => Err(error.into()),
        }
    }

    /// Who asks.
    pub(crate) async fn caller(&self, headers: &HeaderMap) -> Result<Caller, Problem> {
        if let Some(sent) = sent(headers) {
            let owner = match sent {
                Some(token) => self.owner(&token).await?,
                None => None,
            };
            return owner.ok_or_else(|| unauthorized("The token is not known or no longer valid."));
        }
        // A browser may still carry the cookie of a session that is over, so that on an open
        // server it is no reason to refuse.
        if let Some(token) = cookie(headers)
            && let Some(caller) = self.owner(token).await?
        {
            return Ok(caller);
        }
        if self.settings.open {
            return Ok(Caller::default());
        }
        Err(unauthorized(Kind::Unauthorized.sentence()))
    }
}

fn unauthorized(detail: &str) -> Problem {
    Problem::new(Kind::Unauthorized, detail)
}

/// Lets a request in if its caller may do it, and notes the caller.
pub(crate) async fn require(
    State(auth): State<Auth>,
    mut request: Request,
    next: Next,
) -> Result<Response, Problem> {
    let caller = auth.caller(request.headers()).await?;
    scope::check(&caller, request.method(), request.uri().path())?;
    request.extensions_mut().insert(caller);
    Ok(next.run(request).await)
}

/// The token that was sent on purpose: none if nothing was sent, `Some(None)` if what was sent
/// is no token.
fn sent(headers: &HeaderMap) -> Option<Option<String>> {
    if headers.contains_key(header::AUTHORIZATION) {
        return Some(bearer(headers).map(str::to_owned));
    }
    subprotocol(headers).map(Some)
}

/// The token of `Authorization: Bearer <token>`.
pub(crate) fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    let token = token.trim();
    (scheme.eq_ignore_ascii_case("bearer") && !token.is_empty()).then_some(token)
}

/// The token of the session cookie.
pub(crate) fn cookie(headers: &HeaderMap) -> Option<&str> {
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.split_once('='));
    let (_, token) = pairs.find(|(name, _)| name.trim() == COOKIE)?;
    let token = token.trim();
    (!token.is_empty()).then_some(token)
}

/// The token of `Sec-WebSocket-Protocol: annals.bearer, <token>`.
fn subprotocol(headers: &HeaderMap) -> Option<String> {
    let lines = headers.get_all(header::SEC_WEBSOCKET_PROTOCOL).iter();
    let mut names =
        lines.filter_map(|v| v.to_str().ok()).flat_map(|line| line.split(',')).map(str::trim);
    names.find(|name| *name == WS_PROTOCOL)?;
    names.next().map(str::to_owned)
}

#[cfg(test)]
mod tests;
