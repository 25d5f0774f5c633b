//! Runs programs to their end and tells their story.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use annals_domain::requirements::Requested;
use annals_domain::{
    Clock, EnvironmentFacts, NodeName, NodeOutcome, Observation, Place, Plan, ProducedFile,
    Program, RunFailure, RunNumber, Seen, Step, Stream, SystemClock, Work,
};
use annals_executor::local::{LocalConfig, LocalExecutor};
use annals_executor::{AttemptRef, Executor, Follower, Launch, Reports};

/// Settings with a data folder that all tests share, so that `uv` is installed once.
pub fn config() -> LocalConfig {
    let data_dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join("executor");
    let supervisor = PathBuf::from(env!("CARGO_BIN_EXE_annals-test-supervisor"));
    LocalConfig { kill_grace: Duration::from_secs(1), ..LocalConfig::new(data_dir, supervisor) }
}

/// A script's launch.
pub fn script(code: &str) -> Launch {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let count = COUNT.fetch_add(1, Ordering::SeqCst);
    let id = format!("test-{}-{count}", SystemClock.now().as_micros());
    Launch {
        attempt: AttemptRef { run_id: id.parse().expect("an id"), epoch: 1 },
        task_id: "task-1".parse().expect("an id"),
        number: RunNumber::new(7).expect("a number"),
        plan: Plan { steps: vec![step("main", code, &[])] },
        given: std::collections::HashMap::new(),
        inputs: serde_json::json!({}),
        timeout_ms: None,
        exact: None,
        endpoint: None,
        api_url: None,
        api_token: None,
        secrets: annals_redact::Secrets::default(),
    }
}

/// A component that comes after others.
pub fn component(name: &str, code: &str, after: &[&str]) -> Step {
    Step { own_inputs: Some(serde_json::Map::new()), ..step(name, code, after) }
}

/// A script's step, or one that comes after others.
pub fn step(name: &str, code: &str, after: &[&str]) -> Step {
    Step {
        name: name.parse().expect("a name"),
        work: Work::Python(Program { code: code.into(), requested: Requested::default() }),
        env: std::collections::BTreeMap::new(),
        after: after.iter().map(|name| name.parse().expect("a name")).collect(),
        own_inputs: None,
        retry: annals_domain::Retry::default(),
        timeout_ms: None,
        pod: None,
    }
}

/// A script's launch with packages.
pub fn script_with(code: &str, dependencies: &str) -> Launch {
    let mut launch = script(code);
    let requested = Requested { dependencies: Some(dependencies.into()), ..Requested::default() };
    launch.plan.steps[0].work = Work::Python(Program { code: code.into(), requested });
    launch
}

/// Everything that was seen of an attempt.
#[derive(Debug, Default)]
pub struct Story {
    pub seen: Vec<Observation>,
    pub positions: Vec<i64>,
    /// The reason, where the supervisor was gone.
    pub gone: Option<String>,
}

/// Launches with the usual settings, follows to the end and forgets.
pub async fn run(launch: &Launch) -> Story {
    run_with(config(), launch).await
}

pub async fn run_with(config: LocalConfig, launch: &Launch) -> Story {
    let executor = LocalExecutor::new(config);
    executor.launch(launch).await.expect("launched");
    let story = follow(&executor, launch, 0).await;
    executor.forget(&launch.attempt).await.expect("forgotten");
    story
}

/// Follows from `position` to the end.
pub async fn follow(executor: &LocalExecutor, launch: &Launch, position: i64) -> Story {
    let mut follower =
        executor.follow(&launch.attempt, Place::at(position)).await.expect("followed");
    let mut story = Story::default();
    while story.take(&mut *follower).await {}
    story
}

/// Launches and follows until a line begins with `word`; what was seen until then.
pub async fn until(
    executor: &LocalExecutor,
    launch: &Launch,
    word: &str,
) -> (Story, Box<dyn Follower>) {
    executor.launch(launch).await.expect("launched");
    let mut follower = executor.follow(&launch.attempt, Place::default()).await.expect("followed");
    let mut story = Story::default();
    while !story.all_lines().iter().any(|line| line.starts_with(word)) {
        assert!(story.take(&mut *follower).await, "ended before {word}: {story:?}");
    }
    (story, follower)
}

