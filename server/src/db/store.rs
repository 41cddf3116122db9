//! The store of applications and their jobs. Other files of this folder add what belongs to sessions,
//! webhooks, keys and the admin.

use super::{
    commit_failpoints::CommitStage,
    driver::{Driver, Tx, params},
    millis, paid_calls,
    rows::{self, ColumnReader, REQUEST, RowError, SSN},
};
use crate::{
    crypto::{CertificateError, Secret, SubjectKey, Vault},
    evidence::KeyPublication,
    live::Hub,
};
use async_trait::async_trait;
use kyc::{
    admin::disclosure::bundle::KeyRecord,
    application::{Application, Attempt, SerializedRequest},
    audit::Event,
    budget::{DailyLimits, PaidCall},
    id::{ApplicationId, ExternalId, Reference},
    jobs::{Job, Lease},
    ports::{Change, Claim, ProviderRef, Store, StoreError},
    return_link::{LinkHash, ReturnLink},
    value::Ssn,
};
use std::sync::Arc;
use time::OffsetDateTime;
use zeroize::Zeroizing;

/// An opened value with the case number it belongs to.
struct Opened {
    number: i64,
    plain: Zeroizing<Vec<u8>>,
}

/// The database with the keys that open its values.
#[derive(Clone)]
pub(crate) struct DatabaseStore {
    pub(super) driver: Driver,
    pub(super) vault: Vault,
    /// Notifies open pages of committed changes.
    pub(crate) hub: Hub,
    pub(super) publication: Arc<KeyPublication>,
}

impl From<RowError> for StoreError {
    fn from(error: RowError) -> Self {
        Self::Failed(Box::new(error))
    }
}

impl DatabaseStore {
    /// Whether the database answers a query.
    pub(crate) fn is_ready(&self) -> bool {
        self.read(|tx| tx.row("SELECT 1", &[], |_| Ok(()))).is_ok()
    }

    /// Sets how the installation vouches for its signing key.
    ///
    /// # Errors
    /// [`CertificateError`] if its certificates are of another key.
    pub(crate) fn with_publication(
        self,
        publication: KeyPublication,
    ) -> Result<Self, CertificateError> {
        let key = self.vault.signer().public();
        publication.certificates.check_key(key)?;
        Ok(Self {
            publication: Arc::new(publication),
            ..self
        })
    }

    /// The record of the signing key.
    pub(crate) fn key_record(&self) -> KeyRecord {
        self.publication.record(self.vault.signer())
    }

    /// The JSON Web Key Set of the signing key.
    pub(crate) fn key_set(&self) -> serde_json::Value {
        self.publication.key_set(self.vault.signer())
    }

    /// The pepper of the staff's password hashes.
    pub(crate) fn pepper(&self) -> Secret {
        self.vault.pepper()
    }

    /// Actions of an application's audit events, oldest first.
    #[cfg(test)]
    pub(crate) async fn event_words(&self, id: ApplicationId) -> Vec<String> {
        let sql = "SELECT action FROM events WHERE application_id = ? ORDER BY seq";
        let words = self.read(|tx| {
            tx.rows(sql, params![id.as_bytes()], |row| {
                Ok(row.required_text("action")?.to_owned())
            })
        });
        words.expect("read")
    }

    /// Closes the store after the queued writes.
    pub(crate) async fn close(&self) {
        self.driver.close().await;
    }

    pub(super) fn key_of(
        &self,
        id: ApplicationId,
        row: &dyn ColumnReader,
    ) -> Result<SubjectKey, RowError> {
        let (under, sealed) = (row.bytes("key_id")?, row.required_bytes("key_sealed")?);
        Ok(self.vault.open_subject_key(id, under, sealed)?)
    }

    /// Reads an application and its subject key in one query.
    pub(super) fn find_by(
        &self,
        tx: &mut Tx<'_>,
        id: ApplicationId,
    ) -> Result<Option<Application>, RowError> {
        let sql = "SELECT a.*, k.key_id, k.key_sealed FROM applications a \
                   JOIN subject_keys k ON k.application_id = a.id WHERE a.id = ?";
        tx.row(sql, params![id.as_bytes()], |row| {
            rows::application(id, row, &self.key_of(id, row)?)
        })
    }

    fn sealed_column(
        &self,
        id: ApplicationId,
        sql: &'static str,
        column: &str,
    ) -> Result<Option<Opened>, RowError> {
        let found = self.read(|tx| {
            tx.row(sql, params![id.as_bytes()], |row| {
                let (number, sealed) = (row.required_int("number")?, row.bytes("sealed")?);
                let key = self.key_of(id, row)?;
                let plain = sealed.map(|sealed| key.open(column, number.unsigned_abs(), sealed));
                Ok(plain.transpose()?.map(|plain| Opened { number, plain }))
            })
        });
        Ok(found?.flatten())
    }
}

#[async_trait]
impl Store for DatabaseStore {
    async fn insert(&self, application: Application, events: Vec<Event>) -> Result<(), StoreError> {
        let store = self.clone();
        let written = self.transact(move |tx| store.insert_rows(tx, &application, &events));
        Ok(written.await?)
    }

    async fn find(&self, id: ApplicationId) -> Result<Option<Application>, StoreError> {
        Ok(self.read(|tx| self.find_by(tx, id))?)
    }

    async fn reserve_paid_call(
        &self,
        call: PaidCall<'_>,
        limits: &DailyLimits,
        now: OffsetDateTime,
    ) -> Result<bool, StoreError> {
        if limits.allow_always(call) {
            return Ok(true);
        }
        let counters = paid_calls::counters(&self.vault, call, limits);
        let reserved = self.transact(move |tx| paid_calls::reserve(tx, &counters, now));
        Ok(reserved.await?)
    }

