//! Running a claimed job.

use super::{JobOutcome, Onboarding, ServiceError, about, settle};
use crate::{
    id::ApplicationId,
    jobs::{Job, JobKind, jittered, job_poll_interval},
    ports::{Change, StoreError, VerifierError},
    state::Reason,
};
use std::time::Duration;
use time::Duration as Span;

/// The minimum wait after a poll without an answer.
const MIN_BACKOFF: Span = Span::seconds(30);

impl Onboarding {
    /// Runs a job. The result and the next job are committed in one change under the job's lease.
    ///
    /// A lost lease and a missing application are no errors: no work is left.
    ///
    /// # Errors
    /// [`ServiceError`]: the job is due again once the lease has expired.
    pub async fn run_job(&self, job: &Job) -> Result<JobOutcome, ServiceError> {
        let done = match job.kind {
            JobKind::Submit => self.send_attempt(job).await,
            JobKind::Poll | JobKind::Expire => self.poll(job).await.map(|()| JobOutcome::Done),
        };
        match done {
            Err(ServiceError::NotFound | ServiceError::Store(StoreError::LeaseOver)) => {
                Ok(JobOutcome::Done)
            }
            other => other,
        }
    }

    /// Removes an expired capture link and polls the provider.
    async fn poll(&self, job: &Job) -> Result<(), ServiceError> {
        let id = job.lease.application;
        let before = self.store.find(id).await?.ok_or(ServiceError::NotFound)?;
        let application = self.expire(id, Some(job.lease)).await?;
        if application.version != before.version {
            // The expiry has scheduled the next job, which polls.
            return Ok(());
        }
        let now = self.clock.now();
        let polled = match &application.external_id {
            Some(external_id) if self.try_acquire_poll(id, self.policy.poll_gap).await? => {
                let answer = self.verifier.status(external_id).await;
                about(Some(external_id), answer).map(|update| Some((external_id, update)))
            }
            _ => Ok(None),
        };
        let wait = match polled {
            Ok(Some((polled, update))) => {
                let lease = Some(job.lease);
                let updated = self.apply_update(id, polled, &update, lease).await?;
                if updated.version != application.version {
                    return Ok(());
                }
                Span::ZERO
            }
            Ok(None) => Span::ZERO,
            Err(VerifierError::OtherId(update)) => {
                if self.record_other_id(id, &update, Some(job.lease)).await? {
                    return Ok(());
                }
                MIN_BACKOFF
            }
            Err(VerifierError::Unavailable { retry_after, .. }) => backoff(retry_after),
            Err(VerifierError::Throttled { wait, .. }) if !application.is_overdue(now) => {
                return self.poll_later(job, wait).await;
            }
            Err(VerifierError::Throttled { wait, .. }) => backoff(Some(wait)),
            Err(_) => MIN_BACKOFF,
        };
        if application.is_overdue(self.clock.now()) && self.stop_polling(id, job).await? {
            return Ok(());
        }
        let [jitter] = self.random();
        let interval = job_poll_interval(application.state.kind(), now - application.since);
        let mut due_at = now + jittered(interval.max(wait), jitter);
        if let Some(capture) = application.state.capture() {
            due_at = due_at.min(capture.ends_at());
        }
        self.store.release_job(job.lease, due_at).await?;
        Ok(())
    }

    /// Reschedules a poll that was not sent. The poll slot is taken, so the next poll waits for the
    /// policy's gap.
    async fn poll_later(&self, job: &Job, wait: Duration) -> Result<(), ServiceError> {
        let [jitter] = self.random();
        let wait = Span::try_from(wait).unwrap_or(MIN_BACKOFF);
        let wait = jittered(wait.max(self.policy.poll_gap), jitter);
        let due_at = self.clock.now() + wait;
        self.store.release_job(job.lease, due_at).await?;
        Ok(())
    }

    /// Stops polling an overdue application.
    ///
    /// It parks the application while the provider must act. While the applicant or a reviewer must
    /// act, it only schedules no further poll.
    async fn stop_polling(&self, id: ApplicationId, job: &Job) -> Result<bool, ServiceError> {
        let changed = self.change(id, |mut application| {
            let now = self.clock.now();
            if !application.is_overdue(now) || !application.state.awaits_provider() {
                return Err(());
            }
            application.updated_at = now;
            let waits = application.state.kind().is_applicants_turn()
                || application.state.is_parked_and_polled();
            let change = if waits {
                Change::of(application)
            } else {
                settle::parked(application, Reason::NoDecision)
            };
            Ok(Change {
                lease: Some(job.lease),
                ..self.scheduled(change)
            })
        });
        Ok(changed.await?.is_ok())
    }

    /// Releases a job that has no work. Its lease is normally over, so this changes nothing.
    ///
    /// If the lease is still valid, the delay keeps the job from running in an endless loop.
    pub(super) async fn skip(&self, job: &Job) -> Result<JobOutcome, ServiceError> {
        let [jitter] = self.random();
        let due_at = self.clock.now() + jittered(Span::minutes(30), jitter);
        self.store.release_job(job.lease, due_at).await?;
        Ok(JobOutcome::Done)
    }
}

fn backoff(retry_after: Option<Duration>) -> Span {
    let retry_after = retry_after.and_then(|wait| Span::try_from(wait).ok());
    MIN_BACKOFF.max(retry_after.unwrap_or_default())
}
