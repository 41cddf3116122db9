//! The wait before a failed attempt is sent again: the retry schedule and the provider's
//! `Retry-After`. `next_job` in `kyc/src/job.rs` makes it the time of the application's job.

use crate::{
    application::Application,
    audit::{Action, Actor, Event},
    job::jittered,
    ports::Change,
    state::{State, StateKind},
};
use std::time::Duration;
use time::Duration as Span;

/// The waits after each failed try, in seconds: five quick tries (contract §2), then longer waits.
const RETRY_WAITS: [u32; 8] = [1, 2, 4, 8, 15, 30, 60, 120];
/// Cap of the provider's `Retry-After`, in seconds.
const MAX_RETRY_AFTER: u64 = 3_600;

/// The wait after `failed` failed tries, in seconds: the schedule's wait, or the provider's
/// `Retry-After` if that is longer.
fn wait_after(failed: u32, retry_after: u32, jitter: u8) -> u32 {
    let step = usize::try_from(failed).unwrap_or(usize::MAX);
    let planned = RETRY_WAITS[step.saturating_sub(1).min(RETRY_WAITS.len() - 1)];
    let wait = planned.max(retry_after);
    let wait = jittered(Span::seconds(wait.into()), jitter).whole_seconds();
    u32::try_from(wait).unwrap_or(u32::MAX)
}

/// The provider's `Retry-After`, capped, in seconds; 0 if there is none.
fn capped_retry_after(retry_after: Option<Duration>) -> u32 {
    let seconds = retry_after.map_or(0, |wait| wait.as_secs().min(MAX_RETRY_AFTER));
    u32::try_from(seconds).unwrap_or(u32::MAX)
}

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn retry_wait_grows_to_two_minutes_and_follows_retry_after() {
        let wait = |failed, seconds: Option<u64>| {
            wait_after(
                failed,
                capped_retry_after(seconds.map(Duration::from_secs)),
                0,
            )
        };
        assert_eq!(
            [1, 2, 3, 4, 5, 8, 40].map(|n| wait(n, None)),
            [1, 2, 4, 8, 15, 120, 120]
        );
        assert_eq!(wait(1, Some(60)), 60);
        assert_eq!(wait(1, Some(86_400)), 3_600);
        assert_eq!(wait_after(4, 0, 255), 9);
    }

    #[test]
    fn attempt_is_delayed_from_the_fifth_failure() {
        for jitter in [0, 255] {
            let after = |failed| State::Submitting {
                failed_rounds: failed,
                wait: wait_after(failed, 0, jitter),
                retry_after: 0,
            };
            assert!(!after(4).is_delayed());
            assert!(after(5).is_delayed());
        }
    }
}
