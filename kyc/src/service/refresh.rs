//! Asking the upstream where things stand.

use super::{Onboarding, ServiceError};
use crate::{
    application::{Application, ApplicationSummary},
    audit::{Action, Actor, Event},
    id::ApplicationId,
    job::Lease,
    ports::Change,
    provider::ProviderUpdate,
    state::{Reason, State, StateKind},
};
use time::OffsetDateTime;

/// What came of asking where things stand.
#[derive(Debug)]
pub enum RefreshOutcome {
    /// The application as it stands now.
    Polled(Box<Application>),
    /// Somebody asked within the policy's gap, perhaps this very moment: the
    /// application as it was found.
    TooSoon(Box<Application>),
}

impl Onboarding {
    /// How an application stands now under today's rules, where that can be said
    /// without asking anybody and without recording anything: where this says
    /// `None`, [`Self::refresh`] knows.
    #[must_use]
    pub fn status_without_poll(&self, outline: ApplicationSummary) -> Option<ApplicationSummary> {
        let left = self.policy.attempts_left(outline.attempts, outline.granted);
        let (state, _) = outline.state.at(self.clock.now());
        let state = state.with_attempts_left(left);
        let is_to_be_asked = outline.external_id.is_some()
            && state.awaits_provider()
            && !self.polled_recently(outline.polled_at);
        (!is_to_be_asked && !may_have_run_out(&state))
            .then_some(ApplicationSummary { state, ..outline })
    }

    /// Asks the upstream about an application that [`Self::find`] found a moment
    /// ago, if something may have changed and nobody asked within the policy's gap. An
    /// upstream that gives no answer changes nothing: "no decision yet" is a
    /// normal state.
    ///
    /// # Errors
    /// [`ServiceError`].
    pub async fn refresh(&self, found: Application) -> Result<RefreshOutcome, ServiceError> {
        let id = found.id;
        let mut application = if may_have_run_out(&found.state) {
            let mut recorded = self.expire(id, None).await?;
            recorded.state = self.effective_state(&recorded);
            recorded
        } else {
            found
        };
        if let Some(external_id) = application.external_id.clone()
            && application.state.awaits_provider()
        {
            // Most pages ask again and again, and most of them in vain: the right
            // to ask is a write, which is not tried where it would be refused.
            if self.polled_recently(application.polled_at) {
                return Ok(RefreshOutcome::TooSoon(Box::new(application)));
            }
            if !self.try_acquire_poll(id).await? {
                return Ok(RefreshOutcome::TooSoon(Box::new(self.find(id).await?)));
            }
            let answer = self.verifier.status(&external_id).await;
            if let Ok(update) = self.reject_other_id(&application, answer) {
                application = self.apply_update(id, &update, None).await?;
            }
        }
        Ok(RefreshOutcome::Polled(Box::new(application)))
    }

    /// Whether somebody who asked then did so within the policy's gap.
    fn polled_recently(&self, asked_at: Option<OffsetDateTime>) -> bool {
        let now = self.clock.now();
        asked_at.is_some_and(|at| at + self.policy.poll_gap > now)
    }

    /// Takes the right to ask about it now.
    pub(super) async fn try_acquire_poll(&self, id: ApplicationId) -> Result<bool, ServiceError> {
        let now = self.clock.now();
        let gap = self.policy.poll_gap;
        Ok(self.store.acquire_poll_slot(id, now, gap).await?)
    }

    /// Applies update to an application, whichever way it came. An answer
    /// that says the same in the same words as the last one leaves no line:
    /// the log has it.
    ///
    /// # Errors
    /// [`ServiceError`].
    pub async fn apply_update(
        &self,
        id: ApplicationId,
        update: &ProviderUpdate,
        lease: Option<Lease>,
    ) -> Result<Application, ServiceError> {
        let changed = self.change(id, |mut application| {
            // Nothing an answer says about an earlier attempt may settle the
            // one that is on its way now; what that takes, its own job knows
            // (`ProviderUpdate::is_conclusive_for`).
            if application.state.kind() == StateKind::Submitting {
                return Err(Box::new(application));
            }
            let repeats = application.update_log.repeats(update);
            let transition = application
                .state
                .clone()
                .apply(application.update_log.clone(), update);
            let state = transition.state.at(self.clock.now()).0;
            let stays = application.within(&self.policy, state.clone()) == application.state;
            if repeats && stays {
                return Err(Box::new(application));
            }
            // A link that was seen alive once more is no news either.
            let silent = repeats && state.same_capture_link(&application.state);
            let events = if silent {
                Vec::new()
            } else {
                transition.events
            };
            application.enter(state, self.clock.now());
            application.update_log = transition.update_log;
            Ok(self.with_lease(lease, application, events))
        });
        Ok(changed.await?.unwrap_or_else(|application| *application))
    }

    /// Records that a capture link ran out, if it did.
    pub(super) async fn expire(
        &self,
        id: ApplicationId,
        lease: Option<Lease>,
    ) -> Result<Application, ServiceError> {
        let changed = self.change(id, |mut application| {
            let from = application.state.kind();
            let now = self.clock.now();
            let (state, expired) = application.state.clone().at(now);
            if !expired {
                return Err(Box::new(application));
            }
            application.enter(state, now);
            let event = Event {
                actor: Actor::System,
                action: Action::CaptureExpired,
                from,
                to: StateKind::Expired,
            };
            Ok(self.with_lease(lease, application, vec![event]))
        });
        Ok(changed.await?.unwrap_or_else(|application| *application))
    }

    /// A change that leaves number and attempt alone.
    fn with_lease(
        &self,
        lease: Option<Lease>,
        application: Application,
        events: Vec<Event>,
    ) -> Change {
        self.scheduled(Change {
            events,
            lease,
            ..Change::of(application)
        })
    }
}

/// Whether [`Onboarding::find`] may have shown a link that ran out: its end may
/// still have to be recorded.
const fn may_have_run_out(found: &State) -> bool {
    matches!(found, State::Expired | State::Parked(Reason::OutOfAttempts))
}
