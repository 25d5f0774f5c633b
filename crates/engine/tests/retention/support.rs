//! A store with runs of any age and size, and a collector beside it.

use std::path::PathBuf;
use std::sync::Arc;

use annals_domain::ledger::SealedBlock;
use annals_domain::{Clock, Limits, ManualClock, Retention, RunStatus, Stream, Timestamp};
use annals_engine::{Collected, Collector, ObjectsAt, RetentionPolicy};
use annals_logs::BlockBuilder;
use annals_store::{Append, Change, Store, StoredArtifact};

use crate::fixture::Database;
use crate::make::{again, created, entry, first, run, task};

/// The milliseconds of a day.
pub const DAY: i64 = 86_400_000;

/// The instant `day` days after the first day of these cases, at noon.
pub fn noon(day: i64) -> Timestamp {
    Timestamp::from_micros((20_000 + day) * DAY * 1000 + DAY * 500)
}

/// A store, the folder of its files, and the time.
pub struct World {
    pub store: Store,
    pub clock: Arc<ManualClock>,
    /// How long after a run's end its log is offloaded.
    pub offload_after_ms: Option<i64>,
    folder: tempfile::TempDir,
}

/// A run to be made.
#[derive(Debug, Clone)]
pub struct Made<'a> {
    pub task: &'a str,
    pub id: String,
    /// The day on which it is created and ends; it does not end where it is open.
    pub day: i64,
    pub kib: usize,
    pub files: usize,
    pub open: bool,
}

impl World {
    /// An empty one, at noon of the 100th day.
    pub async fn new(db: &Database) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let clock = Arc::new(ManualClock::at(noon(100)));
        Self { store: db.store().await, clock, offload_after_ms: None, folder }
    }

    pub fn objects(&self) -> PathBuf {
        self.folder.path().to_owned()
    }

    pub fn collector(&self, limits: Retention) -> Collector {
        let clock: Arc<dyn Clock> = self.clock.clone();
        let offload_after_ms = self.offload_after_ms;
        let policy = RetentionPolicy { limits, offload_after_ms, ..RetentionPolicy::default() };
        let objects = ObjectsAt::Folder(self.objects());
        Collector::open(self.store.clone(), &objects, clock, policy, "a server".into())
            .expect("a collector")
    }

    /// What a dry run says and then a real one, which must be the same.
    pub async fn collect(&self, limits: Retention) -> Collected {
        let collector = self.collector(limits);
        let said = collector.collect(true, i64::MAX).await.expect("a dry run");
        let done = collector.collect(false, i64::MAX).await.expect("a pass");
        let as_said = Collected { dry_run: true, days_dropped: 0, ..done.clone() };
        assert_eq!(said, as_said, "a dry run says exactly what the real one does");
        done
    }

    /// Makes a run with lines of its own that do not compress well, and files of 1,000 bytes.
    pub async fn make(&self, made: &Made<'_>) {
        let (store, id) = (&self.store, run(&made.id));
        let there = store.task(&task(made.task)).await.expect("an answer").is_some();
        let mut creation =
            if there { again(made.task, &made.id, 0) } else { first(made.task, &made.id, 0) };
        let at = noon(made.day);
        creation.run.created_at = at;
        created(store, creation).await;
        let epoch = store.begin_attempt(&id, "host", at).await.expect("an attempt");
        let blocks = (0..made.kib.div_ceil(64)).map(|n| noise(&made.id, n, made.kib.min(64), at));
        let (blocks, mut changes) = (blocks.collect(), vec![Change::Begin(at)]);
        for n in 0..made.files {
            changes.push(Change::Artifact(self.file(&made.id, n, at)));
        }
        if !made.open {
            changes.push(Change::End { status: RunStatus::Success, at, failure: None });
        }
        let entries = vec![entry("e")];
        let append = Append { epoch, blocks, entries, changes, ..Append::default() };
        store.append(&id, at.day(), append).await.expect("appended");
        store.release(&id);
    }

    fn file(&self, id: &str, n: usize, at: Timestamp) -> StoredArtifact {
        let path = format!("f{n}");
        let folder = self.objects().join("runs").join(id).join("artifacts");
        std::fs::create_dir_all(&folder).expect("a folder");
        std::fs::write(folder.join(&path), [b'x'; 1000]).expect("a file");
        StoredArtifact { path, size: 1000, sha256: "0".into(), created_at: at }
    }

    /// The ids of the runs that are left.
    pub async fn runs(&self) -> Vec<String> {
        self.of_runs(|_, _| true).await
    }

    /// Those that have their log still.
    pub async fn with_logs(&self) -> Vec<String> {
        let mut left = Vec::new();
        for id in self.runs().await {
            let found = self.store.run(&run(&id)).await.expect("an answer").expect("the run");
            let blocks = self.store.blocks_by_line(found.day(), &found.id, 1, 1, 1).await;
            let removed = self.store.log_state(&found.id).await.expect("an answer").removed_at;
            if !blocks.expect("blocks").is_empty() && removed.is_none() {
                left.push(id);
            }
        }
        left
    }

    /// Those that have their files still.
    pub async fn with_files(&self) -> Vec<String> {
        let mut left = Vec::new();
        for id in self.runs().await {
            let rows = self.store.artifacts(&run(&id)).await.expect("the files");
            let there = self.objects().join("runs").join(&id).join("artifacts").is_dir();
            assert_eq!(!rows.is_empty(), there, "{id}: rows and files are one");
            if there {
                left.push(id);
            }
        }
        left
    }

    async fn of_runs(&self, wanted: impl Fn(&Store, &str) -> bool) -> Vec<String> {
        let runs = self.store.kept_runs(false, None, 10_000).await.expect("the runs");
        let ids = runs.into_iter().map(|run| run.id.to_string());
        let mut ids: Vec<_> = ids.filter(|id| wanted(&self.store, id)).collect();
        ids.sort();
        ids
    }
}

/// A block of so many KiB of lines that differ; the blocks are by turns of `main` and of `setup`.
fn noise(id: &str, part: usize, kib: usize, at: Timestamp) -> SealedBlock {
    use std::hash::{DefaultHasher, Hash as _, Hasher as _};
    let mut builder = BlockBuilder::new(if part.is_multiple_of(2) { 1 } else { 0 });
    for line in 0..kib * 8 {
        let word = |n: usize| {
            let mut hasher = DefaultHasher::new();
            (id, part, line, n).hash(&mut hasher);
            format!("{:016x}", hasher.finish())
        };
        let text: String = (0..8).map(word).collect();
        let full = builder.push(Stream::Stdout, at, format!("{text}\n").as_bytes());
        assert!(full.expect("whole lines").is_empty());
    }
    builder.seal().expect("sealed").expect("lines")
}

/// Only logs, files or runs limited.
pub fn logs(limits: Limits) -> Retention {
    Retention { logs: limits, ..Retention::default() }
}

pub fn files(limits: Limits) -> Retention {
    Retention { files: limits, ..Retention::default() }
}

pub fn runs(limits: Limits) -> Retention {
    Retention { runs: limits, ..Retention::default() }
}

pub fn age(days: i64) -> Limits {
    Limits { max_age_ms: Some(days * DAY), ..Limits::default() }
}

pub fn count(runs: i64) -> Limits {
    Limits { max_runs: Some(runs), ..Limits::default() }
}

pub fn bytes(bytes: i64) -> Limits {
    Limits { max_bytes: Some(bytes), ..Limits::default() }
}
