//! The heads of blocks: enough for a search to find those that it must read.

use annals_domain::Seq;
use annals_domain::ledger::StoredBlock;
use annals_logs::{Case, Pattern};
use annals_store::Store;

use super::fixture::Database;
use super::make::{DAY, append, begun, block, run};

const ALL: (Seq, Seq) = (0, Seq::MAX);

async fn two_runs(store: &Store) {
    for (task, id, words) in [("t", "a", ["apple", "pear"]), ("u", "b", ["plum", "apple"])] {
        let epoch = begun(store, task, id).await;
        for word in words {
            let blocks = vec![block(1, &[word, "and more"])];
            store.append(&run(id), DAY, append(epoch, blocks, vec![])).await.expect("appended");
        }
    }
}

async fn read(store: &Store, id: &str) -> Vec<StoredBlock> {
    store.blocks_by_seq(DAY, &run(id), 0, 99).await.expect("blocks")
}

pub async fn tell_of_blocks_without_their_lines(db: &Database) {
    let store = db.store().await;
    two_runs(&store).await;
    let (a, b, none) = (run("a"), run("b"), run("none"));
    let mut counts = store.block_counts(DAY, &[&a, &b, &none]).await.expect("counts");
    counts.sort();
    assert_eq!(counts, [(a.clone(), 2), (b.clone(), 2)]);
    assert_eq!(store.block_counts(DAY, &[]).await.expect("counts"), []);

    let heads = store.block_heads(DAY, &[&b, &a], ALL).await.expect("heads");
    let stored = [read(&store, "a").await, read(&store, "b").await].concat();
    for (head, stored) in heads.iter().zip(&stored) {
        assert_eq!(head.filter, stored.block.filter);
        assert_eq!((head.node, head.first_seq), (1, stored.first_seq));
        assert_eq!((head.first_line, head.lines), (stored.first_line, 2));
        assert_eq!(head.raw_len, stored.block.raw_len);
    }
    let seqs = store.block_seqs(DAY, &a).await.expect("seqs");
    assert_eq!(seqs, stored[..2].iter().map(|block| block.first_seq).collect::<Vec<_>>());
    let second = store.block_heads(DAY, &[&a], (seqs[1], seqs[1])).await.expect("heads");
    assert_eq!(second, heads[1..2]);

    let apple = Pattern::text("apple", Case::Exact).expect("a pattern");
    let mut wanted = heads;
    wanted.retain(|head| apple.may_be_in(head.filter.as_deref()));
    let found = store.blocks_of(DAY, &wanted).await.expect("blocks");
    assert_eq!(found, [(a, stored[0].clone()), (b, stored[3].clone())]);
    assert_eq!(store.blocks_of(DAY, &[]).await.expect("blocks"), []);
    store.close().await;
}

pub async fn blocks_of_an_earlier_version_have_no_filter(db: &Database) {
    let store = db.store().await;
    two_runs(&store).await;
    let before = read(&store, "a").await;
    store.close().await;
    db.without_filters(DAY).await;
    let store = db.store().await;
    let plain: Vec<_> = before
        .into_iter()
        .map(|mut stored| {
            stored.block.filter = None;
            stored
        })
        .collect();
    assert_eq!(read(&store, "a").await, plain);
    let heads = store.block_heads(DAY, &[&run("b")], ALL).await.expect("heads");
    assert!(heads.len() == 2 && heads.iter().all(|head| head.filter.is_none()));
    // What is added now has one, be the file or partition as old as it will.
    let epoch = begun(&store, "v", "c").await;
    let blocks = vec![block(1, &["a new line"])];
    store.append(&run("c"), DAY, append(epoch, blocks, vec![])).await.expect("appended");
    assert!(read(&store, "c").await[0].block.filter.is_some());
    assert_eq!(db.block_count().await, 5);
    store.close().await;
}
