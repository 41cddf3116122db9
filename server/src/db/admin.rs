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
    ports::{Fut, StoreError},
};
use time::OffsetDateTime;

impl AdminStore for DatabaseStore {
    fn apply(
        &self,
        steps: Vec<StaffCommand>,
        now: OffsetDateTime,
    ) -> Fut<'_, Result<(), StoreError>> {
        let store = self.clone();
        Box::pin(async move {
            let written = self.transact(move |tx| {
                let mut unsealed = Unsealed::default();
                Unsealed::lock_accounts(tx, &steps)?;
                for step in steps {
                    store.step(tx, &mut unsealed, step, now)?;
                }
                unsealed.end()
            });
            Ok(written.await?)
        })
    }

    fn record_attempt(
        &self,
        one: LoginAttempt,
        now: OffsetDateTime,
    ) -> Fut<'_, Result<Admission, StoreError>> {
        Box::pin(async move {
            let counted = self.transact(move |tx| login_attempts::record_attempt(tx, one, now));
            Ok(counted.await?)
        })
    }

    fn is_known(&self, key: ThrottleKey, now: OffsetDateTime) -> Fut<'_, Result<bool, StoreError>> {
        Box::pin(async move { Ok(self.read(|tx| login_attempts::is_known(tx, key, now))?) })
    }

    fn reviewer(&self, id: ReviewerId) -> Fut<'_, Result<Option<Reviewer>, StoreError>> {
        Box::pin(async move { Ok(self.reviewer_row(id)?) })
    }

    fn find_by_name<'a>(
        &'a self,
        name: &'a AccountName,
    ) -> Fut<'a, Result<Option<Reviewer>, StoreError>> {
        Box::pin(async move { Ok(self.reviewer_named(name)?) })
    }

    fn reviewers(&self) -> Fut<'_, Result<Vec<Reviewer>, StoreError>> {
        Box::pin(async move { Ok(self.all_reviewers().await?) })
    }

    fn staff_requests(&self) -> Fut<'_, Result<Vec<StaffRequest>, StoreError>> {
        Box::pin(async move { Ok(self.open_staff_requests().await?) })
    }

    fn staff_events(&self, filter: StaffFilter) -> Fut<'_, Result<Vec<StaffLine>, StoreError>> {
        Box::pin(async move { Ok(self.read_staff_events(filter).await?) })
    }

    fn staff_changes(&self, of: ReviewerId) -> Fut<'_, Result<Vec<StaffLine>, StoreError>> {
        Box::pin(async move { Ok(self.read_staff_changes(of).await?) })
    }

    fn passkeys(&self, of: ReviewerId) -> Fut<'_, Result<Vec<Passkey>, StoreError>> {
        Box::pin(async move { Ok(self.passkeys_of(of)?) })
    }

    fn invited(
        &self,
        hash: SecretHash,
        now: OffsetDateTime,
    ) -> Fut<'_, Result<Option<ReviewerId>, StoreError>> {
        Box::pin(async move { Ok(self.link_for(hash, now)?) })
    }

    fn session(
        &self,
        hash: SecretHash,
    ) -> Fut<'_, Result<Option<SessionWithReviewer>, StoreError>> {
        Box::pin(async move { Ok(self.admin_session(hash)?) })
    }

    fn sessions(&self, of: ReviewerId) -> Fut<'_, Result<Vec<StaffSession>, StoreError>> {
        Box::pin(async move { Ok(self.admin_sessions_of(of)?) })
    }

    fn key(&self, parts: &[&str]) -> ThrottleKey {
        ThrottleKey(self.vault.admin_key(parts))
    }
}
