//! SQLite's one writer: a connection of its own that commits the work of many callers at once.
//!
//! SQLite has one writer at a time, and a durable commit waits for the disk. So callers hand
//! their work to this task; what has gathered while the last commit waited goes into the next
//! one together, each piece in a savepoint, and is answered after the commit.

use futures::future::BoxFuture;
use sqlx::{AnyConnection, Connection as _, Executor as _};
use tokio::sync::{mpsc, oneshot};

use crate::StoreError;

/// The most pieces of work in one commit; bounds how long the first one waits.
const BATCH: usize = 128;

/// A handle on the writer. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Writer(mpsc::Sender<Message>);

enum Message {
    Work(Box<dyn Work>),
    Close(oneshot::Sender<()>),
}

/// A piece of work, its result's type forgotten.
trait Work: Send {
    fn run<'c>(
        self: Box<Self>,
        connection: &'c mut AnyConnection,
    ) -> BoxFuture<'c, Box<dyn Answer>>;
}

/// A result that waits for the commit.
trait Answer: Send {
    fn failed(&self) -> bool;
    fn send(self: Box<Self>, commit: Result<(), Undone>);
}

/// Why a whole transaction came to nothing.
#[derive(Clone)]
struct Undone {
    full: bool,
    text: String,
}

impl From<StoreError> for Undone {
    fn from(error: StoreError) -> Self {
        Self { full: matches!(error, StoreError::Full(_)), text: error.to_string() }
    }
}

impl From<Undone> for StoreError {
    fn from(Undone { full, text }: Undone) -> Self {
        if full { Self::Full(text) } else { Self::Unavailable(text) }
    }
}

struct Job<F, T> {
    work: F,
    reply: oneshot::Sender<Result<T, StoreError>>,
}

struct Done<T> {
    result: Result<T, StoreError>,
    reply: oneshot::Sender<Result<T, StoreError>>,
}

impl<F, T> Work for Job<F, T>
where
    T: Send + 'static,
    F: for<'c> FnOnce(&'c mut AnyConnection) -> BoxFuture<'c, Result<T, StoreError>>
        + Send
        + 'static,
{
    fn run<'c>(
        self: Box<Self>,
        connection: &'c mut AnyConnection,
    ) -> BoxFuture<'c, Box<dyn Answer>> {
        let Self { work, reply } = *self;
        Box::pin(async move {
            let result = work(connection).await;
            Box::new(Done { result, reply }) as Box<dyn Answer>
        })
    }
}

impl<T: Send> Answer for Done<T> {
    fn failed(&self) -> bool {
        self.result.is_err()
    }

    fn send(self: Box<Self>, commit: Result<(), Undone>) {
        let result = match (self.result, commit) {
            (Ok(_), Err(undone)) => Err(undone.into()),
            (result, _) => result,
        };
        // A caller that went away needs no answer.
        drop(self.reply.send(result));
    }
}

impl Writer {
    /// Starts the thread that owns `connection`. It is one of its own since it does nothing but
    /// wait for SQLite's thread, statement by statement: two threads wake each other for less than
    /// the runtime's many.
    pub(crate) fn start(connection: AnyConnection) -> Result<Self, StoreError> {
        let (sender, receiver) = mpsc::channel(1024);
        let thread = std::thread::Builder::new().name("writer".into());
        thread
            .spawn(move || futures::executor::block_on(serve(connection, receiver)))
            .map_err(|error| StoreError::Unavailable(format!("no thread to write: {error}")))?;
        Ok(Self(sender))
    }

    /// Runs `work` in a transaction and answers once it is durable.
    pub(crate) async fn write<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: for<'c> FnOnce(&'c mut AnyConnection) -> BoxFuture<'c, Result<T, StoreError>>
            + Send
            + 'static,
    {
        let (reply, answer) = oneshot::channel();
        let closed = || StoreError::Unavailable("the store is closed".into());
        self.0.send(Message::Work(Box::new(Job { work, reply }))).await.map_err(|_| closed())?;
        answer.await.map_err(|_| closed())?
    }

    /// Ends the task after what was handed to it before.
    pub(crate) async fn close(&self) {
        let (reply, closed) = oneshot::channel();
        if self.0.send(Message::Close(reply)).await.is_ok() {
            // The task ends either way.
            drop(closed.await);
        }
    }
}

