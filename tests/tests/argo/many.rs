//! Many runs at once.

use annals_tests::Database;
use futures::future::join_all;

use crate::place::Place;

/// How many: more than the node takes pods, so that some wait there.
const RUNS: usize = 200;
/// The most memory that the server may have had, in KiB: a debug build, and generous at that.
const MOST_MEMORY: u64 = 512 << 10;

#[tokio::test(flavor = "multi_thread")]
async fn two_hundred_at_once_all_end_well_within_bounded_memory() {
    let small = ",resources={requests={cpu=\"1m\",memory=\"16Mi\"}}";
    let place = Place::with(Database::Sqlite, small).await;
    let submitted = (0..RUNS).map(|n| {
        let code = format!("print('run', {n})");
        let place = &place;
        async move { place.submit(&code).await }
    });
    for (n, run) in join_all(submitted).await.iter().enumerate() {
        let whole = place.ended(run).await;
        assert_eq!(whole["status"], "success", "{whole}");
        assert_eq!(place.text(run).await, format!("run {n}\n"));
    }
    place.until_nothing_is_left().await;
    let peak = peak_memory(place.server.pid());
    println!("{RUNS} runs at once: the server had at most {} MiB", peak >> 10);
    assert!(peak < MOST_MEMORY, "{peak} KiB");
}

/// The most memory that a process has had resident, in KiB.
fn peak_memory(pid: i32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).expect("it runs");
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("Linux tells");
    line.trim().trim_end_matches(" kB").parse().expect("a number")
}
