//! The age of an application, in the ranges of the list's filter.

use time::{Duration, OffsetDateTime};

/// A range of ages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AgeFilter {
    /// Less than a day.
    Day,
    /// A day to three.
    Days,
    /// Three to seven days.
    Week,
    /// Seven to thirty days.
    Month,
    /// Thirty days or more.
    Older,
}

crate::word_table! {
    /// The word in a URL. The shortest range comes first.
    AgeFilter: as_str, parse {
        Day => "day",
        Days => "days",
        Week => "week",
        Month => "month",
        Older => "older",
    }
}

impl AgeFilter {
    /// The range in days ago; without a second value it has no end.
    const fn days(self) -> (i64, Option<i64>) {
        match self {
            Self::Day => (0, Some(1)),
            Self::Days => (1, Some(3)),
            Self::Week => (3, Some(7)),
            Self::Month => (7, Some(30)),
            Self::Older => (30, None),
        }
    }

    /// The first and last opening time of the range, inclusive, in milliseconds since 1970.
    ///
    /// The youngest range has no upper bound, because another server's clock may be ahead.
    #[must_use]
    pub fn time_range(self, now: OffsetDateTime) -> (i64, i64) {
        let (near, far) = self.days();
        let ago = |days| super::cursor::millis(now - Duration::days(days));
        let last = if near == 0 { i64::MAX } else { ago(near) };
        (far.map_or(i64::MIN, |days| ago(days) + 1), last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_ranges_have_no_gap_and_no_overlap() {
        let now = time::macros::datetime!(2026-11-23 12:00 UTC);
        let stretches: Vec<_> = AgeFilter::ALL
            .iter()
            .map(|age| age.time_range(now))
            .collect();
        assert_eq!(stretches[0].1, i64::MAX);
        assert_eq!(stretches[4].0, i64::MIN);
        for two in stretches.windows(2) {
            assert_eq!(two[0].0, two[1].1 + 1, "{two:?}");
        }
        for age in AgeFilter::ALL {
            assert_eq!(AgeFilter::parse(age.as_str()), Some(*age));
        }
    }
}
