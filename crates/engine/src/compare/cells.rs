//! What runs of jobs found, cell by cell.

use annals_domain::{Snapshot, Spec, TaskKind};
use serde_json::{Map, Value};

use super::{Section, json};
use crate::engine::Engine;
use crate::{Error, WholeRun};

/// The most rows of a run that are compared, so that its results fit into memory.
const MOST_ROWS: usize = 50_000;
/// How many tasks are read at once.
const PAGE: i64 = 200;

impl Engine {
    /// What the two runs gave: of jobs the cells of the files of the same path, with people's values in
    /// the place of those that were found; of others what they wrote.
    pub(super) async fn compare_outputs(
        &self,
        a: &WholeRun,
        b: &WholeRun,
    ) -> Result<Section, Error> {
        if a.run.kind != TaskKind::Extraction || b.run.kind != TaskKind::Extraction {
            return Ok(json::section(a.details.outputs.as_ref(), b.details.outputs.as_ref()));
        }
        Ok(match (self.found(a).await?, self.found(b).await?) {
            (Some(a), Some(b)) => json::section(Some(&a), Some(&b)),
            _ => Section::unknown(format!(
                "a run has more than {MOST_ROWS} rows; export the two and compare the files"
            )),
        })
    }

    /// What a run of a job found: by path its rows, by field its values; none if that is too much.
    async fn found(&self, run: &WholeRun) -> Result<Option<Value>, Error> {
        let (id, mut all, mut rows, mut after) = (&run.run.id, Map::new(), 0, 0);
        loop {
            let page = self.inner.store.task_results_after(id, after, PAGE).await?;
            let Some((last, _)) = page.last() else { return Ok(Some(Value::Object(all))) };
            after = *last;
            for (_, result) in page {
                let outputs = self.job_task_result(id, &result.node).await?.unwrap_or_default();
                let path = path(&run.snapshot, result.node.as_str());
                let table = table(&outputs);
                rows += table.len();
                if rows > MOST_ROWS {
                    return Ok(None);
                }
                all.insert(path, Value::Array(table));
            }
        }
    }
}

/// The path of a task's file or folder.
fn path(snapshot: &Snapshot, task: &str) -> String {
    let Spec::Extraction(job) = &snapshot.spec else { return task.to_owned() };
    let group = job.groups.iter().find(|group| group.task.as_str() == task);
    group.map_or_else(|| task.to_owned(), |group| group.path.clone())
}

/// The rows of a task, each an object of values by field.
fn table(outputs: &Value) -> Vec<Value> {
    let list = |name: &str| outputs.get(name).and_then(Value::as_array);
    let columns: Vec<_> = list("columns").into_iter().flatten().filter_map(Value::as_str).collect();
    let row = |row: &Value| {
        let cells = columns.iter().enumerate();
        let cell = |(n, name): (usize, &&str)| {
            ((*name).to_owned(), row.get(n).cloned().unwrap_or_default())
        };
        Value::Object(cells.map(cell).collect())
    };
    list("results").into_iter().flatten().map(row).collect()
}
