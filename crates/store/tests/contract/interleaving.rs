//! Any interleaving of lines and entries is read back as it was written.

use annals_domain::Seq;
use annals_domain::ledger::{Entry, StoredBlock};
use annals_store::{Append, Store};
use proptest::prelude::*;

use super::fixture::{Database, property};
use super::ledger::{read, seqs, texts};
use super::make::{DAY, append, begun, block, entry, run};

/// One step of a random history.
#[derive(Debug, Clone)]
enum Step {
    /// Blocks as node and count of lines, and a count of entries.
    Append(Vec<(i64, usize)>, usize),
    /// What is in memory of the run is let go.
    Release,
    /// Another attempt takes over.
    Attempt,
    /// An older attempt speaks.
    Stale,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let append = (prop::collection::vec((0_i64..3, 1_usize..5), 0..4), 0_usize..3);
    let step = prop_oneof![
        6 => append.prop_map(|(blocks, entries)| Step::Append(blocks, entries)),
        1 => Just(Step::Release),
        1 => Just(Step::Attempt),
        1 => Just(Step::Stale),
    ];
    prop::collection::vec(step, 1..15)
}

/// What a history should have left.
#[derive(Default)]
struct Model {
    epoch: i64,
    seq: Seq,
    written: usize,
    /// Number and text of each node's lines.
    lines: [Vec<(Seq, String)>; 3],
    entries: Vec<(Seq, String)>,
}

impl Model {
    fn text(&mut self) -> String {
        self.written += 1;
        format!("text {}", self.written)
    }

    fn append(&mut self, blocks: &[(i64, usize)], entries: usize) -> Append {
        let mut sealed = Vec::new();
        for (node, count) in blocks {
            let texts: Vec<_> = (0..*count).map(|_| self.text()).collect();
            sealed.push(block(*node, &texts.iter().map(String::as_str).collect::<Vec<_>>()));
            for text in texts {
                self.seq += 1;
                self.lines[usize::try_from(*node).expect("an index")].push((self.seq, text));
            }
        }
        let texts: Vec<_> = (0..entries).map(|_| self.text()).collect();
        for text in &texts {
            self.seq += 1;
            self.entries.push((self.seq, text.clone()));
        }
        append(self.epoch, sealed, texts.iter().map(|text| entry(text)).collect())
    }

    async fn step(&mut self, store: &Store, id: &str, step: &Step) {
        match step {
            Step::Append(blocks, entries) => {
                let append = self.append(blocks, *entries);
                let answer = store.append(&run(id), DAY, append).await.expect("appended");
                let last = answer.entries.last().map(|entry| entry.seq);
                let last = last.or(answer.blocks.last().map(StoredBlock::last_seq));
                assert_eq!(last.unwrap_or(self.seq), self.seq, "where it came to stand");
            }
            Step::Release => store.release(&run(id)),
            Step::Attempt => {
                let now = super::make::at(1);
                self.epoch = store.begin_attempt(&run(id), "h", now).await.expect("an attempt");
            }
            Step::Stale => {
                let stale = append(self.epoch - 1, vec![block(1, &["late"])], vec![entry("late")]);
                store.append(&run(id), DAY, stale).await.expect_err("an old attempt");
            }
        }
    }

    async fn compare(self, store: &Store, id: &str) {
        let (lines, entries) = read(store, id).await;
        let found = |e: &Entry| (e.seq, e.body["text"].as_str().unwrap_or_default().to_owned());
        assert_eq!(entries.iter().map(found).collect::<Vec<_>>(), self.entries);
        for (node, expected) in (0_i64..).zip(self.lines) {
            let own = lines.iter().filter(|line| line.node == node);
            let own: Vec<_> = own.map(|line| (line.seq, line.text().into_owned())).collect();
            assert_eq!(own, expected, "node {node} by seq");
            let expected: Vec<_> = expected.into_iter().map(|(_, text)| text).collect();
            assert_eq!(texts(store, id, node).await, expected, "node {node} by line");
        }
        assert_eq!(seqs(store, id).await, (1..=self.seq).collect::<Vec<_>>(), "a gap or a repeat");
    }
}

pub async fn any_interleaving_is_read_back(db: &Database) {
    let store = &db.store().await;
    let case = std::sync::atomic::AtomicUsize::new(0);
    property(40, steps(), |steps| {
        let id = format!("r{}", case.fetch_add(1, std::sync::atomic::Ordering::Relaxed));
        async move {
            let epoch = begun(store, &format!("task-{id}"), &id).await;
            let entries = vec![(1, "created".into())];
            let mut model = Model { epoch, seq: 1, entries, ..Model::default() };
            for step in &steps {
                model.step(store, &id, step).await;
            }
            model.compare(store, &id).await;
        }
    })
    .await;
    store.close().await;
}