async fn serve(mut connection: AnyConnection, mut receiver: mpsc::Receiver<Message>) {
    while let Some(first) = receiver.recv().await {
        let mut batch = Vec::new();
        let mut next = Some(first);
        let mut closing = None;
        while let Some(message) = next {
            match message {
                Message::Work(work) => batch.push(work),
                Message::Close(reply) => {
                    closing = Some(reply);
                    break;
                }
            }
            next = if batch.len() < BATCH { receiver.try_recv().ok() } else { None };
        }
        commit(&mut connection, batch).await;
        if let Some(reply) = closing {
            receiver.close();
            drop(connection.close().await);
            let _ = reply.send(());
            return;
        }
    }
}

/// Runs the batch in one transaction. A batch of one needs no savepoint: its failure rolls the
/// whole transaction back.
async fn commit(connection: &mut AnyConnection, batch: Vec<Box<dyn Work>>) {
    if batch.is_empty() {
        return;
    }
    let alone = batch.len() == 1;
    let begin = if alone { "BEGIN IMMEDIATE" } else { "BEGIN IMMEDIATE; SAVEPOINT piece" };
    if let Err(error) = connection.execute(begin).await {
        // Nothing ran; dropping the work tells its callers that the store is away.
        tracing::error!("cannot begin a transaction: {error}");
        return;
    }
    let mut answers = Vec::with_capacity(batch.len());
    let mut sealed = Ok(());
    for work in batch {
        let answer = work.run(connection).await;
        if !alone {
            sealed = seal(connection, answer.failed()).await;
        }
        answers.push(answer);
        if sealed.is_err() {
            // The rest did not run; dropping it tells its callers so.
            break;
        }
    }
    let roll_back = alone && answers.first().is_some_and(|answer| answer.failed());
    let end = if roll_back { "ROLLBACK" } else { "COMMIT" };
    let outcome = match sealed {
        Ok(()) => connection.execute(end).await.map(drop).map_err(StoreError::from),
        Err(error) => Err(error),
    };
    if outcome.is_err() && !roll_back {
        // A failed commit (a full disk) leaves the transaction open.
        drop(connection.execute("ROLLBACK").await);
    }
    let outcome = outcome.map_err(Undone::from);
    for answer in answers {
        answer.send(outcome.clone());
    }
}

/// Keeps what a piece of work did, or undoes it, and sets the savepoint for the next piece.
/// Every statement is a trip to SQLite's thread, so both go in one.
///
/// # Errors
/// Where there is no savepoint any more: a full disk makes SQLite roll the whole transaction
/// back, and what would follow would stand outside of any.
async fn seal(connection: &mut AnyConnection, failed: bool) -> Result<(), StoreError> {
    let statement = if failed { "ROLLBACK TO piece" } else { "RELEASE piece; SAVEPOINT piece" };
    connection.execute(statement).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::connect::{Location, single};

    /// A piece of work that does `statement`.
    async fn work(writer: &Writer, statement: &'static str) -> Result<(), StoreError> {
        writer
            .write(move |tx| Box::pin(async move { Ok(tx.execute(statement).await.map(drop)?) }))
            .await
    }

    #[tokio::test]
    async fn a_full_disk_undoes_the_whole_batch_and_says_so() {
        let folder = tempfile::tempdir().expect("a folder");
        let location = Location::Sqlite(folder.path().join("a.db"));
        let mut connection = single(&location).await.expect("a database");
        connection.execute("CREATE TABLE t (x TEXT)").await.expect("a table");
        let pages: i64 = sqlx::query_scalar("PRAGMA page_count")
            .fetch_one(&mut connection)
            .await
            .expect("a number");
        let limit = sqlx::AssertSqlSafe(format!("PRAGMA max_page_count = {}", pages + 2));
        connection.execute(limit).await.expect("a limit");
        let writer = Writer::start(connection).expect("a thread");
        let large = "INSERT INTO t VALUES (hex(randomblob(100000)))";
        // All wait before the first is done, so they share a commit.
        let done = futures::join!(
            work(&writer, "SELECT 1"),
            work(&writer, "INSERT INTO t VALUES ('before')"),
            work(&writer, large),
            work(&writer, "INSERT INTO t VALUES ('after')"),
        );
        assert!(matches!(done.2, Err(StoreError::Full(_))), "{done:?}");
        let mut reader = single(&location).await.expect("the database");
        let there: Vec<String> =
            sqlx::query_scalar("SELECT x FROM t").fetch_all(&mut reader).await.expect("rows");
        // Whatever was answered is so.
        let kept = |said: &Result<(), StoreError>, text: &str| {
            assert_eq!(said.is_ok(), there.iter().any(|x| x == text), "{text}: {done:?} {there:?}");
        };
        kept(&done.1, "before");
        kept(&done.3, "after");
        work(&writer, "INSERT INTO t VALUES ('later')").await.expect("small enough");
    }
}
