//! Tests of the cost and the result of repeated polls from a page.

use super::leases::{JobFixture, ScriptedVerifier};
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
async fn polled_application() -> JobFixture {
    let script = vec![
        Ok(ProviderOutcome::ManualReview),
        Ok(ProviderOutcome::ManualReview),
    ];
    let mut fixture = JobFixture::with(ScriptedVerifier::of(script)).await;
    // A gap of one hour: the next poll is too soon on the slowest machine, too.
    fixture.onboarding.policy = Arc::new(Policy {
        poll_gap: Duration::HOUR,
        ..Policy::default()
    });
    let start = fixture.claim(Duration::ZERO).await.expect("due at once");
    fixture.onboarding.run_job(&start).await.expect("done");
    let found = fixture.onboarding.find(fixture.id).await.expect("there");
    let refreshed = fixture.onboarding.refresh(found).await.expect("asked");
    assert!(
        matches!(refreshed, RefreshOutcome::Polled(_)),
        "{refreshed:?}"
    );
    fixture
}

#[tokio::test]
async fn early_poll_does_not_wait_for_the_writer_of_sqlite() {
    let fixture = polled_application().await;
    let writes = fixture.store.writes_alone();
    let found = fixture.onboarding.find(fixture.id).await.expect("there");
    let refreshed = fixture.onboarding.refresh(found).await.expect("answered");
    assert!(
        matches!(refreshed, RefreshOutcome::TooSoon(_)),
        "{refreshed:?}"
    );
    assert_eq!(label(&refreshed), StateKind::ManualReview);
    drop(writes);
}

#[tokio::test]
async fn poll_that_lost_the_race_returns_the_recorded_state() {
    let fixture = polled_application().await;
    let mut found = fixture.onboarding.find(fixture.id).await.expect("there");
    // Simulates a read from before the first poll, with a concurrent poll since.
    found.polled_at = None;
    let mut theirs = found.clone();
    theirs.state = State::ManualReview;
    let change = Change::of(theirs);
    let changed = fixture.store.commit(change).await.expect("committed");
    assert!(changed.version > found.version);
    let refreshed = fixture.onboarding.refresh(found).await.expect("answered");
    let RefreshOutcome::TooSoon(read) = refreshed else {
        panic!("{refreshed:?}");
    };
    assert_eq!(read.version, changed.version);
}

#[tokio::test]
async fn resubmission_beyond_the_last_attempt_is_parked_when_polled() {
    let fixture = polled_application().await;
    let mut found = fixture.onboarding.find(fixture.id).await.expect("there");
    found.state = State::Resubmit;
    let stored = fixture.store.commit(Change::of(found)).await;
    stored.expect("committed");
    let mut onboarding = fixture.onboarding.clone();
    onboarding.policy = Arc::new(Policy {
        attempts: 1,
        ..Policy::clone(&onboarding.policy)
    });
    let found = onboarding.find(fixture.id).await.expect("there");
    let parked = State::Parked(Reason::OutOfAttempts);
    assert_eq!(found.state, parked);
    let refreshed = onboarding.refresh(found).await.expect("answered");
    assert_eq!(label(&refreshed), parked.kind());
}

#[tokio::test]
async fn status_needs_no_poll_where_none_is_due() {
    let fixture = polled_application().await;
    let found = fixture.onboarding.find(fixture.id).await.expect("there");
    let outline = |state: &State| ApplicationSummary {
        id: found.id,
        external_id: found.external_id.clone(),
        state: state.clone(),
        attempts: found.attempts,
        granted: found.granted,
        polled_at: found.polled_at,
    };
    let status = |outline: ApplicationSummary| {
        fixture
            .onboarding
            .status_without_poll(outline)
            .map(|it| it.state)
    };
    for state in [State::ManualReview, State::Denied, State::Resubmit] {
        assert_eq!(status(outline(&state)), Some(state.clone()), "{state:?}");
        let unasked = ApplicationSummary {
            polled_at: None,
            ..outline(&state)
        };
        let waits = state.awaits_provider();
        assert_eq!(status(unasked).is_some(), !waits, "{state:?}");
        let without_update = ApplicationSummary {
            external_id: None,
            polled_at: None,
            ..outline(&state)
        };
        assert_eq!(status(without_update), Some(state));
    }
    let over = ApplicationSummary {
        attempts: fixture.onboarding.policy.attempts,
        ..outline(&State::Resubmit)
    };
    for to_be_recorded in [over, outline(&State::Expired)] {
        assert_eq!(status(to_be_recorded), None);
    }
}
