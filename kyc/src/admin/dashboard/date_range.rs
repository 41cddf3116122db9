//! The date range of the dashboard.

use time::{Date, Duration};

/// A count of days, including today.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DateRange {
    /// A week.
    Week,
    /// Thirty days.
    #[default]
    Month,
    /// Ninety days.
    Quarter,
}

impl DateRange {
    /// All ranges, the shortest first.
    pub const ALL: [Self; 3] = [Self::Week, Self::Month, Self::Quarter];

    /// The count of days.
    #[must_use]
    pub const fn days(self) -> u16 {
        match self {
            Self::Week => 7,
            Self::Month => 30,
            Self::Quarter => 90,
        }
    }

    /// Parses the range from a URL.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        let days = word.parse().ok();
        Self::ALL.into_iter().find(|span| Some(span.days()) == days)
    }

    /// The first day of the range.
    #[must_use]
    pub fn first(self, today: Date) -> Date {
        let before = Duration::days(i64::from(self.days()) - 1);
        today.checked_sub(before).unwrap_or(Date::MIN)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn date_range_ends_today_and_round_trips_through_text() {
        let today = time::macros::date!(2026 - 11 - 25);
        for span in DateRange::ALL {
            assert_eq!(DateRange::parse(&span.days().to_string()), Some(span));
            let days = (today - span.first(today)).whole_days() + 1;
            assert_eq!(days, i64::from(span.days()));
        }
        assert_eq!(DateRange::parse("8"), None);
        assert_eq!(DateRange::parse("-7"), None);
    }
}