    async fn ssn(&self, id: ApplicationId) -> Result<Option<Ssn>, StoreError> {
        let sql = "SELECT 0 AS number, a.ssn_sealed AS sealed, k.key_id, k.key_sealed FROM applications a \
                       JOIN subject_keys k ON k.application_id = a.id WHERE a.id = ?";
        let plain = self.sealed_column(id, sql, SSN)?;
        let text = plain
            .as_ref()
            .and_then(|it| std::str::from_utf8(&it.plain).ok());
        Ok(text.and_then(|digits| Ssn::parse(digits).ok()))
    }

    async fn open_attempt(&self, id: ApplicationId) -> Result<Option<Attempt>, StoreError> {
        let sql = "SELECT a.number, a.request_sealed AS sealed, k.key_id, k.key_sealed FROM attempts a \
                       JOIN subject_keys k USING (application_id) \
                       WHERE a.application_id = ? AND a.settled_at IS NULL";
        let found = self.sealed_column(id, sql, REQUEST)?;
        Ok(found.map(|it| Attempt {
            number: u32::try_from(it.number).unwrap_or(u32::MAX),
            request: SerializedRequest::new(it.plain.to_vec()),
        }))
    }

    async fn link(&self, hash: LinkHash) -> Result<Option<ReturnLink>, StoreError> {
        Ok(self.find_link(hash)?)
    }

    async fn commit(&self, change: Change) -> Result<Application, StoreError> {
        let store = self.clone();
        let stage = CommitStage::of(&change);
        stage.begins();
        let id = change.application.id;
        let events = change.events.iter();
        let alarms: Vec<_> = events.filter(|it| it.action.is_alarm()).cloned().collect();
        let written = self.transact_about(id, move |tx| store.commit_rows(tx, stage, change));
        let application = written.await?;
        stage.is_committed();
        for alarm in alarms {
            tracing::error!(
                event = alarm.action.as_str(),
                action = ?alarm.action,
                reference = application.reference.as_str(),
                state = alarm.to.as_str(),
                "an application needs the operator"
            );
        }
        Ok(application)
    }

    async fn acquire_poll_slot(
        &self,
        id: ApplicationId,
        now: OffsetDateTime,
        gap: time::Duration,
    ) -> Result<bool, StoreError> {
        let sql = "UPDATE applications SET asked_at = ? \
                       WHERE id = ? AND (asked_at IS NULL OR asked_at <= ?)";
        let (now, before) = (millis(now), millis(now - gap));
        let claimed = self.transact(move |tx| tx.execute(sql, params![now, id.as_bytes(), before]));
        Ok(claimed.await? == 1)
    }

    async fn claim_jobs(
        &self,
        claim: Claim,
        now: OffsetDateTime,
        until: OffsetDateTime,
    ) -> Result<Vec<Job>, StoreError> {
        Ok(self.claim(claim, now, until).await?)
    }

    async fn release_job(&self, lease: Lease, due_at: OffsetDateTime) -> Result<bool, StoreError> {
        Ok(self.release(lease, due_at).await?)
    }

    async fn release_unsent(
        &self,
        lease: Lease,
        due_at: OffsetDateTime,
        sent: u32,
    ) -> Result<bool, StoreError> {
        Ok(self.release_unsent(lease, due_at, sent).await?)
    }

    async fn reschedule_no_later_than(
        &self,
        id: ApplicationId,
        by: OffsetDateTime,
    ) -> Result<(), StoreError> {
        Ok(self.reschedule_no_later_than(id, by).await?)
    }

    async fn next_job_due_at(
        &self,
        now: OffsetDateTime,
    ) -> Result<Option<OffsetDateTime>, StoreError> {
        Ok(self.next_due_at(now).await?)
    }

    async fn parked(&self) -> Result<Vec<ApplicationId>, StoreError> {
        let sql = "SELECT id FROM applications WHERE state = 'parked' AND erased_at IS NULL \
                   ORDER BY since, id";
        Ok(self.scan(move |tx| tx.rows(sql, &[], rows::id)).await?)
    }

    async fn by_reference(
        &self,
        reference: &Reference,
    ) -> Result<Option<ApplicationId>, StoreError> {
        let sql = "SELECT id FROM applications WHERE reference = ?";
        Ok(self.read(|tx| tx.row(sql, params![reference.as_str()], rows::id))?)
    }

    async fn by_external_id(&self, id: &ExternalId) -> Result<Vec<ApplicationId>, StoreError> {
        // An erased application keeps its id, and no answer is applied to it.
        let sql =
            "SELECT id FROM applications WHERE external_id = ? AND erased_at IS NULL ORDER BY id";
        Ok(self.read(|tx| tx.rows(sql, params![id.as_str()], rows::id))?)
    }

    async fn find_by_provider_id(
        &self,
        id: &ExternalId,
    ) -> Result<Option<ProviderRef>, StoreError> {
        let id = id.as_str().to_owned();
        Ok(self.find_by_provider_id(id).await?)
    }
}

#[cfg(test)]
impl DatabaseStore {
    /// Keeps every other connection from writing until the returned one is dropped.
    pub(crate) fn writes_alone(&self) -> impl Drop + use<> {
        match &self.driver {
            Driver::Sqlite(driver) => driver.writes_alone(),
            Driver::Postgres(_) => panic!("PostgreSQL has no single writer"),
        }
    }

    /// Stores a provider id without the commit's check, as versions without it did.
    pub(crate) async fn force_external_id(&self, id: ApplicationId, external_id: &str) {
        let sql = "UPDATE applications SET external_id = ? WHERE id = ?";
        let external_id = external_id.to_owned();
        let forced = self.transact(move |tx| tx.execute(sql, params![&external_id, id.as_bytes()]));
        forced.await.expect("written");
    }
}
