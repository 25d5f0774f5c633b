//! Where the runs of a list are read from: each source is one index, in the order of the list.

use super::classes::Classes;
use crate::sql::Sql;

/// Some runs that one index holds by creation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Source {
    /// Every run.
    All,
    /// Those with this value in a column.
    Equal(Column, String),
    /// Those with this tag.
    Tagged(String),
    /// Those whose duration is of this class.
    Class(&'static Classes, usize),
    /// Those of these tasks, so few together that they are sorted.
    OfTasks(Vec<String>),
    /// The one with this id.
    One(String),
}

/// A column with an index by creation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Column {
    Task,
    Session,
    User,
    Trigger,
    Status,
    Kind,
}

impl Column {
    /// Its name in a statement that calls `runs` `r`.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Task => "r.task_id",
            Self::Session => "r.session_id",
            Self::User => "r.user_id",
            Self::Trigger => "r.trigger_type",
            Self::Status => "r.status",
            Self::Kind => "r.kind",
        }
    }
}

impl Source {
    /// The expressions of a run's place in the list.
    pub(super) const fn place(&self) -> (&'static str, &'static str) {
        match self {
            Self::Tagged(_) => ("g.created_at", "g.run_id"),
            // Not the column itself: else the index on creation would be walked.
            Self::OfTasks(_) => ("r.created_at + 0", "r.id"),
            _ => ("r.created_at", "r.id"),
        }
    }

    /// Writes the tables and the condition. `whole`: whether the run's own row is needed.
    pub(super) fn read(&self, sql: &mut Sql, whole: bool) {
        match self {
            Self::Tagged(_) if !whole => sql.push("run_tags g WHERE "),
            // SQLite keeps to the order of a CROSS JOIN.
            Self::Tagged(_) => sql.push("run_tags g CROSS JOIN runs r WHERE r.id = g.run_id AND "),
            _ => sql.push("runs r WHERE "),
        };
        self.condition(sql);
    }

    fn condition(&self, sql: &mut Sql) {
        match self {
            Self::All => {
                sql.push("1 = 1");
            }
            Self::Equal(column, value) => {
                sql.push(column.name()).push(" = ").bind(value.as_str());
            }
            Self::Tagged(tag) => {
                sql.push("g.tag = ").bind(tag.as_str());
            }
            Self::Class(classes, class) => classes.is(sql, *class),
            Self::OfTasks(ids) => one_of(sql, ids),
            Self::One(id) => {
                sql.push("r.id = ").bind(id.as_str());
            }
        }
    }

    /// Writes the condition for runs that are read from another source.
    pub(super) fn aside(&self, sql: &mut Sql) {
        match self {
            Self::Tagged(tag) => {
                sql.push("EXISTS (SELECT 1 FROM run_tags e WHERE e.tag = ").bind(tag.as_str());
                sql.push(" AND e.created_at = r.created_at AND e.run_id = r.id)");
            }
            _ => self.condition(sql),
        }
    }
}

/// Writes that a run is of one of these tasks.
pub(super) fn one_of(sql: &mut Sql, tasks: &[String]) {
    for (n, task) in tasks.iter().enumerate() {
        sql.push(if n == 0 { "r.task_id IN (" } else { ", " }).bind(task.as_str());
    }
    sql.push(")");
}
