//! The one job that an application has at any time, and when it is due. Both follow from the
//! application's state alone.
//!
//! | module | content |
//! |---|---|
//! | [`poll_interval`] | how often the provider is polled, and when polling stops |
//! | [`retry_wait`] | the wait before a failed attempt is sent again |

mod poll_interval;
// The browser schedules nothing.
#[cfg(feature = "native")]
mod retry_wait;

pub use poll_interval::{job_poll_interval, overdue_at};
#[cfg(feature = "native")]
pub(crate) use retry_wait::{capped_retry_after, wait_after};

use crate::{
    application::Application,
    id::ApplicationId,
    state::{Reason, State},
};
use time::{Duration, OffsetDateTime};

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

crate::word_table! {
    /// The stored word.
    JobKind: as_str, parse {
        Submit => "submit",
        Poll => "poll",
        Expire => "expire",
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

/// The interval of tries while the provider rejects our access.
pub(crate) const UNAUTHORIZED_RETRY_INTERVAL: Duration = Duration::minutes(10);

/// Extends a wait by up to a fifth, so that jobs that began together spread out. `jitter` is
/// random.
#[must_use]
pub fn jittered(wait: Duration, jitter: u8) -> Duration {
    wait + wait * i32::from(jitter) / (5 * i32::from(u8::MAX))
}

impl Application {
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

    #[test]
    fn jitter_adds_up_to_a_fifth() {
        let wait = Duration::seconds(100);
        assert_eq!(jittered(wait, 0), wait);
        assert_eq!(jittered(wait, 255), Duration::seconds(120));
    }
}
