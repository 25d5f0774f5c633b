//! The live hub: wakes those who watch a run once something of it is stored.
//!
//! What was just appended is kept for a moment, so that a thousand watchers read it from memory;
//! whoever is further behind reads from storage. A slow reader holds nothing up.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, Weak};

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

/// A watcher's end of a channel.
pub(crate) struct Live {
    channel: Weak<Channel>,
    pub(crate) signal: watch::Receiver<Reach>,
    /// Whether another server records the run, so that notices of it may be lost.
    pub(crate) remote: bool,
}

/// How far a run's ledger is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Reach {
    /// The last number.
    pub(crate) last_seq: Seq,
    /// Whether the run's end is among it.
    pub(crate) ended: bool,
}

/// One run's live end.
pub(crate) struct Channel {
    remote: bool,
    reach: watch::Sender<Reach>,
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

    fn new(last_seq: Seq, remote: bool) -> Arc<Self> {
        let reach = Reach { last_seq, ended: false };
        Arc::new(Self { remote, reach: watch::Sender::new(reach), recent: Mutex::default() })
    }

    /// Everything up to `last_seq` is stored, the run's end too if it `ended`. Appends may be told
    /// of out of their order.
    fn advance(&self, last_seq: Seq, ended: bool) {
        self.reach.send_if_modified(|known| {
            let before = *known;
            known.last_seq = last_seq.max(known.last_seq);
            known.ended |= ended;
            *known != before
        });
    }

    fn after(&self, after: Seq) -> Option<Arc<Batch>> {
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
        // Takes the place of a remote channel: its watchers see it close and come to this one.
        self.channels().insert(run.clone(), Channel::new(last_seq, false));
    }

    /// Subscribes to a run that another server records.
    pub(crate) fn open_remote(&self, run: &RunId) -> Live {
        let mut channels = self.channels();
        let channel = channels.entry(run.clone()).or_insert_with(|| Channel::new(0, true));
        Live::of(channel)
    }

    /// A server told that the run's ledger is stored up to `last_seq`.
    pub(crate) fn heard(&self, run: &RunId, last_seq: Seq, ended: bool) {
        let mut channels = self.channels();
        let Some(channel) = channels.get(run) else { return };
        // Another server may have added to a run that this one records.
        channel.advance(last_seq, ended);
        if !channel.remote {
            return;
        }
        if ended || channel.reach.receiver_count() == 0 {
            channels.remove(run);
        }
    }

    /// Notices may have been lost: whoever watches a remote run looks for itself.
    pub(crate) fn doubt(&self) {
        self.channels().retain(|_, channel| !channel.remote);
    }

    /// Tells the run's watchers of what is stored now, and whether the run has ended with it: they
    /// need not wait then for what is still cleared away.
    pub(crate) fn publish(&self, run: &RunId, appended: Appended, ended: bool) {
        let Some(channel) = self.channels().get(run).cloned() else { return };
        let Some(batch) = Batch::of(appended) else { return };
        let last = batch.last_seq;
        // Whoever comes later reads from storage.
        if channel.reach.receiver_count() > 0 {
            keep(&mut channel.recent(), batch);
        }
        channel.advance(last, ended);
    }

    /// Tells the run's watchers that the ledger is stored up to `last_seq`; what was added they
    /// read from storage.
    pub(crate) fn noted(&self, run: &RunId, last_seq: Seq) {
        if let Some(channel) = self.channels().get(run) {
            channel.advance(last_seq, false);
        }
    }

    /// Closes the run's channel: nothing more will be appended by this process.
    pub(crate) fn close(&self, run: &RunId) {
        self.channels().remove(run);
    }

    /// The run's channel and a receiver that wakes on every append and when it closes; none if
    /// the run is not live in this process.
    pub(crate) fn subscribe(&self, run: &RunId) -> Option<Live> {
        self.channels().get(run).map(Live::of)
    }
}

impl Live {
    fn of(channel: &Arc<Channel>) -> Self {
        let signal = channel.reach.subscribe();
        Self { channel: Arc::downgrade(channel), signal, remote: channel.remote }
    }

    /// The recent batch that holds the event after `after`, if it is still kept.
    pub(crate) fn recent(&self, after: Seq) -> Option<Arc<Batch>> {
        self.channel.upgrade()?.after(after)
    }

    /// Everything up to `last_seq` is stored.
    pub(crate) fn advance(&self, last_seq: Seq) {
        if let Some(channel) = self.channel.upgrade() {
            channel.advance(last_seq, false);
        }
    }
}

fn keep(recent: &mut VecDeque<Arc<Batch>>, batch: Batch) {
    let at = recent.partition_point(|earlier| earlier.last_seq < batch.first_seq);
    recent.insert(at, Arc::new(batch));
    let mut bytes: usize = recent.iter().map(|batch| batch.bytes()).sum();
    while recent.len() > 1 && (bytes > RECENT_BYTES || recent.len() > RECENT_BATCHES) {
        bytes -= recent.pop_front().map_or(0, |batch| batch.bytes());
    }
}
