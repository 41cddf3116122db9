//! Capture links that the provider offers more than once.

use super::{NOW, apply, capture, update};
use kyc::{
    provider::{Capture, ProviderOutcome, ProviderUpdate},
    state::{State, UpdateLog},
};
use time::Duration;

#[test]
fn new_link_replaces_the_old_and_missing_link_keeps_it() {
    let old = State::DocumentsRequired(capture("old"));
    let with = |link| update(ProviderOutcome::DocumentsRequired(link), true);
    let fresh = apply(&old, &with(Some(capture("new")))).state;
    assert_eq!(fresh, State::DocumentsRequired(capture("new")));
    assert_eq!(apply(&old, &with(None)).state, old);
}

#[test]
fn repeated_link_keeps_its_expiry() {
    let old = State::DocumentsRequired(capture("old"));
    let mut again = capture("old");
    again.expires_at += Duration::minutes(5);
    let again = update(ProviderOutcome::DocumentsRequired(Some(again)), true);
    assert_eq!(apply(&old, &again).state, old);
}

/// Status response with the link, requested so many minutes after the link was made.
fn seen(minute: i64) -> ProviderUpdate {
    let at = NOW + Duration::minutes(minute);
    let seen = Capture {
        offered_at: at,
        expires_at: at + Duration::minutes(20),
        ..capture("old").seen_alive(at)
    };
    ProviderUpdate {
        requested_at: at,
        ..update(ProviderOutcome::DocumentsRequired(Some(seen)), true)
    }
}

/// Whether the link is still offered so many minutes after it was made.
fn lives(state: &State, minute: i64) -> bool {
    let (state, _) = state.clone().at(NOW + Duration::minutes(minute));
    state.capture().is_some()
}

#[test]
fn link_seen_alive_outlives_its_expiry() {
    let offered = update(
        ProviderOutcome::DocumentsRequired(Some(capture("old"))),
        true,
    );
    let first = State::SUBMITTED.apply(UpdateLog::default(), &offered);
    assert!(lives(&first.state, 19) && !lives(&first.state, 20));
    let again = first.state.apply(first.update_log, &seen(19));
    assert!(
        lives(&again.state, 58),
        "until the provider may have been polled"
    );
    assert!(!lives(&again.state, 71), "and then it ends");
    // The announced expiry does not change.
    assert_eq!(
        again.state.capture().map(|c| c.expires_at),
        Some(NOW + Duration::minutes(20))
    );
}

#[test]
fn expired_link_returns_when_seen_alive() {
    let (expired, died) = State::DocumentsRequired(capture("old")).at(NOW + Duration::HOUR);
    assert!(died);
    assert!(lives(&apply(&expired, &seen(60)).state, 99));
}

#[test]
fn link_updates_in_any_order_reach_the_same_state() {
    let made = update(
        ProviderOutcome::DocumentsRequired(Some(capture("old"))),
        true,
    );
    let order = [made, seen(5), seen(30), seen(55), seen(80)];
    let end = |order: &[ProviderUpdate]| {
        let first = (State::SUBMITTED, UpdateLog::default());
        let transition = order.iter().fold(first, |(state, transition), piece| {
            let transition = state.apply(transition, piece);
            (transition.state, transition.update_log)
        });
        transition.0
    };
    let expected = end(&order);
    for n in 0..order.len() {
        let mut mixed = order.clone();
        mixed.rotate_left(n);
        assert_eq!(end(&mixed), expected, "{n}");
        mixed.reverse();
        assert_eq!(end(&mixed), expected, "{n}, backwards");
    }
}

#[test]
fn capture_over_means_review_before_expiry_and_expired_after() {
    let offered = State::DocumentsRequired(capture("old"));
    let over = |minute| ProviderUpdate {
        requested_at: NOW + Duration::minutes(minute),
        ..update(ProviderOutcome::CaptureOver, true)
    };
    let used = apply(&offered, &over(19)).state;
    assert_eq!(used, State::DocumentsUnderReview);
    assert_eq!(apply(&offered, &over(20)).state, State::Expired);
    // The expiry counts, even if a later response showed the link.
    let seen = apply(&offered, &seen(19)).state;
    assert_eq!(apply(&seen, &over(20)).state, State::Expired);
}
