//! Prefill (contract §5). This module sends a code to the phone; `code` checks it and fills in the
//! provider's data. After any failure the applicant types the answers instead.

mod code;

pub use code::CodeEntryOutcome;

use super::{Onboarding, ServiceError};
use crate::{
    application::Application,
    audit::{Action, Actor, Event},
    budget::PaidCall,
    eligibility::Ineligible,
    flow::{Progress, Step},
    form::{Field, prefill::PrefillTyped},
    ports::{Change, PrefillRequest, VerifierError},
    state::StateKind,
    value::{BirthDate, FieldError, Phone},
};
use std::{net::IpAddr, time::Duration};

/// How long a used-up budget of codes lasts, at most.
const DAY: Duration = Duration::from_secs(86_400);

/// The outcome of a request for a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeRequestOutcome {
    /// The provider is sending a code.
    Sent,
    /// A code for the same phone and date of birth was requested a moment ago.
    AlreadyRequested,
    /// The input is invalid; the draft holds the field errors.
    InvalidInput,
    /// The applicant is not eligible.
    Ineligible(Ineligible),
    /// No code is available: the applicant types the answers.
    Unavailable,
    /// The application is already submitted, or the applicant has not agreed yet.
    NotDraft,
}

/// The valid input of a request for a code, and the code's number.
struct CodeRequest {
    born: BirthDate,
    phone: Phone,
    number: u8,
}

impl Onboarding {
    /// Stores the typed input and, if `judge` is set and the input is valid, has a code sent.
    ///
    /// `application` is the one that was read for the form's request.
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
        let mut wanted = Err(CodeRequestOutcome::NotDraft);
        let changed = self.change_read(application, |mut application| {
            if !self.is_answering_steps(&application) {
                return Err(CodeRequestOutcome::NotDraft);
            }
            let (before, progress) = (application.draft.clone(), self.progress(&application));
            wanted = self.code_request(&mut application, &typed, judge);
            match &wanted {
                // An unchanged draft needs no commit: repeated clicks then take no write lock.
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

    /// Stores the typed input in the draft and returns the request for a code, if it is valid.
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
            return Err(CodeRequestOutcome::AlreadyRequested);
        }
        draft.prefill.typed = Some(typed.clone());
        draft.prefill.faults.clear();
        if !judge {
            return Err(CodeRequestOutcome::InvalidInput);
        }
        let (born, phone) = match (birth.parse(self.today()), Phone::parse(&typed.phone)) {
            (Ok(born), Ok(phone)) => (born, phone),
            (born, phone) => {
                draft.prefill.faults = born.err().unwrap_or_default();
                draft.prefill.faults.extend(phone.err());
                return Err(CodeRequestOutcome::InvalidInput);
            }
        };
        // Valid input also counts as the answer of its steps, so they do not ask for it again.
        draft.prefill.typed = None;
        draft.birth.typed = birth;
        draft.birth.faults.clear();
        let contact = &mut draft.contact;
        contact.typed.phone.clone_from(&typed.phone);
        let of_phone = |fault: &FieldError| Field::of(*fault) == Field::Phone;
        contact.faults.retain(|fault| !of_phone(fault));
        self.policy
            .admits_age(&born, self.policy.today_for(None, self.today()))
            .map_err(CodeRequestOutcome::Ineligible)?;
        let reachable = phone.is_in(&self.policy.prefill_countries);
        if self.lookups.prefill.is_none() || !draft.may_be_filled_in() || !reachable {
            return Err(CodeRequestOutcome::Unavailable);
        }
        let number = draft.prefill.begun(phone.e164(), now);
        Ok(CodeRequest {
            born,
            phone,
            number,
        })
    }

    /// Has the provider send a code that [`Self::code_request`] has already counted.
    async fn send_code(
        &self,
        application: Application,
        wanted: CodeRequest,
        ip: IpAddr,
    ) -> Result<CodeRequestOutcome, ServiceError> {
        let Some(prefill) = &self.lookups.prefill else {
            return Ok(CodeRequestOutcome::Unavailable);
        };
        let request = PrefillRequest {
            user_id: &application.user_id,
            phone: &wanted.phone,
            birth: &wanted.born,
            session_token: &application.session_token,
            ip,
        };
        let answer = if self.reserve(PaidCall::Code(&wanted.phone)).await? {
            prefill.begin(&request).await
        } else {
            Err(VerifierError::Throttled {
                cause: "budget",
                wait: DAY,
            })
        };
        let changed = self.change_read(application, |mut application| {
            // The applicant may have submitted meanwhile in another tab.
            if !self.is_answering_steps(&application) {
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
                    let provider_not_asked = matches!(error, VerifierError::Throttled { .. });
                    draft.prefill.not_sent(provider_not_asked);
                    Ok(Change::of(application))
                }
            }
        });
        Ok(match (changed.await?, answer) {
            (Err(()), _) => CodeRequestOutcome::NotDraft,
            (Ok(_), Ok(_)) => CodeRequestOutcome::Sent,
            (Ok(_), Err(_)) => CodeRequestOutcome::Unavailable,
        })
    }

    /// Whether the application is a draft and its consent step has a valid answer.
    fn is_answering_steps(&self, application: &Application) -> bool {
        application.state.kind() == StateKind::Draft && self.progress(application).opens(Step::Name)
    }

    /// One [`Action::Answered`] for each step that is newly answered.
    fn answered(&self, before: Progress, application: &Application) -> Vec<Action> {
        let now = self.progress(application);
        let steps = Step::ALL.iter();
        let newly = steps.filter(|step| now.has(**step) && !before.has(**step));
        let line = |step: &Step| Action::Answered {
            step: step.as_str().to_owned(),
        };
        newly.map(line).collect()
    }

    /// A change with one audit event for each action.
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
