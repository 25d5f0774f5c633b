//! Reading entries. What has expired is never read, swept or not.

use annals_domain::{Cursor, CursorError, PageSize, RunId, TaskId, Timestamp};

use super::{TaskBuildHistory, TaskBuildHistoryContextType as ContextType, rows};
use crate::sql::Sql;
use crate::{Store, StoreError};

/// How many rows are read at a time.
const TOGETHER: i64 = 50;
/// The most rows looked through for a page that asks for a text.
const LOOKED_THROUGH: i64 = 2_000;

/// Whose entries are read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HistoryOf {
    /// A task's, by number.
    Task(TaskId),
    /// Those of all tasks that bear the filter's workspace or session, by time.
    All,
}

/// Which of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HistoryFilter {
    /// Only of this type.
    pub context_type: Option<ContextType>,
    /// Only of this run.
    pub run_id: Option<RunId>,
    /// Only of this workspace.
    pub workspace_id: Option<String>,
    /// Only of this session.
    pub session_id: Option<String>,
    /// Only written then or later.
    pub since: Option<Timestamp>,
    /// Only written before then.
    pub until: Option<Timestamp>,
    /// Only those whose content holds this text, in any case.
    pub q: Option<String>,
}

impl HistoryFilter {
    /// Whether it lets everything through.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// In which order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum HistoryOrder {
    /// The oldest first.
    #[default]
    Ascending,
    /// The newest first.
    Descending,
}

/// A page of entries; with a text to look for it may hold fewer than asked for, or none, and
/// still another one follows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryPage {
    /// The entries.
    pub entries: Vec<TaskBuildHistory>,
    /// Where the next page begins; none after the last.
    pub next: Option<Cursor>,
}

/// What is read, in which order.
#[derive(Debug, Clone)]
pub struct HistoryQuery {
    /// Whose.
    pub of: HistoryOf,
    /// Which.
    pub filter: HistoryFilter,
    /// In which order.
    pub order: HistoryOrder,
}

impl HistoryQuery {
    fn list(&self) -> &'static str {
        match (&self.of, self.order) {
            (HistoryOf::Task(_), HistoryOrder::Ascending) => "history asc",
            (HistoryOf::Task(_), HistoryOrder::Descending) => "history desc",
            (HistoryOf::All, HistoryOrder::Ascending) => "all history asc",
            (HistoryOf::All, HistoryOrder::Descending) => "all history desc",
        }
    }

    /// Reads a cursor of this list.
    ///
    /// # Errors
    /// [`CursorError`] for a text that this list, in this order, has not given.
    pub fn cursor(&self, text: &str) -> Result<Cursor, CursorError> {
        Cursor::decode(text, self.list())
    }

    /// The place after the task's entry `n`.
    #[must_use]
    pub fn after(&self, n: i64) -> Cursor {
        Cursor::new(self.list(), n, "")
    }

    fn place(&self, entry: &TaskBuildHistory) -> Cursor {
        match self.of {
            HistoryOf::Task(_) => self.after(entry.n),
            HistoryOf::All => Cursor::new(self.list(), entry.created_at.as_micros(), &entry.id),
        }
    }

    fn sql(&self, now: Timestamp, after: Option<&Cursor>, most: i64) -> Sql {
        let mut sql = Sql::new("SELECT ");
        sql.push(rows::COLUMNS).push(" FROM task_history");
        sql.and("expires_at > ").bind(now.as_micros());
        let filter = &self.filter;
        sql.and_if("context_type = ", filter.context_type.map(ContextType::as_str));
        sql.and_if("run_id = ", filter.run_id.as_ref().map(RunId::as_str));
        sql.and_if("workspace_id = ", filter.workspace_id.as_deref());
        sql.and_if("session_id = ", filter.session_id.as_deref());
        sql.and_if("created_at >= ", filter.since.map(Timestamp::as_micros));
        sql.and_if("created_at < ", filter.until.map(Timestamp::as_micros));
        let (beyond, direction) = match self.order {
            HistoryOrder::Ascending => (">", "ASC"),
            HistoryOrder::Descending => ("<", "DESC"),
        };
        match &self.of {
            HistoryOf::Task(task) => {
                sql.and("task_id = ").bind(task.as_str());
                if let Some(after) = after {
                    sql.and("n ").push(beyond).push(" ").bind(after.key);
                }
                sql.push(" ORDER BY n ").push(direction);
            }
            HistoryOf::All => {
                if let Some(after) = after {
                    sql.and("(created_at, id) ").push(beyond).push(" (").bind(after.key);
                    sql.push(", ").bind(after.id.as_str()).push(")");
                }
                sql.push(" ORDER BY created_at ").push(direction).push(", id ").push(direction);
            }
        }
        sql.push(" LIMIT ").bind(most);
        sql
    }
}

