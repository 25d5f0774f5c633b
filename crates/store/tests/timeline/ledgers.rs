//! Entries of runs in the runs' ledgers.

use annals_domain::ledger::{EntryKind, NewEntry};
use annals_store::TaskBuildHistory;

use super::support::{all, said, said_at, say, store};
use crate::fixture::Database;
use crate::make::{
    DAY, again, append, at, begun, block, change, created, end, entry, first, run, task,
};

/// The places of a ledger that are taken, lines and entries together.
async fn places(store: &annals_store::Store, id: &str) -> Vec<i64> {
    let entries = store.entries(&run(id), 0, 10_000).await.expect("entries");
    let blocks = store.blocks_by_seq(DAY, &run(id), 0, 10_000).await.expect("blocks");
    let lines = blocks.iter().flat_map(|block| block.first_seq..=block.last_seq());
    let mut all: Vec<_> = entries.iter().map(|entry| entry.seq).chain(lines).collect();
    all.sort_unstable();
    all
}

pub async fn an_entry_takes_the_next_place(db: &Database) {
    let (store, _) = store(db).await;
    let epoch = begun(&store, "a", "ra").await;
    let lines = append(epoch, vec![block(1, &["x", "y"])], Vec::new());
    store.append(&run("ra"), DAY, lines).await.expect("appended");
    let made = TaskBuildHistory::create(&store, &said_at("a", "ra", "x")).await.expect("created");
    // 1: the creation; 2 and 3: the lines.
    assert_eq!(made.seq, Some(4));
    let lines = append(epoch, vec![block(1, &["z"])], vec![entry("e")]);
    let appended = store.append(&run("ra"), DAY, lines).await.expect("appended");
    assert_eq!((appended.blocks[0].first_seq, appended.entries[0].seq), (5, 6));
    let end = end(annals_domain::RunStatus::Success, 9, None);
    change(&store, "ra", epoch, end).await.expect("ended");
    store.release(&run("ra"));
    for seq in 7..=8 {
        let made =
            TaskBuildHistory::create(&store, &said_at("a", "ra", "x")).await.expect("created");
        assert_eq!(made.seq, Some(seq));
        assert_eq!(store.last_seq(&run("ra")).await.expect("a number"), seq);
    }
    assert_eq!(places(&store, "ra").await, (1..=8).collect::<Vec<_>>());
    assert_eq!(say(&store, "a", "without a run").await.seq, None);
}

pub async fn beside_a_recorder_no_number_is_given_twice(db: &Database) {
    let (store, _) = store(db).await;
    let epoch = begun(&store, "a", "ra").await;
    let recorder = tokio::spawn({
        let store = store.clone();
        async move {
            for _ in 0..60 {
                let lines = append(epoch, vec![block(1, &["x", "y"])], vec![entry("e")]);
                store.append(&run("ra"), DAY, lines).await.expect("appended");
            }
        }
    });
    let writers = (0..4).map(|_| {
        let store = store.clone();
        tokio::spawn(async move {
            for _ in 0..20 {
                TaskBuildHistory::create(&store, &said_at("a", "ra", "x")).await.expect("created");
            }
        })
    });
    for outcome in futures::future::join_all(writers.chain([recorder])).await {
        outcome.expect("no panic");
    }
    assert_eq!(places(&store, "ra").await, (1..=1 + 60 * 3 + 80).collect::<Vec<_>>());
    let own: Vec<_> = all(&store, "a").await.iter().map(|entry| (entry.n, entry.seq)).collect();
    assert!(own.is_sorted(), "{own:?}");
}

/// A client that breaks off takes nothing with it: the number its entry got is not given again.
pub async fn a_caller_that_goes_away_leaves_no_gap_in_memory(db: &Database) {
    let (store, _) = store(db).await;
    let epoch = begun(&store, "a", "ra").await;
    for _ in 0..20 {
        let new = [said_at("a", "ra", "x")];
        let creating = TaskBuildHistory::create_many(&store, &new);
        drop(tokio::time::timeout(std::time::Duration::from_micros(1), creating).await);
        let appended = append(epoch, Vec::new(), vec![entry("e")]);
        store.append(&run("ra"), DAY, appended).await.expect("appended");
    }
    // A writer that comes last waits for those whose callers went away.
    TaskBuildHistory::create(&store, &said_at("a", "ra", "x")).await.expect("created");
    let places = places(&store, "ra").await;
    assert_eq!(places, (1..=i64::try_from(places.len()).expect("few")).collect::<Vec<_>>());
}

pub async fn what_goes_leaves_its_number_unused(db: &Database) {
    let (store, clock) = store(db).await;
    let epoch = begun(&store, "a", "ra").await;
    let status = |word: &str| NewEntry {
        kind: EntryKind::Status,
        at: at(0),
        body: serde_json::json!({ "status": word }),
    };
    let told = append(epoch, Vec::new(), vec![status("running")]);
    store.append(&run("ra"), DAY, told).await.expect("appended");
    TaskBuildHistory::create(&store, &said_at("a", "ra", "x")).await.expect("created");
    let end = append(epoch, Vec::new(), vec![status("success")]);
    store.append(&run("ra"), DAY, end).await.expect("appended");
    clock.advance(30 * super::support::DAY);
    assert_eq!(TaskBuildHistory::cleanup_expired(&store).await.expect("cleaned"), 3);
    // What mirrored a status leaves it where it is.
    assert_eq!(places(&store, "ra").await, [1, 2, 4]);
    let next = TaskBuildHistory::create(&store, &said_at("a", "ra", "y")).await.expect("created");
    assert_eq!((next.n, next.seq), (4, Some(5)));
}

pub async fn several_runs_at_once(db: &Database) {
    let (store, _) = store(db).await;
    created(&store, first("a", "r1", 0)).await;
    created(&store, again("a", "r2", 0)).await;
    let one = [said_at("a", "r1", "x"), said("a", "x"), said_at("a", "r2", "x")];
    let other = [said_at("a", "r2", "x"), said_at("a", "r1", "x")];
    let writers = (0..40).map(|n| {
        let (store, new) = (store.clone(), if n % 2 == 0 { one.to_vec() } else { other.to_vec() });
        tokio::spawn(async move { TaskBuildHistory::create_many(&store, &new).await })
    });
    for outcome in futures::future::join_all(writers).await {
        outcome.expect("no panic").expect("created");
    }
    for id in ["r1", "r2"] {
        assert_eq!(places(&store, id).await, (1..=41).collect::<Vec<_>>());
    }
    assert_eq!(store.history_count(&task("a")).await.expect("counted"), 100);
}
