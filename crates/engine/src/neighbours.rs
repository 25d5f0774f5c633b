//! Other servers on the same database: telling them of runs, and hearing from them.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use annals_domain::ledger::{Entry, EntryKind};
use annals_domain::{RunChange, RunId};
use annals_store::{Appended, Heard, Listener, News, Notice};

use crate::engine::Inner;
use crate::{Error, recovery};

/// How long to wait before a database that is away is listened to again.
const PAUSE: Duration = Duration::from_secs(1);

/// Starts listening, where there can be other servers.
pub(crate) async fn listen(inner: &Arc<Inner>) -> Result<(), Error> {
    let Some(listener) = inner.store.listen().await? else { return Ok(()) };
    inner.hearing.store(true, Ordering::Relaxed);
    inner.tasks.spawn(hear(Arc::clone(inner), listener));
    Ok(())
}

async fn hear(inner: Arc<Inner>, mut listener: Listener) {
    loop {
        let heard = tokio::select! {
            () = inner.stopping.cancelled() => return,
            heard = listener.next() => heard,
        };
        match heard {
            Ok(Heard::Notice(notice)) => take(&inner, &notice),
            Ok(Heard::Changed(changed)) => inner.feed.heard(changed),
            Ok(Heard::Missed) => doubt(&inner),
            Err(error) => {
                tracing::warn!("other servers are not heard: {error}");
                doubt(&inner);
                tokio::time::sleep(PAUSE).await;
            }
        }
    }
}

/// Notices may have been lost.
fn doubt(inner: &Inner) {
    inner.hub.doubt();
    inner.feed.doubt();
}

fn take(inner: &Inner, notice: &Notice) {
    match notice.news {
        News::Stored(seq) => inner.hub.heard(&notice.run, seq, false),
        News::Ended(seq) => inner.hub.heard(&notice.run, seq, true),
        News::CancelAsked => {
            recovery::ask(inner, &notice.run);
        }
    }
}

impl Inner {
    /// Whether other servers are heard.
    pub(crate) fn hears(&self) -> bool {
        self.hearing.load(Ordering::Relaxed)
    }

    /// Shows what was stored to whoever watches, here and at other servers.
    pub(crate) fn publish(&self, run: &RunId, appended: Appended, ended: bool) {
        let is_status = |entry: &&Entry| entry.kind == EntryKind::Status;
        // What runs shortly may begin and end in one append.
        if appended.entries.iter().filter(is_status).count() > usize::from(ended) {
            self.feed.tell(RunChange::Status, run);
        }
        if ended {
            self.feed.tell(RunChange::Ended, run);
        }
        let last = appended.last_seq();
        self.hub.publish(run, appended, ended);
        if let Some(seq) = last {
            let news = if ended { News::Ended(seq) } else { News::Stored(seq) };
            self.store.announce(Notice { run: run.clone(), news });
        }
    }
}
