//! Looking up a referral code (contract §7).

use super::{Onboarding, ServiceError};
use crate::{
    application::Application,
    flow::Step,
    form::{Draft, contact::ContactTyped},
    ports::Change,
    state::StateKind,
    value::{FieldError, ReferralCode},
};

/// What was result of a referral code.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum ReferralResult {
    /// It was not asked about: what is known of it stands.
    Nothing,
    /// Whether the upstream knows it.
    Known(bool),
    /// Nobody says, or is asked any more.
    NoAnswer,
}

impl Onboarding {
    /// Looks the referral code up, where the firm wants that and it is not known to
    /// be known. An upstream that does not say keeps nobody: start takes any code
    /// (contract §7).
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

    /// The same for a code that came with a link, where the step that shows it was
    /// answered without having been opened.
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

/// Notes what was result of the referral code, and finds fault with one that is unknown.
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
