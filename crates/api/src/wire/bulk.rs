//! Acts on many runs.

use std::str::FromStr;

use annals_domain::{RunId, Timestamp};
use annals_engine::{
    BulkAction, BulkPlan, BulkProgress, BulkRequest, BulkRuns, BulkState, RunFilter, Skipped,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::submit::Tag;
use super::words::{BulkStateWord, BulkWord, KindWord, StatusWord};
use crate::extract::{Case, Check, Empty};
use crate::problem::Problem;

/// The most ids that a request names.
const IDS: usize = 10_000;
/// How many ids are shown.
const FIRST: usize = 20;

/// What to do to which runs.
#[derive(Debug, Deserialize, ToSchema)]
pub struct BulkBody {
    /// `cancel`, `tag`, `untag`, `delete`, `pin` or `unpin`.
    #[schema(value_type = BulkWord)]
    action: String,
    /// The runs; either these or `filter`.
    #[schema(value_type = Option<Vec<String>>, max_items = 10000)]
    ids: Option<Vec<String>>,
    /// Every run that a list under this filter shows.
    filter: Option<BulkFilter>,
    /// The tags to add or to take away.
    #[schema(max_items = 50, value_type = Option<Vec<Tag>>)]
    tags: Option<Vec<String>>,
    /// Only tell what would be done.
    pub(crate) dry_run: Option<bool>,
    /// How many runs it must affect, as a dry run told.
    #[schema(minimum = 0)]
    expected: Option<i64>,
}

impl Empty for BulkBody {}

/// The filters of `GET /api/v1/runs`.
#[derive(Debug, Default, Deserialize, ToSchema)]
pub struct BulkFilter {
    #[schema(value_type = Option<KindWord>)]
    kind: Option<String>,
    #[schema(value_type = Option<StatusWord>)]
    status: Option<String>,
    #[schema(min_length = 1, max_length = 128, pattern = "^[A-Za-z0-9_.:-]+$")]
    task_id: Option<String>,
    #[schema(max_length = 200, pattern = "^[^\\u0000]*$")]
    trigger_type: Option<String>,
    #[schema(max_length = 200, pattern = "^[^\\u0000]*$")]
    session_id: Option<String>,
    #[schema(max_length = 200, pattern = "^[^\\u0000]*$")]
    user_id: Option<String>,
    #[schema(max_length = 100, pattern = "^[^\\u0000]*$")]
    tag: Option<String>,
    #[schema(max_length = 1000, pattern = "^[^\\u0000]*$")]
    q: Option<String>,
    #[schema(value_type = Option<String>, format = DateTime)]
    started_after: Option<String>,
    #[schema(value_type = Option<String>, format = DateTime)]
    started_before: Option<String>,
    #[schema(minimum = 0)]
    min_duration_ms: Option<i64>,
}

impl BulkBody {
    /// The request, checked.
    pub(crate) fn request(self) -> Result<BulkRequest, Problem> {
        let mut check = Check::new(Case::Snake);
        let tags = self.tags.unwrap_or_default();
        check.tags(&tags);
        let action = action(&self.action, tags, &mut check);
        let expected = self.expected;
        if expected.is_some_and(|expected| expected < 0) {
            check.fail("expected", "must be 0 or more");
        }
        let runs = match (self.ids, self.filter) {
            (Some(ids), None) => named(&ids, &mut check).map(BulkRuns::Ids),
            (None, Some(filter)) => {
                let filter = filter.read(&mut check);
                let all = filter == RunFilter::default();
                if all && expected.is_none() && self.dry_run != Some(true) {
                    check.fail(
                        "expected",
                        "is required with an empty filter, which means every run",
                    );
                }
                Some(BulkRuns::Filter(Box::new(filter)))
            }
            _ => {
                check.fail("ids", "must be given, or `filter`, and not both");
                None
            }
        };
        check.done()?;
        // What is missing was told.
        let (Some(action), Some(runs)) = (action, runs) else {
            return Err(Problem::invalid(Vec::new()));
        };
        Ok(BulkRequest { action, runs, expected })
    }
}

fn action(word: &str, tags: Vec<String>, check: &mut Check) -> Option<BulkAction> {
    let needs_tags = matches!(word, "tag" | "untag");
    if needs_tags == tags.is_empty() {
        let text = if needs_tags { "is required" } else { "is only for `tag` and `untag`" };
        check.fail("tags", text);
    }
    Some(match word {
        "cancel" => BulkAction::Cancel,
        "tag" => BulkAction::Tag(tags),
        "untag" => BulkAction::Untag(tags),
        "delete" => BulkAction::Delete,
        "pin" => BulkAction::Pin,
        "unpin" => BulkAction::Unpin,
        _ => {
            check.fail("action", format!("must be one of {}", BulkWord::ALL.join(", ")));
            return None;
        }
    })
}

fn named(ids: &[String], check: &mut Check) -> Option<Vec<RunId>> {
    if ids.is_empty() || ids.len() > IDS {
        check.fail("ids", format!("must be 1 to {IDS} ids, not {}", ids.len()));
        return None;
    }
    let mut read = Vec::with_capacity(ids.len());
    for (index, id) in ids.iter().enumerate() {
        match id.parse() {
            Ok(id) => read.push(id),
            Err(error) => check.fail(&format!("ids.{index}"), error),
        }
    }
    Some(read)
}

impl BulkFilter {
    fn read(self, check: &mut Check) -> RunFilter {
        let mut text = |name: &str, text: Option<String>, most| {
            check.text(&format!("filter.{name}"), text.as_deref(), most);
            text.filter(|text| !text.is_empty())
        };
        let trigger = text("trigger_type", self.trigger_type, 200);
        let session_id = text("session_id", self.session_id, 200);
        let user_id = text("user_id", self.user_id, 200);
        let (tag, q) = (text("tag", self.tag, 100), text("q", self.q, 1000));
        if self.min_duration_ms.is_some_and(|ms| ms < 0) {
            check.fail("filter.min_duration_ms", "must be 0 or more");
        }
        RunFilter {
            kind: read("kind", self.kind, check),
            status: read("status", self.status, check),
            task_id: read("task_id", self.task_id, check),
            trigger,
            session_id,
            user_id,
            tag,
            q,
            started_after: read("started_after", self.started_after, check),
            started_before: read("started_before", self.started_before, check),
            min_duration_ms: self.min_duration_ms,
            ..RunFilter::default()
        }
    }
}

fn read<T>(name: &str, text: Option<String>, check: &mut Check) -> Option<T>
where
    T: FromStr<Err: std::fmt::Display>,
{
    match text?.parse() {
        Ok(value) => Some(value),
        Err(error) => {
            check.fail(&format!("filter.{name}"), error);
            None
        }
    }
}

/// What an act on many runs does, and how far it is.
#[derive(Debug, Serialize, ToSchema)]
pub struct BulkAnswer {
    /// Its id, to ask for its progress; null for a dry run.
    id: Option<String>,
    #[schema(value_type = BulkWord)]
    action: &'static str,
    dry_run: bool,
    #[schema(value_type = BulkStateWord)]
    state: &'static str,
    /// The runs that are meant.
    #[schema(minimum = 0)]
    matched: i64,
    /// Those of them that it changes.
    #[schema(minimum = 0)]
    affected: i64,
    /// The first of these.
    #[schema(max_items = 20)]
    first_ids: Vec<String>,
    /// Why others are not changed.
    skips: Skips,
    /// The bytes of logs that go with deleted runs, as they were printed.
    #[schema(minimum = 0)]
    log_bytes: i64,
    /// The bytes of files that go with deleted runs.
    #[schema(minimum = 0)]
    file_bytes: i64,
    /// Whether no more runs are meant: one act changes at most 100,000; ask again for the others.
    complete: bool,
    /// Runs that were changed so far.
    #[schema(minimum = 0)]
    changed: i64,
    /// Runs that had changed by themselves, or were gone.
    #[schema(minimum = 0)]
    skipped: i64,
    /// Runs that could not be changed.
    #[schema(minimum = 0)]
    failed: i64,
    /// Why the last of these could not, or why it stopped.
    error: Option<String>,
    #[schema(value_type = Option<String>, format = DateTime)]
    begun_at: Option<Timestamp>,
    #[schema(value_type = Option<String>, format = DateTime)]
    ended_at: Option<Timestamp>,
}

/// Why runs are not changed, and how many.
#[derive(Debug, Serialize, ToSchema)]
pub struct Skips {
    /// They have not ended.
    #[schema(minimum = 0)]
    not_ended: i64,
    /// They are pinned.
    #[schema(minimum = 0)]
    pinned: i64,
    /// They are as they would become.
    #[schema(minimum = 0)]
    unchanged: i64,
    /// There are no such runs.
    #[schema(minimum = 0)]
    unknown: i64,
}

const fn word(action: &BulkAction) -> &'static str {
    match action {
        BulkAction::Cancel => "cancel",
        BulkAction::Tag(_) => "tag",
        BulkAction::Untag(_) => "untag",
        BulkAction::Delete => "delete",
        BulkAction::Pin => "pin",
        BulkAction::Unpin => "unpin",
    }
}

