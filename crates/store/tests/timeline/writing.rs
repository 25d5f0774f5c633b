//! Adding entries.

use annals_store::{
    CreateTaskBuildHistory, HistoryCreated, Idempotency, StoreError, TaskBuildHistory,
    TaskBuildHistoryContextType as Type,
};

use super::support::{DAY, all, count, later, numbers, said, said_at, say, store};
use crate::fixture::Database;
use crate::make::{created, first, run, task};

pub async fn numbers_are_one_two_three(db: &Database) {
    let (store, _) = store(db).await;
    for id in ["a", "b"] {
        created(&store, first(id, &format!("run-{id}"), 0)).await;
        for n in 1..=3 {
            assert_eq!(say(&store, id, "x").await.n, n);
        }
    }
    assert_eq!((numbers(&store, "a").await, count(&store, "a").await), (vec![1, 2, 3], 3));
}

pub async fn a_list_is_all_or_none(db: &Database) {
    let (store, _) = store(db).await;
    created(&store, first("a", "ra", 0)).await;
    created(&store, first("b", "rb", 0)).await;
    let good = [said("a", "1"), said("b", "2"), said("a", "3")];
    let made = TaskBuildHistory::create_many(&store, &good).await.expect("created");
    assert_eq!(made.iter().map(|entry| entry.n).collect::<Vec<_>>(), [1, 1, 2]);
    for bad in [said("gone", "x"), said_at("a", "gone", "x"), said_at("a", "rb", "x")] {
        let list = [said("a", "4"), said_at("a", "ra", "5"), bad];
        TaskBuildHistory::create_many(&store, &list).await.expect_err("refused");
    }
    assert_eq!((numbers(&store, "a").await, numbers(&store, "b").await), (vec![1, 2], vec![1]));
    assert_eq!(store.last_seq(&run("ra")).await.expect("a number"), 1);
    // What was refused took no number with it.
    assert_eq!(say(&store, "a", "6").await.n, 3);
}

pub async fn what_is_not_there_is_gone(db: &Database) {
    let (store, _) = store(db).await;
    created(&store, first("a", "ra", 0)).await;
    let refused = async |new| match TaskBuildHistory::create(&store, &new).await {
        Err(StoreError::Gone(what)) => what,
        other => panic!("{other:?}"),
    };
    assert_eq!(refused(said("b", "x")).await, "task");
    assert_eq!(refused(said_at("a", "rb", "x")).await, "run");
    assert_eq!(count(&store, "b").await, 0);
    let rows = db.count("SELECT COUNT(*) FROM task_history").await;
    assert_eq!(rows, 0);
}

pub async fn a_key_answers_the_same_again(db: &Database) {
    let (store, clock) = store(db).await;
    created(&store, first("a", "ra", 0)).await;
    let ask = async |content: &str, hash: &str| {
        let key = Idempotency { scope: "s".into(), key: "k".into(), body_hash: hash.into() };
        let new = vec![said_at("a", "ra", content), said("a", "more")];
        store.add_history(new, Some(key)).await.expect("answered")
    };
    let HistoryCreated::New(made, places) = ask("x", "1").await else { panic!("not new") };
    assert_eq!((made.len(), places), (2, vec![(run("ra"), 2)]));
    clock.advance(1000);
    assert_eq!(ask("x", "1").await, HistoryCreated::Before(made.clone()));
    assert_eq!(ask("y", "2").await, HistoryCreated::OtherRequest);
    assert_eq!(all(&store, "a").await, made);
    // A key that came to nothing is free.
    let key = Idempotency { scope: "s".into(), key: "k2".into(), body_hash: "3".into() };
    let bad = vec![said_at("a", "gone", "x")];
    store.add_history(bad, Some(key.clone())).await.expect_err("refused");
    let good = store.add_history(vec![said("a", "z")], Some(key)).await.expect("answered");
    assert!(matches!(good, HistoryCreated::New(made, _) if made[0].n == 3));
    store.sweep(later(8 * DAY), false).await.expect("swept");
    assert_eq!(db.count("SELECT COUNT(*) FROM task_history_keys").await, 0);
}

pub async fn the_documented_api(db: &Database) {
    let (store, clock) = store(db).await;
    created(&store, first("a", "ra", 0)).await;
    let new = CreateTaskBuildHistory {
        task_id: task("a"),
        run_id: Some(run("ra")),
        workspace_id: Some("w".into()),
        session_id: Some("s".into()),
        context_type: Type::AgentTurn,
        content: "ä\u{1f980} 'x'; --".into(),
        metadata: Some(r#"{"a": [1, "\u0000"]}"#.into()),
    };
    let made = TaskBuildHistory::create(&store, &new).await.expect("created");
    let expected = TaskBuildHistory {
        id: made.id.clone(),
        task_id: new.task_id.clone(),
        run_id: new.run_id.clone(),
        workspace_id: new.workspace_id.clone(),
        session_id: new.session_id.clone(),
        context_type: Type::AgentTurn,
        content: new.content.clone(),
        metadata: new.metadata.clone(),
        created_at: later(0),
        expires_at: later(20 * DAY),
        n: 1,
        seq: Some(2),
    };
    assert_eq!(made, expected);
    let one = vec![made];
    assert_eq!(all(&store, "a").await, one);
    assert_eq!(TaskBuildHistory::find_by_workspace_id(&store, "w").await.expect("found"), one);
    assert_eq!(TaskBuildHistory::find_by_session_id(&store, "s").await.expect("found"), one);
    assert_eq!(TaskBuildHistory::find_by_session_id(&store, "w").await.expect("found"), []);
    clock.advance(20 * DAY);
    assert_eq!(TaskBuildHistory::cleanup_expired(&store).await.expect("cleaned"), 1);
    assert_eq!(TaskBuildHistory::cleanup_expired(&store).await.expect("cleaned"), 0);
    say(&store, "a", "x").await;
    assert_eq!(TaskBuildHistory::delete_by_task_id(&store, &task("a")).await.expect("deleted"), 1);
    assert_eq!(count(&store, "a").await, 0);
}
