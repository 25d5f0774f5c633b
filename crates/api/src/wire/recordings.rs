//! The flow-runs interface (snake_case): reports of runs that are carried out elsewhere.

use annals_domain::{Timestamp, Trigger};
use annals_engine::{RecordedFlow, Report};
use serde::Deserialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

use super::submit::Tag;
use super::words::{ErrorWord, StatusWord};
use crate::extract::{Case, Check, Empty};
use crate::problem::Problem;

/// The most bytes of metadata: lists answer it.
const METADATA_LIMIT: usize = 64 << 10;
/// The most characters of what is told of a failure: lists answer it.
const MESSAGE_LIMIT: usize = 10_000;

/// What is told of a run that is carried out elsewhere. What is left out stays as it is.
#[derive(Debug, Default, Deserialize, ToSchema)]
pub struct FlowRunReport {
    /// The flow that the run is recorded to; wins over `flow_name`. Only for a new run, which needs
    /// one of the two.
    #[schema(min_length = 1, max_length = 128, pattern = "^[A-Za-z0-9_.:-]+$")]
    flow_id: Option<String>,
    /// The same by the flow's name. A flow without components is made where none has this name.
    #[schema(
        min_length = 1,
        max_length = 200,
        pattern = "^[^\\u0000-\\u001f\\u007f-\\u009f]*$",
        example = "nightly"
    )]
    flow_name: Option<String>,
    /// Where the run stands, in any case; `running` for a new one unless given.
    #[schema(value_type = Option<StatusWord>)]
    status: Option<String>,
    /// When it began; when that is told unless given.
    #[schema(value_type = Option<String>, format = DateTime)]
    started_at: Option<String>,
    /// When it ended; when that is told unless given. Whoever gives this gives `started_at` too, so
    /// that both are of one clock.
    #[schema(value_type = Option<String>, format = DateTime)]
    ended_at: Option<String>,
    /// What it was given.
    inputs: Option<Map<String, Value>>,
    /// What it gave, as any JSON.
    outputs: Option<Value>,
    /// How it failed, such as a traceback.
    #[schema(max_length = 10000, pattern = "^[^\\u0000]*$")]
    error_message: Option<String>,
    /// The kind of failure, in any case; `exit` unless given.
    #[schema(value_type = Option<ErrorWord>)]
    error_type: Option<String>,
    /// What is kept with the run, at most 64 KiB; replaces what was kept.
    metadata: Option<Map<String, Value>>,
    /// Labels of the run; replace those that it had.
    #[schema(max_items = 50, value_type = Option<Vec<Tag>>)]
    tags: Option<Vec<String>>,
    /// What set it off: `manual`, `api`, `webhook`, `cron`, `mail`, `folder`, `rerun` or a word of
    /// the caller's own; `api` for a new run unless given.
    #[schema(max_length = 200, pattern = "^[^\\u0000-\\u001f\\u007f-\\u009f]*$")]
    trigger_type: Option<String>,
    /// The caller's session.
    #[schema(max_length = 200, pattern = "^[^\\u0000-\\u001f\\u007f-\\u009f]*$")]
    session_id: Option<String>,
    /// For whom it runs; the user of the token for a new run unless given.
    #[schema(max_length = 200, pattern = "^[^\\u0000-\\u001f\\u007f-\\u009f]*$")]
    user_id: Option<String>,
    /// For how many seconds the run may be silent: more than 0 and at most 30 days. If nothing is
    /// told of it for longer, it ends as a failure of the type `timeout`. As the server is set up
    /// unless given.
    #[schema(exclusive_minimum = 0, maximum = 2592000)]
    heartbeat_timeout_seconds: Option<f64>,
}

impl Empty for FlowRunReport {
    fn empty() -> Option<Self> {
        Some(Self::default())
    }
}

