//! What every connection must have set, and the refusal of one that has not.

use sqlx::{
    Error, Result, Row, SqliteConnection,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous},
};
use std::{path::Path, time::Duration};

/// How every connection is opened.
pub(super) fn options(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        // A commit that was acknowledged survives a power cut (security I2).
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        // Freed pages are overwritten: a shredded number is gone from the file, too.
        .pragma("secure_delete", "ON")
        .busy_timeout(Duration::from_secs(5))
}

/// The promises above, as SQLite says them back. A pragma that it does not
/// know, or was built without, it ignores without a word.
const PROMISES: [(&str, &str, &str); 4] = [
    ("journal_mode", "PRAGMA journal_mode", "wal"),
    ("synchronous", "PRAGMA synchronous", "2"),
    ("foreign_keys", "PRAGMA foreign_keys", "1"),
    ("secure_delete", "PRAGMA secure_delete", "1"),
];

/// Refuses a connection that has one of them otherwise.
pub(super) async fn check(connection: &mut SqliteConnection) -> Result<()> {
    for (name, sql, wanted) in PROMISES {
        let row = sqlx::query(sql).fetch_one(&mut *connection).await?;
        let says = row
            .try_get::<String, _>(0)
            .or_else(|_| row.try_get::<i64, _>(0).map(|number| number.to_string()))?;
        if says != wanted {
            let fault = format!("the connection has {name} = {says}, not {wanted}");
            return Err(Error::Configuration(fault.into()));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use sqlx::{ConnectOptions, Connection};

    async fn says(options: SqliteConnectOptions) -> Result<()> {
        let mut connection = options.connect().await.expect("a connection");
        let sound = check(&mut connection).await;
        // One that is only dropped closes on its own thread, and a file that
        // somebody still has open refuses to leave WAL.
        connection.close().await.expect("closed");
        sound
    }

    #[tokio::test]
    async fn a_connection_that_promises_less_is_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("db");
        says(options(&path)).await.expect("as it should be");
        says(options(&path).read_only(true))
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
                "journal_mode = delete",
                options(&path).journal_mode(SqliteJournalMode::Delete),
            ),
        ];
        for (named, options) in less {
            let refused = says(options).await.expect_err(named);
            assert!(refused.to_string().contains(named), "{refused}");
        }
    }
}
