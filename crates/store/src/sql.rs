//! Building statements whose filters vary, and reading rows by column name.

use std::fmt::Display;
use std::str::FromStr;

use annals_domain::{Place, Timestamp};
use serde::de::DeserializeOwned;
use sqlx::any::{Any, AnyArguments, AnyRow};
use sqlx::{AnyConnection, AnyPool, Arguments as _, AssertSqlSafe, Decode, Encode, Row as _, Type};

use crate::{Dialect, StoreError};

/// A statement under construction: text from this crate, values always bound.
pub(crate) struct Sql {
    text: String,
    arguments: AnyArguments,
    count: usize,
    error: Option<String>,
    conditions: usize,
}

impl Sql {
    pub(crate) fn new(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            arguments: AnyArguments::default(),
            count: 0,
            error: None,
            conditions: 0,
        }
    }

    pub(crate) fn push(&mut self, text: &str) -> &mut Self {
        self.text.push_str(text);
        self
    }

    /// Binds a value and writes its placeholder.
    pub(crate) fn bind<'t, T>(&mut self, value: T) -> &mut Self
    where
        T: Encode<'t, Any> + Type<Any>,
    {
        if let Err(error) = self.arguments.add(value) {
            self.error = Some(error.to_string());
        }
        self.count += 1;
        self.text.push_str(&format!("${}", self.count));
        self
    }

    /// Begins a condition: `WHERE` for the first, `AND` for the others.
    pub(crate) fn and(&mut self, text: &str) -> &mut Self {
        self.push(if self.conditions == 0 { " WHERE " } else { " AND " });
        self.conditions += 1;
        self.push(text)
    }

    /// Adds `text value` as a condition where there is a value.
    pub(crate) fn and_if<'t, T>(&mut self, text: &str, value: Option<T>) -> &mut Self
    where
        T: Encode<'t, Any> + Type<Any>,
    {
        if let Some(value) = value {
            self.and(text).bind(value);
        }
        self
    }

    /// Binds values as a list in parentheses; of none it is one that nothing is in.
    pub(crate) fn list<'t, T>(&mut self, values: impl IntoIterator<Item = T>) -> &mut Self
    where
        T: Encode<'t, Any> + Type<Any>,
    {
        let mut before = "(";
        for value in values {
            self.push(before).bind(value);
            before = ", ";
        }
        self.push(if before == "(" { "(NULL)" } else { ")" })
    }

    fn arguments(self) -> Result<(AssertSqlSafe<String>, AnyArguments), StoreError> {
        match self.error {
            Some(error) => Err(StoreError::Database(sqlx::Error::Encode(error.into()))),
            None => Ok((AssertSqlSafe(self.text), self.arguments)),
        }
    }

    pub(crate) async fn rows(self, pool: &AnyPool) -> Result<Vec<AnyRow>, StoreError> {
        let (text, arguments) = self.arguments()?;
        Ok(sqlx::query_with(text, arguments).fetch_all(pool).await?)
    }

    /// The rows of a statement that has many forms: none of them is kept prepared, and PostgreSQL
    /// plans it for the values that it has.
    pub(crate) async fn rows_once(self, pool: &AnyPool) -> Result<Vec<AnyRow>, StoreError> {
        let (text, arguments) = self.arguments()?;
        Ok(sqlx::query_with(text, arguments).persistent(false).fetch_all(pool).await?)
    }

    /// The rows that a statement of a transaction answers.
    pub(crate) async fn all(
        self,
        connection: &mut AnyConnection,
    ) -> Result<Vec<AnyRow>, StoreError> {
        let (text, arguments) = self.arguments()?;
        Ok(sqlx::query_with(text, arguments).fetch_all(connection).await?)
    }

    pub(crate) async fn row(
        self,
        connection: &mut AnyConnection,
    ) -> Result<Option<AnyRow>, StoreError> {
        let (text, arguments) = self.arguments()?;
        Ok(sqlx::query_with(text, arguments).fetch_optional(connection).await?)
    }

    pub(crate) async fn run(self, connection: &mut AnyConnection) -> Result<u64, StoreError> {
        let (text, arguments) = self.arguments()?;
        Ok(sqlx::query_with(text, arguments).execute(connection).await?.rows_affected())
    }
}

/// The rows of an `INSERT … VALUES`: `($1, $2), ($3, $4)`.
pub(crate) struct Values<'s> {
    sql: &'s mut Sql,
    rows: usize,
    columns: usize,
}

impl<'s> Values<'s> {
    pub(crate) const fn of(sql: &'s mut Sql) -> Self {
        Self { sql, rows: 0, columns: 0 }
    }

    /// Begins a row.
    pub(crate) fn row(&mut self) -> &mut Self {
        self.sql.push(if self.rows == 0 { "(" } else { "), (" });
        self.rows += 1;
        self.columns = 0;
        self
    }

    /// Adds a value to the row.
    pub(crate) fn bind<'t, T>(&mut self, value: T) -> &mut Self
    where
        T: Encode<'t, Any> + Type<Any>,
    {
        self.column();
        self.sql.bind(value);
        self
    }

    /// Adds one or several values that stand in the statement itself.
    pub(crate) fn word(&mut self, text: &str) -> &mut Self {
        self.column();
        self.sql.push(text);
        self
    }

    fn column(&mut self) {
        if self.columns > 0 {
            self.sql.push(", ");
        }
        self.columns += 1;
    }

