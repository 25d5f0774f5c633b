//! What people made of values that were found.

use annals_domain::{NodeName, RunId};
use sqlx::any::AnyRow;

use super::{Correction, change};
use crate::sql::{Columns, Sql, Values, json};
use crate::{Store, StoreError};

impl Store {
    /// Keeps a correction beside the value that was found; it takes the place of an earlier one.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn correct(&self, run: &RunId, correction: Correction) -> Result<(), StoreError> {
        let run = run.clone();
        self.write(move |tx| {
            Box::pin(async move {
                let mut sql = Sql::new(
                    "INSERT INTO job_corrections (run_id, node, row_number, column_name, value, \
                       user_id, corrected_at) VALUES ",
                );
                let mut values = Values::of(&mut sql);
                values.row().bind(run.as_str()).bind(correction.node.as_str());
                values.bind(correction.row).bind(correction.column.as_str());
                values.bind(json(&correction.value)?).bind(correction.user_id.as_deref());
                values.bind(correction.at.as_micros());
                values.end();
                sql.push(
                    " ON CONFLICT (run_id, node, row_number, column_name) DO UPDATE SET \
                      value = excluded.value, user_id = excluded.user_id, \
                      corrected_at = excluded.corrected_at",
                );
                sql.run(&mut *tx).await?;
                change::active(tx, &run, correction.at).await
            })
        })
        .await
    }

    /// The corrections of these tasks of a run.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer or a row is damaged.
    pub async fn corrections(
        &self,
        run: &RunId,
        nodes: &[NodeName],
    ) -> Result<Vec<Correction>, StoreError> {
        let mut found = Vec::new();
        for part in nodes.chunks(500) {
            let mut sql = Sql::new("SELECT * FROM job_corrections");
            sql.and("run_id = ").bind(run.as_str());
            sql.and("node IN ").list(part.iter().map(NodeName::as_str));
            sql.push(" ORDER BY node, row_number, column_name");
            for row in &sql.rows_once(&self.pool).await? {
                found.push(correction(row)?);
            }
        }
        Ok(found)
    }
}

fn correction(row: &AnyRow) -> Result<Correction, StoreError> {
    let columns = Columns::new(row, "job_corrections", "run_id");
    Ok(Correction {
        node: columns.word("node")?,
        row: columns.int("row_number")?,
        column: columns.text("column_name")?,
        value: columns.json("value")?,
        user_id: columns.opt_text("user_id")?,
        at: columns.time("corrected_at")?,
    })
}
