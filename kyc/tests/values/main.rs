//! What the values accept, refuse and keep: a table for each fault, and the
//! laws that hold for any input.
//!
//! Examples are the contract's published sandbox values or plainly unreal ones.
#![cfg(feature = "native")]

mod address;
mod birth;
mod contact;
mod laws;
mod person;
mod place;
mod storage;

use kyc::value::{BirthDate, FieldError};
use std::fmt::Debug;
use time::{Date, macros::date};

/// The day on which these tests are run, always.
const TODAY: Date = date!(2026 - 07 - 15);

/// Every input is refused with this fault.
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

/// Every input is read and kept as shown beside it.
fn reads(parse: impl Fn(&str) -> Result<String, FieldError>, pairs: &[(&str, &str)]) {
    for (typed, kept) in pairs {
        assert_eq!(parse(typed).as_deref(), Ok(*kept), "{typed:?}");
    }
}

fn birth(day: &str, month: &str, year: &str) -> Result<BirthDate, FieldError> {
    BirthDate::parse(day, month, year, TODAY)
}
