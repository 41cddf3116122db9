//! Requesting documents from an applicant again.

use super::{Onboarding, ServiceError};
use crate::{
    audit::{Action, Attribution, Event},
    id::ApplicationId,
    ports::Change,
    state::{State, StateKind},
};

impl Onboarding {
    /// Requests documents again: the state becomes [`State::Resubmit`].
    ///
    /// The applicant then enters the SSN once more, which opens the next attempt with a new link.
    /// If no attempt is left, this allows one more. Until then only a link or a decision from the
    /// provider changes the state.
    ///
    /// # Errors
    /// [`ServiceError`]; nothing was changed then. A state that does not allow this is an outcome.
    pub async fn request_documents(
        &self,
        id: ApplicationId,
        signed: &Attribution,
    ) -> Result<Result<(), StateKind>, ServiceError> {
        let changed = self.change(id, |mut application| {
            if !application.may_request_documents() {
                return Err(application.state.kind());
            }
            let from = application.state.kind();
            if application.attempts_left(&self.policy) == 0 {
                let next = application.attempts.saturating_add(1);
                application.granted = next.saturating_sub(self.policy.attempts);
            }
            application.update_log.request_resubmission();
            application.enter(State::Resubmit, self.clock.now());
            let event = Event {
                actor: Attribution::actor(Some(signed)),
                action: Action::Invited {
                    text: String::new(),
                },
                from,
                to: StateKind::Resubmit,
            };
            Ok(self.scheduled(Change {
                events: vec![event],
                signed: Some(signed.clone()),
                ..Change::of(application)
            }))
        });
        Ok(changed.await?.map(|_| ()))
    }
}
