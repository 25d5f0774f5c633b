//! Labels of runs.

use annals_domain::{RunChange, RunId};

use crate::{Engine, Error};

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
