//! Optional lookups behind the same throttle as all other calls. Applicants continue after a
//! failure, so this module logs it.

use super::ThrottledVerifier;
use crate::config;
use async_trait::async_trait;
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use kyc::{
    admin::dashboard::Call,
    form::prefill::Code,
    id::ExternalId,
    ports::{
        CodeCheckOutcome, OptionalLookups, PrefillRequest, Prefiller, Referrals, VerifierError,
    },
    value::{Phone, ReferralCode},
};
use sha2::{Digest, Sha256};
use std::{num::NonZeroU32, sync::Arc, time::Duration};

/// Period after which a phone's quota of codes is full again.
const DAY: Duration = Duration::from_secs(86_400);
/// Number of tracked phones at which the limiter removes those with a full quota.
const MAX_TRACKED_PHONES: usize = 10_000;

/// Lookup service with its throttle.
pub(crate) struct ThrottledLookups<T> {
    throttle: Arc<ThrottledVerifier>,
    inner: Arc<T>,
    /// Rate limiter by hash of the phone number, because one phone may have many sessions. Each
    /// code is a text message that the firm pays for and that may reach a third party.
    phones: DefaultKeyedRateLimiter<[u8; 32]>,
}

impl<T: Prefiller + Referrals + 'static> ThrottledLookups<T> {
    /// Lookups that the configuration enables.
    pub(crate) fn throttled_lookups(
        throttle: &Arc<ThrottledVerifier>,
        inner: &Arc<T>,
        wishes: config::Helpers,
    ) -> OptionalLookups {
        let helped = Arc::new(Self::new(
            throttle.clone(),
            inner.clone(),
            wishes.codes_a_day,
        ));
        OptionalLookups {
            prefill: wishes.prefill.then(|| helped.clone() as Arc<dyn Prefiller>),
            referrals: wishes.referrals.then_some(helped as Arc<dyn Referrals>),
        }
    }
}

impl<T> ThrottledLookups<T> {
    fn new(throttle: Arc<ThrottledVerifier>, inner: Arc<T>, codes_a_day: u32) -> Self {
        let codes = NonZeroU32::new(codes_a_day).unwrap_or(NonZeroU32::MIN);
        let quota = Quota::with_period(DAY / codes.get());
        let quota = quota.unwrap_or(Quota::per_hour(NonZeroU32::MIN));
        Self {
            throttle,
            inner,
            phones: RateLimiter::keyed(quota.allow_burst(codes)),
        }
    }

    /// Whether a phone may get another code.
    fn admits(&self, phone: &Phone) -> Result<(), VerifierError> {
        if self.phones.len() > MAX_TRACKED_PHONES {
            self.phones.retain_recent();
        }
        let key = Sha256::digest(phone.e164().as_bytes()).into();
        self.phones
            .check_key(&key)
            .map_err(|_| VerifierError::Throttled {
                cause: "phone",
                wait: DAY,
            })
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
        // The quota counts only calls that pass the throttle.
        let begun = async {
            self.admits(request.phone)?;
            self.inner.begin(request).await
        };
        log_failure("prefill", self.throttle.call(Call::Prefill, begun).await)
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
