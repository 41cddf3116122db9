//! The way out of being parked.

use super::{Onboarding, ServiceError, deliver::shredding};
use crate::{
    application::Application,
    audit::{Action, Actor, Event},
    desk::case::Signed,
    id::{ApplicationId, ExternalId, Reference},
    port::{Change, StoreError, VerifierError},
    state::{Label, Reason, State},
    upstream::Evidence,
};

/// What came of releasing an application.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Released {
    /// Its attempt is sent again, or the upstream is asked again.
    GoesOn,
    /// The upstream knows the id that was supplied: it stands there now.
    Stands(Label),
}

/// Why an application stays parked.
#[derive(Debug, thiserror::Error)]
pub enum NotReleased {
    /// Nobody has this reference.
    #[error("there is no application with this reference")]
    Unknown,
    /// It does not need a person.
    #[error("it is not parked: it is {}", .0.as_str())]
    NotParked(Label),
    /// The id belongs to somebody else's verification.
    #[error("another application holds this upstream id")]
    SomebodyElses,
    /// The upstream does not confirm the id.
    #[error("the upstream does not confirm this id: {0}")]
    NotConfirmed(VerifierError),
    /// The upstream's answer is about another id.
    #[error("the upstream answered about another id")]
    OtherId,
    /// The service failed; nothing was changed.
    #[error(transparent)]
    Service(#[from] ServiceError),
}

impl From<StoreError> for NotReleased {
    fn from(error: StoreError) -> Self {
        Self::Service(error.into())
    }
}

impl Onboarding {
    /// Every application that needs a person, the longest waiting first.
    ///
    /// # Errors
    /// [`ServiceError`].
    pub async fn parked(&self) -> Result<Vec<Application>, ServiceError> {
        let mut parked = Vec::new();
        for id in self.store.parked().await? {
            parked.extend(self.store.find(id).await?);
        }
        Ok(parked)
    }

    /// Lets a parked application go on: with an upstream id that a person found
    /// out, once the upstream confirms it; without one, by sending the same
    /// request again, by asking again or by allowing the applicant one more attempt,
    /// whichever it was parked for. Somebody at the command line does it, or
    /// somebody at the desk who signs.
    ///
    /// # Errors
    /// [`NotReleased`]; nothing was changed then.
    pub async fn release(
        &self,
        reference: &Reference,
        supplied: Option<ExternalId>,
        signed: Option<&Signed>,
    ) -> Result<Released, NotReleased> {
        let id = self.store.by_reference(reference).await?;
        let id = id.ok_or(NotReleased::Unknown)?;
        let evidence = match &supplied {
            Some(external_id) => Some(self.confirmed(id, external_id).await?),
            None => None,
        };
        let changed = self.change(id, |application| {
            let State::Parked(reason) = application.state else {
                return Err(application.state.label());
            };
            let actor = Signed::actor(signed);
            let change = match &evidence {
                Some(evidence) => self.resolved(application, supplied.clone(), evidence, actor),
                None => self.let_go(application, reason, actor),
            };
            Ok(Change {
                signed: signed.cloned(),
                ..change
            })
        });
        match changed.await? {
            Err(label) => Err(NotReleased::NotParked(label)),
            Ok(application) if supplied.is_some() => {
                Ok(Released::Stands(application.state.label()))
            }
            Ok(_) => Ok(Released::GoesOn),
        }
    }

    /// What the upstream says about an id that a person supplied.
    async fn confirmed(
        &self,
        id: ApplicationId,
        external_id: &ExternalId,
    ) -> Result<Evidence, NotReleased> {
        let holders = self.store.by_external_id(external_id).await?;
        if holders.iter().any(|holder| *holder != id) {
            return Err(NotReleased::SomebodyElses);
        }
        let evidence = self.verifier.status(external_id).await;
        let evidence = evidence.map_err(NotReleased::NotConfirmed)?;
        if evidence.external_id.as_ref() == Some(external_id) {
            Ok(evidence)
        } else {
            Err(NotReleased::OtherId)
        }
    }

    /// The upstream has it under this id: hear what it says, shred the number.
    fn resolved(
        &self,
        mut application: Application,
        external_id: Option<ExternalId>,
        evidence: &Evidence,
        actor: Actor,
    ) -> Change {
        let heard = application
            .state
            .clone()
            .hear(std::mem::take(&mut application.heard), evidence);
        application.enter(heard.state, self.clock.now());
        application.heard = heard.heard;
        application.external_id.clone_from(&external_id);
        let mut events = vec![Event::still(actor, released(external_id), Label::Parked)];
        events.extend(heard.events);
        let to = application.state.label();
        events.push(Event::still(Actor::System, Action::Shredded, to));
        self.scheduled(shredding(application, events))
    }

    /// Allows one more attempt: for a new link, or with the answers mended where
    /// the upstream never took any.
    fn once_more(&self, application: &mut Application) -> State {
        let next = application.attempts.saturating_add(1);
        application.granted = next.saturating_sub(self.policy.attempts);
        if application.heard.is_empty() {
            return State::Draft { sent_back: true };
        }
        application.heard.state().at(self.clock.now()).0
    }

    /// Sends the frozen request again, takes up asking, or allows one more attempt.
    fn let_go(&self, mut application: Application, reason: Reason, actor: Actor) -> Change {
        let state = match reason {
            Reason::UpstreamRefusesUs | Reason::ApprovedElsewhere => State::HANDED_IN,
            Reason::NoDecision => application.heard.state(),
            Reason::OutOfAttempts => self.once_more(&mut application),
        };
        application.enter(state, self.clock.now());
        let event = Event {
            actor,
            action: released(None),
            from: Label::Parked,
            to: application.state.label(),
        };
        self.scheduled(Change {
            events: vec![event],
            ..Change::of(application)
        })
    }
}

const fn released(external_id: Option<ExternalId>) -> Action {
    Action::Released {
        external_id,
        text: String::new(),
    }
}
