//! Servers that share a database watch each other: what waits at one that is gone is taken over,
//! and what it ran is ended once it has been gone for long.
//!
//! How long another server has been silent is measured here, by this machine's own clock, and only
//! while the database answers. What is carried out on a cluster any server can follow, so that it is
//! taken over like what waits. A local run of another machine cannot be followed, so its end is the
//! only truth there is. A new epoch keeps the old owner from saying otherwise.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use annals_domain::Timestamp;
use annals_executor::AttemptRef;
use annals_store::{OpenRun, ServerRow, Successor, Takeover};
use tokio::time::Instant;

use crate::engine::Inner;
use crate::{Error, Settings, drive, recovery};

/// How often within its lease a server tells that it is there.
const BEATS: u32 = 12;

/// How long servers are waited for.
#[derive(Debug, Clone)]
pub struct Leases {
    /// For how long this server may be silent before others take over what waits at it, and what
    /// they can follow.
    pub lease: Duration,
    /// For how long a server must be gone before the runs that it carried out are given up.
    pub patience: Duration,
    /// Which start of this machine this is, for the record.
    pub boot_id: Option<String>,
}

/// What was seen of the other servers.
struct Lookout {
    /// When each moved last, by its own clock, and since when it has not, by this one's.
    seen: HashMap<String, (Timestamp, Instant)>,
    /// When they were last looked at.
    looked: Instant,
}

impl Lookout {
    /// For how long each of the others has been silent, as they are seen now.
    fn silence(&mut self, servers: &[ServerRow], lease: Duration, now: Instant) -> Vec<Duration> {
        // Whoever could not tell while nobody could look is not gone.
        if now.duration_since(self.looked) > lease / 2 {
            self.seen.clear();
        }
        self.looked = now;
        self.seen.retain(|id, _| servers.iter().any(|server| server.id == *id));
        let silent = servers.iter().map(|server| {
            let last = self.seen.entry(server.id.clone()).or_insert((server.seen_at, now));
            if last.0 != server.seen_at {
                *last = (server.seen_at, now);
            }
            now.duration_since(last.1)
        });
        silent.collect()
    }
}

/// Tells the others for the first time, and from then on watches them.
pub(crate) async fn keep(inner: &Arc<Inner>) -> Result<(), Error> {
    if !inner.store.is_shared() {
        return Ok(());
    }
    tell(inner).await?;
    let this = Arc::clone(inner);
    inner.tasks.spawn(async move {
        tokio::select! {
            () = this.stopping.cancelled() => {}
            () = watch(&this) => {}
        }
    });
    Ok(())
}

async fn tell(inner: &Inner) -> Result<(), Error> {
    let settings = &inner.settings;
    let row = ServerRow {
        id: settings.owner.clone(),
        host: settings.host.clone(),
        boot_id: settings.leases.boot_id.clone(),
        seen_at: inner.clock.now(),
        lease_ms: i64::try_from(settings.leases.lease.as_millis()).unwrap_or(i64::MAX),
    };
    Ok(inner.store.announce_server(row).await?)
}

async fn watch(inner: &Arc<Inner>) {
    let lease = inner.settings.leases.lease;
    let mut lookout = Lookout { seen: HashMap::new(), looked: Instant::now() };
    loop {
        tokio::time::sleep(lease / BEATS).await;
        let asleep = lookout.looked.elapsed() > lease;
        if let Err(error) = look(inner, &mut lookout, asleep).await {
            tracing::warn!("other servers are not seen: {error}");
        }
    }
}

/// Tells that this server is there, and takes over from those that are not. Where this one was
/// `asleep` the others may have taken it for gone.
async fn look(inner: &Arc<Inner>, lookout: &mut Lookout, asleep: bool) -> Result<(), Error> {
    tell(inner).await?;
    if asleep {
        recovery::shed(inner).await?;
    }
    let Leases { lease, patience, .. } = inner.settings.leases;
    let mut servers = inner.store.servers().await?;
    servers.retain(|server| server.id != inner.settings.owner);
    inner.feed.looked(!servers.is_empty());
    let silence = lookout.silence(&servers, lease, Instant::now());
    for (server, silent) in servers.iter().zip(silence) {
        let promised = Duration::from_millis(u64::try_from(server.lease_ms).unwrap_or(0));
        if silent > lease.max(promised) {
            let which = if silent > patience { Takeover::All } else { Takeover::Waiting };
            take_over(inner, server, which, silent).await?;
        }
    }
    Ok(())
}

async fn take_over(
    inner: &Arc<Inner>,
    gone: &ServerRow,
    which: Takeover,
    silent: Duration,
) -> Result<(), Error> {
    let shared = inner.executors().filter(|executor| executor.is_shared());
    let follows: Vec<_> = shared.map(|executor| executor.name()).collect();
    let Settings { owner: id, host, .. } = &inner.settings;
    let by = Successor { id, host, at: inner.clock.now(), follows: &follows };
    let taken = inner.store.take_over(gone, by, which).await?;
    if !taken.is_empty() {
        tracing::warn!("{} runs of server {} ({}) are taken over", taken.len(), gone.id, gone.host);
    }
    let message = format!(
        "its server ({}, on {}) has not been seen for {} s, and what runs on another machine \
         cannot be followed",
        gone.id,
        gone.host,
        silent.as_secs()
    );
    for run in taken {
        if let Err(error) = take_up(inner, run, &message).await {
            // They are this server's now, so it finds them.
            inner.strays.notify_one();
            return Err(error);
        }
    }
    drive::dispatch(inner);
    Ok(())
}

/// Lets a run wait here, goes on with what can be followed, or ends what cannot.
async fn take_up(inner: &Arc<Inner>, run: OpenRun, message: &str) -> Result<(), Error> {
    let last_seq = inner.store.stored_seq(&run.id, run.day).await?;
    inner.hub.open(&run.id, last_seq);
    if run.epoch == 0 {
        inner.queue.push(&run.task_id, run.id);
        return Ok(());
    }
    if let Some(executor) = inner.executor(&run.executor).filter(|executor| executor.is_shared()) {
        recovery::resume(inner, &run, Arc::clone(executor));
        return Ok(());
    }
    let attempt = AttemptRef { run_id: run.id.clone(), epoch: run.epoch };
    let ended = drive::fail(inner, &attempt, message).await;
    inner.hub.close(&run.id);
    inner.store.release(&run.id);
    ended
}

#[cfg(test)]
mod tests {
    use super::*;

    fn server(seen_at: i64) -> [ServerRow; 1] {
        let seen_at = Timestamp::from_micros(seen_at);
        let (id, host) = ("one".to_owned(), "host".to_owned());
        [ServerRow { id, host, boot_id: None, seen_at, lease_ms: 60_000 }]
    }

    #[test]
    fn only_what_was_looked_at_counts_as_silence() {
        let begun = Instant::now();
        let mut lookout = Lookout { seen: HashMap::new(), looked: begun };
        let mut silence = |seen_at, second| {
            let now = begun + Duration::from_secs(second);
            lookout.silence(&server(seen_at), Duration::from_secs(60), now)[0].as_secs()
        };
        for second in 0..100 {
            assert_eq!(silence(7, second), second);
        }
        // It moved; then nobody could look for a while.
        assert_eq!(silence(8, 100), 0);
        assert_eq!(silence(8, 101), 1);
        assert_eq!(silence(8, 161), 0);
        assert_eq!(silence(8, 162), 1);
    }
}
