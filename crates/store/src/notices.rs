//! Notices between servers that share a PostgreSQL: a run has moved, has ended, is to end; and what
//! changed of which runs, for whoever watches all of them.
//!
//! They only wake; the truth is always read from the database, so a lost one costs a moment and
//! nothing else. They are sent on a connection of their own, many at once, after the commit they
//! tell of: `NOTIFY` inside a busy transaction would make every commit wait for the others'.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use annals_domain::{RunChange, RunId, Seq};
use sqlx::postgres::PgListener;
use sqlx::{AnyConnection, Executor as _};
use tokio::sync::mpsc;

use crate::StoreError;
use crate::connect::{Location, single};

/// The channel that servers listen on.
const CHANNEL: &str = "annals_runs";
/// The most notices that wait to be sent; more are dropped.
const WAITING: usize = 4096;
/// The most runs that one notice names: PostgreSQL takes 8,000 bytes.
const NAMED: usize = 60;

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

/// What a server tells the others of all runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// The server, whose own words come back to it too.
    pub by: Arc<str>,
    /// What changed, of which runs; none where changes were not told.
    pub what: Option<(RunChange, Vec<RunId>)>,
}

/// What is heard from other servers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Heard {
    /// A notice.
    Notice(Notice),
    /// Runs changed.
    Changed(Changed),
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

impl Changed {
    fn encode(by: &str, change: RunChange, runs: &[RunId]) -> String {
        let mut text = format!("changed {by} {change}");
        runs.iter().for_each(|run| text.extend([" ", run.as_str()]));
        text
    }

    fn encode_missed(by: &str) -> String {
        format!("changed {by} missed")
    }

    fn decode(text: &str) -> Option<Self> {
        let mut words = text.strip_prefix("changed ")?.split(' ');
        let (by, change) = (words.next()?.into(), words.next()?);
        if change == "missed" {
            return Some(Self { by, what: None });
        }
        let runs = words.map(|word| word.parse().ok()).collect::<Option<_>>()?;
        Some(Self { by, what: Some((change.parse().ok()?, runs)) })
    }
}

/// What waits to be sent.
enum Word {
    Notice(Notice),
    Changed(Arc<str>, RunChange, RunId),
    Missed(Arc<str>),
}

/// Sends notices. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Announcer {
    sender: mpsc::Sender<Word>,
    /// Whether a change was not told.
    dropped: Arc<AtomicBool>,
}

impl Announcer {
    pub(crate) fn start(location: Location) -> Self {
        let (sender, receiver) = mpsc::channel(WAITING);
        let dropped = Arc::<AtomicBool>::default();
        tokio::spawn(send_all(location, receiver, Arc::clone(&dropped)));
        Self { sender, dropped }
    }

    /// Hands a notice over; one too many is dropped.
    pub(crate) fn announce(&self, notice: Notice) {
        if let Err(error) = self.sender.try_send(Word::Notice(notice)) {
            tracing::debug!("a notice was dropped: {error}");
        }
    }

    /// Hands a change over; where one was dropped, the next ones say so.
    pub(crate) fn changed(&self, by: &Arc<str>, change: RunChange, run: RunId) {
        if self.sender.try_send(Word::Changed(Arc::clone(by), change, run)).is_err() {
            self.dropped.store(true, Ordering::Relaxed);
        }
    }

    /// Has the others told that changes were missed.
    pub(crate) fn missed(&self, by: &Arc<str>) {
        self.dropped.store(true, Ordering::Relaxed);
        // Where it finds no room, what is sent next says so.
        drop(self.sender.try_send(Word::Missed(Arc::clone(by))));
    }
}

/// Sends what has gathered while the last ones were under way.
async fn send_all(
    location: Location,
    mut receiver: mpsc::Receiver<Word>,
    dropped: Arc<AtomicBool>,
) {
    let mut connection = None;
    while let Some(first) = receiver.recv().await {
        let mut gathered = Gathered::default();
        let mut next = Some(first);
        while let Some(word) = next {
            gathered.take(word);
            next = receiver.try_recv().ok();
        }
        let missed = gathered.by.is_some() && dropped.swap(false, Ordering::Relaxed);
        let texts = gathered.texts(missed);
        if let Err(error) = send(&location, &mut connection, &texts).await {
            tracing::debug!("notices were not sent: {error}");
            dropped.store(true, Ordering::Relaxed);
            connection = None;
        }
    }
}

/// Words that are sent together: the latest of each run's place, and the changes of many runs in
/// one, in the order in which they happen to a run.
#[derive(Default)]
struct Gathered {
    latest: HashMap<RunId, Notice>,
    cancels: Vec<Notice>,
    by: Option<Arc<str>>,
    changes: BTreeMap<RunChange, Vec<RunId>>,
}

impl Gathered {
    fn take(&mut self, word: Word) {
        match word {
            Word::Notice(notice) if notice.news == News::CancelAsked => self.cancels.push(notice),
            Word::Notice(notice) => {
                self.latest.insert(notice.run.clone(), notice);
            }
            Word::Changed(by, change, run) => {
                self.by = Some(by);
                self.changes.entry(change).or_default().push(run);
            }
            Word::Missed(by) => self.by = Some(by),
        }
    }

    fn texts(&self, missed: bool) -> Vec<String> {
        let mut texts: Vec<_> =
            self.latest.values().chain(&self.cancels).map(Notice::encode).collect();
        let Some(by) = &self.by else { return texts };
        for (change, runs) in &self.changes {
            texts.extend(runs.chunks(NAMED).map(|runs| Changed::encode(by, *change, runs)));
        }
        texts.extend(missed.then(|| Changed::encode_missed(by)));
        texts
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
            let text = notification.payload();
            if let Some(changed) = Changed::decode(text) {
                return Ok(Heard::Changed(changed));
            }
            if let Some(notice) = Notice::decode(text) {
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

    #[test]
    fn changes_read_back() {
        let runs: Vec<RunId> = ["a", "b"].map(|id| id.parse().unwrap()).into();
        for change in RunChange::ALL {
            let text = Changed::encode("one", *change, &runs);
            let what = Some((*change, runs.clone()));
            assert_eq!(Changed::decode(&text), Some(Changed { by: "one".into(), what }));
            assert_eq!(Notice::decode(&text), None, "an older server lets it be");
        }
        let missed = Changed { by: "one".into(), what: None };
        assert_eq!(Changed::decode(&Changed::encode_missed("one")), Some(missed));
        for other in ["changed", "changed one", "changed one gone a", "changed one ended a/b"] {
            assert_eq!(Changed::decode(other), None, "{other}");
        }
    }

    #[test]
    fn what_was_not_told_is_said_with_the_next_change() {
        let mut gathered = Gathered::default();
        let run: RunId = "a".parse().unwrap();
        gathered.take(Word::Notice(Notice { run: run.clone(), news: News::Stored(1) }));
        assert_eq!(gathered.texts(false), ["stored a 1"]);
        gathered.take(Word::Changed("one".into(), RunChange::Ended, run.clone()));
        gathered.take(Word::Changed("one".into(), RunChange::Created, run));
        let texts = ["stored a 1", "changed one created a", "changed one ended a"];
        assert_eq!(gathered.texts(false), texts);
        assert_eq!(gathered.texts(true)[3], "changed one missed");
    }
}
