//! What the pods of a launch may know that stands in no Workflow.

use std::collections::BTreeMap;

use annals_domain::{Endpoint, EnvValue, Step};
use k8s_openapi::ByteString;
use k8s_openapi::api::core::v1::Secret;
use serde_json::{Value, json};

use super::metadata;
use crate::Launch;
use crate::argo::{ArgoConfig, names};

/// The Secret that the pods of `launch` read: by the name of each template, what its step may know.
#[must_use]
pub fn secret(config: &ArgoConfig, launch: &Launch) -> Secret {
    let steps = launch.plan.steps.iter().enumerate();
    let data = steps.map(|(place, step)| {
        let known = ByteString(known_to(launch, step).to_string().into_bytes());
        (names::template_name(place), known)
    });
    Secret {
        metadata: metadata(config, launch),
        data: Some(data.collect()),
        immutable: Some(true),
        ..Secret::default()
    }
}

/// The run's token, and the values of the secrets that the step names.
fn known_to(launch: &Launch, step: &Step) -> Value {
    let own = step.env.values().filter_map(|value| match value {
        EnvValue::Secret { secret } => Some(secret.as_str()),
        EnvValue::Plain(_) => None,
    });
    // What asks a language model has the key for it.
    let key = step.program().is_none().then_some(Endpoint::KEY);
    let known = |name| Some((name, launch.secrets.get(name)?));
    let values: BTreeMap<_, _> = own.chain(key).filter_map(known).collect();
    json!({"token": launch.api_token, "values": values})
}
