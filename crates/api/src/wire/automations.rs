//! Automations and what came of them.

use annals_domain::{
    AutomationStatus, Cursor, DestinationKind, Mode, Page, Timestamp, TriggerKind,
};
use annals_engine::{AutomationDraft, AutomationRun, ShownAutomation};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;

use super::words::{AutomationStatusWord, DestinationWord, ModeWord, TriggerWord};
use crate::extract::{Case, Check, Empty};
use crate::problem::Problem;

/// What an automation is to be.
#[derive(Debug, Deserialize, ToSchema)]
pub struct AutomationBody {
    /// Its name.
    #[schema(min_length = 1, max_length = 200, pattern = "^[^\\u0000-\\u001f\\u007f-\\u009f]*$")]
    name: String,
    /// Whether it is on; on unless said otherwise.
    is_enabled: Option<bool>,
    /// What sets it off.
    #[schema(value_type = TriggerWord)]
    trigger_type: String,
    /// Where and how, by the type. `cron`: `{cron, time_zone?, source: {type, …}}`; `folder`:
    /// `{path, file_name?, recursive?, include_existing?, settle_seconds?}`; `webhook`: `{secret}`;
    /// `imap`: `{host, port?, security?, username, password_secret, mailbox?, from?, subject?,
    /// file_name?, include_message?, include_existing?}`; `gmail`: `{query?, label?, from?,
    /// subject?, file_name?, include_message?}`; `drive`: `{folder_id?, file_name?,
    /// include_existing?}`. All but `cron` and `webhook` take `poll_seconds`.
    #[schema(value_type = Object)]
    trigger_config: Map<String, Value>,
    /// The job that its runs belong to.
    #[schema(min_length = 1, max_length = 128, pattern = "^[A-Za-z0-9_.:-]+$")]
    job_id: String,
    /// How the files of an event become tasks; `individual` unless said otherwise.
    #[schema(value_type = Option<ModeWord>)]
    processing_mode: Option<String>,
    /// Where results go, if anywhere.
    #[schema(value_type = Option<DestinationWord>)]
    dest_type: Option<String>,
    /// Where exactly, by the type, with `file_type` `csv` or `excel`. `folder`: `{path}`; `drive`:
    /// `{folder_id?}`; `object_store`: `{url}`; `mail`: `{host, port?, security?, username?,
    /// password_secret?, from, to, subject?}`.
    #[schema(value_type = Option<Object>)]
    export_config: Option<Map<String, Value>>,
}

impl Empty for AutomationBody {}

impl AutomationBody {
    /// The automation, once every value validates.
    pub(crate) fn checked(self) -> Result<AutomationDraft, Problem> {
        let mut check = Check::new(Case::Snake);
        check.line("name", Some(&self.name), 200);
        if self.name.trim().is_empty() {
            check.fail("name", "must not be blank");
        }
        let trigger = word::<TriggerKind>(&mut check, "trigger_type", Some(&self.trigger_type));
        let mode = word::<Mode>(&mut check, "processing_mode", self.processing_mode.as_deref());
        let kind = self.dest_type.as_deref().filter(|text| !text.is_empty());
        let destination = word::<DestinationKind>(&mut check, "dest_type", kind);
        let job = self.job_id.parse().map_err(|error| check.fail("job_id", error)).ok();
        check.done()?;
        // What is missing was told of.
        let (Some(trigger), Some(job)) = (trigger, job) else {
            return Err(Problem::invalid(Vec::new()));
        };
        Ok(AutomationDraft {
            name: self.name,
            is_enabled: self.is_enabled.unwrap_or(true),
            trigger,
            trigger_config: Value::Object(self.trigger_config),
            job,
            mode: mode.unwrap_or(Mode::Individual),
            destination,
            export_config: self.export_config.map(Value::Object),
        })
    }
}

fn word<T: std::str::FromStr<Err = String>>(
    check: &mut Check,
    name: &str,
    text: Option<&str>,
) -> Option<T> {
    text?.parse().map_err(|error: String| check.fail(name, error)).ok()
}

/// An automation.
#[derive(Debug, Serialize, ToSchema)]
pub struct AutomationDetail {
    id: String,
    name: String,
    /// Whether it is on.
    is_enabled: bool,
    #[schema(value_type = TriggerWord)]
    trigger_type: TriggerKind,
    #[schema(value_type = Object)]
    trigger_config: Value,
    job_id: String,
    #[schema(value_type = ModeWord)]
    processing_mode: Mode,
    #[schema(value_type = Option<DestinationWord>)]
    dest_type: Option<DestinationKind>,
    #[schema(value_type = Option<Object>)]
    export_config: Option<Value>,
    /// Whose it is.
    user_id: Option<String>,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    #[schema(value_type = String, format = DateTime)]
    updated_at: Timestamp,
    /// When its source was looked at last.
    #[schema(value_type = Option<String>, format = DateTime)]
    last_checked_at: Option<Timestamp>,
    /// When it is looked at next.
    #[schema(value_type = Option<String>, format = DateTime)]
    next_check_at: Option<Timestamp>,
    /// How often looking failed since it last did not.
    #[schema(minimum = 0)]
    failures: i64,
    /// Why.
    error: Option<String>,
    /// Where requests go, for the type `webhook`.
    hook_url: Option<String>,
    /// What its job is called.
    job_name: String,
    /// What came of its last event; null where nothing has happened yet.
    last_result: Option<AutomationRunRow>,
}

