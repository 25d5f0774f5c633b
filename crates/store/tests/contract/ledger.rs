//! One sequence a run, without gap or repeat, over lines and entries alike.

use super::fixture::Database;
use super::make::{DAY, append, begun, block, entry, run};
use annals_domain::ledger::{Entry, Line, StoredBlock};
use annals_domain::{Place, Seq};
use annals_store::{Append, Store};

/// Everything in a run's ledger, read in small pages as a follower does.
pub async fn read(store: &Store, id: &str) -> (Vec<Line>, Vec<Entry>) {
    let (mut lines, mut entries) = (Vec::<Line>::new(), Vec::<Entry>::new());
    loop {
        let after = lines.last().map_or(0, |line| line.seq);
        let blocks = store.blocks_by_seq(DAY, &run(id), after, 2).await.expect("blocks");
        if blocks.is_empty() {
            break;
        }
        lines.extend(opened(&blocks).into_iter().filter(|line| line.seq > after));
    }
    loop {
        let after = entries.last().map_or(0, |entry| entry.seq);
        let page = store.entries(&run(id), after, 2).await.expect("entries");
        if page.is_empty() {
            break;
        }
        entries.extend(page);
    }
    (lines, entries)
}

fn opened(blocks: &[StoredBlock]) -> Vec<Line> {
    let open = |block| annals_logs::open(block).expect("a sound block").lines(1..=i64::MAX);
    blocks.iter().flat_map(open).collect()
}

/// The numbers of everything in a run's ledger, in order.
pub async fn seqs(store: &Store, id: &str) -> Vec<Seq> {
    let (lines, entries) = read(store, id).await;
    let mut seqs: Vec<_> =
        lines.iter().map(|l| l.seq).chain(entries.iter().map(|e| e.seq)).collect();
    seqs.sort_unstable();
    seqs
}

/// A node's lines as texts, read by line number; the numbers must be 1, 2, 3….
pub async fn texts(store: &Store, id: &str, node: i64) -> Vec<String> {
    let mut lines = Vec::new();
    loop {
        let next = i64::try_from(lines.len()).expect("few") + 1;
        let blocks = store.blocks_by_line(DAY, &run(id), node, next, 1).await.expect("blocks");
        let found = opened(&blocks).into_iter().filter(|line| line.number >= next);
        let found: Vec<_> = found.collect();
        if found.is_empty() {
            return lines;
        }
        for (number, line) in (next..).zip(found) {
            assert_eq!((line.number, line.node), (number, node));
            lines.push(line.text().into_owned());
        }
    }
}

pub async fn concurrent_appends_leave_no_gap(db: &Database) {
    let store = db.store().await;
    let epoch = begun(&store, "t", "r").await;
    let all = (0..60).map(|n| {
        let store = store.clone();
        let blocks = if n % 3 == 0 { Vec::new() } else { vec![block(n % 2, &["a", "b"])] };
        let entries = if n % 2 == 0 { Vec::new() } else { vec![entry("e")] };
        tokio::spawn(
            async move { store.append(&run("r"), DAY, append(epoch, blocks, entries)).await },
        )
    });
    for outcome in futures::future::join_all(all).await {
        outcome.expect("no panic").expect("appended");
    }
    // 40 blocks of two lines, 30 entries, and the one of the creation.
    assert_eq!(seqs(&store, "r").await, (1..=111).collect::<Vec<_>>());
    let lines = texts(&store, "r", 0).await.len() + texts(&store, "r", 1).await.len();
    assert_eq!(lines, 80);
    store.close().await;
}

pub async fn a_reopened_store_goes_on(db: &Database) {
    let mut expected = Vec::new();
    let mut epoch = 0;
    for turn in 0..4 {
        let store = db.store().await;
        if turn == 0 {
            epoch = begun(&store, "t", "r").await;
        }
        let text = format!("line {turn}");
        let entries = if turn % 2 == 0 { vec![entry("e")] } else { Vec::new() };
        let append = append(epoch, vec![block(1, &[&text])], entries);
        store.append(&run("r"), DAY, append).await.expect("appended");
        expected.push(text);
        store.close().await;
    }
    let store = db.store().await;
    assert_eq!(texts(&store, "r", 1).await, expected);
    assert_eq!(seqs(&store, "r").await, (1..=7).collect::<Vec<_>>());
    let nodes = store.nodes(&run("r"), DAY).await.expect("the nodes");
    assert_eq!((nodes[1].log_lines, nodes[1].log_bytes), (4, 28));
    store.close().await;
}

/// The entries cannot be stored, the lines could be: trying again must not store those twice.
pub async fn an_append_tried_again_is_not_doubled(db: &Database) {
    let store = db.store().await;
    let epoch = begun(&store, "t", "r").await;
    let lines = vec![block(1, &["a", "b"]), block(0, &["c"])];
    let wanted = append(epoch, lines, vec![entry("e")]);
    db.execute("ALTER TABLE ledger RENAME TO away").await;
    for _ in 0..3 {
        store.append(&run("r"), DAY, wanted.clone()).await.expect_err("there is no ledger");
    }
    db.execute("ALTER TABLE away RENAME TO ledger").await;
    let appended = store.append(&run("r"), DAY, wanted.clone()).await.expect("appended");
    assert_eq!(appended.last_seq(), Some(5));
    // The same once more is another append.
    store.append(&run("r"), DAY, wanted).await.expect("appended");
    assert_eq!(texts(&store, "r", 1).await, ["a", "b", "a", "b"]);
    assert_eq!(texts(&store, "r", 0).await, ["c", "c"]);
    assert_eq!(seqs(&store, "r").await, (1..=9).collect::<Vec<_>>());
    store.close().await;
}