impl Store {
    /// A page of entries.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer or a row is damaged.
    pub async fn history(
        &self,
        query: &HistoryQuery,
        size: PageSize,
        after: Option<&Cursor>,
    ) -> Result<HistoryPage, StoreError> {
        let now = self.history.now();
        let probe = size.probe();
        let Some(q) = query.filter.q.as_ref().map(|q| q.to_lowercase()) else {
            let found = query.sql(now, after, probe).rows(&self.pool).await?;
            let entries = found.iter().map(rows::entry).collect::<Result<_, _>>()?;
            let page = annals_domain::Page::cut(entries, size, |entry| query.place(entry));
            return Ok(HistoryPage { entries: page.items, next: page.next });
        };
        let (mut entries, mut place, mut looked) = (Vec::new(), after.cloned(), 0);
        let wanted = usize::try_from(probe - 1).unwrap_or(usize::MAX);
        loop {
            let found = query.sql(now, place.as_ref(), TOGETHER).rows(&self.pool).await?;
            let count = i64::try_from(found.len()).unwrap_or(TOGETHER);
            for row in &found {
                let entry = rows::entry(row)?;
                place = Some(query.place(&entry));
                if entry.content.to_lowercase().contains(&q) {
                    entries.push(entry);
                    if entries.len() == wanted {
                        return Ok(HistoryPage { entries, next: place });
                    }
                }
            }
            looked += count;
            if count < TOGETHER {
                return Ok(HistoryPage { entries, next: None });
            }
            if looked >= LOOKED_THROUGH {
                return Ok(HistoryPage { entries, next: place });
            }
        }
    }

    /// How many entries a task has: its counter less what has expired and waits to be swept.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn history_count(&self, task: &TaskId) -> Result<i64, StoreError> {
        let count: Option<i64> = sqlx::query_scalar(
            "SELECT entries - (SELECT COUNT(*) FROM task_history h \
               WHERE h.task_id = task_history_heads.task_id AND h.expires_at <= $2) \
             FROM task_history_heads WHERE task_id = $1",
        )
        .bind(task.as_str())
        .bind(self.history.now().as_micros())
        .fetch_optional(&self.pool)
        .await?;
        Ok(count.unwrap_or(0))
    }

    /// Those of a run's entries whose numbers within the task are among `numbers`.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer or a row is damaged.
    pub async fn history_of_run(
        &self,
        run: &RunId,
        numbers: &[i64],
    ) -> Result<Vec<TaskBuildHistory>, StoreError> {
        let mut sql = Sql::new("SELECT ");
        sql.push(rows::COLUMNS).push(" FROM task_history");
        sql.and("task_id = (SELECT task_id FROM runs WHERE id = ").bind(run.as_str()).push(")");
        sql.and("run_id = ").bind(run.as_str());
        sql.and("expires_at > ").bind(self.history.now().as_micros());
        sql.and("n IN (");
        for (index, n) in numbers.iter().enumerate() {
            sql.push(if index == 0 { "" } else { ", " }).bind(*n);
        }
        sql.push(")");
        sql.rows(&self.pool).await?.iter().map(rows::entry).collect()
    }
}
