//! Throttle of the provider calls: the firm's rate budget (contract §2), a limit of concurrent
//! calls, and a circuit breaker. Several servers share the budget and the circuit. Start requests have precedence: polls leave a reserve to them. While
//! polls wait, every fourth call is a poll, so that failing starts cannot starve them.

mod budget;
mod circuit;
mod provider_state;

pub(crate) use circuit::{CircuitState, Down};
pub(crate) use provider_state::{ProviderState, ProviderStateStore, StateChange};

use self::{
    budget::{Budget, Lane, Slot, Turn},
    circuit::{is_down, span, throttled},
    provider_state::change_stored,
};
use super::call_stats::CallStats;
use async_trait::async_trait;
use kyc::{
    admin::dashboard::{Call, ProviderHealth, ProviderMonitor},
    application::SerializedRequest,
    id::{ExternalId, UserId},
    ports::{Clock, Verifier, VerifierError},
    provider::ProviderUpdate,
    request::StartRequest,
};
use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};
use time::{Duration as Span, OffsetDateTime};
use tokio::{
    sync::{Semaphore, SemaphorePermit},
    time::timeout,
};

/// Limit of concurrent lookups and polls. Each holds a connection, and open pages also need file
/// descriptors. Without the limit a slow provider would use up the descriptors, even within the
/// budget.
const AT_ONCE: usize = 64;
/// Longest wait for a permit. A job's calls with these waits (`Waits::start_request`) must end
/// before its lease.
const PERMIT_TIMEOUT: Duration = Duration::from_millis(250);
/// Suggested retry delay without a permit.
const CROWDED: Span = Span::SECOND;

/// Calls of the submission lane after which a due poll has its turn: polls get a quarter of the
/// budget while starts use up the rest.
const SUBMISSIONS_PER_POLL: u32 = 3;
/// Longest time for which a slot is kept for a claimed poll.
const KEPT_FOR_POLL: Span = Span::SECOND;

/// [`Verifier`] with a rate budget, a concurrency limit and a circuit breaker.
pub(crate) struct ThrottledVerifier {
    inner: Arc<dyn Verifier>,
    clock: Arc<dyn Clock>,
    budget: Budget,
    /// Where other servers share the provider's state; `None` if this server is alone.
    shared: Option<Arc<dyn ProviderStateStore>>,
    /// Permits for concurrent lookups and polls.
    permits: Semaphore,
    state: Mutex<ThrottleState>,
    /// Call statistics for the dashboard.
    hour: Mutex<CallStats>,
}

struct ThrottleState {
    /// The provider's state, as this server last saw it.
    provider: ProviderState,
    /// Calls of the submission lane since the last poll.
    submissions: u32,
    /// Until when the next slot is kept for a claimed poll.
    kept_for_poll: Option<OffsetDateTime>,
}

impl ThrottledVerifier {
    /// Creates a throttle that passes at most `per_second` calls a second.
    pub(crate) fn new(inner: Arc<dyn Verifier>, clock: Arc<dyn Clock>, per_second: u32) -> Self {
        let now = clock.now();
        let state = Mutex::new(ThrottleState {
            provider: ProviderState {
                next_slot: now - Span::SECOND,
                ..ProviderState::NEW
            },
            submissions: 0,
            kept_for_poll: None,
        });
        let each = Span::SECOND / per_second.max(1);
        let reserve = each.max(Span::SECOND / 5);
        Self {
            inner,
            clock,
            budget: Budget {
                each,
                reserve,
                // With a budget of one call a second, a poll must find room above the reserve, too.
                burst: Span::SECOND.max(each + reserve),
            },
            shared: None,
            permits: Semaphore::new(AT_ONCE),
            state,
            hour: Mutex::new(CallStats::new(now)),
        }
    }

    /// Shares budget and circuit with other servers from now on.
    pub(crate) fn shared_through(mut self, store: Option<Arc<dyn ProviderStateStore>>) -> Self {
        self.shared = store;
        self
    }

    /// Current state of the circuit.
    pub(crate) fn circuit_state(&self) -> CircuitState {
        self.lock()
            .provider
            .down
            .map_or(CircuitState::Up, |_| CircuitState::Down)
    }

