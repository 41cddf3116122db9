//! Sensitive data of a case: reveals of personal fields and evidence bundles.

mod alerts;
mod bundle;
mod chain_proof;
mod reads;
mod reveals;

pub(super) use alerts::dismiss_alert;

use super::super::DatabaseStore;
use async_trait::async_trait;
use kyc::{
    admin::{
        ReviewerId,
        disclosure::{
            EvidenceBundle, RevealAlert, RevealOutcome, RevealRequest, SensitiveData,
            SensitiveDataStore,
        },
        overrides::{OverrideReply, OverrideRequest, ReplyOutcome, RequestOutcome, ReviewerRef},
    },
    id::Reference,
    ports::StoreError,
};
use time::OffsetDateTime;

#[async_trait]
impl SensitiveDataStore for DatabaseStore {
    async fn reveal(
        &self,
        reveal: RevealRequest,
        now: OffsetDateTime,
    ) -> Result<RevealOutcome, StoreError> {
        let store = self.clone();
        let done = self.transact(move |tx| store.show(tx, &reveal, now));
        Ok(done.await?)
    }

    async fn sensitive_data(
        &self,
        case: &Reference,
        who: ReviewerId,
        now: OffsetDateTime,
    ) -> Result<Option<SensitiveData>, StoreError> {
        Ok(self.read_sensitive_data(case, who, now).await?)
    }

    async fn alerts(&self) -> Result<Vec<RevealAlert>, StoreError> {
        Ok(self.read_alerts().await?)
    }

    async fn request_override(
        &self,
        ask: OverrideRequest,
        now: OffsetDateTime,
    ) -> Result<RequestOutcome, StoreError> {
        let store = self.clone();
        let done = self.transact(move |tx| store.ask(tx, &ask, now));
        Ok(done.await?)
    }

    async fn reply_to_override(
        &self,
        answer: OverrideReply,
        now: OffsetDateTime,
    ) -> Result<ReplyOutcome, StoreError> {
        let store = self.clone();
        let done = self.transact(move |tx| store.answer(tx, &answer, now));
        Ok(done.await?)
    }

    async fn evidence_bundle(
        &self,
        case: &Reference,
        by: ReviewerRef,
        now: OffsetDateTime,
    ) -> Result<Option<EvidenceBundle>, StoreError> {
        Ok(self.build_bundle(case, by, now).await?)
    }
}