impl From<ShownAutomation> for AutomationDetail {
    fn from(ShownAutomation { automation, job_name, last }: ShownAutomation) -> Self {
        let hook = automation.trigger == TriggerKind::Webhook;
        Self {
            hook_url: hook.then(|| format!("/api/v1/hooks/{}", automation.id)),
            id: automation.id.to_string(),
            name: automation.name,
            is_enabled: automation.is_enabled,
            trigger_type: automation.trigger,
            trigger_config: automation.trigger_config,
            job_id: automation.job.to_string(),
            processing_mode: automation.mode,
            dest_type: automation.destination,
            export_config: automation.export_config,
            user_id: automation.user_id,
            created_at: automation.created_at,
            updated_at: automation.updated_at,
            last_checked_at: automation.looked_at,
            next_check_at: automation.next_at.filter(|_| automation.is_enabled),
            failures: automation.failures,
            error: automation.error,
            job_name,
            last_result: last.map(Into::into),
        }
    }
}

/// A page of automations.
#[derive(Debug, Serialize, ToSchema)]
pub struct AutomationPage {
    automations: Vec<AutomationDetail>,
    /// Where the next page begins; null after the last.
    next_cursor: Option<String>,
}

impl From<Page<ShownAutomation>> for AutomationPage {
    fn from(page: Page<ShownAutomation>) -> Self {
        Self {
            next_cursor: page.next.as_ref().map(Cursor::encode),
            automations: page.items.into_iter().map(Into::into).collect(),
        }
    }
}

/// What came of an event.
#[derive(Debug, Serialize, ToSchema)]
pub struct AutomationRunRow {
    /// The event's id.
    id: String,
    automation_id: String,
    /// The run that was made of it.
    job_run_id: Option<String>,
    #[schema(value_type = AutomationStatusWord)]
    status: AutomationStatus,
    /// What happened: a file's path, a mail's subject, a time.
    event: String,
    /// The names of the files that came in.
    files_in: Vec<String>,
    /// Where the results went.
    exported_to: Option<String>,
    /// A link to them.
    link: Option<String>,
    /// How often the present step failed.
    #[schema(minimum = 0)]
    failures: i64,
    /// Why, or what else is to be known.
    error: Option<String>,
    /// When it is tried again or gone on with.
    #[schema(value_type = Option<String>, format = DateTime)]
    next_at: Option<Timestamp>,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    #[schema(value_type = Option<String>, format = DateTime)]
    ended_at: Option<Timestamp>,
}

impl From<AutomationRun> for AutomationRunRow {
    fn from(run: AutomationRun) -> Self {
        let files = run.files.as_array().into_iter().flatten();
        let names = files.filter_map(|file| file.get("name")?.as_str()).map(str::to_owned);
        Self {
            files_in: names.collect(),
            id: run.event.to_string(),
            automation_id: run.automation.to_string(),
            job_run_id: run.run.map(|run| run.to_string()),
            status: run.status,
            event: run.about,
            exported_to: run.exported_to,
            link: run.link,
            failures: run.failures,
            error: run.error,
            next_at: run.next_at,
            created_at: run.created_at,
            ended_at: run.ended_at,
        }
    }
}

/// A page of what came of events.
#[derive(Debug, Serialize, ToSchema)]
pub struct AutomationRunPage {
    runs: Vec<AutomationRunRow>,
    /// Where the next page begins; null after the last.
    next_cursor: Option<String>,
}

impl From<Page<AutomationRun>> for AutomationRunPage {
    fn from(page: Page<AutomationRun>) -> Self {
        Self {
            next_cursor: page.next.as_ref().map(Cursor::encode),
            runs: page.items.into_iter().map(Into::into).collect(),
        }
    }
}

/// Whether an automation is to be on.
#[derive(Debug, Default, Deserialize, ToSchema)]
pub struct ToggleBody {
    /// Left out: the other state than now.
    pub(crate) is_enabled: Option<bool>,
}

impl Empty for ToggleBody {
    fn empty() -> Option<Self> {
        Some(Self::default())
    }
}

/// A request was taken.
#[derive(Debug, Serialize, ToSchema)]
pub struct HookTaken {
    /// Whether it is new; one that came before changes nothing.
    pub(crate) accepted: bool,
}
