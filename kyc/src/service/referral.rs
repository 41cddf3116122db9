//! Lookup of a referral code at the provider (contract §7).

use super::{Onboarding, ServiceError};
use crate::{
    application::Application,
    flow::Step,
    form::{Draft, contact::ContactTyped},
    ports::Change,
    state::StateKind,
    value::{FieldError, ReferralCode},
};

/// The result of a referral code lookup.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum ReferralResult {
    /// No lookup was made: the stored result stays valid.
    Nothing,
    /// Whether the provider knows the code.
    Known(bool),
    /// The provider gave no answer, or the lookup is switched off.
    NoAnswer,
}

impl Onboarding {
    /// Looks the referral code up if the firm has this lookup and the stored result requires a
    /// query.
    ///
    /// A lookup without an answer blocks no applicant: the start request accepts any code (contract
    /// §7).
    pub(super) async fn query_referral(
        &self,
        application: Application,
        typed: &ContactTyped,
    ) -> Result<(Application, ReferralResult), ServiceError> {
        let Some(referrals) = &self.lookups.referrals else {
            return Ok((application, ReferralResult::NoAnswer));
        };
        let Ok((.., Some(code))) = typed.parse() else {
            return Ok((application, ReferralResult::Nothing));
        };
        let counted = self.change_read(application, |mut application| {
            let opens = self.progress(&application).opens(Step::Contact);
            let asks = opens && application.state.kind() == StateKind::Draft;
            if !asks
                || !application
                    .draft
                    .referral_lookup
                    .should_query(code.as_str())
            {
                return Err(Box::new(application));
            }
            application.draft.referral_lookup.count_query();
            Ok(Change::of(application))
        });
        let application = match counted.await? {
            Ok(application) => application,
            Err(application) => return Ok((*application, ReferralResult::Nothing)),
        };
        let known = referrals.is_known(&code).await;
        Ok((
            application,
            known.map_or(ReferralResult::NoAnswer, ReferralResult::Known),
        ))
    }

    /// Looks up a code that came with a link, after prefill answered the contact step unopened.
    pub(super) async fn query_unopened_referral(
        &self,
        application: Application,
    ) -> Result<(), ServiceError> {
        let typed = application.draft.contact.typed.clone();
        let (application, result) = self.query_referral(application, &typed).await?;
        if result == ReferralResult::Known(false) {
            let changed = self.change_read(application, |mut application| -> Result<_, ()> {
                store_result(&mut application.draft, result, true);
                Ok(Change::of(application))
            });
            let _ = changed.await?;
        }
        Ok(())
    }
}

/// Stores the result of a lookup in the draft. With `judge`, an unknown code becomes a field error.
pub(super) fn store_result(draft: &mut Draft, result: ReferralResult, judge: bool) {
    let code = ReferralCode::parse(&draft.contact.typed.referral);
    match (result, code) {
        (ReferralResult::NoAnswer, _) => draft.referral_lookup.forget(),
        (ReferralResult::Known(known), Ok(Some(code))) => {
            draft.referral_lookup.record(code.as_str(), known)
        }
        _ => {}
    }
    if judge && draft.has_unknown_code() {
        draft.contact.faults.push(FieldError::ReferralCodeUnknown);
    }
}
