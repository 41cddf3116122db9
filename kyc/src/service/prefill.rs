//! Having things filled in: a code to the phone, here, and what the upstream knows of
//! whoever types it, in `code` (contract §5). Whatever goes wrong, the applicant goes on
//! by typing.

mod code;

pub use code::CodeEntryOutcome;

use super::{Onboarding, ServiceError};
use crate::{
    application::Application,
    audit::{Action, Actor, Event},
    eligibility::Ineligible,
    flow::{Progress, Step},
    form::{Field, prefill::PrefillTyped},
    ports::{Change, PrefillRequest, VerifierError},
    state::StateKind,
    value::{BirthDate, FieldError, Phone},
};
use std::net::IpAddr;

/// What came of asking for a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeRequestOutcome {
    /// It is on its way.
    Sent,
    /// The same was asked for a moment ago.
    Already,
    /// Something typed is not sound; the faults are in the draft.
    Mend,
    /// They may not apply.
    Ineligible(Ineligible),
    /// There is none to be had: they type.
    Instead,
    /// They handed in already, or have not agreed yet.
    Elsewhere,
}

/// What a code is asked for with, and which it is.
struct CodeRequest {
    born: BirthDate,
    phone: Phone,
    number: u8,
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
        typed: PrefillTyped,
        judge: bool,
        ip: IpAddr,
    ) -> Result<CodeRequestOutcome, ServiceError> {
        let typed = typed.bounded();
        let mut wanted = Err(CodeRequestOutcome::Elsewhere);
        let changed = self.change_read(application, |mut application| {
            if !self.is_at_the_questions(&application) {
                return Err(CodeRequestOutcome::Elsewhere);
            }
            let (before, progress) = (application.draft.clone(), self.progress(&application));
            wanted = self.code_request(&mut application, &typed, judge);
            match &wanted {
                // Pressed many times at once: nobody has to wait for anybody else.
                Err(outcome) if application.draft == before => Err(*outcome),
                _ => {
                    let answered = self.answered(progress, &application);
                    Ok(self.with_actions(application, Actor::Applicant, answered))
                }
            }
        });
        let application = match changed.await? {
            Ok(application) => application,
            Err(outcome) => return Ok(outcome),
        };
        match wanted {
            Ok(wanted) => self.send_code(application, wanted, ip).await,
            Err(outcome) => Ok(outcome),
        }
    }

    /// Keeps what was typed, and says what of it a code is asked for with.
    fn code_request(
        &self,
        application: &mut Application,
        typed: &PrefillTyped,
        judge: bool,
    ) -> Result<CodeRequest, CodeRequestOutcome> {
        let (now, draft) = (self.clock.now(), &mut application.draft);
        let birth = typed.birth();
        let same = draft.birth.typed == birth && draft.contact.typed.phone == typed.phone;
        if judge && same && draft.prefill.is_fresh(now) {
            return Err(CodeRequestOutcome::Already);
        }
        draft.prefill.typed = Some(typed.clone());
        draft.prefill.faults.clear();
        if !judge {
            return Err(CodeRequestOutcome::Mend);
        }
        let (born, phone) = match (birth.parse(self.today()), Phone::parse(&typed.phone)) {
            (Ok(born), Ok(phone)) => (born, phone),
            (born, phone) => {
                draft.prefill.faults = born.err().unwrap_or_default();
                draft.prefill.faults.extend(phone.err());
                return Err(CodeRequestOutcome::Mend);
            }
        };
        // Sound, it is an answer like any other, and not asked again.
        draft.prefill.typed = None;
        draft.birth.typed = birth;
        draft.birth.faults.clear();
        let contact = &mut draft.contact;
        contact.typed.phone.clone_from(&typed.phone);
        let of_phone = |fault: &FieldError| Field::of(*fault) == Field::Phone;
        contact.faults.retain(|fault| !of_phone(fault));
        self.policy
            .admits_age(&born, self.today())
            .map_err(CodeRequestOutcome::Ineligible)?;
        if self.lookups.prefill.is_none() || !draft.may_be_filled_in() {
            return Err(CodeRequestOutcome::Instead);
        }
        let number = draft.prefill.begun(phone.e164(), now);
        Ok(CodeRequest {
            born,
            phone,
            number,
        })
    }

    /// Has a code sent that was counted already.
    async fn send_code(
        &self,
        application: Application,
        wanted: CodeRequest,
        ip: IpAddr,
    ) -> Result<CodeRequestOutcome, ServiceError> {
        let Some(prefill) = &self.lookups.prefill else {
            return Ok(CodeRequestOutcome::Instead);
        };
        let request = PrefillRequest {
            user_id: &application.user_id,
            phone: &wanted.phone,
            birth: &wanted.born,
            session_token: &application.session_token,
            ip,
        };
        let answer = prefill.begin(&request).await;
        let changed = self.change_read(application, |mut application| {
            // They handed in meanwhile, in another tab.
            if !self.is_at_the_questions(&application) {
                return Err(());
            }
            let draft = &mut application.draft;
            match &answer {
                Ok(id) => {
                    let now = self.clock.now();
                    draft.prefill.sent(wanted.number, id.clone(), now);
                    let external_id = id.clone();
                    let sent = Action::CodeSent { external_id };
                    Ok(self.with_actions(application, Actor::System, vec![sent]))
                }
                Err(error) => {
                    let nobody_asked = matches!(error, VerifierError::Throttled { .. });
                    draft.prefill.not_sent(nobody_asked);
                    Ok(Change::of(application))
                }
            }
        });
        Ok(match (changed.await?, answer) {
            (Err(()), _) => CodeRequestOutcome::Elsewhere,
            (Ok(_), Ok(_)) => CodeRequestOutcome::Sent,
            (Ok(_), Err(_)) => CodeRequestOutcome::Instead,
        })
    }

    /// Whether the questions behind the agreement are being answered.
    fn is_at_the_questions(&self, application: &Application) -> bool {
        application.state.kind() == StateKind::Draft && self.progress(application).opens(Step::Name)
    }

    /// A line for each step that was not answered before.
    fn answered(&self, before: Progress, application: &Application) -> Vec<Action> {
        let now = self.progress(application);
        let steps = Step::ALL.iter();
        let newly = steps.filter(|step| now.has(**step) && !before.has(**step));
        let line = |step: &Step| Action::Answered {
            step: step.as_str().to_owned(),
        };
        newly.map(line).collect()
    }

    /// A change with lines in the trail.
    fn with_actions(
        &self,
        mut application: Application,
        actor: Actor,
        actions: Vec<Action>,
    ) -> Change {
        application.updated_at = self.clock.now();
        let line = |action| Event::still(actor, action, StateKind::Draft);
        Change {
            events: actions.into_iter().map(line).collect(),
            ..Change::of(application)
        }
    }
}
