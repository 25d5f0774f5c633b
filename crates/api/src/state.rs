//! What every handler gets.

use std::sync::Arc;

use annals_engine::Engine;
use axum::extract::FromRef;
use tokio_util::sync::CancellationToken;

use crate::extract::BodyLimit;
use crate::guard::Auth;
use crate::metrics::Metrics;
use crate::settings::Settings;

/// The engine and how this face is set up. Cheap to clone.
#[derive(Clone)]
pub struct ApiState {
    pub(crate) engine: Engine,
    pub(crate) settings: Arc<Settings>,
    pub(crate) auth: Auth,
    pub(crate) metrics: Arc<Metrics>,
    pub(crate) shutdown: CancellationToken,
}

impl ApiState {
    /// A face of `engine`. When `shutdown` is cancelled, event streams and WebSockets end, so
    /// that the server can drain.
    #[must_use]
    pub fn new(engine: Engine, settings: Settings, shutdown: CancellationToken) -> Self {
        if let Some(Err(error)) =
            settings.admin_token.as_ref().map(|admin| engine.know_admin(admin.digest()))
        {
            tracing::error!("sessions of the administrator will not be known: {error}");
        }
        let settings = Arc::new(settings);
        let auth = Auth::new(Arc::clone(&settings), Arc::new(engine.clone()));
        Self { engine, settings, auth, metrics: Arc::default(), shutdown }
    }
}

impl std::fmt::Debug for ApiState {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ApiState").field("settings", &self.settings).finish_non_exhaustive()
    }
}

impl FromRef<ApiState> for BodyLimit {
    fn from_ref(state: &ApiState) -> Self {
        Self(state.settings.body_limit)
    }
}
