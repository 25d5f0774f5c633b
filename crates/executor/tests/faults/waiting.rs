//! Pods that do not begin: why is told, and they are not waited for longer than is set.

use std::sync::Arc;
use std::time::Duration;

use annals_domain::{ErrorType, ManualClock, Observation, Place, Seen, Stream, Timestamp};
use annals_executor::argo::{ArgoConfig, ArgoExecutor, Cluster};
use annals_executor::{Executor as _, Follower, Report, Reports};
use annals_fake_cluster::{FakeCluster, On};
use kube::{Client, Config};
use serde_json::json;

use crate::given::{attempt, launch, name, pod};

/// When the pod began to wait.
const BEGAN: &str = "2026-11-21T10:00:00Z";

/// A fake, and an executor that waits that long for pods; it is a minute after [`BEGAN`].
async fn waiting(limit: Option<Duration>) -> (FakeCluster, ArgoExecutor) {
    let fake = FakeCluster::start().await.expect("a port");
    let client = Client::try_from(Config::new(fake.url().parse().expect("an address")));
    let namespace = "runs".to_owned();
    let config = ArgoConfig { namespace, pending_limit: limit, ..ArgoConfig::default() };
    let cluster = Cluster::with(client.expect("a client"), config);
    let began: Timestamp = BEGAN.parse().expect("a time");
    let clock = ManualClock::at(Timestamp::from_micros(began.as_micros() + 60_000_000));
    (fake, ArgoExecutor::with(cluster, Arc::new(clock)))
}

/// Says that the run's only pod stands in that phase, since this.
fn stands(fake: &FakeCluster, of: &str, phase: &str, said: &str) {
    let name = name("a");
    let node = json!({
        "id": name, "type": "Pod", "templateName": "s0", "phase": phase, "message": said,
        "startedAt": BEGAN,
    });
    fake.put_pod(pod("a", phase));
    fake.set_status(&name, &json!({"phase": of, "nodes": {name.as_str(): node}}));
}

async fn next(follower: &mut Box<dyn Follower>) -> Vec<Report> {
    let next = tokio::time::timeout(Duration::from_secs(30), follower.next()).await;
    match next.expect("in time").expect("reports") {
        Reports::Some(reports) => reports,
        other => panic!("{other:?}"),
    }
}

/// All that is told to the end.
async fn all(follower: &mut Box<dyn Follower>) -> Vec<Report> {
    let mut all = next(follower).await;
    while !matches!(facts(&all).last(), Some(Seen::Finished { .. })) {
        all.extend(next(follower).await);
    }
    all
}

/// The lines of the setup.
fn lines(reports: &[Report]) -> Vec<String> {
    let text = |report: &Report| match &report.observation {
        Observation::Lines(chunk) => {
            assert_eq!((chunk.node.as_str(), chunk.stream), ("setup", Stream::Stderr));
            Some(String::from_utf8(chunk.bytes.clone()).expect("text"))
        }
        Observation::Fact(..) => None,
    };
    reports.iter().filter_map(text).collect()
}

fn facts(reports: &[Report]) -> Vec<&Seen> {
    let fact = |report: &'_ Report| matches!(report.observation, Observation::Fact(..));
    let facts = reports.iter().filter(|report| fact(report));
    facts
        .map(|report| match &report.observation {
            Observation::Fact(_, seen) => &**seen,
            Observation::Lines(_) => unreachable!("they are left out"),
        })
        .collect()
}

const PULLED: &str = "annals: main waits: its image cannot be pulled: not found\n";

#[tokio::test]
async fn what_keeps_a_pod_is_told_once_and_again_when_it_is_something_else() {
    let (fake, executor) = waiting(None).await;
    executor.launch(&launch("a")).await.expect("it is launched");
    let mut follower = executor.follow(&attempt("a"), Place::default()).await.expect("a follower");
    stands(&fake, "Running", "Pending", "ErrImagePull: not found");
    let told = next(&mut follower).await;
    assert_eq!(lines(&told), [PULLED]);
    assert_eq!(facts(&told), Vec::<&Seen>::new(), "it has not begun");
    // Whoever goes on from here does not tell it again.
    let place = told.last().expect("a report").place.clone();
    let mut other = executor.follow(&attempt("a"), place).await.expect("a follower");
    for said in ["ImagePullBackOff: back-off", "ErrImagePull: not found", "Unschedulable: full"] {
        stands(&fake, "Running", "Pending", said);
    }
    for follower in [&mut follower, &mut other] {
        let told = next(follower).await;
        assert_eq!(
            lines(&told),
            ["annals: main waits: no node of the cluster takes its pod: full\n"]
        );
    }
}

#[tokio::test]
async fn a_pod_that_waits_for_too_long_fails_its_run_with_the_reason() {
    let (fake, executor) = waiting(Some(Duration::from_secs(60))).await;
    executor.launch(&launch("a")).await.expect("it is launched");
    let mut follower = executor.follow(&attempt("a"), Place::default()).await.expect("a follower");
    stands(&fake, "Running", "Pending", "ErrImagePull: not found");
    let (mut told, why) =
        (Vec::new(), "its pod did not begin within 60 s: its image cannot be pulled: not found");
    while lines(&told).len() < 2 {
        told.extend(next(&mut follower).await);
    }
    assert_eq!(lines(&told), [PULLED.to_owned(), format!("annals: main: {why}\n")]);
    assert_eq!(fake.asked(On::PatchWorkflow), 0, "it is recorded first");
    // Another server goes on.
    let place = told.last().expect("a report").place.clone();
    drop(follower);
    let mut follower = executor.follow(&attempt("a"), place).await.expect("a follower");
    let ends = async {
        fake.until_asked(On::PatchWorkflow, 1).await;
        stands(&fake, "Failed", "Failed", "workflow shutdown with strategy:  Terminate");
    };
    let (rest, ()) = tokio::join!(all(&mut follower), ends);
    let Some(Seen::Finished { cancelled: false, failure: Some(failure) }) = facts(&rest).last()
    else {
        panic!("{rest:?}")
    };
    assert_eq!((failure.error_type, failure.message.as_str()), (ErrorType::Platform, why));
}

#[tokio::test]
async fn below_the_limit_it_is_waited_for() {
    let (fake, executor) = waiting(Some(Duration::from_secs(600))).await;
    executor.launch(&launch("a")).await.expect("it is launched");
    let mut follower = executor.follow(&attempt("a"), Place::default()).await.expect("a follower");
    stands(&fake, "Running", "Pending", "Unschedulable: full");
    assert_eq!(lines(&next(&mut follower).await).len(), 1);
    stands(&fake, "Running", "Running", "");
    fake.print(&name("a"), "2026-11-21T10:00:01.000000000Z", r#"1f {"fact": "started"}"#);
    let told = next(&mut follower).await;
    assert!(matches!(facts(&told).first(), Some(Seen::SetupStarted)), "{told:?}");
    assert_eq!(fake.asked(On::PatchWorkflow), 0);
}
