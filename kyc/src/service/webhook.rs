//! Messages that the upstream sends by itself.

use super::{Onboarding, ServiceError, send_attempt::settle_and_erase_ssn};
use crate::{
    application::Application,
    audit::{Action, Actor, Event},
    id::{ApplicationId, ExternalId},
    job::DeliveryLease,
    ports::{Change, ProviderRef, StoreError},
    provider::ProviderUpdate,
    state::{Reason, State, StateKind},
};

/// What came of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WebhookOutcome {
    /// It is in the application's trail, and moved it if it had anything to
    /// say.
    Applied {
        /// Whose it is.
        application: ApplicationId,
        /// Where it stands now.
        state: StateKind,
        /// It contradicts what was decided: recorded, not applied.
        contradicts: bool,
    },
    /// An attempt is on its way, and its answer must come first.
    TooEarly,
    /// Nobody here is known to the upstream by this id.
    Unknown,
    /// Whoever was is erased.
    Erased,
    /// Somebody else has claimed the message.
    Overtaken,
}

impl Onboarding {
    /// Applies what a signed message says, once and for all: what it changes and
    /// that it was applied are one commit.
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
        let changed = self.change(id, |application| {
            let change = self
                .webhook_change(application, update)
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

    /// Has the upstream asked about this id as soon as it may be: what an
    /// unsigned message is good for. True if anybody here goes by it.
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

    /// What a message makes of an application; nothing while an attempt is the
    /// applicant's or on its way: settling that is for its own answer.
    fn webhook_change(
        &self,
        mut application: Application,
        update: &ProviderUpdate,
    ) -> Option<Change> {
        let holds_attempt = match application.state {
            State::Draft { .. } | State::Submitting { .. } => return None,
            State::Parked(Reason::ProviderUnauthorized | Reason::ApprovedElsewhere) => true,
            _ => false,
        };
        let now = self.clock.now();
        let transition = application
            .state
            .clone()
            .apply(std::mem::take(&mut application.update_log), update);
        application.enter(transition.state.at(now).0, now);
        application.update_log = transition.update_log;
        application.external_id = application.external_id.or(update.external_id.clone());
        let mut events = transition.events;
        if !holds_attempt {
            return Some(Change {
                events,
                ..Change::of(application)
            });
        }
        // It was parked with its request, and the upstream has it after all.
        let to = application.state.kind();
        events.push(Event::still(Actor::System, Action::Shredded, to));
        Some(settle_and_erase_ssn(application, events))
    }
}
