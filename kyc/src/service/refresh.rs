//! Asking the upstream where things stand.

use super::{Onboarding, ServiceError};
use crate::{
    application::Application,
    audit::{Action, Actor, Event},
    id::ApplicationId,
    port::Change,
    state::Label,
    upstream::Evidence,
};

impl Onboarding {
    /// The application as it stands, after asking the upstream if something
    /// may have changed and nobody asked within the policy's gap. An upstream
    /// that gives no answer changes nothing: "no decision yet" is a normal state.
    ///
    /// # Errors
    /// [`ServiceError`].
    pub async fn refresh(&self, id: ApplicationId) -> Result<Application, ServiceError> {
        let application = self.expire(id).await?;
        let Some(external_id) = application.external_id.clone() else {
            return Ok(application);
        };
        let now = self.clock.now();
        if !application.state.label().awaits_upstream()
            || !self
                .store
                .claim_question(id, now, self.policy.ask_gap)
                .await?
        {
            return Ok(application);
        }
        match self.verifier.status(&external_id).await {
            Ok(evidence) => self.hear(id, &evidence).await,
            Err(_) => Ok(application),
        }
    }

    /// Applies evidence to an application, whichever way it came.
    ///
    /// # Errors
    /// [`ServiceError`].
    pub async fn hear(
        &self,
        id: ApplicationId,
        evidence: &Evidence,
    ) -> Result<Application, ServiceError> {
        let changed = self.change(id, |mut application| {
            // Nothing an answer says about an earlier attempt may settle the
            // one that is on its way now.
            if application.state.label() == Label::Submitting {
                return Err(Box::new(application));
            }
            let heard = application.state.hear(evidence);
            application.state = heard.state;
            application.updated_at = self.clock.now();
            Ok(untouched(application, heard.events))
        });
        Ok(changed.await?.unwrap_or_else(|application| *application))
    }

    /// Records that a capture link ran out, if it did.
    async fn expire(&self, id: ApplicationId) -> Result<Application, ServiceError> {
        let changed = self.change(id, |mut application| {
            let from = application.state.label();
            let (state, expired) = application.state.at(self.clock.now());
            application.state = state;
            if !expired {
                return Err(Box::new(application));
            }
            application.updated_at = self.clock.now();
            let action = Action::CaptureExpired;
            let event = Event {
                actor: Actor::System,
                action,
                from,
                to: Label::Expired,
            };
            Ok(untouched(application, vec![event]))
        });
        Ok(changed.await?.unwrap_or_else(|application| *application))
    }
}

/// A change that leaves number and attempt alone.
fn untouched(application: Application, events: Vec<Event>) -> Change {
    Change {
        events,
        ..Change::of(application)
    }
}
