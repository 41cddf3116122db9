//! Polling the provider for the current status.

use super::{Onboarding, ServiceError, about, settle::parked};
use crate::{
    application::{Application, ApplicationSummary},
    audit::{Action, Actor, Event},
    id::{ApplicationId, ExternalId},
    jobs::Lease,
    ports::{Change, VerifierError},
    provider::ProviderUpdate,
    state::{Reason, State, StateKind},
};
use time::{Duration, OffsetDateTime};

/// The minimum time between two polls where the second one is an applicant's own check.
const CHECK_GAP: Duration = Duration::SECOND;

/// The outcome of a refresh.
#[derive(Debug)]
pub enum RefreshOutcome {
    /// The application in its current state.
    Polled(Box<Application>),
    /// A poll within the policy's gap was made or is in flight: the application as it was read.
    TooSoon(Box<Application>),
}

impl Onboarding {
    /// Returns the current status if it needs neither a poll nor a write. Returns `None` otherwise:
    /// then the caller uses [`Self::refresh`].
    #[must_use]
    pub fn status_without_poll(&self, summary: ApplicationSummary) -> Option<ApplicationSummary> {
        let left = self.policy.attempts_left(summary.attempts, summary.granted);
        let (state, _) = summary.state.at(self.clock.now());
        let state = state.with_attempts_left(left);
        let is_to_be_asked = summary.external_id.is_some()
            && state.awaits_provider()
            && !self.polled_within(self.policy.poll_gap, summary.polled_at);
        (!is_to_be_asked && !may_have_run_out(&state))
            .then_some(ApplicationSummary { state, ..summary })
    }

    /// Polls the provider about an application that [`Self::find`] has just returned.
    ///
    /// It polls only if the state awaits the provider and the policy's gap has passed. A failed
    /// poll changes nothing: "no decision yet" is a normal state.
    ///
    /// # Errors
    /// [`ServiceError`].
    pub async fn refresh(&self, found: Application) -> Result<RefreshOutcome, ServiceError> {
        self.refresh_after(found, self.policy.poll_gap).await
    }

    /// Like [`Self::refresh`], for an applicant who has just returned to the page or requests a
    /// check. The documents may have arrived in the meantime, so only [`CHECK_GAP`] must have
    /// passed since the last poll.
    ///
    /// # Errors
    /// [`ServiceError`].
    pub async fn check_now(&self, found: Application) -> Result<RefreshOutcome, ServiceError> {
        self.refresh_after(found, CHECK_GAP).await
    }

    /// Whether [`Self::check_now`] would poll although the policy's gap has not passed. The caller
    /// rations such polls.
    #[must_use]
    pub fn would_poll_early(&self, found: &Application) -> bool {
        found.is_pollable()
            && self.polled_within(self.policy.poll_gap, found.polled_at)
            && !self.polled_within(CHECK_GAP, found.polled_at)
    }

    async fn refresh_after(
        &self,
        found: Application,
        gap: Duration,
    ) -> Result<RefreshOutcome, ServiceError> {
        let id = found.id;
        let mut application = if may_have_run_out(&found.state) {
            let mut recorded = self.expire(id, None).await?;
            recorded.state = self.effective_state(&recorded);
            recorded
        } else {
            found
        };
        if let Some(external_id) = application.external_id.clone()
            && application.state.awaits_provider()
        {
            // Acquiring the poll slot is a write, and most page polls would fail it. This read
            // avoids those writes.
            if self.polled_within(gap, application.polled_at) {
                return Ok(RefreshOutcome::TooSoon(Box::new(application)));
            }
            if !self.try_acquire_poll(id, gap).await? {
                return Ok(RefreshOutcome::TooSoon(Box::new(self.find(id).await?)));
            }
            let answer = self.verifier.status(&external_id).await;
            match about(Some(&external_id), answer) {
                Ok(update) => {
                    application = self.apply_update(id, &external_id, &update, None).await?;
                }
                Err(VerifierError::OtherId(update)) => {
                    self.record_other_id(id, &update, None).await?;
                }
                Err(_) => {}
            }
        }
        Ok(RefreshOutcome::Polled(Box::new(application)))
    }

    /// Whether the last poll lies within the gap.
    fn polled_within(&self, gap: Duration, polled_at: Option<OffsetDateTime>) -> bool {
        let now = self.clock.now();
        polled_at.is_some_and(|at| at + gap > now)
    }

