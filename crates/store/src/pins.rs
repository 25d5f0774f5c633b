//! Pins: what retention leaves alone.

use annals_domain::RunId;

use crate::{Store, StoreError};

impl Store {
    /// Pins a run or takes its pin away; answers whether there is such a run.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn pin(&self, run: &RunId, pinned: bool) -> Result<bool, StoreError> {
        let run = run.clone();
        self.write(move |tx| {
            Box::pin(async move {
                let done = sqlx::query("UPDATE runs SET pinned = $2 WHERE id = $1")
                    .bind(run.as_str())
                    .bind(i64::from(pinned))
                    .execute(tx)
                    .await?;
                Ok(done.rows_affected() == 1)
            })
        })
        .await
    }
}
