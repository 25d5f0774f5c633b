//! Ends that are not plain: a log that is lost or not, a pod that goes on after its Workflow.

use annals_domain::Place;
use annals_executor::argo::{Lines, LogPart};
use annals_executor::{Executor as _, Follower, Reports};
use annals_fake_cluster::{FakeCluster, On};
use rstest::rstest;
use serde_json::json;

use crate::given::{attempt, clusters, launch, name, pod};
use crate::runs::{executor, print, read, stands, told};

/// A run that has begun and printed one line, followed.
async fn begun() -> (FakeCluster, annals_executor::argo::ArgoExecutor, Box<dyn Follower>) {
    let (fake, cluster) = clusters().await;
    let executor = executor(cluster);
    executor.launch(&launch("a")).await.expect("it is launched");
    stands(&fake, "Running");
    print(&fake, 1, r#"f {"fact": "setup"}"#);
    print(&fake, 2, r#"f {"fact": "started", "tried": 0}"#);
    print(&fake, 3, "o hello");
    let follower = executor.follow(&attempt("a"), Place::default()).await.expect("a follower");
    (fake, executor, follower)
}

/// Reads until the line was told.
async fn until_hello(follower: &mut Box<dyn Follower>) -> Vec<String> {
    let mut all = Vec::new();
    while !all.iter().any(|told| told == "hello") {
        match follower.next().await.expect("reports") {
            Reports::Some(reports) => all.extend(told(&reports)),
            end => panic!("{end:?}"),
        }
    }
    all
}

#[rstest]
#[case::the_pod(false, false, &["log lost", "something else", "something else"])]
#[case::the_pod_after_its_last_word(true, false, &["something else", "something else"])]
#[case::the_workflow(false, true, &["log lost", "something else", "something else"])]
#[case::the_workflow_after_its_last_word(true, true, &["something else", "something else"])]
#[tokio::test]
async fn what_is_deleted_by_hand(
    #[case] last_word: bool,
    #[case] workflow: bool,
    #[case] expected: &[&str],
) {
    let (fake, _executor, mut follower) = begun().await;
    until_hello(&mut follower).await;
    if last_word {
        print(&fake, 4, r#"f {"fact": "ended"}"#);
        // It is read, though nothing is told of it.
        fake.until_nobody_reads().await;
    }
    if workflow {
        fake.remove_workflow(&name("a"));
    } else {
        fake.remove_pod(&name("a"));
        let name = name("a");
        let node = json!({
            "id": name, "type": "Pod", "templateName": "s0", "phase": "Error",
            "message": "pod deleted",
        });
        fake.set_status(&name, &json!({"phase": "Error", "nodes": {name.as_str(): node}}));
    }
    assert_eq!(told(&read(&mut follower).await), expected);
}

#[tokio::test]
async fn the_last_word_of_a_pod_ends_its_log() {
    let (fake, cluster) = clusters().await;
    fake.put_pod(pod("a", "Running"));
    print(&fake, 1, "o hello");
    print(&fake, 2, r#"f {"fact": "ended"}"#);
    let mut log = cluster.log(&name("a"), Lines::default());
    while let LogPart::Lines(_) = log.next().await {}
    assert_eq!(log.lines().number(), 2);
    assert_eq!(fake.asked(On::GetPod), 1, "it is not asked whether the pod has ended");
}

#[rstest]
#[case::lines_of_which_nothing_is_there(9, true)]
#[case::no_more_than_was_read(3, false)]
#[tokio::test]
async fn a_pod_tells_how_many_lines_it_printed(#[case] lines: u64, #[case] lost: bool) {
    let (fake, _executor, mut follower) = begun().await;
    until_hello(&mut follower).await;
    let result = format!("{{\"exit_code\": 0, \"lines\": {lines}}}");
    let name = name("a");
    let node = json!({
        "id": name, "type": "Pod", "templateName": "s0", "phase": "Succeeded",
        "outputs": {"parameters": [{"name": "result", "value": packed(&result)}]},
    });
    fake.put_pod(pod("a", "Succeeded"));
    fake.set_status(&name, &json!({"phase": "Succeeded", "nodes": {name.as_str(): node}}));
    let told = told(&read(&mut follower).await);
    assert_eq!(told.contains(&"log lost".to_owned()), lost, "{told:?}");
    assert!(told.contains(&"ended well".to_owned()), "{told:?}");
}

/// A text as pods give it.
fn packed(text: &str) -> String {
    let code = "import base64, sys, zlib; print(base64.b64encode(zlib.compress(sys.argv[1].encode())).decode())";
    let said = std::process::Command::new("python3").args(["-c", code, text]).output();
    String::from_utf8(said.expect("python3 runs").stdout).expect("a text")
}

#[tokio::test]
async fn cancelled_is_said_once_nothing_runs_in_any_pod() {
    let (fake, executor, mut follower) = begun().await;
    until_hello(&mut follower).await;
    executor.cancel(&attempt("a")).await.expect("it is told to end");
    print(&fake, 4, r#"f {"fact": "ended"}"#);
    stands(&fake, "Failed");
    // Its main container has ended, Argo's own has not.
    fake.put_pod(pod("a", "Running"));
    let early = tokio::time::timeout(std::time::Duration::from_secs(2), follower.next()).await;
    assert!(early.is_err(), "{early:?}");
    fake.put_pod(pod("a", "Failed"));
    assert_eq!(told(&read(&mut follower).await), ["ended as told", "cancelled"]);
}
