//! The seam between the statements of [`db`](super) and a database library. Everything that reads or
//! writes gets a [`Tx`] and names no library.

mod bulk;
mod error;
mod lock;
mod migration;
mod param;
mod postgres;
mod row;
pub(super) mod sqlite;
mod tx;

pub(in crate::db) use error::DatabaseError;
pub(in crate::db) use lock::LockScope;
pub(crate) use migration::{MigrateError, SchemaPolicy};
pub(in crate::db) use param::{NullOf, Param};
pub(in crate::db) use postgres::{Notice, PostgresDriver};
pub(in crate::db) use row::ColumnReader;
pub(crate) use row::RowError;
pub(in crate::db) use sqlite::SqliteDriver;
pub(in crate::db) use tx::Tx;

use std::{io, path::Path};

/// The values of a statement's placeholders, in order.
macro_rules! params {
    ($($value:expr),* $(,)?) => { &[$($crate::db::driver::Param::from($value)),*] };
}
pub(super) use params;

/// An open database of either engine.
#[derive(Clone)]
pub(in crate::db) enum Driver {
    /// The embedded default: one file, one machine.
    Sqlite(SqliteDriver),
    /// A database server, for several servers of ours.
    Postgres(PostgresDriver),
}

impl Driver {
    /// Whether no other server had the database open at the start. The start is over with
    /// [`Self::share`].
    pub(in crate::db) fn is_exclusive(&self) -> bool {
        match self {
            Self::Sqlite(driver) => driver.is_exclusive(),
            Self::Postgres(_) => false,
        }
    }

    /// Lets other servers open the database.
    ///
    /// # Errors
    /// An I/O error of the lock file.
    pub(in crate::db) fn share(&self) -> io::Result<()> {
        match self {
            Self::Sqlite(driver) => driver.share(),
            Self::Postgres(_) => Ok(()),
        }
    }

    /// Exchanges notices of changed applications with the other servers of this database. `server`
    /// distinguishes this one from them. Servers on one file of SQLite exchange none.
    ///
    /// # Errors
    /// [`RowError`] of the database.
    pub(in crate::db) async fn share_changes(
        &mut self,
        server: u64,
        learn: impl Fn(Notice) + Send + Sync + 'static,
    ) -> Result<(), RowError> {
        match self {
            Self::Sqlite(_) => Ok(()),
            Self::Postgres(driver) => driver.share_changes(server, learn).await,
        }
    }

    /// Tells the other servers that an application has changed.
    pub(in crate::db) fn announce(&self, id: [u8; 16]) {
        match self {
            Self::Sqlite(_) => {}
            Self::Postgres(driver) => driver.announce(id),
        }
    }

    /// Reads rows by key, or short lists that belong to a key. The calling thread reads or waits: two
    /// thread hops cost more than such a read.
    ///
    /// # Errors
    /// [`RowError`] of the database, or of `read`.
    pub(in crate::db) fn read<T>(
        &self,
        read: impl FnOnce(&mut Tx<'_>) -> Result<T, RowError>,
    ) -> Result<T, RowError> {
        match self {
            Self::Sqlite(driver) => driver.read(read),
            Self::Postgres(driver) => driver.read(read),
        }
    }

    /// Reads anything longer on a blocking thread, in one snapshot of the database.
    ///
    /// # Errors
    /// [`RowError`] of the database, or of `read`.
    pub(in crate::db) async fn scan<T: Send + 'static>(
        &self,
        read: impl FnOnce(&mut Tx<'_>) -> Result<T, RowError> + Send + 'static,
    ) -> Result<T, RowError> {
        match self {
            Self::Sqlite(driver) => driver.scan(read).await,
            Self::Postgres(driver) => driver.scan(read).await,
        }
    }

    /// Writes, and returns after the commit is on disk. A failure rolls back this write only. `done`
    /// runs after the commit, even if the caller was cancelled.
    ///
    /// # Errors
    /// The error of `work`, or [`RowError`] if the transaction failed.
    pub(in crate::db) async fn transact_then<T, E>(
        &self,
        work: impl FnOnce(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        done: impl FnOnce() + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<RowError> + Send + 'static,
    {
        match self {
            Self::Sqlite(driver) => driver.transact_then(work, done).await,
            Self::Postgres(driver) => driver.transact_then(None, work, done).await,
        }
    }

    /// The same with [`Tx::lock`] of an application, by its id. PostgreSQL takes the lock on the way of the
    /// transaction's begin, which saves a trip.
    ///
    /// # Errors
    /// As [`Self::transact_then`].
    pub(in crate::db) async fn transact_about<T, E>(
        &self,
        application: [u8; 16],
        work: impl FnOnce(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        done: impl FnOnce() + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<RowError> + Send + 'static,
    {
        match self {
            Self::Sqlite(driver) => driver.transact_then(work, done).await,
            Self::Postgres(driver) => driver.transact_then(Some(application), work, done).await,
        }
    }

    /// Whether the engine merges ordered scans under a `UNION ALL` with an order and a limit. PostgreSQL sorts
    /// all of their rows.
    pub(in crate::db) const fn merges_scans(&self) -> bool {
        match self {
            Self::Sqlite(_) => true,
            Self::Postgres(_) => false,
        }
    }

    /// Closes the connections after the queued writes.
    pub(in crate::db) async fn close(&self) {
        match self {
            Self::Sqlite(driver) => driver.close().await,
            Self::Postgres(driver) => driver.close().await,
        }
    }

    /// Writes the committed database into an empty file. Other connections go on writing.
    ///
    /// # Errors
    /// [`RowError`] of the database, or [`RowError::OnlySqlite`].
    pub(in crate::db) async fn copy_into(&self, file: &Path) -> Result<(), RowError> {
        match self {
            Self::Sqlite(driver) => driver.copy_into(file).await,
            Self::Postgres(_) => Err(RowError::OnlySqlite),
        }
    }

    /// Removes overwritten values from the log of changes. Returns false while another connection
    /// still reads from it. PostgreSQL's log is archived and removed by its own settings.
    ///
    /// # Errors
    /// [`RowError`] of the database.
    pub(in crate::db) async fn truncate_wal(&self) -> Result<bool, RowError> {
        match self {
            Self::Sqlite(driver) => driver.truncate_wal().await,
            Self::Postgres(_) => Ok(true),
        }
    }
}
