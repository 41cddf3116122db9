//! Saving a step of the form.

use super::{
    Onboarding, ServiceError,
    referral::{ReferralResult, store_result},
};
use crate::{
    application::Application,
    audit::{Action, Actor, Event},
    eligibility::Ineligible,
    flow::Step,
    form::{
        address::AddressTyped,
        birth::BirthTyped,
        consent::Consent,
        contact::ContactTyped,
        name::NameTyped,
        ssn::{LastFour, SsnEntry},
    },
    policy::Policy,
    ports::{Change, SsnChange},
    state::StateKind,
    value::FieldError,
    value::Ssn,
};
use zeroize::Zeroizing;

/// The input of a step's form.
pub enum StepInput {
    /// Whether the consent box was ticked.
    Consent(bool),
    /// The name.
    Name(NameTyped),
    /// The date of birth.
    BirthDate(BirthTyped),
    /// Email, phone and referral code.
    Contact(ContactTyped),
    /// The home address.
    Address(AddressTyped),
    /// The SSN as typed. Blank input keeps the stored SSN.
    Ssn(Zeroizing<String>),
}

impl StepInput {
    /// The step of this input.
    #[must_use]
    pub const fn step(&self) -> Step {
        match self {
            Self::Consent(_) => Step::Consent,
            Self::Name(_) => Step::Name,
            Self::BirthDate(_) => Step::BirthDate,
            Self::Contact(_) => Step::Contact,
            Self::Address(_) => Step::Address,
            Self::Ssn(_) => Step::Ssn,
        }
    }
}

/// What the pressed button means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Intent {
    /// "Continue": validate the input and go to the next step.
    Continue,
    /// Another button of the same form, such as the language: store the input without validation.
    Keep,
}

/// The page that follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Saved {
    /// This step: the next one, or the same one with field errors.
    Go(Step),
    /// The page that says why the applicant is not eligible.
    Ineligible(Ineligible),
    /// The status page: the details are already submitted.
    Submitted,
}

impl Onboarding {
    /// Stores the input of a step's form, validates it if `intent` requires it and returns the next
    /// page.
    ///
    /// Invalid input is stored too. `application` is the one that was read for the form's request.
    ///
    /// # Errors
    /// [`ServiceError`]; the input then exists only in the browser.
    pub async fn save(
        &self,
        application: Application,
        input: StepInput,
        intent: Intent,
    ) -> Result<Saved, ServiceError> {
        let step = input.step();
        let (application, referral) = match &input {
            StepInput::Contact(typed) if intent == Intent::Continue => {
                self.query_referral(application, typed).await?
            }
            _ => (application, ReferralResult::Nothing),
        };
        let input = self.without_stored_ssn(&application, input).await?;
        let changed = self.change_read(application, |application| {
            self.apply_input(application, &input, intent, referral)
        });
        let application = match changed.await? {
            Ok(application) => application,
            Err(outcome) => return Ok(outcome),
        };
        Ok(self.next_page(&application, step, intent))
    }

    /// The page after a stored input.
    fn next_page(&self, application: &Application, step: Step, intent: Intent) -> Saved {
        if intent == Intent::Keep {
            return Saved::Go(step);
        }
        let assessment = application.draft.validate(&self.policy, self.today());
        match assessment.ineligible {
            Some(reason) if concerns(reason, step) => Saved::Ineligible(reason),
            _ if !assessment.progress.has(step) => Saved::Go(step),
            _ => Saved::Go(assessment.progress.after(step)),
        }
    }

    /// Turns the stored SSN, typed again, into blank input, which keeps it.
    async fn without_stored_ssn(
        &self,
        application: &Application,
        input: StepInput,
    ) -> Result<StepInput, ServiceError> {
        let StepInput::Ssn(typed) = &input else {
            return Ok(input);
        };
        let Some(ssn) = Ssn::parse(typed)
            .ok()
            .filter(|_| application.draft.ssn.held)
        else {
            return Ok(input);
        };
        let stored = self.store.ssn(application.id).await?;
        let is_same = stored.is_some_and(|stored| *stored.digits() == *ssn.digits());
        Ok(if is_same {
            StepInput::Ssn(String::new().into())
        } else {
            input
        })
    }

