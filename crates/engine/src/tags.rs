//! Labels of runs.

use annals_domain::{RunChange, RunId};

use crate::{Engine, Error};

/// The most tags that a run has.
const MOST: usize = 50;

impl Engine {
    /// Replaces a run's tags; answers them in order, each once.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such run.
    pub async fn replace_tags(
        &self,
        run: &RunId,
        mut tags: Vec<String>,
    ) -> Result<Vec<String>, Error> {
        self.inner.mask_for(run, &mut tags).await?;
        tags.sort();
        tags.dedup();
        self.change_tags(run, move |_| tags).await
    }

    /// Takes one tag away; one that is not there is no error.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such run.
    pub async fn remove_tag(&self, run: &RunId, tag: &str) -> Result<Vec<String>, Error> {
        let tag = tag.to_owned();
        self.change_tags(run, move |mut tags| {
            tags.retain(|t| *t != tag);
            tags
        })
        .await
    }

    /// Gives a run these tags besides its own.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such run, [`Error::Invalid`] if it would have too many.
    pub(crate) async fn add_tags(
        &self,
        run: &RunId,
        mut new: Vec<String>,
    ) -> Result<Vec<String>, Error> {
        self.inner.mask_for(run, &mut new).await?;
        let wanted = new.clone();
        let add = move |mut tags: Vec<String>| {
            let before = tags.clone();
            tags.append(&mut new);
            tags.sort();
            tags.dedup();
            if tags.len() > MOST { before } else { tags }
        };
        let tags = self.change_tags(run, add).await?;
        if wanted.iter().all(|tag| tags.contains(tag)) {
            return Ok(tags);
        }
        Err(Error::invalid("tags", format!("run {run} would have more than {MOST}")))
    }

    /// Takes these tags away.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such run.
    pub(crate) async fn remove_tags(
        &self,
        run: &RunId,
        gone: Vec<String>,
    ) -> Result<Vec<String>, Error> {
        self.change_tags(run, move |mut tags| {
            tags.retain(|tag| !gone.contains(tag));
            tags
        })
        .await
    }

    async fn change_tags(
        &self,
        run: &RunId,
        change: impl FnOnce(Vec<String>) -> Vec<String> + Send + 'static,
    ) -> Result<Vec<String>, Error> {
        let tags = self.inner.store.change_tags(run, change).await?;
        let tags = tags.ok_or_else(|| Error::not_found("run", run))?;
        self.inner.feed.tell(RunChange::Tagged, run);
        Ok(tags)
    }
}
