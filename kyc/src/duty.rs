//! What is owed to an application without anybody asking: the one job that it
//! has at any time, and when it is due. A pure function of where it stands.

use crate::{
    application::Application,
    id::ApplicationId,
    state::{Label, Reason, State},
};
use time::{Duration, OffsetDateTime, Weekday};

/// The kinds of jobs that an application may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Duty {
    /// Send the open attempt.
    Submit,
    /// Ask the upstream where it stands.
    Poll,
    /// Take an offered capture link away once its time is over.
    Expire,
}

impl Duty {
    /// The word that is stored.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Submit => "submit",
            Self::Poll => "poll",
            Self::Expire => "expire",
        }
    }

    /// Reads the stored word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Submit, Self::Poll, Self::Expire]
            .into_iter()
            .find(|duty| duty.as_str() == word)
    }
}

/// A duty and the time from which it may be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Task {
    /// What.
    pub duty: Duty,
    /// When.
    pub due_at: OffsetDateTime,
}

/// The right to do a job until it is taken away: whoever claims the job next
/// gets a higher fence, and a change under an older one is refused (security I9).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lease {
    /// Whose job.
    pub application: ApplicationId,
    /// The fencing token.
    pub fence: i64,
}

/// A job that was claimed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Job {
    /// The right to it.
    pub lease: Lease,
    /// What to do.
    pub duty: Duty,
    /// How often it was claimed since it was set, this time included.
    pub tries: u32,
}

/// How long the upstream is asked often after something was handed in.
const SOON: Duration = Duration::minutes(5);
/// How often that is.
const OFTEN: Duration = Duration::seconds(5);
/// How often while a person upstream looks at it, and past [`SOON`].
const SELDOM: Duration = Duration::minutes(30);
/// How often while the applicant has a link and may use it on another device,
/// for the first hour.
const LINKED: Duration = Duration::seconds(30);
const LINK_IN_USE: Duration = Duration::HOUR;
/// Business days after which the upstream is asked no more.
const PATIENCE: u8 = 2;

/// How long to wait before the upstream is asked again in this state, so long
/// after it began; the schedule of contract §4.
#[must_use]
pub fn pace(label: Label, elapsed: Duration) -> Duration {
    match label {
        Label::DocumentsRequired if elapsed < LINK_IN_USE => LINKED,
        Label::Processing | Label::DocumentsUnderReview | Label::Provisioning if elapsed < SOON => {
            OFTEN
        }
        _ => SELDOM,
    }
}

/// The end of the second business day after this one: by then the upstream
/// should have decided (contract §4).
#[must_use]
pub fn overdue_at(since: OffsetDateTime) -> OffsetDateTime {
    let (mut at, mut days) = (since, 0);
    while days < PATIENCE {
        at += Duration::DAY;
        if !matches!(at.weekday(), Weekday::Saturday | Weekday::Sunday) {
            days += 1;
        }
    }
    at
}

/// Stretches a wait by up to a fifth, so that what began together does not
/// stay together; `luck` is random.
#[must_use]
pub fn jittered(wait: Duration, luck: u8) -> Duration {
    wait + wait * i32::from(luck) / (5 * i32::from(u8::MAX))
}

impl Application {
    /// Whether two business days went by in which nothing came of asking.
    #[must_use]
    pub fn is_overdue(&self, now: OffsetDateTime) -> bool {
        now >= overdue_at(self.since)
    }

    /// The job that it has as of its last change; none while it is the
    /// applicant's turn or all is said.
    #[must_use]
    pub fn task(&self, luck: u8) -> Option<Task> {
        let now = self.updated_at;
        let label = self.state.label();
        let wait = match &self.state {
            State::Submitting { wait, .. } => {
                let due_at = now + Duration::seconds(i64::from(*wait));
                let duty = Duty::Submit;
                return Some(Task { duty, due_at });
            }
            State::Expired | State::Resubmit | State::Parked(Reason::OutOfAttempts)
                if self.is_overdue(now) =>
            {
                return None;
            }
            // It is the applicant's turn, and they have left: the link may go.
            State::DocumentsRequired(capture) if self.is_overdue(now) => {
                let due_at = capture.ends_at();
                let duty = Duty::Expire;
                return Some(Task { duty, due_at });
            }
            state if !state.awaits_upstream() => return None,
            _ => jittered(pace(label, now - self.since), luck),
        };
        let poll = Task {
            duty: Duty::Poll,
            due_at: now + wait,
        };
        Some(match self.state.capture() {
            Some(capture) if capture.ends_at() <= poll.due_at => Task {
                duty: Duty::Expire,
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
    fn the_upstream_is_asked_often_first_and_seldom_later() {
        let seconds = |label, minutes| pace(label, Duration::minutes(minutes)).whole_seconds();
        for label in [
            Label::Processing,
            Label::DocumentsUnderReview,
            Label::Provisioning,
        ] {
            assert_eq!(
                [0, 4, 5, 600].map(|m| seconds(label, m)),
                [5, 5, 1800, 1800]
            );
        }
        assert_eq!(seconds(Label::ManualReview, 0), 1800);
        assert_eq!(
            [0, 59, 60].map(|m| seconds(Label::DocumentsRequired, m)),
            [30, 30, 1800]
        );
    }

    #[test]
    fn jitter_adds_up_to_a_fifth() {
        let wait = Duration::seconds(100);
        assert_eq!(jittered(wait, 0), wait);
        assert_eq!(jittered(wait, 255), Duration::seconds(120));
    }
}
