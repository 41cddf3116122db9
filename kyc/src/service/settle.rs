//! The change that an answer to the open attempt makes.

use super::{
    Onboarding,
    exchange::Exchange,
    other_id_event,
    retry::{hold_back, retry_later},
};
use crate::{
    application::{Application, Attempt},
    audit::{Action, Actor, Event},
    id::ExternalId,
    ports::{AttemptChange, Change, SsnChange, VerifierError},
    provider::ProviderUpdate,
    state::{Reason, State, StateKind},
};
use std::time::Duration;

/// How many start answers may name no provider id, or another one, before the application is
/// parked.
const MAX_WITHOUT_ID: u32 = 3;

impl Onboarding {
    /// Returns the change that an answer to the open attempt makes. `shared`: another application
    /// has the provider id of the answer.
    pub(super) fn settled(
        &self,
        mut application: Application,
        attempt: &Attempt,
        exchange: &Exchange,
        shared: bool,
    ) -> Change {
        application.updated_at = self.clock.now();
        let [jitter] = self.random();
        let later = |application: Application, cause: &'static str, retry_after| {
            retry_later(application, attempt.number, cause, retry_after, jitter)
        };
        let odd = match &exchange.answer {
            Err(VerifierError::OtherId(update)) => Some(update),
            _ => exchange.other.as_ref(),
        };
        let odd = odd.and_then(|update| other_id_event(&mut application, update));
        let own = self.verifier.client_assigned_id(&application.user_id);
        let mut change = match &exchange.answer {
            Ok(update) if shared => shared_id(application, update),
            Ok(update) if own.is_none() && lacks_id(&application, update) => {
                without_id(application, update, later)
            }
            Ok(update) => accepted(application, own, update),
            Err(VerifierError::Malformed) => rejected_as_malformed(application, attempt.number),
            Err(VerifierError::AlreadyApproved) => parked(application, Reason::ApprovedElsewhere),
            Err(VerifierError::Unauthorized { .. }) => {
                parked(application, Reason::ProviderUnauthorized)
            }
            Err(VerifierError::UnexpectedStatus { .. }) => {
                parked(application, Reason::UnexpectedStatus)
            }
            Err(VerifierError::UnusableId) => parked(application, Reason::NoProviderId),
            Err(VerifierError::OtherId(_)) => resend_or_park(application, "other_id", later),
            Err(VerifierError::Unavailable { cause, retry_after }) => {
                later(application, cause, *retry_after)
            }
            Err(VerifierError::Throttled { cause, wait }) => {
                hold_back(application, attempt.number, cause, *wait, jitter)
            }
        };
        if let Some(odd) = odd {
            change.events.insert(0, odd);
        }
        change
    }
}

/// Whether an answer leaves the application without an id to poll.
fn lacks_id(application: &Application, update: &ProviderUpdate) -> bool {
    let known = application.external_id.is_some() || update.external_id.is_some();
    !known && !update.outcome.state_kind().is_final()
}

/// The provider answered without an id. The worker sends the same request again, and parks the
/// application if that does not help.
fn without_id(
    application: Application,
    update: &ProviderUpdate,
    later: impl FnOnce(Application, &'static str, Option<Duration>) -> Change,
) -> Change {
    let action = Action::ProviderUpdateReceived {
        via: update.source,
        status: update.status.clone(),
        external_id: None,
        recognised: update.recognised,
    };
    let received = Event::still(Actor::Provider, action, application.state.kind());
    let mut change = resend_or_park(application, "no_id", later);
    change.events.insert(0, received);
    change
}

/// Sends the same request again after an answer without the application's id. Parks the application
/// after [`MAX_WITHOUT_ID`] of them.
fn resend_or_park(
    mut application: Application,
    cause: &'static str,
    later: impl FnOnce(Application, &'static str, Option<Duration>) -> Change,
) -> Change {
    if application.update_log.record_without_id() < MAX_WITHOUT_ID {
        later(application, cause, None)
    } else {
        parked(application, Reason::NoProviderId)
    }
}

/// The provider answered under an id that another application has. The answer may be about either
/// application, so it is recorded and not applied.
///
/// The application does not take the id, so that the other one can be released. The attempt stays
/// open: without an id, a release sends it again.
fn shared_id(application: Application, update: &ProviderUpdate) -> Change {
    let action = Action::ProviderUpdateReceived {
        via: update.source,
        status: update.status.clone(),
        external_id: update.external_id.clone(),
        recognised: update.recognised,
    };
    let received = Event::still(Actor::Provider, action, application.state.kind());
    let mut change = parked(application, Reason::SharedProviderId);
    change.events.insert(0, received);
    change
}

/// The provider accepted the attempt: applies its update and erases the SSN.
fn accepted(
    mut application: Application,
    own: Option<ExternalId>,
    update: &ProviderUpdate,
) -> Change {
    let now = application.updated_at;
    let transition = application
        .state
        .clone()
        .apply(std::mem::take(&mut application.update_log), update);
    application.enter(transition.state, now);
    application.update_log = transition.update_log;
    let named = own.or_else(|| update.external_id.clone());
    application.external_id = named.or(application.external_id);
    let to = application.state.kind();
    let mut events = transition.events;
    events.push(Event::still(Actor::System, Action::SsnErased, to));
    settle_and_erase_ssn(application, events)
}

/// The provider rejected the request as malformed: the answers return to the applicant and the SSN
/// is erased.
fn rejected_as_malformed(mut application: Application, attempt: u32) -> Change {
    let from = application.state.kind();
    let now = application.updated_at;
    application.enter(
        State::Draft {
            rejected_as_malformed: true,
        },
        now,
    );
    let refused = Action::Refused { attempt };
    let refused = Event {
        actor: Actor::Provider,
        action: refused,
        from,
        to: StateKind::Draft,
    };
    let erased = Event::still(Actor::System, Action::SsnErased, StateKind::Draft);
    settle_and_erase_ssn(application, vec![refused, erased])
}

/// A change that settles the attempt and erases the SSN.
pub(super) fn settle_and_erase_ssn(mut application: Application, events: Vec<Event>) -> Change {
    application.draft.ssn.held = false;
    Change {
        ssn: SsnChange::Erase,
        attempt: AttemptChange::Settle,
        events,
        ..Change::of(application)
    }
}

/// Parks the application. The attempt stays open, so that a release can send it again.
pub(super) fn parked(mut application: Application, reason: Reason) -> Change {
    let from = application.state.kind();
    let now = application.updated_at;
    application.enter(State::Parked(reason), now);
    let action = Action::Parked {
        reason: reason.as_str().to_owned(),
    };
    let event = Event {
        actor: Actor::System,
        action,
        from,
        to: StateKind::Parked,
    };
    with_event(application, event)
}

/// A change with one event that leaves SSN and attempt as they are.
pub(super) fn with_event(application: Application, event: Event) -> Change {
    Change {
        events: vec![event],
        ..Change::of(application)
    }
}
