//! Parcels: JSON texts that the steps of a run fetch from the server, or give it, since they are too
//! large to travel otherwise. They lie in the object store at `runs/{run}/parcels/{id}` and go when
//! the run has ended.

use annals_domain::{Epoch, ParcelId, RunId};
use annals_executor::{Executor, Launch, Parcel};
use bytes::Bytes;
use object_store::ObjectStoreExt as _;
use object_store::path::Path;
use serde_json::Value;

use crate::Error;
use crate::engine::{Engine, Inner};
use crate::files::Files;

fn key(run: &RunId, parcel: &ParcelId) -> Path {
    Path::from_iter(["runs", run.as_str(), "parcels", parcel.as_str()])
}

impl Files {
    async fn keep_parcel(&self, run: &RunId, parcel: Parcel) -> Result<(), Error> {
        let content = Bytes::from(parcel.content);
        self.store().put(&key(run, &parcel.id), content.into()).await?;
        Ok(())
    }

    async fn parcel(&self, run: &RunId, parcel: &ParcelId) -> Result<Bytes, Error> {
        Ok(self.store().get(&key(run, parcel)).await?.bytes().await?)
    }
}

impl Inner {
    /// Keeps what the steps of `launch` will fetch.
    pub(crate) async fn keep_parcels(
        &self,
        launch: &Launch,
        executor: &dyn Executor,
    ) -> Result<(), Error> {
        for parcel in executor.parcels(launch)? {
            self.files.keep_parcel(&launch.attempt.run_id, parcel).await?;
        }
        Ok(())
    }

    /// The outputs that a step gave as a parcel; none if they are not there any more.
    pub(crate) async fn parcel_of_step(
        &self,
        run: &RunId,
        parcel: &ParcelId,
    ) -> Result<Option<Value>, Error> {
        match self.patience().until_done(|| self.files.parcel(run, parcel)).await {
            Ok(text) => Ok(serde_json::from_slice(&text).ok()),
            Err(Error::Lost(reason)) => {
                tracing::error!("run {run}: the outputs of a step: {reason}");
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }

    /// Nobody will ask for the parcels of this run any more.
    pub(crate) async fn forget_parcels(&self, run: &RunId) {
        let all = format!("runs/{run}/parcels");
        if let Err(error) = self.files.delete_prefix(&all).await {
            tracing::warn!("run {run}: its parcels stay until it is deleted: {error}");
        }
    }
}

impl Engine {
    /// Keeps a JSON text that a step of a run gives; answers its id. The values of the run's secrets
    /// are masked in it first.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such run, [`Error::Conflict`] if it has ended or another
    /// attempt than that with `epoch` goes on, [`Error::Refused`] for what is no JSON.
    pub async fn put_parcel(
        &self,
        run: &RunId,
        epoch: Option<Epoch>,
        text: &[u8],
    ) -> Result<ParcelId, Error> {
        let found = self.run(run).await?;
        if found.state.status.is_terminal() {
            let number = found.number;
            return Err(Error::Conflict(format!(
                "run #{number} has ended; nothing is added to it"
            )));
        }
        if epoch.is_some_and(|epoch| epoch != found.state.epoch) {
            return Err(Error::Conflict("another attempt at the run has taken over".into()));
        }
        let mut value: Value = serde_json::from_slice(text)
            .map_err(|error| Error::Refused(format!("the parcel is not JSON: {error}")))?;
        if let Some(redactor) = self.inner.redactor_of_run(&found).await? {
            redactor.value(&mut value);
        }
        let parcel = Parcel::of(value.to_string().into_bytes());
        let id = parcel.id.clone();
        self.inner.files.keep_parcel(run, parcel).await?;
        Ok(id)
    }

    /// A parcel of a run.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such run or parcel.
    pub async fn parcel(&self, run: &RunId, parcel: &ParcelId) -> Result<Bytes, Error> {
        self.run(run).await?;
        match self.inner.files.parcel(run, parcel).await {
            Err(Error::Lost(_)) => Err(Error::not_found("parcel", parcel)),
            found => found,
        }
    }
}
