//! A provider that answers every call at once.

use async_trait::async_trait;
use kyc::{
    application::SerializedRequest,
    form::prefill::Code,
    id::ExternalId,
    ports::{CodeCheckOutcome, PrefillRequest, Prefiller, Referrals, Verifier, VerifierError},
    provider::{ProviderOutcome, ProviderStatus, ProviderUpdate, Source},
    request::StartRequest,
    value::ReferralCode,
};
use std::sync::atomic::{AtomicU64, Ordering};

/// Requests documents again from every applicant. So no state is final, and every form of a
/// submitted application is open.
pub(super) struct InstantProvider;

fn update(via: Source, id: Option<ExternalId>) -> ProviderUpdate {
    ProviderUpdate {
        source: via,
        requested_at: time::OffsetDateTime::UNIX_EPOCH,
        external_id: id,
        status: ProviderStatus::default(),
        outcome: ProviderOutcome::Resubmit,
        recognised: true,
    }
}

#[async_trait]
impl Verifier for InstantProvider {
    fn serialize_start(&self, request: &StartRequest<'_>) -> SerializedRequest {
        SerializedRequest::new(request.user_id.as_str().into())
    }

    async fn start(&self, _: &SerializedRequest) -> Result<ProviderUpdate, VerifierError> {
        // Each inquiry has its own id: two applications with one id are parked.
        static INQUIRIES: AtomicU64 = AtomicU64::new(0);
        let number = INQUIRIES.fetch_add(1, Ordering::Relaxed);
        let id = ExternalId::parse(&format!("ext_fuzz_{number}")).ok();
        Ok(update(Source::Start, id))
    }

    async fn status(&self, id: &ExternalId) -> Result<ProviderUpdate, VerifierError> {
        Ok(update(Source::Status, Some(id.clone())))
    }
}

/// Accepts every third code, and knows every referral code of even length.
#[async_trait]
impl Prefiller for InstantProvider {
    async fn begin(&self, _: &PrefillRequest<'_>) -> Result<ExternalId, VerifierError> {
        Ok(ExternalId::parse("ext_prefill").expect("an id"))
    }

    async fn check(&self, _: &ExternalId, code: &Code) -> Result<CodeCheckOutcome, VerifierError> {
        let last = code.as_str().bytes().last().unwrap_or_default();
        match last % 3 {
            0 => Ok(CodeCheckOutcome::Pending),
            1 => Ok(CodeCheckOutcome::Right(Box::default())),
            _ => Err(VerifierError::Malformed),
        }
    }
}

#[async_trait]
impl Referrals for InstantProvider {
    async fn is_known(&self, code: &ReferralCode) -> Result<bool, VerifierError> {
        Ok(code.as_str().len().is_multiple_of(2))
    }
}
