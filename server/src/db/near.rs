//! Questions that every request asks, answered on the thread that asks them.
//! sqlx gives each connection a thread of its own: a question wakes that one, its
//! answer wakes the asker, and where a row is found by its key that costs more
//! than the finding. So this is asked through rusqlite, of the same SQLite. What is
//! asked here is a row by its key, or the few that hang on it; pages, searches and
//! whatever else may take its time are asked of
//! [`Readers`](super::readers::Readers).

use super::{
    rows::{Cells, RowError},
    sound,
};
use rusqlite::{CachedStatement, Connection, OpenFlags, Params, Result, Row};
use std::{
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
};

/// How much of the file a connection keeps at hand, in KiB as SQLite counts them.
const CACHE: i64 = -4_096;

/// How many statements a connection keeps prepared: more than there are here.
const STATEMENTS: usize = 128;

/// A few connections, the last used first: as many as threads ask at once.
pub(super) struct Near {
    path: PathBuf,
    /// `None` once it is closed.
    idle: Mutex<Option<Vec<Connection>>>,
}

fn connect(path: &Path, how: OpenFlags) -> Result<Connection, RowError> {
    let connection = Connection::open_with_flags(path, how | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    sound::promise(&connection)?;
    connection.pragma_update(None, "cache_size", CACHE)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    Ok(connection)
}

fn reader(path: &Path) -> Result<Connection, RowError> {
    connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY)
}

/// The connection that writes.
pub(super) fn writer(path: &Path) -> Result<Connection, RowError> {
    connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE)
}

impl Near {
    /// Opens the first connection, so that a file that cannot be read is known at
    /// once.
    pub(super) fn open(path: &Path) -> Result<Self, RowError> {
        let first = reader(path)?;
        Ok(Self {
            path: path.to_owned(),
            idle: Mutex::new(Some(vec![first])),
        })
    }

    /// Reads the first row of an answer, if there is one.
    pub(super) fn row<T>(
        &self,
        sql: &'static str,
        bound: impl Params,
        read: impl FnOnce(&Row<'_>) -> Result<T, RowError>,
    ) -> Result<Option<T>, RowError> {
        self.ask(sql, |mut statement| {
            let mut rows = statement.query(bound)?;
            rows.next()?.map(read).transpose()
        })
    }

    /// Reads every row of an answer that is known to be short.
    pub(super) fn rows<T>(
        &self,
        sql: &'static str,
        bound: impl Params,
        mut read: impl FnMut(&Row<'_>) -> Result<T, RowError>,
    ) -> Result<Vec<T>, RowError> {
        self.ask(sql, |mut statement| {
            let (mut rows, mut all) = (statement.query(bound)?, Vec::new());
            while let Some(row) = rows.next()? {
                all.push(read(row)?);
            }
            Ok(all)
        })
    }

    fn ask<T>(
        &self,
        sql: &'static str,
        read: impl FnOnce(CachedStatement<'_>) -> Result<T, RowError>,
    ) -> Result<T, RowError> {
        let idle = self.lock().as_mut().ok_or(RowError::Closed)?.pop();
        let connection = match idle {
            Some(connection) => connection,
            None => reader(&self.path)?,
        };
        let answer = connection
            .prepare_cached(sql)
            .map_err(RowError::from)
            .and_then(read);
        // Closed meanwhile: it goes, too.
        if let Some(idle) = self.lock().as_mut() {
            idle.push(connection);
        }
        answer
    }

    /// Closes them; whoever asks later is told so.
    pub(super) fn close(&self) {
        self.lock().take();
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Option<Vec<Connection>>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Cells for Row<'_> {
    fn number(&self, column: &str) -> Result<Option<i64>, RowError> {
        Ok(self.get(column)?)
    }

    fn text(&self, column: &str) -> Result<Option<&str>, RowError> {
        let cell = self.get_ref(column)?;
        Ok(cell.as_str_or_null().map_err(rusqlite::Error::from)?)
    }

    fn bytes(&self, column: &str) -> Result<Option<&[u8]>, RowError> {
        let cell = self.get_ref(column)?;
        Ok(cell.as_blob_or_null().map_err(rusqlite::Error::from)?)
    }
}
