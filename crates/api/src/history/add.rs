//! `POST /api/v1/tasks/{id}/history`

use annals_domain::TaskId;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;

use super::own_only;
use crate::extract::{Asker, At, Idempotency, JsonBody};
use crate::problem::{Creating, Problem};
use crate::state::ApiState;
use crate::wire::history::{HistoryAdded, HistoryEntry, NewHistory, NewHistorySchema};

/// Add to a task's timeline
///
/// One entry, or a list of them that is stored all or none; answered in kind. At most so many
/// entries of a task are kept (100 unless configured otherwise): those with the lowest `n` go.
#[utoipa::path(
    post, path = "/api/v1/tasks/{id}/history", tag = "history",
    params(At<TaskId>, Idempotency),
    request_body = NewHistorySchema,
    responses((status = 201, body = HistoryAdded, description = "It is there"), Creating),
)]
pub(super) async fn add_history(
    State(state): State<ApiState>,
    Asker(caller): Asker,
    At(task): At<TaskId>,
    key: Idempotency,
    body: JsonBody<NewHistory>,
) -> Result<(StatusCode, Json<HistoryAdded>), Problem> {
    let key = key.of(&caller, &format!("history {task}"), &body.raw);
    let list = body.value.list;
    let new = body.value.checked(&task, caller.run_id.as_ref())?;
    own_only(&state, &caller, &task, new.iter().filter_map(|entry| entry.run_id.as_ref())).await?;
    let made = state.engine.add_history(&task, new, key).await?;
    let mut made: Vec<_> = made.into_iter().map(HistoryEntry::from).collect();
    let added = match made.pop() {
        Some(entry) if !list => HistoryAdded::One(Box::new(entry)),
        last => {
            made.extend(last);
            HistoryAdded::Many(made)
        }
    };
    Ok((StatusCode::CREATED, Json(added)))
}
