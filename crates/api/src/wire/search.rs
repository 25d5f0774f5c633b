//! Lines that a search found.

use annals_domain::Timestamp;
use annals_engine::{Hit, SearchSummary};
use serde::Serialize;
use utoipa::ToSchema;

use super::words::StreamWord;

/// A line that a search found.
#[derive(Debug, Serialize, ToSchema)]
pub struct SearchHit {
    /// The run that printed it.
    run_id: String,
    /// The run's task.
    task_id: String,
    /// The task's name.
    task_name: String,
    /// The run's number within the task.
    #[schema(minimum = 1)]
    run_number: i64,
    /// The node that printed it.
    node: String,
    /// Its number within the node, from 1.
    #[schema(minimum = 1)]
    line_no: i64,
    /// Its place in the run's ledger.
    #[schema(minimum = 1)]
    seq: i64,
    /// The output it came from.
    #[schema(value_type = StreamWord)]
    stream: &'static str,
    /// When it was read.
    #[schema(value_type = String, format = DateTime)]
    ts: Timestamp,
    /// Its text; of a very long line about 4,096 bytes around the first match.
    line: String,
    /// How many characters stand before that.
    #[schema(minimum = 0)]
    left_out: usize,
    /// The matches in `line`, each from its first character, counted from 0, to the one after its
    /// last. At most 100.
    #[schema(value_type = Vec<Vec<i64>>, max_items = 100)]
    matches: Vec<[usize; 2]>,
    /// The two lines before it in its node's log, as far as there are any.
    #[schema(max_items = 2)]
    before: Vec<String>,
    /// The two lines after it.
    #[schema(max_items = 2)]
    after: Vec<String>,
}

impl From<Hit> for SearchHit {
    fn from(hit: Hit) -> Self {
        let Hit { run, node, line, left_out, matches, before, after } = hit;
        Self {
            run_id: run.id.to_string(),
            task_id: run.task_id.to_string(),
            task_name: run.task_name.clone(),
            run_number: run.number.get(),
            node: node.to_string(),
            line_no: line.number,
            seq: line.seq,
            stream: line.stream.as_str(),
            ts: line.at,
            line: line.text().into_owned(),
            left_out,
            matches: matches.into_iter().map(|found| [found.start, found.end]).collect(),
            before,
            after,
        }
    }
}

/// The last line of a search's answer.
#[derive(Debug, Serialize, ToSchema)]
pub struct SearchDone {
    /// Always true: it tells this object from a hit.
    done: bool,
    /// The runs whose logs were looked through.
    #[schema(minimum = 0)]
    searched_runs: i64,
    /// The bytes of lines that were read for it.
    #[schema(minimum = 0)]
    searched_bytes: i64,
    /// The blocks that need not be read, as their filters told.
    #[schema(minimum = 0)]
    skipped_blocks: i64,
    /// The blocks that could not be read, as they are damaged.
    #[schema(minimum = 0)]
    damaged_blocks: i64,
    /// Whether there is a further line beyond the limit.
    more: bool,
}

impl From<SearchSummary> for SearchDone {
    fn from(summary: SearchSummary) -> Self {
        let SearchSummary { searched_runs, searched_bytes, skipped_blocks, damaged_blocks, more } =
            summary;
        Self { done: true, searched_runs, searched_bytes, skipped_blocks, damaged_blocks, more }
    }
}

/// A line of a search's answer: hits, then one summary.
#[derive(Debug, Serialize, ToSchema)]
#[serde(untagged)]
pub enum SearchLine {
    /// A line that was found.
    Hit(Box<SearchHit>),
    /// The end.
    Done(SearchDone),
}
