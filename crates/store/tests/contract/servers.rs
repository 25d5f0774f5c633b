//! Several servers on one PostgreSQL.

use annals_domain::NodeState;

use super::fixture::Database;
use super::ledger::{seqs, texts};
use super::make::{DAY, again, append, at, begun, block, created, entry, first, run};

pub async fn numbers(db: &Database) {
    let stores = [db.store().await, db.store().await];
    created(&stores[0], first("t", "r0", 0)).await;
    let reruns = (1..=64).map(|n| {
        let store = stores[usize::from(n % 2 == 0)].clone();
        tokio::spawn(
            async move { created(&store, again("t", &format!("r{n}"), i64::from(n))).await },
        )
    });
    let mut numbers = vec![1];
    for given in futures::future::join_all(reruns).await {
        numbers.push(given.expect("a number"));
    }
    numbers.sort_unstable();
    assert_eq!(numbers, (1..=65).collect::<Vec<_>>());
}

/// A run that another server took over and gave back: what the first one remembers of it is old.
pub async fn to_and_fro(db: &Database) {
    let stores = [db.store().await, db.store().await];
    let mut epoch = begun(&stores[0], "t", "r").await;
    let mut expected = Vec::new();
    for turn in 0..6 {
        let store = &stores[turn % 2];
        if turn > 0 {
            epoch = store.begin_attempt(&run("r"), "host", at(1)).await.expect("taken over");
        }
        let lines = [format!("a{turn}"), format!("b{turn}")];
        let blocks = vec![block(1, &[&lines[0], &lines[1]])];
        let entries = vec![entry("between")];
        store.append(&run("r"), DAY, append(epoch, blocks, entries)).await.expect("appended");
        expected.extend(lines);
        let stale = append(epoch - 1, vec![block(1, &["late"])], Vec::new());
        stores[(turn + 1) % 2].append(&run("r"), DAY, stale).await.expect_err("an old attempt");
    }
    assert_eq!(texts(&stores[0], "r", 1).await, expected);
    let last = i64::try_from(expected.len()).expect("few") + 6 + 1;
    assert_eq!(seqs(&stores[1], "r").await, (1..=last).collect::<Vec<_>>());
    let nodes = stores[1].nodes(&run("r"), DAY).await.expect("the nodes");
    assert_eq!(
        (nodes[1].log_lines, nodes[1].log_bytes, nodes[1].state),
        (12, 36, NodeState::Pending)
    );
}

pub async fn partitions(db: &Database) {
    let stores = [db.store().await, db.store().await];
    let names = ["r0", "r1"];
    for (store, name) in stores.iter().zip(names) {
        assert_eq!(begun(store, &format!("task-{name}"), name).await, 1);
    }
    // Neither has written lines of this day before.
    let all = (0..20).map(|n| {
        let (store, name) = (stores[n % 2].clone(), names[n % 2]);
        let lines = append(1, vec![block(1, &["x"])], Vec::new());
        tokio::spawn(async move { store.append(&run(name), DAY, lines).await })
    });
    for outcome in futures::future::join_all(all).await {
        outcome.expect("no panic").expect("appended");
    }
    assert_eq!(db.block_count().await, 20);
    for name in names {
        assert_eq!(seqs(&stores[0], name).await, (1..=11).collect::<Vec<_>>());
    }
}
