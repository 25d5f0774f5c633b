//! Accounts at other services. The store never sees a token.

use annals_domain::Timestamp;

use crate::sql::{Columns, Sql, Values};
use crate::{SealedSecret, Store, StoreError};

/// A connected account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Whose it is; empty on a server without tokens.
    pub user_id: String,
    /// The service.
    pub provider: String,
    /// The account's address there.
    pub address: String,
    /// What was granted, separated by spaces.
    pub scopes: String,
    /// Its tokens, encrypted.
    pub sealed: SealedSecret,
    /// When it was connected.
    pub created_at: Timestamp,
    /// When its tokens were last renewed.
    pub updated_at: Timestamp,
}

impl Store {
    /// Stores an account in place of the one that this user had with the provider.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn put_account(&self, account: Account) -> Result<(), StoreError> {
        self.write(move |tx| {
            Box::pin(async move {
                let mut sql = Sql::new(
                    "INSERT INTO connected_accounts (user_id, provider, address, scopes, key_id, \
                       nonce, ciphertext, created_at, updated_at) VALUES ",
                );
                let mut values = Values::of(&mut sql);
                values.row().bind(account.user_id).bind(account.provider).bind(account.address);
                values.bind(account.scopes).bind(account.sealed.key_id);
                values.bind(account.sealed.nonce).bind(account.sealed.ciphertext);
                values.bind(account.created_at.as_micros()).bind(account.updated_at.as_micros());
                values.end();
                sql.push(
                    " ON CONFLICT (user_id, provider) DO UPDATE SET address = excluded.address, \
                       scopes = excluded.scopes, key_id = excluded.key_id, \
                       nonce = excluded.nonce, ciphertext = excluded.ciphertext, \
                       updated_at = excluded.updated_at",
                );
                sql.run(tx).await.map(drop)
            })
        })
        .await
    }

    /// The account of a user with a provider.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer or the row is damaged.
    pub async fn account(&self, user: &str, provider: &str) -> Result<Option<Account>, StoreError> {
        let mut sql = Sql::new("SELECT * FROM connected_accounts");
        sql.and("user_id = ").bind(user).and("provider = ").bind(provider);
        let rows = sql.rows(&self.pool).await?;
        let Some(row) = rows.first() else { return Ok(None) };
        let columns = Columns::new(row, "connected_accounts", "user_id");
        let sealed = SealedSecret {
            name: format!("account/{provider}/{user}"),
            key_id: columns.text("key_id")?,
            nonce: columns.bytes("nonce")?,
            ciphertext: columns.bytes("ciphertext")?,
        };
        Ok(Some(Account {
            user_id: columns.text("user_id")?,
            provider: columns.text("provider")?,
            address: columns.text("address")?,
            scopes: columns.text("scopes")?,
            sealed,
            created_at: columns.time("created_at")?,
            updated_at: columns.time("updated_at")?,
        }))
    }

    /// Removes an account; whether there was one.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn delete_account(&self, user: &str, provider: &str) -> Result<bool, StoreError> {
        let (user, provider) = (user.to_owned(), provider.to_owned());
        self.write(move |tx| {
            Box::pin(async move {
                let mut sql = Sql::new("DELETE FROM connected_accounts");
                sql.and("user_id = ").bind(user).and("provider = ").bind(provider);
                Ok(sql.run(tx).await? == 1)
            })
        })
        .await
    }
}
