//! Statements within a transaction, or on a connection that only reads.

use super::{Param, postgres::PostgresTx, sqlite::SqliteTx};
use crate::db::driver::{ColumnReader, LockScope, RowError};
#[cfg(debug_assertions)]
use crate::failpoint::Point;

/// A transaction, or a connection that only reads.
pub(in crate::db) enum Tx<'c> {
    /// Of SQLite.
    Sqlite(SqliteTx<'c>),
    /// Of PostgreSQL.
    Postgres(PostgresTx<'c>),
}

impl Tx<'_> {
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
        match self {
            Self::Sqlite(tx) => tx.row(sql, bound, read),
            Self::Postgres(tx) => tx.row(sql, bound, read),
        }
    }

    /// Reads every row of a query.
    ///
    /// # Errors
    /// [`RowError`] of the database, or of `read`.
    pub(in crate::db) fn rows<T>(
        &mut self,
        sql: &str,
        bound: &[Param<'_>],
        read: impl FnMut(&dyn ColumnReader) -> Result<T, RowError>,
    ) -> Result<Vec<T>, RowError> {
        match self {
            Self::Sqlite(tx) => tx.rows(sql, bound, read),
            Self::Postgres(tx) => tx.rows(sql, bound, read),
        }
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
        match self {
            Self::Sqlite(tx) => tx.execute(sql, bound),
            Self::Postgres(tx) => tx.execute(sql, bound),
        }
    }

    /// Another handle for the same connection, for reads within the rows of a query.
    pub(in crate::db) const fn within(&self) -> Self {
        match self {
            Self::Sqlite(tx) => Self::Sqlite(tx.within()),
            Self::Postgres(tx) => Self::Postgres(tx.within()),
        }
    }

    /// Waits until no other transaction has the lock with this scope and key, and holds it until this
    /// one ends. A transaction that writes what it has read takes it first. SQLite has one writer,
    /// which needs no locks.
    ///
    /// Each transaction takes its locks in the order of [`LockScope`], so that no two wait for each
    /// other.
    ///
    /// # Errors
    /// [`RowError`] of the database.
    pub(in crate::db) fn lock(&mut self, scope: LockScope, key: &[u8]) -> Result<(), RowError> {
        match self {
            Self::Sqlite(_) => Ok(()),
            Self::Postgres(tx) => tx.lock(scope, key),
        }
    }

    /// The same, except that any number of transactions may have the lock in this way at once.
    ///
    /// # Errors
    /// [`RowError`] of the database.
    pub(in crate::db) fn lock_shared(
        &mut self,
        scope: LockScope,
        key: &[u8],
    ) -> Result<(), RowError> {
        match self {
            Self::Sqlite(_) => Ok(()),
            Self::Postgres(tx) => tx.lock_shared(scope, key),
        }
    }

    /// The end of a query that takes work: it locks its rows and skips those that another
    /// transaction has locked.
    pub(in crate::db) const fn skip_locked(&self) -> &'static str {
        match self {
            Self::Sqlite(_) => "",
            Self::Postgres(_) => " FOR UPDATE SKIP LOCKED",
        }
    }

    /// The statement that takes the next case number as `number`. On PostgreSQL others that open a
    /// case do not wait for its commit, and a transaction that fails leaves a gap.
    pub(in crate::db) const fn next_case_number(&self) -> &'static str {
        match self {
            Self::Sqlite(_) => {
                "UPDATE last_numbers SET last = last + 1 WHERE series = 'cases' RETURNING last AS number"
            }
            Self::Postgres(_) => "SELECT nextval('case_numbers') AS number",
        }
    }

    /// The count of shards of each counter. SQLite has one writer, and so one shard.
    pub(in crate::db) const fn counter_shards(&self) -> u8 {
        match self {
            Self::Sqlite(_) => 1,
            Self::Postgres(_) => 16,
        }
    }

    /// The transaction of SQLite, for tests of its plans and of its older schemas.
    #[cfg(test)]
    pub(in crate::db) const fn sqlite(&self) -> &SqliteTx<'_> {
        match self {
            Self::Sqlite(tx) => tx,
            Self::Postgres(_) => panic!("this is about SQLite"),
        }
    }

    /// Reaches a failpoint within the transaction's commit.
    ///
    /// # Errors
    /// [`RowError`] of the database.
    #[cfg(debug_assertions)]
    pub(in crate::db) fn reach_at_commit(&self, point: Point) -> Result<(), RowError> {
        match self {
            Self::Sqlite(tx) => tx.reach_at_commit(point),
            // The commit is the database server's, not ours.
            Self::Postgres(_) => Ok(()),
        }
    }
}
