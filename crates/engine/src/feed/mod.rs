//! What changes among all runs, told to whoever keeps a list of them up to date.
//!
//! The last changes are kept in memory as a run's id and a word, so that telling one costs next to
//! nothing whether anyone listens or not. Rows are read by those who listen, once for all of them.
//! A reader that falls too far behind is told to read its list anew, and holds nothing up.

mod watch;

use std::collections::{HashMap, VecDeque};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use annals_domain::{Run, RunChange, RunId};
use annals_store::{Changed, Store};
use tokio::sync::watch::{Receiver, Sender};

use crate::Error;

pub use watch::{FeedFilter, RunsWatch, Told};

/// The most changes that are kept.
const KEPT: usize = 8192;

/// The changes of all runs, as this process knows them.
pub(crate) struct Feed {
    store: Store,
    /// This server's name.
    owner: Arc<str>,
    /// The name of this process's numbering.
    name: String,
    kept: Mutex<Kept>,
    last: Sender<u64>,
    /// Held by the reader that reads rows, for all.
    reading: tokio::sync::Mutex<()>,
    /// How often in a row no other server was seen: an empty house is not talked to.
    quiet: AtomicU32,
}

/// How often no other server must be seen before this one is taken to be alone. Once is not
/// enough: it may have been heard between the look and its answer.
const ALONE: u32 = 2;

/// The last changes, in order.
struct Kept {
    changes: VecDeque<Arc<Change>>,
    /// The number of the last change.
    last: u64,
}

/// One change.
pub(crate) struct Change {
    pub(crate) number: u64,
    pub(crate) change: RunChange,
    pub(crate) run: RunId,
    /// The run's row as it was when somebody first needed it; none if it was gone by then.
    row: OnceLock<Option<Arc<Run>>>,
}

impl Change {
    /// The run's row, if there is one.
    pub(crate) fn row(&self) -> Option<&Arc<Run>> {
        self.row.get()?.as_ref()
    }

    /// Whether the row is still to be read.
    fn lacks_row(&self) -> bool {
        self.change != RunChange::Deleted && self.row.get().is_none()
    }
}

