//! What lies in the object store: the files of runs, keyed `runs/{run}/artifacts/{path}`, and logs
//! that were offloaded, `runs/{run}/logs`.

use std::ops::Range;
use std::path::Path as FilePath;
use std::sync::Arc;

use annals_domain::RunId;
use annals_store::ObjectPart;
use bytes::Bytes;
use futures::stream::BoxStream;
use futures::{StreamExt as _, TryStreamExt as _};
use object_store::buffered::BufWriter;
use object_store::path::Path;
use object_store::{GetOptions, GetRange, ObjectStore, ObjectStoreExt as _};
use sha2::{Digest as _, Sha256};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use crate::engine::Engine;
use crate::{Artifact, Error, ObjectsAt};

/// How much of a file is copied at once.
const PIECE: usize = 64 * 1024;

/// The object store. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Files(Arc<dyn ObjectStore>);

impl From<object_store::Error> for Error {
    fn from(error: object_store::Error) -> Self {
        let text = format!("object store: {error}");
        match error {
            object_store::Error::NotFound { .. } => Self::Lost(text),
            _ => Self::Unavailable(text),
        }
    }
}

fn folder(run: &RunId) -> Path {
    Path::from_iter(["runs", run.as_str()])
}

/// Where a file lies that a run left. What a file system or S3 would find too long, once all but plain
/// letters is written as `%` and digits, lies under its hash.
fn key(run: &RunId, path: &str) -> Path {
    let folder = folder(run).join("artifacts");
    let plain = Path::from_iter(path.split('/'));
    if plain.as_ref().len() > LONGEST_PATH || plain.parts().any(|p| p.as_ref().len() > LONGEST_NAME)
    {
        return folder.join(format!("long-{}", annals_domain::digest(path.as_bytes())));
    }
    Path::from_iter(folder.parts().chain(plain.parts()))
}

/// The most bytes of a name that lies under itself: file systems take 255, a few of which their own drafts need.
const LONGEST_NAME: usize = 200;
/// The most bytes of a path that does: S3 takes 1,024, with what stands before it.
const LONGEST_PATH: usize = 800;

/// Where a run's log lies once it is offloaded.
fn log(run: &RunId) -> Path {
    folder(run).join("logs")
}

impl Files {
    /// The store that is named.
    pub(crate) fn open(at: &ObjectsAt) -> Result<Self, Error> {
        Ok(Self(at.open()?))
    }

    /// The store itself.
    pub(crate) fn store(&self) -> &Arc<dyn ObjectStore> {
        &self.0
    }

    /// Copies a local file in; answers its size and SHA-256.
    pub(crate) async fn keep(
        &self,
        run: &RunId,
        path: &str,
        file: &FilePath,
    ) -> std::io::Result<(i64, String)> {
        let mut from = tokio::fs::File::open(file).await?;
        let mut to = BufWriter::new(Arc::clone(&self.0), key(run, path));
        let (mut hash, mut size, mut piece) = (Sha256::new(), 0, vec![0; PIECE]);
        loop {
            let read = from.read(&mut piece).await?;
            if read == 0 {
                break;
            }
            hash.update(&piece[..read]);
            size += i64::try_from(read).unwrap_or(0);
            to.write_all(&piece[..read]).await?;
        }
        to.shutdown().await?;
        Ok((size, crate::tokens::hex(&hash.finalize())))
    }

