//! Pages of tasks.

use annals_domain::{ErrorType, PageSize, Phase, RunStatus, TaskKind};
use annals_store::{Change, RunSource, Store, TaskFilter};

use super::fixture::Database;
use super::make::{again, at, change, created, end, first, run};

/// The ids under a filter, in pages of two, with a younger task added after each page.
async fn ids(store: &Store, filter: &TaskFilter) -> Vec<String> {
    let (mut ids, mut after) = (Vec::new(), None);
    loop {
        let page = store.tasks(filter, PageSize::new(2), after.as_ref()).await.expect("a page");
        ids.extend(page.items.iter().map(|task| task.id.to_string()));
        let Some(next) = page.next else { break };
        after = Some(Store::tasks_cursor(&next.encode()).expect("its own cursor"));
        let younger = format!("younger-{}", count(store).await);
        created(store, first(&younger, &younger, 5000)).await;
    }
    ids
}

/// How many tasks there are.
async fn count(store: &Store) -> usize {
    store
        .tasks(&TaskFilter::default(), PageSize::new(1000), None)
        .await
        .expect("a page")
        .items
        .len()
}

pub async fn pages_cover_every_task_once_while_tasks_are_added(db: &Database) {
    let store = db.store().await;
    for n in 0..15 {
        created(&store, first(&format!("t{n:02}"), &format!("r{n}"), n / 4)).await;
    }
    let expected: Vec<_> = (0..15).rev().map(|n| format!("t{n:02}")).collect();
    assert_eq!(ids(&store, &TaskFilter::default()).await, expected);
    store.close().await;
}

/// Seven tasks: one a phase, and one whose first run failed and whose second one waits.
async fn phases(store: &Store) {
    let ends = [
        ("pending", None),
        ("running", None),
        ("succeeded", Some((RunStatus::Success, None))),
        ("failed", Some((RunStatus::Failure, Some(ErrorType::Exit)))),
        ("error", Some((RunStatus::Failure, Some(ErrorType::Platform)))),
        ("cancelled", Some((RunStatus::Cancelled, None))),
        ("again", Some((RunStatus::Failure, Some(ErrorType::Exit)))),
    ];
    for (n, (name, ended)) in (0..).zip(ends) {
        let mut creation = first(name, name, n);
        creation.run.tags = vec![name.into(), "all".into()];
        created(store, creation).await;
        if name == "pending" {
            continue;
        }
        let epoch = store.begin_attempt(&run(name), "host", at(0)).await.expect("an attempt");
        change(store, name, epoch, Change::Begin(at(1))).await.expect("begun");
        if let Some((status, error)) = ended {
            change(store, name, epoch, end(status, 2, error)).await.expect("ended");
        }
    }
    let mut second = again("again", "again2", 50);
    second.run.tags = vec!["all".into()];
    created(store, second).await;
}

pub async fn by_kind_phase_and_tag(db: &Database) {
    let store = db.store().await;
    phases(&store).await;
    let mut flow = first("flow", "flow", 99);
    if let RunSource::New(new) = &mut flow.source {
        new.kind = TaskKind::Flow;
    }
    created(&store, flow).await;
    let all = TaskFilter::default();
    let of_kind = |kind| TaskFilter { kind: Some(kind), ..TaskFilter::default() };
    assert_eq!(ids(&store, &of_kind(TaskKind::Flow)).await, ["flow"]);
    assert_eq!(ids(&store, &of_kind(TaskKind::Extraction)).await, Vec::<String>::new());
    let tagged = |tag: &str| TaskFilter { tag: Some(tag.into()), ..TaskFilter::default() };
    assert_eq!(ids(&store, &tagged("failed")).await, ["failed"]);
    assert_eq!(
        ids(&store, &tagged("again")).await,
        Vec::<String>::new(),
        "the latest run has it not"
    );
    let expected = ["again", "cancelled", "error", "failed", "succeeded", "running", "pending"];
    assert_eq!(ids(&store, &tagged("all")).await, expected);
    for phase in Phase::ALL {
        let filter = TaskFilter { phase: Some(*phase), tag: Some("all".into()), ..all.clone() };
        let mut expected = vec![phase.as_str().to_lowercase()];
        if *phase == Phase::Pending {
            expected.insert(0, "again".into());
        }
        assert_eq!(ids(&store, &filter).await, expected, "{phase}");
    }
    store.close().await;
}

pub async fn text_is_taken_literally_in_any_case(db: &Database) {
    let store = db.store().await;
    let names = ["100%", "100x", "a_b", "aXb", r"c\d", "Größe ÄÖ"];
    for (n, name) in (0..).zip(names) {
        let mut creation = first(&format!("t{n}"), &format!("r{n}"), n);
        if let RunSource::New(new) = &mut creation.source {
            new.name = name.into();
        }
        created(&store, creation).await;
    }
    for (q, expected) in [
        ("0%", vec!["t0"]),
        ("A_B", vec!["t2"]),
        ("axb", vec!["t3"]),
        (r"\", vec!["t4"]),
        (r"C\D", vec!["t4"]),
        ("größe äö", vec!["t5"]),
        ("GRÖßE ÄÖ", vec!["t5"]),
        ("Ä", vec!["t5"]),
        ("t3", vec!["t3"]),
        ("'", vec![]),
    ] {
        let filter = TaskFilter { q: Some(q.into()), ..TaskFilter::default() };
        assert_eq!(ids(&store, &filter).await, expected, "{q}");
    }
    store.close().await;
}
