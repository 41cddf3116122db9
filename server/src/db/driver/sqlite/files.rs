//! Work on the database file as a whole: a copy, its integrity, its write-ahead log.

use super::pool;
use crate::db::driver::RowError;
#[cfg(debug_assertions)]
use crate::failpoint::Point;
use rusqlite::{Connection, OpenFlags};
use std::{panic, path::Path};
use tokio::task;
use tracing::Span;

/// Writes the committed database into an empty file with `VACUUM INTO`. Other connections go on
/// writing.
pub(super) async fn copy_into(database: &Path, file: &Path) -> Result<(), RowError> {
    let file = file.to_string_lossy().into_owned();
    apart(database, move |path| {
        let connection = pool::writer(path)?;
        #[cfg(debug_assertions)]
        super::failpoints::while_working(&connection, Point::InBackup)?;
        connection.execute("VACUUM INTO ?", [file])?;
        Ok(())
    })
    .await
}

/// The first fault that SQLite's integrity check or foreign key check finds in a file.
pub(crate) async fn integrity_check(file: &Path) -> Result<Option<String>, RowError> {
    apart(file, |file| {
        let how = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(file, how)?;
        let sql = "PRAGMA integrity_check(1)";
        let result: String = connection.query_row(sql, [], |row| row.get(0))?;
        let has_strays = connection.prepare("PRAGMA foreign_key_check")?.exists([])?;
        Ok(match (result.as_str(), has_strays) {
            ("ok", false) => None,
            ("ok", true) => Some("rows refer to rows that are not there".to_owned()),
            _ => Some(result),
        })
    })
    .await
}

/// Writes the write-ahead log back into the database file and truncates the log. The file alone
/// then holds the whole database. Returns false while another connection still reads from the log.
pub(crate) async fn checkpoint_wal(file: &Path) -> Result<bool, RowError> {
    apart(file, |file| {
        let sql = "PRAGMA wal_checkpoint(TRUNCATE)";
        let is_busy: i64 = pool::writer(file)?.query_row(sql, [], |row| row.get(0))?;
        Ok(is_busy == 0)
    })
    .await
}

/// Runs work on a database file on a blocking thread. The work opens a connection of its own: none
/// of its statements may run within a transaction.
async fn apart<T: Send + 'static>(
    file: &Path,
    work: impl FnOnce(&Path) -> Result<T, RowError> + Send + 'static,
) -> Result<T, RowError> {
    let (file, span) = (file.to_owned(), Span::current());
    let done = task::spawn_blocking(move || span.in_scope(|| work(&file)));
    done.await
        .unwrap_or_else(|gone| match gone.try_into_panic() {
            Ok(panic) => panic::resume_unwind(panic),
            Err(_) => Err(RowError::Closed),
        })
}
