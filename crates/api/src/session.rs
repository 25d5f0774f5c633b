//! Sessions of browsers: a token is exchanged for a cookie that scripts cannot read.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::extract::{Asker, Empty, JsonBody};
use crate::guard::{COOKIE, cookie};
use crate::problem::{Kind, Problem, Signing, Unguarded};
use crate::state::ApiState;

/// How long a session lasts, in seconds: 30 days.
const LASTS: u32 = 30 * 86_400;

/// The token to exchange.
#[derive(Deserialize, ToSchema)]
struct SignIn {
    /// An access token.
    #[schema(max_length = 1000, min_length = 1)]
    token: String,
}

impl Empty for SignIn {}

/// Who is signed in.
#[derive(Debug, Serialize, ToSchema)]
struct Session {
    /// The name the token was made for; null on an open server.
    user_id: Option<String>,
    /// Whether the server serves requests without a token.
    open: bool,
}

/// What needs no token.
pub(crate) fn open() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new().routes(routes!(sign_in, sign_out))
}

/// What needs one.
pub(crate) fn guarded() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new().routes(routes!(current_session))
}

/// Sign in
///
/// Exchanges an access token for a session cookie of 30 days.
#[utoipa::path(
    post, path = "/api/v1/session", tag = "session", security(()),
    request_body = SignIn,
    responses((status = 200, body = Session, description = "Signed in; the cookie is set"), Signing),
)]
async fn sign_in(
    State(state): State<ApiState>,
    body: JsonBody<SignIn>,
) -> Result<Response, Problem> {
    let owner = state.auth.owner(&body.value.token).await?;
    let unknown = || Problem::new(Kind::Unauthorized, "The token is not known or no longer valid.");
    let caller = owner.ok_or_else(unknown)?;
    if caller.run_id.is_some() {
        return Err(Problem::new(Kind::Forbidden, "A run's own token cannot sign in."));
    }
    let made = state.engine.create_session(&caller, &body.value.token).await?;
    let cookie = set_cookie(&made.secret, LASTS, state.settings.is_https());
    let session = Session { user_id: caller.user_id, open: state.settings.open };
    Ok(([(header::SET_COOKIE, cookie)], Json(session)).into_response())
}

/// Sign out
///
/// Ends the session of the cookie, if there is one, and clears the cookie.
#[utoipa::path(
    delete, path = "/api/v1/session", tag = "session", security(()),
    responses((status = 204, description = "Signed out"), Unguarded),
)]
async fn sign_out(State(state): State<ApiState>, headers: HeaderMap) -> Result<Response, Problem> {
    if let Some(secret) = cookie(&headers) {
        state.engine.end_session(secret).await?;
    }
    let cookie = set_cookie("", 0, state.settings.is_https());
    Ok((StatusCode::NO_CONTENT, [(header::SET_COOKIE, cookie)]).into_response())
}

/// Who is signed in
#[utoipa::path(
    get, path = "/api/v1/session", tag = "session",
    responses(
        (status = 200, body = Session, description = "The caller"),
        crate::problem::Listing,
    ),
)]
async fn current_session(State(state): State<ApiState>, Asker(caller): Asker) -> Json<Session> {
    Json(Session { user_id: caller.user_id, open: state.settings.open })
}

fn set_cookie(secret: &str, seconds: u32, https: bool) -> String {
    let secure = if https { "; Secure" } else { "" };
    format!("{COOKIE}={secret}; HttpOnly; SameSite=Strict; Path=/; Max-Age={seconds}{secure}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cookie_is_out_of_reach_of_scripts_and_other_sites() {
        assert_eq!(
            set_cookie("s", 60, true),
            "annals_session=s; HttpOnly; SameSite=Strict; Path=/; Max-Age=60; Secure"
        );
        assert!(!set_cookie("s", 60, false).contains("Secure"));
    }
}
