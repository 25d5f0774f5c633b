//! The history of flows: their runs in lists, and letting go of them.

use annals_domain::{Cursor, Page, Run, RunDetails, RunId, TaskId, TaskKind};
use annals_store::{FlowRunFilter, RunFilter, Store};

use crate::engine::Engine;
use crate::{
    BulkAction, BulkProgress, BulkRequest, BulkRuns, Error, PageRequest, RunStats, Span,
    StatsGroup, StatsRequest, reads,
};

/// A run of a flow.
#[derive(Debug, Clone)]
pub struct RanFlow {
    /// The run.
    pub run: Run,
    /// What it was given and gave, as far as it was asked for.
    pub details: RunDetails,
    /// How many components were begun.
    pub components_executed: i64,
}

const DAY_MILLIS: i64 = 86_400_000;

impl Engine {
    /// A run of a flow.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is none with this id.
    pub async fn flow_run(&self, id: &RunId) -> Result<RanFlow, Error> {
        let run = self.flow_run_row(id).await?;
        let store = &self.inner.store;
        let details = store.run_details(id).await?.unwrap_or_default();
        let begun = store.components_executed(std::slice::from_ref(id)).await?;
        let components_executed = begun.get(id).copied().unwrap_or(0);
        Ok(RanFlow { run, details, components_executed })
    }

    pub(crate) async fn flow_run_row(&self, id: &RunId) -> Result<Run, Error> {
        match self.inner.store.run(id).await? {
            Some(run) if run.kind == TaskKind::Flow => Ok(run),
            _ => Err(Error::not_found("flow run", id)),
        }
    }

    /// A page of flow runs, by when they began; inputs and outputs only with `payloads`.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a cursor that this list has not given.
    pub async fn flow_runs(
        &self,
        filter: &FlowRunFilter,
        page: PageRequest,
        payloads: bool,
    ) -> Result<(Vec<RanFlow>, Option<Cursor>), Error> {
        let read = |text: &str| Store::flow_runs_cursor(text, filter.direction);
        let after = reads::cursor(page.cursor.as_deref(), read)?;
        let store = &self.inner.store;
        let Page { items, next } = store.flow_runs(filter, page.size, after.as_ref()).await?;
        let ids: Vec<_> = items.iter().map(|run| run.id.clone()).collect();
        let mut details = store.flow_run_details(&ids, payloads).await?;
        let begun = store.components_executed(&ids).await?;
        let whole = |run: Run| RanFlow {
            details: details.remove(&run.id).unwrap_or_default(),
            components_executed: begun.get(&run.id).copied().unwrap_or(0),
            run,
        };
        Ok((items.into_iter().map(whole).collect(), next))
    }

    /// Figures of the flow runs since UTC midnight `days` days ago, also by what set them off.
    ///
    /// # Errors
    /// [`Error`] if the database does not answer.
    pub async fn flow_run_stats(&self, flow: Option<TaskId>, days: i64) -> Result<RunStats, Error> {
        let since = self.inner.clock.now().plus_millis(-days.saturating_mul(DAY_MILLIS));
        let request = StatsRequest {
            tasks: flow.into_iter().collect(),
            kind: Some(TaskKind::Flow),
            status: None,
            trigger: None,
            // It begins with the day that this lies in.
            started_after: Some(since),
            started_before: None,
            span: Span::Day,
            group_by: Some(StatsGroup::Trigger),
        };
        self.run_stats(request).await
    }

    /// Deletes a run of a flow that has ended.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is none with this id, [`Error::Conflict`] if it has not ended.
    pub async fn delete_flow_run(&self, id: &RunId) -> Result<(), Error> {
        self.flow_run_row(id).await?;
        self.delete_run(id).await
    }

    /// Deletes flow runs that have ended and are not pinned: those of a flow, those that began
    /// more than so many days ago, or all. A few are gone before this answers; many go in the
    /// background.
    ///
    /// # Errors
    /// [`Error`] if the database does not answer.
    pub async fn delete_flow_runs(
        &self,
        flow: Option<TaskId>,
        older_than_days: Option<i64>,
    ) -> Result<BulkProgress, Error> {
        let now = self.inner.clock.now();
        let before = |days: i64| now.plus_millis(-days.saturating_mul(DAY_MILLIS));
        let filter = RunFilter {
            kind: Some(TaskKind::Flow),
            task_id: flow,
            started_before: older_than_days.map(before),
            ..RunFilter::default()
        };
        self.start_bulk(BulkRequest {
            action: BulkAction::Delete,
            runs: BulkRuns::Filter(Box::new(filter)),
            expected: None,
        })
        .await
    }
}
