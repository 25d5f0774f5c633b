//! Secrets, encrypted: the store never sees a value.

use annals_domain::{Cursor, CursorError, Page, PageSize, Timestamp};
use sqlx::any::AnyRow;

use crate::sql::{Columns, Sql};
use crate::{Store, StoreError};

/// The list's name in its cursors.
const LIST: &str = "secrets";

/// A secret as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedSecret {
    /// Its name.
    pub name: String,
    /// Which key it was encrypted with.
    pub key_id: String,
    /// What was random in its encryption.
    pub nonce: Vec<u8>,
    /// The encrypted value.
    pub ciphertext: Vec<u8>,
}

/// A secret as it is listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecretInfo {
    /// Its name.
    pub name: String,
    /// When it was first stored.
    pub created_at: Timestamp,
    /// When its value was last replaced.
    pub updated_at: Timestamp,
}

impl Store {
    /// Stores a secret, in place of the one of that name if there is one.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn put_secret(
        &self,
        secret: SealedSecret,
        at: Timestamp,
    ) -> Result<SecretInfo, StoreError> {
        self.write(move |tx| {
            Box::pin(async move {
                let row = sqlx::query(
                    "INSERT INTO secrets (name, key_id, nonce, ciphertext, created_at, updated_at) \
                     VALUES ($1, $2, $3, $4, $5, $5) \
                     ON CONFLICT (name) DO UPDATE SET key_id = excluded.key_id, \
                       nonce = excluded.nonce, ciphertext = excluded.ciphertext, \
                       updated_at = excluded.updated_at \
                     RETURNING name, created_at, updated_at",
                )
                .bind(secret.name)
                .bind(secret.key_id)
                .bind(secret.nonce)
                .bind(secret.ciphertext)
                .bind(at.as_micros())
                .fetch_one(tx)
                .await?;
                info(&row)
            })
        })
        .await
    }

    /// The secrets with these names; unknown names are left out.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer or a row is damaged.
    pub async fn sealed_secrets(&self, names: &[&str]) -> Result<Vec<SealedSecret>, StoreError> {
        let mut found = Vec::new();
        for part in names.chunks(100) {
            let mut sql =
                Sql::new("SELECT name, key_id, nonce, ciphertext FROM secrets WHERE name IN (");
            for (n, name) in part.iter().enumerate() {
                sql.push(if n == 0 { "" } else { ", " }).bind(*name);
            }
            sql.push(")");
            for row in sql.rows(&self.pool).await? {
                found.push(sealed(&row)?);
            }
        }
        Ok(found)
    }

    /// A page of the secrets by name.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer or a row is damaged.
    pub async fn secrets(
        &self,
        size: PageSize,
        after: Option<&Cursor>,
    ) -> Result<Page<SecretInfo>, StoreError> {
        let mut sql = Sql::new("SELECT name, created_at, updated_at FROM secrets");
        sql.and_if("name > ", after.map(|cursor| cursor.id.as_str()));
        sql.push(" ORDER BY name LIMIT ").bind(size.probe());
        let rows = sql.rows(&self.pool).await?;
        let found = rows.iter().map(info).collect::<Result<Vec<_>, _>>()?;
        Ok(Page::cut(found, size, |secret| Cursor::new(LIST, 0, &secret.name)))
    }

    /// The place in the list of secrets that `text` names.
    ///
    /// # Errors
    /// [`CursorError`] for a text that this list has not given.
    pub fn secrets_cursor(&self, text: &str) -> Result<Cursor, CursorError> {
        Cursor::decode(text, LIST)
    }

    /// Removes a secret; false if there is none of that name.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn delete_secret(&self, name: &str) -> Result<bool, StoreError> {
        let name = name.to_owned();
        self.write(move |tx| {
            Box::pin(async move {
                let done = sqlx::query("DELETE FROM secrets WHERE name = $1")
                    .bind(name)
                    .execute(tx)
                    .await?;
                Ok(done.rows_affected() > 0)
            })
        })
        .await
    }
}

fn sealed(row: &AnyRow) -> Result<SealedSecret, StoreError> {
    let columns = Columns::new(row, "secrets", "name");
    Ok(SealedSecret {
        name: columns.text("name")?,
        key_id: columns.text("key_id")?,
        nonce: columns.bytes("nonce")?,
        ciphertext: columns.bytes("ciphertext")?,
    })
}

fn info(row: &AnyRow) -> Result<SecretInfo, StoreError> {
    let columns = Columns::new(row, "secrets", "name");
    Ok(SecretInfo {
        name: columns.text("name")?,
        created_at: columns.time("created_at")?,
        updated_at: columns.time("updated_at")?,
    })
}
