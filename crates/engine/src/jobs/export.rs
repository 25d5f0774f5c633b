//! Exports: all results of a run in one file, kept with the run.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;

use annals_domain::{ExportId, ExportStatus, NodeName, RunId, TaskId};
use annals_store::{JobExport, JobRun};
use bytes::Bytes;
use futures::stream::BoxStream;
use serde_json::{Value, json};
use tokio::sync::mpsc;

use super::sheets::{Row, Sheet};
use super::{AtFiles, cells};
use crate::engine::{Engine, Inner};
use crate::{Caller, Error};

/// About how many rows are read at once.
const ROWS: usize = 2_000;
/// The most tasks that are read at once.
const MOST_TASKS: usize = 100;

/// The kind of file that an export is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportFormat {
    /// Comma-separated values.
    Csv,
    /// An Excel workbook.
    Excel,
}

impl ExportFormat {
    /// Its word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Excel => "excel",
        }
    }

    /// The kind with this word; CSV for any other.
    pub(super) fn of(word: &str) -> Self {
        if word == Self::Excel.as_str() { Self::Excel } else { Self::Csv }
    }

    /// How the names of such files end.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Excel => "xlsx",
        }
    }
}

/// An export that is there.
pub struct Exported {
    /// Its id.
    pub id: ExportId,
    /// What the file is called.
    pub name: String,
    /// Its size in bytes.
    pub size: u64,
    /// Its bytes.
    pub bytes: BoxStream<'static, Result<Bytes, Error>>,
}

impl std::fmt::Debug for Exported {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Exported({})", self.name)
    }
}

impl Engine {
    /// Writes all results of a run into a file that is kept with the run, and answers it. It is made
    /// even if the caller goes away.
    ///
    /// # Errors
    /// [`Error`] if it cannot be made.
    pub async fn export_job(
        &self,
        caller: &Caller,
        found: &JobRun,
        format: ExportFormat,
    ) -> Result<Exported, Error> {
        let at = AtFiles::of(&self.inner, &found.row.run.id);
        let id = self.inner.begin_export(caller, found, ("download", format), |_| None).await?;
        let (inner, run, making) = (Arc::clone(&self.inner), found.clone(), id.clone());
        let making = self.inner.tasks.spawn(async move {
            let outcome = at.during(inner.make_export(&run, &making, format)).await;
            let link = outcome.as_ref().map(|size| (link(&run, &making), *size));
            inner.end_export(&run, &making, ("download", format), link).await?;
            outcome.map(drop)
        });
        making.await.map_err(|error| Error::Internal(format!("an export: {error}")))??;
        self.exported(found, &id).await
    }

    /// An export of a run that was made before.
    ///
    /// # Errors
    /// [`Error::NotFound`] if the run has none with this id, or not any more.
    pub async fn exported(&self, found: &JobRun, id: &ExportId) -> Result<Exported, Error> {
        let run = &found.row.run;
        let export = self.inner.store.export(&run.id, id).await?;
        let export = export.filter(|export| export.link.is_some());
        let export = export.ok_or_else(|| Error::not_found("export", id))?;
        let (bytes, size) =
            self.inner.files.read_object(&object(&run.task_id, &run.id, id)).await?;
        let format = ExportFormat::of(&export.file_type);
        Ok(Exported { id: id.clone(), name: name(&run.task_id, &run.id, format), size, bytes })
    }

    /// The exports of a run, the newest first.
    ///
    /// # Errors
    /// [`Error`] if the database does not answer.
    pub async fn job_exports(&self, found: &JobRun) -> Result<Vec<JobExport>, Error> {
        Ok(self.inner.store.exports(&found.row.run.id).await?)
    }
}

/// What the file of an export is called.
pub(crate) fn name(job: &TaskId, run: &RunId, format: ExportFormat) -> String {
    format!("job_{job}_run_{run}_results.{}", format.extension())
}

