//! The wait before a failed attempt is sent again: the retry schedule and the provider's
//! `Retry-After`.

use super::jittered;
use std::time::Duration;
use time::Duration as Span;

/// The waits after each failed try, in seconds: five quick tries (contract §2), then longer waits.
const RETRY_WAITS: [u32; 8] = [1, 2, 4, 8, 15, 30, 60, 120];
/// Cap of the provider's `Retry-After`, in seconds.
const MAX_RETRY_AFTER: u64 = 3_600;

/// The wait after `failed` failed tries, in seconds: the schedule's wait, or the provider's
/// `Retry-After` if that is longer.
pub(crate) fn wait_after(failed: u32, retry_after: u32, jitter: u8) -> u32 {
    let step = usize::try_from(failed).unwrap_or(usize::MAX);
    let planned = RETRY_WAITS[step.saturating_sub(1).min(RETRY_WAITS.len() - 1)];
    let wait = planned.max(retry_after);
    let wait = jittered(Span::seconds(wait.into()), jitter).whole_seconds();
    u32::try_from(wait).unwrap_or(u32::MAX)
}

/// The provider's `Retry-After`, capped, in seconds; 0 if there is none.
pub(crate) fn capped_retry_after(retry_after: Option<Duration>) -> u32 {
    let seconds = retry_after.map_or(0, |wait| wait.as_secs().min(MAX_RETRY_AFTER));
    u32::try_from(seconds).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::State;

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
