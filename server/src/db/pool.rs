//! Questions that every request asks, answered on the thread that asks them.
//! sqlx gives each connection a thread of its own: a question wakes that one, its
//! answer wakes the asker, and where a row is found by its key that costs more
//! than the finding. So this is asked through rusqlite, of the same SQLite. What is
//! asked here is a row by its key, or the few that hang on it; what may take its time
//! is asked elsewhere: pages and searches of [`Pages`](super::pages::Pages), all else
//! of [`Readers`](super::readers::Readers).

use super::{
    pragmas,
    rows::{ColumnReader, RowError},
};
use rusqlite::{Connection, OpenFlags, Params, Result, Row, types::ValueRef};
use std::{
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
};

/// How much of the file a connection keeps at hand, in KiB as SQLite counts them.
pub(super) const CACHE: i64 = -4_096;

/// How many statements a connection keeps prepared: more than requests ask; of the
/// list's hundreds, those that were asked last.
const STATEMENTS: usize = 128;

/// A few connections, the last used first: as many as threads ask at once.
pub(super) struct ConnectionPool {
    path: PathBuf,
    cache: i64,
    /// `None` once it is closed.
    idle: Mutex<Option<Vec<Connection>>>,
}

fn connect(path: &Path, how: OpenFlags, cache: i64) -> Result<Connection, RowError> {
    let connection = Connection::open_with_flags(path, how | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    pragmas::configure(&connection)?;
    connection.pragma_update(None, "cache_size", cache)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    Ok(connection)
}

fn reader(path: &Path, cache: i64) -> Result<Connection, RowError> {
    connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY, cache)
}

/// The connection that writes.
pub(super) fn writer(path: &Path) -> Result<Connection, RowError> {
    connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE, CACHE)
}

impl ConnectionPool {
    /// Opens the first connection, so that a file that cannot be read is known at
    /// once.
    pub(super) fn open(path: &Path, cache: i64) -> Result<Self, RowError> {
        let first = reader(path, cache)?;
        Ok(Self {
            path: path.to_owned(),
            cache,
            idle: Mutex::new(Some(vec![first])),
        })
    }

    /// Reads the first row of an answer, if there is one.
    pub(super) fn row<T>(
        &self,
        sql: &str,
        bound: impl Params,
        read: impl FnOnce(&PooledRow<'_>) -> Result<T, RowError>,
    ) -> Result<Option<T>, RowError> {
        self.read(|connection| row(connection, sql, bound, read))
    }

    /// Reads every row of an answer that is known to be short.
    pub(super) fn rows<T>(
        &self,
        sql: &str,
        bound: impl Params,
        read: impl FnMut(&PooledRow<'_>) -> Result<T, RowError>,
    ) -> Result<Vec<T>, RowError> {
        self.read(|connection| rows(connection, sql, bound, read))
    }

    /// Asks whatever there is to ask.
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

/// Reads the first row of an answer, if there is one.
pub(super) fn row<T>(
    connection: &Connection,
    sql: &str,
    bound: impl Params,
    read: impl FnOnce(&PooledRow<'_>) -> Result<T, RowError>,
) -> Result<Option<T>, RowError> {
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query(bound)?;
    let Some(row) = rows.next()? else {
        return Ok(None);
    };
    let names = &row.as_ref().column_names();
    read(&PooledRow { row, names }).map(Some)
}

/// Reads every row of an answer that is known to be short.
pub(super) fn rows<T>(
    connection: &Connection,
    sql: &str,
    bound: impl Params,
    mut read: impl FnMut(&PooledRow<'_>) -> Result<T, RowError>,
) -> Result<Vec<T>, RowError> {
    let mut statement = connection.prepare_cached(sql)?;
    let names = statement.column_names();
    let names: Vec<_> = names.into_iter().map(str::to_owned).collect();
    let names: Vec<_> = names.iter().map(String::as_str).collect();
    let (mut rows, mut all) = (statement.query(bound)?, Vec::new());
    while let Some(row) = rows.next()? {
        all.push(read(&PooledRow { row, names: &names })?);
    }
    Ok(all)
}

/// A row that was found. The library would ask SQLite for the name of every column
/// before the one that is wanted, each time: here they are asked for once.
pub(super) struct PooledRow<'a> {
    row: &'a Row<'a>,
    names: &'a [&'a str],
}

impl PooledRow<'_> {
    fn cell(&self, column: &str) -> Result<ValueRef<'_>, RowError> {
        let at = self.names.iter().position(|name| *name == column);
        Ok(self.row.get_ref(at.ok_or(RowError::Missing)?)?)
    }
}

impl ColumnReader for PooledRow<'_> {
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
