//! What the upstream is asked for the applicant's convenience, past the same gate as
//! everything else: it counts, and it waits while the upstream is down.

use super::Gate;
use kyc::{
    desk::overview::Call,
    form::prefill::Code,
    id::ExternalId,
    port::{Checked, Fut, Helpers, PrefillRequest, Prefiller, Referrals, VerifierError},
    value::ReferralCode,
};
use std::sync::Arc;

/// Something that can be asked, and the gate before it.
pub(crate) struct Helped<T> {
    gate: Arc<Gate>,
    inner: Arc<T>,
}

impl<T: Prefiller + Referrals + 'static> Helped<T> {
    /// The helpers that a firm wants.
    pub(crate) fn helpers(
        gate: &Arc<Gate>,
        inner: &Arc<T>,
        prefill: bool,
        referrals: bool,
    ) -> Helpers {
        let helped = Arc::new(Self {
            gate: gate.clone(),
            inner: inner.clone(),
        });
        Helpers {
            prefill: prefill.then(|| helped.clone() as Arc<dyn Prefiller>),
            referrals: referrals.then_some(helped as Arc<dyn Referrals>),
        }
    }
}

impl<T: Prefiller> Prefiller for Helped<T> {
    fn begin<'a>(
        &'a self,
        request: &'a PrefillRequest<'_>,
    ) -> Fut<'a, Result<ExternalId, VerifierError>> {
        Box::pin(self.gate.ask(Call::Prefill, self.inner.begin(request)))
    }

    fn check<'a>(
        &'a self,
        id: &'a ExternalId,
        code: &'a Code,
    ) -> Fut<'a, Result<Checked, VerifierError>> {
        Box::pin(self.gate.ask(Call::Prefill, self.inner.check(id, code)))
    }
}

impl<T: Referrals> Referrals for Helped<T> {
    fn is_known<'a>(&'a self, code: &'a ReferralCode) -> Fut<'a, Result<bool, VerifierError>> {
        Box::pin(self.gate.ask(Call::Referral, self.inner.is_known(code)))
    }
}
