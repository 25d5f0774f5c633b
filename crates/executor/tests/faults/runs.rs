//! Whole runs: launched, followed and told to their ends. Whatever goes wrong, what is told of a run
//! is the same.

use std::sync::Arc;
use std::time::Duration;

use annals_domain::{ManualClock, Observation, Place, Seen, Timestamp};
use annals_executor::argo::{ArgoExecutor, Cluster};
use annals_executor::{Executor as _, Follower, Report, Reports};
use annals_fake_cluster::{FakeCluster, Fault, On};
use rstest::rstest;
use serde_json::json;

use crate::given::{attempt, clusters, launch, name, pod};

/// How many lines the program prints.
const LINES: usize = 40;

pub fn executor(cluster: Cluster) -> ArgoExecutor {
    let clock = ManualClock::at(Timestamp::from_micros(1_800_000_000_000_000));
    ArgoExecutor::with(cluster, Arc::new(clock))
}

/// Says that the run's only node stands in that phase; what failed was told to end.
pub fn stands(fake: &FakeCluster, phase: &str) {
    let name = name("a");
    let node = json!({
        "id": name, "name": name, "type": "Pod", "templateName": "s0", "phase": phase,
        "startedAt": "2026-11-21T10:00:00Z",
        "message": (phase == "Failed").then_some("workflow shutdown with strategy:  Terminate"),
        "finishedAt": (phase == "Succeeded").then_some("2026-11-21T10:00:50Z"),
    });
    fake.put_pod(pod("a", phase));
    fake.set_status(&name, &json!({"phase": phase, "nodes": {name.as_str(): node}}));
}

pub fn print(fake: &FakeCluster, number: usize, line: &str) {
    let at = format!("2026-11-21T10:00:{:02}.{:09}Z", number / 8, number % 8);
    fake.print(&name("a"), &at, &format!("{number}{line}"));
}

/// Carries the run out, as a controller and a kubelet do.
async fn carry_out(fake: &FakeCluster) {
    fake.until_asked(On::GetWorkflow, 1).await;
    stands(fake, "Pending");
    stands(fake, "Running");
    print(fake, 1, r#"f {"fact": "setup"}"#);
    print(fake, 2, r#"f {"fact": "started", "tried": 0}"#);
    for number in 3..LINES + 3 {
        print(fake, number, &format!("o line {}", number - 2));
    }
    fake.until_asked(On::Log, 1).await;
    print(fake, LINES + 3, r#"f {"fact": "ended"}"#);
    stands(fake, "Succeeded");
}

pub async fn read(follower: &mut Box<dyn Follower>) -> Vec<Report> {
    let mut reports = Vec::new();
    loop {
        match follower.next().await.expect("reports") {
            Reports::Some(more) => reports.extend(more),
            Reports::End => return reports,
            Reports::Gone(why) => panic!("{why}"),
        }
    }
}

/// What was told: every line, and the names of the facts.
pub fn told(reports: &[Report]) -> Vec<String> {
    let mut told = Vec::new();
    for report in reports {
        match &report.observation {
            Observation::Lines(chunk) => {
                let text = String::from_utf8(chunk.bytes.clone()).expect("text");
                told.extend(text.lines().map(str::to_owned));
            }
            Observation::Fact(_, seen) => told.push(fact(seen).to_owned()),
        }
    }
    told
}

fn fact(seen: &Seen) -> &'static str {
    match seen {
        Seen::SetupStarted => "setup started",
        Seen::SetupEnded { .. } => "setup ended",
        Seen::NodeStarted { .. } => "started",
        Seen::NodeEnded { outcome, .. } if outcome.cancelled => "ended as told",
        Seen::NodeEnded { outcome, .. } if outcome.error_type.is_none() => "ended well",
        Seen::Finished { cancelled: false, failure: None } => "finished",
        Seen::Finished { cancelled: true, .. } => "cancelled",
        Seen::LogLost { .. } => "log lost",
        _ => "something else",
    }
}

fn expected() -> Vec<String> {
    let before = ["setup started", "setup ended", "started"].map(str::to_owned);
    let lines = (1..=LINES).map(|number| format!("line {number}"));
    let after = ["ended well", "finished"].map(str::to_owned);
    before.into_iter().chain(lines).chain(after).collect()
}

#[rstest]
#[case::nothing(On::Other, Fault::Gone)]
#[case::the_watch_begins_at_what_is_gone(On::WatchWorkflows, Fault::Gone)]
#[case::the_watch_breaks_off(On::WatchWorkflows, Fault::Cut(900))]
#[case::the_watch_is_refused(On::WatchWorkflows, Fault::Refused { code: 503, retry_after: None })]
#[case::the_list_breaks_off(On::ListWorkflows, Fault::Cut(100))]
#[case::the_log_breaks_off(On::Log, Fault::Cut(400))]
#[case::the_log_is_refused(On::Log, Fault::Refused { code: 500, retry_after: None })]
#[case::the_workflow_cannot_be_asked_for(On::GetWorkflow, Fault::Refused { code: 500, retry_after: None })]
#[case::the_cluster_is_busy(On::GetPod, Fault::Refused { code: 429, retry_after: Some(1) })]
#[case::the_cluster_is_slow(On::GetPod, Fault::Slow(Duration::from_millis(300)))]
#[tokio::test]
async fn whatever_breaks_the_same_is_told(#[case] on: On, #[case] fault: Fault) {
    let (fake, cluster) = clusters().await;
    fake.fail(on, 2, fault);
    let executor = executor(cluster);
    executor.launch(&launch("a")).await.expect("it is launched");
    let mut follower = executor.follow(&attempt("a"), Place::default()).await.expect("a follower");
    let both = async { tokio::join!(carry_out(&fake), read(&mut follower)) };
    let ((), reports) = tokio::time::timeout(Duration::from_secs(60), both).await.expect("it ends");
    assert_eq!(told(&reports), expected());
}

/// Whether a server may begin after this report: facts that come one after the other are recorded at
/// once, and nobody follows what has finished.
fn may_begin_after(reports: &[Report], number: usize) -> bool {
    let is_fact = |report: &Report| matches!(report.observation, Observation::Fact(..));
    let next = reports.get(number + 1);
    next.is_some_and(|next| !(is_fact(&reports[number]) && is_fact(next)))
}

#[tokio::test]
async fn from_any_place_the_rest_is_told() {
    let (fake, cluster) = clusters().await;
    let executor = executor(cluster);
    executor.launch(&launch("a")).await.expect("it is launched");
    let mut follower = executor.follow(&attempt("a"), Place::default()).await.expect("a follower");
    let ((), reports) = tokio::join!(carry_out(&fake), read(&mut follower));
    assert_eq!(told(&reports), expected());
    for (number, report) in reports.iter().enumerate() {
        if !may_begin_after(&reports, number) {
            continue;
        }
        fake.fail(On::Log, 1, Fault::Cut(300));
        let follower = executor.follow(&attempt("a"), report.place.clone()).await;
        let rest = read(&mut follower.expect("a follower")).await;
        assert_eq!(told(&rest), told(&reports[number + 1..]), "after {:?}", report.observation);
    }
}
