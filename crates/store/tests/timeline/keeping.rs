//! Limits, expiry, packing, deletion.

use annals_store::{
    CreateTaskBuildHistory, HistoryLimits, HistoryPolicy, TaskBuildHistory,
    TaskBuildHistoryContextType as Type,
};
use futures::future::join_all;

use super::support::{
    DAY, all, count, later, numbers, said, said_at, say, store, store_with, with_clock,
};
use crate::fixture::{Backend, Database};
use crate::make::{created, first, task};

pub async fn of_105_in_one_millisecond_the_last_100_stay(db: &Database) {
    let (store, _) = store(db).await;
    created(&store, first("a", "ra", 0)).await;
    for n in 1..=105 {
        say(&store, "a", &n.to_string()).await;
    }
    let kept = all(&store, "a").await;
    assert!(kept.iter().all(|entry| entry.created_at == later(0)));
    let contents: Vec<_> = kept.into_iter().map(|entry| entry.content).collect();
    assert_eq!(contents, (6..=105).map(|n| n.to_string()).collect::<Vec<_>>());
    assert_eq!(count(&store, "a").await, 100);
    assert_eq!(db.count("SELECT COUNT(*) FROM task_history").await, 100);
}

pub async fn a_list_beyond_the_limit_leaves_its_end(db: &Database) {
    let (store, _) = store(db).await;
    created(&store, first("a", "ra", 0)).await;
    let list: Vec<_> = (0..350).map(|n| said_at("a", "ra", &n.to_string())).collect();
    assert_eq!(TaskBuildHistory::create_many(&store, &list).await.expect("created").len(), 350);
    assert_eq!(numbers(&store, "a").await, (251..=350).collect::<Vec<_>>());
    assert_eq!(db.count("SELECT COUNT(*) FROM ledger WHERE run_id = 'ra'").await, 101);
}

pub async fn writers_at_once_keep_the_limit(db: &Database) {
    let (store, _) = store(db).await;
    created(&store, first("a", "ra", 0)).await;
    let writers = (0..8).map(|writer| {
        let store = store.clone();
        tokio::spawn(async move {
            for n in 0..30 {
                let content = format!("{writer} {n}");
                let new =
                    if n % 2 == 0 { said("a", &content) } else { said_at("a", "ra", &content) };
                TaskBuildHistory::create(&store, &new).await.expect("created");
                assert!(count(&store, "a").await <= 100);
            }
        })
    });
    for outcome in join_all(writers).await {
        outcome.expect("no panic");
    }
    assert_eq!(numbers(&store, "a").await, (141..=240).collect::<Vec<_>>());
    assert_eq!(count(&store, "a").await, 100);
}

/// As servers that share a database write; SQLite has one server only.
pub async fn two_stores_at_once_keep_the_limit(db: &Database) {
    if db.backend == Backend::sqlite {
        return;
    }
    let (one, clock) = store(db).await;
    let other = with_clock(db.store().await, &clock);
    created(&one, first("a", "ra", 0)).await;
    let writers = (0..8).map(|writer| {
        let store = if writer % 2 == 0 { one.clone() } else { other.clone() };
        tokio::spawn(async move {
            for _ in 0..40 {
                TaskBuildHistory::create(&store, &said_at("a", "ra", "x")).await.expect("created");
            }
        })
    });
    let sweeper = tokio::spawn({
        let store = other.clone();
        async move {
            for _ in 0..40 {
                store.sweep_history(later(0), false).await.expect("swept");
            }
        }
    });
    for outcome in join_all(writers).await {
        outcome.expect("no panic");
    }
    sweeper.await.expect("no panic");
    assert_eq!(numbers(&one, "a").await, (221..=320).collect::<Vec<_>>());
    let seqs: Vec<_> = all(&other, "a").await.iter().filter_map(|entry| entry.seq).collect();
    assert_eq!(seqs, (222..=321).collect::<Vec<_>>());
}

