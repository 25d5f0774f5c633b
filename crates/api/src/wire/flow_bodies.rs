//! The flows interface (snake_case): what a flow is to be.

use annals_domain::{Component, Edge, FlowSpec, NodeName, Retry};
use annals_engine::{FlowChange, FlowDraft};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;

use super::pod::PodBody;
use super::submit::EnvironmentValue;
use crate::extract::{Case, Check, Empty};
use crate::problem::Problem;

/// The most further tries of a component.
const MOST_RETRIES: i64 = 100;
/// The longest time between two tries, in seconds: a day.
const LONGEST_DELAY: f64 = 86_400.0;

/// A component: one program of a flow.
#[derive(Debug, Deserialize, ToSchema)]
pub struct ComponentBody {
    /// Its id, unique within the flow; neither `setup` nor dots only.
    #[schema(min_length = 1, max_length = 128, pattern = "^[A-Za-z0-9_.:-]+$", example = "load")]
    id: String,
    /// Its name; its id unless given.
    #[schema(max_length = 200, pattern = "^[^\\u0000-\\u001f\\u007f-\\u009f]*$")]
    name: Option<String>,
    /// The program, at most 1 MiB.
    #[schema(
        min_length = 1,
        max_length = 1048576,
        example = "print('hello')",
        pattern = "^[^\\u0000]*[^\\s\\u0000][^\\u0000]*$"
    )]
    code: String,
    /// PEP 508 requirements, one or more a line.
    #[schema(max_length = 10000, pattern = "^[^\\u0000]*$")]
    dependencies: Option<String>,
    /// The text of a requirements file; wins over `dependencies`.
    #[schema(max_length = 50000, pattern = "^[^\\u0000]*$")]
    requirements_file: Option<String>,
    /// A JSON object that is laid over the run's inputs.
    inputs: Option<Map<String, Value>>,
    /// Variables for the process, by name.
    #[schema(value_type = Option<std::collections::HashMap<String, EnvironmentValue>>)]
    env: Option<Map<String, Value>>,
    /// How often it is tried again after it failed.
    #[schema(minimum = 0, maximum = 100)]
    retries: Option<i64>,
    /// Seconds between the end of a try and the next.
    #[schema(minimum = 0, maximum = 86400)]
    retry_delay_seconds: Option<f64>,
    /// The time limit of each try in seconds, more than 0 and at most 30 days.
    #[schema(exclusive_minimum = 0, maximum = 2592000)]
    timeout_seconds: Option<f64>,
    /// What it asks of its pod, where it runs in one.
    #[schema(value_type = Option<PodBody>)]
    pod: Option<Map<String, Value>>,
}

/// One component needs another.
#[derive(Debug, Deserialize, Serialize, ToSchema)]
pub struct EdgeBody {
    /// The component whose outputs are needed.
    #[schema(min_length = 1, max_length = 128, pattern = "^[A-Za-z0-9_.:-]+$")]
    pub(super) from: String,
    /// The component that needs them.
    #[schema(min_length = 1, max_length = 128, pattern = "^[A-Za-z0-9_.:-]+$")]
    pub(super) to: String,
}

/// What a flow is to be.
#[derive(Debug, Deserialize, ToSchema)]
pub struct FlowBody {
    /// Its name.
    #[schema(min_length = 1, max_length = 200, pattern = "^[^\\u0000-\\u001f\\u007f-\\u009f]*$")]
    name: String,
    /// What it is for.
    #[schema(max_length = 10000, pattern = "^[^\\u0000]*$")]
    description: Option<String>,
    /// Its components.
    #[schema(min_items = 1, max_items = 500)]
    components: Vec<ComponentBody>,
    /// Which needs which; no way may lead back to where it begins.
    #[schema(max_items = 10000)]
    edges: Option<Vec<EdgeBody>>,
}

/// What of a flow is to change; what is left out stays.
#[derive(Debug, Default, Deserialize, ToSchema)]
pub struct FlowPatch {
    /// Its name.
    #[schema(min_length = 1, max_length = 200, pattern = "^[^\\u0000-\\u001f\\u007f-\\u009f]*$")]
    name: Option<String>,
    /// What it is for; an empty text clears it.
    #[schema(max_length = 10000, pattern = "^[^\\u0000]*$")]
    description: Option<String>,
    /// All of its components.
    #[schema(min_items = 1, max_items = 500)]
    components: Option<Vec<ComponentBody>>,
    /// All of its edges.
    #[schema(max_items = 10000)]
    edges: Option<Vec<EdgeBody>>,
}

impl Empty for FlowBody {}
impl Empty for FlowPatch {}

