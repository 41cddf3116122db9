//! Date of birth.

use super::{TODAY, birth, refuses};
use kyc::value::{BirthDate, FieldError};
use time::macros::date;

#[test]
fn birth_months_are_numbers_or_names_in_english_and_spanish() {
    for month in [
        "1",
        "01",
        "jan",
        "Jan.",
        "JANUARY",
        "ene",
        "Enero",
        " january ",
        "\u{200E}1",
    ] {
        assert_eq!(
            birth("15", month, "1990").map(|b| b.iso()),
            Ok("1990-01-15".into()),
            "{month}"
        );
    }
    for month in [
        "9",
        "sep",
        "Sept.",
        "September",
        "septiembre",
        "setiembre",
        "SET",
    ] {
        assert_eq!(
            birth("2", month, "1985").map(|b| b.iso()),
            Ok("1985-09-02".into()),
            "{month}"
        );
    }
}

#[test]
fn birth_day_may_be_an_ordinal_and_month_an_entry_of_a_list() {
    for day in [
        "15th",
        "15TH",
        "15,",
        "15.",
        "15",
        " 15 th ",
        "15º",
        "15.º",
        "15°",
        "15o",
        "１５",
        "15\u{200B}",
        "15th,",
    ] {
        assert_eq!(
            birth(day, "1", "1990").map(|b| b.iso()),
            Ok("1990-01-15".into()),
            "{day}"
        );
    }
    for day in ["1st", "1.º", "1º", "1ro", "1ero", "1ST", "01"] {
        assert_eq!(
            birth(day, "1", "1990").map(|b| b.iso()),
            Ok("1990-01-01".into()),
            "{day}"
        );
    }
    for month in [
        "01 - January",
        "01 – January",
        "1 January",
        "January (01)",
        "January (1)",
        "Jan / 01",
        "JAN.",
        "January,",
        "01 - Enero",
        "enero - 1",
        "０１",
        "Jan\u{A0}01",
        "01\u{200B}-\u{200B}jan",
        "Јanuаrу",
    ] {
        assert_eq!(
            birth("15", month, "1990").map(|b| b.iso()),
            Ok("1990-01-15".into()),
            "{month}"
        );
    }
    for year in ["1990,", "1990.", " 1990 ", "１９９０"] {
        assert_eq!(
            birth("15", "1", year).map(|b| b.iso()),
            Ok("1990-01-15".into()),
            "{year}"
        );
    }
    assert_eq!(
        birth("31st", "02 - February", "1990"),
        Err(FieldError::BirthDateImpossible)
    );
    assert_eq!(
        birth("15", "13 - January", "1990"),
        Err(FieldError::BirthDateShape)
    );
}

#[test]
fn birth_date_missing_parts_are_reported() {
    assert_eq!(birth("", " ", "\u{200B}"), Err(FieldError::BirthDateEmpty));
    assert_eq!(birth("", "1", "1990"), Err(FieldError::BirthDayMissing));
    assert_eq!(birth("15", "", "1990"), Err(FieldError::BirthMonthMissing));
    assert_eq!(birth("15", "1", ""), Err(FieldError::BirthYearMissing));
    assert_eq!(
        birth("", "", "1990"),
        Err(FieldError::BirthDayMissing),
        "the first that is missing"
    );
}

#[test]
fn birth_year_has_four_digits() {
    let years = ["90", "'90", "199", "19900", "199O", "+199"];
    refuses(
        |year| birth("15", "1", year),
        FieldError::BirthYearFourDigits,
        &years,
    );
}

#[test]
fn birth_date_of_wrong_shape_is_refused() {
    refuses(
        |day| birth(day, "1", "1990"),
        FieldError::BirthDateShape,
        &[
            "x", "015", "+1", "١", "1/5", "1x", "th", "15th of", "15thth",
        ],
    );
    let months = [
        "ja",
        "m",
        "Brumaire",
        "001",
        "1x",
        "januaryx",
        "01 - February",
        "January 2",
        "1 1 1",
        "1 - x",
    ];
    refuses(
        |month| birth("15", month, "1990"),
        FieldError::BirthDateShape,
        &months,
    );
}

#[test]
fn birth_date_impossible_is_refused() {
    for (day, month, year) in [
        ("31", "2", "1990"),
        ("29", "feb", "1900"),
        ("31", "4", "1990"),
        ("0", "1", "1990"),
        ("32", "1", "1990"),
        ("1", "0", "1990"),
        ("1", "13", "1990"),
        ("99", "99", "1990"),
    ] {
        assert_eq!(
            birth(day, month, year),
            Err(FieldError::BirthDateImpossible),
            "{day} {month} {year}"
        );
    }
    assert!(birth("29", "2", "2000").is_ok());
}

#[test]
fn birth_future_starts_tomorrow() {
    assert!(birth("15", "7", "2026").is_ok());
    refuses(
        |day| birth(day, "7", "2026"),
        FieldError::BirthDateFuture,
        &["16", "31"],
    );
}

#[test]
fn birth_too_long_ago_starts_after_130_completed_years() {
    assert_eq!(birth("16", "7", "1895").map(|b| b.age_on(TODAY)), Ok(130));
    refuses(
        |day| birth(day, "7", "1895"),
        FieldError::BirthDateTooLongAgo,
        &["15", "1"],
    );
    assert_eq!(
        birth("1", "1", "0000"),
        Err(FieldError::BirthDateTooLongAgo)
    );
}

#[test]
fn leap_day_birthday_counts_on_1_march() {
    let leapling = birth("29", "2", "2008").expect("a leap day");
    assert_eq!(leapling.age_on(date!(2026 - 02 - 28)), 17);
    assert_eq!(leapling.age_on(date!(2026 - 03 - 01)), 18);
    assert_eq!(leapling.age_on(date!(2028 - 02 - 28)), 19);
    assert_eq!(leapling.age_on(date!(2028 - 02 - 29)), 20);
    assert_eq!(leapling.age_on(date!(2000 - 01 - 01)), 0, "before birth");
}

#[test]
fn birth_date_is_read_back_in_iso_form_only() {
    for stored in [
        "",
        "1990-1-15",
        "1990-01-15T00:00",
        "15-01-1990",
        "+990-01-15",
        "1990-13-01",
        "1990-02-31",
    ] {
        assert!(BirthDate::try_from(stored.to_owned()).is_err(), "{stored}");
    }
}
