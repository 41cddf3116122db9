//! Throttle of the provider calls: the firm's rate budget (contract §2), a limit of concurrent
//! calls, and a circuit breaker. Start requests have precedence: polls leave a reserve to them. While
//! polls wait, every fourth call is a poll, so that failing starts cannot starve them.

mod circuit;

pub(crate) use circuit::CircuitState;

use self::circuit::{DOWN_AFTER, Down, FIRST, LONGEST, TRIAL, is_down};
use super::call_stats::CallStats;
use kyc::{
    admin::dashboard::{Call, ProviderHealth, ProviderMonitor},
    application::SerializedRequest,
    id::{ExternalId, UserId},
    ports::{Clock, Fut, Verifier, VerifierError},
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
    /// Share of the budget that one call uses, as time.
    each: Span,
    /// Share of the budget that polls leave to start requests, as time. While start requests use it
    /// up, polls pass only in their turn.
    reserve: Span,
    /// Largest share of the budget that a pause saves up, as time.
    burst: Span,
    /// Permits for concurrent lookups and polls.
    permits: Semaphore,
    state: Mutex<ThrottleState>,
    /// Call statistics for the dashboard.
    hour: Mutex<CallStats>,
}

struct ThrottleState {
    /// Time up to which the budget is used.
    next_slot: OffsetDateTime,
    /// Calls of the submission lane since the last poll.
    submissions: u32,
    /// Until when the next slot is kept for a claimed poll.
    kept_for_poll: Option<OffsetDateTime>,
    failures: u32,
    down: Option<Down>,
}

impl ThrottledVerifier {
    /// Creates a throttle that passes at most `per_second` calls a second.
    pub(crate) fn new(inner: Arc<dyn Verifier>, clock: Arc<dyn Clock>, per_second: u32) -> Self {
        let now = clock.now();
        let state = Mutex::new(ThrottleState {
            next_slot: now - Span::SECOND,
            submissions: 0,
            kept_for_poll: None,
            failures: 0,
            down: None,
        });
        let each = Span::SECOND / per_second.max(1);
        let reserve = each.max(Span::SECOND / 5);
        Self {
            inner,
            clock,
            each,
            reserve,
            // With a budget of one call a second, a poll must find room above the reserve, too.
            burst: Span::SECOND.max(each + reserve),
            permits: Semaphore::new(AT_ONCE),
            state,
            hour: Mutex::new(CallStats::new(now)),
        }
    }

    /// Current state of the circuit.
    pub(crate) fn circuit_state(&self) -> CircuitState {
        self.lock()
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
        if state.down.is_some() {
            // The next call is the trial.
            return Err(span(self.each));
        }
        self.room_above(&state, self.each, now)
    }