pub async fn expired_entries_are_never_answered(db: &Database) {
    let (store, clock) = store(db).await;
    created(&store, first("a", "ra", 0)).await;
    let old = CreateTaskBuildHistory { session_id: Some("s".into()), ..said_at("a", "ra", "old") };
    TaskBuildHistory::create(&store, &old).await.expect("created");
    clock.advance(DAY);
    say(&store, "a", "young").await;
    clock.advance(19 * DAY - 1);
    assert_eq!(count(&store, "a").await, 2);
    clock.advance(1);
    let contents: Vec<_> = all(&store, "a").await.into_iter().map(|entry| entry.content).collect();
    assert_eq!((contents, count(&store, "a").await), (vec!["young".to_owned()], 1));
    assert_eq!(TaskBuildHistory::find_by_session_id(&store, "s").await.expect("found"), []);
    assert_eq!(store.history_of_run(&crate::make::run("ra"), &[1]).await.expect("found"), []);
    let now = later(20 * DAY);
    assert_eq!(store.sweep_history(now, true).await.expect("counted"), 1);
    assert_eq!(store.sweep_history(now, false).await.expect("swept"), 1);
    assert_eq!(
        (count(&store, "a").await, db.count("SELECT COUNT(*) FROM task_history").await),
        (1, 1)
    );
    assert_eq!(db.count("SELECT COUNT(*) FROM ledger WHERE run_id = 'ra'").await, 1);
    // An expired entry that was not swept takes no place of those that are kept.
    for _ in 0..98 {
        say(&store, "a", "x").await;
    }
    clock.advance(DAY);
    for _ in 0..2 {
        say(&store, "a", "x").await;
    }
    assert_eq!((count(&store, "a").await, numbers(&store, "a").await[0]), (100, 3));
}

pub async fn limits_by_type(db: &Database) {
    let few = HistoryLimits { max_entries: Some(2), max_age_ms: Some(1000) };
    let types = [(Type::Error, few)].into();
    let policy = HistoryPolicy { max_entries: 4, types, ..HistoryPolicy::default() };
    let (store, clock) = store_with(db, policy).await;
    created(&store, first("a", "ra", 0)).await;
    for content in ["1", "2", "3"] {
        say(&store, "a", content).await;
        let error = CreateTaskBuildHistory::new(task("a"), Type::Error, content);
        TaskBuildHistory::create(&store, &error).await.expect("created");
    }
    assert_eq!(numbers(&store, "a").await, [3, 4, 5, 6]);
    let error = CreateTaskBuildHistory::new(task("a"), Type::Error, "4");
    TaskBuildHistory::create(&store, &error).await.expect("created");
    assert_eq!(numbers(&store, "a").await, [3, 5, 6, 7]);
    clock.advance(1000);
    assert_eq!((numbers(&store, "a").await, count(&store, "a").await), (vec![3, 5], 2));
}

/// An entry that expired takes no place of those that are kept, though its number is higher.
pub async fn an_expired_entry_takes_no_place(db: &Database) {
    let short = HistoryLimits { max_entries: None, max_age_ms: Some(1000) };
    let types = [(Type::Error, short)].into();
    let policy = HistoryPolicy { max_entries: 4, types, ..HistoryPolicy::default() };
    let (store, clock) = store_with(db, policy).await;
    created(&store, first("a", "ra", 0)).await;
    let error = CreateTaskBuildHistory::new(task("a"), Type::Error, "4");
    let list = [said("a", "1"), said("a", "2"), said("a", "3"), error];
    TaskBuildHistory::create_many(&store, &list).await.expect("created");
    clock.advance(1000);
    say(&store, "a", "5").await;
    assert_eq!((numbers(&store, "a").await, count(&store, "a").await), (vec![1, 2, 3, 5], 4));
    say(&store, "a", "6").await;
    assert_eq!(numbers(&store, "a").await, [2, 3, 5, 6]);
}

