//! Large logs, stored by the store's own way in but without any process.

use std::path::Path;
use std::time::Instant;

use annals_domain::ledger::SealedBlock;
use annals_domain::{Clock as _, Run, RunId, RunStatus, Stream, SystemClock, Timestamp};
use annals_logs::BlockBuilder;
use annals_store::{Append, Change, Location, Store};

use super::lines;
use crate::Failure;
use crate::database::{Database, Kind};

/// The lines of a run.
pub const LINES: u64 = 10_000_000;
/// How many lines are sealed at once.
const GATHERED: u64 = 250_000;
/// About how many bytes are read from a process at once.
const PUSHED: usize = 64 * 1024;

/// Stores `lines` lines in these runs, each of which is ended then. Answers the bytes of lines and
/// the bytes that they take on disk.
///
/// # Errors
/// If the database refuses.
pub async fn fill(database: &Database, runs: &[RunId], lines: u64) -> Result<(u64, u64), Failure> {
    let before = on_disk(database).await?;
    let begun = Instant::now();
    let store = Store::open(&Location::parse(&database.url())?).await?;
    let (mut left, mut raw) = (lines, 0);
    for run in runs {
        let run = store.run(run).await?.ok_or("a run is gone")?;
        let own = left.min(LINES);
        left -= own;
        // The rare line stands in the middle of the oldest run.
        let rare = (left == 0).then_some(own / 2);
        raw += one(&store, &run, own, rare).await?;
    }
    store.close().await;
    eprintln!("{}: {lines} lines in {:.0?}", database.kind().name(), begun.elapsed());
    Ok((raw, on_disk(database).await?.saturating_sub(before)))
}

/// Fills one run; answers the bytes of its lines.
async fn one(store: &Store, run: &Run, lines: u64, rare: Option<u64>) -> Result<u64, Failure> {
    let at = SystemClock.now();
    let epoch = store.begin_attempt(&run.id, "bench", at).await?;
    let append = |blocks, changes| Append { epoch, blocks, changes, ..Append::default() };
    store.append(&run.id, run.day(), append(Vec::new(), vec![Change::Begin(at)])).await?;
    let seed =
        run.id.as_str().bytes().fold(0, |sum: u64, byte| {
            sum.wrapping_mul(0x0100_0000_01B3).wrapping_add(u64::from(byte))
        });
    let mut raw = 0;
    let starts: Vec<u64> = (0..lines).step_by(usize::try_from(GATHERED)?).collect();
    for starts in starts.chunks(2) {
        // Two at once, since there are two cores.
        let sealing = starts.iter().map(|start| {
            let (start, end) = (*start, (start + GATHERED).min(lines));
            tokio::task::spawn_blocking(move || sealed(seed, start..end, rare, at))
        });
        for blocks in futures::future::try_join_all(sealing).await? {
            let blocks = blocks?;
            raw += blocks.iter().map(|block| block.raw_len.unsigned_abs()).sum::<u64>();
            store.append(&run.id, run.day(), append(blocks, Vec::new())).await?;
        }
    }
    let end = Change::End { status: RunStatus::Success, at, failure: None };
    store.append(&run.id, run.day(), append(Vec::new(), vec![end])).await?;
    store.release(&run.id);
    Ok(raw)
}

/// The blocks of these lines.
fn sealed(
    seed: u64,
    range: std::ops::Range<u64>,
    rare: Option<u64>,
    at: Timestamp,
) -> Result<Vec<SealedBlock>, annals_logs::BlockError> {
    let (mut builder, mut blocks) = (BlockBuilder::new(1), Vec::new());
    let mut text = Vec::with_capacity(PUSHED + 1024);
    for n in range.clone() {
        lines::append(&mut text, seed, n, rare == Some(n));
        if text.len() >= PUSHED || n + 1 == range.end {
            // What a supervisor reads at once has one time.
            let at = Timestamp::from_micros(at.as_micros() + i64::try_from(n).unwrap_or(0));
            blocks.extend(builder.push(Stream::Stdout, at, &text)?);
            text.clear();
        }
    }
    blocks.extend(builder.seal()?);
    Ok(blocks)
}

/// What the logs take on disk: SQLite's files of blocks, or the whole PostgreSQL database.
async fn on_disk(database: &Database) -> Result<u64, Failure> {
    if let Database::Sqlite(path) = database {
        return Ok(folder_size(&path.with_file_name("logs")));
    }
    debug_assert_eq!(database.kind(), Kind::Postgres);
    let mut connection = database.connect().await?;
    let size: i64 = sqlx::query_scalar("SELECT pg_database_size(current_database())")
        .fetch_one(&mut connection)
        .await?;
    Ok(size.unsigned_abs())
}

fn folder_size(folder: &Path) -> u64 {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries.filter_map(|entry| entry.metadata().ok()).map(|file| file.len()).sum()
}
