//! The log of a task's run as it can be had: from the database or, while that has none of it or is
//! away, from the pods that print it.

use std::sync::Arc;
use std::time::Duration;

use annals_domain::{NodeName, NodeRecord, Phase, Run, RunId, RunNumber, TaskId};
use annals_executor::{AttemptRef, Glance, NodeGlance};

use crate::engine::Engine;
use crate::followed::Known;
use crate::{Error, NodeText};

/// For how long what has just been printed is waited for to be stored.
const STORING: Duration = Duration::from_secs(2);
/// How long a cluster has to tell what its pods have printed.
const TELLING: Duration = Duration::from_secs(10);
/// The most bytes of one node that are read from its pods to find some lines in them.
const LOOKED_THROUGH: usize = 16 << 20;
/// What is said of a log that was read from pods since the database is away.
const AWAY: &str = "the database cannot be reached: this is what the pods still have of the log";
/// What is said of a log that nobody has stored yet.
const AHEAD: &str = "nobody has stored all of this log yet: what is missing there is from the pods";

/// Which part of each node's log is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stretch {
    /// Its end, in whole lines of at most so many bytes.
    End(usize),
    /// Lines by number: those after the first `offset`, at most `limit`.
    Lines {
        /// How many are left out.
        offset: i64,
        /// How many are wanted.
        limit: i64,
    },
}

/// Where a log was read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogSource {
    /// It was stored.
    Database,
    /// Nothing of it is stored yet; what there is lies with a process of this machine.
    Local,
    /// Pods were asked.
    Kubernetes,
}

/// The log of a run, node by node.
#[derive(Debug, Clone, PartialEq)]
pub struct TaskLog {
    /// The run.
    pub run_id: RunId,
    /// Its number.
    pub number: RunNumber,
    /// Where it stands.
    pub phase: Phase,
    /// Each step, and `setup` where it printed, by start.
    pub texts: Vec<NodeText>,
    /// Where they were read from.
    pub source: LogSource,
    /// Why they may not be all, if they may not.
    pub warning: Option<String>,
}

impl Engine {
    /// The task's run with this number, or its latest.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is none.
    pub async fn run_or_latest(
        &self,
        task: &TaskId,
        number: Option<RunNumber>,
    ) -> Result<Run, Error> {
        match number {
            Some(number) => self.run_by_number(task, number).await,
            None => self.latest_run(task).await,
        }
    }

    /// The log of the task's run with this number, or of its latest. While the database is away, that
    /// of a run that this server follows on a cluster is read from its pods.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such run, [`Error::Unavailable`] if the database is away and
    /// nobody else can tell.
    pub async fn task_log(
        &self,
        task: &TaskId,
        number: Option<RunNumber>,
        stretch: Stretch,
    ) -> Result<TaskLog, Error> {
        let stored = async {
            let run = self.run_or_latest(task, number).await?;
            self.log_of_run(&run, stretch).await
        };
        match stored.await {
            Err(error @ Error::Unavailable(_)) => {
                self.log_meanwhile(task, number, stretch).await.ok_or(error)
            }
            told => told,
        }
    }

    /// The log of a run. Of nodes of which nothing is stored although their pods have printed
    /// something, it is awaited for a moment that it is, and else answered from the pods.
    ///
    /// # Errors
    /// [`Error::Unavailable`] if the database does not answer.
    pub async fn log_of_run(&self, run: &Run, stretch: Stretch) -> Result<TaskLog, Error> {
        let texts = self.stored_texts(run, stretch).await?;
        let removed_at = self.log_state(&run.id).await?.removed_at;
        let mut log = TaskLog {
            run_id: run.id.clone(),
            number: run.number,
            phase: run.phase(),
            source: source(run, &texts),
            texts,
            warning: removed_at.map(|at| format!("retention removed the log of this run at {at}")),
        };
        if !run.state.status.is_terminal() {
            self.catch_up(run, stretch, &mut log).await?;
        }
        Ok(log)
    }

