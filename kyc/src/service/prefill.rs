//! Having things filled in: a code to the phone, and what the upstream knows of whoever
//! types it (contract §5). Whatever goes wrong, the applicant goes on by typing.

use super::{Onboarding, ServiceError};
use crate::{
    application::Application,
    audit::{Action, Actor, Event},
    eligibility::Ineligible,
    flow::Step,
    form::prefill::{Code, Found, PrefillTyped},
    id::ExternalId,
    port::{Change, Checked, PrefillRequest, VerifierError},
    state::Label,
    value::{BirthDate, Fault, Phone},
};
use std::net::IpAddr;

/// What came of asking for a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeAsked {
    /// It is on its way.
    Sent,
    /// Something typed is not sound; the faults are in the draft.
    Mend,
    /// They may not apply.
    Ineligible(Ineligible),
    /// There is none to be had: they type.
    Instead,
    /// They handed in already, or have not agreed yet.
    Elsewhere,
}

/// What came of a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeEntered {
    /// It was right, and something was filled in.
    Filled,
    /// It was not taken; they may try again.
    Mend(Fault),
    /// There is nothing to be had, or no more: they type.
    Instead,
    /// They handed in already, or wait for no code.
    Elsewhere,
}

impl Onboarding {
    /// Keeps what was typed and, where it is to be judged and sound, has a code
    /// sent. The application is the one that was read for the form's request.
    ///
    /// # Errors
    /// [`ServiceError`].
    pub async fn ask_for_code(
        &self,
        application: Application,
        typed: &PrefillTyped,
        judge: bool,
        ip: IpAddr,
    ) -> Result<CodeAsked, ServiceError> {
        let mut asked = Err(CodeAsked::Elsewhere);
        let changed = self.change_read(application, |mut application| {
            if !self.is_at_the_questions(&application) {
                return Err(CodeAsked::Elsewhere);
            }
            let before = application.draft.clone();
            asked = self.kept(&mut application, typed, judge);
            // Pressed many times at once: nobody has to wait for anybody else.
            if let Err(outcome) = asked
                && application.draft == before
            {
                return Err(outcome);
            }
            application.updated_at = self.clock.now();
            Ok(Change::of(application))
        });
        let application = match changed.await? {
            Ok(application) => application,
            Err(elsewhere) => return Ok(elsewhere),
        };
        let (birth, phone) = match asked {
            Ok(sound) => sound,
            Err(outcome) => return Ok(outcome),
        };
        let Some(prefill) = &self.helpers.prefill else {
            return Ok(CodeAsked::Instead);
        };
        let request = PrefillRequest {
            user_id: &application.user_id,
            phone: &phone,
            birth: &birth,
            session_token: &application.session_token,
            ip,
        };
        let Ok(id) = prefill.begin(&request).await else {
            return Ok(CodeAsked::Instead);
        };
        let changed = self.change(application.id, |mut application| {
            if !self.is_at_the_questions(&application) {
                return Err(CodeAsked::Elsewhere);
            }
            application.draft.prefill.sent(id.clone(), self.clock.now());
            Ok(self.noted(application, Actor::System, Action::CodeSent))
        });
        Ok(changed.await?.map_or_else(|e| e, |_| CodeAsked::Sent))
    }

    /// Keeps what was typed, and says what of it a code can be asked for with.
    fn kept(
        &self,
        application: &mut Application,
        typed: &PrefillTyped,
        judge: bool,
    ) -> Result<(BirthDate, Phone), CodeAsked> {
        let draft = &mut application.draft;
        let (birth, contact) = (&mut draft.birth, &mut draft.contact);
        birth.typed = typed.birth.clone().bounded();
        contact.typed.phone.clone_from(&typed.phone);
        contact.typed = contact.typed.clone().bounded();
        let born = birth.typed.parse(self.today());
        let phone = Phone::parse(&contact.typed.phone);
        if judge {
            birth.faults = born.as_ref().err().cloned().unwrap_or_default();
            contact.faults = phone.as_ref().err().copied().into_iter().collect();
        }
        let (true, Ok(born), Ok(phone)) = (judge, born, phone) else {
            return Err(CodeAsked::Mend);
        };
        self.policy
            .admits_age(&born, self.today())
            .map_err(CodeAsked::Ineligible)?;
        if self.helpers.prefill.is_none() || !draft.prefill.may_begin() {
            return Err(CodeAsked::Instead);
        }
        draft.prefill.begun();
        Ok((born, phone))
    }

