//! Formats of figures, shares and times on the dashboard.

use crate::{
    admin::{i18n::dashboard as texts, labels::figure},
    components::short_day,
};
use kyc::{admin::dashboard::DayStats, lang::Lang};

/// A number given in tenths, with at most one decimal place. From 100 on it has
/// none.
fn tenths(n: u64) -> String {
    let (whole, tenth) = (n / 10, n % 10);
    if tenth == 0 || whole >= 100 {
        figure(whole)
    } else {
        format!("{}.{tenth}", figure(whole))
    }
}

/// Share of a whole in per cent. The share of zero is 0%.
pub(super) fn percent(lang: Lang, part: u64, whole: u64) -> String {
    let thousand = u128::from(part) * 1_000;
    let tenth = (thousand + u128::from(whole / 2)) / u128::from(whole.max(1));
    if tenth == 0 && part > 0 {
        return texts::UNDER_PERCENT.to(lang).to_owned();
    }
    // A part below the whole never rounds up to 100%.
    let tenth = if part < whole { tenth.min(999) } else { tenth };
    let tenth = u64::try_from(tenth).unwrap_or(u64::MAX);
    texts::PERCENT.fill(lang, &[("n", &tenths(tenth))])
}

/// Count and its share of a whole.
pub(super) fn some(lang: Lang, part: u64, whole: u64) -> String {
    format!("{} ({})", figure(part), percent(lang, part, whole))
}

/// Quantity in a unit, with one decimal place below ten units.
fn units(n: u64, unit: u64) -> String {
    let tenth = (n * 10 + unit / 2) / unit;
    if tenth >= 100 {
        figure((n + unit / 2) / unit)
    } else {
        tenths(tenth)
    }
}

const SECOND: u64 = 1_000;
const MINUTE: u64 = 60 * SECOND;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;

/// Decision time, from milliseconds.
pub(super) fn lasting(lang: Lang, ms: u64) -> String {
    match ms {
        ..SECOND => texts::TIMES_UNDER.fill(lang, &[("time", "1 s")]),
        SECOND..MINUTE => format!("{} s", units(ms, SECOND)),
        MINUTE..HOUR => format!("{} min", units(ms, MINUTE)),
        HOUR..172_800_000 => format!("{} h", units(ms, HOUR)),
        172_800_000.. => texts::UNIT_DAY.fill(lang, &[("n", &units(ms, DAY))]),
    }
}

/// Response time, from microseconds.
pub(super) fn brief(lang: Lang, us: u64) -> String {
    match us {
        ..1_000 => texts::TIMES_UNDER.fill(lang, &[("time", "1 ms")]),
        1_000..1_000_000 => format!("{} ms", units(us, 1_000)),
        1_000_000.. => format!("{} s", units(us, 1_000_000)),
    }
}

/// Labels of the first, a middle and the last day, for the chart's axis.
pub(super) fn edges(lang: Lang, days: &[DayStats]) -> Vec<String> {
    let places = [0, days.len() / 2, days.len().saturating_sub(1)];
    let days = places.into_iter().filter_map(|n| days.get(n));
    days.map(|day| short_day(lang, day.date)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn partial_share_is_never_rounded_to_none_or_all() {
        for (part, whole, expected) in [
            (0, 0, "0%"),
            (0, 7, "0%"),
            (1, 8, "12.5%"),
            (2, 3, "66.7%"),
            (1, 1_000_000, "under 0.1%"),
            (999_999, 1_000_000, "99.9%"),
            (3, 3, "100%"),
        ] {
            assert_eq!(percent(Lang::En, part, whole), expected);
        }
        assert_eq!(percent(Lang::Es, 1, 8), "12.5 %");
    }

    #[test]
    fn duration_is_shown_in_one_fitting_unit() {
        for (ms, expected) in [
            (0, "under 1 s"),
            (1_500, "1.5 s"),
            (59_900, "60 s"),
            (90_000, "1.5 min"),
            (1_234_000, "21 min"),
            (3 * HOUR, "3 h"),
            (47 * HOUR, "47 h"),
            (60 * HOUR, "2.5 days"),
            (163 * DAY, "163 days"),
        ] {
            assert_eq!(lasting(Lang::En, ms), expected);
        }
        assert_eq!(lasting(Lang::Es, 60 * HOUR), "2.5 días");
        for (us, expected) in [
            (20, "under 1 ms"),
            (8_400, "8.4 ms"),
            (240_300, "240 ms"),
            (1_200_000, "1.2 s"),
        ] {
            assert_eq!(brief(Lang::En, us), expected);
        }
    }
}
