//! The pragmas every connection must have. A connection without them is refused.

use super::rows::RowError;
use sqlx::{
    Error, Result, Row, SqliteConnection,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous},
};
use std::{path::Path, time::Duration};

/// Time a connection waits for SQLite's write lock.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// The options of every sqlx connection.
pub(super) fn options(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        // An acknowledged commit survives a power cut (security I2).
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        // SQLite overwrites freed pages, so that an erased SSN also disappears from the file.
        .pragma("secure_delete", "ON")
        // A savepoint keeps copies of changed pages. In memory, so that no temporary file retains
        // erased values.
        .pragma("temp_store", "MEMORY")
        .busy_timeout(BUSY_TIMEOUT)
}

/// The pragmas above with the values SQLite must report. SQLite silently ignores a pragma that it
/// does not know or was built without.
const REQUIRED: [(&str, &str, &str); 5] = [
    ("journal_mode", "PRAGMA journal_mode", "wal"),
    ("synchronous", "PRAGMA synchronous", "2"),
    ("foreign_keys", "PRAGMA foreign_keys", "1"),
    ("secure_delete", "PRAGMA secure_delete", "1"),
    ("temp_store", "PRAGMA temp_store", "2"),
];

/// Sets the pragmas on a rusqlite connection and refuses it if one has another value.
pub(super) fn configure(connection: &rusqlite::Connection) -> std::result::Result<(), RowError> {
    for set in [
        "PRAGMA synchronous = FULL",
        "PRAGMA foreign_keys = ON",
        "PRAGMA secure_delete = ON",
        "PRAGMA temp_store = MEMORY",
    ] {
        connection.execute_batch(set)?;
    }
    connection.busy_timeout(BUSY_TIMEOUT)?;
    for (name, sql, wanted) in REQUIRED {
        let actual = connection.query_row(sql, [], |row| {
            let number = || row.get::<_, i64>(0).map(|number| number.to_string());
            row.get::<_, String>(0).or_else(|_| number())
        })?;
        if actual != wanted {
            return Err(RowError::Unsound(fault(name, &actual, wanted)));
        }
    }
    Ok(())
}

fn fault(name: &str, actual: &str, wanted: &str) -> String {
    format!("the connection has {name} = {actual}, not {wanted}")
}

/// Refuses an sqlx connection if a pragma has another value.
pub(super) async fn verify(connection: &mut SqliteConnection) -> Result<()> {
    for (name, sql, wanted) in REQUIRED {
        let row = sqlx::query(sql).fetch_one(&mut *connection).await?;
        let actual = row
            .try_get::<String, _>(0)
            .or_else(|_| row.try_get::<i64, _>(0).map(|number| number.to_string()))?;
        if actual != wanted {
            return Err(Error::Configuration(fault(name, &actual, wanted).into()));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use sqlx::{ConnectOptions, Connection};

    async fn open_verified(options: SqliteConnectOptions) -> Result<()> {
        let mut connection = options.connect().await.expect("a connection");
        let sound = verify(&mut connection).await;
        // A dropped connection closes later, on its own thread. A file that is still open cannot
        // leave WAL mode.
        connection.close().await.expect("closed");
        sound
    }

    #[test]
    fn rusqlite_connection_without_wal_is_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        let open = || rusqlite::Connection::open(folder.path().join("db")).expect("opened");
        let refused = configure(&open()).expect_err("no WAL");
        assert!(refused.to_string().contains("journal_mode = delete"));
        let wal = open().pragma_update(None, "journal_mode", "WAL");
        wal.expect("WAL from now on");
        configure(&open()).expect("as it should be");
    }

    /// `.cargo/config.toml` explains the reason and the setting.
    #[test]
    fn sqlite_is_compiled_without_memory_statistics() {
        let connection = rusqlite::Connection::open_in_memory().expect("opened");
        let mut built = connection
            .prepare("PRAGMA compile_options")
            .expect("a question");
        let built = built.query_map([], |row| row.get::<_, String>(0));
        let built: Vec<_> = built.expect("an answer").flatten().collect();
        assert!(built.iter().any(|it| it == "DEFAULT_MEMSTATUS=0"));
        assert!(!built.iter().any(|it| it == "ENABLE_MEMORY_MANAGEMENT"));
    }

    #[tokio::test]
    async fn connection_with_weaker_pragmas_is_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("db");
        open_verified(options(&path))
            .await
            .expect("as it should be");
        open_verified(options(&path).read_only(true))
            .await
            .expect("a reader");
        let less = [
            (
                "synchronous = 1",
                options(&path).synchronous(SqliteSynchronous::Normal),
            ),
            ("foreign_keys = 0", options(&path).foreign_keys(false)),
            (
                "secure_delete = 0",
                options(&path).pragma("secure_delete", "OFF"),
            ),
            (
                "temp_store = 1",
                options(&path).pragma("temp_store", "FILE"),
            ),
            (
                "journal_mode = delete",
                options(&path).journal_mode(SqliteJournalMode::Delete),
            ),
        ];
        for (named, options) in less {
            let refused = open_verified(options).await.expect_err(named);
            assert!(refused.to_string().contains(named), "{refused}");
        }
    }
}
