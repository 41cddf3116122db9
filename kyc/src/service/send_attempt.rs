//! Sending an attempt: the only module that sends a start request.

use super::{JobOutcome, Onboarding, ServiceError};
use crate::{
    application::{Application, Attempt},
    audit::{Action, Actor, Event},
    id::ExternalId,
    job::{Job, jittered},
    ports::{AttemptChange, Change, SsnChange, VerifierError},
    provider::ProviderUpdate,
    state::{Reason, State, StateKind},
};
use std::time::Duration;
use time::Duration as Span;

/// The waits after each failed try, in seconds: five quick tries (contract §2), then longer waits.
const RETRY_WAITS: [u32; 8] = [1, 2, 4, 8, 15, 30, 60, 120];
/// The longest `Retry-After` of the provider that is followed, in seconds.
const MAX_RETRY_AFTER: u64 = 3_600;

/// The wait after `failed` failed tries, in seconds: the schedule's wait, or the provider's
/// `Retry-After` if that is longer.
fn wait_after(failed: u32, asked: Option<Duration>, jitter: u8) -> u32 {
    let step = usize::try_from(failed).unwrap_or(usize::MAX);
    let planned = RETRY_WAITS[step.saturating_sub(1).min(RETRY_WAITS.len() - 1)];
    let asked = asked.map_or(0, |asked| asked.as_secs().min(MAX_RETRY_AFTER));
    let wait = planned.max(u32::try_from(asked).unwrap_or(u32::MAX));
    let wait = jittered(Span::seconds(wait.into()), jitter).whole_seconds();
    u32::try_from(wait).unwrap_or(u32::MAX)
}

impl Onboarding {
    /// Sends the open attempt once and records the result under the job's lease.
    ///
    /// A second worker would send the same bytes under the same id, and only one commit succeeds.
    ///
    /// # Errors
    /// [`ServiceError`]; the attempt is then still open, and due again once the lease has expired.
    pub(super) async fn send_attempt(&self, job: &Job) -> Result<JobOutcome, ServiceError> {
        let id = job.lease.application;
        let application = self.store.find(id).await?.ok_or(ServiceError::NotFound)?;
        let attempt = self.store.open_attempt(id).await?;
        let Some(attempt) = attempt.filter(|_| application.state.kind() == StateKind::Submitting)
        else {
            return self.skip(job).await;
        };
        let answer = self.query_or_send(&application, &attempt, job.tries).await;
        let answer = self.reject_other_id(&application, answer);
        if let Err(VerifierError::Throttled { wait, .. }) = &answer
            && !is_worth_recording(*wait, &application.state)
        {
            return self.wait_for_budget(job, *wait).await;
        }
        let changed = self.change_read(application, |application| {
            let ours = application.attempts == attempt.number;
            if ours && application.state.kind() == StateKind::Submitting {
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
                State::Submitting { .. } if !application.state.is_delayed() => {
                    JobOutcome::RetrySoon
                }
                _ => JobOutcome::Done,
            }),
            Err(()) => self.skip(job).await,
        }
    }

    /// Sends the start request to the provider.
    ///
    /// After an earlier try, and with a client-assigned id, it polls that id first. It sends the
    /// same bytes again only if the poll does not prove that the provider has the attempt.
    async fn query_or_send(
        &self,
        application: &Application,
        attempt: &Attempt,
        tries: u32,
    ) -> Result<ProviderUpdate, VerifierError> {
        let own = self.verifier.client_assigned_id(&application.user_id);
        if let Some(own) = own.as_ref().filter(|_| tries > 1) {
            match self.verifier.status(own).await {
                Err(VerifierError::Unauthorized { status: 404 }) => {}
                Ok(update) if !update.is_conclusive_for(attempt.number) => {}
                known => return known,
            }
        }
        let known = own.as_ref().or(application.external_id.as_ref());
        match (self.verifier.start(&attempt.request).await, known) {
            (Err(VerifierError::AlreadyApproved), Some(known)) => self.verifier.status(known).await,
            (answer, _) => answer,
        }
    }

    /// Reschedules the job: the throttle sent no request.
    async fn wait_for_budget(&self, job: &Job, wait: Duration) -> Result<JobOutcome, ServiceError> {
        let [jitter] = self.random();
        let wait = jittered(Span::try_from(wait).unwrap_or(Span::MINUTE), jitter);
        self.store
            .release_job(job.lease, self.clock.now() + wait)
            .await?;
        Ok(JobOutcome::RetrySoon)
    }

    /// Returns the change that an answer to the open attempt makes.
    fn settled(
        &self,
        mut application: Application,
        attempt: &Attempt,
        answer: &Result<ProviderUpdate, VerifierError>,
    ) -> Change {
        application.updated_at = self.clock.now();
        match answer {
            Ok(update) => {
                let own = self.verifier.client_assigned_id(&application.user_id);
                accepted(application, own, update)
            }
            Err(VerifierError::Malformed) => rejected_as_malformed(application, attempt.number),
            Err(VerifierError::AlreadyApproved) => parked(application, Reason::ApprovedElsewhere),
            Err(VerifierError::Unauthorized { .. }) => {
                parked(application, Reason::ProviderUnauthorized)
            }
            Err(VerifierError::Unavailable { cause, retry_after }) => {
                let [jitter] = self.random();
                retry_later(application, attempt.number, cause, *retry_after, jitter)
            }
            Err(VerifierError::Throttled { cause, wait }) => {
                let [jitter] = self.random();
                retry_later(application, attempt.number, cause, Some(*wait), jitter)
            }
        }
    }
}

/// Whether a throttled call adds an audit event: only the first one that delays the applicant.
const fn is_worth_recording(wait: Duration, state: &State) -> bool {
    wait.as_secs() > 10 && !state.is_delayed()
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
    events.push(Event::still(Actor::System, Action::Shredded, to));
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
    let shredded = Event::still(Actor::System, Action::Shredded, StateKind::Draft);
    settle_and_erase_ssn(application, vec![refused, shredded])
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

/// Keeps the attempt open for a later try.
fn retry_later(
    mut application: Application,
    attempt: u32,
    cause: &str,
    asked: Option<Duration>,
    jitter: u8,
) -> Change {
    if let State::Submitting {
        failed_rounds,
        wait,
    } = &mut application.state
    {
        *failed_rounds += 1;
        *wait = wait_after(*failed_rounds, asked, jitter);
    }
    let action = Action::Undelivered {
        attempt,
        cause: cause.to_owned(),
    };
    with_event(
        application,
        Event::still(Actor::System, action, StateKind::Submitting),
    )
}

/// A change with one event that leaves SSN and attempt as they are.
pub(super) fn with_event(application: Application, event: Event) -> Change {
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
        for jitter in [0, 255] {
            let after = |failed| State::Submitting {
                failed_rounds: failed,
                wait: wait_after(failed, None, jitter),
            };
            assert!(!after(4).is_delayed());
            assert!(after(5).is_delayed());
        }
    }
}
