//! The way to a page of flow runs. Each condition of a filter has an index in the list's order, of
//! which one is walked while the other conditions are checked; the databases are kept from choosing
//! for themselves, as for the list of all runs (`run_list/way.rs`). PostgreSQL would rather put two
//! indexes together, which takes as long as all that they hold, and SQLite would sort all flow runs.
//!
//! The runs of one flow, and those that ended badly, are in indexes that hold all columns of the filter
//! (migrations 16 and 17), so that no row is read until one meets all of it.

use annals_domain::{Cursor, TaskId};
use sqlx::Row as _;

use super::{Direction, FlowRunFilter};
use crate::run_list::Column;
use crate::sql::Sql;
use crate::{Dialect, Store, StoreError};

/// When a run began; when it was accepted, while it has not.
const BEGAN: &str = "COALESCE(r.started_at, r.created_at)";
/// What the index on runs that ended badly leaves out, as SQLite recognises it.
const BADLY: &str = "r.status IN ('failure', 'cancelled')";
/// How many entries of an index are looked ahead, where each leads to a row.
const AHEAD: i64 = 64;
/// The same where the index holds all that is asked for: one costs that much less.
const AHEAD_WITHOUT_ROWS: i64 = 512;

/// A condition with an index in the list's order.
#[derive(Debug)]
struct Condition {
    column: Column,
    value: String,
}

impl Condition {
    /// Those of a filter.
    fn all(filter: &FlowRunFilter) -> Vec<Self> {
        let of = |column, value: Option<&str>| {
            value.map(|value| Self { column, value: value.to_owned() })
        };
        let conditions = [
            of(Column::Task, filter.flow_id.as_ref().map(TaskId::as_str)),
            of(Column::Session, filter.session_id.as_deref()),
            of(Column::User, filter.user_id.as_deref()),
            of(Column::Trigger, filter.trigger.as_deref()),
            of(Column::Status, filter.status.map(|status| status.as_str())),
        ];
        conditions.into_iter().flatten().collect()
    }

    /// Whether only runs that ended badly meet it.
    fn is_badly(&self) -> bool {
        self.column == Column::Status && matches!(&*self.value, "failure" | "cancelled")
    }

    /// Whether its index holds all that a filter asks for.
    fn is_covered(&self) -> bool {
        self.column == Column::Task || self.is_badly()
    }

    /// The index that holds it in the list's order.
    fn index(&self) -> &'static str {
        match self.column {
            _ if self.is_badly() => "flow_runs_ended_badly",
            Column::Task => "flow_runs_by_flow",
            Column::Session => "flow_runs_by_session",
            Column::User => "flow_runs_by_user",
            Column::Trigger => "flow_runs_by_trigger",
            Column::Status => "flow_runs_by_status",
            Column::Kind => "flow_runs",
        }
    }

    /// Writes it so that its index is walked.
    fn walk(&self, sql: &mut Sql) {
        sql.push(&format!(" AND {} = ", self.column.name())).bind(self.value.as_str());
        if self.is_badly() {
            sql.push(" AND ").push(BADLY);
        }
    }

    /// Writes it so that no index seems to serve.
    fn aside(&self, sql: &mut Sql) {
        sql.push(&format!(" AND ({} = ", self.column.name())).bind(self.value.as_str());
        sql.push(") IS TRUE");
    }

    /// How many of its entries are looked ahead.
    fn ahead(&self) -> i64 {
        if self.is_covered() { AHEAD_WITHOUT_ROWS } else { AHEAD }
    }
}

/// A walk through the list from a place on.
#[derive(Debug)]
pub(super) struct Walk<'c> {
    dialect: Dialect,
    /// The first one's index is walked; that on all flow runs where there is none.
    conditions: Vec<Condition>,
    direction: Direction,
    after: Option<&'c Cursor>,
}

