//! What a step asks of its pod, checked.

use annals_domain::PodSettings;
use serde_json::{Map, Value};

use super::Check;

impl Check {
    /// What a step asks of its pod, in the field `name` (dots between levels).
    pub(crate) fn pod(
        &mut self,
        name: &str,
        pod: Option<Map<String, Value>>,
    ) -> Option<PodSettings> {
        let pod = without_nulls(Value::Object(pod?));
        match serde_path_to_error::deserialize::<_, PodSettings>(pod) {
            Ok(settings) => {
                for fault in settings.faults() {
                    self.fail_at(&format!("{name}.{}", fault.place), &fault.message);
                }
                Some(settings)
            }
            Err(error) => {
                let path = error.path().to_string().replace('[', ".").replace(']', "");
                let place = if path == "." { name.to_owned() } else { format!("{name}.{path}") };
                self.fail_at(&place, error.inner());
                None
            }
        }
    }
}

/// `null` means the same as leaving a field out.
fn without_nulls(value: Value) -> Value {
    match value {
        Value::Object(map) => {
            let there = map.into_iter().filter(|(_, value)| !value.is_null());
            Value::Object(there.map(|(name, value)| (name, without_nulls(value))).collect())
        }
        Value::Array(list) => list.into_iter().map(without_nulls).collect(),
        value => value,
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::json;

    use super::*;
    use crate::extract::Case;

    #[rstest]
    #[case(json!({"image": "a", "nodeSelector": null}), "")]
    #[case(json!({"resources": {"limits": {"memory": "x"}}}), "pod.resources.limits.memory: must be an amount such as `500m`, `2` or `1Gi`")]
    #[case(json!({"resources": {"limits": {"cpu": 1}}}), "pod.resources.limits.cpu: invalid type: integer `1`, expected a string")]
    #[case(json!({"imagePullPolicy": "Sometimes"}), "pod.imagePullPolicy: unknown variant `Sometimes`, expected one of `Always`, `IfNotPresent`, `Never`")]
    #[case(json!({"volumes": [{"name": "v", "emptyDir": {}}, {"name": "v", "emptyDir": {}}]}), "pod.volumes.1.name: must not be there twice")]
    fn what_is_wrong_is_named(#[case] pod: Value, #[case] detail: &str) {
        let mut check = Check::new(Case::Camel);
        let read = check.pod("pod", pod.as_object().cloned());
        let found = check.done().map_or_else(|problem| problem.detail, |()| String::new());
        assert_eq!(found, detail);
        assert_eq!(read.is_some_and(|settings| settings.faults().is_empty()), detail.is_empty());
    }

    #[test]
    fn an_unknown_field_is_named() {
        let mut check = Check::new(Case::Snake);
        check.pod("components.0.pod", json!({"hostNetwork": true}).as_object().cloned());
        let detail = check.done().expect_err("refused").detail;
        assert!(detail.starts_with("components.0.pod"), "{detail}");
        assert!(detail.contains("unknown field `hostNetwork`"), "{detail}");
    }
}
