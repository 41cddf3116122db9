//! The change after a failed attempt: it stays open, and `kyc/src/jobs/retry_wait.rs` says until when
//! the next try waits.

use crate::{
    application::Application,
    audit::{Action, Actor, Event},
    jobs::{capped_retry_after, jittered, wait_after},
    ports::Change,
    state::{State, StateKind},
};
use std::time::Duration;
use time::Duration as Span;

/// Keeps the attempt open for a later try.
pub(super) fn retry_later(
    application: Application,
    attempt: u32,
    cause: &str,
    retry_after: Option<Duration>,
    jitter: u8,
) -> Change {
    let failed = match application.state {
        State::Submitting { failed_rounds, .. } => failed_rounds.saturating_add(1),
        _ => 1,
    };
    let retry_after = capped_retry_after(retry_after);
    let state = State::Submitting {
        failed_rounds: failed,
        wait: wait_after(failed, retry_after, jitter),
        retry_after,
    };
    undelivered(application, state, attempt, cause)
}

/// Keeps the attempt open after a try that was held back before it was sent. It counts as no failed
/// try: the throttle alone says how long to wait.
pub(super) fn hold_back(
    application: Application,
    attempt: u32,
    cause: &str,
    wait: Duration,
    jitter: u8,
) -> Change {
    let failed_rounds = match application.state {
        State::Submitting { failed_rounds, .. } => failed_rounds,
        _ => 0,
    };
    let retry_after = capped_retry_after(Some(wait));
    let wait = jittered(Span::seconds(retry_after.into()), jitter).whole_seconds();
    let state = State::Submitting {
        failed_rounds,
        wait: u32::try_from(wait).unwrap_or(u32::MAX),
        retry_after,
    };
    undelivered(application, state, attempt, cause)
}

fn undelivered(mut application: Application, state: State, attempt: u32, cause: &str) -> Change {
    let from = application.state.kind();
    let now = application.updated_at;
    application.enter(state, now);
    let action = Action::Undelivered {
        attempt,
        cause: cause.to_owned(),
    };
    let event = Event {
        actor: Actor::System,
        action,
        from,
        to: StateKind::Submitting,
    };
    Change {
        events: vec![event],
        ..Change::of(application)
    }
}
