//! Texts in rows.

use sqlx::AnyConnection;
use sqlx::any::AnyRow;

use super::{Mask, Rewritten, TextKind};
use crate::sql::{Columns, Sql};
use crate::{Store, StoreError};

/// How many rows are read at once.
const PAGE: i64 = 500;

/// A task's name, and the same in lower case, which follows it.
const NAME: &str = "name";
const NAME_LOWER: &str = "name_lower";

/// A table with texts.
struct Table {
    name: &'static str,
    /// The column that names a row, and the integer beside it where one name has many rows.
    key: (&'static str, Option<&'static str>),
    columns: &'static [(&'static str, TextKind)],
}

const TABLES: &[Table] = &[
    Table { name: "ledger", key: ("run_id", Some("seq")), columns: &[("body", TextKind::Entry)] },
    Table {
        name: "run_details",
        key: ("run_id", None),
        columns: &[
            ("inputs", TextKind::Json),
            ("outputs", TextKind::Json),
            ("metadata", TextKind::Json),
            ("error_message", TextKind::Plain),
        ],
    },
    Table {
        name: "nodes",
        key: ("run_id", Some("idx")),
        columns: &[("message", TextKind::Plain), ("log_end", TextKind::LogEnd)],
    },
    Table {
        name: "tasks",
        key: ("id", None),
        columns: &[
            (NAME, TextKind::Plain),
            (NAME_LOWER, TextKind::Plain),
            ("latest_code_head", TextKind::Plain),
            ("latest_dependencies", TextKind::Plain),
        ],
    },
    Table {
        name: "flows",
        key: ("task_id", None),
        columns: &[
            ("description", TextKind::Plain),
            ("content", TextKind::Spec),
            ("shape", TextKind::Json),
        ],
    },
    Table { name: "output_values", key: ("id", None), columns: &[("content", TextKind::Json)] },
    Table { name: "environments", key: ("id", None), columns: &[("facts", TextKind::Facts)] },
    Table {
        name: "task_history",
        key: ("task_id", Some("n")),
        columns: &[("content", TextKind::Plain), ("metadata", TextKind::Plain)],
    },
];

/// A row's key, and what its columns are to become where they held what they held.
struct Rewrite {
    key: (String, i64),
    columns: Vec<(&'static str, String, String)>,
}

impl Store {
    /// Rewrites the texts of every table; a dry run only counts.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer. What was rewritten until then stays so.
    pub async fn rewrite_texts(
        &self,
        mask: &dyn Mask,
        dry_run: bool,
    ) -> Result<Rewritten, StoreError> {
        let mut rewritten = Rewritten::new();
        for table in TABLES {
            let mut after = None;
            loop {
                let rows = self.texts(table, after.as_ref()).await?;
                let Some(last) = rows.last() else { break };
                after = Some(table.key_of(last)?);
                let mut changed = Vec::new();
                for row in &rows {
                    changed.extend(table.rewrite(row, mask)?);
                }
                *rewritten.entry(table.name).or_default() +=
                    i64::try_from(changed.len()).unwrap_or(0);
                if !dry_run && !changed.is_empty() {
                    self.write(move |tx| Box::pin(async move { store(tx, table, changed).await }))
                        .await?;
                }
            }
        }
        Ok(rewritten)
    }

    async fn texts(
        &self,
        table: &Table,
        after: Option<&(String, i64)>,
    ) -> Result<Vec<AnyRow>, StoreError> {
        let (key, number) = table.key;
        let mut sql = Sql::new("SELECT ");
        sql.push(key);
        for column in number.into_iter().chain(table.columns.iter().map(|(name, _)| *name)) {
            sql.push(", ").push(column);
        }
        sql.push(" FROM ").push(table.name);
        match (after, number) {
            (Some((key_value, n)), Some(number)) => {
                sql.and("(").push(key).push(", ").push(number).push(") > (");
                sql.bind(key_value.as_str()).push(", ").bind(*n).push(")");
            }
            (Some((value, _)), None) => {
                sql.and(key).push(" > ").bind(value.as_str());
            }
            (None, _) => {}
        }
        sql.push(" ORDER BY ").push(key);
        if let Some(number) = number {
            sql.push(", ").push(number);
        }
        sql.push(" LIMIT ").bind(PAGE);
        sql.rows(&self.pool).await
    }
}

impl Table {
    fn key_of(&self, row: &AnyRow) -> Result<(String, i64), StoreError> {
        let columns = Columns::new(row, self.name, self.key.0);
        let number = self.key.1.map_or(Ok(0), |number| columns.int(number))?;
        Ok((columns.text(self.key.0)?, number))
    }

    /// What of the row is to change; none if nothing is.
    fn rewrite(&self, row: &AnyRow, mask: &dyn Mask) -> Result<Option<Rewrite>, StoreError> {
        let columns = Columns::new(row, self.name, self.key.0);
        let mut changed = Vec::new();
        let mut lower = None;
        for &(name, kind) in self.columns {
            let Some(before) = columns.opt_text(name)? else { continue };
            let masked = if name == NAME_LOWER { lower.take() } else { mask.masked(kind, &before) };
            let Some(after) = masked else { continue };
            if name == NAME {
                lower = Some(after.to_lowercase());
            }
            changed.push((name, before, after));
        }
        let key = self.key_of(row)?;
        Ok((!changed.is_empty()).then_some(Rewrite { key, columns: changed }))
    }
}

/// A text that somebody else changed meanwhile stays as it is.
async fn store(
    tx: &mut AnyConnection,
    table: &'static Table,
    changed: Vec<Rewrite>,
) -> Result<(), StoreError> {
    for Rewrite { key: (value, n), columns } in changed {
        for (column, before, after) in columns {
            let mut sql = Sql::new("UPDATE ");
            sql.push(table.name).push(" SET ").push(column).push(" = ").bind(after);
            sql.and(table.key.0).push(" = ").bind(value.as_str());
            if let Some(number) = table.key.1 {
                sql.and(number).push(" = ").bind(n);
            }
            sql.and(column).push(" = ").bind(before);
            sql.run(&mut *tx).await?;
        }
    }
    Ok(())
}
