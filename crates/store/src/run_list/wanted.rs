//! What a list is narrowed to, with the words of `q` looked up among the tasks' names.

use annals_domain::{RunId, TaskId, Timestamp};

use super::classes::{DURATION, WAIT};
use super::source::{Column, Source, one_of};
use crate::filters::RunFilter;
use crate::sql::{Columns, Sql, contains};
use crate::{Store, StoreError};

/// The most tasks that are named one by one.
const NAMED: usize = 500;
/// The most runs that are sorted rather than read in order.
const SORTED: i64 = 2000;
/// The most tasks of whose runs each is read in order.
const MERGED: usize = 32;

/// A filter that can be written.
#[derive(Debug)]
pub(super) struct Wanted<'f> {
    pub(super) filter: &'f RunFilter,
    /// The conditions that have an index.
    pub(super) equal: Vec<Source>,
    named: Option<Named>,
}

/// The tasks whose name contains a text.
#[derive(Debug)]
struct Named {
    pattern: String,
    /// Their ids; none where they are too many to be named.
    tasks: Option<Vec<String>>,
    /// How many runs they have together.
    runs: i64,
    /// The text as a run's id, if it can be one.
    id: Option<String>,
}

impl<'f> Wanted<'f> {
    /// Looks up what the filter names.
    pub(super) async fn by(store: &Store, filter: &'f RunFilter) -> Result<Self, StoreError> {
        let named = match &filter.q {
            Some(q) => Some(Named::find(store, q).await?),
            None => None,
        };
        Ok(Self { filter, equal: equal(filter), named })
    }

    /// Whether `q` names no task, so that only a run's id can meet it.
    pub(super) fn by_id_only(&self) -> bool {
        let tasks = self.named.as_ref().and_then(|named| named.tasks.as_ref());
        tasks.is_some_and(Vec::is_empty)
    }

    /// The sources to which `q` leads, where they are few or small.
    pub(super) fn named_sources(&self) -> Option<Vec<Source>> {
        let named = self.named.as_ref()?;
        let tasks = named.tasks.as_ref()?;
        let task = |id: &String| Source::Equal(Column::Task, id.clone());
        match tasks.len() {
            0..=1 => Some(tasks.iter().map(task).collect()),
            _ if named.runs <= SORTED => Some(vec![Source::OfTasks(tasks.clone())]),
            2..=MERGED => Some(tasks.iter().map(task).collect()),
            _ => None,
        }
    }

    /// The run whose id `q` is.
    pub(super) fn id(&self) -> Option<&str> {
        self.named.as_ref()?.id.as_deref()
    }

    /// Whether what the source does not see to needs the run's own row.
    pub(super) fn needs_row(&self, source: &Source) -> bool {
        let filter = self.filter;
        let others = self.equal.iter().any(|other| other != source);
        others
            || self.named.is_some()
            || filter.platform_failure.is_some()
            || filter.min_duration_ms.is_some()
            || filter.started_after.is_some()
            || filter.started_before.is_some()
    }

    /// Writes all conditions but the source's own, so that no other index seems to serve:
    /// `IS TRUE` changes neither what they mean nor how many rows they are thought to meet.
    pub(super) fn narrow(&self, sql: &mut Sql, source: &Source) {
        for other in self.equal.iter().filter(|other| *other != source) {
            aside(sql, |sql| other.aside(sql));
        }
        if let Some(named) = &self.named {
            match source {
                // One by its id that is among the named tasks' runs would come twice.
                Source::One(_) => {
                    sql.push(" AND NOT ");
                    named.by_name(sql);
                }
                Source::OfTasks(_) => {}
                _ => aside(sql, |sql| named.condition(sql)),
            }
        }
        self.narrow_by_row(sql);
    }

