//! Gathering requests: those that come while others are under way go to the database together,
//! with as many statements as for one.

use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use futures::FutureExt as _;
use tokio::sync::{Mutex, mpsc, oneshot};

use crate::StoreError;

/// The most requests that go together; bounds how long the first one waits, and the values that
/// one statement binds.
const GROUP: usize = 64;

/// How long a group waits for those who were just answered to ask again.
const PATIENCE: Duration = Duration::from_millis(1);
/// How many groups go without waiting after one for which nobody came.
const HASTE: u32 = 16;

/// When a group goes to the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Departure {
    /// As soon as there is a request.
    AtOnce,
    /// When as many are there as were under way together before, or after a moment. What a group
    /// costs, however small it is, is thereby shared by more; who asks alone never waits.
    Together,
}

/// What answers a group of requests: all in their order, or an error for all.
type Work<Q, A> = dyn Fn(Arc<Vec<Q>>) -> Answers<A> + Send + Sync;
type Answers<A> = Pin<Box<dyn Future<Output = Result<Vec<A>, StoreError>> + Send>>;

/// A request and where its answer goes.
type Request<Q, A> = (Q, oneshot::Sender<Result<A, StoreError>>);

/// A handle on the tasks that answer requests `Q` with `A`. Cheap to clone.
pub(crate) struct Gatherer<Q, A>(mpsc::Sender<Request<Q, A>>);

impl<Q, A> Clone for Gatherer<Q, A> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<Q, A> Gatherer<Q, A>
where
    Q: Clone + Send + Sync + 'static,
    A: Send + 'static,
{
    /// Starts `at_once` tasks that answer groups by `work`.
    pub(crate) fn start<F, W>(at_once: usize, departure: Departure, work: W) -> Self
    where
        F: Future<Output = Result<Vec<A>, StoreError>> + Send + 'static,
        W: Fn(Arc<Vec<Q>>) -> F + Send + Sync + 'static,
    {
        let (sender, receiver) = mpsc::channel(1024);
        let receiver = Arc::new(Mutex::new(receiver));
        // A defect that shows in one group must not end the task that serves all.
        let work: Arc<Work<Q, A>> = Arc::new(move |group| {
            let answers = AssertUnwindSafe(work(group)).catch_unwind();
            Box::pin(answers.map(|done| done.unwrap_or_else(|_| Err(defect()))))
        });
        for _ in 0..at_once {
            tokio::spawn(serve(Arc::clone(&work), Arc::clone(&receiver), departure));
        }
        Self(sender)
    }

    /// Asks, and answers once the group that it went with is done.
    pub(crate) async fn ask(&self, question: Q) -> Result<A, StoreError> {
        let (reply, answer) = oneshot::channel();
        let closed = || StoreError::Unavailable("the store is closed".into());
        self.0.send((question, reply)).await.map_err(|_| closed())?;
        answer.await.map_err(|_| closed())?
    }
}

/// Answers requests until every handle is gone.
async fn serve<Q: Clone, A>(
    work: Arc<Work<Q, A>>,
    receiver: Arc<Mutex<mpsc::Receiver<Request<Q, A>>>>,
    departure: Departure,
) {
    let mut requests = Vec::with_capacity(GROUP);
    let mut crowd = Crowd::default();
    loop {
        let mut waiting = receiver.lock().await;
        if waiting.recv_many(&mut requests, GROUP).await == 0 {
            return;
        }
        if departure == Departure::Together {
            crowd.gather(&mut waiting, &mut requests).await;
        }
        drop(waiting);
        let (questions, replies): (Vec<_>, Vec<_>) = requests.drain(..).unzip();
        let answers = answer(&*work, questions).await;
        if departure == Departure::Together {
            crowd.expected = answers.len() + receiver.lock().await.len();
        }
        for (answer, reply) in answers.into_iter().zip(replies) {
            // A caller that went away needs no answer.
            drop(reply.send(answer));
        }
    }
}

/// How many requests go about together.
#[derive(Debug, Default)]
struct Crowd {
    /// As many as the last group had, and those that came meanwhile.
    expected: usize,
    /// How many groups are still not to wait.
    hasty: u32,
}

impl Crowd {
    /// Waits until those of the last group have come again beside those who had waited for it.
    async fn gather<R>(&mut self, waiting: &mut mpsc::Receiver<R>, group: &mut Vec<R>) {
        let expected = self.expected.min(GROUP);
        if self.hasty > 0 || group.len() >= expected {
            self.hasty = self.hasty.saturating_sub(1);
            return;
        }
        let late = tokio::time::sleep(PATIENCE);
        tokio::pin!(late);
        let there = group.len();
        while group.len() < expected {
            let room = expected - group.len();
            tokio::select! {
                biased;
                came = waiting.recv_many(group, room) => if came == 0 { break },
                () = &mut late => break,
            }
        }
        self.hasty = if group.len() == there { HASTE } else { 0 };
    }
}

/// Answers all of them together. If that fails, each is done alone, so that one that cannot be
/// answered harms no other; but not where the database or its disk is away: nobody knows then what
/// came of it, and the next would fare no better.
async fn answer<Q: Clone, A>(work: &Work<Q, A>, questions: Vec<Q>) -> Vec<Result<A, StoreError>> {
    let group = Arc::new(questions);
    match work(Arc::clone(&group)).await {
        Ok(answers) => answers.into_iter().map(Ok).collect(),
        Err(error) if group.len() == 1 => vec![Err(error)],
        Err(StoreError::Unavailable(text)) => {
            group.iter().map(|_| Err(StoreError::Unavailable(text.clone()))).collect()
        }
        Err(StoreError::Full(text)) => {
            group.iter().map(|_| Err(StoreError::Full(text.clone()))).collect()
        }
        Err(_) => {
            let mut answers = Vec::with_capacity(group.len());
            for question in group.iter() {
                answers.push(alone(work, question.clone()).await);
            }
            answers
        }
    }
}

fn defect() -> StoreError {
    StoreError::Unavailable("a request failed by a defect of the server; see its log".into())
}

async fn alone<Q, A>(work: &Work<Q, A>, question: Q) -> Result<A, StoreError> {
    work(Arc::new(vec![question])).await?.pop().ok_or_else(defect)
}
