//! Making flows and running them.

use reqwest::Method;
use serde_json::{Value, json};

use crate::{Api, Run};

/// Python: `inputs`, the outputs of the components before as `upstream`, and `give(value)`, which
/// writes the component's own.
pub const COMPONENT: &str = "import json, os
inputs = json.load(open(os.environ['ANNALS_INPUTS']))
upstream = inputs.pop('upstream')
def give(value):
    json.dump(value, open(os.environ['ANNALS_OUTPUTS'], 'w'))
";

/// A component whose program is `code` after [`COMPONENT`].
#[must_use]
pub fn component(id: &str, code: &str) -> Value {
    json!({"id": id, "name": id, "code": format!("{COMPONENT}{code}")})
}

/// The edges of ways written as `a b` (from, to).
#[must_use]
pub fn edges(ways: &[&str]) -> Value {
    let edge = |way: &&str| {
        let (from, to) = way.split_once(' ').expect("two ids");
        json!({"from": from, "to": to})
    };
    ways.iter().map(edge).collect()
}

impl Api {
    /// Makes a flow; answers its id.
    pub async fn flow(&self, name: &str, components: &[Value], ways: &[&str]) -> String {
        let body = json!({"name": name, "components": components, "edges": edges(ways)});
        let answer = self.post("/api/v1/flows", &body).await;
        assert_eq!(answer.status, 201, "{}", answer.text());
        answer.json()["id"].as_str().expect("an id").to_owned()
    }

    /// Runs a flow.
    pub async fn run_flow(&self, flow: &str, body: &Value) -> Run {
        let answer = self.post(&format!("/api/v1/flows/{flow}/runs"), body).await;
        assert_eq!(answer.status, 201, "{}", answer.text());
        let run = answer.json();
        Run {
            task: run["flow_id"].as_str().expect("a flow").to_owned(),
            id: run["id"].as_str().expect("an id").to_owned(),
            number: run["number"].as_i64().expect("a number"),
        }
    }

    /// A run as the flow-runs interface tells of it.
    pub async fn flow_run(&self, run: &Run) -> Value {
        self.get(&format!("/api/v1/flow-runs/{}", run.id)).await.ok()
    }

    /// `PATCH path` with a JSON body.
    pub async fn patch(&self, path: &str, body: &Value) -> crate::Answer {
        self.send(self.request(Method::PATCH, path).json(body)).await
    }
}

/// The node `name` of a whole run.
///
/// # Panics
/// If there is none.
#[must_use]
#[track_caller]
pub fn node<'r>(whole: &'r Value, name: &str) -> &'r Value {
    let nodes = whole["nodes"].as_array().expect("nodes");
    nodes.iter().find(|node| node["name"] == name).unwrap_or_else(|| panic!("{name} in {whole}"))
}
