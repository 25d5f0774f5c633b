//! Where a table begins, goes on and ends.

use super::row::Read;
use crate::field::Cell;

/// Where in a table a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    In,
    /// A page began and the table may go on, or a line was none of its rows; as many lines as this
    /// may come before a row.
    Between(usize),
    /// Sums were told, or nothing came.
    Over,
}

impl State {
    /// After a line. On a new page, only a row with a value in each column is taken for one.
    pub(super) fn after(self, read: &Read, columns: usize) -> Self {
        let whole = |cells: &[Cell]| {
            cells.len() == columns && cells.iter().all(|cell| !cell.value.is_null())
        };
        match (self, read) {
            (_, Read::Sums) | (Self::Between(0) | Self::Over, _) => Self::Over,
            (Self::In, Read::End) => Self::Between(0),
            (Self::In, _) => Self::In,
            (Self::Between(_), Read::Row(cells)) if whole(cells) => Self::In,
            (Self::Between(left), _) => Self::Between(left - 1),
        }
    }
}