/// Where an export lies in the object store.
fn object(job: &TaskId, run: &RunId, id: &ExportId) -> String {
    format!("jobs/{job}/runs/{run}/exports/{id}")
}

fn link(found: &JobRun, id: &ExportId) -> String {
    let run = &found.row.run;
    format!("/api/v1/jobs/{}/exports/{id}?run_id={}", run.task_id, run.id)
}

impl Inner {
    /// Notes that an export to `destination` is being made, and tells of it. `draft` names the file
    /// that it is written into first, if that is not this program's own.
    pub(crate) async fn begin_export(
        &self,
        caller: &Caller,
        found: &JobRun,
        (destination, format): (&str, ExportFormat),
        draft: impl FnOnce(&ExportId) -> Option<PathBuf> + Send,
    ) -> Result<ExportId, Error> {
        let (run, id) = (&found.row.run, ExportId::from(self.ids.uuid()));
        let export = JobExport {
            id: id.clone(),
            destination: destination.to_owned(),
            file_type: format.as_str().to_owned(),
            status: ExportStatus::Running,
            link: None,
            error: None,
            size: None,
            draft: draft(&id).map(|path| path.display().to_string()),
            user_id: caller.user_id.clone(),
            created_at: self.clock.now(),
            ended_at: None,
        };
        self.store.begin_export(&run.id, export).await?;
        let event = json!({
            "type": "export_started", "export_id": id, "destination": destination,
            "file_type": format.as_str(),
        });
        self.tell_job(run, vec![event]).await;
        Ok(id)
    }

    /// Notes how an export ended: its link and size in bytes, or why it could not be made.
    pub(crate) async fn end_export(
        &self,
        found: &JobRun,
        id: &ExportId,
        (destination, format): (&str, ExportFormat),
        outcome: Result<(String, i64), &Error>,
    ) -> Result<(), Error> {
        let outcome = outcome.map_err(ToString::to_string);
        let mut event = json!({
            "type": "export_completed", "export_id": id, "destination": destination,
            "file_type": format.as_str(),
        });
        match &outcome {
            Ok((link, _)) => event["file_link"] = link.as_str().into(),
            Err(error) => {
                event["type"] = "export_failed".into();
                event["error"] = error.as_str().into();
            }
        }
        self.store.end_export(id, outcome, self.clock.now()).await?;
        self.tell_job(&found.row.run, vec![event]).await;
        Ok(())
    }

    /// Makes the file of an export and puts it into the object store; answers its size in bytes.
    async fn make_export(
        &self,
        found: &JobRun,
        id: &ExportId,
        format: ExportFormat,
    ) -> Result<i64, Error> {
        let run = &found.row.run;
        let folder = tempfile::tempdir().map_err(super::intake::scratch)?;
        let path = folder.path().join("results");
        self.write_results(found, format, &path).await?;
        let key = object(&run.task_id, &run.id, id);
        let written = self.files.write_file(&key, &path).await?;
        if self.store.export(&run.id, id).await?.is_none() {
            // The run was deleted meanwhile.
            self.store.doom_prefix(&key).await?;
            return Err(Error::not_found("run", &run.id));
        }
        Ok(written.size)
    }

    /// Writes all results of a run into a local file, a few tasks at a time.
    pub(crate) async fn write_results(
        &self,
        found: &JobRun,
        format: ExportFormat,
        path: &std::path::Path,
    ) -> Result<(), Error> {
        let columns: Vec<_> =
            found.fields.iter().map(|field| field.spec.field_name.clone()).collect();
        let (give, mut take) = mpsc::channel::<Vec<Row>>(2);
        let (path, heading) = (path.to_owned(), columns.clone());
        let writing = tokio::task::spawn_blocking(move || {
            let mut sheet = Sheet::begin(format, &path, &heading)?;
            let mut complete = false;
            while let Some(rows) = take.blocking_recv() {
                complete = rows.is_empty();
                rows.into_iter().try_for_each(|row| sheet.write(row))?;
            }
            // Whoever reads the results broke off where the empty page did not come.
            if complete { sheet.end() } else { Ok(()) }
        });
        let read = self.each_page(found, &columns, give).await;
        let written = writing.await.map_err(|error| Error::Internal(format!("{error}")))?;
        written.and(read)
    }

