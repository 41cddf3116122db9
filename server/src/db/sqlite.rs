//! SQLite: the embedded default. One writer at a time, every commit synced.

use super::{
    lock::Presence,
    lookup::Lookup,
    millis,
    readers::Readers,
    rows::{self, REQUEST, RowError, SSN},
    stage::Stage,
    writer::Writer,
};
use crate::{
    crypto::{Secret, SubjectKey, Vault},
    live::Hub,
};
use kyc::{
    application::{Application, Attempt, Frozen},
    audit::Event,
    duty::{Job, Lease},
    id::{ApplicationId, ExternalId, Reference},
    pii::Ssn,
    port::{Change, Claim, Fut, Known, Store, StoreError},
    return_link::{LinkHash, ReturnLink},
};
use sqlx::{Row, SqlitePool, sqlite::SqliteRow};
use std::sync::Arc;
use time::OffsetDateTime;

/// The store on SQLite.
#[derive(Clone)]
pub(crate) struct SqliteStore {
    /// Many readers.
    pub(super) read: Arc<Readers>,
    /// The one connection that writes, so that nobody waits on a lock inside
    /// SQLite: for what is seldom done.
    pub(super) write: SqlitePool,
    /// The way to it for what is often done.
    pub(super) writer: Writer,
    pub(super) vault: Vault,
    /// Who is told of what was committed.
    pub(crate) hub: Hub,
    pub(super) presence: Arc<Presence>,
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
    /// Whether the database answers.
    pub(crate) async fn is_ready(&self) -> bool {
        self.read.row(sqlx::query("SELECT 1")).await.is_ok()
    }

    /// What goes into the hash of every password at the desk.
    pub(crate) fn pepper(&self) -> Secret {
        self.vault.pepper()
    }

    /// Closes it, with everything written back.
    pub(crate) async fn close(&self) {
        self.read.close().await;
        self.write.close().await;
    }

    pub(super) fn key_of(
        &self,
        id: ApplicationId,
        row: &SqliteRow,
    ) -> Result<SubjectKey, RowError> {
        let (under, sealed) = (row.try_get("key_id")?, row.try_get("key_sealed")?);
        Ok(self.vault.open_subject_key(id, under, sealed)?)
    }

    async fn find_row(&self, id: ApplicationId) -> Result<Option<Application>, RowError> {
        // With its key in one question: every page asks it.
        let query = sqlx::query(
            "SELECT a.*, k.key_id, k.key_sealed FROM applications a \
             JOIN subject_keys k ON k.application_id = a.id WHERE a.id = ?",
        )
        .bind(&id.as_bytes()[..]);
        let row = self.read.row(query).await?;
        row.map(|row| rows::application(id, &row, &self.key_of(id, &row)?))
            .transpose()
    }

    async fn sealed_column(
        &self,
        id: ApplicationId,
        sql: &'static str,
        column: &str,
    ) -> Result<Option<(i64, zeroize::Zeroizing<Vec<u8>>)>, RowError> {
        let query = sqlx::query(sql).bind(&id.as_bytes()[..]);
        let Some(row) = self.read.row(query).await? else {
            return Ok(None);
        };
        let key = self.key_of(id, &row)?;
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
        let store = self.clone();
        Box::pin(async move {
            let written = self.writer.run_whole(
                move |tx| {
                    Box::pin(async move { store.insert_rows(tx, &application, &events).await })
                },
                || {},
            );
            Ok(written.await?)
        })
    }

