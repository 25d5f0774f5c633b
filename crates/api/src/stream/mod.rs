//! Live streams: server-sent events and WebSockets.

mod live;
pub(crate) mod sse;
mod view;
mod websocket;

use annals_engine::{Error, Event, Watch};
use futures::stream::{self, BoxStream, StreamExt as _};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::state::ApiState;

/// The WebSocket.
pub(crate) fn router() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new().routes(routes!(websocket::task_logs_live))
}

/// What a watch hands out, as a stream. Unlike [`Watch::next`], its `next` may be dropped and
/// called again without losing anything, since the stream itself keeps what is underway.
fn batches(watch: Watch) -> BoxStream<'static, Result<Vec<Event>, Error>> {
    stream::unfold(watch, |mut watch| async {
        watch.next().await.transpose().map(|batch| (batch, watch))
    })
    .fuse()
    .boxed()
}
