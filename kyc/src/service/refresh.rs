//! Asking the upstream where things stand.

use super::{Onboarding, ServiceError};
use crate::{
    application::{Application, Outline},
    audit::{Action, Actor, Event},
    duty::Lease,
    id::ApplicationId,
    port::Change,
    state::{Label, Reason, State},
    upstream::Evidence,
};
use time::OffsetDateTime;

/// What came of asking where things stand.
#[derive(Debug)]
pub enum Refreshed {
    /// The application as it stands now.
    Now(Box<Application>),
    /// Somebody asked within the policy's gap, perhaps this very moment: the
    /// application as it was found.
    Lately(Box<Application>),
}

impl Onboarding {
    /// How an application stands now under today's rules, where that can be said
    /// without asking anybody and without recording anything: where this says
    /// `None`, [`Self::refresh`] knows.
    #[must_use]
    pub fn stands(&self, outline: Outline) -> Option<Outline> {
        let left = self.policy.attempts_left(outline.attempts, outline.granted);
        let (state, _) = outline.state.at(self.clock.now());
        let state = state.with_attempts_left(left);
        let is_to_be_asked = outline.external_id.is_some()
            && state.awaits_upstream()
            && !self.was_asked(outline.asked_at);
        (!is_to_be_asked && !may_have_run_out(&state)).then_some(Outline { state, ..outline })
    }

    /// Asks the upstream about an application that [`Self::find`] found a moment
    /// ago, if something may have changed and nobody asked within the policy's gap. An
    /// upstream that gives no answer changes nothing: "no decision yet" is a
    /// normal state.
    ///
    /// # Errors
    /// [`ServiceError`].
    pub async fn refresh(&self, found: Application) -> Result<Refreshed, ServiceError> {
        let id = found.id;
        let mut application = if may_have_run_out(&found.state) {
            let mut recorded = self.expire(id, None).await?;
            recorded.state = self.standing(&recorded);
            recorded
        } else {
            found
        };
        if let Some(external_id) = application.external_id.clone()
            && application.state.awaits_upstream()
        {
            // Most pages ask again and again, and most of them in vain: the right
            // to ask is a write, which is not tried where it would be refused.
            if self.was_asked(application.asked_at) {
                return Ok(Refreshed::Lately(Box::new(application)));
            }
            if !self.may_ask(id).await? {
                return Ok(Refreshed::Lately(Box::new(self.find(id).await?)));
            }
            let answer = self.verifier.status(&external_id).await;
            if let Ok(evidence) = self.about(&application, answer) {
                application = self.hear(id, &evidence, None).await?;
            }
        }
        Ok(Refreshed::Now(Box::new(application)))
    }

    /// Whether somebody who asked then did so within the policy's gap.
    fn was_asked(&self, asked_at: Option<OffsetDateTime>) -> bool {
        let now = self.clock.now();
        asked_at.is_some_and(|at| at + self.policy.ask_gap > now)
    }

    /// Takes the right to ask about it now.
    pub(super) async fn may_ask(&self, id: ApplicationId) -> Result<bool, ServiceError> {
        let now = self.clock.now();
        let gap = self.policy.ask_gap;
        Ok(self.store.claim_question(id, now, gap).await?)
    }

    /// Applies evidence to an application, whichever way it came. An answer
    /// that says the same in the same words as the last one leaves no line:
    /// the log has it.
    ///
    /// # Errors
    /// [`ServiceError`].
    pub async fn hear(
        &self,
        id: ApplicationId,
        evidence: &Evidence,
        lease: Option<Lease>,
    ) -> Result<Application, ServiceError> {
        let changed = self.change(id, |mut application| {
            // Nothing an answer says about an earlier attempt may settle the
            // one that is on its way now; what that takes, its own job knows
            // (`Evidence::shows_all`).
            if application.state.label() == Label::Submitting {
                return Err(Box::new(application));
            }
            let repeats = application.heard.repeats(evidence);
            let heard = application
                .state
                .clone()
                .hear(application.heard.clone(), evidence);
            let state = heard.state.at(self.clock.now()).0;
            let stays = application.within(&self.policy, state.clone()) == application.state;
            if repeats && stays {
                return Err(Box::new(application));
            }
            // A link that was seen alive once more is no news either.
            let silent = repeats && state.offers_what(&application.state);
            let events = if silent { Vec::new() } else { heard.events };
            application.enter(state, self.clock.now());
            application.heard = heard.heard;
            Ok(self.under(lease, application, events))
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
            let from = application.state.label();
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
                to: Label::Expired,
            };
            Ok(self.under(lease, application, vec![event]))
        });
        Ok(changed.await?.unwrap_or_else(|application| *application))
    }

    /// A change that leaves number and attempt alone.
    fn under(&self, lease: Option<Lease>, application: Application, events: Vec<Event>) -> Change {
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