    /// Ends the last row.
    pub(crate) fn end(self) {
        self.sql.push(")");
    }
}

/// Several statements that go to the database as one and bind their values together. None of
/// them sees what the others do.
pub(crate) struct Batch {
    dialect: Dialect,
    sql: Sql,
    statements: usize,
}

impl Batch {
    pub(crate) fn new(dialect: Dialect) -> Self {
        Self { dialect, sql: Sql::new(""), statements: 0 }
    }

    /// Begins a statement, which must not return rows.
    pub(crate) fn statement(&mut self, text: &str) -> &mut Sql {
        match (self.dialect, self.statements) {
            (Dialect::Sqlite, 0) => {}
            (Dialect::Sqlite, _) => {
                self.sql.push("; ");
            }
            (Dialect::Postgres, 0) => {
                self.sql.push("WITH s0 AS (");
            }
            (Dialect::Postgres, n) => {
                self.sql.push(&format!("), s{n} AS ("));
            }
        }
        self.statements += 1;
        self.sql.push(text)
    }

    pub(crate) async fn run(mut self, connection: &mut AnyConnection) -> Result<(), StoreError> {
        if self.dialect == Dialect::Postgres {
            self.sql.push(") SELECT 1");
        }
        self.sql.run(connection).await?;
        Ok(())
    }
}

/// A row with what its errors name it by.
pub(crate) struct Columns<'r> {
    pub(crate) row: &'r AnyRow,
    pub(crate) table: &'static str,
    /// The column that names the row in errors.
    pub(crate) key: &'static str,
}

impl<'r> Columns<'r> {
    pub(crate) const fn new(row: &'r AnyRow, table: &'static str, key: &'static str) -> Self {
        Self { row, table, key }
    }

    fn damaged(&self, column: &'static str, detail: impl Display) -> StoreError {
        let key = self.row.try_get::<String, _>(self.key).unwrap_or_default();
        StoreError::Damaged { table: self.table, key, column, detail: detail.to_string() }
    }

    fn get<T>(&self, column: &'static str) -> Result<T, StoreError>
    where
        T: Decode<'r, Any> + Type<Any>,
    {
        self.row.try_get(column).map_err(|error| self.damaged(column, error))
    }

    pub(crate) fn int(&self, column: &'static str) -> Result<i64, StoreError> {
        self.get(column)
    }

    pub(crate) fn opt_int(&self, column: &'static str) -> Result<Option<i64>, StoreError> {
        self.get(column)
    }

    /// The place that the columns `position` and `mark` tell.
    pub(crate) fn place(&self) -> Result<Place, StoreError> {
        let mark = self.opt_text("mark")?.map(Into::into);
        Ok(Place { position: self.int("position")?, mark })
    }

    pub(crate) fn text(&self, column: &'static str) -> Result<String, StoreError> {
        self.get(column)
    }

    pub(crate) fn opt_text(&self, column: &'static str) -> Result<Option<String>, StoreError> {
        self.get(column)
    }

    pub(crate) fn bytes(&self, column: &'static str) -> Result<Vec<u8>, StoreError> {
        self.get(column)
    }

    pub(crate) fn opt_bytes(&self, column: &'static str) -> Result<Option<Vec<u8>>, StoreError> {
        self.get(column)
    }

    /// A yes or no, kept as 1 or 0.
    pub(crate) fn flag(&self, column: &'static str) -> Result<bool, StoreError> {
        Ok(self.int(column)? != 0)
    }

    pub(crate) fn time(&self, column: &'static str) -> Result<Timestamp, StoreError> {
        Ok(Timestamp::from_micros(self.int(column)?))
    }

    pub(crate) fn opt_time(&self, column: &'static str) -> Result<Option<Timestamp>, StoreError> {
        Ok(self.opt_int(column)?.map(Timestamp::from_micros))
    }

    pub(crate) fn word<T>(&self, column: &'static str) -> Result<T, StoreError>
    where
        T: FromStr<Err: Display>,
    {
        self.text(column)?.parse().map_err(|error: T::Err| self.damaged(column, error))
    }

    pub(crate) fn opt_word<T>(&self, column: &'static str) -> Result<Option<T>, StoreError>
    where
        T: FromStr<Err: Display>,
    {
        let Some(text) = self.opt_text(column)? else { return Ok(None) };
        text.parse().map(Some).map_err(|error: T::Err| self.damaged(column, error))
    }

    pub(crate) fn json<T: DeserializeOwned>(&self, column: &'static str) -> Result<T, StoreError> {
        serde_json::from_str(&self.text(column)?).map_err(|error| self.damaged(column, error))
    }

    pub(crate) fn opt_json<T: DeserializeOwned>(
        &self,
        column: &'static str,
    ) -> Result<Option<T>, StoreError> {
        let Some(text) = self.opt_text(column)? else { return Ok(None) };
        serde_json::from_str(&text).map(Some).map_err(|error| self.damaged(column, error))
    }
}

/// The text of a value in the database. Every value stored here has a JSON form.
pub(crate) fn json<T: serde::Serialize>(value: &T) -> Result<String, StoreError> {
    serde_json::to_string(value)
        .map_err(|error| StoreError::Database(sqlx::Error::Encode(error.into())))
}

/// A pattern for `LIKE … ESCAPE '\'` that finds `text` anywhere, taken literally.
pub(crate) fn contains(text: &str) -> String {
    let mut pattern = String::from("%");
    for c in text.to_lowercase().chars() {
        if matches!(c, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern + "%"
}
