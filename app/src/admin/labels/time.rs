//! Times as the admin shows them: relative and exact.

use crate::{
    admin::{context::admin_context, i18n::list as words},
    components::time_of_day,
    i18n::Text,
};
use kyc::lang::Lang;
use leptos::prelude::*;
use time::{Duration, OffsetDateTime};

/// Elapsed time in the largest suitable unit.
fn ago(lang: Lang, at: OffsetDateTime, now: OffsetDateTime) -> String {
    let past = (now - at).max(Duration::ZERO);
    let (minutes, hours, days) = (past.whole_minutes(), past.whole_hours(), past.whole_days());
    let so_many = |text: Text, n: i64| text.fill(lang, &[("n", &n.to_string())]);
    let some = |one: Text, some: Text, n: i64| match n {
        1 => one.to(lang).to_owned(),
        n => so_many(some, n),
    };
    match (minutes, hours, days) {
        (0, ..) => words::AGO_NOW.to(lang).to_owned(),
        (_, 0, _) => so_many(words::AGO_MINUTES, minutes),
        (_, _, 0) => so_many(words::AGO_HOURS, hours),
        (_, _, 1..=59) => some(words::AGO_DAY, words::AGO_DAYS, days),
        (_, _, 60..=729) => some(words::AGO_MONTH, words::AGO_MONTHS, days / 30),
        _ => some(words::AGO_YEAR, words::AGO_YEARS, days / 365),
    }
}

/// Elapsed time within a sentence.
fn since(lang: Lang, at: OffsetDateTime, now: OffsetDateTime) -> String {
    let time = ago(lang, at, now);
    if now - at < Duration::MINUTE {
        return time;
    }
    words::AGO.fill(lang, &[("time", &time)])
}

/// Relative time. The exact time replaces it on hover, or while the row has the
/// focus. Screen readers read both (ux rule 41).
#[component]
pub(crate) fn RelativeTime(
    at: OffsetDateTime,
    /// Whether it is part of a sentence, in no table row. It then takes the focus itself.
    #[prop(optional)]
    alone: bool,
) -> impl IntoView {
    let context = admin_context();
    let (exact, stamp) = exact(at);
    let stop = alone.then_some("0");
    let age = if alone { since } else { ago };
    view! {
        <time class="when" datetime=stamp tabindex=stop>
            <span class="ago">{age(context.lang, at, context.now)}</span>
            " "
            <span class="exact">{exact}</span>
        </time>
    }
}

/// Exact time to the minute, with its age.
#[component]
pub(crate) fn Timestamp(at: OffsetDateTime) -> impl IntoView {
    let context = admin_context();
    let (exact, stamp) = exact(at);
    view! { <time datetime=stamp>{exact}" · "{since(context.lang, at, context.now)}</time> }
}

/// Time for display, and as a `datetime` attribute.
fn exact(at: OffsetDateTime) -> (String, String) {
    let (date, time) = (at.date(), time_of_day(at));
    (format!("{date} {time} UTC"), format!("{date}T{time}Z"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn age_is_shown_in_one_fitting_unit() {
        let now = time::macros::datetime!(2026-11-23 12:00 UTC);
        for (past, expected) in [
            (Duration::seconds(-5), "just now"),
            (Duration::seconds(59), "just now"),
            (Duration::minutes(1), "1 min"),
            (Duration::minutes(59), "59 min"),
            (Duration::hours(23), "23 h"),
            (Duration::days(1), "1 day"),
            (Duration::days(59), "59 days"),
            (Duration::days(60), "2 months"),
            (Duration::days(730), "2 years"),
        ] {
            assert_eq!(ago(Lang::En, now - past, now), expected);
        }
    }

    #[test]
    fn relative_time_adds_ago_except_for_just_now() {
        let now = time::macros::datetime!(2026-11-23 12:00 UTC);
        let label = |lang, past| since(lang, now - past, now);
        assert_eq!(label(Lang::En, Duration::minutes(5)), "5 min ago");
        assert_eq!(label(Lang::Es, Duration::minutes(5)), "hace 5 min");
        assert_eq!(label(Lang::En, Duration::seconds(5)), "just now");
        assert_eq!(label(Lang::Es, Duration::seconds(5)), "ahora mismo");
    }
}
