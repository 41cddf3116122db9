//! Tests of the budget and the circuit breaker, with a fake clock.

use super::*;
use async_trait::async_trait;
use futures_util::FutureExt;
use kyc::ports::StoreError;
use time::macros::datetime;

/// Clock that the test advances.
struct FakeClock(Mutex<OffsetDateTime>);

impl Clock for FakeClock {
    fn now(&self) -> OffsetDateTime {
        *self.0.lock().expect("no panic in here")
    }
}

struct UnreachableVerifier;

#[async_trait]
impl Verifier for UnreachableVerifier {
    fn serialize_start(&self, _: &StartRequest<'_>) -> SerializedRequest {
        SerializedRequest::new(Vec::new())
    }

    async fn start(&self, _: &SerializedRequest) -> Result<ProviderUpdate, VerifierError> {
        Err(VerifierError::Malformed)
    }

    async fn status(&self, _: &ExternalId) -> Result<ProviderUpdate, VerifierError> {
        Err(VerifierError::Malformed)
    }
}

fn throttle(per_second: u32) -> (Arc<FakeClock>, ThrottledVerifier) {
    let clock = Arc::new(FakeClock(Mutex::new(datetime!(2026-11-23 10:00 UTC))));
    let throttle = ThrottledVerifier::new(Arc::new(UnreachableVerifier), clock.clone(), per_second);
    (clock, throttle)
}

fn passes(clock: &FakeClock, by: Span) {
    *clock.0.lock().expect("no panic in here") += by;
}

fn fail(throttle: &ThrottledVerifier) {
    fail_by(throttle, "server_error");
}

fn succeed(throttle: &ThrottledVerifier) {
    let recorded = throttle.record_result(Ok(())).now_or_never();
    assert_eq!(recorded, Some(Ok(())), "handed on as it came");
}

fn fail_by(throttle: &ThrottledVerifier, cause: &'static str) {
    let failed = throttle.record_result::<()>(Err(VerifierError::Unavailable {
        cause,
        retry_after: None,
    }));
    let failed = failed.now_or_never().expect("no store is asked");
    assert!(failed.is_err(), "handed on as it came");
}

fn is_held(throttle: &ThrottledVerifier) -> Option<&'static str> {
    is_held_for(throttle, Call::Start)
}

fn is_held_for(throttle: &ThrottledVerifier, call: Call) -> Option<&'static str> {
    let taken = throttle.take_slot(Lane::of(call)).now_or_never();
    match taken.expect("no store is asked") {
        Err(VerifierError::Throttled { cause, .. }) => Some(cause),
        _ => None,
    }
}

#[test]
fn budget_per_second_does_not_accumulate_over_a_pause() {
    let (clock, throttle) = throttle(4);
    for _ in 0..2 {
        assert_eq!(throttle.room(), Ok(4));
        for _ in 0..4 {
            assert_eq!(is_held(&throttle), None);
        }
        assert_eq!(is_held(&throttle), Some("budget"));
        assert_eq!(throttle.room(), Err(Duration::from_millis(250)));
        passes(&clock, Span::minutes(1));
    }
}

#[test]
fn circuit_opens_after_ten_failures_and_closes_after_one_success() {
    let (clock, throttle) = throttle(1_000);
    for _ in 0..9 {
        fail(&throttle);
    }
    succeed(&throttle);
    for _ in 0..9 {
        fail(&throttle);
    }
    assert_eq!(
        (throttle.circuit_state(), is_held(&throttle)),
        (CircuitState::Up, None)
    );
    fail(&throttle);
    assert_eq!(throttle.circuit_state(), CircuitState::Down);
    // Calls from before the circuit opened change nothing.
    fail(&throttle);
    assert_eq!(throttle.room(), Err(Duration::from_secs(5)));
    for wait in [5, 10, 20, 40, 60, 60] {
        passes(&clock, Span::seconds(wait) - Span::MILLISECOND);
        assert_eq!(is_held(&throttle), Some("circuit_open"), "{wait}");
        passes(&clock, Span::MILLISECOND);
        assert_eq!(throttle.room(), Ok(1));
        assert_eq!(is_held(&throttle), None, "the trial");
        assert_eq!(is_held(&throttle), Some("circuit_open"), "one at a time");
        fail(&throttle);
    }
    passes(&clock, Span::minutes(1));
    assert_eq!(is_held(&throttle), None);
    succeed(&throttle);
    assert_eq!(
        (throttle.circuit_state(), is_held(&throttle)),
        (CircuitState::Up, None)
    );
}

