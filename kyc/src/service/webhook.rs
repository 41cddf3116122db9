//! Webhook messages from the provider.

use super::{Onboarding, ServiceError, refresh::expired, settle::settle_and_erase_ssn};
use crate::{
    application::Application,
    audit::{Action, Actor, Event},
    id::{ApplicationId, ExternalId},
    jobs::DeliveryLease,
    ports::{Change, ProviderRef, StoreError},
    provider::ProviderUpdate,
    state::{State, StateKind},
};

/// The outcome of a webhook message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WebhookOutcome {
    /// The update is in the audit trail, and it changed the state if it was news.
    Applied {
        /// The application that it is about.
        application: ApplicationId,
        /// The state after the update.
        state: StateKind,
        /// Whether it contradicts the final decision: then it was recorded, not applied.
        contradicts: bool,
    },
    /// An attempt is open, and its own answer must come first.
    TooEarly,
    /// No application has this provider id.
    Unknown,
    /// The application was erased.
    Erased,
    /// Another worker has claimed the delivery.
    Overtaken,
}

impl Onboarding {
    /// Applies a signed message exactly once: one commit stores its effect and marks it as applied.
    ///
    /// # Errors
    /// [`ServiceError`]; nothing was changed then.
    pub async fn apply_webhook(
        &self,
        update: &ProviderUpdate,
        receipt: DeliveryLease,
    ) -> Result<WebhookOutcome, ServiceError> {
        let Some(about) = &update.external_id else {
            return Ok(WebhookOutcome::Unknown);
        };
        let Some(ProviderRef { id, .. }) = self.store.find_by_provider_id(about).await? else {
            return Ok(WebhookOutcome::Unknown);
        };
        let mut contradicts = false;
        let open_attempt = self.store.open_attempt(id).await?.map(|open| open.number);
        let changed = self.change(id, |application| {
            let is_open = open_attempt == Some(application.attempts);
            let change = self
                .webhook_change(application, update, is_open)
                .ok_or(WebhookOutcome::TooEarly)?;
            let mut events = change.events.iter();
            contradicts = events.any(|e| matches!(e.action, Action::Contradicted { .. }));
            Ok(Change {
                delivery: Some(receipt),
                ..self.scheduled(change)
            })
        });
        match changed.await {
            Ok(Ok(application)) => Ok(WebhookOutcome::Applied {
                application: id,
                state: application.state.kind(),
                contradicts,
            }),
            Ok(Err(outcome)) => Ok(outcome),
            Err(ServiceError::NotFound) => Ok(WebhookOutcome::Erased),
            Err(ServiceError::Store(StoreError::LeaseOver)) => Ok(WebhookOutcome::Overtaken),
            Err(error) => Err(error),
        }
    }

    /// Schedules a poll of this provider id as early as the poll gap allows.
    ///
    /// An unsigned message has only this effect. Returns true if an application has the id.
    ///
    /// # Errors
    /// [`ServiceError`].
    pub async fn poll_soon(&self, about: &ExternalId) -> Result<bool, ServiceError> {
        let Some(known) = self.store.find_by_provider_id(about).await? else {
            return Ok(false);
        };
        let now = self.clock.now();
        let allowed = known.polled_at.map_or(now, |at| at + self.policy.poll_gap);
        self.store
            .reschedule_no_later_than(known.id, allowed.max(now))
            .await?;
        Ok(true)
    }

    /// Returns the change that a message makes. Returns `None` in a draft or while an attempt is
    /// being sent: only the attempt's own answer settles it. `is_open`: the attempt of a parked
    /// application is not settled yet.
    fn webhook_change(
        &self,
        mut application: Application,
        update: &ProviderUpdate,
        is_open: bool,
    ) -> Option<Change> {
        if matches!(
            application.state,
            State::Draft { .. } | State::Submitting { .. }
        ) {
            return None;
        }
        let holds_attempt = is_open && application.state.parks_attempt();
        let now = self.clock.now();
        let transition = application
            .state
            .clone()
            .apply(std::mem::take(&mut application.update_log), update);
        let (state, expiry) = expired(transition.state, now);
        application.enter(state, now);
        application.update_log = transition.update_log;
        application.external_id = application.external_id.or(update.external_id.clone());
        let mut events = transition.events;
        events.extend(expiry);
        if !holds_attempt {
            return Some(Change {
                events,
                ..Change::of(application)
            });
        }
        // The application was parked with an open attempt, and this message proves that the
        // provider has it.
        let to = application.state.kind();
        events.push(Event::still(Actor::System, Action::SsnErased, to));
        Some(settle_and_erase_ssn(application, events))
    }
}
