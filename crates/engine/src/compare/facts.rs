//! What two runs ran in, how they were run, and how they ended.

use annals_domain::{EnvValue, Plan};
use serde_json::Value;

use super::Section;
use crate::WholeRun;

/// The interpreter, the machine, and how they were run.
pub(super) fn environment(a: &WholeRun, b: &WholeRun) -> Section {
    Section::of(surroundings(a), surroundings(b))
}

fn surroundings(run: &WholeRun) -> Vec<(String, String)> {
    let fact = |name: &str, value: Option<String>| Some((name.to_owned(), value?));
    let environment = run.environment.as_ref();
    let host = run.attempts.last().map(|attempt| attempt.host.clone());
    let limit = run.details.timeout_ms.map(|limit| limit.to_string());
    let facts = [
        fact("python_version", environment.map(|e| e.python_version.clone())),
        fact("interpreter", environment.map(|e| e.interpreter.clone())),
        fact("platform", environment.map(|e| e.platform.clone())),
        fact("installer", environment.map(|e| e.installer.clone())),
        fact("executor", Some(run.run.executor.clone())),
        fact("host", host),
        fact("timeout_ms", limit),
    ];
    let mut facts: Vec<_> = facts.into_iter().flatten().collect();
    for step in Plan::of(&run.snapshot.spec).steps {
        for (name, value) in step.env {
            let value = match value {
                EnvValue::Plain(text) => text,
                EnvValue::Secret { secret } => format!("the secret {secret}"),
            };
            facts.push((format!("env.{name}"), value));
        }
        if let Some(Value::Object(pod)) = step.pod.and_then(|pod| serde_json::to_value(pod).ok()) {
            let asked = |(name, value)| (format!("pod.{}.{name}", step.name), said(&value));
            facts.extend(pod.into_iter().map(asked));
        }
    }
    facts
}

fn said(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// Status and failure.
pub(super) fn outcome(a: &WholeRun, b: &WholeRun) -> Section {
    let facts = |run: &WholeRun| {
        let error = run.run.error_type.map(|error| error.to_string());
        let facts = [
            Some(("status".to_owned(), run.run.state.status.to_string())),
            error.map(|error| ("error_type".to_owned(), error)),
            run.details.error_message.clone().map(|text| ("error_message".to_owned(), text)),
        ];
        facts.into_iter().flatten().collect()
    };
    Section::of(facts(a), facts(b))
}
