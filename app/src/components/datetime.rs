//! Localized dates and times.

use kyc::lang::Lang;
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

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::datetime;

    #[test]
    fn dates_read_as_people_write_them() {
        let at = datetime!(1985-10-02 07:05 UTC);
        assert_eq!(day(Lang::En, at.date()), "October 2, 1985");
        assert_eq!(day(Lang::Es, at.date()), "2 de octubre de 1985");
        assert_eq!(short_day(Lang::En, at.date()), "Oct 2");
        assert_eq!(short_day(Lang::Es, at.date()), "2 oct");
        assert_eq!(datetime(Lang::En, at), "October 2, 1985, 07:05");
    }
}