    /// Acquires the application's poll slot. False if another poll holds it within the gap.
    pub(super) async fn try_acquire_poll(
        &self,
        id: ApplicationId,
        gap: Duration,
    ) -> Result<bool, ServiceError> {
        let now = self.clock.now();
        Ok(self.store.acquire_poll_slot(id, now, gap).await?)
    }

    /// Applies the answer to a poll of the provider id `polled`.
    ///
    /// An answer about the id of an earlier attempt is dropped: the application has another id by
    /// now.
    ///
    /// An update that repeats the last status and changes nothing adds no audit event: the log
    /// already has it. While another application has the same provider id, the update may be about
    /// either of them: both are parked.
    ///
    /// # Errors
    /// [`ServiceError`].
    pub async fn apply_update(
        &self,
        id: ApplicationId,
        polled: &ExternalId,
        update: &ProviderUpdate,
        lease: Option<Lease>,
    ) -> Result<Application, ServiceError> {
        let found = self.store.find(id).await?.ok_or(ServiceError::NotFound)?;
        if found.external_id.as_ref() != Some(polled) {
            return Ok(found);
        }
        let holders = self.other_holders(&found, Some(polled)).await?;
        if !holders.is_empty() {
            self.park_shared(&holders).await?;
        }
        let changed = self.change_read(found, |mut application| {
            // No update about an earlier attempt may settle the open one. Only the open attempt's
            // own job may do that (`ProviderUpdate::is_conclusive_for`).
            if application.state.kind() == StateKind::Submitting
                || application.external_id.as_ref() != Some(polled)
            {
                return Err(Box::new(application));
            }
            if !holders.is_empty() {
                if !application.state.awaits_provider() {
                    return Err(Box::new(application));
                }
                application.updated_at = self.clock.now();
                let change = parked(application, Reason::SharedProviderId);
                return Ok(self.scheduled(Change { lease, ..change }));
            }
            let repeats = application.update_log.repeats(update);
            let transition = application
                .state
                .clone()
                .apply(application.update_log.clone(), update);
            let now = self.clock.now();
            let (state, expiry) = expired(transition.state, now);
            let stays = application.within(&self.policy, state.clone()) == application.state;
            if repeats && stays {
                return Err(Box::new(application));
            }
            // A capture link that was only seen alive again adds no audit event.
            let silent = repeats && state.same_capture_link(&application.state);
            let mut events = if silent {
                Vec::new()
            } else {
                transition.events
            };
            events.extend(expiry);
            application.enter(state, now);
            application.update_log = transition.update_log;
            Ok(self.with_lease(lease, application, events))
        });
        Ok(changed.await?.unwrap_or_else(|application| *application))
    }

    /// Records the expiry of a capture link, if the link has expired.
    pub(super) async fn expire(
        &self,
        id: ApplicationId,
        lease: Option<Lease>,
    ) -> Result<Application, ServiceError> {
        let changed = self.change(id, |mut application| {
            let now = self.clock.now();
            let (state, Some(event)) = expired(application.state.clone(), now) else {
                return Err(Box::new(application));
            };
            application.enter(state, now);
            Ok(self.with_lease(lease, application, vec![event]))
        });
        Ok(changed.await?.unwrap_or_else(|application| *application))
    }

    /// A change that leaves SSN and attempt as they are.
    fn with_lease(
        &self,
        lease: Option<Lease>,
        application: Application,
        events: Vec<Event>,
    ) -> Change {
        self.scheduled(Change {
            events,
            lease,
            ..Change::of(application)
        })
    }
}

/// The state at `now`, and the event of a capture link that has expired.
///
/// A change that stores the state must add the event. Without it, the audit trail's next event
/// begins in another state than the last one ended in.
pub(super) fn expired(state: State, now: OffsetDateTime) -> (State, Option<Event>) {
    let from = state.kind();
    let (state, has_expired) = state.at(now);
    let event = Event {
        actor: Actor::System,
        action: Action::CaptureExpired,
        from,
        to: StateKind::Expired,
    };
    (state, has_expired.then_some(event))
}

/// Whether [`Onboarding::find`] may have shown an expired link whose expiry is not yet recorded.
const fn may_have_run_out(found: &State) -> bool {
    matches!(found, State::Expired | State::Parked(Reason::OutOfAttempts))
}
