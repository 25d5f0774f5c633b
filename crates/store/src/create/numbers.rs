//! Run numbers: given by the task's row, which is told of its new latest run with the same
//! statement.

use std::collections::{BTreeMap, HashMap};

use annals_domain::{LatestRun, RunNumber, TaskId, head};
use sqlx::AnyConnection;

use super::{Creation, RunSource};
use crate::sql::{Columns, Sql, Values};
use crate::{Dialect, StoreError};

/// What a task gets: the runs in their order, the last of them its latest.
struct Share<'c> {
    count: i64,
    latest: &'c Creation,
    rename: Option<&'c str>,
}

/// Gives each of the runs its number; 1 to the first run of a new task.
pub(super) async fn give(
    tx: &mut AnyConnection,
    dialect: Dialect,
    creations: &[&Creation],
) -> Result<Vec<RunNumber>, StoreError> {
    let shares = shares(creations);
    let mut next =
        if shares.is_empty() { HashMap::new() } else { take(tx, dialect, &shares).await? };
    let number = |creation: &&Creation| {
        let number = match &creation.source {
            RunSource::New(_) => 1,
            RunSource::Of(task, _) => {
                let next = next.get_mut(task).ok_or(StoreError::Gone("task"))?;
                *next += 1;
                *next - 1
            }
        };
        RunNumber::new(number).ok_or(StoreError::Gone("run number"))
    };
    creations.iter().map(number).collect()
}

/// What each task that is there gets, by id: in one order everywhere, so that no two transactions
/// wait for each other.
fn shares<'c>(creations: &[&'c Creation]) -> BTreeMap<&'c str, Share<'c>> {
    let mut shares = BTreeMap::new();
    for creation in creations {
        let RunSource::Of(task, rename) = &creation.source else { continue };
        let share = shares.entry(task.as_str());
        let share = share.or_insert(Share { count: 0, latest: creation, rename: None });
        share.count += 1;
        share.latest = creation;
        share.rename = rename.as_deref().or(share.rename);
    }
    shares
}

/// Advances the tasks' rows; answers the first number that each gives. A task that is gone is
/// left out.
async fn take(
    tx: &mut AnyConnection,
    dialect: Dialect,
    shares: &BTreeMap<&str, Share<'_>>,
) -> Result<HashMap<TaskId, i64>, StoreError> {
    let mut sql = Sql::new("WITH held AS (SELECT id FROM tasks WHERE id IN ");
    sql.list(shares.keys().copied()).push(" ORDER BY id").push(dialect.for_update());
    sql.push(
        ") UPDATE tasks SET last_number = last_number + v.column2, \
           run_count = run_count + v.column2, latest_number = last_number + v.column2, \
           latest_status = 'pending', latest_error_type = NULL, latest_started_at = NULL, \
           latest_ended_at = NULL, updated_at = v.column3, latest_run_id = v.column4, \
           latest_code_head = v.column5, latest_dependencies = v.column6, \
           name = COALESCE(v.column7, name), name_lower = COALESCE(v.column8, name_lower) \
         FROM held, (VALUES ",
    );
    share_rows(&mut sql, shares);
    sql.push(
        ") AS v WHERE tasks.id = held.id AND v.column1 = held.id \
         RETURNING tasks.id AS id, last_number",
    );
    let rows = sql.all(tx).await?;
    let first = |row| {
        let columns = Columns::new(row, "tasks", "id");
        let id: TaskId = columns.word("id")?;
        let count = shares.get(id.as_str()).map_or(0, |share| share.count);
        Ok((id, columns.int("last_number")? - count + 1))
    };
    rows.iter().map(first).collect()
}

fn share_rows(sql: &mut Sql, shares: &BTreeMap<&str, Share<'_>>) {
    let mut values = Values::of(sql);
    for (id, Share { count, latest, rename }) in shares {
        let spec = &latest.snapshot.spec;
        values.row().bind(*id).bind(*count).bind(latest.entry.at.as_micros());
        values
            .bind(latest.run.id.as_str())
            .bind(head(&spec.code(), LatestRun::CODE_HEAD).to_owned());
        values.bind(spec.requested().dependencies.as_deref());
        values.bind(*rename).bind(rename.map(str::to_lowercase));
    }
    values.end();
}
