//! SQLite, the embedded default: one file, one writer at a time, each commit synced to disk.

#[cfg(debug_assertions)]
mod failpoints;
mod files;
mod instance_lock;
mod migrations;
mod pages;
mod pool;
mod pragmas;
mod tx;
mod writer;

pub(crate) use files::{checkpoint_wal, integrity_check};
pub(crate) use instance_lock::InstanceLock;
pub(in crate::db) use tx::SqliteTx;

use super::Tx;
use crate::db::{driver::RowError, open_error::OpenError};
use pages::PooledReads;
use pool::ConnectionPool;
use rusqlite::{Transaction, TransactionBehavior};
use std::{io, path::Path, sync::Arc};
use writer::{WriteLock, Writer};

/// An open database file.
#[derive(Clone)]
pub(in crate::db) struct SqliteDriver {
    path: Arc<Path>,
    /// Connections that read single rows or short lists on the calling thread.
    pool: Arc<ConnectionPool>,
    /// Connections that read anything longer on blocking threads.
    pages: Arc<PooledReads>,
    writer: Writer,
    /// Keeps tasks of this process from waiting in SQLite's busy loop.
    write_lock: WriteLock,
    presence: Arc<InstanceLock>,
}

impl SqliteDriver {
    /// Opens the file, or creates it, and migrates it. `after_migration` runs in the transaction of
    /// each migration, which it gets by its version.
    ///
    /// # Errors
    /// [`OpenError`] if the lock, the file or the schema cannot be used.
    pub(in crate::db) fn open(
        path: &Path,
        after_migration: impl Fn(i64, &mut Tx<'_>) -> Result<(), RowError>,
    ) -> Result<Self, OpenError> {
        let presence = InstanceLock::join(path).map_err(OpenError::Lock)?;
        if !presence.exclusive {
            // Waits until the server with exclusive access has finished its start.
            presence.share().map_err(OpenError::Lock)?;
        }
        Self::open_with(presence, path, after_migration)
    }

    /// The same, but no other program can open the database until this one calls [`Self::share`] or
    /// closes it.
    ///
    /// # Errors
    /// [`OpenError::InUse`] if another program has the database open, and those of [`Self::open`].
    pub(in crate::db) fn open_alone(
        path: &Path,
        after_migration: impl Fn(i64, &mut Tx<'_>) -> Result<(), RowError>,
    ) -> Result<Self, OpenError> {
        let presence = InstanceLock::join(path).map_err(OpenError::Lock)?;
        match presence.exclusive {
            true => Self::open_with(presence, path, after_migration),
            false => Err(OpenError::InUse),
        }
    }

    fn open_with(
        presence: InstanceLock,
        path: &Path,
        after_migration: impl Fn(i64, &mut Tx<'_>) -> Result<(), RowError>,
    ) -> Result<Self, OpenError> {
        let mut writer = pool::writer(path).map_err(OpenError::Connect)?;
        // A running older server would go on writing in the old schema.
        if !presence.exclusive && migrations::is_behind(&writer).map_err(OpenError::Migrate)? {
            return Err(OpenError::Others);
        }
        migrations::run(&mut writer, after_migration).map_err(OpenError::Migrate)?;
        let pool = ConnectionPool::open(path, pool::CACHE).map_err(OpenError::Pool)?;
        let write_lock = WriteLock::default();
        Ok(Self {
            path: Arc::from(path),
            pool: Arc::new(pool),
            pages: Arc::new(PooledReads::open(path).map_err(OpenError::Pool)?),
            writer: Writer::start(writer, write_lock.clone()).map_err(OpenError::Writer)?,
            write_lock,
            presence: Arc::new(presence),
        })
    }

    /// Whether no other server had the database open at the start. The start is over with
    /// [`Self::share`].
    pub(in crate::db) fn is_exclusive(&self) -> bool {
        self.presence.exclusive
    }

    /// Lets other servers open the database.
    ///
    /// # Errors
    /// An I/O error of the lock file.
    pub(in crate::db) fn share(&self) -> io::Result<()> {
        self.presence.share()
    }

    /// Reads rows by key, or short lists that belong to a key, on the calling thread: two thread hops
    /// cost more than such a read.
    ///
    /// # Errors
    /// [`RowError`] of the database, or of `read`.
    pub(in crate::db) fn read<T>(
        &self,
        read: impl FnOnce(&mut Tx<'_>) -> Result<T, RowError>,
    ) -> Result<T, RowError> {
        self.pool
            .read(|connection| read(&mut Tx::Sqlite(SqliteTx::of(connection))))
    }

    /// Reads anything longer on a blocking thread, in one snapshot of the database.
    ///
    /// # Errors
    /// [`RowError`] of the database, or of `read`.
    pub(in crate::db) async fn scan<T: Send + 'static>(
        &self,
        read: impl FnOnce(&mut Tx<'_>) -> Result<T, RowError> + Send + 'static,
    ) -> Result<T, RowError> {
        self.pages.read(move |pool| snapshot(pool, read)).await
    }

    /// The same on the calling thread, for work that also writes to another database.
    ///
    /// # Errors
    /// [`RowError`] of the database, or of `read`.
    pub(in crate::db) fn read_snapshot<T>(
        &self,
        read: impl FnOnce(&mut Tx<'_>) -> Result<T, RowError>,
    ) -> Result<T, RowError> {
        snapshot(&self.pool, read)
    }

    /// Writes in a savepoint of the writer's next transaction, and returns after the commit is on
    /// disk. A failure rolls back this write only. `done` runs after the commit is on disk, even if
    /// the caller was cancelled.
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
        self.writer.run(work, done).await
    }

    /// Closes the connections after the queued writes.
    pub(in crate::db) async fn close(&self) {
        self.writer.close().await;
        self.pool.close();
        self.pages.close();
    }

    /// Writes the committed database into an empty file. Other connections go on writing.
    ///
    /// # Errors
    /// [`RowError`] of the database.
    pub(in crate::db) async fn copy_into(&self, file: &Path) -> Result<(), RowError> {
        files::copy_into(&self.path, file).await
    }

    /// Writes the write-ahead log back into the file and truncates it, so that no overwritten value
    /// remains in it. Returns false while another connection still reads from it.
    ///
    /// # Errors
    /// [`RowError`] of the database.
    pub(in crate::db) async fn truncate_wal(&self) -> Result<bool, RowError> {
        // The checkpoint holds SQLite's write lock while it waits for readers.
        let _guard = self.write_lock.lock().await;
        checkpoint_wal(&self.path).await
    }
}

/// Reads in one transaction.
fn snapshot<T>(
    pool: &ConnectionPool,
    read: impl FnOnce(&mut Tx<'_>) -> Result<T, RowError>,
) -> Result<T, RowError> {
    pool.read(|connection| {
        let deferred = TransactionBehavior::Deferred;
        let snapshot = Transaction::new_unchecked(connection, deferred)?;
        read(&mut Tx::Sqlite(SqliteTx::of(&snapshot)))
    })
}

/// Changes a database file in one transaction, without the checks and locks of a server.
///
/// # Errors
/// [`RowError`] of the database, or of `work`.
#[cfg(feature = "test-api")]
pub(in crate::db) fn change_file<T>(
    path: &Path,
    work: impl FnOnce(&mut Tx<'_>) -> Result<T, RowError>,
) -> Result<T, RowError> {
    let mut connection = pool::writer(path)?;
    let tx = connection.transaction()?;
    let done = work(&mut Tx::Sqlite(SqliteTx::of(&tx)))?;
    tx.commit()?;
    Ok(done)
}

#[cfg(test)]
impl SqliteDriver {
    /// Keeps every other connection from writing until the returned one is dropped.
    pub(in crate::db) fn writes_alone(&self) -> rusqlite::Connection {
        let other = pool::writer(&self.path).expect("another connection");
        let begun = other.execute_batch("BEGIN IMMEDIATE");
        begun.expect("no other connection writes");
        other
    }
}
