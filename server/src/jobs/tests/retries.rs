//! Tries that sent nothing, and the tries that the applicant requests: what counts, and how far
//! apart they are.

use super::provider::{Scene, about_us, lost};
use kyc::{
    id::ApplicationId,
    ports::{Clock, VerifierError},
    provider::ProviderOutcome,
    state::State,
};
use std::time::Duration as Wait;
use time::Duration;

/// Calls a second that no test uses up.
const PLENTY: u32 = 1_000;

#[tokio::test]
async fn try_that_sent_nothing_is_not_counted() {
    let unavailable = |cause| VerifierError::Unavailable {
        cause,
        retry_after: None,
    };
    let throttled = VerifierError::Throttled {
        cause: "circuit_open",
        wait: Wait::from_secs(60),
    };
    for (error, polls, failed) in [
        (throttled, 0, 0),
        (unavailable(VerifierError::NOT_CONNECTED), 0, 1),
        (unavailable("token_timeout"), 0, 1),
        (unavailable("timeout"), 1, 1),
        (unavailable("transport"), 1, 1),
    ] {
        let scene = Scene::new(true, PLENTY).await;
        let id = scene.submitted().await;
        let missing = || Err(VerifierError::Unauthorized { status: 404 });
        let starts = vec![Err(error.clone()), about_us(ProviderOutcome::Denied)];
        scene
            .provider
            .will_answer(starts, vec![missing(), missing()]);
        scene.run(id).await;
        let State::Submitting { failed_rounds, .. } = scene.application(id).await.state else {
            panic!("{error:?}");
        };
        assert_eq!(failed_rounds, failed, "{error:?}");
        scene.run(id).await;
        assert_eq!(scene.state(id).await, "denied", "{error:?}");
        assert_eq!(scene.provider.counts(), (2, polls), "{error:?}");
    }
}

#[tokio::test]
async fn throttled_poll_runs_again_after_the_poll_gap() {
    let scene = Scene::new(false, PLENTY).await;
    let id = scene.submitted().await;
    let throttled = Err(VerifierError::Throttled {
        cause: "budget",
        wait: Wait::from_millis(100),
    });
    let manual = about_us(ProviderOutcome::ManualReview);
    let statuses = vec![throttled, about_us(ProviderOutcome::Denied)];
    scene.provider.will_answer(vec![manual], statuses);
    scene.run(id).await;
    scene.run(id).await;
    let held_at = scene.clock.now();
    scene.run(id).await;
    assert_eq!(scene.state(id).await, "denied");
    assert!(scene.clock.now() - held_at <= scene.onboarding.policy.poll_gap * 2);
}

/// A provider that answers the first start with 429 and this `Retry-After`.
async fn after_rate_limit(seconds: u64) -> (Scene, ApplicationId) {
    let scene = Scene::new(false, PLENTY).await;
    let id = scene.submitted().await;
    let later = || {
        Err(VerifierError::Unavailable {
            cause: "rate_limited",
            retry_after: Some(Wait::from_secs(seconds)),
        })
    };
    scene
        .provider
        .will_answer((0..50).map(|_| later()).collect(), vec![]);
    scene.run(id).await;
    (scene, id)
}

#[tokio::test]
async fn retry_by_the_applicant_waits_for_retry_after() {
    let (scene, id) = after_rate_limit(600).await;
    let before = scene.application(id).await;
    assert!(before.state.is_delayed());
    scene.advance(Duration::seconds(599));
    scene.onboarding.retry(id).await.expect("no error");
    assert_eq!(scene.application(id).await.state, before.state);
    scene.advance(Duration::seconds(1));
    scene.onboarding.retry(id).await.expect("no error");
    let due = State::Submitting {
        failed_rounds: 1,
        wait: 0,
        retry_after: 0,
    };
    assert_eq!(scene.application(id).await.state, due);
}

#[tokio::test]
async fn retry_by_the_applicant_keeps_the_minimum_interval() {
    let scene = Scene::new(false, PLENTY).await;
    let id = scene.submitted().await;
    scene
        .provider
        .will_answer((0..50).map(|_| lost()).collect(), vec![]);
    for _ in 0..5 {
        scene.run(id).await;
    }
    assert!(scene.application(id).await.state.is_delayed());
    let since = scene.clock.now();
    // The applicant presses twice a second. The worker runs what is due.
    while scene.clock.now() < since + Duration::MINUTE {
        scene.onboarding.retry(id).await.expect("no error");
        while scene.worker.tick().await.is_zero() {
            scene.worker.idle().await;
        }
        scene.advance(Duration::milliseconds(500));
    }
    let calls = scene.provider.calls();
    let times: Vec<_> = calls.iter().map(|(at, ..)| *at).collect();
    let pressed: Vec<_> = times.iter().filter(|at| **at > since).collect();
    assert!((4..=6).contains(&pressed.len()), "{}", pressed.len());
    for pair in pressed.windows(2) {
        let apart = *pair[1] - *pair[0];
        assert!(apart >= Duration::seconds(10), "{apart}");
    }
}

#[tokio::test]
async fn retry_by_the_applicant_never_sends_a_parked_attempt() {
    let scene = Scene::new(false, PLENTY).await;
    let id = scene.submitted().await;
    let refused = Err(VerifierError::Unauthorized { status: 403 });
    scene.provider.will_answer(vec![refused], vec![]);
    scene.run(id).await;
    scene.onboarding.retry(id).await.expect("no error");
    assert_eq!(scene.state(id).await, "parked: upstream_refuses_us");
    let now = scene.clock.now();
    let due = scene.onboarding.store.next_job_due_at(now).await;
    let due = due.expect("read").expect("the slow retry");
    assert!(due - now >= Duration::minutes(10));
}