pub async fn limits_of_a_task(db: &Database) {
    let (store, clock) = store(db).await;
    for id in ["a", "b"] {
        created(&store, first(id, &format!("run-{id}"), 0)).await;
    }
    let own = HistoryLimits { max_entries: Some(3), max_age_ms: Some(1000) };
    for _ in 0..5 {
        say(&store, "a", "x").await;
    }
    store.limit_history(&task("a"), own).await.expect("limited");
    assert_eq!(numbers(&store, "a").await, [3, 4, 5]);
    assert_eq!(store.history_limits(&task("a")).await.expect("limits"), own);
    for _ in 0..5 {
        say(&store, "a", "x").await;
        say(&store, "b", "x").await;
    }
    assert_eq!((count(&store, "a").await, count(&store, "b").await), (3, 5));
    clock.advance(1000);
    assert_eq!((count(&store, "a").await, count(&store, "b").await), (0, 5));
    // What has not been swept comes back with the limit that is taken away.
    store.limit_history(&task("a"), HistoryLimits::default()).await.expect("limited");
    assert_eq!((numbers(&store, "a").await, count(&store, "a").await), (vec![8, 9, 10], 3));
    store.limit_history(&task("gone"), own).await.expect_err("no such task");
}

pub async fn old_entries_are_packed_and_read_alike(db: &Database) {
    let (store, clock) = store(db).await;
    created(&store, first("a", "ra", 0)).await;
    let metadata = Some(r#"{"k": "v"}"#.to_owned());
    let long = "a line that repeats\n".repeat(1000);
    let new: Vec<_> = (0..120)
        .map(|n| CreateTaskBuildHistory {
            metadata: metadata.clone(),
            ..said("a", &format!("{n} {long}"))
        })
        .collect();
    TaskBuildHistory::create_many(&store, &new).await.expect("created");
    let before = all(&store, "a").await;
    assert_eq!(store.pack_history(later(DAY)).await.expect("packed"), 0);
    clock.advance(DAY + 1);
    say(&store, "a", "young").await;
    assert_eq!(store.pack_history(later(DAY + 1)).await.expect("packed"), 99);
    let sizes = "SELECT CAST(SUM(LENGTH(packed)) AS BIGINT) FROM task_history WHERE content IS NULL AND metadata IS NULL";
    assert!(db.count(sizes).await < 99 * 500);
    assert_eq!(all(&store, "a").await[..99], before[1..]);
    assert_eq!(store.pack_history(later(DAY + 1)).await.expect("packed"), 0);
}

pub async fn deleting(db: &Database) {
    let (store, clock) = store(db).await;
    for id in ["a", "b"] {
        created(&store, first(id, &format!("run-{id}"), 0)).await;
        for _ in 0..3 {
            let at_run = said_at(id, &format!("run-{id}"), "x");
            TaskBuildHistory::create_many(&store, &[said(id, "x"), at_run]).await.expect("created");
        }
    }
    assert_eq!(store.delete_history(&task("a")).await.expect("deleted"), 6);
    assert_eq!(store.delete_history(&task("gone")).await.expect("deleted"), 0);
    assert_eq!((count(&store, "a").await, count(&store, "b").await), (0, 6));
    assert_eq!(db.count("SELECT COUNT(*) FROM ledger WHERE run_id = 'run-a'").await, 1);
    // Numbers go on, and so do the ledger's.
    let next =
        TaskBuildHistory::create(&store, &said_at("a", "run-a", "x")).await.expect("created");
    assert_eq!((next.n, next.seq), (7, Some(5)));
    clock.advance(20 * DAY);
    assert_eq!(store.delete_history(&task("b")).await.expect("deleted"), 0);
    store.delete_task(&task("a")).await.expect("deleted");
    for table in ["task_history", "task_history_keys"] {
        assert_eq!(db.count(&format!("SELECT COUNT(*) FROM {table}")).await, 0, "{table}");
    }
    assert_eq!(db.count("SELECT COUNT(*) FROM task_history_heads").await, 1);
}
