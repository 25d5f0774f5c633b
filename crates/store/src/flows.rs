//! Flows: tasks that are there before their first run, with what they are right now.

use annals_domain::{Cursor, CursorError, FlowSpec, Page, PageSize, Snapshot, Spec, Task, TaskId};
use annals_domain::{NodeName, TaskKind, Timestamp};
use serde::Serialize;
use serde_json::Value;
use sqlx::AnyConnection;
use sqlx::any::AnyRow;

use crate::create::Idempotency;
use crate::sql::{Columns, Sql, contains, json};
use crate::{Dialect, Keyed, Store, StoreError, keyed, tasks};

/// What a cursor of the list of flows is made for.
const LIST: &str = "flows";

/// A flow that is to be made, or what one is to become.
#[derive(Debug, Clone)]
pub struct NewFlow {
    /// Its id.
    pub id: TaskId,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub description: Option<String>,
    /// Its components and edges.
    pub spec: FlowSpec,
    /// When it was made or changed.
    pub at: Timestamp,
}

/// What came of making a flow.
pub type FlowCreated = Keyed<TaskId>;

/// A flow as a list shows it.
#[derive(Debug, Clone)]
pub struct FlowRow {
    /// Its task, which tells of the latest run.
    pub task: Task,
    /// What it is for.
    pub description: Option<String>,
    /// Its graph without code: `{components: [{id, name}], edges: [{from, to}]}`.
    pub shape: Value,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed; its runs do not count.
    pub changed_at: Timestamp,
}

/// A flow, whole.
#[derive(Debug, Clone)]
pub struct StoredFlow {
    /// What a list shows of it.
    pub row: FlowRow,
    /// Its components and edges.
    pub spec: FlowSpec,
    /// How often it was changed.
    pub revision: i64,
}

#[derive(Serialize)]
struct Shape<'f> {
    components: Vec<Named<'f>>,
    edges: &'f [annals_domain::Edge],
}

#[derive(Serialize)]
struct Named<'f> {
    id: &'f NodeName,
    name: &'f str,
}

fn shape(spec: &FlowSpec) -> Result<String, StoreError> {
    let named = spec.components.iter().map(|c| Named { id: &c.id, name: &c.name });
    json(&Shape { components: named.collect(), edges: &spec.edges })
}

const SELECT: &str = "SELECT t.*, f.description AS description, f.shape AS shape, \
      f.created_at AS made_at, f.updated_at AS changed_at";
const FROM: &str = " FROM flows f JOIN tasks t ON t.id = f.task_id";

fn row(row: &AnyRow) -> Result<FlowRow, StoreError> {
    let columns = Columns::new(row, "flows", "id");
    Ok(FlowRow {
        task: tasks::task(row)?,
        description: columns.opt_text("description")?,
        shape: columns.json("shape")?,
        created_at: columns.time("made_at")?,
        changed_at: columns.time("changed_at")?,
    })
}

fn whole(found: &AnyRow) -> Result<StoredFlow, StoreError> {
    let columns = Columns::new(found, "flows", "id");
    match columns.json("content")? {
        Spec::Flow(spec) => {
            Ok(StoredFlow { row: row(found)?, spec, revision: columns.int("revision")? })
        }
        other => Err(StoreError::Damaged {
            table: "flows",
            key: columns.text("id")?,
            column: "content",
            detail: format!("of the kind {}", other.kind()),
        }),
    }
}

