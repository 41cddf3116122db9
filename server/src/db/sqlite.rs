//! SQLite: the embedded default. One writer at a time, every commit synced.

use super::{
    millis,
    rows::{self, REQUEST, RowError, SSN},
};
use crate::crypto::{SubjectKey, Vault};
use kyc::{
    application::{Application, Attempt, Frozen},
    audit::Event,
    id::ApplicationId,
    pii::Ssn,
    port::{Change, Fut, Store, StoreError},
    return_link::{LinkHash, ReturnLink},
};
use sqlx::{
    Row, SqliteConnection, SqlitePool,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};
use std::{path::Path, time::Duration};
use time::OffsetDateTime;

/// Why the database cannot be opened.
#[derive(Debug, thiserror::Error)]
pub(crate) enum OpenError {
    #[error("the database cannot be opened")]
    Connect(#[source] sqlx::Error),
    #[error("the database's schema cannot be brought up to date")]
    Migrate(#[source] sqlx::migrate::MigrateError),
}

/// The store on SQLite.
#[derive(Clone)]
pub(crate) struct SqliteStore {
    /// Many readers.
    pub(super) read: SqlitePool,
    /// One writer, so that nobody waits on a lock inside SQLite.
    pub(super) write: SqlitePool,
    pub(super) vault: Vault,
}

impl From<RowError> for StoreError {
    fn from(error: RowError) -> Self {
        Self::Failed(Box::new(error))
    }
}

fn failed(error: sqlx::Error) -> StoreError {
    StoreError::Failed(Box::new(error))
}

impl SqliteStore {
    /// Opens the file, makes it if it is not there, and migrates it.
    pub(crate) async fn open(path: &Path, vault: Vault) -> Result<Self, OpenError> {
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            // A commit that was acknowledged survives a power cut (security I2).
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            // Freed pages are overwritten: a shredded number is gone from the file, too.
            .pragma("secure_delete", "ON")
            .busy_timeout(Duration::from_secs(5));
        let pool = |connections| {
            SqlitePoolOptions::new()
                .max_connections(connections)
                .acquire_timeout(Duration::from_secs(5))
        };
        let write = pool(1)
            .connect_with(options.clone())
            .await
            .map_err(OpenError::Connect)?;
        let migrations = sqlx::migrate!("../migrations/sqlite");
        migrations.run(&write).await.map_err(OpenError::Migrate)?;
        let read = pool(4)
            .connect_with(options.read_only(true))
            .await
            .map_err(OpenError::Connect)?;
        Ok(Self { read, write, vault })
    }

    /// Whether the database answers.
    pub(crate) async fn is_ready(&self) -> bool {
        sqlx::query("SELECT 1").execute(&self.read).await.is_ok()
    }

    /// Closes it, with everything written back.
    pub(crate) async fn close(&self) {
        self.read.close().await;
        self.write.close().await;
    }

    pub(super) async fn key(
        &self,
        connection: &mut SqliteConnection,
        id: ApplicationId,
    ) -> Result<Option<SubjectKey>, RowError> {
        let row = sqlx::query("SELECT key_sealed FROM subject_keys WHERE application_id = ?")
            .bind(&id.as_bytes()[..])
            .fetch_optional(connection)
            .await?;
        let Some(row) = row else { return Ok(None) };
        Ok(Some(
            self.vault
                .open_subject_key(id, row.try_get("key_sealed")?)?,
        ))
    }

    async fn find_row(&self, id: ApplicationId) -> Result<Option<Application>, RowError> {
        let mut connection = self.read.acquire().await?;
        let row = sqlx::query("SELECT * FROM applications WHERE id = ?")
            .bind(&id.as_bytes()[..])
            .fetch_optional(&mut *connection)
            .await?;
        let key = self.key(&mut connection, id).await?;
        row.zip(key)
            .map(|(row, key)| rows::application(id, &row, &key))
            .transpose()
    }

    async fn sealed_column(
        &self,
        id: ApplicationId,
        sql: &'static str,
        column: &str,
    ) -> Result<Option<(i64, zeroize::Zeroizing<Vec<u8>>)>, RowError> {
        let mut connection = self.read.acquire().await?;
        let row = sqlx::query(sql)
            .bind(&id.as_bytes()[..])
            .fetch_optional(&mut *connection)
            .await?;
        let (Some(row), Some(key)) = (row, self.key(&mut connection, id).await?) else {
            return Ok(None);
        };
        let number: i64 = row.try_get(0)?;
        let sealed: Option<&[u8]> = row.try_get(1)?;
        let plain = sealed.map(|sealed| key.open(column, number.unsigned_abs(), sealed));
        Ok(plain.transpose()?.map(|plain| (number, plain)))
    }
}

impl Store for SqliteStore {
    fn insert(
        &self,
        application: Application,
        events: Vec<Event>,
    ) -> Fut<'_, Result<(), StoreError>> {
        Box::pin(async move { Ok(self.insert_rows(&application, &events).await?) })
    }

    fn find(&self, id: ApplicationId) -> Fut<'_, Result<Option<Application>, StoreError>> {
        Box::pin(async move { Ok(self.find_row(id).await?) })
    }

