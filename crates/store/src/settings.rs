//! Values of the installation that every server shares, such as the key that signs run tokens.

use crate::{Store, StoreError};

impl Store {
    /// The value of `name`; the first caller's `proposal` becomes it where there was none.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn setting_or(&self, name: &str, proposal: String) -> Result<String, StoreError> {
        let name = name.to_owned();
        self.write(move |tx| {
            Box::pin(async move {
                sqlx::query(
                    "INSERT INTO settings (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING",
                )
                .bind(&name)
                .bind(&proposal)
                .execute(&mut *tx)
                .await?;
                let value = sqlx::query_scalar("SELECT value FROM settings WHERE name = $1")
                    .bind(&name)
                    .fetch_one(&mut *tx)
                    .await?;
                Ok(value)
            })
        })
        .await
    }
}
