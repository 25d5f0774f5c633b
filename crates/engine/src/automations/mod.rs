//! Automations: runs of a job that a time, a folder, a request or a mail sets off.
//!
//! What happens at a source is stored first, once, with the place after it (`look`). From then on a
//! run is made of it, its files are fetched, it is submitted, and its results are brought to where
//! they are to go (`advance`, `export`). Each step is noted before the next is begun and may be
//! taken again, so that a server that is killed anywhere goes on where it was. One server of a
//! database at a time does all that (`keep`).

mod accounts;
mod advance;
mod config;
mod export;
mod hook;
mod keep;
mod look;
mod retry;
mod shown;
mod sources;
mod trouble;

use std::collections::{HashMap, HashSet};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use annals_connect::{Folder, Retry};
use annals_domain::{AutomationId, DestinationKind, Mode, Page, TaskId, Timestamp, TriggerKind};
use annals_store::{Automation, AutomationRun, Keyed, Store, StoreError};
use serde_json::Value;
use url::Url;

use crate::engine::Engine;
use crate::jobs::other_request;
use crate::reads::cursor;
use crate::{Caller, Error, IdempotencyKey, PageRequest};

pub use accounts::AccountStatus;
pub(crate) use accounts::Tokens;
pub use hook::Hook;
pub(crate) use keep::keep;
pub use shown::ShownAutomation;
pub(crate) use trouble::Trouble;

/// How automations are carried out.
#[derive(Debug, Clone, Default)]
pub struct AutomationSettings {
    /// This program as Google knows it; without it no account can be connected.
    pub google: Option<GoogleSettings>,
    /// The folders of this machine that automations may read and write, with all that is in them;
    /// none: any.
    pub folders: Option<Vec<PathBuf>>,
    /// How object stores are reached that results go to: `aws_access_key_id` and the like.
    pub object_options: Vec<(String, String)>,
}

/// This program as Google knows it.
#[derive(Clone)]
pub struct GoogleSettings {
    /// The client's id.
    pub client_id: String,
    /// Its secret.
    pub client_secret: String,
    /// Where people come back to.
    pub redirect_url: String,
    /// Where people are asked.
    pub auth_url: Url,
    /// Where tokens are given.
    pub token_url: Url,
    /// Where they are taken back.
    pub revoke_url: Url,
    /// Where Gmail and Drive are.
    pub api_url: Url,
    /// How often something is asked again at once.
    pub retry: Retry,
}

impl std::fmt::Debug for GoogleSettings {
    /// Without the secret.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "GoogleSettings({}, {})", self.client_id, self.api_url)
    }
}

/// What an automation is to be.
#[derive(Debug, Clone)]
pub struct AutomationDraft {
    /// What people call it.
    pub name: String,
    /// Whether it is on.
    pub is_enabled: bool,
    /// What sets it off.
    pub trigger: TriggerKind,
    /// Where and how, a JSON object.
    pub trigger_config: Value,
    /// The job.
    pub job: TaskId,
    /// How the files of an event become tasks.
    pub mode: Mode,
    /// Where results go, if anywhere.
    pub destination: Option<DestinationKind>,
    /// Where exactly, a JSON object.
    pub export_config: Option<Value>,
}

/// What this process remembers of automations; nothing that may not be forgotten.
#[derive(Default)]
pub(crate) struct Automations {
    /// Folders that are watched, since they know how long a file has looked the same.
    folders: Mutex<HashMap<(AutomationId, i64), Arc<Folder>>>,
    /// What is being worked at.
    busy: Mutex<HashSet<String>>,
    /// Access tokens of accounts.
    pub(crate) tokens: Tokens,
}

