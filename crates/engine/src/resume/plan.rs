//! Which components of a flow are run again, and why; decided without I/O.

use std::collections::{HashMap, HashSet};

use annals_domain::{Component, FlowSpec, NodeName};

use super::{PlannedComponent, Resume};

/// What is known of the earlier run.
pub(super) struct Before {
    /// How it is called: `run #4`.
    pub(super) name: String,
    /// What it ran.
    pub(super) spec: FlowSpec,
    /// The components that succeeded in it.
    pub(super) succeeded: HashSet<NodeName>,
    /// Whether the new run has other inputs.
    pub(super) other_inputs: bool,
}

/// What becomes of each component of `spec`, in the order in which they may run.
pub(super) fn plan(spec: &FlowSpec, before: &Before, resume: &Resume) -> Vec<PlannedComponent> {
    let needs = spec.needs();
    let (old_needs, old) = (before.spec.needs(), by_id(&before.spec));
    let mut runs: HashSet<&NodeName> = HashSet::new();
    let mut planned = Vec::with_capacity(spec.components.len());
    for component in spec.in_order() {
        let id = &component.id;
        let again = needs[id].iter().find(|needed| runs.contains(**needed));
        let same_needs = old_needs.get(id).is_some_and(|old| same(old, &needs[id]));
        let reason = if resume.from_component.as_ref() == Some(id) {
            Some("the run begins with it".to_owned())
        } else if before.other_inputs {
            Some("the run's inputs are others".to_owned())
        } else if old.get(id).is_none_or(|old| *old != component) || !same_needs {
            Some("it is not what it was".to_owned())
        } else if !before.succeeded.contains(id) {
            Some(format!("it did not succeed in {}", before.name))
        } else {
            again.map(|needed| format!("`{needed}`, which it needs, is run again"))
        };
        if reason.is_some() {
            runs.insert(id);
        }
        planned.push(PlannedComponent {
            component: id.clone(),
            reused: reason.is_none(),
            reason: reason.unwrap_or_else(|| format!("it succeeded in {}", before.name)),
        });
    }
    planned
}

fn by_id(spec: &FlowSpec) -> HashMap<&NodeName, &Component> {
    spec.components.iter().map(|component| (&component.id, component)).collect()
}

fn same(a: &[&NodeName], b: &[&NodeName]) -> bool {
    a.iter().collect::<HashSet<_>>() == b.iter().collect::<HashSet<_>>()
}

#[cfg(test)]
mod tests {
    use annals_domain::Edge;

    use super::*;

    fn id(text: &str) -> NodeName {
        text.parse().expect("an id")
    }

    /// `a → b → d`, `c → d`.
    fn flow() -> FlowSpec {
        let component = |name: &str| Component {
            id: id(name),
            name: name.into(),
            code: "pass".into(),
            requested: annals_domain::requirements::Requested::default(),
            env: annals_domain::Environment::new(),
            inputs: serde_json::Map::new(),
            retry: annals_domain::Retry::default(),
            timeout_ms: None,
            pod: None,
        };
        let edge = |(from, to)| Edge { from: id(from), to: id(to) };
        FlowSpec {
            components: ["a", "b", "c", "d"].map(component).to_vec(),
            edges: [("a", "b"), ("b", "d"), ("c", "d")].map(edge).to_vec(),
        }
    }

    fn before(succeeded: &[&str]) -> Before {
        let succeeded = succeeded.iter().map(|name| id(name)).collect();
        Before { name: "run #4".into(), spec: flow(), succeeded, other_inputs: false }
    }

    /// The components that are run, with the reasons.
    fn run(spec: &FlowSpec, before: &Before, from: Option<&str>) -> Vec<String> {
        let resume = Resume { from_component: from.map(id), ..Resume::default() };
        let planned = plan(spec, before, &resume).into_iter().filter(|one| !one.reused);
        planned.map(|one| format!("{}: {}", one.component, one.reason)).collect()
    }

    #[test]
    fn what_failed_and_what_needs_it_is_run() {
        let all = ["a", "b", "c", "d"];
        assert_eq!(run(&flow(), &before(&all), None), Vec::<String>::new());
        let expected = ["b: it did not succeed in run #4", "d: it did not succeed in run #4"];
        assert_eq!(run(&flow(), &before(&["a", "c"]), None), expected);
        let expected = ["b: the run begins with it", "d: `b`, which it needs, is run again"];
        assert_eq!(run(&flow(), &before(&all), Some("b")), expected);
    }

    #[test]
    fn what_changes_is_run() {
        let all = ["a", "b", "c", "d"];
        let mut other = flow();
        other.components[2].code = "print(1)".into();
        let expected = ["c: it is not what it was", "d: `c`, which it needs, is run again"];
        assert_eq!(run(&other, &before(&all), None), expected);
        let mut less = flow();
        less.edges.pop();
        assert_eq!(run(&less, &before(&all), None), ["d: it is not what it was"]);
        let inputs = Before { other_inputs: true, ..before(&all) };
        assert_eq!(run(&flow(), &inputs, None).len(), 4);
    }
}
