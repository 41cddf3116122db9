//! Sensitive data of a case: reveals of personal fields and evidence bundles.

mod alerts;
mod bundle;
mod chain_proof;
mod reads;
mod reveals;

pub(super) use alerts::dismiss_alert;

use super::super::DatabaseStore;
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
    ports::{Fut, StoreError},
};
use time::OffsetDateTime;

impl SensitiveDataStore for DatabaseStore {
    fn reveal(
        &self,
        reveal: RevealRequest,
        now: OffsetDateTime,
    ) -> Fut<'_, Result<RevealOutcome, StoreError>> {
        let store = self.clone();
        Box::pin(async move {
            let done = self.transact(move |tx| store.show(tx, &reveal, now));
            Ok(done.await?)
        })
    }

    fn sensitive_data<'a>(
        &'a self,
        case: &'a Reference,
        who: ReviewerId,
        now: OffsetDateTime,
    ) -> Fut<'a, Result<Option<SensitiveData>, StoreError>> {
        Box::pin(async move { Ok(self.read_sensitive_data(case, who, now).await?) })
    }

    fn alerts(&self) -> Fut<'_, Result<Vec<RevealAlert>, StoreError>> {
        Box::pin(async move { Ok(self.read_alerts().await?) })
    }

    fn request_override(
        &self,
        ask: OverrideRequest,
        now: OffsetDateTime,
    ) -> Fut<'_, Result<RequestOutcome, StoreError>> {
        let store = self.clone();
        Box::pin(async move {
            let done = self.transact(move |tx| store.ask(tx, &ask, now));
            Ok(done.await?)
        })
    }

    fn reply_to_override(
        &self,
        answer: OverrideReply,
        now: OffsetDateTime,
    ) -> Fut<'_, Result<ReplyOutcome, StoreError>> {
        let store = self.clone();
        Box::pin(async move {
            let done = self.transact(move |tx| store.answer(tx, &answer, now));
            Ok(done.await?)
        })
    }

    fn evidence_bundle<'a>(
        &'a self,
        case: &'a Reference,
        by: ReviewerRef,
        now: OffsetDateTime,
    ) -> Fut<'a, Result<Option<EvidenceBundle>, StoreError>> {
        Box::pin(async move { Ok(self.build_bundle(case, by, now).await?) })
    }
}