impl BulkAnswer {
    /// What would be done.
    pub(crate) fn planned(action: &BulkAction, plan: &BulkPlan) -> Self {
        let Skipped { not_ended, pinned, unchanged, unknown } = plan.skipped;
        Self {
            id: None,
            action: word(action),
            dry_run: true,
            state: "planned",
            matched: plan.matched,
            affected: plan.affected(),
            first_ids: plan.ids.iter().take(FIRST).map(ToString::to_string).collect(),
            skips: Skips { not_ended, pinned, unchanged, unknown },
            log_bytes: plan.log_bytes,
            file_bytes: plan.file_bytes,
            complete: plan.complete,
            changed: 0,
            skipped: 0,
            failed: 0,
            error: None,
            begun_at: None,
            ended_at: None,
        }
    }
}

impl From<BulkProgress> for BulkAnswer {
    fn from(progress: BulkProgress) -> Self {
        let planned = Self::planned(&progress.action, &progress.plan);
        Self {
            id: Some(progress.id),
            dry_run: false,
            state: match progress.state {
                BulkState::Running => "running",
                BulkState::Done => "done",
                BulkState::Stopped => "stopped",
            },
            changed: progress.changed,
            skipped: progress.skipped,
            failed: progress.failed,
            error: progress.error,
            begun_at: Some(progress.begun_at),
            ended_at: progress.ended_at,
            ..planned
        }
    }
}
