//! A run's text, kept up to date for one live reader.

use annals_domain::ledger::EntryKind;
use annals_domain::{Phase, Run, Seq};
use annals_engine::{Engine, Error, Event, LineQuery, Stretch, TaskLog, WholeRun};
use futures::stream::BoxStream;
use serde_json::{Value, json};

use super::batches;
use super::view::View;
use crate::wire::log::source_word;
use crate::wire::tasks::phase;

/// The most text of a node that a message holds.
pub(super) const TEXT: usize = 1 << 20;

/// What one reader has seen of a run, and what comes next.
pub(super) struct Live {
    engine: Engine,
    run: Run,
    view: View,
    pub(super) batches: BoxStream<'static, Result<Vec<Event>, Error>>,
    /// Whether there is something that the reader has not been told.
    pub(super) changed: bool,
    /// Whether nothing will come.
    pub(super) ended: bool,
}

impl Live {
    /// Subscribes, then reads what is there. Lines that come both ways are told apart by number.
    pub(super) async fn begin(engine: Engine, run: Run) -> Result<Self, Error> {
        let whole = engine.whole_run(&run.id).await?;
        let place = stored_up_to(&engine, &whole).await?;
        let batches = batches(engine.watch(&run.id, place).await?);
        let log = engine.log_of_run(&run, Stretch::End(TEXT)).await?;
        let mut view = View::new(log.texts, TEXT);
        // Nodes that have printed nothing are known from the beginning, too.
        view.refresh(&whole.nodes);
        Ok(Self { engine, run: whole.run, view, batches, changed: true, ended: false })
    }

    /// Takes what the watch handed out; none is the end.
    pub(super) async fn take(
        &mut self,
        batch: Option<Result<Vec<Event>, Error>>,
    ) -> Result<(), Error> {
        let Some(batch) = batch else {
            self.ended = true;
            return self.refresh().await;
        };
        let mut moved = false;
        for event in batch? {
            match event {
                Event::Lines { node, lines } => self.changed |= self.view.append(&node, &lines),
                Event::Entry(entry) => {
                    moved |= matches!(entry.kind, EntryKind::Status | EntryKind::Node);
                }
            }
        }
        if moved { self.refresh().await } else { Ok(()) }
    }

    /// Reads where the run and its nodes stand.
    async fn refresh(&mut self) -> Result<(), Error> {
        let whole = self.engine.whole_run(&self.run.id).await?;
        self.changed |= phase(&self.run) != phase(&whole.run);
        self.run = whole.run;
        self.changed |= self.view.refresh(&whole.nodes);
        Ok(())
    }

    /// The run's phase.
    pub(super) const fn phase(&self) -> Phase {
        phase(&self.run)
    }

    /// The full text so far.
    pub(super) fn message(&self) -> Value {
        let phase = self.phase();
        json!({"type": "logs", "data": self.view.rows(phase), "workflow_phase": phase.as_str()})
    }
}

/// The full text of a log that was not read from the database, and why it was not.
pub(super) fn message_of(log: TaskLog) -> Value {
    let TaskLog { phase, texts, source, warning, .. } = log;
    let view = View::new(texts, TEXT);
    json!({
        "type": "logs",
        "data": view.rows(phase),
        "workflow_phase": phase.as_str(),
        "source": source_word(source),
        "error": warning,
    })
}

/// A `seq` up to which every line is stored, so that a text that is read later holds it.
async fn stored_up_to(engine: &Engine, whole: &WholeRun) -> Result<Seq, Error> {
    let mut place = 0;
    for node in whole.nodes.iter().filter(|node| node.log_lines > 0) {
        let last = LineQuery {
            node: Some(node.name.clone()),
            from_line: Some(node.log_lines),
            to_line: Some(node.log_lines),
            q: None,
        };
        let found = engine.lines(&whole.run.id, last).await?;
        place = found.lines.iter().map(|(_, line)| line.seq).fold(place, Seq::max);
    }
    Ok(place)
}