    /// Hands on the rows of a run, a page at a time, then an empty page.
    async fn each_page(
        &self,
        found: &JobRun,
        columns: &[String],
        give: mpsc::Sender<Vec<Row>>,
    ) -> Result<(), Error> {
        let run = &found.row.run.id;
        let paths: HashMap<NodeName, String> = self.paths(found).await?;
        let (mut after, mut size) = (0, 1);
        loop {
            let page = self.store.task_results_after(run, after, limit(size)).await?;
            after = page.last().map_or(after, |(index, _)| *index);
            let nodes: Vec<_> = page.iter().map(|(_, result)| result.node.clone()).collect();
            let mut corrections = cells::by_task(self.store.corrections(run, &nodes).await?);
            let mut rows = Vec::new();
            for (_, mut result) in page {
                let own = corrections.remove(&result.node).unwrap_or_default();
                cells::correct(&mut result.outputs, own);
                let paths = paths.get(&result.node).map_or("", String::as_str);
                rows.extend(in_columns(&result.outputs, columns, paths));
            }
            size = next_size(size, nodes.len(), rows.len());
            let last = nodes.is_empty();
            if rows.is_empty() && !last {
                // An empty page says that it was the last.
                continue;
            }
            // Whoever writes says itself why it stopped.
            let taken = give.send(rows).await.is_ok();
            if last || !taken {
                return Ok(());
            }
        }
    }

    /// The paths of each task's files, one after the other.
    async fn paths(&self, found: &JobRun) -> Result<HashMap<NodeName, String>, Error> {
        let groups = self.groups_of(found).await?.into_iter();
        let joined = groups.map(|group| {
            let paths: Vec<_> = group.files.into_iter().map(|file| file.path).collect();
            (group.task, paths.join("; "))
        });
        Ok(joined.collect())
    }
}

fn limit(size: usize) -> i64 {
    i64::try_from(size).unwrap_or(1)
}

/// How many tasks to read next, after so many had so many rows: as many as have about [`ROWS`], but
/// never many more than before, since others may have more.
fn next_size(size: usize, tasks: usize, rows: usize) -> usize {
    let of_one = rows.div_ceil(tasks.max(1)).max(1);
    (ROWS / of_one).clamp(1, MOST_TASKS).min(size * 2)
}

/// The rows of a task with their cells in the order of `columns`.
fn in_columns<'r>(
    outputs: &'r Value,
    columns: &'r [String],
    paths: &'r str,
) -> impl Iterator<Item = Row> + 'r {
    let known = cells::columns(outputs);
    let place = |column: &String| known.iter().position(|name| name == column);
    let places: Vec<_> = columns.iter().map(place).collect();
    cells::rows(outputs).iter().map(move |row| {
        let cell = |place: &Option<usize>| place.and_then(|at| row.get(at)).cloned();
        let cells = places.iter().map(|place| cell(place).unwrap_or_default()).collect();
        Row { paths: paths.to_owned(), cells }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn about_so_many_rows_are_read_at_once() {
        // Tasks of a row each: more and more of them, up to the most.
        let sizes = std::iter::successors(Some(1), |size| Some(next_size(*size, *size, *size)));
        assert_eq!(sizes.take(9).collect::<Vec<_>>(), [1, 2, 4, 8, 16, 32, 64, 100, 100]);
        assert_eq!(next_size(100, 100, 100_000), 2);
        assert_eq!(next_size(2, 2, 200_000), 1);
        assert_eq!(next_size(1, 0, 0), 2, "none are left");
    }
}
