//! SQLite through rusqlite.

use super::super::rows::{ColumnReader, RowError};
use super::Param;
use rusqlite::{
    Connection, ToSql, TransactionBehavior, params_from_iter,
    types::{ToSqlOutput, ValueRef},
};

/// A transaction, or a connection that only reads.
pub(in crate::db) struct Tx<'c>(&'c Connection);

impl<'c> Tx<'c> {
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
        super::super::pool::row(self.0, sql, params_from_iter(bound), |row| read(row))
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
        super::super::pool::rows(self.0, sql, params_from_iter(bound), |row| read(row))
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

    /// The connection, for what still speaks to the library itself.
    pub(in crate::db) const fn connection(&self) -> &'c Connection {
        self.0
    }
}

/// Runs reads that see one state of the database.
///
/// # Errors
/// [`RowError`] of the database, or of `read`.
pub(in crate::db) fn reads<T>(
    connection: &Connection,
    read: impl FnOnce(&mut Tx<'_>) -> Result<T, RowError>,
) -> Result<T, RowError> {
    let snapshot = rusqlite::Transaction::new_unchecked(connection, TransactionBehavior::Deferred)?;
    read(&mut Tx(&snapshot))
}

impl ToSql for Param<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match *self {
            Param::Null => ValueRef::Null,
            Param::Int(number) => ValueRef::Integer(number),
            Param::Text(text) => ValueRef::Text(text.as_bytes()),
            Param::Blob(bytes) => ValueRef::Blob(bytes),
        }))
    }
}
