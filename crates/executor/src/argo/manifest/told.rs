//! What pods are told of their run and step, and how that travels.
//!
//! It stands in the Workflow as long as it is small. What is larger the server keeps as parcels,
//! which the pods fetch with the run's own token: a cluster takes no object of more than 1.5 MiB.

use annals_domain::Step;
use serde_json::{Map, Value};

use super::step::about_step;
use super::{ManifestError, about_run};
use crate::argo::{ArgoConfig, packed};
use crate::{Launch, Parcel};

/// The most bytes, before they are compressed, that travel within a Workflow where its pods can
/// reach the server.
pub(super) const MOST_WITHIN: usize = 512 << 10;

/// About what the template of a step takes of a Workflow, besides what its pod is told.
const TEMPLATE: usize = 1 << 10;

/// How it travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// All of it stands in the Workflow.
    Within,
    /// The pods fetch what may be large from the server.
    Fetched,
}

/// What a pod is told.
pub(super) struct Told {
    /// What always stands in the Workflow.
    small: Map<String, Value>,
    /// What may be large.
    large: Map<String, Value>,
}

impl Told {
    /// Of two JSON objects.
    pub(super) fn new(small: Value, large: Value) -> Self {
        let object = |value| if let Value::Object(map) = value { map } else { Map::new() };
        Self { small: object(small), large: object(large) }
    }

    /// What stands of it in the Workflow.
    pub(super) fn packed(&self, way: Way) -> String {
        let mut told = self.small.clone();
        match way {
            Way::Within => told.extend(self.large.clone()),
            Way::Fetched => drop(told.insert("parcel".into(), self.parcel().id.as_str().into())),
        }
        packed::value(&told)
    }

    /// What the server keeps of it, where that is fetched.
    fn parcel(&self) -> Parcel {
        Parcel::of(self.text().into_bytes())
    }

    /// About what it takes of a Workflow.
    pub(super) fn size(&self) -> usize {
        self.text().len() + TEMPLATE
    }

    fn text(&self) -> String {
        Value::Object(self.large.clone()).to_string()
    }
}

/// What all pods of a launch are told.
pub(super) struct AllTold {
    /// Each of the run.
    pub(super) run: Told,
    /// Each of its step, in the order of the plan.
    pub(super) steps: Vec<Told>,
    /// How that travels.
    pub(super) way: Way,
}

impl AllTold {
    /// What the pods of `launch` are told.
    pub(super) fn of(config: &ArgoConfig, launch: &Launch) -> Result<Self, ManifestError> {
        let run = about_run(config, launch);
        let about = |step: &Step| about_step(config, launch, step);
        let steps: Vec<_> = launch.plan.steps.iter().map(about).collect::<Result<_, _>>()?;
        let can_fetch = launch.api_url.is_some() && launch.api_token.is_some();
        let whole = run.size() + steps.iter().map(Told::size).sum::<usize>();
        let way = if can_fetch && whole > MOST_WITHIN { Way::Fetched } else { Way::Within };
        Ok(Self { run, steps, way })
    }

    /// What the server is to keep of it.
    pub(super) fn parcels(&self) -> Vec<Parcel> {
        match self.way {
            Way::Within => Vec::new(),
            Way::Fetched => [&self.run].into_iter().chain(&self.steps).map(Told::parcel).collect(),
        }
    }
}
