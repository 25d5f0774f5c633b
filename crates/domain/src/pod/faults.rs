//! What keeps settings from being those of a pod.

use std::collections::HashSet;
use std::fmt::Display;

use super::{PodMount, PodSettings, PodVariable, PodVariables, PodVolume};

/// The most entries of a list.
const MOST: usize = 32;

/// The name of the volume of each pod that is Annals' own.
const OWN_VOLUME: &str = "annals";

/// Folders of pods that are Annals' and Argo's own.
const OWN_FOLDERS: [&str; 3] = ["/annals", "/argo", "/var/run/argo"];

/// What Secrets of the cluster are called that are Annals' own, among others those of other runs.
const OWN_SECRETS: &str = "annals-";

/// Something that is no setting of a pod.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PodFault {
    /// Where: `resources.limits.memory`, `volumes.0.name`.
    pub place: String,
    /// What is wrong: "must …".
    pub message: String,
}

#[derive(Default)]
struct Faults(Vec<PodFault>);

impl Faults {
    fn add(&mut self, place: impl Into<String>, message: impl Display) {
        self.0.push(PodFault { place: place.into(), message: message.to_string() });
    }

    fn unless(&mut self, fine: bool, place: impl Into<String>, message: impl Display) {
        if !fine {
            self.add(place, message);
        }
    }

    /// A name of an object of the cluster.
    fn name(&mut self, place: &str, name: &str) {
        let text = "must be a name of Kubernetes: at most 253 of a-z, 0-9, `-` and `.`";
        self.unless(is_name(name), place, text);
    }

    /// A name of a Secret that a step may have.
    fn secret(&mut self, place: &str, name: &str) {
        self.name(place, name);
        let text = "must not begin with `annals-`: such Secrets are Annals' own";
        self.unless(!name.starts_with(OWN_SECRETS), place, text);
    }

    fn variable(&mut self, place: &str, name: &str) {
        let letter = |byte: u8| byte.is_ascii_alphabetic() || byte == b'_';
        let starts = name.bytes().next().is_some_and(letter);
        let fine = starts && name.len() <= 253;
        let fine = fine && name.bytes().all(|byte| letter(byte) || byte.is_ascii_digit());
        self.unless(fine, place, "must be letters, digits and `_`, not beginning with a digit");
        let own = name.starts_with("ANNALS_") || name.starts_with("ARGO_");
        self.unless(!own, place, "must not begin with ANNALS_ or ARGO_");
    }

    fn quantity(&mut self, place: &str, amount: &str) {
        self.unless(is_quantity(amount), place, "must be an amount such as `500m`, `2` or `1Gi`");
    }
}

impl PodSettings {
    /// Everything that keeps these from being settings of a pod; empty where nothing does.
    #[must_use]
    pub fn faults(&self) -> Vec<PodFault> {
        let mut faults = Faults::default();
        self.lengths(&mut faults);
        if faults.0.is_empty() {
            self.images(&mut faults);
            self.nodes(&mut faults);
            self.amounts(&mut faults);
            volumes(&self.volumes, &mut faults);
            mounts(&self.volume_mounts, &mut faults);
            variables(&self.env, &mut faults);
            objects(&self.env_from, &mut faults);
        }
        faults.0
    }

    fn lengths(&self, faults: &mut Faults) {
        for (name, length) in [
            ("imagePullSecrets", self.image_pull_secrets.len()),
            ("nodeSelector", self.node_selector.len()),
            ("tolerations", self.tolerations.len()),
            ("resources.requests", self.resources.requests.len()),
            ("resources.limits", self.resources.limits.len()),
            ("volumes", self.volumes.len()),
            ("volumeMounts", self.volume_mounts.len()),
            ("env", self.env.len()),
            ("envFrom", self.env_from.len()),
        ] {
            faults.unless(length <= MOST, name, format!("must be at most {MOST}, not {length}"));
        }
    }

    fn images(&self, faults: &mut Faults) {
        if let Some(image) = &self.image {
            let plain = |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b'{' | b'}');
            let fine = !image.is_empty() && image.len() <= 500 && image.bytes().all(plain);
            faults.unless(fine, "image", "must be the name of an image, without blanks");
        }
        for (n, secret) in self.image_pull_secrets.iter().enumerate() {
            faults.secret(&format!("imagePullSecrets.{n}.name"), &secret.name);
        }
        if let Some(account) = &self.service_account_name {
            faults.name("serviceAccountName", account);
        }
    }

    fn nodes(&self, faults: &mut Faults) {
        for (key, value) in &self.node_selector {
            let place = format!("nodeSelector.{}", crate::head(key, 100));
            faults.unless(is_label(key, 316) && !key.is_empty(), &place, LABEL);
            faults.unless(is_label(value, 63), &place, LABEL);
        }
        for (n, toleration) in self.tolerations.iter().enumerate() {
            let place = |name: &str| format!("tolerations.{n}.{name}");
            let key = toleration.key.as_deref().unwrap_or_default();
            faults.unless(is_label(key, 316), place("key"), LABEL);
            let value = toleration.value.as_deref().unwrap_or_default();
            faults.unless(is_label(value, 63), place("value"), LABEL);
        }
    }

    fn amounts(&self, faults: &mut Faults) {
        let kinds = [("requests", &self.resources.requests), ("limits", &self.resources.limits)];
        for (kind, amounts) in kinds {
            for (name, amount) in amounts {
                let place = format!("resources.{kind}.{}", crate::head(name, 100));
                faults.unless(is_label(name, 316) && !name.is_empty(), &place, LABEL);
                faults.quantity(&place, amount);
            }
        }
    }
}

