//! Call statistics of the last hour, by minute, for the dashboard.

use kyc::{
    admin::dashboard::{Call, CallFigures},
    ports::VerifierError,
};
use std::collections::VecDeque;
use time::{Duration, OffsetDateTime};

/// Minutes that are kept, including the current one.
const MINUTES: i64 = 60;

/// Statistics of the last hour. They start empty with the server.
pub(super) struct CallStats {
    began: OffsetDateTime,
    /// Minutes with at least one call, the latest last.
    minutes: VecDeque<(i64, [CallFigures; Call::ALL.len()])>,
}

const fn minute(at: OffsetDateTime) -> i64 {
    at.unix_timestamp().div_euclid(60)
}

impl CallStats {
    pub(super) const fn new(now: OffsetDateTime) -> Self {
        Self {
            began: now,
            minutes: VecDeque::new(),
        }
    }

    /// Records the result of a call that has just ended.
    pub(super) fn record<T>(
        &mut self,
        call: Call,
        took: Duration,
        answer: &Result<T, VerifierError>,
        now: OffsetDateTime,
    ) {
        let calls = &mut self.minute(now)[call as usize];
        match answer {
            Err(VerifierError::Throttled { .. }) => {
                calls.throttled += 1;
                return;
            }
            Err(
                VerifierError::Unavailable { .. }
                | VerifierError::Unauthorized { .. }
                | VerifierError::UnexpectedStatus { .. },
            ) => {
                calls.failed += 1;
            }
            Ok(_)
            | Err(
                VerifierError::Malformed
                | VerifierError::AlreadyApproved
                | VerifierError::OtherId(_)
                | VerifierError::UnusableId,
            ) => {
                calls.answered += 1;
            }
        }
        let took = took.max(Duration::ZERO).whole_microseconds();
        calls.times.note(u64::try_from(took).unwrap_or(u64::MAX));
    }

    /// Figures of the current minute. If the clock was set back, the latest minute continues.
    fn minute(&mut self, now: OffsetDateTime) -> &mut [CallFigures; Call::ALL.len()] {
        let now = minute(now);
        if self.minutes.back().is_none_or(|(latest, _)| *latest < now) {
            self.minutes
                .push_back((now, <[CallFigures; Call::ALL.len()]>::default()));
        }
        while self.minutes.len() > 1 && self.minutes[0].0 <= now - MINUTES {
            self.minutes.pop_front();
        }
        let latest = self.minutes.len() - 1;
        &mut self.minutes[latest].1
    }

    /// Sum over the hour, and the start of the counted period.
    pub(super) fn sum(
        &self,
        now: OffsetDateTime,
    ) -> (OffsetDateTime, [CallFigures; Call::ALL.len()]) {
        let first = minute(now) - MINUTES + 1;
        let mut sum = <[CallFigures; Call::ALL.len()]>::default();
        for (_, calls) in self.minutes.iter().filter(|(at, _)| *at >= first) {
            for (all, some) in sum.iter_mut().zip(calls) {
                all.merge(some);
            }
        }
        let hour_ago = OffsetDateTime::from_unix_timestamp(first * 60).unwrap_or(now);
        (self.began.max(hour_ago), sum)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::datetime;

    #[test]
    fn old_calls_are_forgotten_and_throttled_calls_counted_apart() {
        let start = datetime!(2026-11-25 10:00:30 UTC);
        let mut hour = CallStats::new(start);
        let took = Duration::milliseconds(80);
        let gone: Result<(), _> = Err(VerifierError::Unavailable {
            cause: "timeout",
            retry_after: None,
        });
        let held: Result<(), _> = Err(VerifierError::Throttled {
            cause: "budget",
            wait: std::time::Duration::ZERO,
        });
        hour.record(Call::Start, took, &Ok(()), start);
        hour.record(Call::Start, took, &gone, start + Duration::minutes(1));
        hour.record(Call::Status, took, &held, start + Duration::minutes(1));
        let at = |minutes| {
            let now = start + Duration::minutes(minutes);
            let (since, [starts, questions, ..]) = hour.sum(now);
            assert_eq!(questions.made(), 0);
            (since, starts.answered, starts.failed, questions.throttled)
        };
        assert_eq!(at(2), (start, 1, 1, 1));
        assert_eq!(at(59), (start, 1, 1, 1));
        let since = datetime!(2026-11-25 10:01 UTC);
        assert_eq!(at(60), (since, 0, 1, 1));
        assert_eq!(at(61).1 + at(61).2 + at(61).3, 0);
        let (_, [starts, ..]) = hour.sum(start);
        let median = starts.times.quantile(50).expect("two calls");
        assert!((71_000..=96_000).contains(&median), "{median}");
        // Old minutes are removed even if the sum is never read.
        for n in 0..300 {
            hour.record(Call::Start, took, &Ok(()), start + Duration::minutes(n));
        }
        assert_eq!(hour.minutes.len(), 60);
    }
}
