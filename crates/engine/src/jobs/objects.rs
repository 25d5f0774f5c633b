//! What jobs put into the object store and read from it.

use std::sync::Arc;

use bytes::Bytes;
use futures::stream::BoxStream;
use futures::{Stream, StreamExt as _, TryStreamExt as _};
use object_store::buffered::BufWriter;
use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt as _};
use sha2::{Digest as _, Sha256};
use tokio::io::AsyncWriteExt as _;

use crate::Error;
use crate::files::Files;

/// What was written of an object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Written {
    /// Its size in bytes.
    pub(crate) size: i64,
    /// The SHA-256 of its bytes, hexadecimal.
    pub(crate) sha256: String,
}

/// Why an object was not written.
#[derive(Debug)]
pub(crate) enum Unwritten {
    /// It has more bytes than it may have.
    TooLarge,
    /// Its bytes did not come to their end.
    Broken(String),
    /// The object store failed.
    Store(Error),
}

impl Files {
    /// Writes an object from a stream of its bytes, at most `limit` of them; `beside` sees each
    /// piece first. What was begun and not finished goes.
    pub(crate) async fn write_object<E: std::fmt::Display>(
        &self,
        key: &str,
        limit: u64,
        bytes: impl Stream<Item = Result<Bytes, E>> + Send,
        mut beside: impl FnMut(&[u8]) -> std::io::Result<()> + Send,
    ) -> Result<Written, Unwritten> {
        let mut to = BufWriter::new(Arc::clone(self.store()), Path::from(key));
        let (mut hash, mut size) = (Sha256::new(), 0_u64);
        let mut bytes = std::pin::pin!(bytes);
        let outcome = loop {
            let piece = match bytes.next().await {
                None => break to.shutdown().await.map_err(failed),
                Some(Err(error)) => break Err(Unwritten::Broken(error.to_string())),
                Some(Ok(piece)) => piece,
            };
            size = size.saturating_add(piece.len() as u64);
            if size > limit {
                break Err(Unwritten::TooLarge);
            }
            hash.update(&piece);
            let kept = match beside(&piece) {
                Ok(()) => to.write_all(&piece).await,
                Err(error) => Err(error),
            };
            if let Err(error) = kept {
                break Err(failed(error));
            }
        };
        match outcome {
            Ok(()) => {
                let size = i64::try_from(size).unwrap_or(i64::MAX);
                Ok(Written { size, sha256: crate::tokens::hex(&hash.finalize()) })
            }
            Err(error) => {
                // What was begun is in parts that nobody sees; that it stays is no harm.
                let _ = to.abort().await;
                Err(error)
            }
        }
    }

    /// Copies a local file into an object.
    pub(crate) async fn write_file(
        &self,
        key: &str,
        file: &std::path::Path,
    ) -> Result<Written, Unwritten> {
        let opened = tokio::fs::File::open(file).await.map_err(failed)?;
        let pieces = tokio_util::io::ReaderStream::with_capacity(opened, 64 * 1024);
        self.write_object(key, u64::MAX, pieces, |_| Ok(())).await
    }

    /// The bytes of an object, and how many they are.
    pub(crate) async fn read_object(
        &self,
        key: &str,
    ) -> Result<(BoxStream<'static, Result<Bytes, Error>>, u64), Error> {
        let found = self.store().get(&Path::from(key)).await?;
        let size = found.meta.size;
        Ok((found.into_stream().map_err(Error::from).boxed(), size))
    }

    /// Deletes the object with this key and all whose key has it as a folder.
    pub(crate) async fn delete_prefix(&self, prefix: &str) -> Result<(), Error> {
        let prefix = Path::from(prefix);
        let found: Vec<_> = self.store().list(Some(&prefix)).try_collect().await?;
        for object in found {
            self.delete_object(&object.location).await?;
        }
        self.delete_object(&prefix).await
    }
}

#[expect(clippy::needless_pass_by_value, reason = "it is what `map_err` hands over")]
fn failed(error: std::io::Error) -> Unwritten {
    Unwritten::Store(match error.kind() {
        std::io::ErrorKind::StorageFull => Error::NoRoom(error.to_string()),
        _ => Error::Unavailable(format!("object store: {error}")),
    })
}

impl From<Unwritten> for Error {
    fn from(error: Unwritten) -> Self {
        match error {
            Unwritten::TooLarge => Self::TooLarge("The file is over the limit.".into()),
            Unwritten::Broken(text) => {
                Self::Refused(format!("The file could not be read to its end: {text}"))
            }
            Unwritten::Store(error) => error,
        }
    }
}