impl Story {
    /// Takes in what comes next; false if nothing does.
    pub async fn take(&mut self, follower: &mut dyn Follower) -> bool {
        let next = tokio::time::timeout(Duration::from_secs(60), follower.next());
        match next.await.expect("no report for a minute").expect("a readable spool") {
            Reports::Some(reports) => {
                assert!(!reports.is_empty());
                self.positions.extend(reports.iter().map(|report| report.place.position));
                self.seen.extend(reports.into_iter().map(|report| report.observation));
                true
            }
            Reports::End => false,
            Reports::Gone(reason) => {
                self.gone = Some(reason);
                false
            }
        }
    }

    /// What `node` printed on `stream`.
    pub fn printed(&self, node: &str, stream: Stream) -> Vec<u8> {
        let chunks = self.seen.iter().filter_map(|one| match one {
            Observation::Lines(chunk) if chunk.node.as_str() == node && chunk.stream == stream => {
                Some(chunk.bytes.as_slice())
            }
            _ => None,
        });
        chunks.flatten().copied().collect()
    }

    pub fn stdout(&self) -> String {
        String::from_utf8(self.printed("main", Stream::Stdout)).expect("UTF-8")
    }

    pub fn stderr(&self) -> String {
        String::from_utf8(self.printed("main", Stream::Stderr)).expect("UTF-8")
    }

    /// What the platform printed.
    pub fn setup(&self) -> String {
        let both = [Stream::Stdout, Stream::Stderr].map(|stream| self.printed("setup", stream));
        String::from_utf8(both.concat()).expect("UTF-8")
    }

    pub fn all_lines(&self) -> Vec<String> {
        self.stdout().lines().map(str::to_owned).collect()
    }

    pub fn facts(&self) -> impl Iterator<Item = &Seen> {
        self.seen.iter().filter_map(|one| match one {
            Observation::Fact(_, seen) => Some(&**seen),
            Observation::Lines(_) => None,
        })
    }

    pub fn environment(&self) -> &EnvironmentFacts {
        let facts = self.facts().find_map(|seen| match seen {
            Seen::EnvironmentReady { facts, .. } => Some(facts),
            _ => None,
        });
        facts.unwrap_or_else(|| panic!("no environment: {self:?}"))
    }

    pub fn setup_outcome(&self) -> &NodeOutcome {
        let outcome = self.facts().find_map(|seen| match seen {
            Seen::SetupEnded { outcome } => Some(outcome),
            _ => None,
        });
        outcome.unwrap_or_else(|| panic!("setup did not end: {self:?}"))
    }

    /// How the node `name` ended, with outputs and files.
    pub fn node(&self, name: &str) -> (&NodeOutcome, &Option<serde_json::Value>, &[ProducedFile]) {
        let name: NodeName = name.parse().expect("a name");
        let ended = self.facts().find_map(|seen| match seen {
            Seen::NodeEnded { node, outcome, outputs, files, .. } if *node == name => {
                Some((outcome, outputs, files.as_slice()))
            }
            _ => None,
        });
        ended.unwrap_or_else(|| panic!("{name} did not end: {self:?}"))
    }

    pub fn main(&self) -> &NodeOutcome {
        self.node("main").0
    }

    /// Whether the run was cancelled, and its failure.
    pub fn finish(&self) -> (bool, Option<RunFailure>) {
        match self.facts().last() {
            Some(Seen::Finished { cancelled, failure }) => (*cancelled, failure.clone()),
            other => panic!("not finished but {other:?}: {self:?}"),
        }
    }

    /// The names of the facts, in order.
    pub fn outline(&self) -> Vec<String> {
        let name = |seen: &Seen| {
            let json = serde_json::to_value(seen).expect("JSON");
            json["seen"].as_str().expect("a word").to_owned()
        };
        self.facts().map(name).collect()
    }
}

/// Whether a process with this id is there and no zombie.
pub fn lives(pid: &str) -> bool {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    stat.rsplit_once(") ").is_some_and(|(_, rest)| !rest.starts_with(['Z', 'X']))
}

/// Makes a program of a script's text. A shell writes it: were it open for writing here while
/// another test starts a process, that process would keep it from being run ("text file busy").
pub fn program(path: &Path, text: &str) {
    let write = ["-c", "printf %s \"$1\" > \"$2\" && chmod 755 \"$2\"", "sh", text];
    let status = std::process::Command::new("sh").args(write).arg(path).status();
    assert!(status.expect("a shell").success());
}