    fn ssn(&self, id: ApplicationId) -> Fut<'_, Result<Option<Ssn>, StoreError>> {
        Box::pin(async move {
            let sql = "SELECT 0, ssn_sealed FROM applications WHERE id = ?";
            let plain = self.sealed_column(id, sql, SSN).await?;
            let text = plain
                .as_ref()
                .and_then(|(_, plain)| std::str::from_utf8(plain).ok());
            Ok(text.and_then(|digits| Ssn::parse(digits).ok()))
        })
    }

    fn open_attempt(&self, id: ApplicationId) -> Fut<'_, Result<Option<Attempt>, StoreError>> {
        Box::pin(async move {
            let sql = "SELECT number, request_sealed FROM attempts \
                       WHERE application_id = ? AND settled_at IS NULL";
            let found = self.sealed_column(id, sql, REQUEST).await?;
            Ok(found.map(|(number, plain)| Attempt {
                number: u32::try_from(number).unwrap_or(u32::MAX),
                request: Frozen::new(plain.to_vec()),
            }))
        })
    }

    fn link(&self, hash: LinkHash) -> Fut<'_, Result<Option<ReturnLink>, StoreError>> {
        Box::pin(async move { Ok(self.find_link(hash).await?) })
    }

    fn commit(&self, change: Change) -> Fut<'_, Result<Application, StoreError>> {
        Box::pin(async move { self.commit_rows(change).await?.ok_or(StoreError::Conflict) })
    }

    fn claim_question(
        &self,
        id: ApplicationId,
        now: OffsetDateTime,
        gap: time::Duration,
    ) -> Fut<'_, Result<bool, StoreError>> {
        Box::pin(async move {
            let claimed = sqlx::query(
                "UPDATE applications SET asked_at = ? \
                 WHERE id = ? AND (asked_at IS NULL OR asked_at <= ?)",
            )
            .bind(millis(now))
            .bind(&id.as_bytes()[..])
            .bind(millis(now - gap))
            .execute(&self.write)
            .await
            .map_err(failed)?;
            Ok(claimed.rows_affected() == 1)
        })
    }

    fn undelivered(&self) -> Fut<'_, Result<Vec<ApplicationId>, StoreError>> {
        Box::pin(async move {
            let rows = sqlx::query(
                "SELECT id FROM applications WHERE state = 'submitting' ORDER BY updated_at",
            )
            .fetch_all(&self.read)
            .await
            .map_err(failed)?;
            let ids = rows
                .iter()
                .filter_map(|row| row.try_get::<Vec<u8>, _>("id").ok());
            Ok(ids
                .filter_map(|id| id.try_into().ok())
                .map(ApplicationId::new)
                .collect())
        })
    }
}
