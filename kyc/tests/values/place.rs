//! States and ZIP codes.

use super::{reads, refuses};
use kyc::value::{FieldError, PostalCode, UsState};
use std::collections::HashSet;

/// ZIP code of each state's largest post office or base.
const ZIPS: [(&str, &str); 59] = [
    ("AK", "99501"),
    ("AL", "35203"),
    ("AR", "72201"),
    ("AZ", "85004"),
    ("CA", "90012"),
    ("CO", "80202"),
    ("CT", "06103"),
    ("DC", "20001"),
    ("DE", "19801"),
    ("FL", "33130"),
    ("GA", "30303"),
    ("HI", "96813"),
    ("IA", "50309"),
    ("ID", "83702"),
    ("IL", "60602"),
    ("IN", "46204"),
    ("KS", "67202"),
    ("KY", "40202"),
    ("LA", "70112"),
    ("MA", "02108"),
    ("MD", "21201"),
    ("ME", "04101"),
    ("MI", "48226"),
    ("MN", "55401"),
    ("MO", "64106"),
    ("MS", "39201"),
    ("MT", "59101"),
    ("NC", "28202"),
    ("ND", "58102"),
    ("NE", "68102"),
    ("NH", "03101"),
    ("NJ", "07102"),
    ("NM", "87102"),
    ("NV", "89101"),
    ("NY", "10001"),
    ("OH", "43215"),
    ("OK", "73102"),
    ("OR", "97204"),
    ("PA", "19102"),
    ("RI", "02903"),
    ("SC", "29401"),
    ("SD", "57104"),
    ("TN", "37201"),
    ("TX", "77002"),
    ("UT", "84101"),
    ("VA", "23219"),
    ("VT", "05401"),
    ("WA", "98101"),
    ("WI", "53202"),
    ("WV", "25301"),
    ("WY", "82001"),
    ("AS", "96799"),
    ("GU", "96910"),
    ("MP", "96950"),
    ("PR", "00901"),
    ("VI", "00802"),
    ("AA", "34002"),
    ("AE", "09012"),
    ("AP", "96201"),
];

/// Exceptions: prefixes that differ from their neighbours (DC amid Maryland and Virginia), delivery
/// areas across a border, ZIP codes inside another state's range.
const EXCEPTIONS: [(&str, &str); 22] = [
    ("NY", "00501"),
    ("NY", "06390"),
    ("MA", "05501"),
    ("VA", "20101"),
    ("DC", "20500"),
    ("DC", "56901"),
    ("MD", "20588"),
    ("GA", "39901"),
    ("TX", "73301"),
    ("TX", "88510"),
    ("OK", "73949"),
    ("TX", "73949"),
    ("KY", "42223"),
    ("TN", "42223"),
    ("WY", "83414"),
    ("PR", "00601"),
    ("HI", "96701"),
    ("MA", "02861"),
    ("AZ", "86515"),
    ("NM", "86515"),
    ("ID", "99128"),
    ("CA", "97635"),
];

fn is_in(zip: &str, state: &str) -> bool {
    let state = UsState::parse(state).expect("a state");
    PostalCode::parse(zip).expect("a ZIP code").is_in(state)
}

#[test]
fn states_have_59_unique_codes_and_names() {
    let codes: HashSet<_> = UsState::ALL.iter().map(|s| s.code()).collect();
    let names: HashSet<_> = UsState::ALL.iter().map(|s| s.name()).collect();
    assert_eq!((UsState::ALL.len(), codes.len(), names.len()), (59, 59, 59));
    assert!(codes.iter().all(|code| code.len() == 2));
}

#[test]
fn zip_in_any_format_is_accepted() {
    reads(
        |typed| PostalCode::parse(typed).map(String::from),
        &[
            ("10001", "10001"),
            (" 1 0 0 0 1 ", "10001"),
            ("100011234", "10001-1234"),
            ("10001-1234", "10001-1234"),
            ("10001 1234", "10001-1234"),
            ("10001\u{2013}1234\u{200B}", "10001-1234"),
            ("10001-", "10001"),
        ],
    );
    assert_eq!(
        PostalCode::parse("10001-1234").expect("a ZIP code").zip5(),
        "10001"
    );
}

#[test]
fn zip_empty_or_of_wrong_shape_is_refused() {
    refuses(
        PostalCode::parse,
        FieldError::PostalCodeEmpty,
        &["", " ", "-", "\u{200B}"],
    );
    let odd = [
        "1000",
        "100011",
        "10001123",
        "1000112345",
        "1OOO1",
        "SW1A 1AA",
        "١٠٠٠١",
        "10001/1234",
    ];
    refuses(PostalCode::parse, FieldError::PostalCodeShape, &odd);
}

#[test]
fn zip_of_each_state_is_in_its_state() {
    let listed: HashSet<_> = ZIPS.iter().map(|(state, _)| *state).collect();
    assert_eq!(listed.len(), UsState::ALL.len());
    for (state, zip) in ZIPS {
        assert!(is_in(zip, state), "{zip} is in {state}");
        let others = UsState::ALL
            .iter()
            .filter(|s| s.code() != state && is_in(zip, s.code()))
            .count();
        assert!(others <= 2, "{zip} is in {others} other states");
    }
}

#[test]
fn zip_exceptions_are_in_their_states() {
    for (state, zip) in EXCEPTIONS {
        assert!(is_in(zip, state), "{zip} is in {state}");
    }
    for (state, zip) in [
        ("MD", "20001"),
        ("VA", "20001"),
        ("DC", "20101"),
        ("FL", "34002"),
        ("NJ", "09012"),
        ("GU", "96799"),
        ("CA", "96201"),
        ("OK", "73301"),
        ("NY", "90210"),
        ("TX", "10001"),
    ] {
        assert!(!is_in(zip, state), "{zip} is not in {state}");
    }
}

#[test]
fn zip_unassigned_prefixes_are_in_no_state() {
    for prefix in [
        0, 4, 269, 428, 429, 529, 568, 578, 579, 589, 659, 694, 699, 715, 817, 819, 839, 848, 866,
        869, 886,
    ] {
        let zip = format!("{prefix:03}01");
        assert!(
            UsState::ALL.iter().all(|state| !is_in(&zip, state.code())),
            "{zip}"
        );
    }
}
