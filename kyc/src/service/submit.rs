//! Submitting: an attempt is serialized and stored before any request to the provider.

use super::{Onboarding, ServiceError, refresh::expired, save::parse_ssn};
use crate::{
    application::{Application, Attempt},
    audit::{Action, Actor, Event},
    budget::PaidCall,
    flow::Step,
    id::ApplicationId,
    ports::{AttemptChange, Change, SsnChange, StoreError},
    request::{Details, StartRequest},
    state::{State, StateKind, UpdateLog},
    value::Ssn,
};
use std::net::IpAddr;
use time::Duration;

/// The minimum time between a failed try and one that the applicant requests. A delayed attempt
/// waits longer by itself.
const MIN_RETRY_INTERVAL: Duration = Duration::seconds(10);

/// The outcome of submitting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SubmitOutcome {
    /// An attempt is open, by this call or by an earlier one.
    Submitted,
    /// A step still needs an answer.
    Incomplete(Step),
    /// The application was begun too lately for a person: nothing was submitted.
    TooFast,
    /// The budget of today is used up: nothing was submitted.
    DailyLimit,
}

/// The outcome of a request for a new capture link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RenewalOutcome {
    /// A new attempt is open, or none is needed any more.
    Submitted,
    /// The SSN is invalid; the draft holds the field error.
    InvalidSsn,
    /// The budget of today is used up: nothing was submitted.
    DailyLimit,
}

impl Onboarding {
    /// Opens the first attempt: one commit stores state, request and audit event before any I/O
    /// (invariant 1).
    ///
    /// A second call finds the attempt and changes nothing. `application` is the one that was read
    /// for the form's request.
    ///
    /// # Errors
    /// [`ServiceError`]; nothing was submitted then.
    pub async fn submit(
        &self,
        mut application: Application,
        ip: IpAddr,
    ) -> Result<SubmitOutcome, ServiceError> {
        let id = application.id;
        let mut is_reserved = false;
        for _ in 0..super::MAX_CONFLICT_RETRIES {
            if self.effective_state(&application).kind() != StateKind::Draft {
                return Ok(SubmitOutcome::Submitted);
            }
            let progress = application
                .draft
                .validate(&self.policy, self.today())
                .progress;
            if !progress.opens(Step::Check) {
                return Ok(SubmitOutcome::Incomplete(progress.furthest()));
            }
            let Some(ssn) = self.store.ssn(id).await? else {
                return Ok(SubmitOutcome::Incomplete(Step::Ssn));
            };
            let Some(details) = Details::of(&application.draft, self.today()) else {
                return Ok(SubmitOutcome::Incomplete(progress.furthest()));
            };
            // A pause, not a refusal and no mark: the rare person who is this fast presses once more,
            // while a script has to wait before each start that costs money.
            if self.clock.now() - application.created_at < self.policy.least_time {
                return Ok(SubmitOutcome::TooFast);
            }
            // A conflict repeats the commit, not the count.
            is_reserved = is_reserved || self.reserve(PaidCall::Start(&ssn)).await?;
            if !is_reserved {
                return Ok(SubmitOutcome::DailyLimit);
            }
            let change = self.attempt(application, &details, &ssn, ip, SsnChange::Keep);
            match self.store.commit(change).await {
                Err(StoreError::Conflict) => {}
                other => return other.map(|_| SubmitOutcome::Submitted).map_err(Into::into),
            }
            application = self.store.find(id).await?.ok_or(ServiceError::NotFound)?;
        }
        Err(StoreError::Conflict.into())
    }

