//! The database as one file: copied beside those who write, and looked at
//! before anybody trusts it.

#[cfg(debug_assertions)]
use super::failpoints;
use super::{SqliteStore, pragmas, rows::RowError};
#[cfg(debug_assertions)]
use crate::failpoint::Point;
use sqlx::{ConnectOptions, Connection, Row, sqlite::SqliteConnectOptions};
use std::path::Path;

impl SqliteStore {
    /// Writes all that is committed at one moment into an empty file.
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

    /// Whether every key in it opens.
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

    /// Ends every session, and every link to enrol by: one that has ended since
    /// must not live again.
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

/// What SQLite finds wrong with a file, if anything.
pub(crate) async fn integrity_check(file: &Path) -> Result<Option<String>, sqlx::Error> {
    let options = SqliteConnectOptions::new().filename(file).read_only(true);
    let mut connection = options.connect().await?;
    let row = sqlx::query("PRAGMA integrity_check(1)")
        .fetch_one(&mut connection)
        .await?;
    let says: String = row.try_get(0)?;
    let strays = sqlx::query("PRAGMA foreign_key_check")
        .fetch_all(&mut connection)
        .await?;
    connection.close().await?;
    Ok(match (says.as_str(), strays.is_empty()) {
        ("ok", true) => None,
        ("ok", false) => Some("rows refer to rows that are not there".to_owned()),
        _ => Some(says),
    })
}

/// Writes what is in the write-ahead log back into the file, so that the file
/// alone is all there is.
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
