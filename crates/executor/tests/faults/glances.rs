//! How a run stands, asked at once.

use annals_domain::{NodeState, Phase};
use annals_executor::{Executor as _, Glance};
use annals_fake_cluster::{FakeCluster, Fault, On};

use crate::given::{attempt, clusters, launch};
use crate::runs::{executor, print, stands};

/// A pod that has begun, installed something and printed five lines on its two outputs.
fn prints(fake: &FakeCluster) {
    for (number, line) in [
        (1, "f {\"fact\": \"setup\"}"),
        (2, "s installed"),
        (3, "f {\"fact\": \"started\", \"tried\": 0}"),
        (4, "o one"),
        (5, "e two"),
        (6, "o three"),
        (7, "o four"),
        (8, "o five"),
    ] {
        print(fake, number, line);
    }
}

/// What was printed by each node, and how many lines before.
fn printed(glance: &Glance) -> Vec<(String, String, i64)> {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let nodes = glance.nodes.iter();
    nodes
        .map(|node| (node.name.to_string(), text(&node.printed.bytes), node.printed.before))
        .collect()
}

#[tokio::test]
async fn tells_phase_and_lines_so_far() {
    let (fake, cluster) = clusters().await;
    let executor = executor(cluster);
    let look = async |limit| executor.glance(&attempt("a"), limit).await.expect("an answer");
    assert_eq!(look(1000).await, None);
    executor.launch(&launch("a")).await.expect("it is launched");
    let waits = look(1000).await.expect("a Workflow");
    assert_eq!((waits.phase, waits.nodes[1].state), (Phase::Pending, NodeState::Pending));
    stands(&fake, "Running");
    prints(&fake);
    let runs = look(1000).await.expect("a Workflow");
    assert_eq!((runs.phase, runs.nodes[1].state), (Phase::Running, NodeState::Running));
    assert!(runs.nodes[1].started_at.is_some() && runs.nodes[1].process.is_some());
    let expected = [("setup", "installed\n", 0), ("main", "one\ntwo\nthree\nfour\nfive\n", 0)];
    let expected = expected.map(|(node, text, before)| (node.to_owned(), text.to_owned(), before));
    assert_eq!(printed(&runs), expected);
    let end = look(12).await.expect("a Workflow");
    assert_eq!(printed(&end)[1], ("main".into(), "four\nfive\n".into(), 3));
}

#[tokio::test]
async fn a_log_that_breaks_off_is_no_answer() {
    let (fake, cluster) = clusters().await;
    let executor = executor(cluster);
    executor.launch(&launch("a")).await.expect("it is launched");
    stands(&fake, "Running");
    prints(&fake);
    fake.fail(On::Log, 1, Fault::Cut(100));
    let error = executor.glance(&attempt("a"), 1000).await.expect_err("half of a log");
    assert!(error.is_passing(), "{error}");
}
