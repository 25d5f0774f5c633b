//! Files read while somebody waits for it: a page drawn, values looked for before a run is submitted.
//!
//! Each is read by a process of its own within limits, as a task's are, and only so many at once as
//! the machine has cores; who comes later waits.

use annals_domain::{FileGroup, FileId, Mode};
use annals_extract::{Field, Reader, ReaderLimits, Unreadable, picture_type};
use annals_store::{JobFile, JobRun};
use futures::TryStreamExt as _;
use tokio::sync::{Semaphore, SemaphorePermit};

use super::results::JobResult;
use super::setup;
use crate::Error;
use crate::engine::Engine;

/// What reading a file may cost while somebody waits.
const LIMITS: ReaderLimits = ReaderLimits { seconds: 30, memory: 2 << 30, answer: 64 << 20 };

/// The most bytes of a file that is read so; it lies in this process's memory meanwhile.
const LARGEST: i64 = 100 << 20;

/// How many files may be read so at once.
pub(crate) struct Readers(Semaphore);

impl Default for Readers {
    /// As many as the machine has cores.
    fn default() -> Self {
        Self(Semaphore::new(std::thread::available_parallelism().map_or(1, usize::from)))
    }
}

impl Readers {
    async fn turn(&self) -> Result<SemaphorePermit<'_>, Error> {
        self.0.acquire().await.map_err(|error| Error::Internal(error.to_string()))
    }
}

/// A page of a file as a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobPagePicture {
    /// The picture.
    pub bytes: Vec<u8>,
    /// Its media type: `image/png`.
    pub media_type: &'static str,
}

impl Engine {
    /// A page of a file as a picture: one of a PDF drawn so many pixels wide, and a picture that
    /// browsers show as it is.
    ///
    /// # Errors
    /// [`Error::NotFound`] if the file has no such page or is not kept any more,
    /// [`Error::Conflict`] with the reason if it has no pages that can be drawn.
    pub async fn job_file_page(
        &self,
        found: &JobRun,
        file: &JobFile,
        page: u32,
        width: u32,
    ) -> Result<JobPagePicture, Error> {
        let _turn = self.inner.readers.turn().await?;
        let bytes = self.whole(found, file).await?;
        if let Some(media_type) = picture_type(&bytes) {
            return match page {
                1 => Ok(JobPagePicture { bytes, media_type }),
                _ => Err(no_page(file, page, 1)),
            };
        }
        let page_of = usize::try_from(page).unwrap_or(usize::MAX);
        match reader()?.page_image(&bytes, &file.file.name, page_of, width).await {
            Ok(drawn) => Ok(JobPagePicture { bytes: drawn.png, media_type: "image/png" }),
            Err(Unreadable::NoSuchPage { pages, .. }) => Err(no_page(file, page, pages)),
            Err(why) => Err(unreadable(file, &why)),
        }
    }

    /// What a task with one file of the run would give with the fields as they are now, by the
    /// built-in engine: the file that is named, or the first that there is. Nothing of it is kept.
    ///
    /// # Errors
    /// [`Error::Conflict`] once the run was submitted, without files or fields, and where the file
    /// cannot be read, with the reason; [`Error::NotFound`] if the run has no file with this id.
    pub async fn preview_job(
        &self,
        found: &JobRun,
        file: Option<&FileId>,
    ) -> Result<(JobFile, JobResult), Error> {
        setup::open(found)?;
        let fields: Vec<_> = found.fields.iter().map(|field| Field::from(&field.spec)).collect();
        if fields.is_empty() {
            return Err(Error::Conflict("the run has no fields; set some first".into()));
        }
        let (file, group) = self.previewed(found, file).await?;
        let _turn = self.inner.readers.turn().await?;
        let bytes = self.whole(found, &file).await?;
        let outputs = reader()?.find(&bytes, &file.file.path, &fields).await;
        let outputs = outputs.map_err(|why| unreadable(&file, &why))?;
        Ok((file, JobResult { group, outputs, corrections: Vec::new() }))
    }

    /// The file that a preview is made of, and the task that it would be in, with it alone.
    async fn previewed(
        &self,
        found: &JobRun,
        file: Option<&FileId>,
    ) -> Result<(JobFile, FileGroup), Error> {
        let file = match file {
            Some(id) => self.job_file(found, id).await?,
            None => {
                let files = self.job_files(found, true).await?;
                let none = "the run has no file that can be read yet; upload one first";
                files.into_iter().next().ok_or_else(|| Error::Conflict(none.into()))?
            }
        };
        for group in self.file_groups(found).await? {
            if let Some(own) = group.files.into_iter().find(|own| own.id == file.file.id) {
                let (mode, path) = (Mode::Individual, own.path.clone());
                return Ok((file, FileGroup { task: group.task, mode, path, files: vec![own] }));
            }
        }
        let (path, status) = (&file.file.path, file.file.status);
        Err(Error::Conflict(format!("no values are looked for in {path}: it is {status}")))
    }

    /// All bytes of a file.
    async fn whole(&self, found: &JobRun, file: &JobFile) -> Result<Vec<u8>, Error> {
        if file.file.size > LARGEST {
            let (path, size) = (&file.file.path, file.file.size);
            return Err(Error::Conflict(format!(
                "{path} has {size} bytes; at most {LARGEST} are read while somebody waits"
            )));
        }
        let (pieces, _) = self.job_file_bytes(found, file).await?;
        let add = async |mut all: Vec<u8>, piece: bytes::Bytes| {
            all.extend_from_slice(&piece);
            Ok(all)
        };
        pieces.try_fold(Vec::new(), add).await
    }
}

fn reader() -> Result<Reader, Error> {
    Reader::of_this_program(LIMITS).map_err(Error::Internal)
}

fn no_page(file: &JobFile, page: u32, pages: usize) -> Error {
    Error::not_found("page", format!("{page} of {}, which has {pages}", file.file.path))
}

fn unreadable(file: &JobFile, why: &Unreadable) -> Error {
    Error::Conflict(format!("{}: {why}", file.file.path))
}
