//! The parameters that choose entries.

use annals_domain::{Cursor, Page, RunId, Timestamp};
use annals_engine::{
    HistoryFilter, HistoryOf, HistoryOrder, HistoryQuery, PageRequest, TaskBuildHistory,
    TaskBuildHistoryContextType,
};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::extract::{Bounded, Text, given, instant, page, parsed, word};
use crate::wire::history::HistoryPage;
use crate::wire::words::{HistoryWord, OrderWord};

/// Which entries.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Wanted {
    /// Only entries of this type, in any case.
    #[serde(default, deserialize_with = "word")]
    #[param(value_type = Option<HistoryWord>)]
    context_type: Option<TaskBuildHistoryContextType>,
    /// Only entries of this run.
    #[serde(default, deserialize_with = "parsed")]
    #[param(value_type = Option<String>, min_length = 1, max_length = 128, pattern = "^[A-Za-z0-9_.:-]+$")]
    run_id: Option<RunId>,
    /// Only entries of this workspace.
    #[param(value_type = Option<String>, max_length = 200, pattern = "^[^\\u0000]*$")]
    workspace_id: Option<Text<200>>,
    /// Only entries of this session.
    #[param(value_type = Option<String>, max_length = 200, pattern = "^[^\\u0000]*$")]
    session_id: Option<Text<200>>,
    /// Only entries written then or later.
    #[serde(default, deserialize_with = "instant")]
    #[param(value_type = Option<String>, format = DateTime)]
    since: Option<Timestamp>,
    /// Only entries written before then.
    #[serde(default, deserialize_with = "instant")]
    #[param(value_type = Option<String>, format = DateTime)]
    until: Option<Timestamp>,
    /// Only entries whose content contains this, in any case.
    #[param(value_type = Option<String>, max_length = 1000, pattern = "^[^\\u0000]*$")]
    q: Option<Text<1000>>,
}

impl Wanted {
    pub(super) fn filter(self) -> HistoryFilter {
        HistoryFilter {
            context_type: self.context_type,
            run_id: self.run_id,
            workspace_id: given(self.workspace_id),
            session_id: given(self.session_id),
            since: self.since,
            until: self.until,
            q: given(self.q),
        }
    }
}

/// Which page of them.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Paging {
    /// How many entries a page holds.
    #[param(value_type = Option<i64>, minimum = 1, maximum = 500, default = 100)]
    limit: Option<Bounded<1, 500>>,
    /// `next_cursor` of the page before.
    #[param(value_type = Option<String>, max_length = 2000, pattern = "^[^\\u0000]*$")]
    cursor: Option<Text<2000>>,
    /// `asc`: the oldest first, as one reads a timeline; `desc`: the newest first.
    #[serde(default, deserialize_with = "order")]
    #[param(inline, value_type = Option<OrderWord>, default = "asc")]
    order: HistoryOrder,
}

impl Paging {
    pub(super) fn of(self, of: HistoryOf, filter: HistoryFilter) -> (HistoryQuery, PageRequest) {
        let page = page(self.limit, 100, self.cursor);
        (HistoryQuery { of, filter, order: self.order }, page)
    }
}

fn order<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<HistoryOrder, D::Error> {
    match String::deserialize(deserializer)?.to_ascii_lowercase().as_str() {
        "asc" => Ok(HistoryOrder::Ascending),
        "desc" => Ok(HistoryOrder::Descending),
        _ => Err(serde::de::Error::custom("must be one of asc, desc")),
    }
}

/// A page as it is answered.
pub(super) fn shown(found: Page<TaskBuildHistory>, total: Option<i64>) -> HistoryPage {
    HistoryPage {
        next_cursor: found.next.as_ref().map(Cursor::encode),
        entries: found.items.into_iter().map(Into::into).collect(),
        total,
    }
}