    /// Number of polls that would pass now. `Err` holds the wait until the next one.
    pub(crate) fn room_for_polls(&self) -> Result<u32, Duration> {
        let (now, state) = (self.clock.now(), self.lock());
        let free = self.room_above(&state, self.reserve, now);
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
        if let Some(Down { until, .. }) = state.down {
            return if now < until {
                Err(span(until - now))
            } else {
                Ok(1)
            };
        }
        let paid = state.next_slot.max(now - self.burst) + left;
        let calls = (now - paid).whole_nanoseconds() / self.each.whole_nanoseconds().max(1);
        match u32::try_from(calls) {
            Ok(calls) if calls > 0 => Ok(calls),
            Err(_) if calls > 0 => Ok(u32::MAX),
            _ => Err(span(paid + self.each - now)),
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
        let answer = match turn.and_then(|turn| self.take_slot(lane).map(|()| turn)) {
            // Optional lookups use other services of the provider: their failures must not open the
            // circuit.
            Ok(_turn) if lane == Lane::Optional => asking.await,
            Ok(_turn) => self.record_result(asking.await),
            Err(held) => Err(held),
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
        if let Some(down) = self.lock().down {
            down.is_over(self.clock.now())?;
        }
        match timeout(PERMIT_TIMEOUT, self.permits.acquire()).await {
            Ok(Ok(turn)) => Ok(Some(turn)),
            // The semaphore is never closed, so this is a timeout.
            _ => Err(throttled("crowded", CROWDED)),
        }
    }

    /// Takes one call from the budget. An optional lookup fails while the circuit is open. It also
    /// leaves half of the budget for the required calls. A poll leaves the reserve.
    fn take_slot(&self, lane: Lane) -> Result<(), VerifierError> {
        let now = self.clock.now();
        let mut state = self.lock();
        if let Some(down) = &state.down {
            if lane == Lane::Optional {
                return Err(throttled(
                    "circuit_open",
                    Span::max(down.until - now, FIRST),
                ));
            }
            down.is_over(now)?;
            if lane == Lane::Submission && state.keeps_slot(now) {
                return Err(throttled("circuit_open", self.each));
            }
        }
        let paid = state.next_slot.max(now - self.burst) + self.each;
        let left = match lane {
            Lane::Optional if self.each * 2 <= Span::SECOND => Span::SECOND / 2,
            Lane::Poll if state.is_turn_of_polls() => Span::ZERO,
            Lane::Poll => self.reserve,
            Lane::Submission if state.keeps_slot(now) => self.each,
            Lane::Optional | Lane::Submission => Span::ZERO,
        };
        if paid + left > now {
            return Err(throttled("budget", paid + left - now));
        }
        state.next_slot = paid;
        match lane {
            Lane::Submission => state.submissions = state.submissions.saturating_add(1),
            Lane::Poll => (state.submissions, state.kept_for_poll) = (0, None),
            Lane::Optional => {}
        }
        if let Some(down) = &mut state.down {
            // This call is the trial; others wait for its result. Where only starts fail, a poll must
            // be the next trial, or no trial would ever succeed.
            down.until = now + TRIAL;
            down.trying = true;
            if lane == Lane::Submission {
                state.submissions = SUBMISSIONS_PER_POLL;
            }
        }
        Ok(())
    }

    /// Records the result of a call in the circuit.
    fn record_result<T>(&self, answer: Result<T, VerifierError>) -> Result<T, VerifierError> {
        let failed = matches!(&answer, Err(VerifierError::Unavailable { cause, .. })
            if is_down(cause));
        let mut state = self.lock();
        if !failed {
            state.failures = 0;
            if state.down.take().is_some() {
                tracing::info!("the provider is up again");
            }
            return answer;
        }
        state.failures += 1;
        let now = self.clock.now();
        state.down = match state.down {
            Some(Down {
                span, trying: true, ..
            }) => Some(Down::since(now, Span::min(span * 2, LONGEST))),
            // A call from before the circuit opened carries no new information.
            Some(down) => Some(down),
            None if state.failures >= DOWN_AFTER => {
                tracing::error!(
                    failures = state.failures,
                    "the provider is marked as down: calls are paused"
                );
                Some(Down::since(now, FIRST))
            }
            None => None,
        };
        answer
    }
}

impl ThrottleState {
    /// Whether enough calls of the submission lane have passed since the last poll.
    const fn is_turn_of_polls(&self) -> bool {
        self.submissions >= SUBMISSIONS_PER_POLL
    }

    /// Whether the next slot is kept for a claimed poll.
    fn keeps_slot(&self, now: OffsetDateTime) -> bool {
        self.kept_for_poll.is_some_and(|until| now < until)
    }
}

/// Precedence of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Lane {
    /// Sends an attempt, or finds out whether the provider has it.
    Submission,
    /// Polls for a decision.
    Poll,
    /// An optional lookup.
    Optional,
}

impl Lane {
    const fn of(call: Call) -> Self {
        match call {
            Call::Start => Self::Submission,
            call if call.is_convenience() => Self::Optional,
            _ => Self::Poll,
        }
    }
}

fn span(wait: Span) -> Duration {
    Duration::try_from(wait).unwrap_or_default()
}

fn throttled(cause: &'static str, wait: Span) -> VerifierError {
    let wait = span(wait);
    VerifierError::Throttled { cause, wait }
}

impl Verifier for ThrottledVerifier {
    fn serialize_start(&self, request: &StartRequest<'_>) -> SerializedRequest {
        self.inner.serialize_start(request)
    }

    fn client_assigned_id(&self, user: &UserId) -> Option<ExternalId> {
        self.inner.client_assigned_id(user)
    }

    fn start<'a>(
        &'a self,
        request: &'a SerializedRequest,
    ) -> Fut<'a, Result<ProviderUpdate, VerifierError>> {
        Box::pin(self.call(Call::Start, self.inner.start(request)))
    }

    fn status<'a>(&'a self, id: &'a ExternalId) -> Fut<'a, Result<ProviderUpdate, VerifierError>> {
        Box::pin(self.call(Call::Status, self.inner.status(id)))
    }

    fn status_of_attempt<'a>(
        &'a self,
        id: &'a ExternalId,
    ) -> Fut<'a, Result<ProviderUpdate, VerifierError>> {
        let asking = self.inner.status_of_attempt(id);
        Box::pin(self.call_in(Lane::Submission, Call::Status, asking))
    }
}

impl ProviderMonitor for ThrottledVerifier {
    fn health(&self) -> ProviderHealth {
        let now = self.clock.now();
        let (since, calls) = self.call_stats().sum(now);
        ProviderHealth {
            down_until: self.lock().down.map(|down| down.until),
            since,
            calls,
        }
    }
}

#[cfg(test)]
mod tests;
