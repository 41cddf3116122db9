//! How often the provider is polled, and when polling stops; the schedule of contract §4.

use crate::{
    application::Application,
    state::{State, StateKind},
};
use time::{Duration, OffsetDateTime, Weekday};

/// How long polls are frequent after an application enters a state.
const FAST_POLL_WINDOW: Duration = Duration::minutes(5);
/// The interval of frequent polls.
const FAST_POLL_INTERVAL: Duration = Duration::seconds(5);
/// The poll interval during manual review, and after [`FAST_POLL_WINDOW`].
const SLOW_POLL_INTERVAL: Duration = Duration::minutes(30);
/// The poll interval during the first hour of a capture link, which may be used on another device.
///
/// In dialect A only a poll during the review tells used documents from required ones. The interval
/// is therefore shorter than the sandbox's review.
const LINK_POLL_INTERVAL: Duration = Duration::seconds(15);
const LINK_POLL_WINDOW: Duration = Duration::HOUR;
/// The longest wait for a job for which an open page reloads by itself.
const SOON: Duration = Duration::minutes(1);
/// Business days after which polling stops.
const DECISION_BUSINESS_DAYS: u8 = 2;

/// The poll interval for a state that began `elapsed` ago; the schedule of contract §4.
#[must_use]
pub fn job_poll_interval(kind: StateKind, elapsed: Duration) -> Duration {
    match kind {
        StateKind::DocumentsRequired if elapsed < LINK_POLL_WINDOW => LINK_POLL_INTERVAL,
        StateKind::Processing | StateKind::DocumentsUnderReview | StateKind::Provisioning
            if elapsed < FAST_POLL_WINDOW =>
        {
            FAST_POLL_INTERVAL
        }
        _ => SLOW_POLL_INTERVAL,
    }
}

/// The end of the second business day after `since`: the provider should have decided by then
/// (contract §4).
#[must_use]
pub fn overdue_at(since: OffsetDateTime) -> OffsetDateTime {
    let (mut at, mut days) = (since, 0);
    while days < DECISION_BUSINESS_DAYS {
        at += Duration::DAY;
        if !matches!(at.weekday(), Weekday::Saturday | Weekday::Sunday) {
            days += 1;
        }
    }
    at
}

impl Application {
    /// Whether two business days have passed without a decision.
    #[must_use]
    pub fn is_overdue(&self, now: OffsetDateTime) -> bool {
        now >= overdue_at(self.since)
    }

    /// Whether the state may change by itself within minutes, so that an open page may reload for
    /// it. In manual review, after a long delay and on the applicant's turn without a link it does
    /// not.
    #[must_use]
    pub fn may_change_soon(&self, now: OffsetDateTime) -> bool {
        match &self.state {
            State::Submitting { wait, .. } => Duration::seconds(i64::from(*wait)) <= SOON,
            state if state.awaits_provider() => {
                job_poll_interval(state.kind(), now - self.since) <= SOON
            }
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::datetime;

    #[test]
    fn weekends_are_no_business_days() {
        for (since, overdue) in [
            (
                datetime!(2026-11-23 10:00 UTC),
                datetime!(2026-11-25 10:00 UTC),
            ),
            (
                datetime!(2026-11-26 10:00 UTC),
                datetime!(2026-11-30 10:00 UTC),
            ),
            (
                datetime!(2026-11-28 10:00 UTC),
                datetime!(2026-12-01 10:00 UTC),
            ),
        ] {
            assert_eq!(overdue_at(since), overdue);
        }
    }

    #[test]
    fn poll_interval_is_short_at_first_and_long_later() {
        let seconds =
            |kind, minutes| job_poll_interval(kind, Duration::minutes(minutes)).whole_seconds();
        for kind in [
            StateKind::Processing,
            StateKind::DocumentsUnderReview,
            StateKind::Provisioning,
        ] {
            assert_eq!([0, 4, 5, 600].map(|m| seconds(kind, m)), [5, 5, 1800, 1800]);
        }
        assert_eq!(seconds(StateKind::ManualReview, 0), 1800);
        assert_eq!(
            [0, 59, 60].map(|m| seconds(StateKind::DocumentsRequired, m)),
            [15, 15, 1800]
        );
    }
}