    /// Opens the next attempt for a new capture link, with the SSN entered again.
    ///
    /// The stored SSN was erased when the provider accepted the previous attempt.
    ///
    /// # Errors
    /// [`ServiceError`]; nothing was changed then.
    pub async fn renew(
        &self,
        id: ApplicationId,
        typed: &str,
        ip: IpAddr,
    ) -> Result<RenewalOutcome, ServiceError> {
        if let Ok(ssn) = Ssn::parse(typed) {
            let application = self.find(id).await?;
            let opens =
                application.state.allows_renewal() && application.attempts_left(&self.policy) > 0;
            if opens && !self.reserve(PaidCall::Start(&ssn)).await? {
                return Ok(RenewalOutcome::DailyLimit);
            }
        }
        let changed = self.change(id, |mut application| {
            let (state, expiry) = expired(application.state.clone(), self.clock.now());
            application.state = application.within(&self.policy, state);
            if !application.state.allows_renewal() || application.attempts_left(&self.policy) == 0 {
                return Err(RenewalOutcome::Submitted);
            }
            let details = Details::of(&application.draft, self.today());
            let ssn = parse_ssn(&mut application.draft.ssn, typed, &self.policy);
            let mut change = match (details, ssn) {
                (Some(details), SsnChange::Set(ssn)) => {
                    self.attempt(application, &details, &ssn, ip, SsnChange::Keep)
                }
                (_, ssn) => Change {
                    ssn,
                    ..Change::of(application)
                },
            };
            if let Some(expiry) = expiry {
                change.events.insert(0, expiry);
            }
            Ok(change)
        });
        Ok(match changed.await? {
            Ok(application) if application.state.kind() == StateKind::Submitting => {
                RenewalOutcome::Submitted
            }
            Ok(_) => RenewalOutcome::InvalidSsn,
            Err(outcome) => outcome,
        })
    }

    /// Schedules an earlier try of a delayed attempt. The serialized request stays the same.
    ///
    /// It changes nothing until the end of the provider's `Retry-After`. The try runs at least
    /// [`MIN_RETRY_INTERVAL`] after the last one, and the backoff goes on from there. An application
    /// that is parked is the operator's: the applicant cannot retry it.
    ///
    /// # Errors
    /// [`ServiceError`].
    pub async fn retry(&self, id: ApplicationId) -> Result<(), ServiceError> {
        let changed = self.change(id, |mut application| {
            let now = self.clock.now();
            let State::Submitting { failed_rounds, .. } = application.state else {
                return Err(());
            };
            if !application.state.is_delayed() || application.retry_allowed_at() > now {
                return Err(());
            }
            let left = application.updated_at + MIN_RETRY_INTERVAL - now;
            let whole = left.whole_seconds() + i64::from(left.subsec_nanoseconds() > 0);
            let wait = u32::try_from(whole).unwrap_or(0);
            let state = State::Submitting {
                failed_rounds,
                wait,
                retry_after: 0,
            };
            application.enter(state, now);
            let event = Event::still(Actor::Applicant, Action::Retried, StateKind::Submitting);
            Ok(self.scheduled(Change {
                events: vec![event],
                ..Change::of(application)
            }))
        });
        changed.await.map(|_| ())
    }

    /// Returns the change that opens the next attempt.
    fn attempt(
        &self,
        mut application: Application,
        details: &Details,
        ssn: &Ssn,
        ip: IpAddr,
        ssn_change: SsnChange,
    ) -> Change {
        let request = self.verifier.serialize_start(&StartRequest {
            user_id: &application.user_id,
            details,
            ssn,
            session_token: &application.session_token,
            device_token: None,
            ip,
        });
        let now = self.clock.now();
        let from = application.state.kind();
        application.attempts += 1;
        application.enter(State::SUBMITTED, now);
        application.update_log = UpdateLog::default();
        application.submitted_at = application.submitted_at.or(Some(now));
        let number = application.attempts;
        let action = Action::Submitted {
            attempt: number,
            digest: String::new(),
        };
        let event = Event {
            actor: Actor::Applicant,
            action,
            from,
            to: StateKind::Submitting,
        };
        self.scheduled(Change {
            ssn: ssn_change,
            attempt: AttemptChange::Open(Attempt { number, request }),
            events: vec![event],
            ..Change::of(application)
        })
    }
}
