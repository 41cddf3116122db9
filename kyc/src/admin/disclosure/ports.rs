//! The ports of the disclosure.

use super::{EvidenceBundle, RevealAlert, RevealOutcome, RevealRequest, RevealedField};
use crate::{
    admin::{
        ReviewerId,
        overrides::{
            OverrideOutcome, OverrideReply, OverrideRequest, RecordedRequest, ReplyOutcome,
            RequestOutcome, ReviewerRef,
        },
    },
    id::Reference,
    ports::StoreError,
};
use async_trait::async_trait;
use time::OffsetDateTime;

/// The status of the SSN. No staff member sees the SSN itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SsnStatus {
    /// It was not given yet.
    NotGiven,
    /// It is stored, encrypted, until the provider accepts it.
    Held,
    /// It was erased after the provider accepted it.
    Shredded,
}

/// The sensitive data of a case that one staff member may see now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SensitiveData {
    /// The fields that they have unmasked.
    pub revealed: Vec<RevealedField>,
    /// The status of the SSN; `None` once the personal data is erased.
    pub ssn_status: Option<SsnStatus>,
    /// How many fields they have unmasked within the last day.
    pub spent: u32,
    /// The outcomes that they may request: those that differ from the decision.
    pub outcomes: Vec<OverrideOutcome>,
    /// The override requests, the latest first.
    pub requests: Vec<RecordedRequest>,
}

/// The store of sensitive data.
#[async_trait]
pub trait SensitiveDataStore: Send + Sync {
    /// Unmasks a field, with its events in both audit trails, in one transaction.
    ///
    /// A field that is already unmasked keeps its end time.
    async fn reveal(
        &self,
        reveal: RevealRequest,
        now: OffsetDateTime,
    ) -> Result<RevealOutcome, StoreError>;

    /// The sensitive data of a case for one staff member; `None` if the case does not exist.
    async fn sensitive_data(
        &self,
        case: &Reference,
        who: ReviewerId,
        now: OffsetDateTime,
    ) -> Result<Option<SensitiveData>, StoreError>;

    /// The alerts about exceeded budgets, the latest first.
    async fn alerts(&self) -> Result<Vec<RevealAlert>, StoreError>;

    /// Records an override request, with its audit event.
    async fn request_override(
        &self,
        ask: OverrideRequest,
        now: OffsetDateTime,
    ) -> Result<RequestOutcome, StoreError>;

    /// Records a reply to a request, with its audit event.
    async fn reply_to_override(
        &self,
        answer: OverrideReply,
        now: OffsetDateTime,
    ) -> Result<ReplyOutcome, StoreError>;

    /// Builds and verifies the evidence bundle; `None` if the case does not exist.
    async fn evidence_bundle(
        &self,
        case: &Reference,
        by: ReviewerRef,
        now: OffsetDateTime,
    ) -> Result<Option<EvidenceBundle>, StoreError>;
}
