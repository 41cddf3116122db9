//! What a dossier needs from the world.

use super::{
    EvidenceBundle, OverruleReply, OverruleRequest, RecordedRequest, ReplyOutcome, RequestOutcome,
    RevealAlert, RevealOutcome, RevealRequest, RevealedField, overrule::ReviewerRef,
};
use crate::{
    admin::ReviewerId,
    id::Reference,
    ports::{Fut, StoreError},
};
use time::OffsetDateTime;

/// What is known of the Social Security number. Nobody at the desk sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SsnStatus {
    /// It was not given yet.
    NotGiven,
    /// It is kept, sealed, until the upstream has it.
    Held,
    /// It was deleted when the upstream had it.
    Shredded,
}

/// A dossier, as somebody may see it now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SensitiveData {
    /// What whoever asks is shown in full now.
    pub revealed: Vec<RevealedField>,
    /// The number; `None` once the person is erased.
    pub ssn_status: Option<SsnStatus>,
    /// How many fields whoever asks was shown since a day ago.
    pub spent: u32,
    /// What may be wanted otherwise: the outcomes that it does not have.
    pub outcomes: Vec<super::OverruleOutcome>,
    /// What was wanted, the latest first.
    pub requests: Vec<RecordedRequest>,
}

/// What is kept of it.
pub trait SensitiveDataStore: Send + Sync {
    /// Lets somebody see a field, with its lines in both trails: all of it in
    /// one transaction, or nothing. One that is shown already goes on as it was.
    fn reveal(
        &self,
        reveal: RevealRequest,
        now: OffsetDateTime,
    ) -> Fut<'_, Result<RevealOutcome, StoreError>>;

    /// The dossier of a case, as somebody may see it; `None` if there is no such
    /// case.
    fn sensitive_data<'a>(
        &'a self,
        case: &'a Reference,
        who: ReviewerId,
        now: OffsetDateTime,
    ) -> Fut<'a, Result<Option<SensitiveData>, StoreError>>;

    /// Who wanted to see more than they may, the latest first.
    fn alerts(&self) -> Fut<'_, Result<Vec<RevealAlert>, StoreError>>;

    /// Records what somebody wants overruled, with its line in the trail.
    fn request_overrule(
        &self,
        ask: OverruleRequest,
        now: OffsetDateTime,
    ) -> Fut<'_, Result<RequestOutcome, StoreError>>;

    /// Records what a second one says to it, with its line in the trail.
    fn reply_to_overrule(
        &self,
        answer: OverruleReply,
        now: OffsetDateTime,
    ) -> Fut<'_, Result<ReplyOutcome, StoreError>>;

    /// Puts the evidence together, and examines it; `None` if there is no such
    /// case.
    fn evidence_bundle<'a>(
        &'a self,
        case: &'a Reference,
        by: ReviewerRef,
        now: OffsetDateTime,
    ) -> Fut<'a, Result<Option<EvidenceBundle>, StoreError>>;
}
