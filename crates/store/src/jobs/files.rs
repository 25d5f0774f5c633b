//! The files of runs.

use annals_domain::{FileId, FileStatus, RunId, Timestamp};
use sqlx::AnyConnection;

use super::change::touch;
use super::expiry::note_prefix;
use super::{FileChange, JobChanged, JobFile, KeptFiles, NewJobFile, keys, rows};
use crate::sql::{Columns, Sql, Values};
use crate::{Idempotency, Store, StoreError};

/// How many files one statement stores.
const TOGETHER: usize = 500;

/// Inserts files after those that the run has.
pub(super) async fn insert(
    tx: &mut AnyConnection,
    run: &RunId,
    new: &[NewJobFile],
    at: Timestamp,
) -> Result<(), StoreError> {
    if new.is_empty() {
        return Ok(());
    }
    let mut n = take_numbers(tx, run, new.len(), at).await?;
    for part in new.chunks(TOGETHER) {
        let mut sql = Sql::new(
            "INSERT INTO job_files (id, run_id, n, name, path, size, status, media_type, source, \
               parent_id, sha256, object, created_at) VALUES ",
        );
        let mut values = Values::of(&mut sql);
        for file in part {
            values.row().bind(file.id.as_str()).bind(run.as_str()).bind(n);
            values.bind(file.name.as_str()).bind(file.path.as_str()).bind(file.size);
            values.bind(file.status.as_str()).bind(file.media_type.as_deref());
            values.bind(file.source.as_str());
            values.bind(file.parent.as_ref().map(|id| id.as_str().to_owned()));
            values.bind(file.sha256.as_deref()).bind(file.object.as_str());
            values.bind(file.at.as_micros());
            n += 1;
        }
        values.end();
        sql.run(&mut *tx).await?;
    }
    Ok(())
}

/// Takes numbers for `count` files; answers the first.
async fn take_numbers(
    tx: &mut AnyConnection,
    run: &RunId,
    count: usize,
    at: Timestamp,
) -> Result<i64, StoreError> {
    let count = i64::try_from(count).unwrap_or(0);
    let mut sql = Sql::new("UPDATE job_runs SET last_file = last_file + ");
    sql.bind(count).push(", last_active_at = ").bind(at.as_micros());
    sql.and("run_id = ").bind(run.as_str()).push(" RETURNING run_id, last_file");
    let row = sql.row(tx).await?.ok_or(StoreError::Gone("run"))?;
    Ok(Columns::new(&row, "job_runs", "run_id").int("last_file")? - count + 1)
}

impl Store {
    /// Adds files to a run that is being set up, once under a key.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn add_job_files(
        &self,
        run: &RunId,
        new: Vec<NewJobFile>,
        key: Option<Idempotency>,
        at: Timestamp,
    ) -> Result<KeptFiles, StoreError> {
        let run = run.clone();
        self.write(move |tx| {
            Box::pin(async move {
                let ids: Vec<_> = new.iter().map(|file| file.id.clone()).collect();
                let taken = begin(tx, &run, (&ids, key.as_ref()), at).await?;
                if taken == KeptFiles::Changed(JobChanged::Done) {
                    insert(tx, &run, &new, at).await?;
                }
                Ok(taken)
            })
        })
        .await
    }

    /// Changes files of a run that is being set up, all or none, and once under a key.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn keep_job_files(
        &self,
        run: &RunId,
        changes: Vec<(FileId, FileChange)>,
        key: Option<Idempotency>,
        at: Timestamp,
    ) -> Result<KeptFiles, StoreError> {
        let run = run.clone();
        let kept = self.write(move |tx| {
            Box::pin(async move {
                let ids: Vec<_> = changes.iter().map(|(id, _)| id.clone()).collect();
                let taken = begin(tx, &run, (&ids, key.as_ref()), at).await?;
                if taken == KeptFiles::Changed(JobChanged::Done) {
                    for (file, change) in &changes {
                        if !update(tx, &run, file, change).await? {
                            return Err(StoreError::Gone("file"));
                        }
                    }
                }
                Ok(taken)
            })
        });
        match kept.await {
            Err(StoreError::Gone(_)) => Ok(KeptFiles::Changed(JobChanged::Gone)),
            kept => kept,
        }
    }

    /// Changes a file of a run that is being set up, and adds those that came out of it.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn change_job_file(
        &self,
        run: &RunId,
        file: &FileId,
        change: FileChange,
        within: Vec<NewJobFile>,
        at: Timestamp,
    ) -> Result<JobChanged, StoreError> {
        let (run, file) = (run.clone(), file.clone());
        self.write(move |tx| {
            Box::pin(async move {
                let touched = touch(tx, &run, at).await?;
                if touched != JobChanged::Done {
                    return Ok(touched);
                }
                if !update(tx, &run, &file, &change).await? {
                    return Ok(JobChanged::Gone);
                }
                insert(tx, &run, &within, at).await?;
                Ok(JobChanged::Done)
            })
        })
        .await
    }

    /// Deletes a file of a run that is being set up, with those that came out of it. What lies in
    /// the object store is noted ([`Store::doomed_prefixes`]).
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn delete_job_file(
        &self,
        run: &RunId,
        file: &FileId,
        at: Timestamp,
    ) -> Result<JobChanged, StoreError> {
        let (run, file) = (run.clone(), file.clone());
        self.write(move |tx| {
            Box::pin(async move {
                let touched = touch(tx, &run, at).await?;
                if touched != JobChanged::Done {
                    return Ok(touched);
                }
                let gone = delete(tx, &run, &file).await?;
                Ok(if gone { JobChanged::Done } else { JobChanged::Gone })
            })
        })
        .await
    }

    /// The files of a run, in their order; with `processable`, those that values can be looked for
    /// in.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer or a row is damaged.
    pub async fn job_files(
        &self,
        run: &RunId,
        processable: bool,
    ) -> Result<Vec<JobFile>, StoreError> {
        let mut sql = Sql::new("SELECT * FROM job_files");
        sql.and("run_id = ").bind(run.as_str());
        if processable {
            sql.and("status = ").bind(FileStatus::Uploaded.as_str());
        }
        sql.push(" ORDER BY n");
        sql.rows(&self.pool).await?.iter().map(rows::file).collect()
    }

    /// A file of a run.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer or the row is damaged.
    pub async fn job_file(
        &self,
        run: &RunId,
        file: &FileId,
    ) -> Result<Option<JobFile>, StoreError> {
        let mut sql = Sql::new("SELECT * FROM job_files");
        sql.and("id = ").bind(file.as_str()).and("run_id = ").bind(run.as_str());
        sql.rows(&self.pool).await?.first().map(rows::file).transpose()
    }
}

