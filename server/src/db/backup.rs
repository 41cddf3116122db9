//! Backup of the database into one file, and the checks that run before a backup is trusted.

#[cfg(debug_assertions)]
use super::failpoints;
use super::{SqliteStore, pragmas, rows::RowError};
#[cfg(debug_assertions)]
use crate::failpoint::Point;
use sqlx::{ConnectOptions, Connection, Row, sqlite::SqliteConnectOptions};
use std::path::Path;

impl SqliteStore {
    /// Writes the committed database into an empty file with `VACUUM INTO`. Other connections go on
    /// writing.
    pub(crate) async fn copy_into(&self, file: &Path) -> Result<(), sqlx::Error> {
        let mut connection = self.write.acquire().await?;
        #[cfg(debug_assertions)]
        failpoints::while_working(&mut connection, Point::InBackup).await?;
        sqlx::query("VACUUM INTO ?")
            .bind(file.to_string_lossy().into_owned())
            .execute(&mut *connection)
            .await?;
        Ok(())
    }

    /// Whether the vault opens every subject key of the database.
    pub(crate) async fn keys_open(&self) -> Result<bool, RowError> {
        let rows = sqlx::query("SELECT application_id, key_id, key_sealed FROM subject_keys")
            .fetch_all(&self.write)
            .await?;
        for row in &rows {
            let id: Vec<u8> = row.try_get(0)?;
            let id = kyc::id::ApplicationId::new(id.try_into().map_err(|_| RowError::Id)?);
            let (under, sealed) = (row.try_get(1)?, row.try_get(2)?);
            if self.vault.open_subject_key(id, under, sealed).is_err() {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Deletes every applicant session, staff session and enrolment link. A restored backup would
    /// otherwise revive sessions and links that ended after it was made.
    pub(crate) async fn end_sessions(&self) -> Result<(), sqlx::Error> {
        for sql in [
            "DELETE FROM sessions",
            "DELETE FROM desk_sessions",
            "DELETE FROM desk_links",
        ] {
            sqlx::query(sql).execute(&self.write).await?;
        }
        Ok(())
    }
}

/// The first fault that SQLite's integrity check or foreign key check finds in a file.
pub(crate) async fn integrity_check(file: &Path) -> Result<Option<String>, sqlx::Error> {
    let options = SqliteConnectOptions::new().filename(file).read_only(true);
    let mut connection = options.connect().await?;
    let row = sqlx::query("PRAGMA integrity_check(1)")
        .fetch_one(&mut connection)
        .await?;
    let result: String = row.try_get(0)?;
    let strays = sqlx::query("PRAGMA foreign_key_check")
        .fetch_all(&mut connection)
        .await?;
    connection.close().await?;
    Ok(match (result.as_str(), strays.is_empty()) {
        ("ok", true) => None,
        ("ok", false) => Some("rows refer to rows that are not there".to_owned()),
        _ => Some(result),
    })
}

/// Writes the write-ahead log back into the database file and truncates the log. The file alone
/// then holds the whole database.
pub(crate) async fn checkpoint_wal(file: &Path) -> Result<(), sqlx::Error> {
    let mut connection = pragmas::options(file)
        .create_if_missing(false)
        .connect()
        .await?;
    pragmas::verify(&mut connection).await?;
    sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)")
        .fetch_one(&mut connection)
        .await?;
    connection.close().await
}