impl Store {
    /// Makes a flow.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn create_flow(
        &self,
        flow: NewFlow,
        key: Option<Idempotency>,
    ) -> Result<FlowCreated, StoreError> {
        self.write(move |tx| {
            Box::pin(async move {
                let before = keyed::claim(tx, flow.id.as_str(), key.as_ref(), flow.at).await?;
                if let Some(before) = before {
                    return Ok(before);
                }
                insert(tx, &flow).await?;
                Ok(FlowCreated::New)
            })
        })
        .await
    }

    /// Makes a flow what `flow` says, if it was changed `revision` times before; whether it was.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn change_flow(&self, flow: NewFlow, revision: i64) -> Result<bool, StoreError> {
        self.write(move |tx| {
            Box::pin(async move {
                let mut sql = Sql::new("UPDATE flows SET description = ");
                sql.bind(flow.description.as_deref()).push(", content = ").bind(content(&flow));
                sql.push(", shape = ").bind(shape(&flow.spec)?).push(", updated_at = ");
                sql.bind(flow.at.as_micros()).push(", revision = revision + 1");
                sql.and("task_id = ").bind(flow.id.as_str()).and("revision = ").bind(revision);
                if sql.run(&mut *tx).await? == 0 {
                    return Ok(false);
                }
                let mut sql = Sql::new("UPDATE tasks SET name = ");
                sql.bind(flow.name.as_str()).push(", name_lower = ").bind(flow.name.to_lowercase());
                sql.push(", updated_at = ").bind(flow.at.as_micros());
                sql.and("id = ").bind(flow.id.as_str());
                sql.run(tx).await?;
                Ok(true)
            })
        })
        .await
    }

    /// The flow with this id.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer or the row is damaged.
    pub async fn flow(&self, id: &TaskId) -> Result<Option<StoredFlow>, StoreError> {
        let mut sql = Sql::new(SELECT);
        sql.push(", f.content AS content, f.revision AS revision").push(FROM);
        sql.and("f.task_id = ").bind(id.as_str());
        sql.rows(&self.pool).await?.first().map(whole).transpose()
    }

    /// The oldest flow with exactly this name.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer or the row is damaged.
    pub async fn flow_named(&self, name: &str) -> Result<Option<StoredFlow>, StoreError> {
        let mut sql = Sql::new(SELECT);
        sql.push(", f.content AS content, f.revision AS revision").push(FROM);
        named(&mut sql, name);
        sql.rows(&self.pool).await?.first().map(whole).transpose()
    }

    /// A page of flows, newest first; those whose name contains `q`, if it is given.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer or a row is damaged.
    pub async fn flows(
        &self,
        q: Option<&str>,
        size: PageSize,
        after: Option<&Cursor>,
    ) -> Result<Page<FlowRow>, StoreError> {
        let mut sql = Sql::new(SELECT);
        sql.push(FROM);
        if let Some(q) = q {
            sql.and("(t.name_lower LIKE ").bind(contains(q)).push(" ESCAPE '\\' OR t.id = ");
            sql.bind(q).push(")");
        }
        if let Some(after) = after {
            sql.and("(f.created_at, f.task_id) < (").bind(after.key).push(", ");
            sql.bind(after.id.as_str()).push(")");
        }
        sql.push(" ORDER BY f.created_at DESC, f.task_id DESC LIMIT ").bind(size.probe());
        let rows = sql.rows(&self.pool).await?;
        let flows = rows.iter().map(row).collect::<Result<_, _>>()?;
        let place =
            |flow: &FlowRow| Cursor::new(LIST, flow.created_at.as_micros(), flow.task.id.as_str());
        Ok(Page::cut(flows, size, place))
    }

    /// Reads a cursor of the list of flows.
    ///
    /// # Errors
    /// [`CursorError`] for a text that this list has not given.
    pub fn flows_cursor(text: &str) -> Result<Cursor, CursorError> {
        Cursor::decode(text, LIST)
    }
}

fn named(sql: &mut Sql, name: &str) {
    sql.and("t.kind = 'flow'").and("t.name = ").bind(name);
    sql.push(" ORDER BY t.created_at, t.id LIMIT 1");
}

/// Makes a flow unless there is one of its name; whether it was made. Two that want the same do so
/// one after the other.
pub(crate) async fn insert_named(
    tx: &mut AnyConnection,
    dialect: Dialect,
    flow: &NewFlow,
) -> Result<bool, StoreError> {
    if dialect == Dialect::Postgres {
        sqlx::query("LOCK TABLE flows IN SHARE ROW EXCLUSIVE MODE").execute(&mut *tx).await?;
    }
    let mut sql = Sql::new("SELECT t.id AS id");
    sql.push(FROM);
    named(&mut sql, &flow.name);
    if sql.row(&mut *tx).await?.is_some() {
        return Ok(false);
    }
    insert(tx, flow).await?;
    Ok(true)
}

fn content(flow: &NewFlow) -> String {
    Snapshot::content(&Spec::Flow(flow.spec.clone()))
}

async fn insert(tx: &mut AnyConnection, flow: &NewFlow) -> Result<(), StoreError> {
    let at = flow.at.as_micros();
    sqlx::query(
        "INSERT INTO tasks (id, kind, name, name_lower, created_at, updated_at) \
         VALUES ($1, $2, $3, $4, $5, $5)",
    )
    .bind(flow.id.as_str())
    .bind(TaskKind::Flow.as_str())
    .bind(flow.name.as_str())
    .bind(flow.name.to_lowercase())
    .bind(at)
    .execute(&mut *tx)
    .await?;
    sqlx::query(
        "INSERT INTO flows (task_id, description, content, shape, revision, created_at, updated_at) \
         VALUES ($1, $2, $3, $4, 1, $5, $5)",
    )
    .bind(flow.id.as_str())
    .bind(flow.description.as_deref())
    .bind(content(flow))
    .bind(shape(&flow.spec)?)
    .bind(at)
    .execute(tx)
    .await?;
    Ok(())
}
