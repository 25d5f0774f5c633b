//! What of each kind of text may be masked. Words that something relies on stay.

use annals_domain::ledger::LogEnd;
use annals_domain::requirements::Requested;
use annals_domain::{EnvValue, Environment, EnvironmentFacts, Spec};
use annals_redact::Redactor;
use annals_store::{Mask, TextKind};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// Masks one value.
pub(super) struct Masker(pub(super) Redactor);

/// Fields of ledger entries that hold ids and words of ours.
const FIXED: &[&str] = &[
    "id",
    "run_id",
    "task_id",
    "node",
    "state",
    "status",
    "phase",
    "kind",
    "error_type",
    "context_type",
    "process",
    "started_at",
    "ended_at",
    "created_at",
    "expires_at",
    "sha256",
];

impl Mask for Masker {
    fn masked(&self, kind: TextKind, text: &str) -> Option<String> {
        let masked = match kind {
            TextKind::Plain => Some(self.0.text(text).into_owned()),
            TextKind::Json => changed(text, |value: &mut Value| self.0.value(value)),
            TextKind::Entry => changed(text, |value: &mut Value| self.0.value_but(value, FIXED)),
            TextKind::Spec => changed(text, |spec: &mut Spec| self.spec(spec)),
            TextKind::LogEnd => changed(text, |end: &mut LogEnd| self.0.mask(&mut end.reason)),
            TextKind::Facts => changed(text, |facts: &mut EnvironmentFacts| self.facts(facts)),
        };
        masked.filter(|masked| masked != text)
    }
}

impl Masker {
    fn spec(&self, spec: &mut Spec) {
        match spec {
            Spec::Script(script) => {
                self.program(&mut script.code, &mut script.requested, &mut script.env);
            }
            Spec::Flow(flow) => {
                for one in &mut flow.components {
                    self.0.mask(&mut one.name);
                    self.program(&mut one.code, &mut one.requested, &mut one.env);
                    one.inputs.values_mut().for_each(|value| self.0.value(value));
                }
            }
            Spec::Extraction(job) => {
                for field in &mut job.fields {
                    self.0.mask(&mut field.field_name);
                    field.prompt.iter_mut().for_each(|prompt| self.0.mask(prompt));
                }
                for group in &mut job.groups {
                    self.0.mask(&mut group.path);
                    group.files.iter_mut().for_each(|file| self.0.mask(&mut file.path));
                }
            }
        }
    }

    fn program(&self, code: &mut String, requested: &mut Requested, env: &mut Environment) {
        self.0.mask(code);
        let packages = [&mut requested.dependencies, &mut requested.requirements_file];
        packages.into_iter().flatten().for_each(|text| self.0.mask(text));
        for value in env.values_mut() {
            if let EnvValue::Plain(text) = value {
                self.0.mask(text);
            }
        }
    }

    fn facts(&self, facts: &mut EnvironmentFacts) {
        self.0.mask(&mut facts.lock);
        facts.packages.iter_mut().for_each(|package| self.0.mask(&mut package.version));
    }
}

/// The JSON text of what `text` holds after `change`, in the form it is stored in; none if it
/// holds something else.
fn changed<T: DeserializeOwned + Serialize>(
    text: &str,
    change: impl FnOnce(&mut T),
) -> Option<String> {
    let mut value: T = serde_json::from_str(text).ok()?;
    let before = serde_json::to_string(&value).ok()?;
    change(&mut value);
    serde_json::to_string(&value).ok().filter(|after| *after != before)
}

#[cfg(test)]
mod tests {
    use annals_domain::{ScriptSpec, Snapshot};

    use super::*;

    fn masker(value: &str) -> Masker {
        Masker(Redactor::new([value]).expect("a redactor"))
    }

    #[test]
    fn words_of_ours_stay() {
        let body =
            r#"{"state":"success","message":"success!","log":{"end":{"reason":"a success"}}}"#;
        let expected = r#"{"state":"success","message":"***!","log":{"end":{"reason":"a ***"}}}"#;
        assert_eq!(masker("success").masked(TextKind::Entry, body).as_deref(), Some(expected));
        assert_eq!(masker("leaked").masked(TextKind::Entry, body), None);
    }

    #[test]
    fn a_spec_stays_a_spec() {
        let mut script = ScriptSpec {
            code: "print('script')".into(),
            requested: annals_domain::requirements::Requested::default(),
            env: [("A".to_owned(), EnvValue::Plain("script".into()))].into(),
            pod: None,
        };
        script.env.insert("B".into(), EnvValue::Secret { secret: "script".into() });
        let content = Snapshot::content(&Spec::Script(script));
        let masked = masker("script").masked(TextKind::Spec, &content).expect("masked");
        let Spec::Script(read) = serde_json::from_str(&masked).expect("a spec") else {
            panic!("no script: {masked}");
        };
        assert_eq!(
            (read.code.as_str(), &read.env["A"]),
            ("print('***')", &EnvValue::Plain("***".into()))
        );
        assert_eq!(read.env["B"], EnvValue::Secret { secret: "script".into() });
    }
}
