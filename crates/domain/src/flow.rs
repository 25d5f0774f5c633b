//! A flow: components and the edges between them.

use std::collections::{BTreeMap, HashMap, HashSet};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::requirements::Requested;
use crate::{Environment, NodeName, PodSettings};

/// The most components of a flow.
pub const MAX_COMPONENTS: usize = 500;

/// The most edges of a flow.
pub const MAX_EDGES: usize = 10_000;

/// How often a component is tried again after it failed, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Retry {
    /// How many further tries there are.
    pub times: u32,
    /// Milliseconds between the end of a try and the next.
    pub delay_ms: u64,
}

impl Retry {
    /// Whether there is no second try.
    #[must_use]
    pub const fn is_never(&self) -> bool {
        self.times == 0
    }
}

/// One program of a flow.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Component {
    /// Its id, unique within the flow; its node has this name.
    pub id: NodeName,
    /// Its name, for people.
    pub name: String,
    /// The program's source.
    pub code: String,
    /// The packages it asks for.
    #[serde(default)]
    pub requested: Requested,
    /// Variables for its process.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub env: Environment,
    /// Inputs of its own, laid over the run's.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub inputs: Map<String, Value>,
    /// Whether it is tried again.
    #[serde(default, skip_serializing_if = "Retry::is_never")]
    pub retry: Retry,
    /// The time limit of each try, in milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timeout_ms: Option<i64>,
    /// What it asks of its pod, where it runs in one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pod: Option<Box<PodSettings>>,
}

/// One component needs another.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Edge {
    /// The one whose outputs are needed.
    pub from: NodeName,
    /// The one that needs them.
    pub to: NodeName,
}

/// A graph of components.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FlowSpec {
    /// The components.
    pub components: Vec<Component>,
    /// Which needs which.
    pub edges: Vec<Edge>,
}

/// What keeps a graph from being a flow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FlowFault {
    /// Where: `components.2.id`, `edges.0.to`, `edges`.
    pub place: String,
    /// What is wrong: "must …".
    pub message: String,
}

impl FlowFault {
    fn at(place: impl Into<String>, message: impl Into<String>) -> Self {
        Self { place: place.into(), message: message.into() }
    }
}

impl FlowSpec {
    /// Everything that keeps this from being carried out; empty for a flow.
    #[must_use]
    pub fn faults(&self) -> Vec<FlowFault> {
        let mut faults = self.size_faults();
        if !faults.is_empty() {
            return faults;
        }
        faults.extend(self.id_faults());
        faults.extend(self.edge_faults());
        if faults.is_empty()
            && let Some(cycle) = self.cycle()
        {
            let way: Vec<_> = cycle.iter().map(|id| id.as_str()).collect();
            faults.push(FlowFault::at("edges", format!("must not go round: {}", way.join(" → "))));
        }
        faults
    }

    fn size_faults(&self) -> Vec<FlowFault> {
        let mut faults = Vec::new();
        let count = self.components.len();
        if count == 0 {
            faults.push(FlowFault::at("components", "must hold at least one component"));
        }
        if count > MAX_COMPONENTS {
            let text = format!("must be at most {MAX_COMPONENTS}, not {count}");
            faults.push(FlowFault::at("components", text));
        }
        if self.edges.len() > MAX_EDGES {
            let text = format!("must be at most {MAX_EDGES}, not {}", self.edges.len());
            faults.push(FlowFault::at("edges", text));
        }
        faults
    }

    fn id_faults(&self) -> Vec<FlowFault> {
        let mut seen = HashSet::new();
        let mut faults = Vec::new();
        for (index, Component { id, .. }) in self.components.iter().enumerate() {
            let fault = if *id == NodeName::setup() {
                "must not be `setup`, which is the platform's own".to_owned()
            } else if id.as_str().trim_matches('.').is_empty() {
                "must not be dots only".to_owned()
            } else if !seen.insert(id) {
                format!("must not be there twice: `{id}`")
            } else {
                continue;
            };
            faults.push(FlowFault::at(format!("components.{index}.id"), fault));
        }
        faults
    }

    fn edge_faults(&self) -> Vec<FlowFault> {
        let known: HashSet<_> = self.components.iter().map(|component| &component.id).collect();
        let mut faults = Vec::new();
        for (index, edge) in self.edges.iter().enumerate() {
            for (end, id) in [("from", &edge.from), ("to", &edge.to)] {
                if !known.contains(id) {
                    let text = format!("must be the id of a component; there is no `{id}`");
                    faults.push(FlowFault::at(format!("edges.{index}.{end}"), text));
                }
            }
        }
        faults
    }

