//! The one job that an application has at any time, and when it is due. Both follow from the
//! application's state alone.

use crate::{
    application::Application,
    id::ApplicationId,
    state::{Reason, State, StateKind},
};
use time::{Duration, OffsetDateTime, Weekday};

/// The kinds of jobs that an application may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum JobKind {
    /// Send the open attempt.
    Submit,
    /// Poll the provider.
    Poll,
    /// Remove a capture link after its expiry.
    Expire,
}

impl JobKind {
    /// The stored word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Submit => "submit",
            Self::Poll => "poll",
            Self::Expire => "expire",
        }
    }

    /// Parses the stored word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Submit, Self::Poll, Self::Expire]
            .into_iter()
            .find(|kind| kind.as_str() == word)
    }
}

/// A job and the time from which it may run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ScheduledJob {
    /// The kind of the job.
    pub kind: JobKind,
    /// The due time.
    pub due_at: OffsetDateTime,
}

/// The lease of a job. The next claim gets a higher fence, and the store rejects a change under an
/// older one (security I9).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lease {
    /// The application of the job.
    pub application: ApplicationId,
    /// The fencing token.
    pub fence: i64,
}

/// The lease of a stored webhook delivery. Like a [`Lease`], it ends when another worker claims the
/// delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DeliveryLease {
    /// The number of the delivery.
    pub number: i64,
    /// The fencing token.
    pub fence: i64,
}

/// A claimed job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Job {
    /// The lease.
    pub lease: Lease,
    /// The kind of the job.
    pub kind: JobKind,
    /// How many times it was claimed since it was scheduled, including this time.
    pub tries: u32,
}

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
/// The interval of tries while the provider rejects our access.
pub(crate) const UNAUTHORIZED_RETRY_INTERVAL: Duration = Duration::minutes(10);
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

/// Extends a wait by up to a fifth, so that jobs that began together spread out. `jitter` is
/// random.
#[must_use]
pub fn jittered(wait: Duration, jitter: u8) -> Duration {
    wait + wait * i32::from(jitter) / (5 * i32::from(u8::MAX))
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

    /// The job after the last change. `None` if the state is final or waits for the applicant
    /// alone.
    #[must_use]
    pub fn next_job(&self, jitter: u8) -> Option<ScheduledJob> {
        let now = self.updated_at;
        let kind = self.state.kind();
        let wait = match &self.state {
            State::Submitting { wait, .. } => {
                let due_at = now + Duration::seconds(i64::from(*wait));
                let kind = JobKind::Submit;
                return Some(ScheduledJob { kind, due_at });
            }
            State::Parked(Reason::ProviderUnauthorized) => {
                return Some(ScheduledJob {
                    kind: JobKind::Submit,
                    due_at: now + jittered(UNAUTHORIZED_RETRY_INTERVAL, jitter),
                });
            }
            State::Expired
            | State::Resubmit
            | State::Parked(Reason::OutOfAttempts | Reason::UnusableLink)
                if self.is_overdue(now) =>
            {
                return None;
            }
            // The applicant must act and has been away for two business days: only the link's
            // expiry is still due.
            State::DocumentsRequired(capture) if self.is_overdue(now) => {
                let due_at = capture.ends_at();
                let kind = JobKind::Expire;
                return Some(ScheduledJob { kind, due_at });
            }
            state if !state.awaits_provider() => return None,
            _ => jittered(job_poll_interval(kind, now - self.since), jitter),
        };
        let poll = ScheduledJob {
            kind: JobKind::Poll,
            due_at: now + wait,
        };
        Some(match self.state.capture() {
            Some(capture) if capture.ends_at() <= poll.due_at => ScheduledJob {
                kind: JobKind::Expire,
                due_at: capture.ends_at(),
            },
            _ => poll,
        })
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

    #[test]
    fn jitter_adds_up_to_a_fifth() {
        let wait = Duration::seconds(100);
        assert_eq!(jittered(wait, 0), wait);
        assert_eq!(jittered(wait, 255), Duration::seconds(120));
    }
}
