//! The pragmas every connection must have. A connection without them is refused.

use crate::db::driver::RowError;
use rusqlite::Connection;
use std::time::Duration;

/// Time a connection waits for SQLite's write lock.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// What each connection sets. SQLite keeps none of it in the file.
const SETTINGS: [&str; 4] = [
    // An acknowledged commit survives a power cut (security I2).
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    // SQLite overwrites freed pages, so that an erased SSN also disappears from the file.
    "PRAGMA secure_delete = ON",
    // A savepoint keeps copies of changed pages. In memory, so that no temporary file retains
    // erased values.
    "PRAGMA temp_store = MEMORY",
];

/// The pragmas above with the values SQLite must report. SQLite silently ignores a pragma that it
/// does not know or was built without.
const REQUIRED: [(&str, &str, &str); 5] = [
    ("journal_mode", "PRAGMA journal_mode", "wal"),
    ("synchronous", "PRAGMA synchronous", "2"),
    ("foreign_keys", "PRAGMA foreign_keys", "1"),
    ("secure_delete", "PRAGMA secure_delete", "1"),
    ("temp_store", "PRAGMA temp_store", "2"),
];

/// Makes the file use a write-ahead log from now on. The file keeps this setting.
pub(super) fn use_wal(connection: &Connection) -> Result<(), RowError> {
    connection.busy_timeout(BUSY_TIMEOUT)?;
    // SQLite returns the mode as a row.
    let mode = "PRAGMA journal_mode = WAL";
    let mode: String = connection.query_row(mode, [], |row| row.get(0))?;
    tracing::trace!(mode, "journal mode");
    Ok(())
}

/// Sets the pragmas on a connection and refuses it if one has another value.
pub(super) fn configure(connection: &Connection) -> Result<(), RowError> {
    for setting in SETTINGS {
        connection.execute_batch(setting)?;
    }
    connection.busy_timeout(BUSY_TIMEOUT)?;
    verify(connection)
}

/// Refuses a connection if a pragma has another value.
fn verify(connection: &Connection) -> Result<(), RowError> {
    for (name, sql, wanted) in REQUIRED {
        let actual = connection.query_row(sql, [], |row| {
            let number = || row.get::<_, i64>(0).map(|number| number.to_string());
            row.get::<_, String>(0).or_else(|_| number())
        })?;
        if actual != wanted {
            let fault = format!("the connection has {name} = {actual}, not {wanted}");
            return Err(RowError::Unsound(fault));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn connection_without_wal_is_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        let open = || Connection::open(folder.path().join("db")).expect("opened");
        let refused = configure(&open()).expect_err("no WAL");
        assert!(refused.to_string().contains("journal_mode = delete"));
        let wal = open().pragma_update(None, "journal_mode", "WAL");
        wal.expect("WAL from now on");
        configure(&open()).expect("as it should be");
    }

    /// `.cargo/config.toml` explains the reason and the setting.
    #[test]
    fn sqlite_is_compiled_without_memory_statistics() {
        let connection = Connection::open_in_memory().expect("opened");
        let mut built = connection
            .prepare("PRAGMA compile_options")
            .expect("a question");
        let built = built.query_map([], |row| row.get::<_, String>(0));
        let built: Vec<_> = built.expect("an answer").flatten().collect();
        assert!(built.iter().any(|it| it == "DEFAULT_MEMSTATUS=0"));
        assert!(!built.iter().any(|it| it == "ENABLE_MEMORY_MANAGEMENT"));
    }

    #[test]
    fn connection_with_weaker_pragmas_is_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        let connection = Connection::open(folder.path().join("db")).expect("opened");
        let wal = connection.pragma_update(None, "journal_mode", "WAL");
        wal.expect("WAL from now on");
        for (setting, named) in [
            ("PRAGMA synchronous = NORMAL", "synchronous = 1"),
            ("PRAGMA foreign_keys = OFF", "foreign_keys = 0"),
            ("PRAGMA secure_delete = OFF", "secure_delete = 0"),
            ("PRAGMA temp_store = FILE", "temp_store = 1"),
        ] {
            configure(&connection).expect("as it should be");
            connection.execute_batch(setting).expect("weaker");
            let refused = verify(&connection).expect_err(named);
            assert!(refused.to_string().contains(named), "{refused}");
        }
    }
}
