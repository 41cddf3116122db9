//! What the upstream is asked for the applicant's convenience, past the same gate as
//! everything else. Whoever meets a failure goes on, so that it is said here.

use super::ThrottledVerifier;
use crate::config;
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use kyc::{
    admin::dashboard::Call,
    form::prefill::Code,
    id::ExternalId,
    ports::{
        CodeCheckOutcome, Fut, OptionalLookups, PrefillRequest, Prefiller, Referrals, VerifierError,
    },
    value::{Phone, ReferralCode},
};
use sha2::{Digest, Sha256};
use std::{num::NonZeroU32, sync::Arc, time::Duration};

/// All of a phone's codes come back within so long.
const DAY: Duration = Duration::from_secs(86_400);
/// So many phones are remembered before those that are free again are forgotten.
const MAX_TRACKED_PHONES: usize = 10_000;

/// Something that can be asked, and the gate before it.
pub(crate) struct ThrottledLookups<T> {
    throttle: Arc<ThrottledVerifier>,
    inner: Arc<T>,
    /// By the hash of the number: whoever has many sessions has one phone, and each
    /// code is a text message that the firm pays for and somebody else may receive.
    phones: DefaultKeyedRateLimiter<[u8; 32]>,
}

impl<T: Prefiller + Referrals + 'static> ThrottledLookups<T> {
    /// The helpers that a firm wants.
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

    /// Whether a phone may be sent one more code.
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

/// Says what did not come of a call.
fn log_failure<T>(what: &str, answer: Result<T, VerifierError>) -> Result<T, VerifierError> {
    if let Err(error) = &answer {
        tracing::warn!(what, %error, "the upstream did not help");
    }
    answer
}

impl<T: Prefiller> Prefiller for ThrottledLookups<T> {
    fn begin<'a>(
        &'a self,
        request: &'a PrefillRequest<'_>,
    ) -> Fut<'a, Result<ExternalId, VerifierError>> {
        Box::pin(async move {
            // Counted once the gate has let it through.
            let begun = async {
                self.admits(request.phone)?;
                self.inner.begin(request).await
            };
            log_failure("prefill", self.throttle.call(Call::Prefill, begun).await)
        })
    }

    fn check<'a>(
        &'a self,
        id: &'a ExternalId,
        code: &'a Code,
    ) -> Fut<'a, Result<CodeCheckOutcome, VerifierError>> {
        Box::pin(async move {
            let checked = self
                .throttle
                .call(Call::Prefill, self.inner.check(id, code));
            match checked.await {
                // An answer like another, to whoever mistypes.
                Err(VerifierError::Malformed) => {
                    tracing::info!("the upstream refused a code");
                    Err(VerifierError::Malformed)
                }
                answer => log_failure("code", answer),
            }
        })
    }
}

impl<T: Referrals> Referrals for ThrottledLookups<T> {
    fn is_known<'a>(&'a self, code: &'a ReferralCode) -> Fut<'a, Result<bool, VerifierError>> {
        Box::pin(async move {
            let known = self
                .throttle
                .call(Call::Referral, self.inner.is_known(code));
            log_failure("referral code", known.await)
        })
    }
}