impl FlowRunReport {
    /// A new run and its flow, once every value validates.
    pub(crate) fn recorded(self) -> Result<(RecordedFlow, Report), Problem> {
        let mut check = Check::new(Case::Snake);
        let flow = flow(&mut check, self.flow_id.as_deref(), self.flow_name.as_deref());
        let report = self.report(&mut check);
        check.done()?;
        let known = |id: String| {
            id.parse().map(RecordedFlow::Id).map_err(|_| Problem::not_found("flow", &id))
        };
        match flow {
            Flow::Id(id) => Ok((known(id)?, report)),
            Flow::Name(name) => Ok((RecordedFlow::Name(name), report)),
        }
    }

    /// What is told of a run that is there, once every value validates.
    pub(crate) fn told(self) -> Result<Report, Problem> {
        let mut check = Check::new(Case::Snake);
        for (name, given) in
            [("flow_id", self.flow_id.is_some()), ("flow_name", self.flow_name.is_some())]
        {
            if given {
                check.fail(name, "is for new runs only; a run stays with its flow");
            }
        }
        let report = self.report(&mut check);
        check.done()?;
        Ok(report)
    }

    fn report(self, check: &mut Check) -> Report {
        check.text("error_message", self.error_message.as_deref(), MESSAGE_LIMIT);
        check.line("trigger_type", self.trigger_type.as_deref(), 200);
        check.line("session_id", self.session_id.as_deref(), 200);
        check.line("user_id", self.user_id.as_deref(), 200);
        check.tags(self.tags.as_deref().unwrap_or_default());
        let given = |text: Option<String>| text.filter(|text| !text.trim().is_empty());
        Report {
            status: word(check, "status", self.status),
            started_at: time(check, "started_at", self.started_at),
            ended_at: time(check, "ended_at", self.ended_at),
            inputs: self.inputs.map(Value::Object),
            outputs: self.outputs,
            metadata: metadata(check, self.metadata),
            error_message: given(self.error_message),
            error_type: word(check, "error_type", self.error_type),
            tags: self.tags,
            trigger: given(self.trigger_type).map(Trigger),
            session_id: given(self.session_id),
            user_id: given(self.user_id),
            limit_ms: check.seconds("heartbeat_timeout_seconds", self.heartbeat_timeout_seconds),
        }
    }
}

/// How a new run's flow is named.
enum Flow {
    Id(String),
    Name(String),
}

fn flow(check: &mut Check, id: Option<&str>, name: Option<&str>) -> Flow {
    match (id, name) {
        (Some(id), _) => {
            if id.is_empty() {
                check.fail("flow_id", "must not be empty");
            }
            Flow::Id(id.to_owned())
        }
        (None, Some(name)) => {
            check.line("flow_name", Some(name), 200);
            if name.trim().is_empty() {
                check.fail("flow_name", "must not be blank");
            }
            Flow::Name(name.to_owned())
        }
        (None, None) => {
            check.fail("flow_id", "is required unless flow_name is given");
            Flow::Name(String::new())
        }
    }
}

/// A word in any case.
fn word<T>(check: &mut Check, name: &str, text: Option<String>) -> Option<T>
where
    T: std::str::FromStr<Err = String>,
{
    let read = text.filter(|text| !text.is_empty())?.parse();
    read.map_err(|error| check.fail(name, error)).ok()
}

fn time(check: &mut Check, name: &str, text: Option<String>) -> Option<Timestamp> {
    let text = text.filter(|text| !text.is_empty())?;
    let read = text.parse();
    let fault = "must be an RFC 3339 time such as 2026-11-20T09:15:02.123456Z";
    read.map_err(|_| check.fail(name, fault)).ok()
}

fn metadata(check: &mut Check, given: Option<Map<String, Value>>) -> Option<Value> {
    let value = Value::Object(given?);
    let length = value.to_string().len();
    if length > METADATA_LIMIT {
        check.fail("metadata", format!("must be at most {METADATA_LIMIT} bytes, not {length}"));
    }
    Some(value)
}