impl Feed {
    /// An empty one of the server `owner`; `name` is that of no other.
    pub(crate) fn new(store: Store, owner: &str, name: String) -> Self {
        let kept = Mutex::new(Kept { changes: VecDeque::new(), last: 0 });
        let (last, reading) = (Sender::new(0), tokio::sync::Mutex::default());
        let quiet = AtomicU32::new(ALONE);
        Self { store, owner: owner.into(), name, kept, last, reading, quiet }
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A run changed here; the other servers are told too.
    pub(crate) fn tell(&self, change: RunChange, run: &RunId) {
        if self.quiet.load(Ordering::Relaxed) < ALONE {
            self.store.announce_change(&self.owner, change, run);
        }
        self.keep(change, std::iter::once(run.clone()));
    }

    /// Tells the other servers that this one is there and knows nothing of what they did.
    pub(crate) fn greet(&self) {
        self.store.announce_missed(&self.owner);
    }

    /// Whether other servers are there, by their rows.
    pub(crate) fn looked(&self, others: bool) {
        if others {
            self.quiet.store(0, Ordering::Relaxed);
        } else {
            self.quiet.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// A server told of changes, perhaps this one.
    pub(crate) fn heard(&self, changed: Changed) {
        if changed.by == self.owner {
            return;
        }
        if self.quiet.swap(0, Ordering::Relaxed) >= ALONE {
            // What was done here before it was known to listen, it has not heard.
            self.greet();
        }
        match changed.what {
            Some((change, runs)) => self.keep(change, runs),
            None => self.doubt(),
        }
    }

    /// Changes may have been missed: every reader is to begin anew.
    pub(crate) fn doubt(&self) {
        let mut kept = self.kept();
        kept.changes.clear();
        kept.last += 1;
        self.last.send_replace(kept.last);
    }

    fn keep(&self, change: RunChange, runs: impl IntoIterator<Item = RunId>) {
        let mut kept = self.kept();
        for run in runs {
            kept.last += 1;
            let number = kept.last;
            kept.changes.push_back(Arc::new(Change { number, change, run, row: OnceLock::new() }));
        }
        let beyond = kept.changes.len().saturating_sub(KEPT);
        kept.changes.drain(..beyond);
        // While they are held, so that numbers are told in their order.
        self.last.send_replace(kept.last);
    }

    /// A receiver that wakes on every change.
    pub(crate) fn follow(&self) -> Receiver<u64> {
        self.last.subscribe()
    }

    /// The number of the last change.
    pub(crate) fn last(&self) -> u64 {
        self.kept().last
    }

    /// The changes after number `after`, at most `most`; none if some of them are gone.
    pub(crate) fn after(&self, after: u64, most: usize) -> Option<Vec<Arc<Change>>> {
        let kept = self.kept();
        let first = kept.changes.front().map_or(kept.last + 1, |change| change.number);
        if after > kept.last || after + 1 < first {
            return None;
        }
        let from = usize::try_from(after + 1 - first).unwrap_or(usize::MAX);
        Some(kept.changes.iter().skip(from).take(most).cloned().collect())
    }

    /// The text of a place, for clients.
    pub(crate) fn place(&self, number: u64) -> String {
        format!("{}-{number}", self.name)
    }

    /// The number of a place that this process gave.
    pub(crate) fn number(&self, place: &str) -> Option<u64> {
        place.strip_prefix(&self.name)?.strip_prefix('-')?.parse().ok()
    }

    /// Reads the rows that these changes lack.
    pub(crate) async fn read_rows(&self, changes: &[Arc<Change>]) -> Result<(), Error> {
        if !changes.iter().any(|change| change.lacks_row()) {
            return Ok(());
        }
        // Whoever waited here mostly finds the rows read.
        let _reading = self.reading.lock().await;
        let lacking: Vec<_> = changes.iter().filter(|change| change.lacks_row()).collect();
        let mut ids: Vec<_> = lacking.iter().map(|change| change.run.clone()).collect();
        ids.sort();
        ids.dedup();
        let rows = self.store.runs_by_id(&ids).await?;
        let rows = rows.into_iter().map(|run| (run.id.clone(), Arc::new(run)));
        let rows: HashMap<_, _> = rows.collect();
        for change in lacking {
            change.row.get_or_init(|| rows.get(&change.run).cloned());
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use annals_store::{Location, migrate_up};

    use super::*;

    async fn feed(folder: &tempfile::TempDir) -> Feed {
        let location = Location::Sqlite(folder.path().join("a.db"));
        migrate_up(&location).await.expect("migrated");
        Feed::new(Store::open(&location).await.expect("open"), "one", "f".into())
    }

    fn run(n: u64) -> RunId {
        n.to_string().parse().expect("an id")
    }

    fn numbers(feed: &Feed, after: u64, most: usize) -> Option<Vec<u64>> {
        Some(feed.after(after, most)?.iter().map(|change| change.number).collect())
    }

    #[tokio::test]
    async fn the_last_changes_are_kept_and_the_others_missed() {
        let folder = tempfile::tempdir().expect("a folder");
        let feed = feed(&folder).await;
        assert_eq!(numbers(&feed, 0, 9), Some(vec![]));
        assert_eq!(numbers(&feed, 1, 9), None, "nobody was told of it");
        let kept = u64::try_from(KEPT).expect("small");
        (1..=kept).for_each(|n| feed.tell(RunChange::Created, &run(n)));
        assert_eq!(numbers(&feed, 0, 2), Some(vec![1, 2]));
        assert_eq!(numbers(&feed, kept, 2), Some(vec![]));
        feed.tell(RunChange::Deleted, &run(1));
        assert_eq!(numbers(&feed, 0, 2), None);
        assert_eq!(numbers(&feed, 1, 1), Some(vec![2]));
        assert_eq!(numbers(&feed, kept, 2), Some(vec![kept + 1]));
        feed.doubt();
        assert_eq!(numbers(&feed, kept + 1, 2), None);
        assert_eq!(numbers(&feed, kept + 2, 2), Some(vec![]));
        assert_eq!((feed.number(&feed.place(7)), feed.number("g-7")), (Some(7), None));
    }

    #[tokio::test]
    async fn others_are_heard_and_the_own_echo_is_not() {
        let folder = tempfile::tempdir().expect("a folder");
        let feed = feed(&folder).await;
        let said = |by: &str, what| feed.heard(Changed { by: by.into(), what });
        said("one", Some((RunChange::Ended, vec![run(1)])));
        assert_eq!(feed.last(), 0);
        said("two", Some((RunChange::Ended, vec![run(1), run(2)])));
        assert_eq!(numbers(&feed, 0, 9), Some(vec![1, 2]));
        said("two", None);
        assert_eq!(numbers(&feed, 2, 9), None);
        assert_eq!(feed.quiet.load(Ordering::Relaxed), 0);
        feed.looked(false);
        feed.looked(false);
        assert_eq!(feed.quiet.load(Ordering::Relaxed), ALONE);
        feed.looked(true);
        assert_eq!(feed.quiet.load(Ordering::Relaxed), 0);
    }
}
