//! Values: a table for each field error, and properties that hold for any input.
//!
//! Examples are the contract's published sandbox values or obviously invented ones.
#![cfg(feature = "native")]

mod address;
mod birth;
mod contact;
mod laws;
mod number;
mod person;
mod place;
mod po_box;
mod state;
mod storage;

use kyc::value::{BirthDate, FieldError};
use std::fmt::Debug;
use time::{Date, macros::date};

/// Fixed current date of these tests.
const TODAY: Date = date!(2026 - 07 - 15);

/// Asserts that every input is refused with this error.
fn refuses<T: Debug>(
    parse: impl Fn(&str) -> Result<T, FieldError>,
    fault: FieldError,
    inputs: &[&str],
) {
    for typed in inputs {
        let outcome = parse(typed);
        assert!(
            matches!(&outcome, Err(f) if *f == fault),
            "{typed:?} gave {outcome:?}, not {fault}"
        );
    }
}

/// Asserts that every input is accepted and stored as the text beside it.
fn reads(parse: impl Fn(&str) -> Result<String, FieldError>, pairs: &[(&str, &str)]) {
    for (typed, expected) in pairs {
        assert_eq!(parse(typed).as_deref(), Ok(*expected), "{typed:?}");
    }
}

fn birth(day: &str, month: &str, year: &str) -> Result<BirthDate, FieldError> {
    BirthDate::parse(day, month, year, TODAY)
}
