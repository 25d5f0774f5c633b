//! Filters, pages, other tasks.

use annals_domain::PageSize;
use annals_store::{
    CreateTaskBuildHistory, HistoryFilter, HistoryOf, HistoryOrder, HistoryQuery, Store,
    TaskBuildHistory, TaskBuildHistoryContextType as Type,
};

use super::support::{DAY, later, matching, said, say, store};
use crate::fixture::Database;
use crate::make::{created, first, run, task};

pub async fn every_filter(db: &Database) {
    let (store, clock) = store(db).await;
    created(&store, first("a", "ra", 0)).await;
    created(&store, first("b", "rb", 0)).await;
    let add = async |new: CreateTaskBuildHistory| {
        TaskBuildHistory::create(&store, &new).await.expect("created");
        clock.advance(10);
    };
    add(CreateTaskBuildHistory { run_id: Some(run("ra")), ..said("a", "run") }).await;
    add(CreateTaskBuildHistory { workspace_id: Some("w".into()), ..said("a", "workspace") }).await;
    add(CreateTaskBuildHistory { session_id: Some("s".into()), ..said("a", "session") }).await;
    add(CreateTaskBuildHistory::new(task("a"), Type::Error, "error")).await;
    add(said("b", "other")).await;
    let none = HistoryFilter::default;
    for (filter, expected) in [
        (none(), vec!["run", "workspace", "session", "error"]),
        (HistoryFilter { run_id: Some(run("ra")), ..none() }, vec!["run"]),
        (HistoryFilter { workspace_id: Some("w".into()), ..none() }, vec!["workspace"]),
        (HistoryFilter { session_id: Some("s".into()), ..none() }, vec!["session"]),
        (HistoryFilter { context_type: Some(Type::Error), ..none() }, vec!["error"]),
        (HistoryFilter { since: Some(later(20)), ..none() }, vec!["session", "error"]),
        (HistoryFilter { until: Some(later(20)), ..none() }, vec!["run", "workspace"]),
        (HistoryFilter { q: Some("SS".into()), ..none() }, vec!["session"]),
        (HistoryFilter { q: Some("%".into()), ..none() }, vec![]),
        (
            HistoryFilter {
                since: Some(later(10)),
                until: Some(later(30)),
                q: Some("o".into()),
                ..none()
            },
            vec!["workspace", "session"],
        ),
    ] {
        assert_eq!(matching(&store, "a", filter.clone()).await, expected, "{filter:?}");
    }
}

async fn walk(store: &Store, query: &HistoryQuery, size: usize) -> Vec<String> {
    let (mut seen, mut after) = (Vec::new(), None);
    loop {
        let page = store.history(query, PageSize::new(size), after.as_ref()).await.expect("a page");
        assert!(page.entries.len() <= size);
        seen.extend(page.entries.into_iter().map(|entry| entry.content));
        let Some(next) = page.next else { return seen };
        after = Some(query.cursor(&next.encode()).expect("its own cursor"));
    }
}

pub async fn pages_both_ways(db: &Database) {
    let (store, _) = store(db).await;
    created(&store, first("a", "ra", 0)).await;
    for n in 1..=23 {
        say(&store, "a", &n.to_string()).await;
    }
    let up: Vec<_> = (1..=23).map(|n| n.to_string()).collect();
    let down: Vec<_> = up.iter().rev().cloned().collect();
    let odd: Vec<_> = up.iter().filter(|n| n.contains('1')).cloned().collect();
    for size in [1, 5, 23, 24] {
        let query = |order, q: Option<&str>| HistoryQuery {
            of: HistoryOf::Task(task("a")),
            filter: HistoryFilter { q: q.map(str::to_owned), ..HistoryFilter::default() },
            order,
        };
        assert_eq!(walk(&store, &query(HistoryOrder::Ascending, None), size).await, up);
        assert_eq!(walk(&store, &query(HistoryOrder::Descending, None), size).await, down);
        assert_eq!(walk(&store, &query(HistoryOrder::Ascending, Some("1")), size).await, odd);
        let cursor = query(HistoryOrder::Ascending, None).after(5).encode();
        assert!(query(HistoryOrder::Descending, None).cursor(&cursor).is_err());
    }
}

pub async fn across_tasks(db: &Database) {
    let (store, clock) = store(db).await;
    let mut expected = Vec::new();
    for id in ["a", "b", "c"] {
        created(&store, first(id, &format!("run-{id}"), 0)).await;
    }
    for n in 0..12 {
        let content = n.to_string();
        let new = said(["a", "b", "c"][n % 3], &content);
        let workspace_id = (n % 4 != 0).then(|| "w".to_owned());
        TaskBuildHistory::create(&store, &CreateTaskBuildHistory { workspace_id, ..new })
            .await
            .expect("created");
        if n % 4 != 0 {
            expected.push(content);
        }
        clock.advance(1);
    }
    let filter = HistoryFilter { workspace_id: Some("w".into()), ..HistoryFilter::default() };
    let query = |order| HistoryQuery { of: HistoryOf::All, filter: filter.clone(), order };
    for size in [2, 100] {
        assert_eq!(walk(&store, &query(HistoryOrder::Ascending), size).await, expected);
    }
    expected.reverse();
    assert_eq!(walk(&store, &query(HistoryOrder::Descending), 2).await, expected);
}

pub async fn across_tasks_a_list_keeps_its_order(db: &Database) {
    let (store, _) = store(db).await;
    for id in ["a", "b"] {
        created(&store, first(id, &format!("run-{id}"), 0)).await;
    }
    let expected: Vec<_> = (0..40).map(|n| format!("turn {n}")).collect();
    let turn = |(n, content): (usize, &String)| CreateTaskBuildHistory {
        session_id: Some("s".into()),
        ..said(["a", "b"][n % 2], content)
    };
    let list: Vec<_> = expected.iter().enumerate().map(turn).collect();
    TaskBuildHistory::create_many(&store, &list).await.expect("created");
    let found = TaskBuildHistory::find_by_session_id(&store, "s").await.expect("found");
    assert_eq!(
        found.iter().map(|entry| &entry.content).collect::<Vec<_>>(),
        expected.iter().collect::<Vec<_>>()
    );
}

pub async fn text_is_found_packed_or_not(db: &Database) {
    let (store, clock) = store(db).await;
    created(&store, first("a", "ra", 0)).await;
    say(&store, "a", "Old Ärger").await;
    clock.advance(2 * DAY);
    say(&store, "a", "young ärger").await;
    assert_eq!(store.pack_history(later(2 * DAY)).await.expect("packed"), 1);
    let filter = HistoryFilter { q: Some("ÄRGER".into()), ..HistoryFilter::default() };
    assert_eq!(matching(&store, "a", filter).await, ["Old Ärger", "young ärger"]);
}
