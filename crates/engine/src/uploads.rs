//! Files that a run gives to be kept, while it goes on: pods have no folder that the server reads.

use annals_domain::RunId;
use annals_store::{Append, Change, StoreError, StoredArtifact};
use bytes::Bytes;
use futures::stream::BoxStream;

use crate::engine::Engine;
use crate::{Artifact, Error, bodies};

impl Engine {
    /// Keeps a file with a run that goes on, in the place of one of the same path. It is there once
    /// it is whole; of one that breaks off nothing is kept.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such run, [`Error::Conflict`] if it has ended,
    /// [`Error::TooLarge`] if the file has more than `most` bytes, [`Error::Unavailable`] if it broke
    /// off or cannot be kept now.
    pub async fn put_artifact(
        &self,
        run: &RunId,
        path: &str,
        bytes: BoxStream<'_, std::io::Result<Bytes>>,
        most: u64,
    ) -> Result<Artifact, Error> {
        let found = self.run(run).await?;
        if found.state.status.is_terminal() {
            return Err(ended(&found.number));
        }
        let (size, sha256) = self.inner.files.take(run, path, bytes, most).await?;
        let created_at = self.inner.clock.now();
        let artifact = StoredArtifact { path: path.to_owned(), size, sha256, created_at };
        let append = Append {
            epoch: found.state.epoch,
            entries: vec![bodies::artifact(&artifact)],
            changes: vec![Change::Artifact(artifact.clone())],
            ..Append::default()
        };
        match self.inner.store.append(run, found.day(), append).await {
            Ok(appended) => self.inner.publish(run, appended, false),
            Err(StoreError::Transition(_)) => return Err(ended(&found.number)),
            Err(StoreError::Gone(_)) => return Err(Error::not_found("run", run)),
            Err(error) => return Err(error.into()),
        }
        self.inner.timelines.moved(&found.task_id);
        Ok(artifact.into())
    }
}

fn ended(number: &impl std::fmt::Display) -> Error {
    Error::Conflict(format!("run #{number} has ended; nothing is added to it"))
}