    /// Whether the next call belongs to a poll that is due, and none is claimed yet.
    pub(crate) fn is_turn_of_polls(&self) -> bool {
        let (now, state) = (self.clock.now(), self.lock());
        state.is_turn_of_polls() && !state.keeps_slot(now)
    }

    /// Keeps the next slot for a claimed poll if it is the polls' turn.
    pub(crate) fn keep_slot_for_poll(&self) {
        let until = self.clock.now() + KEPT_FOR_POLL;
        let mut state = self.lock();
        if state.is_turn_of_polls() {
            state.kept_for_poll = Some(until);
        }
    }

    /// Number of start requests that would pass now. `Err` holds the wait until the next one.
    pub(crate) fn room(&self) -> Result<u32, Duration> {
        let (now, state) = (self.clock.now(), self.lock());
        if !state.keeps_slot(now) {
            return self.room_above(&state, Span::ZERO, now);
        }
        if state.provider.down.is_some() {
            // The next call is the trial.
            return Err(span(self.budget.each));
        }
        self.room_above(&state, self.budget.each, now)
    }

    /// Number of polls that would pass now. `Err` holds the wait until the next one.
    pub(crate) fn room_for_polls(&self) -> Result<u32, Duration> {
        let (now, state) = (self.clock.now(), self.lock());
        let free = self.room_above(&state, self.budget.reserve, now);
        if free.is_err() && state.is_turn_of_polls() && !state.keeps_slot(now) {
            return self.room_above(&state, Span::ZERO, now).map(|_| 1);
        }
        free
    }

    fn room_above(
        &self,
        state: &ThrottleState,
        left: Span,
        now: OffsetDateTime,
    ) -> Result<u32, Duration> {
        if let Some(Down { until, .. }) = state.provider.down {
            return if now < until {
                Err(span(until - now))
            } else {
                Ok(1)
            };
        }
        let Budget { each, burst, .. } = self.budget;
        let paid = state.provider.next_slot.max(now - burst) + left;
        let calls = (now - paid).whole_nanoseconds() / each.whole_nanoseconds().max(1);
        match u32::try_from(calls) {
            Ok(calls) if calls > 0 => Ok(calls),
            Err(_) if calls > 0 => Ok(u32::MAX),
            _ => Err(span(paid + each - now)),
        }
    }

    fn lock(&self) -> MutexGuard<'_, ThrottleState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn call_stats(&self) -> MutexGuard<'_, CallStats> {
        self.hour.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Makes a call if the throttle permits it, and records the result.
    pub(super) async fn call<T>(
        &self,
        call: Call,
        asking: impl Future<Output = Result<T, VerifierError>>,
    ) -> Result<T, VerifierError> {
        self.call_in(Lane::of(call), call, asking).await
    }

    async fn call_in<T>(
        &self,
        lane: Lane,
        call: Call,
        asking: impl Future<Output = Result<T, VerifierError>>,
    ) -> Result<T, VerifierError> {
        let turn = self.acquire_permit(lane).await;
        let began = self.clock.now();
        let answer = match turn {
            Err(held) => Err(held),
            Ok(_permit) => match self.take_slot(lane).await {
                Err(held) => Err(held),
                // Optional lookups use other services of the provider: their failures must not open
                // the circuit.
                Ok(()) if lane == Lane::Optional => asking.await,
                Ok(()) => self.record_result(asking.await).await,
            },
        };
        let now = self.clock.now();
        self.call_stats().record(call, now - began, &answer, now);
        answer
    }

    /// Waits briefly for a permit. Start calls need none: the jobs limit their number, and lookups
    /// must not delay submissions.
    async fn acquire_permit(
        &self,
        lane: Lane,
    ) -> Result<Option<SemaphorePermit<'_>>, VerifierError> {
        if lane == Lane::Submission {
            return Ok(None);
        }
        let down = self.lock().provider.down;
        if let Some(down) = down {
            down.is_over(self.clock.now())?;
        }
        match timeout(PERMIT_TIMEOUT, self.permits.acquire()).await {
            Ok(Ok(turn)) => Ok(Some(turn)),
            // The semaphore is never closed, so this is a timeout.
            _ => Err(throttled("crowded", CROWDED)),
        }
    }

