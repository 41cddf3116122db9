//! The values of the forms: parsing a parsed value again gives the same value.

use kyc::{
    form::{address::AddressTyped, birth::BirthTyped, contact::ContactTyped, name::NameTyped},
    lang::Lang,
    value::Ssn,
    value::{City, Email, Name, Phone, PostalCode, ReferralCode, StreetLine, UsState},
};
use time::macros::date;

/// Parses the lines as every kind of answer, alone and together.
pub fn values(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    for line in text.lines().chain([&*text]) {
        one(line);
    }
    let mut lines = text.lines().map(str::to_owned);
    let mut next = || lines.next().unwrap_or_default();
    let (a, b, c, d, e) = (next(), next(), next(), next(), next());
    together(a, b, c, d, e);
    let _ = Lang::negotiate(&text);
}

/// Asserts that a parsed value parses to itself.
macro_rules! assert_stable {
    ($read:expr, $line:ident, $text:expr) => {
        if let Ok(value) = $read($line) {
            let again = $text(&value).to_owned();
            assert_eq!($read(&again).as_ref(), Ok(&value), "{again:?}");
        }
    };
}

fn one(line: &str) {
    assert_stable!(Name::parse_given, line, Name::as_str);
    assert_stable!(Name::parse_family, line, Name::as_str);
    assert_stable!(Email::parse, line, Email::as_str);
    assert_stable!(Phone::parse, line, Phone::e164);
    assert_stable!(StreetLine::parse_first, line, StreetLine::as_str);
    assert_stable!(City::parse, line, City::as_str);
    assert_stable!(PostalCode::parse, line, PostalCode::as_str);
    let _ = (Name::parse_middle(line), StreetLine::parse_second(line));
    let _ = (ReferralCode::parse(line), UsState::parse(line));
    if let Ok(ssn) = Ssn::parse(line) {
        let dashed = ssn.dashed();
        assert_eq!(dashed.len(), 11);
        assert!(Ssn::parse(&dashed).is_ok());
    }
}

fn together(a: String, b: String, c: String, d: String, e: String) {
    let today = date!(2026 - 11 - 23);
    let birth = BirthTyped {
        month: a.clone(),
        day: b.clone(),
        year: c.clone(),
    };
    if let Ok(birth) = birth.bounded().parse(today) {
        assert!(birth.age_on(today) <= 131);
    }
    let name = NameTyped {
        given: a.clone(),
        middle: b.clone(),
        family: c.clone(),
        ..NameTyped::default()
    };
    let _ = name.bounded().parse();
    let contact = ContactTyped {
        email: a.clone(),
        phone: b.clone(),
        referral: c.clone(),
    };
    let _ = contact.bounded().parse();
    let address = AddressTyped {
        line1: a,
        line2: b,
        city: c,
        state: d,
        postal: e,
    };
    let _ = address.bounded().parse();
}
