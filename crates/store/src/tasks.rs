//! Tasks: one row each, which tells of the latest run too.

use annals_domain::{Cursor, LatestRun, Page, PageSize, RunNumber, Task, TaskId};
use sqlx::any::AnyRow;

use crate::filters::TaskFilter;
use crate::runs::failure_is_platform;
use crate::sql::{Columns, Sql, contains};
use crate::{Store, StoreError};

/// What a cursor of the list of tasks is made for.
const LIST: &str = "tasks";

pub(crate) fn task(row: &AnyRow) -> Result<Task, StoreError> {
    let columns = Columns::new(row, "tasks", "id");
    Ok(Task {
        id: columns.word("id")?,
        kind: columns.word("kind")?,
        name: columns.text("name")?,
        created_at: columns.time("created_at")?,
        updated_at: columns.time("updated_at")?,
        run_count: columns.int("run_count")?,
        latest: latest(&columns)?,
    })
}

fn latest(columns: &Columns<'_>) -> Result<Option<LatestRun>, StoreError> {
    let (Some(id), Some(number), Some(status)) = (
        columns.opt_word("latest_run_id")?,
        columns.opt_int("latest_number")?.and_then(RunNumber::new),
        columns.opt_word("latest_status")?,
    ) else {
        return Ok(None);
    };
    Ok(Some(LatestRun {
        id,
        number,
        status,
        error_type: columns.opt_word("latest_error_type")?,
        started_at: columns.opt_time("latest_started_at")?,
        ended_at: columns.opt_time("latest_ended_at")?,
        code_head: columns.opt_text("latest_code_head")?.unwrap_or_default(),
        dependencies: columns.opt_text("latest_dependencies")?,
    }))
}

impl Store {
    /// The task with this id.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer or the row is damaged.
    pub async fn task(&self, id: &TaskId) -> Result<Option<Task>, StoreError> {
        let row = sqlx::query("SELECT * FROM tasks WHERE id = $1")
            .bind(id.as_str())
            .fetch_optional(&self.pool)
            .await?;
        row.as_ref().map(task).transpose()
    }

    /// A page of tasks, newest first.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer or a row is damaged.
    pub async fn tasks(
        &self,
        filter: &TaskFilter,
        size: PageSize,
        after: Option<&Cursor>,
    ) -> Result<Page<Task>, StoreError> {
        let mut sql = Sql::new("SELECT * FROM tasks");
        narrow(&mut sql, filter);
        if let Some(after) = after {
            sql.and("(created_at, id) < (").bind(after.key).push(", ").bind(after.id.as_str());
            sql.push(")");
        }
        sql.push(" ORDER BY created_at DESC, id DESC LIMIT ").bind(size.probe());
        let rows = sql.rows(&self.pool).await?;
        let tasks = rows.iter().map(task).collect::<Result<_, _>>()?;
        Ok(Page::cut(tasks, size, |t| Cursor::new(LIST, t.created_at.as_micros(), t.id.as_str())))
    }

    /// Reads a cursor of the list of tasks.
    ///
    /// # Errors
    /// [`annals_domain::CursorError`] for a text that this list has not given.
    pub fn tasks_cursor(text: &str) -> Result<Cursor, annals_domain::CursorError> {
        Cursor::decode(text, LIST)
    }
}

fn narrow(sql: &mut Sql, filter: &TaskFilter) {
    sql.and_if("kind = ", filter.kind.map(|kind| kind.as_str()));
    if let Some(q) = &filter.q {
        sql.and("(name_lower LIKE ").bind(contains(q)).push(" ESCAPE '\\' OR id = ");
        sql.bind(q.as_str()).push(")");
    }
    if let Some(phase) = filter.phase {
        sql.and("latest_status = ").bind(phase.status().as_str());
        if let Some(platform) = failure_is_platform(phase) {
            let same = if platform { "=" } else { "<>" };
            sql.and("COALESCE(latest_error_type, '') ").push(same).push(" 'platform'");
        }
    }
    if let Some(tag) = &filter.tag {
        // `IS TRUE` keeps SQLite from reading every run with the tag for each task.
        sql.and("EXISTS (SELECT 1 FROM run_tags t WHERE t.run_id = tasks.latest_run_id");
        sql.push(" AND (t.tag = ").bind(tag.as_str()).push(") IS TRUE)");
    }
}