#[test]
fn lost_trial_call_is_followed_by_another() {
    let (clock, throttle) = throttle(1_000);
    for _ in 0..10 {
        fail(&throttle);
    }
    passes(&clock, Span::seconds(5));
    assert_eq!(is_held(&throttle), None);
    passes(&clock, Span::seconds(14));
    assert_eq!(is_held(&throttle), Some("circuit_open"));
    passes(&clock, Span::seconds(1));
    assert_eq!(is_held(&throttle), None);
}

#[test]
fn token_failures_open_the_circuit_and_unreadable_responses_do_not() {
    for (cause, standing) in [
        ("token_refused", CircuitState::Down),
        ("token_unreadable", CircuitState::Down),
        ("token_transport", CircuitState::Down),
        ("unreadable", CircuitState::Up),
        ("answer_too_long", CircuitState::Up),
    ] {
        let (_, throttle) = throttle(1_000);
        for _ in 0..10 {
            fail_by(&throttle, cause);
        }
        assert_eq!(throttle.circuit_state(), standing, "{cause}");
    }
}

#[test]
fn poll_leaves_a_reserve_for_start_requests() {
    for (per_second, polls, starts) in [(1, 0, 1), (2, 1, 1), (4, 3, 1), (10, 8, 2), (100, 80, 20)]
    {
        let (_, throttle) = throttle(per_second);
        assert_eq!(throttle.room(), Ok(per_second));
        for _ in 0..polls {
            assert_eq!(is_held_for(&throttle, Call::Status), None, "{per_second}");
        }
        assert_eq!(
            is_held_for(&throttle, Call::Status),
            Some("budget"),
            "{per_second}"
        );
        assert!(throttle.room_for_polls().is_err());
        assert_eq!(throttle.room(), Ok(starts), "{per_second}");
        for _ in 0..starts {
            assert_eq!(is_held(&throttle), None, "{per_second}");
        }
        assert_eq!(is_held(&throttle), Some("budget"));
    }
}

#[test]
fn poll_passes_at_one_call_a_second_where_no_start_waits() {
    let (clock, throttle) = throttle(1);
    for _ in 0..3 {
        passes(&clock, Span::SECOND);
        assert_eq!(throttle.room_for_polls(), Ok(1));
        assert_eq!(is_held_for(&throttle, Call::Status), None);
        assert_eq!(is_held_for(&throttle, Call::Status), Some("budget"));
    }
    // A start takes the reserve, and polls wait until it is whole again.
    assert_eq!(is_held(&throttle), None);
    passes(&clock, Span::SECOND);
    assert_eq!(is_held_for(&throttle, Call::Status), Some("budget"));
    passes(&clock, Span::SECOND);
    assert_eq!(is_held_for(&throttle, Call::Status), None);
}

#[test]
fn every_fourth_call_is_a_poll_while_starts_use_up_the_budget() {
    for per_second in [1, 10] {
        let (clock, throttle) = throttle(per_second);
        let each = Span::SECOND / per_second;
        while is_held(&throttle).is_none() {}
        let (mut starts, mut polls) = (0, 0);
        for _ in 0..40 {
            passes(&clock, each);
            if throttle.is_turn_of_polls() && throttle.room_for_polls() == Ok(1) {
                throttle.keep_slot_for_poll();
            }
            if is_held(&throttle).is_none() {
                starts += 1;
            } else if is_held_for(&throttle, Call::Status).is_none() {
                polls += 1;
            }
        }
        assert_eq!((starts, polls), (30, 10), "{per_second}");
    }
}

#[test]
fn slot_is_kept_for_a_claimed_poll_for_one_second_at_most() {
    let (clock, throttle) = throttle(10);
    while is_held(&throttle).is_none() {}
    throttle.keep_slot_for_poll();
    passes(&clock, Span::milliseconds(100));
    assert_eq!(is_held(&throttle), Some("budget"));
    assert!(throttle.room().is_err());
    passes(&clock, Span::milliseconds(900));
    assert_eq!(is_held(&throttle), None, "the poll never came");
}

#[test]
fn poll_is_the_next_trial_after_a_failed_start() {
    let (clock, throttle) = throttle(1_000);
    for _ in 0..10 {
        fail(&throttle);
    }
    passes(&clock, Span::seconds(5));
    assert_eq!(is_held(&throttle), None, "the trial");
    fail(&throttle);
    passes(&clock, Span::seconds(10));
    assert!(throttle.is_turn_of_polls());
    throttle.keep_slot_for_poll();
    assert!(throttle.room().is_err());
    assert_eq!(is_held(&throttle), Some("circuit_open"));
    assert_eq!(is_held_for(&throttle, Call::Status), None);
    succeed(&throttle);
    assert_eq!(throttle.circuit_state(), CircuitState::Up);
}

