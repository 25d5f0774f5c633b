//! Notices between servers that share a PostgreSQL: a run has moved, has ended, is to end.
//!
//! They only wake; the truth is always read from the database, so a lost one costs a moment and
//! nothing else. They are sent on a connection of their own, many at once, after the commit they
//! tell of: `NOTIFY` inside a busy transaction would make every commit wait for the others'.

use std::collections::HashMap;

use annals_domain::{RunId, Seq};
use sqlx::postgres::PgListener;
use sqlx::{AnyConnection, Executor as _};
use tokio::sync::mpsc;

use crate::StoreError;
use crate::connect::{Location, single};

/// The channel that servers listen on.
const CHANNEL: &str = "annals_runs";
/// The most notices that wait to be sent; more are dropped.
const WAITING: usize = 4096;

/// What a server tells the others of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// The run.
    pub run: RunId,
    /// What it is told of.
    pub news: News,
}

/// What happened to a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum News {
    /// Its ledger is stored up to this number.
    Stored(Seq),
    /// It has ended, its ledger stored up to this number.
    Ended(Seq),
    /// It is asked to end.
    CancelAsked,
}

/// What is heard from other servers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Heard {
    /// A notice.
    Notice(Notice),
    /// The connection was lost for a while: notices may be missing.
    Missed,
}

impl Notice {
    fn encode(&self) -> String {
        match self.news {
            News::Stored(seq) => format!("stored {} {seq}", self.run),
            News::Ended(seq) => format!("ended {} {seq}", self.run),
            News::CancelAsked => format!("cancel {} 0", self.run),
        }
    }

    fn decode(text: &str) -> Option<Self> {
        let mut words = text.split(' ');
        let (word, run) = (words.next()?, words.next()?.parse().ok()?);
        let seq = words.next()?.parse().ok()?;
        let news = match word {
            "stored" => News::Stored(seq),
            "ended" => News::Ended(seq),
            "cancel" => News::CancelAsked,
            _ => return None,
        };
        Some(Self { run, news })
    }
}

/// Sends notices. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Announcer(mpsc::Sender<Notice>);

impl Announcer {
    pub(crate) fn start(location: Location) -> Self {
        let (sender, receiver) = mpsc::channel(WAITING);
        tokio::spawn(send_all(location, receiver));
        Self(sender)
    }

    /// Hands a notice over; one too many is dropped.
    pub(crate) fn announce(&self, notice: Notice) {
        if let Err(error) = self.0.try_send(notice) {
            tracing::debug!("a notice was dropped: {error}");
        }
    }
}

/// Sends what has gathered while the last ones were under way, the latest of each run only.
async fn send_all(location: Location, mut receiver: mpsc::Receiver<Notice>) {
    let mut connection = None;
    while let Some(first) = receiver.recv().await {
        let mut latest = HashMap::new();
        let mut cancels = Vec::new();
        let mut next = Some(first);
        while let Some(notice) = next {
            match notice.news {
                News::CancelAsked => cancels.push(notice),
                News::Stored(_) | News::Ended(_) => {
                    latest.insert(notice.run.clone(), notice);
                }
            }
            next = receiver.try_recv().ok();
        }
        let texts: Vec<_> = latest.values().chain(&cancels).map(Notice::encode).collect();
        if let Err(error) = send(&location, &mut connection, &texts).await {
            tracing::debug!("notices were not sent: {error}");
            connection = None;
        }
    }
}

async fn send(
    location: &Location,
    connection: &mut Option<AnyConnection>,
    texts: &[String],
) -> Result<(), StoreError> {
    let connection = match connection {
        Some(connection) => connection,
        None => {
            let mut new = single(location).await?;
            // A notice is no data: its commit need not wait for the disk.
            new.execute("SET synchronous_commit = off").await?;
            connection.insert(new)
        }
    };
    sqlx::query("SELECT pg_notify($1, value) FROM json_array_elements_text($2::json)")
        .bind(CHANNEL)
        .bind(crate::sql::json(&texts)?)
        .execute(connection)
        .await?;
    Ok(())
}

/// Hears notices, those of this server too.
pub struct Listener(PgListener);

impl std::fmt::Debug for Listener {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Listener")
    }
}

impl Listener {
    pub(crate) async fn start(location: &Location) -> Result<Option<Self>, StoreError> {
        let Location::Postgres(url) = location else { return Ok(None) };
        let mut listener = PgListener::connect(url).await?;
        listener.listen(CHANNEL).await?;
        Ok(Some(Self(listener)))
    }

    /// Waits for the next notice; a lost connection is made anew and told of.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] while the database is away; ask again after a moment.
    pub async fn next(&mut self) -> Result<Heard, StoreError> {
        loop {
            let Some(notification) = self.0.try_recv().await? else { return Ok(Heard::Missed) };
            if let Some(notice) = Notice::decode(notification.payload()) {
                return Ok(Heard::Notice(notice));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_notice_reads_back() {
        let run: RunId = "task-3f2a".parse().unwrap();
        for news in [News::Stored(7), News::Ended(9), News::CancelAsked] {
            let notice = Notice { run: run.clone(), news };
            assert_eq!(Notice::decode(&notice.encode()), Some(notice));
        }
        for other in ["", "stored", "stored a/b 1", "stored a x", "gone a 1"] {
            assert_eq!(Notice::decode(other), None, "{other}");
        }
    }
}
