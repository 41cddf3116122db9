//! Localized dates and times.

use crate::{i18n::Text, page_context::page_context};
use kyc::lang::Lang;
use leptos::prelude::*;
use time::{Date, OffsetDateTime};

const MONTHS_ES: [&str; 12] = [
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
];

/// A calendar day: "March 27, 1990", "27 de marzo de 1990".
pub(crate) fn day(lang: Lang, date: Date) -> String {
    let (year, month, day) = (date.year(), date.month(), date.day());
    match lang {
        Lang::En => format!("{month} {day}, {year}"),
        Lang::Es => format!(
            "{day} de {} de {year}",
            MONTHS_ES[usize::from(u8::from(month)) - 1]
        ),
    }
}

/// A short calendar day: "Mar 27", "27 mar".
pub(crate) fn short_day(lang: Lang, date: Date) -> String {
    let (month, day) = (date.month(), date.day());
    let short = |name: &str| name.chars().take(3).collect::<String>();
    match lang {
        Lang::En => format!("{} {day}", short(&month.to_string())),
        Lang::Es => format!(
            "{day} {}",
            short(MONTHS_ES[usize::from(u8::from(month)) - 1])
        ),
    }
}

/// A time of day in UTC, to the minute.
pub(crate) fn time_of_day(at: OffsetDateTime) -> String {
    format!("{:02}:{:02}", at.hour(), at.minute())
}

/// A day and a time in UTC.
pub(crate) fn datetime(lang: Lang, at: OffsetDateTime) -> String {
    format!("{}, {}", day(lang, at.date()), time_of_day(at))
}

/// A time of day as applicants write it, in UTC: "3:42 PM", "3:42 p. m.".
fn clock_time(lang: Lang, at: OffsetDateTime) -> String {
    let (hour, half) = match at.hour() {
        hour @ ..12 => (hour, ["AM", "a. m."]),
        hour => (hour - 12, ["PM", "p. m."]),
    };
    let hour = if hour == 0 { 12 } else { hour };
    let half = match lang {
        Lang::En => half[0],
        Lang::Es => half[1],
    };
    format!("{hour}:{:02} {half}", at.minute())
}

/// A day and a time of day as applicants write them, in UTC.
pub(crate) fn day_and_time(lang: Lang, at: OffsetDateTime) -> String {
    format!("{}, {}", day(lang, at.date()), clock_time(lang, at))
}

/// A sentence with a `{time}`. The server does not know the applicant's time zone and
/// names UTC. The island shows the time in the browser's zone, by its id.
#[component]
pub(crate) fn TimeSentence(
    /// The sentence.
    text: Text,
    /// Id of the time.
    id: &'static str,
    /// The time.
    at: OffsetDateTime,
) -> impl IntoView {
    let lang = page_context().lang;
    let sentence = text.to(lang);
    let (before, after) = sentence.split_once("{time}").unwrap_or((sentence, ""));
    let words = format!("{} UTC", clock_time(lang, at));
    view! { {before}<span id=id data-at=at.unix_timestamp()>{words}</span>{after} }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::datetime;

    #[test]
    fn dates_are_formatted_by_language() {
        let at = datetime!(1985-10-02 07:05 UTC);
        assert_eq!(day(Lang::En, at.date()), "October 2, 1985");
        assert_eq!(day(Lang::Es, at.date()), "2 de octubre de 1985");
        assert_eq!(short_day(Lang::En, at.date()), "Oct 2");
        assert_eq!(short_day(Lang::Es, at.date()), "2 oct");
        assert_eq!(datetime(Lang::En, at), "October 2, 1985, 07:05");
    }

    #[test]
    fn clock_time_has_twelve_hours() {
        for (at, en, es) in [
            (datetime!(2026-03-01 00:05 UTC), "12:05 AM", "12:05 a. m."),
            (datetime!(2026-03-01 07:05 UTC), "7:05 AM", "7:05 a. m."),
            (datetime!(2026-03-01 12:00 UTC), "12:00 PM", "12:00 p. m."),
            (datetime!(2026-03-01 15:42 UTC), "3:42 PM", "3:42 p. m."),
            (datetime!(2026-03-01 23:59 UTC), "11:59 PM", "11:59 p. m."),
        ] {
            assert_eq!(clock_time(Lang::En, at), en);
            assert_eq!(clock_time(Lang::Es, at), es);
        }
        let at = datetime!(1985-10-02 07:05 UTC);
        assert_eq!(day_and_time(Lang::En, at), "October 2, 1985, 7:05 AM");
    }
}
