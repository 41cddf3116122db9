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

/// Requests documents again from every applicant. So no state is final, and every form of a
/// submitted application is open.
pub(super) struct InstantProvider;

fn update(via: Source) -> ProviderUpdate {
    ProviderUpdate {
        source: via,
        requested_at: time::OffsetDateTime::UNIX_EPOCH,
        external_id: ExternalId::parse("ext_fuzz").ok(),
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
        Box::pin(async { Ok(update(Source::Start)) })
    }

    fn status<'a>(&'a self, _: &'a ExternalId) -> Fut<'a, Result<ProviderUpdate, VerifierError>> {
        Box::pin(async { Ok(update(Source::Status)) })
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
