//! Begins runs of flows until the server is gone, and keeps account of them.

use std::time::Duration;

use annals_tests::{Answer, Api, Dice, Run};
use reqwest::Method;
use serde_json::{Value, json};

use super::super::random::Graph;

/// The most runs that are begun while one server lives.
const RUNS: usize = 4;
/// The longest pause between two.
const PAUSE: Duration = Duration::from_millis(150);

/// A run that was accepted.
#[derive(Debug, Clone)]
pub struct Begun {
    pub run: Run,
    /// Which flow it is of.
    pub flow: usize,
    /// The earlier run that it went on from.
    pub from: Option<usize>,
}

/// A run that was asked for, and not answered yet.
#[derive(Debug, Clone)]
struct Asked {
    key: String,
    flow: usize,
    from: Option<usize>,
}

pub struct Client {
    dice: Dice,
    flows: Vec<(String, Graph)>,
    runs: Vec<Begun>,
    open: Option<Asked>,
}

impl Client {
    pub fn new(dice: &mut Dice) -> Self {
        Self {
            dice: Dice::new(dice.roll(1 << 32)),
            flows: Vec::new(),
            runs: Vec::new(),
            open: None,
        }
    }

    pub fn knows(&mut self, id: &str, graph: Graph) {
        self.flows.push((id.to_owned(), graph));
    }

    /// Begins runs until the server is gone, or there are enough.
    pub async fn work(mut self, api: Api) -> Self {
        for _ in 0..RUNS {
            if self.open.is_none() {
                self.open = self.next(&api).await;
            }
            if self.settle(&api).await.is_none() {
                break;
            }
            tokio::time::sleep(self.dice.moment(PAUSE)).await;
        }
        self
    }

    /// Repeats what was not answered; the flows and runs there are.
    pub async fn finish(mut self, api: &Api) -> (Vec<(String, Graph)>, Vec<Begun>) {
        self.settle(api).await.expect("the last server goes on");
        (self.flows, self.runs)
    }

    /// What to begin next: a run of any flow, or one that goes on from an earlier one that ended.
    async fn next(&mut self, api: &Api) -> Option<Asked> {
        let key = format!("flow-run-{}", self.runs.len());
        if !self.runs.is_empty() && self.dice.roll(3) == 0 {
            let from = usize::try_from(self.dice.roll(self.runs.len() as u64)).expect("small");
            let whole = read(api, &self.runs[from].run.path("")).await?;
            if whole["ended_at"] != Value::Null {
                return Some(Asked { key, flow: self.runs[from].flow, from: Some(from) });
            }
        }
        let flow = usize::try_from(self.dice.roll(self.flows.len() as u64)).expect("small");
        Some(Asked { key, flow, from: None })
    }

    /// Sends what is open, with the same key as before; none where the server is gone.
    async fn settle(&mut self, api: &Api) -> Option<()> {
        let Some(Asked { key, flow, from }) = self.open.clone() else { return Some(()) };
        let path = format!("/api/v1/flows/{}/runs", self.flows[flow].0);
        let body = json!({"from_run_id": from.map(|from| &self.runs[from].run.id)});
        let request = api.request(Method::POST, &path).header("Idempotency-Key", key).json(&body);
        let answer = api.try_send(request).await.ok()?;
        if answer.status == 503 {
            return None;
        }
        self.runs.push(Begun { run: run(&answer), flow, from });
        self.open = None;
        Some(())
    }
}

async fn read(api: &Api, path: &str) -> Option<Value> {
    let answer = api.try_send(api.request(Method::GET, path)).await.ok()?;
    (answer.status == 200).then(|| answer.json())
}

/// The run that was answered.
fn run(answer: &Answer) -> Run {
    assert_eq!(answer.status, 201, "{}", answer.text());
    let run = answer.json();
    let text = |name: &str| run[name].as_str().expect("a text").to_owned();
    Run { task: text("flow_id"), id: text("id"), number: run["number"].as_i64().expect("a number") }
}
