//! Inviting an applicant to send documents again.

use super::{Onboarding, ServiceError};
use crate::{
    audit::{Action, Attribution, Event},
    id::ApplicationId,
    ports::Change,
    state::{State, StateKind},
};

impl Onboarding {
    /// Makes it the applicant's turn to send documents again: as where the
    /// upstream says so, they enter the number once more, which opens the next
    /// attempt, and get a new link. Where none is left one more is allowed. Until
    /// then only a link or a decision of the upstream's moves it.
    ///
    /// # Errors
    /// [`ServiceError`]; nothing was changed then. The state in which it makes no
    /// sense is an outcome.
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
