//! Which run of a job is meant.

use annals_domain::{RunId, TaskId};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::extract::parsed;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Which {
    /// The run; the latest of the job unless given.
    #[serde(default, deserialize_with = "parsed")]
    #[param(value_type = Option<String>, min_length = 1, max_length = 128, pattern = "^[A-Za-z0-9_.:-]+$")]
    run_id: Option<RunId>,
}

impl Which {
    /// The run that is named.
    pub(crate) const fn run(&self) -> Option<&RunId> {
        self.run_id.as_ref()
    }

    /// What an idempotency key belongs to that is used below a job's path.
    pub(crate) fn operation(&self, job: &TaskId, below: &str) -> String {
        let run = self.run_id.as_ref().map_or("latest", |run| run.as_str());
        format!("jobs/{job}/{run}/{below}")
    }
}
