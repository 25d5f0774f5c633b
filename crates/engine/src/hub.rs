//! The live hub: wakes those who watch a run once something of it is stored.
//!
//! What was just appended is kept for a moment, so that a thousand watchers read it from memory;
//! whoever is further behind reads from storage. A slow reader holds nothing up.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use annals_domain::{RunId, Seq};
use annals_store::Appended;
use tokio::sync::watch;

/// The most bytes of compressed lines that a run's recent batches hold.
const RECENT_BYTES: usize = 512 * 1024;
/// The most recent batches a run keeps.
const RECENT_BATCHES: usize = 64;

/// The runs that are being recorded or watched in this process.
#[derive(Default)]
pub(crate) struct Hub(Mutex<HashMap<RunId, Arc<Channel>>>);

/// One run's live end.
pub(crate) struct Channel {
    last_seq: watch::Sender<Seq>,
    recent: Mutex<VecDeque<Arc<Batch>>>,
}

/// What one append added.
pub(crate) struct Batch {
    pub(crate) first_seq: Seq,
    pub(crate) last_seq: Seq,
    pub(crate) appended: Appended,
    /// The events made of it, by the first who needs them.
    pub(crate) events: OnceLock<Arc<[crate::Event]>>,
}

impl Batch {
    fn of(appended: Appended) -> Option<Self> {
        let blocks = appended.blocks.first().zip(appended.blocks.last());
        let entries = appended.entries.first().zip(appended.entries.last());
        let (first_seq, last_seq) = match (blocks, entries) {
            (Some((first, _)), Some((_, last))) => (first.first_seq, last.seq),
            (Some((first, last)), None) => (first.first_seq, last.last_seq()),
            (None, Some((first, last))) => (first.seq, last.seq),
            (None, None) => return None,
        };
        Some(Self { first_seq, last_seq, appended, events: OnceLock::new() })
    }

    fn bytes(&self) -> usize {
        self.appended.blocks.iter().map(|block| block.block.data.len()).sum()
    }
}

impl Channel {
    fn recent(&self) -> MutexGuard<'_, VecDeque<Arc<Batch>>> {
        self.recent.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The recent batch that holds the event after `after`, if it is still kept.
    pub(crate) fn after(&self, after: Seq) -> Option<Arc<Batch>> {
        let recent = self.recent();
        let at = recent.partition_point(|batch| batch.last_seq <= after);
        recent.get(at).filter(|batch| batch.first_seq <= after + 1).cloned()
    }
}

impl Hub {
    fn channels(&self) -> MutexGuard<'_, HashMap<RunId, Arc<Channel>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Opens the run's channel; `last_seq` is the last number that is stored.
    pub(crate) fn open(&self, run: &RunId, last_seq: Seq) {
        let channel =
            || Arc::new(Channel { last_seq: watch::Sender::new(last_seq), recent: Mutex::default() });
        self.channels().entry(run.clone()).or_insert_with(channel);
    }

    /// Tells the run's watchers of what is stored now.
    pub(crate) fn publish(&self, run: &RunId, appended: Appended) {
        let Some(channel) = self.channels().get(run).cloned() else { return };
        let Some(batch) = Batch::of(appended) else { return };
        let last = batch.last_seq;
        keep(&mut channel.recent(), batch);
        channel.last_seq.send_replace(last);
    }

    /// Closes the run's channel: nothing more will be appended by this process.
    pub(crate) fn close(&self, run: &RunId) {
        self.channels().remove(run);
    }

    /// The run's channel and a receiver that wakes on every append and when it closes; none if
    /// the run is not live in this process.
    pub(crate) fn subscribe(&self, run: &RunId) -> Option<(std::sync::Weak<Channel>, watch::Receiver<Seq>)> {
        let channels = self.channels();
        let channel = channels.get(run)?;
        Some((Arc::downgrade(channel), channel.last_seq.subscribe()))
    }
}

fn keep(recent: &mut VecDeque<Arc<Batch>>, batch: Batch) {
    recent.push_back(Arc::new(batch));
    let mut bytes: usize = recent.iter().map(|batch| batch.bytes()).sum();
    while recent.len() > 1 && (bytes > RECENT_BYTES || recent.len() > RECENT_BATCHES) {
        bytes -= recent.pop_front().map_or(0, |batch| batch.bytes());
    }
}