    /// Takes a file in as it comes, of at most that many bytes; answers its size and SHA-256. One that
    /// breaks off is not there.
    pub(crate) async fn take(
        &self,
        run: &RunId,
        path: &str,
        mut bytes: BoxStream<'_, std::io::Result<Bytes>>,
        most: u64,
    ) -> Result<(i64, String), Error> {
        let away = |error: std::io::Error| Error::Unavailable(format!("file {path}: {error}"));
        let mut to = BufWriter::new(Arc::clone(&self.0), key(run, path));
        let (mut hash, mut size) = (Sha256::new(), 0);
        let mut fault = None;
        while let Some(part) = bytes.next().await {
            let part = match part {
                Ok(part) => part,
                Err(error) => {
                    fault = Some(away(error));
                    break;
                }
            };
            size += part.len() as u64;
            if size > most {
                let text = format!("The file is over the limit of {most} bytes.");
                fault = Some(Error::TooLarge(text));
                break;
            }
            hash.update(&part);
            to.put(part).await?;
        }
        if let Some(fault) = fault {
            // What was not finished is in no place where anyone would find it.
            to.abort().await?;
            return Err(fault);
        }
        to.shutdown().await.map_err(away)?;
        Ok((i64::try_from(size).unwrap_or(i64::MAX), crate::tokens::hex(&hash.finalize())))
    }

    async fn read(
        &self,
        run: &RunId,
        path: &str,
        range: Range<u64>,
    ) -> Result<BoxStream<'static, Result<Bytes, Error>>, Error> {
        if range.is_empty() {
            return Ok(futures::stream::empty().boxed());
        }
        let options = GetOptions { range: Some(range.into()), ..GetOptions::default() };
        let found = self.0.get_opts(&key(run, path), options).await?;
        Ok(found.into_stream().map_err(Error::from).boxed())
    }

    /// Deletes a part of what is kept with a run; what is not there is no error.
    pub(crate) async fn delete_part(&self, run: &RunId, part: ObjectPart) -> Result<(), Error> {
        let below = match part {
            ObjectPart::All => folder(run),
            ObjectPart::Files => folder(run).join("artifacts"),
            ObjectPart::Logs | ObjectPart::Moving => return self.delete_object(&log(run)).await,
        };
        let found: Vec<_> = self.0.list(Some(&below)).try_collect().await?;
        for object in found {
            self.delete_object(&object.location).await?;
        }
        Ok(())
    }

    pub(crate) async fn delete_object(&self, location: &Path) -> Result<(), Error> {
        match self.0.delete(location).await {
            Err(object_store::Error::NotFound { .. }) => Ok(()),
            deleted => Ok(deleted?),
        }
    }

    /// Writes the object that holds a run's log.
    pub(crate) fn log_writer(&self, run: &RunId) -> BufWriter {
        BufWriter::new(Arc::clone(&self.0), log(run))
    }

    /// The last bytes of the object that holds a run's log, at most `most`, and its size.
    pub(crate) async fn log_end(&self, run: &RunId, most: u64) -> Result<(Bytes, u64), Error> {
        let options = GetOptions { range: Some(GetRange::Suffix(most)), ..GetOptions::default() };
        match self.0.get_opts(&log(run), options).await {
            Ok(found) => {
                let size = found.meta.size;
                Ok((found.bytes().await?, size))
            }
            // An object without bytes has no end, which is an error of no kind of its own.
            Err(error @ object_store::Error::Generic { .. }) => {
                match self.0.head(&log(run)).await?.size {
                    0 => Ok((Bytes::new(), 0)),
                    _ => Err(error.into()),
                }
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Parts of the object that holds a run's log.
    pub(crate) async fn log_parts(
        &self,
        run: &RunId,
        ranges: &[Range<u64>],
    ) -> Result<Vec<Bytes>, Error> {
        Ok(self.0.get_ranges(&log(run), ranges).await?)
    }
}

impl Engine {
    /// A file kept with a run.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such run or file.
    pub async fn artifact(&self, run: &RunId, path: &str) -> Result<Artifact, Error> {
        self.run(run).await?;
        let found = self.inner.store.artifact(run, path).await?;
        Ok(found.ok_or_else(|| Error::not_found("artifact", path))?.into())
    }

    /// A stretch of the bytes of such a file.
    ///
    /// # Errors
    /// [`Error`] if it cannot be read.
    pub async fn artifact_bytes(
        &self,
        run: &RunId,
        path: &str,
        range: Range<u64>,
    ) -> Result<BoxStream<'static, Result<Bytes, Error>>, Error> {
        self.inner.files.read(run, path, range).await
    }
}
