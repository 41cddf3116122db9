//! Optional lookups behind the same throttle as all other calls. Applicants continue after a
//! failure, so this module logs it.

use super::ThrottledVerifier;
use crate::config;
use async_trait::async_trait;
use kyc::{
    admin::dashboard::Call,
    form::prefill::Code,
    id::ExternalId,
    ports::{
        CodeCheckOutcome, OptionalLookups, PrefillRequest, Prefiller, Referrals, VerifierError,
    },
    value::ReferralCode,
};
use std::sync::Arc;

/// Lookup service with its throttle.
pub(crate) struct ThrottledLookups<T> {
    throttle: Arc<ThrottledVerifier>,
    inner: Arc<T>,
}

impl<T: Prefiller + Referrals + 'static> ThrottledLookups<T> {
    /// Lookups that the configuration enables.
    pub(crate) fn throttled_lookups(
        throttle: &Arc<ThrottledVerifier>,
        inner: &Arc<T>,
        wishes: config::Helpers,
    ) -> OptionalLookups {
        let helped = Arc::new(Self {
            throttle: throttle.clone(),
            inner: inner.clone(),
        });
        OptionalLookups {
            prefill: wishes.prefill.then(|| helped.clone() as Arc<dyn Prefiller>),
            referrals: wishes.referrals.then_some(helped as Arc<dyn Referrals>),
        }
    }
}

/// Logs a failed lookup and returns its result.
fn log_failure<T>(what: &str, answer: Result<T, VerifierError>) -> Result<T, VerifierError> {
    if let Err(error) = &answer {
        tracing::warn!(what, %error, "an optional lookup failed");
    }
    answer
}

#[async_trait]
impl<T: Prefiller> Prefiller for ThrottledLookups<T> {
    async fn begin(&self, request: &PrefillRequest<'_>) -> Result<ExternalId, VerifierError> {
        let begun = self.throttle.call(Call::Prefill, self.inner.begin(request));
        log_failure("prefill", begun.await)
    }

    async fn check(&self, id: &ExternalId, code: &Code) -> Result<CodeCheckOutcome, VerifierError> {
        let checked = self
            .throttle
            .call(Call::Prefill, self.inner.check(id, code));
        match checked.await {
            // A wrong code is a normal answer, not a failure.
            Err(VerifierError::Malformed) => {
                tracing::info!("the provider rejected a code");
                Err(VerifierError::Malformed)
            }
            answer => log_failure("code", answer),
        }
    }
}

#[async_trait]
impl<T: Referrals> Referrals for ThrottledLookups<T> {
    async fn is_known(&self, code: &ReferralCode) -> Result<bool, VerifierError> {
        let known = self
            .throttle
            .call(Call::Referral, self.inner.is_known(code));
        log_failure("referral code", known.await)
    }
}