impl ComponentBody {
    fn checked(self, check: &mut Check, place: &str) -> Option<Component> {
        let at = |name: &str| format!("{place}.{name}");
        check.line(&at("name"), self.name.as_deref(), 200);
        check.code(&at("code"), Some(&self.code));
        check.text(&at("dependencies"), self.dependencies.as_deref(), 10_000);
        check.text(&at("requirements_file"), self.requirements_file.as_deref(), 50_000);
        let id = id(check, &at("id"), &self.id);
        let env = check.env_at(place, self.env).unwrap_or_default();
        let retry = Retry {
            times: retries(check, &at("retries"), self.retries),
            delay_ms: delay(check, &at("retry_delay_seconds"), self.retry_delay_seconds),
        };
        let timeout_ms = check.seconds(&at("timeout_seconds"), self.timeout_seconds);
        let pod = check.pod(&at("pod"), self.pod).filter(|pod| !pod.is_empty()).map(Box::new);
        let given = |text: Option<String>| text.filter(|text| !text.trim().is_empty());
        Some(Component {
            id: id?,
            name: given(self.name).unwrap_or(self.id),
            code: self.code,
            requested: annals_domain::requirements::Requested {
                dependencies: self.dependencies,
                requirements_file: self.requirements_file,
            },
            env,
            inputs: self.inputs.unwrap_or_default(),
            retry,
            timeout_ms,
            pod,
        })
    }
}

/// The id of a component.
pub(crate) fn id(check: &mut Check, place: &str, text: &str) -> Option<NodeName> {
    match text.parse() {
        Ok(id) => Some(id),
        Err(_) => {
            check.fail(place, "must be 1 to 128 letters, digits, `-`, `_`, `.` and `:`");
            None
        }
    }
}

fn retries(check: &mut Check, place: &str, count: Option<i64>) -> u32 {
    let count = count.unwrap_or(0);
    if !(0..=MOST_RETRIES).contains(&count) {
        check.fail(place, "must be from 0 to 100");
    }
    u32::try_from(count).unwrap_or(0)
}

/// In milliseconds.
fn delay(check: &mut Check, place: &str, seconds: Option<f64>) -> u64 {
    let seconds = seconds.unwrap_or(0.0);
    if !(0.0..=LONGEST_DELAY).contains(&seconds) {
        check.fail(place, "must be from 0 to 86400 (a day)");
        return 0;
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "from 0 to a day of milliseconds"
    )]
    let ms = (seconds * 1000.0).ceil() as u64;
    ms
}

/// The components of a request. More than a flow may have are not looked at one by one.
pub(crate) fn components(check: &mut Check, bodies: Vec<ComponentBody>) -> Vec<Component> {
    let count = bodies.len();
    if count > annals_domain::MAX_COMPONENTS {
        let most = annals_domain::MAX_COMPONENTS;
        check.fail("components", format!("must be at most {most}, not {count}"));
        return Vec::new();
    }
    let checked = bodies.into_iter().enumerate();
    let checked = checked.map(|(n, body)| body.checked(check, &format!("components.{n}")));
    checked.collect::<Vec<_>>().into_iter().flatten().collect()
}

fn edges(check: &mut Check, bodies: Vec<EdgeBody>) -> Vec<Edge> {
    let mut edges = Vec::with_capacity(bodies.len());
    for (n, body) in bodies.into_iter().enumerate().take(annals_domain::MAX_EDGES + 1) {
        let from = id(check, &format!("edges.{n}.from"), &body.from);
        let to = id(check, &format!("edges.{n}.to"), &body.to);
        edges.extend(from.zip(to).map(|(from, to)| Edge { from, to }));
    }
    edges
}

fn name(check: &mut Check, name: Option<&str>) {
    check.line("name", name, 200);
    if name.is_some_and(|name| name.trim().is_empty()) {
        check.fail("name", "must not be blank");
    }
}

impl FlowBody {
    /// The flow, once every value validates.
    pub(crate) fn checked(self) -> Result<FlowDraft, Problem> {
        let mut check = Check::new(Case::Snake);
        name(&mut check, Some(&self.name));
        check.text("description", self.description.as_deref(), 10_000);
        let components = components(&mut check, self.components);
        let edges = edges(&mut check, self.edges.unwrap_or_default());
        check.done()?;
        let description = self.description.filter(|text| !text.is_empty());
        Ok(FlowDraft { name: self.name, description, spec: FlowSpec { components, edges } })
    }
}

impl FlowPatch {
    /// The change, once every value validates.
    pub(crate) fn checked(self) -> Result<FlowChange, Problem> {
        let mut check = Check::new(Case::Snake);
        name(&mut check, self.name.as_deref());
        check.text("description", self.description.as_deref(), 10_000);
        let components = self.components.map(|all| components(&mut check, all));
        let edges = self.edges.map(|all| edges(&mut check, all));
        check.done()?;
        Ok(FlowChange { name: self.name, description: self.description, components, edges })
    }
}
