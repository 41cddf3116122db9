//! Checking the code that the provider sent, and filling in its data.

use super::super::{Onboarding, ServiceError};
use crate::{
    application::Application,
    audit::{Action, Actor},
    form::prefill::{Code, CodeCheck, PrefillData},
    id::ExternalId,
    ports::{Change, CodeCheckOutcome, VerifierError},
    value::FieldError,
};

/// The outcome of an entered code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeEntryOutcome {
    /// The code was correct, and data was filled in, now or by an earlier request.
    Prefilled,
    /// The code was not accepted; the applicant may try again.
    Rejected(FieldError),
    /// The code can no longer be correct: it expired or was tried too often.
    Expired,
    /// No data is available: the applicant types the answers.
    Unavailable,
    /// The application is already submitted, or the applicant has not agreed yet.
    NotDraft,
}

impl Onboarding {
    /// Sends the typed code to the provider and fills in the data that it returns.
    ///
    /// `application` is the one that was read for the form's request.
    ///
    /// # Errors
    /// [`ServiceError`]; nothing was filled in then.
    pub async fn enter_code(
        &self,
        application: Application,
        typed: &str,
    ) -> Result<CodeEntryOutcome, ServiceError> {
        let Some(prefill) = &self.lookups.prefill else {
            return Ok(CodeEntryOutcome::Unavailable);
        };
        let code = Code::parse(typed);
        let mut waited_for = None;
        let changed = self.change_read(application, |mut application| {
            let id = self.waited_for(&application)?.clone();
            // Input that cannot be a code does not count as a try.
            if let Err(fault) = &code {
                return Err(CodeEntryOutcome::Rejected(*fault));
            }
            application.draft.prefill.tried(self.clock.now());
            waited_for = Some(id);
            Ok(Change::of(application))
        });
        let (application, id, code) = match (changed.await?, waited_for, code) {
            (Ok(application), Some(id), Ok(code)) => (application, id, code),
            (Err(outcome), ..) => return Ok(outcome),
            _ => return Ok(CodeEntryOutcome::Unavailable),
        };
        let look = match prefill.check(&id, &code).await {
            Ok(CodeCheckOutcome::Right(found)) => return self.passed(application, &found).await,
            Err(VerifierError::Malformed) => return self.missed(application, &id).await,
            Ok(CodeCheckOutcome::Pending) => CodeCheck::Pending,
            Err(VerifierError::Throttled { .. }) => CodeCheck::Unasked,
            Err(_) => CodeCheck::Counts,
        };
        let changed = self.change_read(application, |mut application| -> Result<_, ()> {
            application.draft.prefill.looked_at(&id, look);
            Ok(Change::of(application))
        });
        let _ = changed.await?;
        Ok(match look {
            CodeCheck::Pending => CodeEntryOutcome::Rejected(FieldError::CodePending),
            CodeCheck::Counts | CodeCheck::Unasked => CodeEntryOutcome::Unavailable,
        })
    }

    /// Returns the provider's id of the pending code, or the outcome when no code is pending.
    fn waited_for<'a>(
        &self,
        application: &'a Application,
    ) -> Result<&'a ExternalId, CodeEntryOutcome> {
        if !self.is_answering_steps(application) {
            return Err(CodeEntryOutcome::NotDraft);
        }
        let (prefill, now) = (&application.draft.prefill, self.clock.now());
        // A double click: the outcome of the first check applies to both requests.
        if prefill.is_check_in_flight(now) {
            return Err(CodeEntryOutcome::Rejected(FieldError::CodePending));
        }
        prefill.waits_for(now).ok_or(match prefill {
            prefill if prefill.is_over() => CodeEntryOutcome::Prefilled,
            prefill if prefill.is_fresh(now) => CodeEntryOutcome::Rejected(FieldError::CodePending),
            _ => CodeEntryOutcome::Expired,
        })
    }

    /// The code was correct: fills in the provider's data.
    async fn passed(
        &self,
        application: Application,
        found: &PrefillData,
    ) -> Result<CodeEntryOutcome, ServiceError> {
        let mut filled = false;
        let changed = self.change_read(application, |mut application| {
            if !self.is_answering_steps(&application) {
                return Err(CodeEntryOutcome::NotDraft);
            }
            if application.draft.prefill.is_over() {
                return Err(CodeEntryOutcome::Prefilled);
            }
            let before = self.progress(&application);
            application.draft.prefill.passed();
            filled = application.draft.fill_in(found.clone());
            let mut actions = vec![Action::Prefilled { found: filled }];
            actions.extend(self.answered(before, &application));
            Ok(self.with_actions(application, Actor::Provider, actions))
        });
        Ok(match changed.await? {
            Err(outcome) => outcome,
            Ok(application) if filled => {
                self.query_unopened_referral(application).await?;
                CodeEntryOutcome::Prefilled
            }
            Ok(_) => CodeEntryOutcome::Unavailable,
        })
    }

    /// The code was wrong: counts the try and records it.
    async fn missed(
        &self,
        application: Application,
        id: &ExternalId,
    ) -> Result<CodeEntryOutcome, ServiceError> {
        let changed = self.change_read(application, |mut application| {
            if !self.is_answering_steps(&application) {
                return Err(CodeEntryOutcome::NotDraft);
            }
            if application.draft.prefill.is_over() {
                return Err(CodeEntryOutcome::Prefilled);
            }
            application.draft.prefill.looked_at(id, CodeCheck::Counts);
            Ok(self.with_actions(application, Actor::Provider, vec![Action::CodeRefused]))
        });
        let now = self.clock.now();
        Ok(match changed.await? {
            Err(outcome) => outcome,
            Ok(now_is) if now_is.draft.prefill.waits_for(now) == Some(id) => {
                CodeEntryOutcome::Rejected(FieldError::CodeWrong)
            }
            Ok(_) => CodeEntryOutcome::Expired,
        })
    }
}
