//! The date at an applicant's home.

use crate::value::UsState::{self, *};
use time::{Date, Duration, Month, OffsetDateTime, Time, UtcOffset, Weekday};

/// The current date, which depends on the place: at noon in New York, the next day has begun in
/// Guam.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Today(OffsetDateTime);

impl Today {
    /// The dates at a time.
    #[must_use]
    pub const fn at(now: OffsetDateTime) -> Self {
        Self(now.to_offset(UtcOffset::UTC))
    }

    /// The date in a state, in its easternmost time zone.
    #[must_use]
    pub fn in_state(self, state: UsState) -> Date {
        let (hours, has_summer_time) = standard_offset(state);
        let standard = self.0 + Duration::hours(hours);
        let is_summer = has_summer_time && is_summer_time(standard);
        (standard + Duration::hours(i64::from(is_summer))).date()
    }

    /// The latest date in any of the states.
    ///
    /// It is that of the easternmost state with summer time, or of the easternmost without. Every
    /// page asks for it: the dates of all states cost 8 % of an application's processor time.
    #[must_use]
    pub fn latest_in(self, states: &[UsState]) -> Date {
        let easternmost = |summer: bool| {
            let states = states.iter().copied();
            let states = states.filter(|state| standard_offset(*state).1 == summer);
            states.max_by_key(|state| standard_offset(*state).0)
        };
        let deciding = [true, false].into_iter().filter_map(easternmost);
        let dates = deciding.map(|state| self.in_state(state));
        dates.max().unwrap_or(self.0.date())
    }

    /// The latest date in any state.
    #[must_use]
    pub fn latest(self) -> Date {
        self.latest_in(UsState::ALL)
    }
}

/// The same date in every state.
impl From<Date> for Today {
    fn from(date: Date) -> Self {
        // 00:30 in American Samoa and 23:30 at the easternmost military address.
        Self(date.midnight().assume_utc() + Duration::minutes(11 * 60 + 30))
    }
}

/// The standard time of a state's easternmost zone in hours from UTC, and whether it has summer
/// time. Military addresses count as the easternmost places of their region.
const fn standard_offset(state: UsState) -> (i64, bool) {
    match state {
        Ct | Dc | De | Fl | Ga | In | Ky | Ma | Md | Me | Mi | Nc | Nh | Nj | Ny | Oh | Pa | Ri
        | Sc | Tn | Va | Vt | Wv => (-5, true),
        Al | Ar | Ia | Il | Ks | La | Mn | Mo | Ms | Nd | Ne | Ok | Sd | Tx | Wi => (-6, true),
        Az | Co | Id | Mt | Nm | Nv | Or | Ut | Wy => (-7, true),
        Ca | Wa => (-8, true),
        Ak => (-9, true),
        Hi => (-10, false),
        As => (-11, false),
        Pr | Vi => (-4, false),
        Gu | Mp => (10, false),
        Aa => (-3, false),
        Ae => (4, false),
        Ap => (12, false),
    }
}

/// Whether summer time is in force at a local standard time (15 U.S.C. § 260a). It lasts from the
/// second Sunday of March at 2 to the first Sunday of November at 1.
fn is_summer_time(standard: OffsetDateTime) -> bool {
    let sunday = |month, from, hour| {
        let first = Date::from_calendar_date(standard.year(), month, from).ok()?;
        let days = i64::from((7 - first.weekday().number_days_from_sunday()) % 7);
        let time = Time::from_hms(hour, 0, 0).ok()?;
        Some((first + Duration::days(days)).with_time(time).assume_utc())
    };
    let begins = sunday(Month::March, 8, 2);
    let ends = sunday(Month::November, 1, 1);
    debug_assert_eq!(begins.map(OffsetDateTime::weekday), Some(Weekday::Sunday));
    begins.is_some_and(|begins| standard >= begins) && ends.is_some_and(|ends| standard < ends)
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::{date, datetime};

    #[test]
    fn today_is_the_local_date_of_the_state() {
        for (now, state, expected) in [
            (datetime!(2026-11-02 03:00 UTC), Ny, date!(2026 - 11 - 01)),
            (datetime!(2026-11-02 04:59 UTC), Ny, date!(2026 - 11 - 01)),
            (datetime!(2026-11-02 05:00 UTC), Ny, date!(2026 - 11 - 02)),
            (datetime!(2026-07-02 03:59 UTC), Ny, date!(2026 - 07 - 01)),
            (datetime!(2026-07-02 04:00 UTC), Ny, date!(2026 - 07 - 02)),
            (datetime!(2026-03-08 04:59 UTC), Ny, date!(2026 - 03 - 07)),
            (datetime!(2026-03-09 04:00 UTC), Ny, date!(2026 - 03 - 09)),
            (datetime!(2026-11-01 04:00 UTC), Ny, date!(2026 - 11 - 01)),
            (datetime!(2026-07-02 06:59 UTC), Ca, date!(2026 - 07 - 01)),
            (datetime!(2026-07-02 07:00 UTC), Ca, date!(2026 - 07 - 02)),
            (datetime!(2026-07-02 09:59 UTC), Hi, date!(2026 - 07 - 01)),
            (datetime!(2026-07-02 10:59 UTC), As, date!(2026 - 07 - 01)),
            (datetime!(2026-07-01 14:00 UTC), Gu, date!(2026 - 07 - 02)),
            (datetime!(2026-07-02 04:00 UTC), Pr, date!(2026 - 07 - 02)),
            (
                datetime!(2026-07-02 07:59 +04:00),
                Ny,
                date!(2026 - 07 - 01),
            ),
        ] {
            assert_eq!(Today::at(now).in_state(state), expected, "{state} at {now}");
        }
    }

    #[test]
    fn latest_date_is_that_of_the_earliest_time_zone() {
        let now = Today::at(datetime!(2026-07-01 15:00 UTC));
        assert_eq!(now.latest(), date!(2026 - 07 - 02));
        assert_eq!(now.latest_in(&[Ny, Gu]), date!(2026 - 07 - 02));
        assert_eq!(now.latest_in(&[Ny, Ca]), date!(2026 - 07 - 01));
        assert_eq!(now.latest_in(&[]), date!(2026 - 07 - 01));
    }

    #[test]
    fn latest_date_is_the_maximum_over_the_states() {
        let start = datetime!(2026-01-01 00:30 UTC);
        let sets: [&[UsState]; 4] = [UsState::ALL, &[Ny, Pr], &[Ca, Az, Hi], &[Ae, Ak]];
        for hours in (0..365 * 24).step_by(5) {
            let now = Today::at(start + Duration::hours(hours));
            for states in sets {
                let all = states.iter().map(|state| now.in_state(*state));
                assert_eq!(Some(now.latest_in(states)), all.max(), "{now:?}");
            }
        }
    }

    #[test]
    fn fixed_date_is_today_in_every_state() {
        for date in [date!(2026 - 01 - 15), date!(2026 - 07 - 15)] {
            for state in UsState::ALL {
                assert_eq!(Today::from(date).in_state(*state), date, "{state}");
            }
        }
    }
}
