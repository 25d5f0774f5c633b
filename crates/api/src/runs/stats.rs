//! `GET /api/v1/runs/stats`

use annals_domain::{RunStatus, TaskId, TaskKind, Timestamp};
use annals_engine::{Span, StatsGroup, StatsRequest};
use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::extract::{Params, Text, given, instant, parsed, word};
use crate::problem::{Listing, Problem};
use crate::state::ApiState;
use crate::wire::stats::{BucketWord, GroupWord, RunStatsAnswer};
use crate::wire::words::{KindWord, StatusWord};

/// The most tasks that one request names.
const TASKS: usize = 100;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Wanted {
    /// Only runs of tasks of this kind, in any case.
    #[serde(default, deserialize_with = "word")]
    #[param(value_type = Option<KindWord>)]
    kind: Option<TaskKind>,
    /// Only runs with this status, in any case.
    #[serde(default, deserialize_with = "word")]
    #[param(value_type = Option<StatusWord>)]
    status: Option<RunStatus>,
    /// Only runs of this task.
    #[serde(default, deserialize_with = "parsed")]
    #[param(value_type = Option<String>, min_length = 1, max_length = 128, pattern = "^[A-Za-z0-9_.:-]+$")]
    task_id: Option<TaskId>,
    /// Only runs of these tasks: at most 100 ids, with commas between them.
    #[param(value_type = Option<String>, max_length = 12900, pattern = "^[A-Za-z0-9_.:,-]*$")]
    task_ids: Option<Text<12900>>,
    /// Only runs that this set off.
    #[param(value_type = Option<String>, max_length = 200, pattern = "^[^\\u0000]*$")]
    trigger_type: Option<Text<200>>,
    /// Only runs that began in this hour or day, or later.
    #[serde(default, deserialize_with = "instant")]
    #[param(value_type = Option<String>, format = DateTime)]
    started_after: Option<Timestamp>,
    /// Only runs that began in this hour or day, or before.
    #[serde(default, deserialize_with = "instant")]
    #[param(value_type = Option<String>, format = DateTime)]
    started_before: Option<Timestamp>,
    /// What a point of the series covers, in UTC. Single hours are kept for 8 days.
    #[serde(default, deserialize_with = "word")]
    #[param(value_type = Option<BucketWord>)]
    bucket: Option<BucketWord>,
    /// What to tell runs apart by besides.
    #[serde(default, deserialize_with = "word")]
    #[param(value_type = Option<GroupWord>)]
    group_by: Option<GroupWord>,
}

/// Read figures of runs
///
/// How many runs there are by status, how long they took, and both over time: of the last 30 days,
/// or 24 hours by the hour, unless times are given. Times are widened to whole days or hours, as
/// `since` and `until` say; a run belongs to the time when it began, or was accepted if it never
/// began. Counts, sums and averages are exact; other durations are within a few per cent.
#[utoipa::path(
    get, path = "/api/v1/runs/stats", tag = "runs",
    params(Wanted),
    responses((status = 200, body = RunStatsAnswer, description = "The figures"), Listing),
)]
pub(super) async fn run_stats(
    State(state): State<ApiState>,
    Params(wanted): Params<Wanted>,
) -> Result<Json<RunStatsAnswer>, Problem> {
    let bucket = wanted.bucket.unwrap_or(BucketWord::Day);
    let stats = state.engine.run_stats(wanted.request()?).await.map_err(Problem::of_query)?;
    Ok(Json(RunStatsAnswer::new(stats, bucket)))
}

impl Wanted {
    fn request(self) -> Result<StatsRequest, Problem> {
        let mut tasks: Vec<TaskId> = self.task_id.into_iter().collect();
        for id in given(self.task_ids).iter().flat_map(|ids| ids.split(',')) {
            let invalid = |error| Problem::invalid_query("task_ids", format!("{error}"));
            tasks.push(id.parse().map_err(invalid)?);
        }
        tasks.sort();
        tasks.dedup();
        if tasks.len() > TASKS {
            return Err(Problem::invalid_query("task_ids", "must name at most 100 tasks"));
        }
        Ok(StatsRequest {
            tasks,
            kind: self.kind,
            status: self.status,
            trigger: given(self.trigger_type),
            started_after: self.started_after,
            started_before: self.started_before,
            span: match self.bucket {
                Some(BucketWord::Hour) => Span::Hour,
                Some(BucketWord::Day) | None => Span::Day,
            },
            group_by: self.group_by.map(|word| match word {
                GroupWord::Kind => StatsGroup::Kind,
                GroupWord::Task => StatsGroup::Task,
                GroupWord::Status => StatsGroup::Status,
                GroupWord::Trigger => StatsGroup::Trigger,
                GroupWord::Day => StatsGroup::Day,
            }),
        })
    }
}
