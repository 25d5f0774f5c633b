//! Access tokens: only their SHA-256 is kept.

use annals_domain::{Timestamp, TokenId};

use crate::sql::Columns;
use crate::{Store, StoreError};

/// What a token is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenKind {
    /// A person's or program's, made by `annals token create`.
    Access,
    /// A browser's session.
    Session,
}

impl TokenKind {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Access => "access",
            Self::Session => "session",
        }
    }
}

/// A token to be stored.
#[derive(Debug, Clone)]
pub struct NewToken {
    /// Its id.
    pub id: TokenId,
    /// What it is for.
    pub kind: TokenKind,
    /// Whose it is.
    pub user: String,
    /// The SHA-256 of the secret, hexadecimal.
    pub hash: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it ends; none if it does not.
    pub expires_at: Option<Timestamp>,
}

/// A stored token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Its id.
    pub id: TokenId,
    /// Whose it is.
    pub user: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it ends.
    pub expires_at: Option<Timestamp>,
    /// When it was revoked.
    pub revoked_at: Option<Timestamp>,
}

const COLUMNS: &str = "id, user_name, created_at, expires_at, revoked_at";

fn token(row: &sqlx::any::AnyRow) -> Result<Token, StoreError> {
    let columns = Columns::new(row, "tokens", "id");
    Ok(Token {
        id: columns.word("id")?,
        user: columns.text("user_name")?,
        created_at: columns.time("created_at")?,
        expires_at: columns.opt_time("expires_at")?,
        revoked_at: columns.opt_time("revoked_at")?,
    })
}

impl Store {
    /// Stores a token.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn insert_token(&self, new: NewToken) -> Result<(), StoreError> {
        self.write(move |tx| {
            Box::pin(async move {
                sqlx::query(
                    "INSERT INTO tokens (id, kind, user_name, hash, created_at, expires_at) \
                     VALUES ($1, $2, $3, $4, $5, $6)",
                )
                .bind(new.id.as_str())
                .bind(new.kind.as_str())
                .bind(new.user)
                .bind(new.hash)
                .bind(new.created_at.as_micros())
                .bind(new.expires_at.map(Timestamp::as_micros))
                .execute(tx)
                .await?;
                Ok(())
            })
        })
        .await
    }

    /// The token whose secret has this hash, whatever its state.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer or the row is damaged.
    pub async fn token_by_hash(&self, hash: &str) -> Result<Option<Token>, StoreError> {
        let text = select(COLUMNS, "FROM tokens WHERE hash = ");
        let mut sql = crate::sql::Sql::new(&text);
        sql.bind(hash);
        sql.rows(&self.pool).await?.first().map(token).transpose()
    }

    /// The access tokens, newest first, at most 1,000; sessions are not shown.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer or a row is damaged.
    pub async fn tokens(&self) -> Result<Vec<Token>, StoreError> {
        let text = select(
            COLUMNS,
            "FROM tokens WHERE kind = 'access' ORDER BY created_at DESC LIMIT 1000",
        );
        crate::sql::Sql::new(&text).rows(&self.pool).await?.iter().map(token).collect()
    }

    /// Revokes the token with this id, and the sessions that were made with it, or every one of
    /// this user; answers how many.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn revoke_tokens(&self, id_or_user: &str, at: Timestamp) -> Result<u64, StoreError> {
        let which = id_or_user.to_owned();
        self.write(move |tx| {
            Box::pin(async move {
                let done = sqlx::query(
                    "UPDATE tokens SET revoked_at = $1 \
                     WHERE (id = $2 OR user_name = $2 OR SUBSTR(id, 1, LENGTH($2) + 1) = $3) \
                       AND revoked_at IS NULL",
                )
                .bind(at.as_micros())
                .bind(&which)
                .bind(format!("{which}:"))
                .execute(tx)
                .await?;
                Ok(done.rows_affected())
            })
        })
        .await
    }
}

fn select(columns: &str, rest: &str) -> String {
    format!("SELECT {columns} {rest}")
}