impl Automations {
    fn busy(&self) -> std::sync::MutexGuard<'_, HashSet<String>> {
        self.busy.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn folders(&self) -> std::sync::MutexGuard<'_, HashMap<(AutomationId, i64), Arc<Folder>>> {
        self.folders.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Engine {
    /// Makes an automation; answers it, or the one that the key was used for.
    ///
    /// # Errors
    /// [`Error::Invalid`] for what cannot work, [`Error::NotFound`] for an unknown job,
    /// [`Error::Conflict`] if the key was used with another request.
    pub async fn create_automation(
        &self,
        caller: &Caller,
        draft: AutomationDraft,
        key: Option<IdempotencyKey>,
    ) -> Result<Automation, Error> {
        self.job(&draft.job).await?;
        let now = self.inner.clock.now();
        let new = Automation {
            id: AutomationId::from(self.inner.ids.uuid()),
            place: None,
            looked_at: None,
            failures: 0,
            error: None,
            ..self.set_up(draft, caller, now, 1)?
        };
        let place = look::beginning(&new, now)?;
        let new = Automation { place, ..new };
        let id = new.id.clone();
        let made = self.inner.store.create_automation(new, key.map(Into::into)).await;
        match made.map_err(|error| no_job(error, &id))? {
            Keyed::New => self.automation(&id).await,
            Keyed::Before(id) => self.automation(&id).await,
            Keyed::OtherRequest => Err(other_request()),
        }
    }

    /// An automation.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is none with this id.
    pub async fn automation(&self, id: &AutomationId) -> Result<Automation, Error> {
        let found = self.inner.store.automation(id).await?;
        found.ok_or_else(|| Error::not_found("automation", id))
    }

    /// Replaces what an automation is. Where its source is another one, that is looked at as for
    /// the first time.
    ///
    /// # Errors
    /// As [`Engine::create_automation`], and [`Error::Conflict`] if it is changed at the same time.
    pub async fn replace_automation(
        &self,
        caller: &Caller,
        id: &AutomationId,
        draft: AutomationDraft,
    ) -> Result<Automation, Error> {
        let before = self.automation(id).await?;
        self.job(&draft.job).await?;
        let now = self.inner.clock.now();
        let same = before.trigger == draft.trigger && before.trigger_config == draft.trigger_config;
        let set_up = self.set_up(draft, caller, now, before.revision + 1)?;
        let new = Automation { id: id.clone(), created_at: before.created_at, ..set_up };
        let place = look::beginning(&new, now)?;
        self.change_automation(Automation { place, ..new }, !same).await
    }

    /// Switches an automation on or off; without a word to the other state. What happens while it
    /// is off is found when it is on again; times that pass meanwhile are not made up for.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is none, [`Error::Conflict`] if it is changed at the same time.
    pub async fn toggle_automation(
        &self,
        id: &AutomationId,
        on: Option<bool>,
    ) -> Result<Automation, Error> {
        let before = self.automation(id).await?;
        let (is_enabled, now) = (on.unwrap_or(!before.is_enabled), self.inner.clock.now());
        let mut new = Automation {
            is_enabled,
            updated_at: now,
            revision: before.revision + 1,
            next_at: config::first_look(before.trigger, is_enabled, now),
            ..before
        };
        let anew = is_enabled && new.trigger == TriggerKind::Cron;
        if anew {
            new.place = look::from_now(new.place.as_deref(), now);
        }
        self.change_automation(new, anew).await
    }

    /// Removes an automation. The runs that it made stay.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is none with this id.
    pub async fn delete_automation(&self, id: &AutomationId) -> Result<(), Error> {
        self.inner.store.doom_prefix(&hook::folder(id)).await?;
        match self.inner.store.delete_automation(id).await? {
            true => Ok(()),
            false => Err(Error::not_found("automation", id)),
        }
    }

    /// What came of an automation's events, the newest first.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is none, [`Error::Invalid`] for a foreign cursor.
    pub async fn automation_runs(
        &self,
        id: &AutomationId,
        page: PageRequest,
    ) -> Result<Page<AutomationRun>, Error> {
        self.automation(id).await?;
        let after = cursor(page.cursor.as_deref(), Store::automation_runs_cursor)?;
        Ok(self.inner.store.automation_runs(id, page.size, after.as_ref()).await?)
    }

    async fn change_automation(&self, new: Automation, anew: bool) -> Result<Automation, Error> {
        let id = new.id.clone();
        let changed = self.inner.store.change_automation(new, anew).await;
        match changed.map_err(|error| no_job(error, &id))? {
            true => self.automation(&id).await,
            false => Err(Error::Conflict(
                "the automation was changed by somebody else meanwhile; look at it and try again"
                    .into(),
            )),
        }
    }

    /// A draft as it is stored, once it is known that it can work.
    fn set_up(
        &self,
        draft: AutomationDraft,
        caller: &Caller,
        now: Timestamp,
        revision: i64,
    ) -> Result<Automation, Error> {
        let next_at = config::first_look(draft.trigger, draft.is_enabled, now);
        let new = Automation {
            id: AutomationId::from(self.inner.ids.uuid()),
            name: draft.name,
            is_enabled: draft.is_enabled,
            trigger: draft.trigger,
            trigger_config: draft.trigger_config,
            job: draft.job,
            mode: draft.mode,
            destination: draft.destination,
            export_config: draft.export_config,
            user_id: caller.user_id.clone(),
            created_at: now,
            updated_at: now,
            revision,
            place: None,
            next_at,
            looked_at: None,
            failures: 0,
            error: None,
        };
        config::check(&self.inner, &new)?;
        Ok(new)
    }
}

fn no_job(error: StoreError, id: &AutomationId) -> Error {
    match error {
        StoreError::Gone("job") => Error::not_found("job of automation", id),
        other => other.into(),
    }
}
