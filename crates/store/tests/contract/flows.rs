//! Flows and what their components gave.

use annals_domain::{
    Component, Environment, FlowSpec, NodeName, NodeState, PageSize, RunStatus, Snapshot, Spec,
};
use annals_store::{Change, FlowCreated, Idempotency, NewFlow, ReusedNode, Store};
use serde_json::json;

use super::fixture::Database;
use super::make::{DAY, again, at, change, created, end, run, task};

fn flow(id: &str, code: &str, micros: i64) -> NewFlow {
    let component = Component {
        id: NodeName::main(),
        name: "Main".into(),
        code: code.into(),
        requested: annals_domain::requirements::Requested::default(),
        env: Environment::new(),
        inputs: serde_json::Map::new(),
        retry: annals_domain::Retry::default(),
        timeout_ms: None,
        pod: None,
    };
    NewFlow {
        id: task(id),
        name: format!("Flow {id}"),
        description: Some("what for".into()),
        spec: FlowSpec { components: vec![component], edges: Vec::new() },
        at: at(micros),
    }
}

fn key(hash: &str) -> Idempotency {
    Idempotency { scope: "s".into(), key: "k".into(), body_hash: hash.into() }
}

pub async fn are_there_before_their_runs(db: &Database) {
    let store = db.store().await;
    let made = store.create_flow(flow("f", "one", 1), Some(key("h"))).await.expect("an answer");
    assert_eq!(made, FlowCreated::New);
    let again = store.create_flow(flow("g", "one", 2), Some(key("h"))).await.expect("an answer");
    assert_eq!(again, FlowCreated::Before(task("f")));
    let other = store.create_flow(flow("g", "one", 2), Some(key("i"))).await.expect("an answer");
    assert_eq!(other, FlowCreated::OtherRequest);
    assert!(store.flow(&task("g")).await.expect("an answer").is_none());

    let found = store.flow(&task("f")).await.expect("an answer").expect("the flow");
    assert_eq!((found.spec.clone(), found.revision), (flow("f", "one", 1).spec, 1));
    assert_eq!(
        found.row.shape,
        json!({"components": [{"id": "main", "name": "Main"}], "edges": []})
    );
    assert_eq!((found.row.task.run_count, found.row.task.latest), (0, None));

    // Only who knows the flow as it is changes it.
    assert!(store.change_flow(flow("f", "two", 3), 1).await.expect("an answer"));
    assert!(!store.change_flow(flow("f", "three", 4), 1).await.expect("an answer"));
    let found = store.flow(&task("f")).await.expect("an answer").expect("the flow");
    assert_eq!((found.spec, found.revision), (flow("f", "two", 1).spec, 2));
    assert_eq!((found.row.created_at, found.row.changed_at), (at(1), at(3)));

    store.create_flow(flow("e", "x", 9), None).await.expect("made");
    let page = store.flows(Some("FLOW"), PageSize::new(1), None).await.expect("a page");
    assert_eq!(page.items[0].task.id, task("e"));
    let next =
        store.flows(Some("flow"), PageSize::new(1), page.next.as_ref()).await.expect("a page");
    assert_eq!((&next.items[0].task.id, next.next), (&task("f"), None));
    store.close().await;
}

/// A run of the flow `f` whose node `main` gave `outputs`, ended.
async fn ran(store: &Store, id: &str, reused: Vec<ReusedNode>, outputs: Option<i64>) {
    let mut creation = again("f", id, 10);
    creation.snapshot = Snapshot::freeze(Spec::Flow(flow("f", "one", 1).spec));
    creation.reused = reused;
    created(store, creation).await;
    let epoch = store.begin_attempt(&run(id), "host", at(11)).await.expect("an attempt");
    let mut changes = vec![Change::Begin(at(11))];
    changes.extend(outputs.map(|value| Change::NodeOutputs(1, json!(value), at(11))));
    changes.push(end(RunStatus::Success, 12, None));
    for one in changes {
        change(store, id, epoch, one).await.expect("changed");
    }
}

pub async fn outputs_are_shared_and_outlive_the_run_that_gave_them(db: &Database) {
    let store = db.store().await;
    store.create_flow(flow("f", "one", 1), None).await.expect("made");
    ran(&store, "r1", Vec::new(), Some(7)).await;
    let ids = store.output_ids(&run("r1")).await.expect("the ids");
    let reused =
        ReusedNode { name: NodeName::main(), run: run("r1"), outputs: ids.get(&1).cloned() };
    ran(&store, "r2", vec![reused], None).await;
    let count = || db.count("SELECT COUNT(*) FROM output_values");
    assert_eq!(count().await, 1);

    store.delete_run(&run("r1")).await.expect("deleted");
    store.sweep(at(1_000_000), false).await.expect("swept");
    let node = store.nodes(&run("r2"), DAY).await.expect("the nodes").remove(1);
    assert_eq!((node.state, node.reused_from), (NodeState::Success, Some(run("r1"))));
    assert!(node.log_end.is_some() && node.started_at.is_none());
    let outputs = store.node_outputs(&run("r2")).await.expect("the outputs");
    assert_eq!(outputs.get(&1), Some(&json!(7)));
    let executed = store.components_executed(&[run("r2")]).await.expect("the counts");
    assert_eq!(executed.get(&run("r2")), None);

    store.delete_task(&task("f")).await.expect("deleted");
    store.sweep(at(1_000_000), false).await.expect("swept");
    assert_eq!(count().await, 0);
    assert_eq!(db.count("SELECT COUNT(*) FROM flows").await, 0);
    store.close().await;
}