pub async fn the_position_is_the_furthest(db: &Database) {
    let store = db.store().await;
    let epoch = begun(&store, "t", "r").await;
    let place = async |epoch| store.place(&run("r"), DAY, epoch).await.expect("a place");
    let position = async |epoch| place(epoch).await.position;
    assert_eq!(position(epoch).await, 0);
    let lines = append(epoch, vec![block(1, &["a"])], Vec::new());
    let lines = Append { blocks_position: 7, ..lines };
    store.append(&run("r"), DAY, lines).await.expect("appended");
    assert_eq!(position(epoch).await, 7, "lines count");
    let facts = Append { position: 12, ..append(epoch, Vec::new(), vec![entry("e")]) };
    store.append(&run("r"), DAY, facts).await.expect("appended");
    assert_eq!(position(epoch).await, 12, "facts count");
    let facts = Append { position: 9, ..append(epoch, Vec::new(), vec![entry("e")]) };
    store.append(&run("r"), DAY, facts).await.expect("appended");
    assert_eq!(position(epoch).await, 12, "it never falls");
    let both = append(epoch, vec![block(1, &["a"])], vec![entry("e")]);
    let both = Append { blocks_position: 20, position: 21, ..both };
    store.append(&run("r"), DAY, both).await.expect("appended");
    assert_eq!(position(epoch).await, 21);
    let next =
        store.begin_attempt(&run("r"), "host", super::make::at(2)).await.expect("an attempt");
    assert_eq!((position(next).await, position(epoch).await), (0, 21), "each attempt has its own");
    store.close().await;
}

pub async fn a_place_has_its_mark(db: &Database) {
    let store = db.store().await;
    let epoch = begun(&store, "t", "r").await;
    let place = async || store.place(&run("r"), DAY, epoch).await.expect("a place");
    let mark = |text: &str| Some(text.into());
    let lines = append(epoch, vec![block(1, &["a"])], Vec::new());
    let lines = Append { blocks_position: 3, position: 3, ..lines };
    let lines = Append { blocks_mark: mark("three"), mark: mark("three"), ..lines };
    store.append(&run("r"), DAY, lines).await.expect("appended");
    assert_eq!(place().await, Place { position: 3, mark: mark("three") }, "lines alone");
    let both = append(epoch, vec![block(1, &["a"])], vec![entry("e")]);
    let both = Append { blocks_position: 4, position: 5, ..both };
    let both = Append { blocks_mark: mark("four"), mark: mark("five"), ..both };
    store.append(&run("r"), DAY, both).await.expect("appended");
    assert_eq!(place().await, Place { position: 5, mark: mark("five") }, "with facts");
    store.close().await;
}

pub async fn blocks_are_found_by_line(db: &Database) {
    let store = db.store().await;
    let epoch = begun(&store, "t", "r").await;
    let blocks =
        vec![block(1, &["1", "2", "3"]), block(0, &["x"]), block(1, &["4", "5"]), block(1, &["6"])];
    store.append(&run("r"), DAY, append(epoch, blocks, Vec::new())).await.expect("appended");
    let firsts = |blocks: Vec<StoredBlock>| blocks.iter().map(|b| b.first_line).collect::<Vec<_>>();
    for (from, expected) in
        [(0, vec![1, 4]), (1, vec![1, 4]), (3, vec![1, 4]), (4, vec![4, 6]), (6, vec![6])]
    {
        let found = store.blocks_by_line(DAY, &run("r"), 1, from, 2).await.expect("blocks");
        assert_eq!(firsts(found), expected, "from line {from}");
    }
    for (before, expected) in [(i64::MAX, vec![6, 4]), (6, vec![4, 1]), (4, vec![1]), (1, vec![])] {
        let found = store.blocks_before_line(DAY, &run("r"), 1, before, 2).await.expect("blocks");
        assert_eq!(firsts(found), expected, "before line {before}");
    }
    assert_eq!(store.blocks_by_line(DAY, &run("r"), 9, 1, 2).await.expect("none"), []);
    assert_eq!(store.blocks_by_line(DAY - 1, &run("r"), 1, 1, 2).await.expect("none"), []);
    store.close().await;
}

pub async fn the_furthest_seq_is_no_error(db: &Database) {
    let store = db.store().await;
    let epoch = begun(&store, "t", "r").await;
    let lines = append(epoch, vec![block(1, &["a"])], Vec::new());
    store.append(&run("r"), DAY, lines).await.expect("appended");
    assert_eq!(store.blocks_by_seq(DAY, &run("r"), i64::MAX, 5).await.expect("none"), []);
    assert_eq!(store.entries(&run("r"), i64::MAX, 5).await.expect("none"), []);
    store.close().await;
}