const LABEL: &str = "must be letters, digits, `-`, `_`, `.` and `/`";

fn is_label(text: &str, most: usize) -> bool {
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b'/');
    text.len() <= most && text.bytes().all(plain)
}

fn is_name(text: &str) -> bool {
    let letter = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit();
    let ends = |b: Option<u8>| b.is_some_and(letter);
    text.len() <= 253
        && ends(text.bytes().next())
        && ends(text.bytes().last())
        && text.bytes().all(|b| letter(b) || matches!(b, b'-' | b'.'))
}

/// Whether Kubernetes would take it: digits, perhaps a fraction, perhaps a unit.
fn is_quantity(text: &str) -> bool {
    const UNITS: [&str; 16] =
        ["", "n", "u", "m", "k", "M", "G", "T", "P", "E", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];
    let number = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let (whole, fraction) = number.split_once('.').unwrap_or((number, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let short = text.len() <= 30;
    short && digits(whole) && digits(fraction) && UNITS.contains(&&text[number.len()..])
}

fn volumes(volumes: &[PodVolume], faults: &mut Faults) {
    let mut seen = HashSet::new();
    for (n, volume) in volumes.iter().enumerate() {
        let place = |name: &str| format!("volumes.{n}.{name}");
        faults.name(&place("name"), &volume.name);
        let own = volume.name == OWN_VOLUME || volume.name.contains("argo");
        faults.unless(!own, place("name"), "must not be `annals` or have `argo` in it");
        faults.unless(seen.insert(&volume.name), place("name"), "must not be there twice");
        let PodVolume { persistent_volume_claim, secret, config_map, empty_dir, .. } = volume;
        if let Some(claim) = persistent_volume_claim {
            faults.name(&place("persistentVolumeClaim.claimName"), &claim.claim_name);
        }
        if let Some(secret) = secret {
            faults.secret(&place("secret.secretName"), &secret.secret_name);
        }
        if let Some(map) = config_map {
            faults.name(&place("configMap.name"), &map.name);
        }
        if let Some(limit) = empty_dir.as_ref().and_then(|folder| folder.size_limit.as_ref()) {
            faults.quantity(&place("emptyDir.sizeLimit"), limit);
        }
        let sources = usize::from(persistent_volume_claim.is_some())
            + usize::from(secret.is_some())
            + usize::from(config_map.is_some())
            + usize::from(empty_dir.is_some());
        let text = "must have one of persistentVolumeClaim, secret, configMap and emptyDir";
        faults.unless(sources == 1, format!("volumes.{n}"), text);
    }
}

fn mounts(mounts: &[PodMount], faults: &mut Faults) {
    let mut seen = HashSet::new();
    for (n, mount) in mounts.iter().enumerate() {
        let place = |name: &str| format!("volumeMounts.{n}.{name}");
        faults.name(&place("name"), &mount.name);
        let path = mount.mount_path.trim_end_matches('/');
        let fine = is_path(path) && path.starts_with('/');
        let text = "must be an absolute path without `..`, `:` and braces";
        faults.unless(fine, place("mountPath"), text);
        let below = |folder: &str| path.strip_prefix(folder).is_some_and(is_end_of_name);
        let own = OWN_FOLDERS.into_iter().any(below);
        faults.unless(!own, place("mountPath"), "must not be a folder of Annals or Argo");
        faults.unless(seen.insert(path), place("mountPath"), "must not be there twice");
        if let Some(path) = &mount.sub_path {
            let fine = is_path(path) && !path.starts_with('/');
            faults.unless(fine, place("subPath"), "must be a relative path without `..`");
        }
    }
}

fn is_end_of_name(rest: &str) -> bool {
    rest.is_empty() || rest.starts_with('/')
}

fn is_path(path: &str) -> bool {
    let bad = |c: char| c.is_control() || matches!(c, ':' | '{' | '}');
    !path.is_empty()
        && path.len() <= 1024
        && !path.contains(bad)
        && path.split('/').all(|p| p != "..")
}

fn variables(variables: &[PodVariable], faults: &mut Faults) {
    for (n, variable) in variables.iter().enumerate() {
        faults.variable(&format!("env.{n}.name"), &variable.name);
        let from = &variable.value_from;
        let place = |name: &str| format!("env.{n}.valueFrom.{name}");
        if let Some(key) = &from.secret_key_ref {
            faults.secret(&place("secretKeyRef.name"), &key.name);
            faults.unless(is_key(&key.key), place("secretKeyRef.key"), LABEL);
        }
        if let Some(key) = &from.config_map_key_ref {
            faults.name(&place("configMapKeyRef.name"), &key.name);
            faults.unless(is_key(&key.key), place("configMapKeyRef.key"), LABEL);
        }
        let one = from.secret_key_ref.is_some() != from.config_map_key_ref.is_some();
        let text = "must have one of secretKeyRef and configMapKeyRef";
        faults.unless(one, format!("env.{n}.valueFrom"), text);
    }
}

fn is_key(key: &str) -> bool {
    !key.is_empty() && is_label(key, 253) && !key.contains('/')
}

fn objects(all: &[PodVariables], faults: &mut Faults) {
    for (n, from) in all.iter().enumerate() {
        if let Some(prefix) = &from.prefix {
            faults.variable(&format!("envFrom.{n}.prefix"), prefix);
        }
        if let Some(secret) = &from.secret_ref {
            faults.secret(&format!("envFrom.{n}.secretRef.name"), &secret.name);
        }
        if let Some(map) = &from.config_map_ref {
            faults.name(&format!("envFrom.{n}.configMapRef.name"), &map.name);
        }
        let one = from.secret_ref.is_some() != from.config_map_ref.is_some();
        faults.unless(one, format!("envFrom.{n}"), "must have one of secretRef and configMapRef");
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    /// What is wrong with settings that have the right shape.
    fn faults(settings: Value) -> Vec<String> {
        let settings: PodSettings = serde_json::from_value(settings).expect("settings");
        settings.faults().into_iter().map(|fault| fault.place).collect()
    }

    #[test]
    fn what_a_pod_may_have_has_no_faults() {
        let all = json!({
            "image": "registry.example:5000/team/python@sha256:0123", "imagePullPolicy": "Always",
            "imagePullSecrets": [{"name": "registry"}], "serviceAccountName": "trainer",
            "nodeSelector": {"kubernetes.io/arch": "arm64", "gpu": ""},
            "tolerations": [{"key": "gpu", "operator": "Exists", "effect": "NoSchedule"}, {}],
            "resources": {"requests": {"cpu": "1.5", "nvidia.com/gpu": "1"}, "limits": {"memory": "2Gi"}},
            "volumes": [
                {"name": "data", "persistentVolumeClaim": {"claimName": "data", "readOnly": true}},
                {"name": "s", "secret": {"secretName": "s"}}, {"name": "c", "configMap": {"name": "c"}},
                {"name": "e", "emptyDir": {"medium": "Memory", "sizeLimit": "1Gi"}},
            ],
            "volumeMounts": [{"name": "data", "mountPath": "/data", "subPath": "a/b", "readOnly": true}],
            "env": [{"name": "KEY", "valueFrom": {"secretKeyRef": {"name": "s", "key": "a.b"}}}],
            "envFrom": [{"prefix": "S_", "secretRef": {"name": "s"}}],
        });
        assert_eq!(faults(all.clone()), [""; 0]);
        let settings: PodSettings = serde_json::from_value(all.clone()).expect("settings");
        assert_eq!(serde_json::to_value(&settings).expect("JSON"), all);
        assert_eq!(settings.parts().len(), 11);
        assert!(PodSettings::default().is_empty() && faults(json!({})).is_empty());
    }

    #[test]
    fn what_is_wrong_is_named() {
        for (settings, place) in [
            (json!({"image": "a b"}), "image"),
            (json!({"image": "{{x}}"}), "image"),
            (json!({"imagePullSecrets": [{"name": "annals-r-1"}]}), "imagePullSecrets.0.name"),
            (json!({"serviceAccountName": "Ä"}), "serviceAccountName"),
            (json!({"nodeSelector": {"a": "b c"}}), "nodeSelector.a"),
            (json!({"resources": {"limits": {"memory": "2 GB"}}}), "resources.limits.memory"),
            (json!({"resources": {"requests": {"cpu": "-1"}}}), "resources.requests.cpu"),
            (json!({"volumes": [{"name": "v"}]}), "volumes.0"),
            (json!({"volumes": [{"name": "annals", "emptyDir": {}}]}), "volumes.0.name"),
            (
                json!({"volumeMounts": [{"name": "v", "mountPath": "/annals/x"}]}),
                "volumeMounts.0.mountPath",
            ),
            (
                json!({"volumeMounts": [{"name": "v", "mountPath": "x"}]}),
                "volumeMounts.0.mountPath",
            ),
            (json!({"env": [{"name": "A", "valueFrom": {}}]}), "env.0.valueFrom"),
            (
                json!({"env": [{"name": "ANNALS_X", "valueFrom": {"configMapKeyRef": {"name": "c", "key": "k"}}}]}),
                "env.0.name",
            ),
            (
                json!({"envFrom": [{"secretRef": {"name": "annals-r-1"}}]}),
                "envFrom.0.secretRef.name",
            ),
            (json!({"tolerations": vec![json!({}); 33]}), "tolerations"),
        ] {
            assert_eq!(faults(settings.clone()), [place], "{settings}");
        }
    }

    #[test]
    fn a_place_on_the_node_is_no_volume() {
        let host = json!({"volumes": [{"name": "v", "hostPath": {"path": "/"}}]});
        assert!(serde_json::from_value::<PodSettings>(host).is_err());
    }
}