#[tokio::test]
async fn status_of_an_attempt_has_the_precedence_of_a_start() {
    let (_, throttle) = throttle(10);
    while is_held_for(&throttle, Call::Status).is_none() {}
    let id = ExternalId::parse("ext_1").expect("an id");
    let status = throttle.status(&id).await;
    assert!(matches!(status, Err(VerifierError::Throttled { .. })));
    let status = throttle.status_of_attempt(&id).await;
    assert_eq!(
        status,
        Err(VerifierError::Malformed),
        "it reached the provider"
    );
}

const CONVENIENT: [Call; 2] = [Call::Prefill, Call::Referral];

#[test]
fn optional_lookups_leave_half_of_the_budget() {
    for call in CONVENIENT {
        let (_, throttle) = throttle(10);
        for _ in 0..5 {
            assert_eq!(is_held_for(&throttle, call), None);
        }
        assert_eq!(is_held_for(&throttle, call), Some("budget"));
        for _ in 0..5 {
            assert_eq!(is_held(&throttle), None);
        }
        assert_eq!(is_held(&throttle), Some("budget"));
        // With a budget of one call, an optional lookup may use it.
        let (_, throttle) = self::throttle(1);
        assert_eq!(is_held_for(&throttle, call), None);
    }
}

#[tokio::test]
async fn optional_lookups_never_open_the_circuit_and_wait_while_it_is_open() {
    for call in CONVENIENT {
        let (clock, throttle) = throttle(1_000);
        let lost = || async {
            Err::<(), _>(VerifierError::Unavailable {
                cause: "server_error",
                retry_after: None,
            })
        };
        for _ in 0..100 {
            assert!(throttle.call(call, lost()).await.is_err());
        }
        assert_eq!(throttle.circuit_state(), CircuitState::Up);
        for _ in 0..10 {
            fail(&throttle);
        }
        // An optional lookup is no trial: its success does not close the circuit.
        passes(&clock, Span::seconds(6));
        assert_eq!(is_held_for(&throttle, call), Some("circuit_open"));
        assert_eq!(throttle.circuit_state(), CircuitState::Down);
        assert_eq!(
            is_held(&throttle),
            None,
            "the trial is left to what is needed"
        );
        succeed(&throttle);
        assert!(throttle.call(call, async { Ok(()) }).await.is_ok());
    }
}

#[tokio::test]
async fn call_beyond_the_concurrency_limit_waits() {
    let (_, throttle) = throttle(1_000);
    let mut under_way: Vec<_> = (0..AT_ONCE)
        .map(|_| Box::pin(throttle.call::<()>(Call::Status, std::future::pending())))
        .collect();
    for call in &mut under_way {
        assert!(call.now_or_never().is_none(), "let through, unanswered");
    }
    let another = || throttle.call(Call::Status, async { Ok(()) });
    let held = another().await;
    assert!(
        matches!(&held, Err(VerifierError::Throttled { cause: "crowded", wait }) if *wait == CROWDED),
        "{held:?}"
    );
    let mut waiting = Box::pin(another());
    assert!(waiting.as_mut().now_or_never().is_none());
    under_way.pop();
    assert!(waiting.await.is_ok(), "one has made room");
    drop(under_way);
    let budget = throttle.room();
    assert_eq!(budget, Ok(1_000 - u32::try_from(AT_ONCE).expect("few") - 1));
}

/// What two servers share, without a database.
struct SharedState(Mutex<ProviderState>);

#[async_trait]
impl ProviderStateStore for SharedState {
    async fn change(&self, change: StateChange) -> Result<ProviderState, StoreError> {
        let mut state = self.0.lock().expect("no panic in here");
        change(&mut state);
        Ok(*state)
    }
}

#[test]
fn two_servers_share_one_budget_and_one_circuit() {
    let clock = Arc::new(FakeClock(Mutex::new(datetime!(2026-11-23 10:00 UTC))));
    let shared: Arc<dyn ProviderStateStore> = Arc::new(SharedState(Mutex::new(ProviderState::NEW)));
    let server = || {
        let throttle = ThrottledVerifier::new(Arc::new(UnreachableVerifier), clock.clone(), 4);
        throttle.shared_through(Some(shared.clone()))
    };
    let servers = [server(), server()];
    for n in 0..4 {
        assert_eq!(is_held(&servers[n % 2]), None, "{n}");
    }
    for server in &servers {
        assert_eq!(is_held(server), Some("budget"));
    }
    for n in 0..10 {
        fail(&servers[n % 2]);
    }
    passes(&clock, Span::seconds(4));
    for server in &servers {
        assert_eq!(is_held(server), Some("circuit_open"));
    }
    passes(&clock, Span::seconds(1));
    assert_eq!(is_held(&servers[0]), None, "the trial");
    assert_eq!(is_held(&servers[1]), Some("circuit_open"), "one at a time");
    succeed(&servers[0]);
    assert_eq!(is_held(&servers[1]), None);
}
