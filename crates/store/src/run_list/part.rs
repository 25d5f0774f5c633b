//! A part of a list: runs of one source within a window of time, in the list's order.

use annals_domain::Cursor;

use super::source::Source;
use super::wanted::Wanted;
use crate::sql::Sql;

/// The times of creation that are read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Window<'c> {
    /// The page before ended here.
    pub(super) after: Option<&'c Cursor>,
    /// Created before, in microseconds.
    pub(super) before: Option<i64>,
    /// Created then or later.
    pub(super) since: Option<i64>,
}

impl Window<'_> {
    /// Writes one upper and one lower bound: SQLite would take any one of several upper ones.
    fn bound(self, sql: &mut Sql, source: &Source) {
        let (at, id) = source.place();
        match (self.after, self.before) {
            (Some(after), before) if before.is_none_or(|before| after.key < before) => {
                sql.push(&format!(" AND ({at}, {id}) < (")).bind(after.key);
                sql.push(", ").bind(after.id.as_str()).push(")");
            }
            (_, Some(before)) => {
                sql.push(&format!(" AND {at} < ")).bind(before);
            }
            (_, None) => {}
        }
        if let Some(since) = self.since {
            sql.push(&format!(" AND {at} >= ")).bind(since);
        }
    }
}

/// Runs of one source; the parts of a list share none.
#[derive(Debug)]
pub(super) struct Part<'c> {
    pub(super) source: Source,
    pub(super) window: Window<'c>,
    /// Whether those that waited long are left out, since other parts hold them.
    pub(super) prompt: bool,
}

impl Part<'_> {
    /// Writes a statement that reads the places of its first `limit` runs; those that the filter
    /// lets through, or all without one.
    fn places(&self, sql: &mut Sql, wanted: Option<&Wanted<'_>>, limit: i64) {
        let (at, id) = self.source.place();
        sql.push(&format!("SELECT {at} AS at, {id} AS id FROM "));
        let whole = self.prompt || wanted.is_some_and(|wanted| wanted.needs_row(&self.source));
        self.source.read(sql, whole);
        self.window.bound(sql, &self.source);
        if self.prompt {
            sql.push(" AND ").push(super::classes::PROMPT);
        }
        if let Some(wanted) = wanted {
            wanted.narrow(sql, &self.source);
        }
        sql.push(&format!(" ORDER BY {at} DESC, {id} DESC LIMIT ")).bind(limit);
    }
}

/// Writes the places of the first `limit` runs of all parts together, in order, as a table.
pub(super) fn merged(sql: &mut Sql, parts: &[Part<'_>], wanted: Option<&Wanted<'_>>, limit: i64) {
    sql.push("(");
    if let [part] = parts {
        part.places(sql, wanted, limit);
    } else {
        sql.push("SELECT at, id FROM (");
        for (n, part) in parts.iter().enumerate() {
            sql.push(if n == 0 {
                "SELECT at, id FROM ("
            } else {
                " UNION ALL SELECT at, id FROM ("
            });
            part.places(sql, wanted, limit);
            sql.push(&format!(") p{n}"));
        }
        sql.push(") m ORDER BY at DESC, id DESC LIMIT ").bind(limit);
    }
    sql.push(")");
}