    /// Changes the provider's state, on all servers that share it. Without its store no call passes.
    async fn change<T: Send + 'static>(
        &self,
        change: impl FnOnce(&mut ProviderState) -> T + Send + 'static,
    ) -> Result<T, VerifierError> {
        let Some(store) = &self.shared else {
            return Ok(change(&mut self.lock().provider));
        };
        let changed = change_stored(&**store, change).await;
        let (state, result) = changed.map_err(|error| {
            tracing::error!(%error, "the shared state of the provider cannot be changed");
            throttled("database", CROWDED)
        })?;
        self.lock().provider = state;
        Ok(result)
    }

    /// Takes one call from the budget. Where only starts fail, a poll must be the next trial, or no
    /// trial would ever succeed.
    async fn take_slot(&self, lane: Lane) -> Result<(), VerifierError> {
        let (now, budget) = (self.clock.now(), self.budget);
        let turn = self.lock().turn(now);
        let taken = self.change(move |state| budget.take(state, lane, turn, now));
        let slot = taken.await??;
        let mut state = self.lock();
        match lane {
            Lane::Submission if slot == Slot::Trial => state.submissions = SUBMISSIONS_PER_POLL,
            Lane::Submission => state.submissions = state.submissions.saturating_add(1),
            Lane::Poll => (state.submissions, state.kept_for_poll) = (0, None),
            Lane::Optional => {}
        }
        Ok(())
    }

    /// Records the result of a call in the circuit.
    async fn record_result<T>(&self, answer: Result<T, VerifierError>) -> Result<T, VerifierError> {
        let failed = matches!(&answer, Err(VerifierError::Unavailable { cause, .. })
            if is_down(cause));
        let known = self.lock().provider;
        // Most calls succeed after a success: they change nothing.
        if failed || known.failures > 0 || known.down.is_some() {
            let now = self.clock.now();
            // The result of the call counts, also if it cannot be recorded.
            let _ = self.change(move |state| state.record(failed, now)).await;
        }
        answer
    }
}

impl ThrottleState {
    fn turn(&self, now: OffsetDateTime) -> Turn {
        Turn {
            is_of_polls: self.is_turn_of_polls(),
            is_kept_for_poll: self.keeps_slot(now),
        }
    }

    /// Whether enough calls of the submission lane have passed since the last poll.
    const fn is_turn_of_polls(&self) -> bool {
        self.submissions >= SUBMISSIONS_PER_POLL
    }

    /// Whether the next slot is kept for a claimed poll.
    fn keeps_slot(&self, now: OffsetDateTime) -> bool {
        self.kept_for_poll.is_some_and(|until| now < until)
    }
}

#[async_trait]
impl Verifier for ThrottledVerifier {
    fn serialize_start(&self, request: &StartRequest<'_>) -> SerializedRequest {
        self.inner.serialize_start(request)
    }

    fn client_assigned_id(&self, user: &UserId) -> Option<ExternalId> {
        self.inner.client_assigned_id(user)
    }

    async fn start(&self, request: &SerializedRequest) -> Result<ProviderUpdate, VerifierError> {
        self.call(Call::Start, self.inner.start(request)).await
    }

    async fn status(&self, id: &ExternalId) -> Result<ProviderUpdate, VerifierError> {
        self.call(Call::Status, self.inner.status(id)).await
    }

    async fn status_of_attempt(&self, id: &ExternalId) -> Result<ProviderUpdate, VerifierError> {
        let asking = self.inner.status_of_attempt(id);
        self.call_in(Lane::Submission, Call::Status, asking).await
    }
}

impl ProviderMonitor for ThrottledVerifier {
    fn health(&self) -> ProviderHealth {
        let now = self.clock.now();
        let (since, calls) = self.call_stats().sum(now);
        ProviderHealth {
            down_until: self.lock().provider.down.map(|down| down.until),
            since,
            calls,
        }
    }
}

#[cfg(test)]
mod tests;