    fn find(&self, id: ApplicationId) -> Fut<'_, Result<Option<Application>, StoreError>> {
        Box::pin(async move { Ok(self.find_row(id).await?) })
    }

    fn ssn(&self, id: ApplicationId) -> Fut<'_, Result<Option<Ssn>, StoreError>> {
        Box::pin(async move {
            let sql = "SELECT 0, a.ssn_sealed, k.key_id, k.key_sealed FROM applications a \
                       JOIN subject_keys k ON k.application_id = a.id WHERE a.id = ?";
            let plain = self.sealed_column(id, sql, SSN).await?;
            let text = plain
                .as_ref()
                .and_then(|(_, plain)| std::str::from_utf8(plain).ok());
            Ok(text.and_then(|digits| Ssn::parse(digits).ok()))
        })
    }

    fn open_attempt(&self, id: ApplicationId) -> Fut<'_, Result<Option<Attempt>, StoreError>> {
        Box::pin(async move {
            let sql = "SELECT a.number, a.request_sealed, k.key_id, k.key_sealed FROM attempts a \
                       JOIN subject_keys k USING (application_id) \
                       WHERE a.application_id = ? AND a.settled_at IS NULL";
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
        let store = self.clone();
        Box::pin(async move {
            let stage = Stage::of(&change);
            stage.begins();
            let (hub, id) = (self.hub.clone(), change.application.id);
            let written = self.writer.run_whole(
                move |tx| Box::pin(async move { store.commit_rows(tx, stage, change).await }),
                move || hub.tell(id),
            );
            let application = written.await?;
            stage.is_committed();
            Ok(application)
        })
    }

    fn claim_question(
        &self,
        id: ApplicationId,
        now: OffsetDateTime,
        gap: time::Duration,
    ) -> Fut<'_, Result<bool, StoreError>> {
        Box::pin(async move {
            let query = sqlx::query(
                "UPDATE applications SET asked_at = ? \
                 WHERE id = ? AND (asked_at IS NULL OR asked_at <= ?)",
            );
            let query = query
                .bind(millis(now))
                .bind(id.as_bytes().to_vec())
                .bind(millis(now - gap));
            Ok(self.writer.execute(query).await.map_err(failed)? == 1)
        })
    }

    fn claim_jobs(
        &self,
        claim: Claim,
        now: OffsetDateTime,
        until: OffsetDateTime,
    ) -> Fut<'_, Result<Vec<Job>, StoreError>> {
        Box::pin(async move { Ok(self.claim(claim, now, until).await?) })
    }

    fn put_off(&self, lease: Lease, due_at: OffsetDateTime) -> Fut<'_, Result<bool, StoreError>> {
        Box::pin(async move { Ok(self.give_back(lease, due_at).await?) })
    }

    fn hasten(&self, id: ApplicationId, by: OffsetDateTime) -> Fut<'_, Result<(), StoreError>> {
        Box::pin(async move { Ok(self.bring_forward(id, by).await?) })
    }

    fn next_due(&self, now: OffsetDateTime) -> Fut<'_, Result<Option<OffsetDateTime>, StoreError>> {
        Box::pin(async move { Ok(self.soonest(now).await?) })
    }

    fn parked(&self) -> Fut<'_, Result<Vec<ApplicationId>, StoreError>> {
        Box::pin(async move { Ok(self.ids_of(Lookup::Parked).await?) })
    }

    fn by_reference(
        &self,
        reference: &Reference,
    ) -> Fut<'_, Result<Option<ApplicationId>, StoreError>> {
        let reference = reference.as_str().to_owned();
        Box::pin(async move {
            let ids = self.ids_of(Lookup::Reference(reference)).await?;
            Ok(ids.first().copied())
        })
    }

    fn by_external_id(&self, id: &ExternalId) -> Fut<'_, Result<Vec<ApplicationId>, StoreError>> {
        let id = id.as_str().to_owned();
        Box::pin(async move { Ok(self.ids_of(Lookup::ExternalId(id)).await?) })
    }

    fn known_as(&self, id: &ExternalId) -> Fut<'_, Result<Option<Known>, StoreError>> {
        let id = id.as_str().to_owned();
        Box::pin(async move { Ok(self.meant_by(id).await?) })
    }
}

#[cfg(test)]
impl SqliteStore {
    /// Keeps everybody else from writing until it is dropped.
    pub(crate) async fn writes_alone(&self) -> sqlx::Transaction<'static, sqlx::Sqlite> {
        let begun = self.write.begin_with("BEGIN IMMEDIATE").await;
        begun.expect("nobody else writes")
    }
}
