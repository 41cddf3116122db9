//! Delivering an attempt: the only place that sends a start request.

use super::{Onboarding, Performed, ServiceError};
use crate::{
    application::{Application, Attempt},
    audit::{Action, Actor, Event},
    duty::{Job, jittered},
    id::ExternalId,
    port::{AttemptChange, Change, SsnChange, VerifierError},
    state::{Label, Reason, State},
    upstream::Evidence,
};
use std::time::Duration;
use time::Duration as Span;

/// The waits after each failed try, in seconds: five quick tries (contract
/// §2), then slower and slower.
const WAITS: [u32; 8] = [1, 2, 4, 8, 15, 30, 60, 120];
/// The longest that the upstream may ask us to wait, in seconds.
const LONGEST_ASKED: u64 = 3_600;

/// The wait after so many failed tries, in seconds: the schedule's, or what
/// the upstream asked for if that is longer.
fn wait_after(failed: u32, asked: Option<Duration>, luck: u8) -> u32 {
    let step = usize::try_from(failed).unwrap_or(usize::MAX);
    let planned = WAITS[step.saturating_sub(1).min(WAITS.len() - 1)];
    let asked = asked.map_or(0, |asked| asked.as_secs().min(LONGEST_ASKED));
    let wait = planned.max(u32::try_from(asked).unwrap_or(u32::MAX));
    let wait = jittered(Span::seconds(wait.into()), luck).whole_seconds();
    u32::try_from(wait).unwrap_or(u32::MAX)
}

impl Onboarding {
    /// Sends the open attempt once and records what came of it, under the
    /// job's lease: a second worker, should there ever be one, sends the same
    /// bytes under the same id, and only one of them changes anything.
    ///
    /// # Errors
    /// [`ServiceError`]; the attempt is still open then, and due again once the
    /// lease is over.
    pub(super) async fn deliver(&self, job: &Job) -> Result<Performed, ServiceError> {
        let id = job.lease.application;
        let application = self.store.find(id).await?.ok_or(ServiceError::NotFound)?;
        let attempt = self.store.open_attempt(id).await?;
        let Some(attempt) = attempt.filter(|_| application.state.label() == Label::Submitting)
        else {
            return self.unneeded(job).await;
        };
        let answer = self.answer(&application, &attempt, job.tries).await;
        let answer = self.about(&application, answer);
        if let Err(VerifierError::Held { wait, .. }) = &answer
            && !says_something(*wait, &application.state)
        {
            return self.held(job, *wait).await;
        }
        let changed = self.change_read(application, |application| {
            let ours = application.attempts == attempt.number;
            if ours && application.state.label() == Label::Submitting {
                let change = self.settled(application, &attempt, &answer);
                Ok(Change {
                    lease: Some(job.lease),
                    ..self.scheduled(change)
                })
            } else {
                Err(())
            }
        });
        match changed.await? {
            Ok(application) => Ok(match application.state {
                State::Submitting { .. } if !application.state.is_in_trouble() => Performed::Again,
                _ => Performed::Settled,
            }),
            Err(()) => self.unneeded(job).await,
        }
    }

    /// Asks the upstream to take the attempt. Where an earlier try may have
    /// reached it and the id is ours, it is asked for that first: the same bytes are
    /// sent again only if what is known there may be without them.
    async fn answer(
        &self,
        application: &Application,
        attempt: &Attempt,
        tries: u32,
    ) -> Result<Evidence, VerifierError> {
        let own = self.verifier.own_id(&application.user_id);
        if let Some(own) = own.as_ref().filter(|_| tries > 1) {
            match self.verifier.status(own).await {
                Err(VerifierError::RefusesUs { status: 404 }) => {}
                Ok(evidence) if !evidence.shows_all(attempt.number) => {}
                known => return known,
            }
        }
        let known = own.as_ref().or(application.external_id.as_ref());
        match (self.verifier.start(&attempt.request).await, known) {
            (Err(VerifierError::AlreadyApproved), Some(known)) => self.verifier.status(known).await,
            (answer, _) => answer,
        }
    }

