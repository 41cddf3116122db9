//! Looking up a referral code (contract §7).

use super::{Onboarding, ServiceError};
use crate::{
    application::Application,
    flow::Step,
    form::{Draft, contact::ContactTyped},
    port::Change,
    state::Label,
    value::{Fault, ReferralCode},
};

/// What was heard of a referral code.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Heard {
    /// It was not asked about: what is known of it stands.
    Nothing,
    /// Whether the upstream knows it.
    Known(bool),
    /// Nobody says, or is asked any more.
    Silence,
}

impl Onboarding {
    /// Looks the referral code up, where the firm wants that and it is not known to
    /// be known. An upstream that does not say keeps nobody: start takes any code
    /// (contract §7).
    pub(super) async fn looked_up(
        &self,
        application: Application,
        typed: &ContactTyped,
    ) -> Result<(Application, Heard), ServiceError> {
        let Some(referrals) = &self.helpers.referrals else {
            return Ok((application, Heard::Silence));
        };
        let Ok((.., Some(code))) = typed.parse() else {
            return Ok((application, Heard::Nothing));
        };
        let counted = self.change_read(application, |mut application| {
            let opens = self.progress(&application).opens(Step::Contact);
            let asks = opens && application.state.label() == Label::Draft;
            if !asks || !application.draft.looked_up.wants(code.as_str()) {
                return Err(Box::new(application));
            }
            application.draft.looked_up.asked();
            Ok(Change::of(application))
        });
        let application = match counted.await? {
            Ok(application) => application,
            Err(application) => return Ok((*application, Heard::Nothing)),
        };
        let known = referrals.is_known(&code).await;
        Ok((application, known.map_or(Heard::Silence, Heard::Known)))
    }

    /// The same for a code that came with a link, where the step that shows it was
    /// answered without having been opened.
    pub(super) async fn looked_up_unopened(
        &self,
        application: Application,
    ) -> Result<(), ServiceError> {
        let typed = application.draft.contact.typed.clone();
        let (application, heard) = self.looked_up(application, &typed).await?;
        if heard == Heard::Known(false) {
            let changed = self.change_read(application, |mut application| -> Result<_, ()> {
                remember(&mut application.draft, heard, true);
                Ok(Change::of(application))
            });
            let _ = changed.await?;
        }
        Ok(())
    }
}

/// Notes what was heard of the referral code, and finds fault with one that is unknown.
pub(super) fn remember(draft: &mut Draft, heard: Heard, judge: bool) {
    let code = ReferralCode::parse(&draft.contact.typed.referral);
    match (heard, code) {
        (Heard::Silence, _) => draft.looked_up.forget(),
        (Heard::Known(known), Ok(Some(code))) => draft.looked_up.heard(code.as_str(), known),
        _ => {}
    }
    if judge && draft.has_unknown_code() {
        draft.contact.faults.push(Fault::ReferralCodeUnknown);
    }
}
