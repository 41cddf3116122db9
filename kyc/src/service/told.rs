//! Messages that the upstream sends by itself.

use super::{Onboarding, ServiceError, deliver::shredding};
use crate::{
    application::Application,
    audit::{Action, Actor, Event},
    duty::Receipt,
    id::{ApplicationId, ExternalId},
    port::{Change, Known, StoreError},
    state::{Label, Reason, State},
    upstream::Evidence,
};

/// What came of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// It is in the application's trail, and moved it if it had anything to
    /// say.
    Heard {
        /// Whose it is.
        application: ApplicationId,
        /// Where it stands now.
        stands: Label,
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
    pub async fn told(&self, evidence: &Evidence, receipt: Receipt) -> Result<Told, ServiceError> {
        let Some(about) = &evidence.external_id else {
            return Ok(Told::Unknown);
        };
        let Some(Known { id, .. }) = self.store.known_as(about).await? else {
            return Ok(Told::Unknown);
        };
        let mut contradicts = false;
        let changed = self.change(id, |application| {
            let change = self.hears(application, evidence).ok_or(Told::TooEarly)?;
            let mut events = change.events.iter();
            contradicts = events.any(|e| matches!(e.action, Action::Contradicted { .. }));
            Ok(Change {
                receipt: Some(receipt),
                ..self.scheduled(change)
            })
        });
        match changed.await {
            Ok(Ok(application)) => Ok(Told::Heard {
                application: id,
                stands: application.state.label(),
                contradicts,
            }),
            Ok(Err(outcome)) => Ok(outcome),
            Err(ServiceError::NotFound) => Ok(Told::Erased),
            Err(ServiceError::Store(StoreError::LeaseOver)) => Ok(Told::Overtaken),
            Err(error) => Err(error),
        }
    }

    /// Has the upstream asked about this id as soon as it may be: what an
    /// unsigned message is good for. True if anybody here goes by it.
    ///
    /// # Errors
    /// [`ServiceError`].
    pub async fn hinted(&self, about: &ExternalId) -> Result<bool, ServiceError> {
        let Some(known) = self.store.known_as(about).await? else {
            return Ok(false);
        };
        let now = self.clock.now();
        let allowed = known.asked_at.map_or(now, |at| at + self.policy.ask_gap);
        self.store.hasten(known.id, allowed.max(now)).await?;
        Ok(true)
    }

    /// What a message makes of an application; nothing while an attempt is the
    /// applicant's or on its way: settling that is for its own answer.
    fn hears(&self, mut application: Application, evidence: &Evidence) -> Option<Change> {
        let holds_attempt = match application.state {
            State::Draft { .. } | State::Submitting { .. } => return None,
            State::Parked(Reason::UpstreamRefusesUs | Reason::ApprovedElsewhere) => true,
            _ => false,
        };
        let now = self.clock.now();
        let heard = application
            .state
            .clone()
            .hear(std::mem::take(&mut application.heard), evidence);
        application.enter(heard.state.at(now).0, now);
        application.heard = heard.heard;
        application.external_id = application.external_id.or(evidence.external_id.clone());
        let mut events = heard.events;
        if !holds_attempt {
            return Some(Change {
                events,
                ..Change::of(application)
            });
        }
        // It was parked with its request, and the upstream has it after all.
        let to = application.state.label();
        events.push(Event::still(Actor::System, Action::Shredded, to));
        Some(shredding(application, events))
    }
}
