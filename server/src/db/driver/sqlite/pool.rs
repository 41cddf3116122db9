//! Connection pool for the queries of every request, which run on the calling thread.
//!
//! Two thread hops cost more than a primary-key lookup. The pool serves rows by key and short lists
//! that belong to a key. Longer reads go to [`PooledReads`](super::pages::PooledReads).

use super::pragmas;
use crate::db::driver::RowError;
use rusqlite::{Connection, OpenFlags};
use std::{
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
};

/// Page cache of a connection in negative KiB, SQLite's notation.
pub(super) const CACHE: i64 = -4_096;

/// Prepared statements per connection. It exceeds what requests use; the list has hundreds and
/// keeps its latest.
const STATEMENTS: usize = 128;

/// Idle connections, the last used first. The pool grows to the count of concurrently reading
/// threads.
pub(super) struct ConnectionPool {
    path: PathBuf,
    cache: i64,
    /// `None` after the pool is closed.
    idle: Mutex<Option<Vec<Connection>>>,
}

fn connect(path: &Path, how: OpenFlags, cache: i64) -> Result<Connection, RowError> {
    let connection = Connection::open_with_flags(path, how | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    if how.contains(OpenFlags::SQLITE_OPEN_CREATE) {
        pragmas::use_wal(&connection)?;
    }
    pragmas::configure(&connection)?;
    connection.pragma_update(None, "cache_size", cache)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    Ok(connection)
}

fn reader(path: &Path, cache: i64) -> Result<Connection, RowError> {
    connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY, cache)
}

/// Opens the connection of the writer. It creates the file if there is none.
pub(super) fn writer(path: &Path) -> Result<Connection, RowError> {
    let how = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE;
    connect(path, how, CACHE)
}

impl ConnectionPool {
    /// Opens the first connection, so that an unreadable file fails at start.
    pub(super) fn open(path: &Path, cache: i64) -> Result<Self, RowError> {
        let first = reader(path, cache)?;
        Ok(Self {
            path: path.to_owned(),
            cache,
            idle: Mutex::new(Some(vec![first])),
        })
    }

    /// Runs a read on an idle or new connection.
    pub(super) fn read<T>(
        &self,
        read: impl FnOnce(&Connection) -> Result<T, RowError>,
    ) -> Result<T, RowError> {
        let idle = self.lock().as_mut().ok_or(RowError::Closed)?.pop();
        let connection = match idle {
            Some(connection) => connection,
            None => reader(&self.path, self.cache)?,
        };
        let answer = read(&connection);
        // If the pool was closed meanwhile, the connection is dropped.
        if let Some(idle) = self.lock().as_mut() {
            idle.push(connection);
        }
        answer
    }

    /// Closes the connections; later reads fail with [`RowError::Closed`].
    pub(super) fn close(&self) {
        self.lock().take();
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Option<Vec<Connection>>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
