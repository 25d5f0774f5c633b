//! The order of a list of runs, and the places in it.

use annals_domain::{Cursor, Run};

use crate::filters::RunFilter;

/// The order of a list: by creation, as every index holds the runs. The runs of one task go by
/// number: two that were created at once may have their times the other way round.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    Creation,
    Number,
}

impl Order {
    /// The order under this filter.
    pub(super) fn of(filter: &RunFilter) -> Self {
        let task_only = RunFilter { task_id: filter.task_id.clone(), ..RunFilter::default() };
        match filter.task_id {
            Some(_) if *filter == task_only => Self::Number,
            _ => Self::Creation,
        }
    }

    /// What its cursors are made for.
    pub(super) const fn list(self) -> &'static str {
        match self {
            Self::Creation => "runs",
            Self::Number => "runs of a task",
        }
    }

    /// The place of a run.
    pub(super) fn place(self, run: &Run) -> Cursor {
        let key = match self {
            Self::Creation => run.created_at.as_micros(),
            Self::Number => run.number.get(),
        };
        Cursor::new(self.list(), key, run.id.as_str())
    }
}
