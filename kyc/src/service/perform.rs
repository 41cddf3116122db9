//! Doing a job that was claimed.

use super::{Onboarding, ServiceError, deliver};
use crate::{
    duty::{Duty, Job, jittered, pace},
    id::ApplicationId,
    port::{Change, StoreError, VerifierError},
    state::{Reason, State},
};
use std::time::Duration;
use time::Duration as Span;

/// How long a poll that was not answered waits at least.
const UNANSWERED: Span = Span::seconds(30);

/// What came of doing a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Performed {
    /// There is something to tell whoever waits.
    Settled,
    /// It is tried again shortly.
    Again,
}

impl Onboarding {
    /// Does a job. Whatever comes of it is committed under the job's lease,
    /// together with the job that follows from it.
    ///
    /// # Errors
    /// [`ServiceError`]: the job is due again once the lease is over. A lease
    /// that has gone to somebody else, or an application that is no more, is no
    /// error: there is nothing left to do.
    pub async fn perform(&self, job: &Job) -> Result<Performed, ServiceError> {
        let done = match job.duty {
            Duty::Submit => self.deliver(job).await,
            Duty::Poll | Duty::Expire => self.poll(job).await.map(|()| Performed::Settled),
        };
        match done {
            Err(ServiceError::NotFound | ServiceError::Store(StoreError::LeaseOver)) => {
                Ok(Performed::Settled)
            }
            other => other,
        }
    }

    /// Takes away a link that ran out, and asks the upstream where it stands.
    async fn poll(&self, job: &Job) -> Result<(), ServiceError> {
        let id = job.lease.application;
        let before = self.store.find(id).await?.ok_or(ServiceError::NotFound)?;
        let application = self.expire(id, Some(job.lease)).await?;
        if application.version != before.version {
            // Its next job is set; asking is part of that one.
            return Ok(());
        }
        let now = self.clock.now();
        let asked = match &application.external_id {
            Some(external_id) if self.may_ask(id).await? => {
                let answer = self.verifier.status(external_id).await;
                self.about(&application, answer).map(Some)
            }
            _ => Ok(None),
        };
        let wait = match asked {
            Ok(Some(evidence)) => {
                let heard = self.hear(id, &evidence, Some(job.lease)).await?;
                if heard.version != application.version {
                    return Ok(());
                }
                Span::ZERO
            }
            Ok(None) => Span::ZERO,
            Err(VerifierError::Unavailable { retry_after, .. }) => unanswered(retry_after),
            Err(VerifierError::Held { wait, .. }) => unanswered(Some(wait)),
            Err(_) => UNANSWERED,
        };
        if application.is_overdue(self.clock.now()) && self.gives_up(id, job).await? {
            return Ok(());
        }
        let [luck] = self.random();
        let pace = pace(application.state.label(), now - application.since);
        let mut due_at = now + jittered(pace.max(wait), luck);
        if let Some(capture) = application.state.capture() {
            due_at = due_at.min(capture.ends_at());
        }
        self.store.put_off(job.lease, due_at).await?;
        Ok(())
    }

    /// Stops asking. Where it is the upstream's turn, a person must look at it;
    /// where it is the applicant's, or a person looks already, it simply waits.
    async fn gives_up(&self, id: ApplicationId, job: &Job) -> Result<bool, ServiceError> {
        let changed = self.change(id, |mut application| {
            let now = self.clock.now();
            if !application.is_overdue(now) || !application.state.awaits_upstream() {
                return Err(());
            }
            application.updated_at = now;
            let waits = application.state.label().is_applicants_turn()
                || application.state == State::Parked(Reason::OutOfAttempts);
            let change = if waits {
                Change::of(application)
            } else {
                deliver::parked(application, Reason::NoDecision)
            };
            Ok(Change {
                lease: Some(job.lease),
                ..self.scheduled(change)
            })
        });
        Ok(changed.await?.is_ok())
    }

    /// A job that finds nothing to do was overtaken: its lease is over, and this
    /// changes nothing. Should it ever hold, the job must not come up at once
    /// for ever.
    pub(super) async fn unneeded(&self, job: &Job) -> Result<Performed, ServiceError> {
        let [luck] = self.random();
        let due_at = self.clock.now() + jittered(Span::minutes(30), luck);
        self.store.put_off(job.lease, due_at).await?;
        Ok(Performed::Settled)
    }
}

fn unanswered(asked: Option<Duration>) -> Span {
    let asked = asked.and_then(|asked| Span::try_from(asked).ok());
    UNANSWERED.max(asked.unwrap_or_default())
}
