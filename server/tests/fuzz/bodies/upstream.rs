//! An upstream that answers everything at once.

use kyc::{
    application::Frozen,
    form::prefill::Code,
    id::ExternalId,
    port::{Checked, Fut, PrefillRequest, Prefiller, Referrals, Verifier, VerifierError},
    request::StartRequest,
    upstream::{Evidence, Finding, Via, Words},
    value::ReferralCode,
};

/// Asks everybody for pictures again: nothing is final, and every form of an
/// application that was handed in is open.
pub(super) struct Upstream;

fn evidence(via: Via) -> Evidence {
    Evidence {
        via,
        as_of: time::OffsetDateTime::UNIX_EPOCH,
        external_id: ExternalId::parse("ext_fuzz").ok(),
        words: Words::default(),
        finding: Finding::Resubmit,
        understood: true,
    }
}

impl Verifier for Upstream {
    fn freeze(&self, request: &StartRequest<'_>) -> Frozen {
        Frozen::new(request.user_id.as_str().into())
    }

    fn start<'a>(&'a self, _: &'a Frozen) -> Fut<'a, Result<Evidence, VerifierError>> {
        Box::pin(async { Ok(evidence(Via::Start)) })
    }

    fn status<'a>(&'a self, _: &'a ExternalId) -> Fut<'a, Result<Evidence, VerifierError>> {
        Box::pin(async { Ok(evidence(Via::Status)) })
    }
}

/// Takes every other code, and knows every other referral code.
impl Prefiller for Upstream {
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
    ) -> Fut<'a, Result<Checked, VerifierError>> {
        let last = code.as_str().bytes().last().unwrap_or_default();
        Box::pin(async move {
            match last % 3 {
                0 => Ok(Checked::Pending),
                1 => Ok(Checked::Right(Box::default())),
                _ => Err(VerifierError::Malformed),
            }
        })
    }
}

impl Referrals for Upstream {
    fn is_known<'a>(&'a self, code: &'a ReferralCode) -> Fut<'a, Result<bool, VerifierError>> {
        let known = code.as_str().len().is_multiple_of(2);
        Box::pin(async move { Ok(known) })
    }
}