    /// The log of a run that this server follows on a cluster, without the database; none of any other
    /// run, or if the cluster does not tell either.
    pub async fn log_meanwhile(
        &self,
        task: &TaskId,
        number: Option<RunNumber>,
        stretch: Stretch,
    ) -> Option<TaskLog> {
        let known = self.inner.followed.of(task, number)?;
        let glance = glance(&known, stretch).await?;
        let mut texts: Vec<_> = (0..).zip(glance.nodes).filter_map(shown(stretch)).collect();
        sort(&mut texts);
        Some(TaskLog {
            run_id: known.attempt.run_id,
            number: known.number,
            phase: glance.phase,
            texts,
            source: LogSource::Kubernetes,
            warning: Some(AWAY.to_owned()),
        })
    }

    async fn stored_texts(&self, run: &Run, stretch: Stretch) -> Result<Vec<NodeText>, Error> {
        match stretch {
            Stretch::End(bytes) => self.texts(&run.id, bytes).await,
            Stretch::Lines { offset, limit } => self.text_page(&run.id, offset, limit).await,
        }
    }

    /// Adds what the pods have printed of nodes of which nothing is stored.
    async fn catch_up(&self, run: &Run, stretch: Stretch, log: &mut TaskLog) -> Result<(), Error> {
        if !log.texts.iter().any(is_awaited) {
            return Ok(());
        }
        let Some(known) = self.known(run).await? else { return Ok(()) };
        let Some(glance) = glance(&known, stretch).await else { return Ok(()) };
        let printed = |node: &NodeGlance| node.printed.lines() > 0;
        let ahead = |texts: &[NodeText], node: &NodeGlance| {
            printed(node) && !texts.iter().any(|text| has_lines(text, &node.name))
        };
        let names: Vec<_> = glance.nodes.iter().filter(|node| ahead(&log.texts, node)).collect();
        if names.is_empty() {
            return Ok(());
        }
        let names: Vec<_> = names.into_iter().map(|node| node.name.clone()).collect();
        let stored = tokio::time::timeout(STORING, self.until_stored(run, &names)).await;
        stored.unwrap_or(Ok(()))?;
        log.texts = self.stored_texts(run, stretch).await?;
        log.source = LogSource::Database;
        let nodes = (0..).zip(glance.nodes);
        let left: Vec<_> = nodes.filter(|(_, node)| ahead(&log.texts, node)).collect();
        if !left.is_empty() {
            log.add(left.into_iter().filter_map(shown(stretch)));
        }
        Ok(())
    }

    /// What is known of a run that goes on; none where only those who follow it are told of it.
    async fn known(&self, run: &Run) -> Result<Option<Known>, Error> {
        let Some(executor) = self.inner.executor(&run.executor).filter(|e| e.is_shared()) else {
            return Ok(None);
        };
        if let Some(known) = self.inner.followed.run(&run.id) {
            return Ok(Some(known));
        }
        let (task_id, number) = (run.task_id.clone(), run.number);
        let launched = self.inner.store.launched(&run.id, run.state.epoch).await?;
        let attempt = AttemptRef { run_id: run.id.clone(), epoch: launched };
        let redactor = self.inner.redactor_of_run(run).await?.map(Arc::new);
        Ok(Some(Known { task_id, number, attempt, executor: Arc::clone(executor), redactor }))
    }

    /// Waits until something is stored of all these nodes, or the run has ended.
    async fn until_stored(&self, run: &Run, names: &[NodeName]) -> Result<(), Error> {
        let after = self.inner.store.last_seq(&run.id).await?;
        let mut watch = self.watch(&run.id, after).await?;
        loop {
            let nodes = self.inner.store.nodes(&run.id, run.day()).await?;
            let stored = |name: &NodeName| nodes.iter().any(|n| n.name == *name && n.log_lines > 0);
            if names.iter().all(stored) || watch.next().await?.is_none() {
                return Ok(());
            }
        }
    }
}

