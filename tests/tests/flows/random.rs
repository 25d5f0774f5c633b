//! Random flows run as a topological sort says they must, and none of their components is run twice,
//! whatever happens to the server meanwhile.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use annals_tests::{COMPONENT, Database, Dice, Run, Server, node, on_cluster};
use futures::StreamExt as _;
use rstest::rstest;
use serde_json::{Value, json};

/// A flow made by chance: what each component needs, and which fail.
#[derive(Debug)]
pub struct Graph {
    /// What each component does first: Python.
    first: String,
    needs: Vec<BTreeSet<usize>>,
    fails: Vec<bool>,
    /// The order in which the components are written.
    written: Vec<usize>,
}

fn below(dice: &mut Dice, sides: usize) -> usize {
    usize::try_from(dice.roll(sides as u64)).unwrap_or(0)
}

fn name(n: usize) -> String {
    format!("c{n}")
}

/// What every component does: prints one line and sums up what it is given.
fn code(first: &str, fails: bool) -> String {
    let end = if fails { "raise SystemExit(1)" } else { "pass" };
    format!("{COMPONENT}{first}print('begun')\ngive(1 + sum(v for v in upstream.values()))\n{end}")
}

impl Graph {
    pub fn roll(dice: &mut Dice) -> Self {
        let count = 1 + below(dice, 7);
        let mut needs = Vec::new();
        for n in 0..count {
            needs.push((0..n).filter(|_| below(dice, 3) == 0).collect());
        }
        let fails = (0..count).map(|_| below(dice, 6) == 0).collect();
        let mut written: Vec<_> = (0..count).collect();
        for n in (1..count).rev() {
            written.swap(n, below(dice, n + 1));
        }
        Self { first: String::new(), needs, fails, written }
    }

    /// The same with components that all do this first.
    pub fn beginning_with(mut self, python: &str) -> Self {
        python.clone_into(&mut self.first);
        self
    }

    pub fn body(&self, label: &str) -> Value {
        let component =
            |n: &usize| json!({"id": name(*n), "code": code(&self.first, self.fails[*n])});
        let mut edges = Vec::new();
        for n in &self.written {
            edges.extend(self.needs[*n].iter().map(|m| json!({"from": name(*m), "to": name(*n)})));
        }
        let components: Vec<_> = self.written.iter().map(component).collect();
        json!({"name": label, "components": components, "edges": edges})
    }

