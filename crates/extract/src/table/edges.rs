//! Lines at the edges of a table that look like rows of it and are none: the balance before the
//! first booking, what is taken off below the last item.

use super::Rows;
use crate::field::{Cell, Field};
use crate::values::Find as _;

/// As many rows must have a value for them to tell what a row has.
const LEFT: usize = 3;

/// Takes away first and last rows that lack half or more of the values that the others have.
pub(super) fn trim(rows: &mut Rows, fields: &[Field]) {
    let strict: Vec<usize> = rows
        .fields
        .iter()
        .enumerate()
        .filter(|(_, (field, _))| fields.get(*field).is_some_and(|one| one.data_type.is_strict()))
        .map(|(column, _)| column)
        .collect();
    let has =
        |row: &Vec<Cell>, column: usize| row.get(column).is_some_and(|one| !one.value.is_null());
    let having = |column: usize| rows.rows.iter().filter(|row| has(row, column)).count();
    // One line at each edge may be another's.
    let least = rows.rows.len().saturating_sub(2).max(LEFT);
    let common: Vec<usize> = strict.into_iter().filter(|column| having(*column) >= least).collect();
    let is_other = |row: &Vec<Cell>| {
        let lacks = common.iter().filter(|column| !has(row, **column)).count();
        lacks > 0 && lacks * 2 >= common.len()
    };
    if rows.rows.last().is_some_and(is_other) {
        rows.rows.pop();
    }
    if rows.rows.first().is_some_and(is_other) {
        rows.rows.remove(0);
    }
}