impl<'c> Walk<'c> {
    /// Any walk through the runs that meet the filter.
    pub(super) fn of(filter: &FlowRunFilter, after: Option<&'c Cursor>, dialect: Dialect) -> Self {
        Self { dialect, conditions: Condition::all(filter), direction: filter.direction, after }
    }

    /// The one by the index whose next entries reach the farthest: the rarest from here on.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub(super) async fn shortest(mut self, store: &Store) -> Result<Self, StoreError> {
        if self.conditions.len() > 1 {
            let rarest = self.rarest(store).await?;
            self.conditions.swap(0, rarest);
        }
        Ok(self)
    }

    async fn rarest(&self, store: &Store) -> Result<usize, StoreError> {
        let mut sql = Sql::new("SELECT ");
        for (n, condition) in self.conditions.iter().enumerate() {
            sql.push(if n == 0 { "(" } else { ", (" });
            self.reach(&mut sql, condition);
            sql.push(&format!(") AS w{n}"));
        }
        let rows = sql.rows_once(&store.pool).await?;
        let mut best = (0, Some(i64::MAX));
        for n in 0..self.conditions.len() {
            let reach = match rows.first() {
                Some(row) => row.try_get::<Option<i64>, _>(n)?,
                None => None,
            };
            let far = |at: i64| if self.direction == Direction::Ascending { -at } else { at };
            let reach = reach.map(far);
            // None is less than any instant: that index comes to its end before.
            if reach < best.1 {
                best = (n, reach);
            }
        }
        Ok(best.0)
    }

    /// Writes the instant to which the next entries of a condition reach; null where there are fewer.
    fn reach(&self, sql: &mut Sql, condition: &Condition) {
        let ahead = condition.ahead();
        sql.push("SELECT at FROM (");
        self.places(sql, Some(condition), &[], ahead, 0);
        sql.push(") a ORDER BY at ").push(self.order()).push(", id ").push(self.order());
        sql.push(&format!(" LIMIT 1 OFFSET {}", ahead - 1));
    }

    /// The statement for a page: the places first, then the rows, so that no more than these are read.
    pub(super) fn page(&self, limit: i64, offset: i64) -> Sql {
        let mut sql = Sql::new("SELECT r.*, t.name AS task_name FROM (");
        let others = self.conditions.get(1..).unwrap_or_default();
        self.places(&mut sql, self.conditions.first(), others, limit, offset);
        sql.push(") p CROSS JOIN runs r CROSS JOIN tasks t WHERE r.id = p.id AND t.id = r.task_id");
        sql.push(" ORDER BY p.at ").push(self.order()).push(", p.id ").push(self.order());
        sql
    }

    /// Writes the places of runs by one index, in order.
    fn places(
        &self,
        sql: &mut Sql,
        walked: Option<&Condition>,
        others: &[Condition],
        limit: i64,
        offset: i64,
    ) {
        let index = self.dialect.by_index(walked.map_or("flow_runs", Condition::index));
        sql.push(&format!("SELECT {BEGAN} AS at, r.id AS id FROM runs r{index}"));
        sql.push(" WHERE r.kind = 'flow'");
        if let Some(walked) = walked {
            walked.walk(sql);
        }
        others.iter().for_each(|other| other.aside(sql));
        if let Some(after) = self.after {
            let beyond = if self.direction == Direction::Ascending { '>' } else { '<' };
            // By the first alone SQLite finds the place in the index.
            sql.push(&format!(" AND {BEGAN} {beyond}= ")).bind(after.key);
            sql.push(&format!(" AND ({BEGAN}, r.id) {beyond} (")).bind(after.key).push(", ");
            sql.bind(after.id.as_str()).push(")");
        }
        sql.push(&format!(" ORDER BY {BEGAN} {order}, r.id {order}", order = self.order()));
        sql.push(" LIMIT ").bind(limit);
        if offset > 0 {
            sql.push(" OFFSET ").bind(offset);
        }
    }

    const fn order(&self) -> &'static str {
        match self.direction {
            Direction::Ascending => "ASC",
            Direction::Descending => "DESC",
        }
    }
}
