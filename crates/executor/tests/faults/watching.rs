//! Watching Workflows. Whatever goes wrong, the last that is told of each is how it stands.

use std::collections::BTreeMap;
use std::pin::pin;
use std::time::Duration;

use annals_executor::argo::{Change, Cluster, WorkflowPhase};
use annals_fake_cluster::{FakeCluster, Fault, On};
use futures::StreamExt as _;
use rstest::rstest;
use serde_json::json;

use crate::given::{clusters, launch, name};

/// What is known of each run: its phase, or that it is gone.
type Seen = BTreeMap<String, Option<WorkflowPhase>>;

fn take(seen: &mut Seen, changes: Vec<Change>) {
    for change in changes {
        match change {
            Change::Is(attempt, workflow) => {
                let phase = workflow.status.map(|status| status.phase).unwrap_or_default();
                seen.insert(attempt.run_id.to_string(), Some(phase));
            }
            Change::Gone(attempt) => drop(seen.insert(attempt.run_id.to_string(), None)),
            Change::Complete | Change::Trouble(_) => {}
        }
    }
}

fn expected(runs: &[(&str, Option<WorkflowPhase>)]) -> Seen {
    runs.iter().map(|(run, phase)| ((*run).to_owned(), phase.clone())).collect()
}

async fn make(cluster: &Cluster, runs: &[&str]) {
    for run in runs {
        cluster.create(&launch(run)).await.expect("it is made");
    }
}

fn stands(fake: &FakeCluster, run: &str, phase: &str) {
    fake.set_status(&name(run), &json!({"phase": phase}));
}

#[rstest]
#[case::the_version_is_gone(On::WatchWorkflows, Fault::Gone)]
#[case::the_watch_is_refused(On::WatchWorkflows, Fault::Refused { code: 500, retry_after: None })]
#[case::the_cluster_is_busy(On::WatchWorkflows, Fault::Refused { code: 429, retry_after: Some(1) })]
#[case::the_watch_ends_at_once(On::WatchWorkflows, Fault::Cut(0))]
#[case::the_watch_ends_within_an_event(On::WatchWorkflows, Fault::Cut(700))]
#[case::the_list_is_refused(On::ListWorkflows, Fault::Refused { code: 503, retry_after: None })]
#[case::the_list_is_old(On::ListWorkflows, Fault::Refused { code: 410, retry_after: None })]
#[case::the_list_breaks_off(On::ListWorkflows, Fault::Cut(300))]
#[case::the_list_is_slow(On::ListWorkflows, Fault::Slow(Duration::from_millis(300)))]
#[case::the_watch_is_slow(On::WatchWorkflows, Fault::Slow(Duration::from_millis(300)))]
#[tokio::test]
async fn whatever_breaks_the_end_is_seen(#[case] on: On, #[case] fault: Fault) {
    let (fake, cluster) = clusters().await;
    make(&cluster, &["a", "b", "c"]).await;
    fake.fail(on, 2, fault);
    let mut changes = pin!(cluster.watch());
    let mut seen = Seen::new();
    let happening = async {
        fake.until_asked(on, 1).await;
        stands(&fake, "a", "Running");
        fake.remove_workflow(&name("b"));
        fake.until_asked(On::WatchWorkflows, 1).await;
        make(&cluster, &["d"]).await;
        stands(&fake, "a", "Succeeded");
    };
    let at_the_end = expected(&[
        ("a", Some(WorkflowPhase::Succeeded)),
        ("c", Some(WorkflowPhase::Unknown)),
        ("d", Some(WorkflowPhase::Unknown)),
    ]);
    let watching = async {
        while seen != at_the_end {
            take(&mut seen, changes.next().await.expect("it never ends"));
            // What is gone may have gone before it was seen.
            seen.retain(|_, phase| phase.is_some());
        }
    };
    let both = async { tokio::join!(happening, watching) };
    tokio::time::timeout(Duration::from_secs(60), both).await.expect("all is seen");
}

#[tokio::test]
async fn what_happened_while_nobody_watched_is_told() {
    let (fake, cluster) = clusters().await;
    make(&cluster, &["a", "b"]).await;
    let mut changes = pin!(cluster.watch());
    let mut seen = Seen::new();
    while seen.len() < 2 {
        take(&mut seen, changes.next().await.expect("it never ends"));
    }
    // The watch breaks, and its place in the events is gone before it can be taken up again.
    fake.fail(On::WatchWorkflows, 1, Fault::Refused { code: 503, retry_after: None });
    fake.cut();
    stands(&fake, "a", "Failed");
    fake.remove_workflow(&name("b"));
    fake.forget_events();
    let at_the_end = expected(&[("a", Some(WorkflowPhase::Failed)), ("b", None)]);
    while seen != at_the_end {
        take(&mut seen, changes.next().await.expect("it never ends"));
    }
}