impl TaskLog {
    /// Puts texts in the place of those that are stored of the same nodes.
    fn add(&mut self, texts: impl Iterator<Item = NodeText>) {
        for text in texts {
            self.texts.retain(|stored| stored.node.name != text.node.name);
            self.texts.push(text);
        }
        sort(&mut self.texts);
        self.source = LogSource::Kubernetes;
        self.warning = Some(AHEAD.to_owned());
    }
}

/// Where stored texts come from: what a local process has printed and nobody stored yet is still with
/// that process.
fn source(run: &Run, texts: &[NodeText]) -> LogSource {
    let nothing_stored = texts.iter().all(|text| text.node.log_lines == 0 && text.text.is_empty());
    let local = run.executor == "local" && !run.state.status.is_terminal();
    if nothing_stored && local { LogSource::Local } else { LogSource::Database }
}

/// Whether a node may have printed something although nothing of it is stored.
fn is_awaited(text: &NodeText) -> bool {
    text.node.log_lines == 0 && text.node.log_end.is_none()
}

fn has_lines(text: &NodeText, node: &NodeName) -> bool {
    text.node.name == *node && text.node.log_lines > 0
}

/// Asks what carries the attempt out; none if that does not answer, or has nothing of it.
async fn glance(known: &Known, stretch: Stretch) -> Option<Glance> {
    let limit = match stretch {
        Stretch::End(bytes) => bytes,
        Stretch::Lines { .. } => LOOKED_THROUGH,
    };
    let told = known.executor.glance(&known.attempt, limit);
    let told = tokio::time::timeout(TELLING, told).await;
    let mut glance = match told {
        Ok(Ok(told)) => told?,
        Ok(Err(error)) => {
            tracing::warn!("run {}: {error}", known.attempt.run_id);
            return None;
        }
        Err(_) => return None,
    };
    for node in &mut glance.nodes {
        let masked = known.redactor.as_ref().and_then(|r| r.lines(&node.printed.bytes));
        node.printed.bytes = masked.unwrap_or(std::mem::take(&mut node.printed.bytes));
    }
    Some(glance)
}

/// What is shown of a node with its place among all, if anything is.
fn shown(stretch: Stretch) -> impl Fn((i64, NodeGlance)) -> Option<NodeText> {
    move |(index, node)| {
        let is_silent = node.name == NodeName::setup() && node.printed.lines() == 0;
        (!is_silent).then(|| text_of(index, node, stretch))
    }
}

fn text_of(index: i64, node: NodeGlance, stretch: Stretch) -> NodeText {
    let lines = node.printed.lines();
    let (bytes, before) = (node.printed.bytes, node.printed.before);
    let record = NodeRecord {
        index,
        name: node.name,
        state: node.state,
        process: node.process,
        started_at: node.started_at,
        ended_at: node.ended_at,
        exit_code: None,
        message: None,
        log_lines: lines,
        log_bytes: i64::try_from(bytes.len()).unwrap_or(i64::MAX),
        log_end: None,
        environment_id: None,
        tries: 1,
        reused_from: None,
    };
    let all = String::from_utf8_lossy(&bytes);
    let (text, first_line) = match stretch {
        Stretch::End(_) => (all.into_owned(), before + 1),
        Stretch::Lines { offset, limit } => {
            let skip = usize::try_from(offset - before).unwrap_or(0);
            let take = usize::try_from(limit).unwrap_or(usize::MAX);
            (all.split_inclusive('\n').skip(skip).take(take).collect(), offset.max(before) + 1)
        }
    };
    let truncated = matches!(stretch, Stretch::End(_)) && before > 0;
    NodeText { node: record, text, truncated, first_line }
}

/// By start.
fn sort(texts: &mut [NodeText]) {
    texts.sort_by_key(|text| {
        (text.node.started_at.is_none(), text.node.started_at, text.node.index)
    });
}
