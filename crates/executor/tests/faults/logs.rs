//! Reading the log of a pod. Whatever goes wrong, each line is read once, in its order.

use std::time::Duration;

use annals_executor::argo::{Lines, LogPart, PodLog, Stamped};
use annals_fake_cluster::{FakeCluster, Fault, On};
use rstest::rstest;

use crate::given::{clusters, name, pod};

/// How many lines there are, some of them printed within the same second.
const LINES: usize = 60;

fn print(fake: &FakeCluster, lines: std::ops::Range<usize>) {
    for number in lines {
        let at = format!("2026-11-21T10:00:{:02}.{:09}Z", number / 8, number % 8);
        fake.print(&name("a"), &at, &format!("{}o line {number}", number + 1));
    }
}

/// Reads to the end, or until so many lines were read.
async fn read(log: &mut PodLog, up_to: usize) -> Vec<String> {
    let mut found = Vec::new();
    while found.len() < up_to {
        match log.next().await {
            LogPart::Lines(lines) => found.extend(lines.into_iter().map(|line| match line {
                Stamped::Line(line) => String::from_utf8(line.bytes).expect("text"),
                Stamped::Missing(count) => panic!("{count} lines are missing"),
            })),
            LogPart::Complete | LogPart::Gone => break,
        }
    }
    found
}

fn expected(lines: std::ops::Range<usize>) -> Vec<String> {
    lines.map(|number| format!("line {number}")).collect()
}

#[rstest]
#[case::it_breaks_off_within_a_line(On::Log, Fault::Cut(500))]
#[case::it_breaks_off_at_once(On::Log, Fault::Cut(0))]
#[case::it_is_refused(On::Log, Fault::Refused { code: 500, retry_after: None })]
#[case::the_cluster_is_busy(On::Log, Fault::Refused { code: 429, retry_after: Some(1) })]
#[case::it_is_slow(On::Log, Fault::Slow(Duration::from_millis(300)))]
#[case::the_pod_cannot_be_asked_for(On::GetPod, Fault::Refused { code: 503, retry_after: None })]
#[tokio::test]
async fn whatever_breaks_each_line_is_read_once(#[case] on: On, #[case] fault: Fault) {
    let (fake, cluster) = clusters().await;
    fake.put_pod(pod("a", "Running"));
    print(&fake, 0..LINES / 2);
    fake.fail(on, 3, fault);
    let mut log = cluster.log(&name("a"), Lines::default());
    assert_eq!(read(&mut log, LINES / 2).await, expected(0..LINES / 2));
    // It breaks while the pod goes on.
    fake.cut();
    print(&fake, LINES / 2..LINES);
    fake.put_pod(pod("a", "Succeeded"));
    assert_eq!(read(&mut log, usize::MAX).await, expected(LINES / 2..LINES));
}

#[tokio::test]
async fn what_a_pod_prints_again_comes_in_its_place() {
    let (fake, cluster) = clusters().await;
    fake.put_pod(pod("a", "Running"));
    print(&fake, 0..10);
    // The kubelet has thrown ten lines away.
    print(&fake, 20..30);
    let mut log = cluster.log(&name("a"), Lines::default().patient());
    assert_eq!(read(&mut log, 10).await, expected(0..10));
    fake.cut();
    print(&fake, 10..25);
    print(&fake, 30..LINES);
    fake.put_pod(pod("a", "Succeeded"));
    assert_eq!(read(&mut log, usize::MAX).await, expected(10..LINES));
}

#[tokio::test]
async fn what_no_pod_prints_again_is_counted() {
    let (fake, cluster) = clusters().await;
    fake.put_pod(pod("a", "Running"));
    print(&fake, 0..1);
    print(&fake, 5..6);
    fake.put_pod(pod("a", "Succeeded"));
    let mut log = cluster.log(&name("a"), Lines::default().patient());
    let mut missing = Vec::new();
    while let LogPart::Lines(lines) = log.next().await {
        let count = |line: &Stamped| match line {
            Stamped::Missing(count) => Some(*count),
            Stamped::Line(_) => None,
        };
        missing.extend(lines.iter().filter_map(count));
    }
    assert_eq!((missing, log.lines().number()), (vec![4], 6));
}

#[tokio::test]
async fn what_is_missing_is_not_waited_for_without_end() {
    let (fake, cluster) = clusters().await;
    fake.put_pod(pod("a", "Running"));
    print(&fake, 1..3);
    let log = cluster.log(&name("a"), Lines::default().patient());
    let mut log = log.with_patience(Duration::from_millis(50));
    let LogPart::Lines(found) = log.next().await else { panic!("no lines") };
    assert_eq!((&found[0], found.len()), (&Stamped::Missing(1), 3));
}

#[tokio::test]
async fn a_pod_that_goes_while_it_is_read_is_told_to_be_gone() {
    let (fake, cluster) = clusters().await;
    cluster.create(&crate::given::launch("a")).await.expect("it is made");
    fake.put_pod(pod("a", "Running"));
    print(&fake, 0..1);
    let mut log = cluster.log(&name("a"), Lines::default());
    assert_eq!(read(&mut log, 1).await, expected(0..1));
    fake.remove_workflow(&name("a"));
    assert_eq!(log.next().await, LogPart::Gone);
}
