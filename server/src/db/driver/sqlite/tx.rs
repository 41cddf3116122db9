//! Statements on a connection.

use crate::db::driver::{ColumnReader, DatabaseError, Param, RowError};
#[cfg(debug_assertions)]
use crate::failpoint::{Point, reach};
use rusqlite::{
    Connection, Params, Result, Row, ToSql, params_from_iter,
    types::{ToSqlOutput, ValueRef},
};

impl From<rusqlite::Error> for RowError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Database(DatabaseError::from(error))
    }
}

/// A transaction, or a connection that only reads.
pub(in crate::db) struct SqliteTx<'c>(&'c Connection);

impl<'c> SqliteTx<'c> {
    /// The statements of this connection. The caller begins and ends the transaction.
    pub(in crate::db) const fn of(connection: &'c Connection) -> Self {
        Self(connection)
    }

    /// Reads the first row of a query; `None` if there is none.
    ///
    /// # Errors
    /// [`RowError`] of the database, or of `read`.
    pub(in crate::db) fn row<T>(
        &mut self,
        sql: &str,
        bound: &[Param<'_>],
        read: impl FnOnce(&dyn ColumnReader) -> Result<T, RowError>,
    ) -> Result<Option<T>, RowError> {
        row(self.0, sql, params_from_iter(bound), |row| read(row))
    }

    /// Reads every row of a query.
    ///
    /// # Errors
    /// [`RowError`] of the database, or of `read`.
    pub(in crate::db) fn rows<T>(
        &mut self,
        sql: &str,
        bound: &[Param<'_>],
        mut read: impl FnMut(&dyn ColumnReader) -> Result<T, RowError>,
    ) -> Result<Vec<T>, RowError> {
        rows(self.0, sql, params_from_iter(bound), |row| read(row))
    }

    /// Executes a statement. Returns the count of changed rows.
    ///
    /// # Errors
    /// [`RowError`] of the database.
    pub(in crate::db) fn execute(
        &mut self,
        sql: &str,
        bound: &[Param<'_>],
    ) -> Result<u64, RowError> {
        let mut statement = self.0.prepare_cached(sql)?;
        Ok(statement.execute(params_from_iter(bound))? as u64)
    }

    /// Reaches a failpoint within the transaction's commit.
    ///
    /// # Errors
    /// [`RowError`] of the database.
    #[cfg(debug_assertions)]
    pub(in crate::db) fn reach_at_commit(&self, point: Point) -> Result<(), RowError> {
        // The hook stays on the connection after this commit, so it reaches the point once only.
        let mut here = Some(point);
        Ok(self.0.commit_hook(Some(move || {
            here.take().into_iter().for_each(reach);
            // `true` would turn the commit into a rollback.
            false
        }))?)
    }

    /// Another handle for the same connection, for reads within the rows of a query.
    pub(in crate::db) const fn within(&self) -> Self {
        Self(self.0)
    }

    /// Executes several statements without values.
    #[cfg(test)]
    pub(in crate::db) fn execute_script(&self, sql: &str) -> Result<(), RowError> {
        Ok(self.0.execute_batch(sql)?)
    }

    /// The steps of a statement's query plan. The values stay unbound.
    #[cfg(test)]
    pub(in crate::db) fn query_plan(&self, sql: &str) -> Result<Vec<String>, RowError> {
        let mut statement = self.0.prepare(&format!("EXPLAIN QUERY PLAN {sql}"))?;
        let (mut rows, mut steps) = (statement.raw_query(), Vec::new());
        while let Some(row) = rows.next()? {
            steps.push(row.get("detail")?);
        }
        Ok(steps)
    }
}

impl ToSql for Param<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match *self {
            Param::Null(_) => ValueRef::Null,
            Param::Int(number) => ValueRef::Integer(number),
            Param::Text(text) => ValueRef::Text(text.as_bytes()),
            Param::Blob(bytes) => ValueRef::Blob(bytes),
        }))
    }
}

/// Reads the first row of a query; `None` if there is none.
fn row<T>(
    connection: &Connection,
    sql: &str,
    bound: impl Params,
    read: impl FnOnce(&SqliteRow<'_>) -> Result<T, RowError>,
) -> Result<Option<T>, RowError> {
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query(bound)?;
    let Some(row) = rows.next()? else {
        return Ok(None);
    };
    let names = &row.as_ref().column_names();
    read(&SqliteRow { row, names }).map(Some)
}

/// Reads every row of a query whose result is known to be short.
fn rows<T>(
    connection: &Connection,
    sql: &str,
    bound: impl Params,
    mut read: impl FnMut(&SqliteRow<'_>) -> Result<T, RowError>,
) -> Result<Vec<T>, RowError> {
    let mut statement = connection.prepare_cached(sql)?;
    let names = statement.column_names();
    let names: Vec<_> = names.into_iter().map(str::to_owned).collect();
    let names: Vec<_> = names.iter().map(String::as_str).collect();
    let (mut rows, mut all) = (statement.query(bound)?, Vec::new());
    while let Some(row) = rows.next()? {
        all.push(read(&SqliteRow { row, names: &names })?);
    }
    Ok(all)
}

/// A row with its column names. rusqlite would compare names through SQLite at every access; here
/// they are read once per query.
struct SqliteRow<'a> {
    row: &'a Row<'a>,
    names: &'a [&'a str],
}

impl SqliteRow<'_> {
    fn cell(&self, column: &str) -> Result<ValueRef<'_>, RowError> {
        let at = self.names.iter().position(|name| *name == column);
        Ok(self.row.get_ref(at.ok_or(RowError::Missing)?)?)
    }
}

impl ColumnReader for SqliteRow<'_> {
    fn number(&self, column: &str) -> Result<Option<i64>, RowError> {
        let cell = self.cell(column)?.as_i64_or_null();
        Ok(cell.map_err(rusqlite::Error::from)?)
    }

    fn text(&self, column: &str) -> Result<Option<&str>, RowError> {
        let cell = self.cell(column)?.as_str_or_null();
        Ok(cell.map_err(rusqlite::Error::from)?)
    }

    fn bytes(&self, column: &str) -> Result<Option<&[u8]>, RowError> {
        let cell = self.cell(column)?.as_blob_or_null();
        Ok(cell.map_err(rusqlite::Error::from)?)
    }
}
