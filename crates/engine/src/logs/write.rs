//! Writing a log to the object store.

use annals_domain::RunId;
use annals_domain::ledger::StoredBlock;
use annals_logs::ObjectBuilder;
use object_store::buffered::BufWriter;
use tokio::io::AsyncWriteExt as _;

use super::LogObject;
use crate::Error;
use crate::files::Files;

/// An object that is being written. Nobody sees any of it before [`LogWriter::finish`].
pub(crate) struct LogWriter {
    files: Files,
    run: RunId,
    to: BufWriter,
    object: ObjectBuilder,
}

fn failed(error: std::io::Error) -> Error {
    Error::Unavailable(format!("object store: {error}"))
}

impl LogWriter {
    /// Begins the object of a run's log.
    pub(crate) async fn begin(files: &Files, run: &RunId) -> Result<Self, Error> {
        let (object, begin) = ObjectBuilder::begin();
        let (files, run, to) = (files.clone(), run.clone(), files.log_writer(run));
        let mut writer = Self { files, run, to, object };
        writer.write(begin).await?;
        Ok(writer)
    }

    /// Adds a block; blocks come by `seq`.
    pub(crate) async fn add(&mut self, block: &StoredBlock) -> Result<(), Error> {
        self.object.add(block);
        self.write(&block.block.data).await
    }

    /// Puts the object into its place, in that of an earlier one, and reads its index back;
    /// answers its size.
    pub(crate) async fn finish(mut self) -> Result<u64, Error> {
        let (end, placed) = std::mem::replace(&mut self.object, ObjectBuilder::begin().0)
            .finish()
            .map_err(|error| Error::Internal(format!("the log of run {}: {error}", self.run)))?;
        self.write(&end).await?;
        self.to.shutdown().await.map_err(failed)?;
        let written = LogObject::open(&self.files, &self.run).await?;
        if written.index() != placed {
            let text = format!("the log of run {} is not there as it was written", self.run);
            return Err(Error::Lost(text));
        }
        Ok(written.size())
    }

    /// Writes; what was uploaded so far is given up where that fails.
    async fn write(&mut self, bytes: &[u8]) -> Result<(), Error> {
        match self.to.write_all(bytes).await {
            Ok(()) => Ok(()),
            Err(error) => {
                if let Err(error) = self.to.abort().await {
                    tracing::warn!("an upload of run {} is left: {error}", self.run);
                }
                Err(failed(error))
            }
        }
    }
}
