//! A client that writes until the server is gone, and keeps account of what was acknowledged.

use std::time::Duration;

use annals_tests::{Answer, Api, Dice, Run};
use reqwest::Method;
use serde_json::{Value, json};
use tokio::sync::watch;

use super::program::Program;

/// The most runs that one client starts while one server lives.
const RUNS: usize = 2;
/// The most runs of one task, so that its timeline keeps every entry.
const RUNS_OF_TASK: i64 = 6;
/// The longest pause between two writes.
const PAUSE: Duration = Duration::from_millis(40);

/// A run that was accepted, and what must hold of it in the end.
#[derive(Debug, Clone)]
pub struct Known {
    pub run: Run,
    pub program: Program,
    /// The tags that it may have: those that were acknowledged last, or asked for since.
    pub tags: Vec<Vec<String>>,
    /// What was added to the timeline of its task.
    pub notes: Vec<String>,
    /// Whether its end was asked for, and whether that was acknowledged.
    pub cancel: Cancel,
    watched: bool,
}

/// How far a wish to cancel came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cancel {
    Never,
    Asked,
    Acknowledged,
}

/// A write with an `Idempotency-Key` whose answer has not come yet.
#[derive(Debug, Clone)]
enum Open {
    Submit { key: String, body: Value, program: Program },
    Note { key: String, of: usize, text: String },
}

/// Why a write was not answered with what was asked for.
#[derive(Debug, PartialEq, Eq)]
enum NotDone {
    /// The server is gone.
    Gone,
    /// It cannot do it for now, and said so.
    NotNow,
}

pub struct Client {
    name: u64,
    dice: Dice,
    known: Vec<Known>,
    open: Option<Open>,
    count: u64,
}

impl Client {
    pub fn new(name: u64, seed: u64) -> Self {
        let dice = Dice::new(seed.wrapping_mul(1000).wrapping_add(name));
        Self { name, dice, known: Vec::new(), open: None, count: 0 }
    }

    /// Writes until the server is gone, or is somewhere else.
    pub async fn work(mut self, mut places: watch::Receiver<Api>) -> Self {
        let api = places.borrow_and_update().clone();
        let most = self.known.len() + RUNS;
        while self.write(&api, most).await != Err(NotDone::Gone)
            && !places.has_changed().unwrap_or(true)
        {
            tokio::time::sleep(self.dice.moment(PAUSE)).await;
        }
        self
    }

    /// A run that nobody watches yet, now and then.
    pub fn unwatched(&mut self) -> Option<Run> {
        let known = self.known.iter_mut().rev().find(|known| !known.watched)?;
        known.watched = true;
        Some(known.run.clone())
    }

    /// Repeats what was not answered, ends what would never end; answers what must be there.
    pub async fn finish(mut self, api: &Api) -> Vec<Known> {
        assert!(self.settle(api).await.is_ok(), "the last server goes on");
        for index in 0..self.known.len() {
            // Twice where it was only asked for the first time.
            for _ in 0..2 {
                assert!(self.cancel(api, index).await.is_ok(), "the last server goes on");
            }
        }
        self.known
    }

    async fn write(&mut self, api: &Api, most: usize) -> Result<(), NotDone> {
        self.settle(api).await?;
        let index = usize::try_from(self.dice.roll(self.known.len().max(1) as u64)).expect("small");
        match self.dice.roll(10) {
            0..=3 if self.known.len() < most => self.open = Some(self.submission()),
            _ if self.known.is_empty() => {}
            4..=5 => return self.tag(api, index).await,
            6 => return self.cancel(api, index).await,
            _ => {
                let (key, text) = (self.key(), self.key());
                self.open = Some(Open::Note { key, of: index, text });
            }
        }
        self.settle(api).await
    }

    fn key(&mut self) -> String {
        self.count += 1;
        format!("client-{}-{}", self.name, self.count)
    }

    /// A new task, or another run of the latest.
    fn submission(&mut self) -> Open {
        let (key, program) = (self.key(), Program::any(&mut self.dice));
        let mut body = json!({"pythonCode": program.code()});
        let latest = self.known.last().filter(|known| known.run.number < RUNS_OF_TASK);
        if let Some(latest) = latest.filter(|_| self.count.is_multiple_of(2)) {
            body["taskId"] = json!(latest.run.task);
        }
        Open::Submit { key, body, program }
    }

    /// Sends what is open, with the same key as before, until it is answered.
    async fn settle(&mut self, api: &Api) -> Result<(), NotDone> {
        match self.open.clone() {
            None => {}
            Some(Open::Submit { key, body, program }) => {
                let answer = send(api, "/api/v1/tasks/submit", &key, &body).await?;
                self.open = None;
                self.known.push(Known::new(Run::of(&answer), program));
            }
            Some(Open::Note { key, of, text }) => {
                let run = &self.known[of].run;
                let body = json!({"context_type": "agent_turn", "content": text, "run_id": run.id});
                let answer = send(api, &run.task_path("/history"), &key, &body).await?;
                assert_eq!(answer.status, 201, "{}", answer.text());
                self.open = None;
                self.known[of].notes.push(text);
            }
        }
        Ok(())
    }

    async fn tag(&mut self, api: &Api, index: usize) -> Result<(), NotDone> {
        let tags = vec![self.key()];
        let known = &mut self.known[index];
        known.tags.push(tags.clone());
        let request = api.request(Method::PUT, &known.run.path("/tags"));
        answered(api, request.json(&json!({"tags": tags}))).await?.ok();
        known.tags = vec![tags];
        Ok(())
    }

    /// Cancels a run that would go on for ever.
    async fn cancel(&mut self, api: &Api, index: usize) -> Result<(), NotDone> {
        let known = &mut self.known[index];
        if known.program.lines.is_some() || known.cancel == Cancel::Acknowledged {
            return Ok(());
        }
        let before = std::mem::replace(&mut known.cancel, Cancel::Asked);
        let request = api.request(Method::POST, &known.run.path("/cancel")).json(&json!({}));
        let answer = answered(api, request).await?;
        if answer.status == 202 {
            return Ok(());
        }
        // It may have ended of a wish that was heard and not answered.
        let ended = before == Cancel::Asked && answer.status == 409;
        assert!(ended || answer.status == 200, "{}", answer.text());
        known.cancel = Cancel::Acknowledged;
        Ok(())
    }
}

impl Known {
    fn new(run: Run, program: Program) -> Self {
        // A run begins with no tags.
        let tags = vec![Vec::new()];
        Self { run, program, tags, notes: Vec::new(), cancel: Cancel::Never, watched: false }
    }
}

async fn send(api: &Api, path: &str, key: &str, body: &Value) -> Result<Answer, NotDone> {
    let request = api.request(Method::POST, path).header("Idempotency-Key", key);
    answered(api, request.json(body)).await
}

async fn answered(api: &Api, request: reqwest::RequestBuilder) -> Result<Answer, NotDone> {
    let answer = api.try_send(request).await.map_err(|_| NotDone::Gone)?;
    if answer.status == 503 {
        answer.problem(503);
        return Err(NotDone::NotNow);
    }
    assert!(answer.status < 500, "{}", answer.text());
    Ok(answer)
}
