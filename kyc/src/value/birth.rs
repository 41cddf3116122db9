//! A date of birth.

use super::{FieldError, fold, text};
use crate::pii::Pii;
use serde::{Deserialize, Serialize};
use time::{Date, Month};

/// A date of birth: a calendar day, at most 130 years before the day of entry.
///
/// The minimum age is a rule of the policy, not of this type (ux-rule 17): see
/// [`age_on`](Self::age_on). Source: ux-rule 21; contract §3 (YYYY-MM-DD).
///
/// It serialises as `1990-01-15`. Deserialising checks the calendar but not the distance from
/// today, because the core has no clock.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct BirthDate(Pii<Date>);

/// The English and Spanish names of the months.
const MONTHS: [&[&str]; 12] = [
    &["january", "enero"],
    &["february", "febrero"],
    &["march", "marzo"],
    &["april", "abril"],
    &["may", "mayo"],
    &["june", "junio"],
    &["july", "julio"],
    &["august", "agosto"],
    &["september", "septiembre", "setiembre"],
    &["october", "octubre"],
    &["november", "noviembre"],
    &["december", "diciembre"],
];

impl BirthDate {
    /// The maximum age of a date of birth, in years.
    pub const MAX_AGE: u16 = 130;

    /// Parses day, month and year from their three inputs.
    ///
    /// The day is a number or an ordinal (`15th`, `1.º`). The month is a number, or at least the
    /// first three letters of its English or Spanish name. It may be both, as lists show it (`01 -
    /// January`). The year has four digits. Separators and invisible characters are ignored
    /// (ux-rules 18 and 21).
    ///
    /// # Errors
    /// [`FieldError::BirthDateEmpty`], [`FieldError::BirthDayMissing`],
    /// [`FieldError::BirthMonthMissing`], [`FieldError::BirthYearMissing`] (the first missing
    /// part), [`FieldError::BirthDateShape`], [`FieldError::BirthYearFourDigits`],
    /// [`FieldError::BirthDateImpossible`], [`FieldError::BirthDateFuture`] or
    /// [`FieldError::BirthDateTooLongAgo`].
    pub fn parse(day: &str, month: &str, year: &str, today: Date) -> Result<Self, FieldError> {
        let [day, year] = [day, year].map(|text| text::compact(text).replace(',', ""));
        let words = fold::words(month);
        let month = words.concat();
        match (day.is_empty(), month.is_empty(), year.is_empty()) {
            (true, true, true) => return Err(FieldError::BirthDateEmpty),
            (true, _, _) => return Err(FieldError::BirthDayMissing),
            (_, true, _) => return Err(FieldError::BirthMonthMissing),
            (_, _, true) => return Err(FieldError::BirthYearMissing),
            _ => {}
        }
        let day = day_number(&day).ok_or(FieldError::BirthDateShape)?;
        let month = month_number(&words).ok_or(FieldError::BirthDateShape)?;
        let year = number(&year, 4)
            .filter(|_| year.len() == 4)
            .ok_or(FieldError::BirthYearFourDigits)?;
        let born = calendar_date(year, month, day).ok_or(FieldError::BirthDateImpossible)?;
        if born > today {
            return Err(FieldError::BirthDateFuture);
        }
        if age(born, today) > Self::MAX_AGE {
            return Err(FieldError::BirthDateTooLongAgo);
        }
        Ok(Self(Pii::new(born)))
    }

    /// The age in completed years on a day; 0 before birth.
    ///
    /// A birthday on 29 February counts as 1 March in other years.
    #[must_use]
    pub fn age_on(&self, today: Date) -> u16 {
        age(self.date(), today)
    }

    /// The date, for its owner's page.
    #[must_use]
    pub const fn date(&self) -> Date {
        *self.0.expose()
    }

    /// `1990-01-15`, the provider's format (contract §3).
    #[must_use]
    pub fn iso(&self) -> String {
        let born = self.date();
        format!(
            "{:04}-{:02}-{:02}",
            born.year(),
            u8::from(born.month()),
            born.day()
        )
    }
}

fn age(born: Date, today: Date) -> u16 {
    let birthday = |date: Date| (u8::from(date.month()), date.day());
    let had_none_this_year = birthday(today) < birthday(born);
    let years = today.year() - born.year() - i32::from(had_none_this_year);
    u16::try_from(years.max(0)).unwrap_or(u16::MAX)
}

/// Parses one to `most` ASCII digits.
fn number(text: &str, most: usize) -> Option<u16> {
    let shaped = (1..=most).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    text.parse().ok().filter(|_| shaped)
}

/// The number of a day, from a number or an ordinal. It may be out of range.
fn day_number(text: &str) -> Option<u16> {
    const ENDINGS: [&str; 12] = [
        "", "ero", "st", "nd", "rd", "th", "o", "a", "°", "ro", "er", "do",
    ];
    let folded = fold::fold(text);
    let digits = folded.trim_end_matches(|c: char| !c.is_ascii_digit());
    number(digits, 2).filter(|_| ENDINGS.contains(&&folded[digits.len()..]))
}

/// The number of a month, from a number, a name or both. A number may be out of range.
fn month_number(words: &[String]) -> Option<u16> {
    let read = |word: &String| number(word, 2).or_else(|| named_month(word));
    let mut months = words.iter().map(read);
    let first = months.next()??;
    (words.len() <= 2 && months.all(|month| month == Some(first))).then_some(first)
}

/// The number of a month's name, or of at least its first three letters.
fn named_month(word: &str) -> Option<u16> {
    let begins = |names: &&[&str]| names.iter().any(|name| name.starts_with(word));
    let index = MONTHS.iter().position(begins).filter(|_| word.len() >= 3)?;
    u16::try_from(index + 1).ok()
}

fn calendar_date(year: u16, month: u16, day: u16) -> Option<Date> {
    let month = Month::try_from(u8::try_from(month).ok()?).ok()?;
    Date::from_calendar_date(i32::from(year), month, u8::try_from(day).ok()?).ok()
}

/// Deserialising accepts only the ISO format.
impl TryFrom<String> for BirthDate {
    type Error = FieldError;

    fn try_from(stored: String) -> Result<Self, FieldError> {
        let parts: Vec<&str> = stored.split('-').collect();
        let [year, month, day] = parts[..] else {
            return Err(FieldError::BirthDateShape);
        };
        if (year.len(), month.len(), day.len()) != (4, 2, 2) {
            return Err(FieldError::BirthDateShape);
        }
        let part = |text, digits| number(text, digits).ok_or(FieldError::BirthDateShape);
        calendar_date(part(year, 4)?, part(month, 2)?, part(day, 2)?)
            .map(|born| Self(Pii::new(born)))
            .ok_or(FieldError::BirthDateImpossible)
    }
}

impl From<BirthDate> for String {
    fn from(birth: BirthDate) -> Self {
        birth.iso()
    }
}
