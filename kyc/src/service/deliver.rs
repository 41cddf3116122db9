//! Delivering an attempt: the only place that sends a start request.

use super::{Onboarding, ServiceError};
use crate::{
    application::{Application, Attempt},
    audit::{Action, Actor, Event},
    id::ApplicationId,
    port::{AttemptChange, Change, SsnChange, VerifierError},
    state::{Label, Reason, State},
    upstream::Evidence,
};
use std::time::Duration;

/// The outcome of one round of delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// Nothing is on its way any more.
    Settled,
    /// The same bytes must be sent again, not before this long.
    Again(Duration),
}

/// The longest wait between two rounds.
const LONGEST_WAIT: Duration = Duration::from_secs(300);

/// The wait after so many failed rounds: 5 s, doubling, at most five minutes.
fn wait_after(failed_rounds: u32, asked: Option<Duration>) -> Duration {
    let own = Duration::from_secs(5).saturating_mul(1 << failed_rounds.saturating_sub(1).min(10));
    own.max(asked.unwrap_or_default()).min(LONGEST_WAIT)
}

impl Onboarding {
    /// Sends the open attempt once more and records what came of it. The
    /// caller sees to it that no two run at once for one application; even so,
    /// the bytes and the id are the same, so that upstream it stays one inquiry.
    ///
    /// # Errors
    /// [`ServiceError`]; the attempt is still open then.
    pub async fn deliver(&self, id: ApplicationId) -> Result<Delivery, ServiceError> {
        let application = self.store.find(id).await?.ok_or(ServiceError::NotFound)?;
        if application.state.label() != Label::Submitting {
            return Ok(Delivery::Settled);
        }
        let Some(attempt) = self.store.open_attempt(id).await? else {
            return Ok(Delivery::Settled);
        };
        let mut answer = self.verifier.start(&attempt.request).await;
        if let (Err(VerifierError::AlreadyApproved), Some(external_id)) =
            (&answer, &application.external_id)
        {
            answer = self.verifier.status(external_id).await;
        }
        let changed = self.change(id, |application| {
            if application.state.label() == Label::Submitting {
                Ok(self.settled(application, &attempt, &answer))
            } else {
                Err(())
            }
        });
        Ok(match (changed.await?, &answer) {
            (Ok(application), Err(VerifierError::Unavailable { retry_after, .. })) => {
                match application.state {
                    State::Submitting { failed_rounds } => {
                        Delivery::Again(wait_after(failed_rounds, *retry_after))
                    }
                    _ => Delivery::Settled,
                }
            }
            _ => Delivery::Settled,
        })
    }

    /// What an answer makes of an application whose attempt is on its way.
    fn settled(
        &self,
        mut application: Application,
        attempt: &Attempt,
        answer: &Result<Evidence, VerifierError>,
    ) -> Change {
        application.updated_at = self.clock.now();
        match answer {
            Ok(evidence) => accepted(application, evidence),
            Err(VerifierError::Malformed) => sent_back(application, attempt.number),
            Err(VerifierError::AlreadyApproved) => parked(application, Reason::ApprovedElsewhere),
            Err(VerifierError::RefusesUs { .. }) => parked(application, Reason::UpstreamRefusesUs),
            Err(VerifierError::Unavailable { cause, .. }) => {
                undelivered(application, attempt.number, cause)
            }
        }
    }
}

/// The upstream has it: hear the answer and shred the number.
fn accepted(mut application: Application, evidence: &Evidence) -> Change {
    let heard = application.state.hear(evidence);
    application.state = heard.state;
    application.external_id = evidence.external_id.clone().or(application.external_id);
    let to = application.state.label();
    let mut events = heard.events;
    events.push(Event::still(Actor::System, Action::Shredded, to));
    shredding(application, events)
}

/// The upstream will never take these bytes: the answers go back to the
/// applicant, the number is shredded.
fn sent_back(mut application: Application, attempt: u32) -> Change {
    let from = application.state.label();
    application.state = State::Draft { sent_back: true };
    let refused = Action::Refused { attempt };
    let refused = Event {
        actor: Actor::Upstream,
        action: refused,
        from,
        to: Label::Draft,
    };
    let shredded = Event::still(Actor::System, Action::Shredded, Label::Draft);
    shredding(application, vec![refused, shredded])
}

/// A change that settles the attempt and wipes the number.
fn shredding(mut application: Application, events: Vec<Event>) -> Change {
    application.draft.ssn.held = false;
    Change {
        ssn: SsnChange::Erase,
        attempt: AttemptChange::Settle,
        events,
        ..Change::of(application)
    }
}

/// It needs a person. The attempt stays as it is: whoever mends the cause can
/// let it go on.
fn parked(mut application: Application, reason: Reason) -> Change {
    let from = application.state.label();
    application.state = State::Parked(reason);
    let action = Action::Parked {
        reason: reason.as_str().to_owned(),
    };
    let event = Event {
        actor: Actor::System,
        action,
        from,
        to: Label::Parked,
    };
    keeping(application, event)
}

/// It stays queued.
fn undelivered(mut application: Application, attempt: u32, cause: &str) -> Change {
    if let State::Submitting { failed_rounds } = &mut application.state {
        *failed_rounds += 1;
    }
    let action = Action::Undelivered {
        attempt,
        cause: cause.to_owned(),
    };
    keeping(
        application,
        Event::still(Actor::System, action, Label::Submitting),
    )
}

/// A change that leaves number and attempt alone.
fn keeping(application: Application, event: Event) -> Change {
    Change {
        events: vec![event],
        ..Change::of(application)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_five_minutes_and_honour_what_was_asked() {
        let seconds = |rounds, asked| wait_after(rounds, asked).as_secs();
        assert_eq!(
            [1, 2, 3, 7, 40].map(|n| seconds(n, None)),
            [5, 10, 20, 300, 300]
        );
        assert_eq!(seconds(1, Some(Duration::from_secs(60))), 60);
        assert_eq!(seconds(1, Some(Duration::from_secs(86_400))), 300);
    }
}
