//! Signed requests that set automations off.

use annals_domain::AutomationId;
use annals_engine::Hook;
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::extract::{At, Params, RawBody, Text, given};
use crate::problem::{Kind, Problem, Uploading};
use crate::state::ApiState;
use crate::wire::automations::HookTaken;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Sent {
    /// The file's name where the body is one file. Without it the body is JSON:
    /// `{"files": [{"filename", "content"}]}`, the content in Base64.
    #[param(value_type = Option<String>, max_length = 255, pattern = "^[^\\u0000]*$")]
    filename: Option<Text<255>>,
}

/// Send files to an automation
///
/// The header `Annals-Signature` is `t=SECONDS,v1=HEX`: the time and the HMAC-SHA256 of
/// `SECONDS.BODY` with the automation's secret, good for five minutes. The header `Event-Id` tells
/// an event from others; without it the signature does. When this answers, what was sent is stored.
#[utoipa::path(
    post, path = "/api/v1/hooks/{id}", tag = "automations",
    params(
        At<AutomationId>, Sent,
        ("Annals-Signature" = Option<String>, Header, description = "The signature."),
        ("Event-Id" = Option<String>, Header, description = "What tells the event from others."),
    ),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 202, body = HookTaken, description = "It is stored"), Uploading),
)]
pub(super) async fn take_hook(
    State(state): State<ApiState>,
    At(id): At<AutomationId>,
    Params(sent): Params<Sent>,
    headers: HeaderMap,
    RawBody(body): RawBody,
) -> Result<(StatusCode, Json<HookTaken>), Problem> {
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let Some(signature) = header("annals-signature") else {
        return Err(Problem::new(Kind::Unauthorized, "The header Annals-Signature is missing."));
    };
    let event = header("event-id").map(|text| annals_domain::head(text, 200).to_owned());
    let (signature, filename) = (signature.to_owned(), given(sent.filename));
    let hook = Hook { signature, event, filename, body };
    let accepted = state.engine.take_hook(&id, hook).await?;
    Ok((StatusCode::ACCEPTED, Json(HookTaken { accepted })))
}
