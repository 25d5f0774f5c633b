//! What can go wrong in the store.

/// Why the store could not answer.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database is away or overloaded; trying again later is sensible.
    #[error("the database cannot be reached: {0}")]
    Unavailable(String),
    /// Its disk is full; trying again once there is room is sensible.
    #[error("there is no room left for the database: {0}")]
    Full(String),
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
    /// Another server has taken the run over.
    #[error("another server has taken the run over")]
    Taken,
    /// A run that was taken for silent has been heard of meanwhile.
    #[error("the run has been heard of")]
    Heard,
    /// The change is not allowed in the present state.
    #[error(transparent)]
    Transition(#[from] annals_domain::TransitionError),
    /// The database refused.
    #[error("{0}")]
    Database(sqlx::Error),
}

impl StoreError {
    /// Whether the same may succeed later: nothing is wrong with what was asked.
    #[must_use]
    pub const fn is_passing(&self) -> bool {
        matches!(self, Self::Unavailable(_) | Self::Full(_))
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::Io(io) if io.kind() == std::io::ErrorKind::StorageFull => {
                Self::Full(error.to_string())
            }
            sqlx::Error::Io(_)
            | sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed
            | sqlx::Error::WorkerCrashed => Self::Unavailable(error.to_string()),
            sqlx::Error::Database(refusal) => match cause(refusal.code().as_deref()) {
                Cause::Full => Self::Full(error.to_string()),
                Cause::Away => Self::Unavailable(error.to_string()),
                Cause::Asked => Self::Database(error),
            },
            _ => Self::Database(error),
        }
    }
}

/// What made a database refuse.
#[derive(Debug, PartialEq, Eq)]
enum Cause {
    /// Its disk is full.
    Full,
    /// It is stopping, starting, overloaded, or others were in the way.
    Away,
    /// What was asked of it.
    Asked,
}

/// Reads the code of a refusal: five letters on PostgreSQL, a number on SQLite whose lowest byte
/// is the kind of error.
fn cause(code: Option<&str>) -> Cause {
    let code = code.unwrap_or_default();
    if code.len() == 5 {
        return match (code, &code[..2]) {
            ("53100", _) => Cause::Full,
            ("57P01" | "57P02" | "57P03" | "40001" | "40P01", _) | (_, "08" | "53") => Cause::Away,
            _ => Cause::Asked,
        };
    }
    match code.parse::<u32>().map(|code| code & 0xff) {
        // FULL.
        Ok(13) => Cause::Full,
        // BUSY, LOCKED, NOMEM, IOERR.
        Ok(5 | 6 | 7 | 10) => Cause::Away,
        _ => Cause::Asked,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_tells_whether_trying_again_helps() {
        for full in ["13", "53100"] {
            assert_eq!(cause(Some(full)), Cause::Full, "{full}");
        }
        // The second is an IOERR_WRITE.
        for away in ["5", "778", "57P01", "57P02", "57P03", "40P01", "53300", "08006"] {
            assert_eq!(cause(Some(away)), Cause::Away, "{away}");
        }
        for asked in ["1", "14", "19", "787", "23505", "42P01", ""] {
            assert_eq!(cause(Some(asked)), Cause::Asked, "{asked}");
        }
        assert_eq!(cause(None), Cause::Asked);
    }
}
