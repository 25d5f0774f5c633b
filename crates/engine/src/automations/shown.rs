//! Automations as they are shown: with the name of their job and what came of their last event.

use annals_domain::{AutomationId, Page};
use annals_store::{Automation, AutomationRun, Store};

use crate::engine::Engine;
use crate::reads::cursor;
use crate::{Error, PageRequest};

/// An automation with what else is told of it.
#[derive(Debug, Clone)]
pub struct ShownAutomation {
    /// The automation.
    pub automation: Automation,
    /// What its job is called.
    pub job_name: String,
    /// What came of its last event; none where nothing has happened yet.
    pub last: Option<AutomationRun>,
}

impl Engine {
    /// A page of automations, the newest first.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a cursor that this list has not given.
    pub async fn automations(&self, page: PageRequest) -> Result<Page<ShownAutomation>, Error> {
        let after = cursor(page.cursor.as_deref(), Store::automations_cursor)?;
        let Page { items, next } = self.inner.store.automations(page.size, after.as_ref()).await?;
        Ok(Page { items: self.with_more(items).await?, next })
    }

    /// An automation with what else is told of it.
    ///
    /// # Errors
    /// [`Error::NotFound`] if its job goes just now, and with it the automation.
    pub async fn show_automation(&self, automation: Automation) -> Result<ShownAutomation, Error> {
        let id = automation.id.clone();
        let shown = self.with_more(vec![automation]).await?.pop();
        shown.ok_or_else(|| Error::not_found("automation", id))
    }

    /// Two statements, however many they are; those that are gone meanwhile are left out.
    async fn with_more(&self, found: Vec<Automation>) -> Result<Vec<ShownAutomation>, Error> {
        let ids: Vec<AutomationId> = found.iter().map(|one| one.id.clone()).collect();
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let mut names = self.inner.store.automation_jobs(&ids).await?;
        let mut last = self.inner.store.last_automation_runs(&ids).await?;
        let shown = found.into_iter().filter_map(|automation| {
            let job_name = names.remove(&automation.id)?;
            let last = last.remove(&automation.id);
            Some(ShownAutomation { automation, job_name, last })
        });
        Ok(shown.collect())
    }
}