    /// Returns the change that an input makes, or the next page if it changes nothing: the same
    /// answer sent again writes no row and no audit event.
    fn apply_input(
        &self,
        mut application: Application,
        input: &StepInput,
        intent: Intent,
        referral: ReferralResult,
    ) -> Result<Change, Saved> {
        if application.state.kind() != StateKind::Draft {
            return Err(Saved::Submitted);
        }
        let step = input.step();
        let before = application
            .draft
            .validate(&self.policy, self.today())
            .progress;
        if !before.opens(step) {
            return Err(Saved::Go(before.furthest()));
        }
        let judge = intent == Intent::Continue;
        let draft = application.draft.clone();
        let ssn = self.write_input(&mut application, input, judge);
        if step == Step::Contact {
            store_result(&mut application.draft, referral, judge);
        }
        if application.draft == draft && matches!(ssn, SsnChange::Keep) {
            return Err(self.next_page(&application, step, intent));
        }
        let after = application
            .draft
            .validate(&self.policy, self.today())
            .progress;
        let mut events = Vec::new();
        if judge && after.has(step) {
            let action = match (&application.draft.consent, step) {
                (Some(consent), Step::Consent) => Action::Consented {
                    version: consent.version.clone(),
                },
                _ => Action::Answered {
                    step: step.as_str().to_owned(),
                },
            };
            events.push(Event::still(Actor::Applicant, action, StateKind::Draft));
        }
        application.updated_at = self.clock.now();
        Ok(Change {
            ssn,
            events,
            ..Change::of(application)
        })
    }

    /// Writes an input into the draft.
    fn write_input(
        &self,
        application: &mut Application,
        input: &StepInput,
        judge: bool,
    ) -> SsnChange {
        let today = self.today();
        let draft = &mut application.draft;
        let faults = |result: Option<Vec<FieldError>>| judge.then(|| result.unwrap_or_default());
        match input {
            StepInput::Consent(agreed) if judge => self.agree(application, *agreed),
            StepInput::Consent(_) => {}
            StepInput::Name(typed) => {
                let typed = typed.clone().bounded();
                let faults = faults(typed.parse().err());
                draft.name.write(typed, faults);
            }
            StepInput::BirthDate(typed) => {
                draft.prefill.forget();
                let typed = typed.clone().bounded();
                let faults = faults(typed.parse(today).err());
                draft.birth.write(typed, faults);
            }
            StepInput::Contact(typed) => {
                draft.prefill.forget();
                let typed = typed.clone().bounded();
                let faults = faults(typed.parse().err());
                draft.contact.write(typed, faults);
            }
            StepInput::Address(typed) => {
                let typed = typed.clone().bounded();
                let faults = faults(typed.parse().err());
                draft.address.write(typed, faults);
            }
            StepInput::Ssn(typed) if judge => {
                return parse_ssn(&mut draft.ssn, typed, &self.policy);
            }
            // An unvalidated SSN is never stored: no page may show it again.
            StepInput::Ssn(_) => {}
        }
        SsnChange::Keep
    }

    /// Records consent to the current agreement, or that it is missing. Earlier consent to the same
    /// version keeps its time.
    fn agree(&self, application: &mut Application, agreed: bool) {
        let draft = &mut application.draft;
        let version = &self.policy.agreement_version;
        if !agreed {
            draft.consent = None;
            draft.consent_faults = vec![FieldError::ConsentMissing];
            return;
        }
        draft.consent_faults.clear();
        if draft.consent.as_ref().is_none_or(|c| &c.version != version) {
            let agreed_at = self.clock.now();
            let agreed_at = agreed_at.replace_nanosecond(0).unwrap_or(agreed_at);
            draft.consent = Some(Consent {
                version: version.clone(),
                agreed_at,
            });
        }
    }
}