/// Holds a run that is being set up, and takes the key for these files of it.
async fn begin(
    tx: &mut AnyConnection,
    run: &RunId,
    (files, key): (&[FileId], Option<&Idempotency>),
    at: Timestamp,
) -> Result<KeptFiles, StoreError> {
    let touched = touch(tx, run, at).await?;
    if touched == JobChanged::Done
        && let Some(key) = key
        && let Some(before) = keys::claim(tx, key, run, files, at).await?
    {
        return Ok(KeptFiles::Before(before));
    }
    Ok(KeptFiles::Changed(touched))
}

async fn update(
    tx: &mut AnyConnection,
    run: &RunId,
    file: &FileId,
    change: &FileChange,
) -> Result<bool, StoreError> {
    let mut sql = Sql::new("UPDATE job_files SET run_id = run_id");
    if let Some(status) = change.status {
        sql.push(", status = ").bind(status.as_str());
        sql.push(", error = ").bind(change.error.as_deref());
    }
    if let Some((size, sha256)) = &change.content {
        sql.push(", size = ").bind(*size).push(", sha256 = ").bind(sha256.as_str());
    }
    if let Some(pages) = change.pages {
        sql.push(", pages = ").bind(pages);
    }
    sql.and("id = ").bind(file.as_str()).and("run_id = ").bind(run.as_str());
    Ok(sql.run(tx).await? == 1)
}

/// Notes how many pages a file had, if there is one.
pub(crate) async fn file_read(
    tx: &mut AnyConnection,
    run: &RunId,
    file: Option<FileId>,
    pages: i64,
) -> Result<(), StoreError> {
    let Some(file) = file else { return Ok(()) };
    let change = FileChange { pages: Some(pages), ..FileChange::default() };
    update(tx, run, &file, &change).await.map(drop)
}

/// Deletes the file and those below it, one level at a time.
async fn delete(tx: &mut AnyConnection, run: &RunId, file: &FileId) -> Result<bool, StoreError> {
    let mut gone = false;
    let mut level = vec![file.as_str().to_owned()];
    while !level.is_empty() {
        let mut next = Vec::new();
        for part in level.chunks(TOGETHER) {
            let mut sql = Sql::new("SELECT id FROM job_files");
            sql.and("run_id = ").bind(run.as_str()).and("parent_id IN ");
            sql.list(part.iter().map(String::as_str));
            for row in &sql.all(&mut *tx).await? {
                next.push(Columns::new(row, "job_files", "id").text("id")?);
            }
            let mut sql = Sql::new("DELETE FROM job_files");
            sql.and("run_id = ").bind(run.as_str()).and("id IN ");
            sql.list(part.iter().map(String::as_str)).push(" RETURNING id, object");
            for row in &sql.all(&mut *tx).await? {
                gone = true;
                let object = Columns::new(row, "job_files", "id").text("object")?;
                note_prefix(tx, &object).await?;
            }
        }
        level = next;
    }
    Ok(gone)
}