    fn narrow_by_row(&self, sql: &mut Sql) {
        let filter = self.filter;
        if let Some(platform) = filter.platform_failure {
            let same = if platform { "=" } else { "<>" };
            sql.push(&format!(" AND COALESCE(r.error_type, '') {same} 'platform'"));
        }
        for (what, least) in [
            ("(r.started_at >= ", filter.started_after.map(Timestamp::as_micros)),
            ("(r.started_at < ", filter.started_before.map(Timestamp::as_micros)),
            ("(r.ended_at - r.started_at >= ", least_duration(filter)),
        ] {
            if let Some(least) = least {
                sql.push(" AND ").push(what).bind(least).push(") IS TRUE");
            }
        }
    }

    /// The classes of duration that can meet the filter.
    pub(super) fn durations(&self) -> Option<Vec<Source>> {
        let classes = DURATION.at_least(least_duration(self.filter)?);
        Some(classes.map(|class| Source::Class(&DURATION, class)).collect())
    }

    /// The classes of long waits, each with the earliest creation that can meet `started_after`.
    pub(super) fn waits(&self) -> Vec<(Source, Option<i64>)> {
        let Some(after) = self.filter.started_after else { return Vec::new() };
        let source = |class| {
            let earliest = WAIT.end(class).map(|end| after.as_micros().saturating_sub(end));
            (Source::Class(&WAIT, class), earliest)
        };
        WAIT.at_least(0).map(source).collect()
    }
}

fn aside(sql: &mut Sql, condition: impl FnOnce(&mut Sql)) {
    sql.push(" AND (");
    condition(sql);
    sql.push(") IS TRUE");
}

/// In microseconds.
fn least_duration(filter: &RunFilter) -> Option<i64> {
    filter.min_duration_ms.map(|ms| ms.saturating_mul(1000))
}

/// The conditions that have an index, those first that mostly let few runs through.
fn equal(filter: &RunFilter) -> Vec<Source> {
    let of = |column, value: Option<&str>| value.map(|v| Source::Equal(column, v.to_owned()));
    let sources = [
        of(Column::Task, filter.task_id.as_ref().map(TaskId::as_str)),
        of(Column::Session, filter.session_id.as_deref()),
        of(Column::User, filter.user_id.as_deref()),
        filter.tag.clone().map(Source::Tagged),
        of(Column::Trigger, filter.trigger.as_deref()),
        of(Column::Status, filter.status.map(|status| status.as_str())),
        of(Column::Kind, filter.kind.map(|kind| kind.as_str())),
    ];
    sources.into_iter().flatten().collect()
}

impl Named {
    async fn find(store: &Store, q: &str) -> Result<Self, StoreError> {
        let mut sql = Sql::new("SELECT id, run_count FROM tasks WHERE run_count > 0 AND ");
        sql.push("name_lower LIKE ").bind(contains(q)).push(" ESCAPE '\\' LIMIT ");
        sql.bind(i64::try_from(NAMED + 1).unwrap_or(i64::MAX));
        let (mut tasks, mut runs) = (Vec::new(), 0_i64);
        for row in &sql.rows(&store.pool).await? {
            let columns = Columns::new(row, "tasks", "id");
            tasks.push(columns.text("id")?);
            runs = runs.saturating_add(columns.int("run_count")?);
        }
        let id = q.parse::<RunId>().ok().map(|id| id.as_str().to_owned());
        let tasks = (tasks.len() <= NAMED).then_some(tasks);
        Ok(Self { pattern: contains(q), tasks, runs, id })
    }

    fn condition(&self, sql: &mut Sql) {
        match &self.tasks {
            Some(tasks) if tasks.is_empty() => {
                sql.push("1 = 0");
            }
            Some(tasks) => one_of(sql, tasks),
            None => self.by_name(sql),
        }
    }

    fn by_name(&self, sql: &mut Sql) {
        sql.push("r.task_id IN (SELECT n.id FROM tasks n WHERE n.name_lower LIKE ");
        sql.bind(self.pattern.as_str()).push(" ESCAPE '\\')");
    }
}
