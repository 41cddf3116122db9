//! What stands before the upstream: the firm's budget of calls (contract §2), a
//! bound of how many questions are under way at once, and a circuit breaker that spares an
//! upstream that is down.

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

/// How many questions are under way at once. Each has a connection, and the files of
/// this process are for open pages, too: without a bound an upstream that answers
/// late would take what is left of them, budget or not.
const AT_ONCE: usize = 64;
/// How long one waits to be among them. The calls of a job (client's `LONG`) are
/// over before its lease is, such waits included.
const PATIENCE: Duration = Duration::from_millis(250);
/// When it is worth asking again, for whoever did not get in.
const CROWDED: Span = Span::SECOND;

/// So many failures in a row, and the upstream is taken to be down.
const DOWN_AFTER: u32 = 10;
/// How long it is left alone first; twice as long each time, up to
/// [`MAX_ENTRIES`].
const FIRST: Span = Span::seconds(5);
const LONGEST: Span = Span::seconds(60);
/// A trial call that was not heard of for so long is lost.
const TRIAL: Span = Span::seconds(15);

/// The gate before a verifier.
pub(crate) struct ThrottledVerifier {
    inner: Arc<dyn Verifier>,
    clock: Arc<dyn Clock>,
    /// The time that one call takes up of the budget.
    each: Span,
    /// Each question under way has one.
    permits: Semaphore,
    state: Mutex<State>,
    /// For whoever looks at the picture.
    hour: Mutex<CallStats>,
}

struct State {
    /// Calls are paid for until then; a second's worth may be ahead of time.
    next_slot: OffsetDateTime,
    failures: u32,
    down: Option<Down>,
}

/// An upstream that is taken to be down.
#[derive(Clone, Copy)]
struct Down {
    /// It is left alone until then.
    until: OffsetDateTime,
    /// For so long this time.
    span: Span,
    /// A trial call is under way.
    trying: bool,
}

/// How the upstream is doing, for whoever looks after the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CircuitState {
    /// Calls go through.
    Up,
    /// It is left alone, but for one call now and then.
    Down,
}

impl ThrottledVerifier {
    /// Lets at most so many calls a second through.
    pub(crate) fn new(inner: Arc<dyn Verifier>, clock: Arc<dyn Clock>, per_second: u32) -> Self {
        let now = clock.now();
        let state = Mutex::new(State {
            next_slot: now - Span::SECOND,
            failures: 0,
            down: None,
        });
        Self {
            inner,
            clock,
            each: Span::SECOND / per_second.max(1),
            permits: Semaphore::new(AT_ONCE),
            state,
            hour: Mutex::new(CallStats::new(now)),
        }
    }

    /// How the upstream is doing.
    pub(crate) fn circuit_state(&self) -> CircuitState {
        self.lock()
            .down
            .map_or(CircuitState::Up, |_| CircuitState::Down)
    }

    /// How many calls would go through now; where none would, how long until
    /// one may.
    pub(crate) fn room(&self) -> Result<u32, Duration> {
        let now = self.clock.now();
        let state = self.lock();
        if let Some(Down { until, .. }) = state.down {
            return if now < until {
                Err(span(until - now))
            } else {
                Ok(1)
            };
        }
        let paid = state.next_slot.max(now - Span::SECOND);
        let calls = (now - paid).whole_nanoseconds() / self.each.whole_nanoseconds().max(1);
        match u32::try_from(calls) {
            Ok(calls) if calls > 0 => Ok(calls),
            Err(_) if calls > 0 => Ok(u32::MAX),
            _ => Err(span(paid + self.each - now)),
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn call_stats(&self) -> MutexGuard<'_, CallStats> {
        self.hour.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Makes a call if there is room for it, and notes what came of it.
    pub(super) async fn call<T>(
        &self,
        call: Call,
        asking: impl Future<Output = Result<T, VerifierError>>,
    ) -> Result<T, VerifierError> {
        let turn = self.acquire_permit(call).await;
        let began = self.clock.now();
        let answer = match turn.and_then(|turn| self.take_slot(call).map(|()| turn)) {
            // It tells of other services behind the same door.
            Ok(_turn) if call.is_convenience() => asking.await,
            Ok(_turn) => self.record_result(asking.await),
            Err(held) => Err(held),
        };
        let now = self.clock.now();
        self.call_stats().record(call, now - began, &answer, now);
        answer
    }

    /// Waits a little to be among those that are under way, where that is of use.
    /// What is handed in is not kept waiting by those who ask: jobs do it, a few
    /// at once.
    async fn acquire_permit(
        &self,
        call: Call,
    ) -> Result<Option<SemaphorePermit<'_>>, VerifierError> {
        if matches!(call, Call::Start) {
            return Ok(None);
        }
        if let Some(down) = self.lock().down {
            down.is_over(self.clock.now())?;
        }
        match timeout(PATIENCE, self.permits.acquire()).await {
            Ok(Ok(turn)) => Ok(Some(turn)),
            // Nobody closes it: it is too late.
            _ => Err(throttled("crowded", CROWDED)),
        }
    }

    /// Asks for one call. What is only convenient waits while the upstream is down,
    /// and leaves half of what there is to what is needed.
    fn take_slot(&self, call: Call) -> Result<(), VerifierError> {
        let now = self.clock.now();
        let mut state = self.lock();
        if let Some(down) = &mut state.down {
            if call.is_convenience() {
                return Err(throttled(
                    "circuit_open",
                    Span::max(down.until - now, FIRST),
                ));
            }
            down.is_over(now)?;
            // This one is the trial; others wait for what comes of it.
            down.until = now + TRIAL;
            down.trying = true;
        }
        let paid = state.next_slot.max(now - Span::SECOND) + self.each;
        let left = if call.is_convenience() && self.each * 2 <= Span::SECOND {
            Span::SECOND / 2
        } else {
            Span::ZERO
        };
        if paid + left > now {
            return Err(throttled("budget", paid + left - now));
        }
        state.next_slot = paid;
        Ok(())
    }

    /// Notes what came of a call.
    fn record_result<T>(&self, answer: Result<T, VerifierError>) -> Result<T, VerifierError> {
        let failed = matches!(&answer, Err(VerifierError::Unavailable { cause, .. })
            if is_down(cause));
        let mut state = self.lock();
        if !failed {
            state.failures = 0;
            if state.down.take().is_some() {
                tracing::info!("the upstream is up again");
            }
            return answer;
        }
        state.failures += 1;
        let now = self.clock.now();
        state.down = match state.down {
            Some(Down {
                span, trying: true, ..
            }) => Some(Down::since(now, Span::min(span * 2, LONGEST))),
            // A call that went out before: what it says is known.
            Some(down) => Some(down),
            None if state.failures >= DOWN_AFTER => {
                tracing::error!(
                    failures = state.failures,
                    "the upstream is taken to be down: calls are held back"
                );
                Some(Down::since(now, FIRST))
            }
            None => None,
        };
        answer
    }
}

impl Down {
    fn since(now: OffsetDateTime, span: Span) -> Self {
        Self {
            until: now + span,
            span,
            trying: false,
        }
    }

    /// Whether a trial may be made by now.
    fn is_over(&self, now: OffsetDateTime) -> Result<(), VerifierError> {
        if now < self.until {
            return Err(throttled("circuit_open", self.until - now));
        }
        Ok(())
    }
}

/// Whether nothing gets through. Without a token nothing does, whatever keeps
/// us from one.
fn is_down(cause: &str) -> bool {
    matches!(
        cause,
        "timeout" | "transport" | "server_error" | "rate_limited"
    ) || cause.starts_with("token_")
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
