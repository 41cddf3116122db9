//! A provider that answers every call at once.

use kyc::{
    application::SerializedRequest,
    form::prefill::Code,
    id::ExternalId,
    ports::{CodeCheckOutcome, Fut, PrefillRequest, Prefiller, Referrals, Verifier, VerifierError},
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

impl Verifier for InstantProvider {
    fn serialize_start(&self, request: &StartRequest<'_>) -> SerializedRequest {
        SerializedRequest::new(request.user_id.as_str().into())
    }

    fn start<'a>(
        &'a self,
        _: &'a SerializedRequest,
    ) -> Fut<'a, Result<ProviderUpdate, VerifierError>> {
        // Each inquiry has its own id: two applications with one id are parked.
        static INQUIRIES: AtomicU64 = AtomicU64::new(0);
        let number = INQUIRIES.fetch_add(1, Ordering::Relaxed);
        let id = ExternalId::parse(&format!("ext_fuzz_{number}")).ok();
        Box::pin(async { Ok(update(Source::Start, id)) })
    }

    fn status<'a>(&'a self, id: &'a ExternalId) -> Fut<'a, Result<ProviderUpdate, VerifierError>> {
        Box::pin(async { Ok(update(Source::Status, Some(id.clone()))) })
    }
}

/// Accepts every third code, and knows every referral code of even length.
impl Prefiller for InstantProvider {
    fn begin<'a>(
        &'a self,
        _: &'a PrefillRequest<'_>,
    ) -> Fut<'a, Result<ExternalId, VerifierError>> {
        Box::pin(async { Ok(ExternalId::parse("ext_prefill").expect("an id")) })
    }

    fn check<'a>(
        &'a self,
        _: &'a ExternalId,
        code: &'a Code,
    ) -> Fut<'a, Result<CodeCheckOutcome, VerifierError>> {
        let last = code.as_str().bytes().last().unwrap_or_default();
        Box::pin(async move {
            match last % 3 {
                0 => Ok(CodeCheckOutcome::Pending),
                1 => Ok(CodeCheckOutcome::Right(Box::default())),
                _ => Err(VerifierError::Malformed),
            }
        })
    }
}

impl Referrals for InstantProvider {
    fn is_known<'a>(&'a self, code: &'a ReferralCode) -> Fut<'a, Result<bool, VerifierError>> {
        let known = code.as_str().len().is_multiple_of(2);
        Box::pin(async move { Ok(known) })
    }
}
