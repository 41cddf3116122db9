//! The code that was sent, and what it fills in.

use super::super::{Onboarding, ServiceError};
use crate::{
    application::Application,
    audit::{Action, Actor},
    form::prefill::{Code, CodeCheck, PrefillData},
    id::ExternalId,
    ports::{Change, CodeCheckOutcome, VerifierError},
    value::FieldError,
};

/// What came of a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeEntryOutcome {
    /// It was right, and something was filled in, now or a moment ago.
    Filled,
    /// It was not taken; they may try again.
    Mend(FieldError),
    /// It cannot be right any more: it is too old, or was tried too often.
    RunOut,
    /// There is nothing to be had: they type.
    Instead,
    /// They handed in already, or have not agreed yet.
    Elsewhere,
}

impl Onboarding {
    /// Shows the upstream what was typed, and fills in what it knows. The
    /// application is the one that was read for the form's request.
    ///
    /// # Errors
    /// [`ServiceError`]; nothing was filled in then.
    pub async fn enter_code(
        &self,
        application: Application,
        typed: &str,
    ) -> Result<CodeEntryOutcome, ServiceError> {
        let Some(prefill) = &self.lookups.prefill else {
            return Ok(CodeEntryOutcome::Instead);
        };
        let code = Code::parse(typed);
        let mut waited_for = None;
        let changed = self.change_read(application, |mut application| {
            let id = self.waited_for(&application)?.clone();
            // What cannot be one is no try.
            if let Err(fault) = &code {
                return Err(CodeEntryOutcome::Mend(*fault));
            }
            application.draft.prefill.tried(self.clock.now());
            waited_for = Some(id);
            Ok(Change::of(application))
        });
        let (application, id, code) = match (changed.await?, waited_for, code) {
            (Ok(application), Some(id), Ok(code)) => (application, id, code),
            (Err(outcome), ..) => return Ok(outcome),
            _ => return Ok(CodeEntryOutcome::Instead),
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
            CodeCheck::Pending => CodeEntryOutcome::Mend(FieldError::CodePending),
            CodeCheck::Counts | CodeCheck::Unasked => CodeEntryOutcome::Instead,
        })
    }

    /// The upstream's id of the code that is waited for, or where they belong.
    fn waited_for<'a>(
        &self,
        application: &'a Application,
    ) -> Result<&'a ExternalId, CodeEntryOutcome> {
        if !self.is_at_the_questions(application) {
            return Err(CodeEntryOutcome::Elsewhere);
        }
        let (prefill, now) = (&application.draft.prefill, self.clock.now());
        // Pressed twice: what comes of the first is the answer to both.
        if prefill.is_looked_at(now) {
            return Err(CodeEntryOutcome::Mend(FieldError::CodePending));
        }
        prefill.waits_for(now).ok_or(match prefill {
            prefill if prefill.is_over() => CodeEntryOutcome::Filled,
            prefill if prefill.is_fresh(now) => CodeEntryOutcome::Mend(FieldError::CodePending),
            _ => CodeEntryOutcome::RunOut,
        })
    }

    /// It was the right code.
    async fn passed(
        &self,
        application: Application,
        found: &PrefillData,
    ) -> Result<CodeEntryOutcome, ServiceError> {
        let mut filled = false;
        let changed = self.change_read(application, |mut application| {
            if !self.is_at_the_questions(&application) {
                return Err(CodeEntryOutcome::Elsewhere);
            }
            if application.draft.prefill.is_over() {
                return Err(CodeEntryOutcome::Filled);
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
                CodeEntryOutcome::Filled
            }
            Ok(_) => CodeEntryOutcome::Instead,
        })
    }

    /// It was another code.
    async fn missed(
        &self,
        application: Application,
        id: &ExternalId,
    ) -> Result<CodeEntryOutcome, ServiceError> {
        let changed = self.change_read(application, |mut application| {
            if !self.is_at_the_questions(&application) {
                return Err(CodeEntryOutcome::Elsewhere);
            }
            if application.draft.prefill.is_over() {
                return Err(CodeEntryOutcome::Filled);
            }
            application.draft.prefill.looked_at(id, CodeCheck::Counts);
            Ok(self.with_actions(application, Actor::Provider, vec![Action::CodeRefused]))
        });
        let now = self.clock.now();
        Ok(match changed.await? {
            Err(outcome) => outcome,
            Ok(now_is) if now_is.draft.prefill.waits_for(now) == Some(id) => {
                CodeEntryOutcome::Mend(FieldError::CodeWrong)
            }
            Ok(_) => CodeEntryOutcome::RunOut,
        })
    }
}
