//! Precedence of start requests: what an applicant submits does not wait behind polls.

use super::provider::{START, Scene, lost};
use kyc::{ports::Clock, ports::VerifierError, provider::Source};
use std::collections::{HashMap, HashSet};
use time::{Duration, OffsetDateTime};

/// The default budget, in calls a second.
const DEFAULT: u32 = 10;
const WAITING: usize = 100;
const SUBMITTING: usize = 20;
const STEP: Duration = Duration::milliseconds(100);

/// Lets the worker run everything that is due now.
async fn settle(scene: &Scene) {
    while scene.worker.tick().await.is_zero() {
        scene.worker.idle().await;
    }
    scene.worker.idle().await;
}

/// Time of the first start request of each id after `since`.
fn first_starts(scene: &Scene, since: OffsetDateTime) -> HashMap<String, OffsetDateTime> {
    let mut first = HashMap::new();
    for (at, via, id) in scene.provider.calls() {
        if via == Source::Start && at >= since {
            first.entry(id).or_insert(at);
        }
    }
    first
}

/// Long enough for the budget to start all that wait.
const WARM_UP: Duration = Duration::seconds(20);

#[tokio::test]
async fn start_is_sent_within_five_seconds_while_a_hundred_wait() {
    for client_assigned in [false, true] {
        for lose_first in [false, true] {
            let scene = Scene::new(client_assigned, DEFAULT).await;
            let mut waiting = Vec::new();
            for _ in 0..WAITING {
                waiting.push(scene.submitted().await);
            }
            let mut turns = 0..;
            // Each page asks every five seconds: twice the budget.
            let mut pages = async |scene: &Scene| {
                settle(scene).await;
                for _ in 0..2 {
                    let n: usize = turns.next().expect("endless");
                    let found = scene.application(waiting[n % WAITING]).await;
                    scene.onboarding.refresh(found).await.expect("no error");
                }
                scene.advance(STEP);
            };
            while scene.clock.now() < START + WARM_UP {
                pages(&scene).await;
            }
            assert!(first_starts(&scene, START).len() >= WAITING);
            let since = scene.clock.now();
            for _ in 0..SUBMITTING {
                scene.submitted().await;
            }
            if lose_first {
                // Fewer than open the circuit.
                let missing = || Err(VerifierError::Unauthorized { status: 404 });
                let starts = (0..5).map(|_| lost()).collect();
                let statuses = (0..5).map(|_| missing()).collect();
                scene.provider.will_answer(starts, statuses);
            }
            while scene.clock.now() < since + Duration::seconds(10) {
                pages(&scene).await;
            }
            let first = first_starts(&scene, since);
            let late: Vec<_> = first
                .values()
                .map(|at| *at - since)
                .filter(|took| *took > Duration::seconds(5))
                .collect();
            assert_eq!(
                (first.len(), late),
                (SUBMITTING, vec![]),
                "{client_assigned}"
            );
        }
    }
}

#[tokio::test]
async fn lost_start_is_repeated_at_one_call_a_second() {
    let scene = Scene::new(true, 1).await;
    let id = scene.submitted().await;
    let missing = || Err(VerifierError::Unauthorized { status: 404 });
    let statuses = (0..50).map(|_| missing()).collect();
    scene.provider.will_answer(vec![lost()], statuses);
    while scene.clock.now() < START + Duration::seconds(10) {
        settle(&scene).await;
        scene.advance(STEP);
    }
    assert_eq!(scene.state(id).await, "processing");
    let (starts, polls) = scene.provider.counts();
    assert_eq!(starts, 2);
    assert!(polls <= 4, "{polls}");
}

#[tokio::test]
async fn throttled_start_asks_no_status() {
    let scene = Scene::new(true, 1).await;
    let mut ids = Vec::new();
    for _ in 0..5 {
        ids.push(scene.submitted().await);
    }
    while scene.clock.now() < START + Duration::seconds(4) {
        settle(&scene).await;
        scene.advance(STEP);
    }
    let calls = scene.provider.calls();
    let starts = calls.iter().filter(|(_, via, _)| *via == Source::Start);
    assert!(starts.count() >= 4, "{calls:?}");
    let started: Vec<_> = calls
        .iter()
        .filter(|(_, via, _)| *via == Source::Start)
        .map(|(_, _, id)| id)
        .collect();
    for (_, via, id) in &calls {
        assert!(
            *via == Source::Start || started.contains(&id),
            "asked before it was sent: {id}"
        );
    }
}

#[tokio::test]
async fn polls_get_a_fifth_of_the_calls_while_starts_keep_failing() {
    // Starts fail with a cause that opens the circuit, and with one that does not.
    for cause in ["server_error", "unreadable"] {
        for budget in [1, DEFAULT] {
            let scene = Scene::new(false, budget).await;
            let count = usize::try_from(budget).expect("few");
            let mut waiting = Vec::new();
            for _ in 0..3 * count {
                waiting.push(scene.submitted().await);
            }
            while scene.clock.now() < START + Duration::seconds(10) {
                settle(&scene).await;
                scene.advance(STEP);
            }
            let failed = || {
                Err(VerifierError::Unavailable {
                    cause,
                    retry_after: None,
                })
            };
            scene
                .provider
                .will_answer((0..10_000).map(|_| failed()).collect(), vec![]);
            for _ in 0..10 * count {
                scene.submitted().await;
            }
            let since = scene.clock.now();
            while scene.clock.now() < since + Duration::seconds(20) {
                settle(&scene).await;
                scene.advance(STEP);
            }
            let calls = scene.provider.calls();
            let calls: Vec<_> = calls.iter().filter(|(at, ..)| *at >= since).collect();
            let polls = calls.iter().filter(|(_, via, _)| *via == Source::Status);
            let polled: HashSet<_> = polls.clone().map(|(_, _, id)| id).collect();
            let what = format!("{cause}, {budget} a second");
            assert!(polls.count() * 5 >= calls.len(), "{what}");
            assert_eq!(polled.len(), waiting.len(), "{what}: each one is polled");
            assert!(calls.len() >= 14 * count, "{what}: {}", calls.len());
        }
    }
}