    /// Shows the upstream what was typed, and fills in what it knows. The
    /// application is the one that was read for the form's request.
    ///
    /// # Errors
    /// [`ServiceError`]; nothing was filled in then.
    pub async fn enter_code(
        &self,
        application: Application,
        typed: &str,
    ) -> Result<CodeEntered, ServiceError> {
        let waits_for = application.draft.prefill.waits_for(self.clock.now());
        let (Some(id), Some(prefill)) = (waits_for, &self.helpers.prefill) else {
            return Ok(CodeEntered::Elsewhere);
        };
        if !self.is_at_the_questions(&application) {
            return Ok(CodeEntered::Elsewhere);
        }
        let code = match Code::parse(typed) {
            Ok(code) => code,
            Err(fault) => return Ok(CodeEntered::Mend(fault)),
        };
        let id = id.clone();
        match prefill.check(&id, &code).await {
            Ok(Checked::Right(found)) => self.passed(application, &found).await,
            Ok(Checked::Pending) => Ok(CodeEntered::Mend(Fault::CodePending)),
            Err(VerifierError::Malformed) => self.missed(application, &id).await,
            Err(_) => Ok(CodeEntered::Instead),
        }
    }

    /// It was the right code.
    async fn passed(
        &self,
        application: Application,
        found: &Found,
    ) -> Result<CodeEntered, ServiceError> {
        let mut filled = false;
        let changed = self.change_read(application, |mut application| {
            if !self.is_at_the_questions(&application) {
                return Err(CodeEntered::Elsewhere);
            }
            application.draft.prefill.passed();
            filled = application.draft.fill_in(found.clone());
            let action = Action::Prefilled { found: filled };
            Ok(self.noted(application, Actor::Upstream, action))
        });
        Ok(match changed.await? {
            Err(elsewhere) => elsewhere,
            Ok(_) if filled => CodeEntered::Filled,
            Ok(_) => CodeEntered::Instead,
        })
    }

    /// It was another code than the one that this id waits for.
    async fn missed(
        &self,
        application: Application,
        id: &ExternalId,
    ) -> Result<CodeEntered, ServiceError> {
        let now = self.clock.now();
        let changed = self.change_read(application, |mut application| {
            // Another may have been sent meanwhile.
            if application.draft.prefill.waits_for(now) != Some(id) {
                return Err(CodeEntered::Elsewhere);
            }
            application.draft.prefill.missed();
            Ok(self.noted(application, Actor::Upstream, Action::CodeRefused))
        });
        Ok(match changed.await? {
            Err(elsewhere) => elsewhere,
            Ok(now_is) if now_is.draft.prefill.waits_for(now).is_none() => CodeEntered::Instead,
            Ok(_) => CodeEntered::Mend(Fault::CodeWrong),
        })
    }

    /// Whether the questions behind the agreement are being answered.
    fn is_at_the_questions(&self, application: &Application) -> bool {
        application.state.label() == Label::Draft && self.progress(application).opens(Step::Name)
    }

    /// A change with a line in the trail.
    fn noted(&self, mut application: Application, actor: Actor, action: Action) -> Change {
        application.updated_at = self.clock.now();
        Change {
            events: vec![Event::still(actor, action, Label::Draft)],
            ..Change::of(application)
        }
    }
}
