//! The admin's tables: staff, staff sessions, login attempts and the staff audit trail.

mod account_seal;
pub(super) mod case;
mod case_head;
mod disclosure;
pub(super) mod list;
mod login_attempts;
mod overrides;
mod reads;
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
pub(super) use self::staff_audit::verify as verify_staff_trail;
use super::DatabaseStore;
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
        Ok(self.reviewer_row(id)?)
    }

    async fn find_by_name(&self, name: &AccountName) -> Result<Option<Reviewer>, StoreError> {
        Ok(self.reviewer_named(name)?)
    }

    async fn reviewers(&self) -> Result<Vec<Reviewer>, StoreError> {
        Ok(self.all_reviewers().await?)
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
        Ok(self.passkeys_of(of)?)
    }

    async fn invited(
        &self,
        hash: SecretHash,
        now: OffsetDateTime,
    ) -> Result<Option<ReviewerId>, StoreError> {
        Ok(self.link_for(hash, now)?)
    }

    async fn session(&self, hash: SecretHash) -> Result<Option<SessionWithReviewer>, StoreError> {
        Ok(self.admin_session(hash)?)
    }

    async fn sessions(&self, of: ReviewerId) -> Result<Vec<StaffSession>, StoreError> {
        Ok(self.admin_sessions_of(of)?)
    }

    fn key(&self, parts: &[&str]) -> ThrottleKey {
        ThrottleKey(self.vault.admin_key(parts))
    }
}
