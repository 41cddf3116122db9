//! Sending an attempt: a try of its job, and the record of the result.

use super::{JobOutcome, MAX_CONFLICT_RETRIES, Onboarding, ServiceError};
use crate::{
    jobs::{Job, UNAUTHORIZED_RETRY_INTERVAL, jittered},
    ports::{Change, StoreError, VerifierError},
    provider::ProviderUpdate,
    state::State,
};
use std::time::Duration;
use time::Duration as Span;

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
        let Some(attempt) = attempt.filter(|_| application.state.sends_attempt()) else {
            return self.skip(job).await;
        };
        let exchange = self.query_or_send(&application, &attempt, job.tries).await;
        if let Some(wait) = unrecorded_wait(&application.state, &exchange.answer) {
            if let Some(other) = &exchange.other {
                self.record_other_id(id, other, None).await?;
            }
            return self.send_later(job, exchange.sent, wait).await;
        }
        let named = exchange.answer.as_ref().ok();
        let named = named.and_then(|update| update.external_id.as_ref());
        let mut read = application;
        for _ in 0..MAX_CONFLICT_RETRIES {
            if read.attempts != attempt.number || !read.state.sends_attempt() {
                return self.skip(job).await;
            }
            // Another start may have taken the id since the last round. The store then rejects the
            // change, so that two applications never have one id.
            let holders = self.other_holders(&read, named).await?;
            let change = self.settled(read, &attempt, &exchange, !holders.is_empty());
            let change = Change {
                lease: Some(job.lease),
                sent: Some(exchange.sent),
                ..self.scheduled(change)
            };
            match self.store.commit(change).await {
                Err(StoreError::Conflict) => {}
                committed => {
                    let state = committed?.state;
                    self.park_shared(&holders).await?;
                    return Ok(match state {
                        State::Submitting { .. } if !state.is_delayed() => JobOutcome::RetrySoon,
                        _ => JobOutcome::Done,
                    });
                }
            }
            read = self.store.find(id).await?.ok_or(ServiceError::NotFound)?;
        }
        Err(StoreError::Conflict.into())
    }

    /// Reschedules the job without a change of the application.
    async fn send_later(
        &self,
        job: &Job,
        sent: u32,
        wait: Duration,
    ) -> Result<JobOutcome, ServiceError> {
        let [jitter] = self.random();
        let wait = jittered(Span::try_from(wait).unwrap_or(Span::MINUTE), jitter);
        let due_at = self.clock.now() + wait;
        self.store.release_unsent(job.lease, due_at, sent).await?;
        Ok(if wait > Span::seconds(10) {
            JobOutcome::Done
        } else {
            JobOutcome::RetrySoon
        })
    }
}

/// The wait until the next try if this one adds no audit event.
///
/// Of throttled calls, only the first one that delays the applicant adds an event. While the
/// provider rejects our access, the slow tries add none.
fn unrecorded_wait(
    state: &State,
    answer: &Result<ProviderUpdate, VerifierError>,
) -> Option<Duration> {
    let slow = UNAUTHORIZED_RETRY_INTERVAL.unsigned_abs();
    match (state, answer) {
        (State::Parked(_), Err(VerifierError::Unauthorized { .. })) => Some(slow),
        (State::Parked(_), Err(VerifierError::Unavailable { retry_after, .. })) => {
            Some(slow.max(retry_after.unwrap_or_default()))
        }
        (State::Parked(_), Err(VerifierError::Throttled { wait, .. })) => Some(*wait),
        (_, Err(VerifierError::Throttled { wait, .. })) => {
            (wait.as_secs() <= 10 || state.is_delayed()).then_some(*wait)
        }
        _ => None,
    }
}
