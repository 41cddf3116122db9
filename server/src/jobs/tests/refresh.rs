//! Tests of the cost and the result of repeated polls from a page.

use super::leases::{Desk, Script};
use kyc::{
    application::ApplicationSummary,
    policy::Policy,
    ports::{Change, Store},
    provider::ProviderOutcome,
    service::RefreshOutcome,
    state::{Reason, State, StateKind},
};
use std::sync::Arc;
use time::Duration;

fn label(refreshed: &RefreshOutcome) -> StateKind {
    let (RefreshOutcome::Polled(application) | RefreshOutcome::TooSoon(application)) = refreshed;
    application.state.kind()
}

/// An application without a decision that has just been polled.
async fn asked() -> Desk {
    let script = vec![
        Ok(ProviderOutcome::ManualReview),
        Ok(ProviderOutcome::ManualReview),
    ];
    let mut desk = Desk::with(Script::of(script)).await;
    // A gap of one hour: the next poll is too soon on the slowest machine, too.
    desk.onboarding.policy = Arc::new(Policy {
        poll_gap: Duration::HOUR,
        ..Policy::default()
    });
    let start = desk.claim(Duration::ZERO).await.expect("due at once");
    desk.onboarding.run_job(&start).await.expect("done");
    let found = desk.onboarding.find(desk.id).await.expect("there");
    let refreshed = desk.onboarding.refresh(found).await.expect("asked");
    assert!(
        matches!(refreshed, RefreshOutcome::Polled(_)),
        "{refreshed:?}"
    );
    desk
}

#[tokio::test]
async fn whoever_asks_again_too_soon_waits_for_nobody_who_writes() {
    let desk = asked().await;
    let writes = desk.store.writes_alone().await;
    let found = desk.onboarding.find(desk.id).await.expect("there");
    let refreshed = desk.onboarding.refresh(found).await.expect("answered");
    assert!(
        matches!(refreshed, RefreshOutcome::TooSoon(_)),
        "{refreshed:?}"
    );
    assert_eq!(label(&refreshed), StateKind::ManualReview);
    writes.rollback().await.expect("nothing was written");
}

#[tokio::test]
async fn whoever_finds_that_another_was_faster_is_told_what_that_one_heard() {
    let desk = asked().await;
    let mut found = desk.onboarding.find(desk.id).await.expect("there");
    // Simulates a read from before the first poll, with a concurrent poll since.
    found.polled_at = None;
    let mut theirs = found.clone();
    theirs.state = State::ManualReview;
    let change = Change::of(theirs);
    let changed = desk.store.commit(change).await.expect("committed");
    assert!(changed.version > found.version);
    let refreshed = desk.onboarding.refresh(found).await.expect("answered");
    let RefreshOutcome::TooSoon(read) = refreshed else {
        panic!("{refreshed:?}");
    };
    assert_eq!(read.version, changed.version);
}

#[tokio::test]
async fn what_is_wanted_once_more_than_there_are_attempts_is_parked_for_whoever_asks() {
    let desk = asked().await;
    let mut found = desk.onboarding.find(desk.id).await.expect("there");
    found.state = State::Resubmit;
    let stored = desk.store.commit(Change::of(found)).await;
    stored.expect("committed");
    let mut onboarding = desk.onboarding.clone();
    onboarding.policy = Arc::new(Policy {
        attempts: 1,
        ..Policy::clone(&onboarding.policy)
    });
    let found = onboarding.find(desk.id).await.expect("there");
    let parked = State::Parked(Reason::OutOfAttempts);
    assert_eq!(found.state, parked);
    let refreshed = onboarding.refresh(found).await.expect("answered");
    assert_eq!(label(&refreshed), parked.kind());
}

#[tokio::test]
async fn how_it_stands_is_said_where_nobody_is_to_be_asked_and_nothing_to_be_recorded() {
    let desk = asked().await;
    let found = desk.onboarding.find(desk.id).await.expect("there");
    let outline = |state: &State| ApplicationSummary {
        id: found.id,
        external_id: found.external_id.clone(),
        state: state.clone(),
        attempts: found.attempts,
        granted: found.granted,
        polled_at: found.polled_at,
    };
    let stands = |outline: ApplicationSummary| {
        desk.onboarding
            .status_without_poll(outline)
            .map(|it| it.state)
    };
    for state in [State::ManualReview, State::Denied, State::Resubmit] {
        assert_eq!(stands(outline(&state)), Some(state.clone()), "{state:?}");
        let unasked = ApplicationSummary {
            polled_at: None,
            ..outline(&state)
        };
        let waits = state.awaits_provider();
        assert_eq!(stands(unasked).is_some(), !waits, "{state:?}");
        let unheard = ApplicationSummary {
            external_id: None,
            polled_at: None,
            ..outline(&state)
        };
        assert_eq!(stands(unheard), Some(state));
    }
    let over = ApplicationSummary {
        attempts: desk.onboarding.policy.attempts,
        ..outline(&State::Resubmit)
    };
    for to_be_recorded in [over, outline(&State::Expired)] {
        assert_eq!(stands(to_be_recorded), None);
    }
}