    /// What must become of each component, and what those that succeed give.
    fn expected(&self) -> BTreeMap<usize, (&'static str, i64)> {
        let mut ends = BTreeMap::<usize, (&'static str, i64)>::new();
        for (n, needs) in self.needs.iter().enumerate() {
            let all_good = needs.iter().all(|m| ends[m].0 == "success");
            let state = match (all_good, self.fails[n]) {
                (false, _) => "skipped",
                (true, true) => "failure",
                (true, false) => "success",
            };
            ends.insert(n, (state, 1 + needs.iter().map(|m| ends[m].1).sum::<i64>()));
        }
        ends
    }

    fn check(&self, whole: &Value) {
        let ends = self.expected();
        for (n, (state, sum)) in &ends {
            let found = node(whole, &name(*n));
            assert_eq!(found["state"], *state, "{n} of {self:?}: {whole}");
            let tries = i64::from(*state != "skipped");
            assert_eq!(found["tries"], tries, "{n} of {self:?}: {whole}");
            assert_eq!(found["log"]["lines"], tries, "{n} of {self:?}: {whole}");
            if *state == "success" {
                assert_eq!(found["outputs"], *sum, "{n} of {self:?}: {whole}");
            }
            for m in self.needs[*n].iter().filter(|_| tries == 1) {
                let ended = node(whole, &name(*m))["ended_at"].as_str();
                assert!(ended <= found["started_at"].as_str(), "{m} before {n}: {whole}");
            }
        }
        let needed: BTreeSet<_> = self.needs.iter().flatten().collect();
        let last = ends.iter().filter(|(n, (state, _))| !needed.contains(n) && *state == "success");
        let outputs: HashMap<_, _> = last.map(|(n, (_, sum))| (name(*n), *sum)).collect();
        let expected = if outputs.is_empty() { json!(null) } else { json!(outputs) };
        assert_eq!(whole["outputs"], expected, "{self:?}");
        let failed = self.expected().values().any(|(state, _)| *state == "failure");
        assert_eq!(whole["status"], if failed { "failure" } else { "success" }, "{whole}");
    }
}

/// Whether a run of a graph did what it had to, by what its components wrote elsewhere.
impl Graph {
    /// Each component was begun once or, where it had no reason to, not at all; it ended as it must
    /// and gives what it must. `before` is the run that this one went on from.
    pub fn check_begins(
        &self,
        whole: &Value,
        before: Option<&Value>,
        begins: &BTreeMap<String, usize>,
    ) {
        let cut_short = whole["error_type"] == "platform";
        for (n, (state, sum)) in self.expected() {
            let name = name(n);
            let found = node(whole, &name);
            let begun = begins.get(&name).copied().unwrap_or(0);
            let had_succeeded =
                before.is_some_and(|before| node(before, &name)["state"] == "success");
            assert_eq!(found["reused_from"] != Value::Null, had_succeeded, "{name}: {whole}");
            let most = usize::from(!had_succeeded && state != "skipped");
            if cut_short && found["state"] != "success" {
                assert!(begun <= most, "{name} was begun {begun} times: {whole}");
                continue;
            }
            assert_eq!(
                (&found["state"], begun),
                (&json!(state), most),
                "{name} of {self:?}: {whole}"
            );
            if state == "success" {
                assert_eq!(found["outputs"], sum, "{name} of {self:?}: {whole}");
            }
        }
        let failed = self.expected().values().any(|(state, _)| *state == "failure");
        assert_eq!(
            whole["status"],
            if failed || cut_short { "failure" } else { "success" },
            "{whole}"
        );
    }
}

/// Makes a flow and runs it.
async fn begin(server: &Server, graph: &Graph, label: &str) -> Run {
    let answer = server.post("/api/v1/flows", &graph.body(label)).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    let flow = answer.json()["id"].as_str().expect("an id").to_owned();
    server.run_flow(&flow, &json!({})).await
}

#[rstest]
#[case(Database::Sqlite, 5)]
#[case(Database::Postgres, 6)]
#[tokio::test(flavor = "multi_thread")]
async fn three_hundred_run_as_they_must(#[case] database: Database, #[case] seed: u64) {
    let server = Server::start(database).await;
    let mut dice = Dice::new(seed);
    // As many others on the other database; fewer where each component is a pod.
    let count = if on_cluster() { 20 } else { 150 };
    let graphs: Vec<_> = (0..count).map(|_| Graph::roll(&mut dice)).collect();
    let all = futures::stream::iter(graphs.iter().enumerate()).map(async |(n, graph)| {
        let run = begin(&server, graph, &format!("flow {n}")).await;
        graph.check(&server.ended(&run).await);
    });
    all.buffer_unordered(8).collect::<Vec<()>>().await;
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn a_killed_server_has_no_component_run_twice(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let mut server = Server::start(database).await;
    let mut dice = Dice::new(7);
    let graphs: Vec<_> = (0..12).map(|_| Graph::roll(&mut dice)).collect();
    let mut runs = Vec::new();
    for (n, graph) in graphs.iter().enumerate() {
        runs.push(begin(&server, graph, &format!("flow {n}")).await);
        if n % 3 == 2 {
            server.kill().await;
            server.start_again().await;
        }
    }
    for (graph, run) in graphs.iter().zip(&runs) {
        graph.check(&server.ended(run).await);
    }
}