    /// Nothing was sent: the job waits for room.
    async fn held(&self, job: &Job, wait: Duration) -> Result<Performed, ServiceError> {
        let [luck] = self.random();
        let wait = jittered(Span::try_from(wait).unwrap_or(Span::MINUTE), luck);
        self.store
            .put_off(job.lease, self.clock.now() + wait)
            .await?;
        Ok(Performed::Again)
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
            Ok(evidence) => {
                let own = self.verifier.own_id(&application.user_id);
                accepted(application, own, evidence)
            }
            Err(VerifierError::Malformed) => sent_back(application, attempt.number),
            Err(VerifierError::AlreadyApproved) => parked(application, Reason::ApprovedElsewhere),
            Err(VerifierError::RefusesUs { .. }) => parked(application, Reason::UpstreamRefusesUs),
            Err(VerifierError::Unavailable { cause, retry_after }) => {
                let [luck] = self.random();
                undelivered(application, attempt.number, cause, *retry_after, luck)
            }
            Err(VerifierError::Held { cause, wait }) => {
                let [luck] = self.random();
                undelivered(application, attempt.number, cause, Some(*wait), luck)
            }
        }
    }
}

/// Whether a held call is worth a line in the trail: only the first one that
/// lets the applicant know that it takes longer.
const fn says_something(wait: Duration, state: &State) -> bool {
    wait.as_secs() > 10 && !state.is_in_trouble()
}

/// The upstream has it: hear the answer and shred the number.
fn accepted(mut application: Application, own: Option<ExternalId>, evidence: &Evidence) -> Change {
    let now = application.updated_at;
    let heard = application
        .state
        .clone()
        .hear(std::mem::take(&mut application.heard), evidence);
    application.enter(heard.state, now);
    application.heard = heard.heard;
    let named = own.or_else(|| evidence.external_id.clone());
    application.external_id = named.or(application.external_id);
    let to = application.state.label();
    let mut events = heard.events;
    events.push(Event::still(Actor::System, Action::Shredded, to));
    shredding(application, events)
}

/// The upstream will never take these bytes: the answers go back to the
/// applicant, the number is shredded.
fn sent_back(mut application: Application, attempt: u32) -> Change {
    let from = application.state.label();
    let now = application.updated_at;
    application.enter(State::Draft { sent_back: true }, now);
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
pub(super) fn shredding(mut application: Application, events: Vec<Event>) -> Change {
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
pub(super) fn parked(mut application: Application, reason: Reason) -> Change {
    let from = application.state.label();
    let now = application.updated_at;
    application.enter(State::Parked(reason), now);
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
fn undelivered(
    mut application: Application,
    attempt: u32,
    cause: &str,
    asked: Option<Duration>,
    luck: u8,
) -> Change {
    if let State::Submitting {
        failed_rounds,
        wait,
    } = &mut application.state
    {
        *failed_rounds += 1;
        *wait = wait_after(*failed_rounds, asked, luck);
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
pub(super) fn keeping(application: Application, event: Event) -> Change {
    Change {
        events: vec![event],
        ..Change::of(application)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_up_to_two_minutes_and_honour_what_was_asked() {
        let wait =
            |failed, asked: Option<u64>| wait_after(failed, asked.map(Duration::from_secs), 0);
        assert_eq!(
            [1, 2, 3, 4, 5, 8, 40].map(|n| wait(n, None)),
            [1, 2, 4, 8, 15, 120, 120]
        );
        assert_eq!(wait(1, Some(60)), 60);
        assert_eq!(wait(1, Some(86_400)), 3_600);
        assert_eq!(wait_after(4, None, 255), 9);
    }

    #[test]
    fn the_fifth_failure_is_trouble_and_the_fourth_is_not() {
        for luck in [0, 255] {
            let after = |failed| State::Submitting {
                failed_rounds: failed,
                wait: wait_after(failed, None, luck),
            };
            assert!(!after(4).is_in_trouble());
            assert!(after(5).is_in_trouble());
        }
    }
}