    /// The components that each needs, by its id, in the order of the components.
    #[must_use]
    pub fn needs(&self) -> HashMap<&NodeName, Vec<&NodeName>> {
        let edges: HashSet<_> = self.edges.iter().map(|edge| (&edge.to, &edge.from)).collect();
        let place: HashMap<_, _> =
            self.components.iter().enumerate().map(|(n, component)| (&component.id, n)).collect();
        let mut needs: HashMap<_, Vec<_>> =
            self.components.iter().map(|component| (&component.id, Vec::new())).collect();
        for (to, from) in edges {
            if let Some(all) = needs.get_mut(to) {
                all.push(from);
            }
        }
        for all in needs.values_mut() {
            all.sort_by_key(|id| place.get(id));
        }
        needs
    }

    /// The components, each after those that it needs, else in the order in which they are given.
    /// What goes round is left out.
    #[must_use]
    pub fn in_order(&self) -> Vec<&Component> {
        let needs = self.needs();
        let mut ordered = Vec::with_capacity(self.components.len());
        let (mut done, mut left): (HashSet<&NodeName>, Vec<_>) =
            (HashSet::new(), self.components.iter().collect());
        loop {
            let before = left.len();
            left.retain(|component| {
                let ready = needs[&component.id].iter().all(|id| done.contains(id));
                if ready {
                    done.insert(&component.id);
                    ordered.push(*component);
                }
                !ready
            });
            if left.len() == before {
                return ordered;
            }
        }
    }

    /// The components that none depends on.
    #[must_use]
    pub fn ends(&self) -> Vec<&NodeName> {
        let needed: HashSet<_> = self.edges.iter().map(|edge| &edge.from).collect();
        let ids = self.components.iter().map(|component| &component.id);
        ids.filter(|id| !needed.contains(id)).collect()
    }

    /// A way that leads back to where it begins, if there is one: `a`, `b`, `a`.
    fn cycle(&self) -> Option<Vec<&NodeName>> {
        let ordered: HashSet<_> =
            self.in_order().into_iter().map(|component| &component.id).collect();
        let needs = self.needs();
        let mut at = self.components.iter().map(|c| &c.id).find(|id| !ordered.contains(id))?;
        let mut way = vec![at];
        loop {
            // Whatever is left needs something that is left.
            at = needs.get(at)?.iter().copied().find(|id| !ordered.contains(id))?;
            let before = way.iter().position(|id| *id == at);
            way.push(at);
            if let Some(start) = before {
                let mut round = way.split_off(start);
                // It was walked against the edges.
                round.reverse();
                return Some(round);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(text: &str) -> NodeName {
        text.parse().expect("an id")
    }

    fn flow(ids: &[&str], edges: &[(&str, &str)]) -> FlowSpec {
        let component = |text: &&str| Component {
            id: id(text),
            name: (*text).to_owned(),
            code: "pass".into(),
            requested: Requested::default(),
            env: Environment::new(),
            inputs: Map::new(),
            retry: Retry::default(),
            timeout_ms: None,
            pod: None,
        };
        let edge = |(from, to): &(&str, &str)| Edge { from: id(from), to: id(to) };
        FlowSpec {
            components: ids.iter().map(component).collect(),
            edges: edges.iter().map(edge).collect(),
        }
    }

    fn faults(ids: &[&str], edges: &[(&str, &str)]) -> Vec<(String, String)> {
        let faults = flow(ids, edges).faults().into_iter();
        faults.map(|fault| (fault.place, fault.message)).collect()
    }

    #[test]
    fn each_component_comes_after_those_it_needs() {
        let flow = flow(&["d", "b", "a", "c"], &[("a", "b"), ("b", "d"), ("c", "d"), ("c", "d")]);
        assert_eq!(flow.faults(), []);
        let order: Vec<_> = flow.in_order().iter().map(|c| c.id.to_string()).collect();
        assert_eq!(order, ["a", "c", "b", "d"]);
        assert_eq!(flow.needs()[&id("d")], [&id("b"), &id("c")]);
        assert_eq!(flow.ends(), [&id("d")]);
    }

    #[test]
    fn what_is_no_flow_is_named() {
        let one = |ids: &[&str], edges: &[(&str, &str)]| {
            let found = faults(ids, edges);
            assert_eq!(found.len(), 1, "{found:?}");
            found[0].clone()
        };
        let (place, message) = one(&["x", "a", "b", "c"], &[("a", "b"), ("b", "c"), ("c", "a")]);
        assert_eq!((&*place, &*message), ("edges", "must not go round: a → b → c → a"));
        assert_eq!(one(&["a"], &[("a", "a")]).1, "must not go round: a → a");
        assert_eq!(one(&["a", "b", "a"], &[]).0, "components.2.id");
        assert_eq!(one(&["a"], &[("a", "b")]).0, "edges.0.to");
        assert_eq!(one(&["a", "setup"], &[]).0, "components.1.id");
        assert_eq!(one(&[".."], &[]).0, "components.0.id");
        assert_eq!(one(&[], &[]).0, "components");
        let many: Vec<_> = (0..=MAX_COMPONENTS).map(|n| format!("c{n}")).collect();
        let many: Vec<_> = many.iter().map(String::as_str).collect();
        assert_eq!(one(&many, &[]).1, "must be at most 500, not 501");
    }
}
