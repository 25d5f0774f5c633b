//! What can go wrong in the store.

/// Why the store could not answer.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database is away or overloaded; trying again later is sensible.
    #[error("the database cannot be reached: {0}")]
    Unavailable(String),
    /// A stored value is not what it should be.
    #[error("{table} {key}: {column} is damaged: {detail}")]
    Damaged {
        /// The table.
        table: &'static str,
        /// The row's key.
        key: String,
        /// The column.
        column: &'static str,
        /// What is wrong with it.
        detail: String,
    },
    /// What the change is about has been deleted meanwhile.
    #[error("the {0} is gone")]
    Gone(&'static str),
    /// The change is not allowed in the present state.
    #[error(transparent)]
    Transition(#[from] annals_domain::TransitionError),
    /// The database refused.
    #[error("{0}")]
    Database(sqlx::Error),
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match error {
            sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed => {
                Self::Unavailable(error.to_string())
            }
            other => Self::Database(other),
        }
    }
}
