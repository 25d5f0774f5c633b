//! A stored value that is not what it should be is named, with its table, row and column.

use annals_domain::ledger::{LogEnd, LogEndKind};
use annals_domain::{Page, PageSize, RunStatus, Task};
use annals_store::{Change, Store, StoreError, TaskFilter};
use futures::future::BoxFuture;

use super::details::environment;
use super::fixture::Database;
use super::make::{DAY, append, at, begun, change, end, entry, run, snapshot, task};

type Read = for<'s> fn(&'s Store) -> BoxFuture<'s, Option<StoreError>>;

/// A column, what damages it, the key that the error names, and who should notice.
struct Damage {
    table: &'static str,
    column: &'static str,
    bad: &'static str,
    key: String,
    read: Read,
}

macro_rules! damage {
    ($table:ident.$column:ident = $bad:literal, $key:expr, |$store:ident| $read:expr) => {
        Damage {
            table: stringify!($table),
            column: stringify!($column),
            bad: $bad,
            key: $key.to_string(),
            read: |$store| Box::pin(async move { $read.await.err() }),
        }
    };
}

async fn page(store: &Store) -> Result<Page<Task>, StoreError> {
    store.tasks(&TaskFilter::default(), PageSize::new(5), None).await
}

fn damages() -> Vec<Damage> {
    let (code, facts) = (snapshot("print(1)").id, environment("e", false).id);
    vec![
        damage!(tasks.kind = "'song'", "t", |store| store.task(&task("t"))),
        damage!(tasks.latest_status = "'lost'", "t", |store| page(store)),
        damage!(tasks.latest_error_type = "'bad'", "t", |store| store.task(&task("t"))),
        damage!(runs.status = "'lost'", "r", |store| store.run(&run("r"))),
        damage!(runs.number = "0", "r", |store| store.run(&run("r"))),
        damage!(runs.tags = "'{'", "r", |store| store.run(&run("r"))),
        damage!(runs.error_type = "'bad'", "r", |store| store.run_of(&task("t"), None)),
        damage!(runs.parent_run_id = "'a b'", "r", |store| store.run(&run("r"))),
        damage!(run_details.inputs = "'{'", "r", |store| store.run_details(&run("r"))),
        damage!(run_details.outputs = "''", "r", |store| store.run_details(&run("r"))),
        damage!(snapshots.content = "'{}'", code, |store| store.snapshot(&snapshot("print(1)").id)),
        damage!(environments.facts = "'[]'", facts, |store| store
            .environment(&environment("e", false).id)),
        damage!(nodes.state = "'asleep'", "r", |store| store.nodes(&run("r"), DAY)),
        damage!(nodes.log_end = "'{'", "r", |store| store.nodes(&run("r"), DAY)),
        damage!(ledger.kind = "'rumour'", "r", |store| store.entries(&run("r"), 0, 9)),
        damage!(ledger.body = "'{'", "r", |store| store.entries(&run("r"), 0, 9)),
    ]
}

/// A task whose rows hold something in every column that is to be damaged.
async fn history(store: &Store) {
    let epoch = begun(store, "t", "r").await;
    let mut node = store.nodes(&run("r"), DAY).await.expect("the nodes").remove(1);
    node.log_end = Some(LogEnd { kind: LogEndKind::Complete, reason: "exit 0".into(), at_byte: 0 });
    let mut all = append(epoch, Vec::new(), vec![entry("e")]);
    all.changes = vec![
        Change::Environment(Box::new(environment("e", false)), at(1)),
        Change::Node(Box::new(node)),
    ];
    store.append(&run("r"), DAY, all).await.expect("appended");
    change(store, "r", epoch, end(RunStatus::Success, 9, None)).await.expect("ended");
}

pub async fn is_reported_by_table_key_and_column(db: &Database) {
    let store = db.store().await;
    history(&store).await;
    for Damage { table, column, bad, key, read } in damages() {
        assert!(read(&store).await.is_none(), "{table}.{column} is sound at first");
        // What was there is kept, to be put back.
        db.execute(&format!("CREATE TABLE kept AS SELECT * FROM {table}")).await;
        db.execute(&format!("UPDATE {table} SET {column} = {bad}")).await;
        let error =
            read(&store).await.unwrap_or_else(|| panic!("{table}.{column} = {bad} went unnoticed"));
        let StoreError::Damaged { table: named, key: row, column: at, .. } = &error else {
            panic!("{table}.{column}: {error:?}");
        };
        assert_eq!((*named, row.as_str(), *at), (table, key.as_str(), column));
        let shown = error.to_string();
        assert!(shown.contains(table) && shown.contains(&key) && shown.contains(column), "{shown}");
        db.execute(&format!("UPDATE {table} SET {column} = (SELECT MIN({column}) FROM kept)"))
            .await;
        db.execute("DROP TABLE kept").await;
    }
    store.close().await;
}
