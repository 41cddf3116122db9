//! The admin's tables: staff, staff sessions, login attempts and the staff audit trail.

mod account_seal;
pub(super) mod case;
mod case_head;
mod disclosure;
pub(super) mod list;
mod login_attempts;
mod overrides;
mod refusals;
mod row_macs;
mod rows;
mod staff_activity;
mod staff_audit;
mod staff_commands;
mod staff_requests;
mod sweep;

use self::account_seal::Unsealed;
pub(super) use self::account_seal::{AccountSchema, seal_existing_rows};
use self::rows::{REVIEWER, SESSION, id};
pub(super) use self::staff_audit::verify as verify_staff_trail;
use super::{DatabaseStore, driver::params, millis};
use async_trait::async_trait;
use kyc::{
    admin::{
        AccountName, Reviewer, ReviewerId,
        activity::{StaffFilter, StaffLine},
        four_eyes::StaffRequest,
        ports::{
            AdminStore, Admission, LoginAttempt, SessionWithReviewer, StaffCommand, ThrottleKey,
        },
        reviewer::Passkey,
        session::{SecretHash, StaffSession},
    },
    ports::StoreError,
};
use time::OffsetDateTime;

/// A valid link, with the open secrets of its account.
const LINK: &str = "SELECT l.reviewer_id, l.expires_at, l.mac, r.open_secrets FROM desk_links l \
     JOIN reviewers r ON r.id = l.reviewer_id WHERE l.secret_hash = ? AND l.expires_at > ?";

#[async_trait]
impl AdminStore for DatabaseStore {
    async fn apply(&self, steps: Vec<StaffCommand>, now: OffsetDateTime) -> Result<(), StoreError> {
        let store = self.clone();
        let written = self.transact(move |tx| {
            let mut unsealed = Unsealed::default();
            Unsealed::lock_accounts(tx, &steps)?;
            for step in steps {
                store.step(tx, &mut unsealed, step, now)?;
            }
            unsealed.end()
        });
        Ok(written.await?)
    }

    async fn record_attempt(
        &self,
        one: LoginAttempt,
        now: OffsetDateTime,
    ) -> Result<Admission, StoreError> {
        let counted = self.transact(move |tx| login_attempts::record_attempt(tx, one, now));
        Ok(counted.await?)
    }

    async fn is_known(&self, key: ThrottleKey, now: OffsetDateTime) -> Result<bool, StoreError> {
        Ok(self.read(|tx| login_attempts::is_known(tx, key, now))?)
    }

    async fn reviewer(&self, id: ReviewerId) -> Result<Option<Reviewer>, StoreError> {
        Ok(self.read(|tx| self.reviewer_in(tx, id))?)
    }

    async fn find_by_name(&self, name: &AccountName) -> Result<Option<Reviewer>, StoreError> {
        let sql = format!("{REVIEWER} WHERE r.name = ?");
        Ok(self.read(|tx| tx.row(&sql, params![name.as_str()], |row| self.reviewer_of(row)))?)
    }

    async fn reviewers(&self) -> Result<Vec<Reviewer>, StoreError> {
        let store = self.clone();
        let reviewers = self.scan(move |tx| {
            let sql = format!("{REVIEWER} ORDER BY r.name");
            tx.rows(&sql, &[], |row| store.reviewer_of(row))
        });
        Ok(reviewers.await?)
    }

    async fn staff_requests(&self) -> Result<Vec<StaffRequest>, StoreError> {
        Ok(self.open_staff_requests().await?)
    }

    async fn staff_events(&self, filter: StaffFilter) -> Result<Vec<StaffLine>, StoreError> {
        Ok(self.read_staff_events(filter).await?)
    }

    async fn staff_changes(&self, of: ReviewerId) -> Result<Vec<StaffLine>, StoreError> {
        Ok(self.read_staff_changes(of).await?)
    }

    async fn passkeys(&self, of: ReviewerId) -> Result<Vec<Passkey>, StoreError> {
        let sql = "SELECT * FROM desk_passkeys WHERE reviewer_id = ? \
                   ORDER BY created_at, credential";
        Ok(self.read(|tx| tx.rows(sql, params![of.as_bytes()], |row| self.passkey_of(row)))?)
    }

    async fn invited(
        &self,
        hash: SecretHash,
        now: OffsetDateTime,
    ) -> Result<Option<ReviewerId>, StoreError> {
        let owner = self.read(|tx| {
            tx.row(LINK, params![&hash.0, millis(now)], |row| {
                let owner = row.required_bytes("reviewer_id")?;
                let (key, expires_at) = (self.vault.row_key(), row.required_int("expires_at")?);
                let mac = row_macs::link_mac(&key, owner, &hash.0, expires_at);
                let owner = id(owner)?;
                let (stored, open, name) = (
                    row.bytes("mac")?,
                    row.text("open_secrets")?,
                    owner.to_string(),
                );
                let is_valid = row_macs::is_genuine(mac, stored, "desk_links", &name)
                    && row_macs::is_open(open, hash, "desk_links", &name);
                Ok(is_valid.then_some(owner))
            })
        });
        Ok(owner?.flatten())
    }

    async fn session(&self, hash: SecretHash) -> Result<Option<SessionWithReviewer>, StoreError> {
        let found = self.read(|tx| {
            let sql = format!("{SESSION} WHERE s.id_hash = ?");
            let session = tx.row(&sql, params![&hash.0], |row| self.session_of(row))?;
            let Some(session) = session.flatten() else {
                return Ok(None);
            };
            let reviewer = match session.stage.reviewer() {
                Some(who) => self.reviewer_in(tx, who)?,
                None => None,
            };
            Ok(Some((session, reviewer)))
        });
        Ok(found?)
    }

    async fn sessions(&self, of: ReviewerId) -> Result<Vec<StaffSession>, StoreError> {
        let sql = format!(
            "{SESSION} WHERE s.reviewer_id = ? AND s.stage = 'in' ORDER BY s.began_at DESC, s.id_hash"
        );
        let sessions =
            self.read(|tx| tx.rows(&sql, params![of.as_bytes()], |row| self.session_of(row)));
        Ok(sessions?.into_iter().flatten().collect())
    }

    fn key(&self, parts: &[&str]) -> ThrottleKey {
        ThrottleKey(self.vault.admin_key(parts))
    }
}