/// Parses an SSN into the draft's entry and returns the change of the stored SSN.
///
/// A number from advertisements has to be entered twice.
pub(super) fn parse_ssn(input: &mut SsnEntry, typed: &str, policy: &Policy) -> SsnChange {
    let parsed = Ssn::parse(typed).and_then(|ssn| {
        let last_four = Some(LastFour::new(ssn.last_four()));
        let is_confirmed = input.unconfirmed == last_four || input.last_four == last_four;
        if !policy.doubts(&ssn) || is_confirmed {
            return Ok((ssn, last_four));
        }
        input.unconfirmed = last_four;
        Err(FieldError::SsnAdvertised)
    });
    match parsed {
        Ok((ssn, last_four)) => {
            *input = SsnEntry {
                last_four,
                held: true,
                ..SsnEntry::default()
            };
            SsnChange::Set(ssn)
        }
        Err(FieldError::SsnEmpty) if input.held => {
            input.faults.clear();
            SsnChange::Keep
        }
        Err(fault) => {
            let unconfirmed = input.unconfirmed.take();
            *input = SsnEntry {
                faults: vec![fault],
                unconfirmed: unconfirmed.filter(|_| fault == FieldError::SsnAdvertised),
                ..SsnEntry::default()
            };
            SsnChange::Erase
        }
    }
}

/// Whether the reason concerns the answer of this step.
fn concerns(reason: Ineligible, step: Step) -> bool {
    matches!(
        (reason, step),
        (Ineligible::TooYoung, Step::BirthDate | Step::Address)
            | (Ineligible::NotServed, Step::Address)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entered(policy: &Policy, numbers: &[&str]) -> (SsnEntry, SsnChange) {
        let mut entry = SsnEntry::default();
        let mut last = SsnChange::Keep;
        for typed in numbers {
            last = parse_ssn(&mut entry, typed, policy);
        }
        (entry, last)
    }

    #[test]
    fn blank_input_keeps_the_stored_ssn() {
        let policy = Policy::default();
        for blank in [
            "",
            " ",
            "\u{200B}",
            "\u{A0}\u{FEFF}",
            "-",
            "\u{200E} - \u{3164}",
        ] {
            let (entry, change) = entered(&policy, &["234-56-7890", blank]);
            assert!(entry.held && entry.faults.is_empty(), "{blank:?}");
            assert!(matches!(change, SsnChange::Keep), "{blank:?}");
            let (entry, _) = entered(&policy, &[blank]);
            assert_eq!(entry.faults, [FieldError::SsnEmpty], "{blank:?}");
        }
        let (entry, change) = entered(&policy, &["234-56-7890", "1"]);
        assert!(!entry.held && matches!(change, SsnChange::Erase));
    }

    #[test]
    fn advertised_ssn_is_accepted_when_entered_twice() {
        let real = Policy {
            accepts_example_ssn: false,
            ..Policy::default()
        };
        for number in ["078-05-1120", "219-09-9999", "123-45-6789"] {
            let (entry, change) = entered(&real, &[number]);
            assert_eq!(entry.faults, [FieldError::SsnAdvertised], "{number}");
            assert!(!entry.held && entry.last_four.is_none());
            assert!(matches!(change, SsnChange::Erase));
            let spaced = number.replace('-', " ");
            let (entry, change) = entered(&real, &[number, &spaced]);
            assert!(entry.held && entry.faults.is_empty() && entry.unconfirmed.is_none());
            assert!(matches!(change, SsnChange::Set(_)));
            // Entered again, for a new capture link.
            let (entry, _) = entered(&real, &[number, number, number]);
            assert!(entry.held, "{number}");
        }
        for others in [
            &["078-05-1120", "219-09-9999"][..],
            &["078-05-1120", "1", "078-05-1120"],
            &["078-05-1120", "", "078-05-1120"],
            &["234-56-7890", "078-05-1120"],
        ] {
            let (entry, _) = entered(&real, others);
            assert_eq!(entry.faults, [FieldError::SsnAdvertised], "{others:?}");
        }
        let sandbox = Policy::default();
        assert!(entered(&sandbox, &["123-45-6789"]).0.held);
        assert!(!entered(&sandbox, &["078-05-1120"]).0.held);
    }
}
