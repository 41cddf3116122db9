//! Releasing a parked application.

use super::{Onboarding, ServiceError, settle::settle_and_erase_ssn};
use crate::{
    application::Application,
    audit::{Action, Actor, Attribution, Event},
    id::{ApplicationId, ExternalId, Reference},
    ports::{Change, StoreError, VerifierError},
    provider::ProviderUpdate,
    state::{Reason, State, StateKind},
};

/// The outcome of a release.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Released {
    /// The attempt is sent again, or the application is polled again.
    Resumed,
    /// The provider knows the supplied id: the application has this state now.
    Confirmed(StateKind),
}

/// Why an application stays parked.
#[derive(Debug, thiserror::Error)]
pub enum ReleaseError {
    /// No application has this reference.
    #[error("there is no application with this reference")]
    Unknown,
    /// The application is not parked.
    #[error("the application is not parked, its state is {}", .0.as_str())]
    NotParked(StateKind),
    /// Another application has this id.
    #[error("another application has this provider id")]
    IdTaken,
    /// The provider does not confirm the id.
    #[error("the provider does not confirm this id: {0}")]
    NotConfirmed(VerifierError),
    /// The provider's answer is about another id.
    #[error("the provider answered about another id")]
    OtherId,
    /// The service failed; it changed nothing.
    #[error(transparent)]
    Service(#[from] ServiceError),
}

impl From<StoreError> for ReleaseError {
    fn from(error: StoreError) -> Self {
        Self::Service(error.into())
    }
}

impl Onboarding {
    /// Returns all parked applications, the longest waiting first.
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

    /// Releases a parked application.
    ///
    /// With a supplied provider id, the provider must confirm that id first. Without one, the
    /// reason decides: it sends the same request again, resumes polling or allows one more attempt.
    /// The caller is the command line, or the admin with an attribution in `signed`.
    ///
    /// # Errors
    /// [`ReleaseError`]; nothing was changed then.
    pub async fn release(
        &self,
        reference: &Reference,
        supplied: Option<ExternalId>,
        signed: Option<&Attribution>,
    ) -> Result<Released, ReleaseError> {
        let id = self.store.by_reference(reference).await?;
        let id = id.ok_or(ReleaseError::Unknown)?;
        let update = match &supplied {
            Some(external_id) => Some(self.confirmed(id, external_id).await?),
            None => None,
        };
        let open_attempt = self.store.open_attempt(id).await?.map(|open| open.number);
        let changed = self.change(id, |application| {
            let State::Parked(reason) = application.state else {
                return Err(application.state.kind());
            };
            let actor = Attribution::actor(signed);
            let is_open = open_attempt == Some(application.attempts);
            let change = match &update {
                Some(update) => {
                    self.resolved(application, supplied.clone(), update, is_open, actor)
                }
                None => self.resume_parked(application, reason, is_open, actor),
            };
            Ok(Change {
                signed: signed.cloned(),
                ..change
            })
        });
        match changed.await? {
            Err(kind) => Err(ReleaseError::NotParked(kind)),
            Ok(application) if supplied.is_some() => {
                Ok(Released::Confirmed(application.state.kind()))
            }
            Ok(_) => Ok(Released::Resumed),
        }
    }

    /// The provider's answer about an id that an operator or a reviewer supplied.
    async fn confirmed(
        &self,
        id: ApplicationId,
        external_id: &ExternalId,
    ) -> Result<ProviderUpdate, ReleaseError> {
        let holders = self.store.by_external_id(external_id).await?;
        if holders.iter().any(|holder| *holder != id) {
            return Err(ReleaseError::IdTaken);
        }
        let update = self.verifier.status(external_id).await;
        let update = update.map_err(ReleaseError::NotConfirmed)?;
        if update.external_id.as_ref() == Some(external_id) {
            Ok(update)
        } else {
            Err(ReleaseError::OtherId)
        }
    }

    /// The provider has this id: applies its update, and erases the SSN of an open attempt.
    fn resolved(
        &self,
        mut application: Application,
        external_id: Option<ExternalId>,
        update: &ProviderUpdate,
        is_open: bool,
        actor: Actor,
    ) -> Change {
        let transition = application
            .state
            .clone()
            .apply(std::mem::take(&mut application.update_log), update);
        application.enter(transition.state, self.clock.now());
        application.update_log = transition.update_log;
        application.external_id.clone_from(&external_id);
        let mut events = vec![Event::still(
            actor,
            released(external_id),
            StateKind::Parked,
        )];
        events.extend(transition.events);
        if !is_open {
            return self.scheduled(Change {
                events,
                ..Change::of(application)
            });
        }
        let to = application.state.kind();
        events.push(Event::still(Actor::System, Action::SsnErased, to));
        self.scheduled(settle_and_erase_ssn(application, events))
    }

    /// Allows one more attempt: for a new capture link, or as a draft if the provider has never
    /// accepted one.
    fn reopened_state(&self, application: &mut Application) -> State {
        let next = application.attempts.saturating_add(1);
        application.granted = next.saturating_sub(self.policy.attempts);
        if application.update_log.is_empty() {
            return State::Draft {
                rejected_as_malformed: true,
            };
        }
        application.update_log.state().at(self.clock.now()).0
    }

    /// Sends the stored request again, resumes polling or allows one more attempt.
    fn resume_parked(
        &self,
        mut application: Application,
        reason: Reason,
        is_open: bool,
        actor: Actor,
    ) -> Change {
        let state = match reason {
            Reason::ProviderUnauthorized | Reason::ApprovedElsewhere => State::SUBMITTED,
            Reason::UnexpectedStatus | Reason::NoProviderId => State::SUBMITTED,
            Reason::SharedProviderId if is_open => State::SUBMITTED,
            Reason::NoDecision | Reason::SharedProviderId => application.update_log.state(),
            Reason::UnusableLink => State::Resubmit,
            Reason::OutOfAttempts => self.reopened_state(&mut application),
        };
        application.enter(state, self.clock.now());
        let event = Event {
            actor,
            action: released(None),
            from: StateKind::Parked,
            to: application.state.kind(),
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
