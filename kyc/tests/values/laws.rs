//! Properties that hold for any input.
//!
//! Runs 1024 cases each. `PROPTEST_CASES` sets another number.

mod contact;
mod person;
mod place;

use super::TODAY;
use kyc::{
    value::Ssn,
    value::{
        Address, BirthDate, City, Email, Name, Phone, PostalCode, ReferralCode, StreetLine,
        UsState, text,
    },
};
use proptest::prelude::*;

fn cases() -> ProptestConfig {
    let default = ProptestConfig::default();
    // 256 is proptest's default, so `PROPTEST_CASES` is not set.
    let cases = if default.cases == 256 {
        1024
    } else {
        default.cases
    };
    ProptestConfig {
        cases,
        failure_persistence: None,
        ..default
    }
}

/// Characters that keyboards and clipboards put between digits.
fn separator() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        " ", "-", ".", "(", ")", "\u{2011}", "\u{A0}", "\u{200B}", "\u{202C}", "\t", "[", "]", "",
    ])
}

/// Invisible characters.
fn invisible() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "\u{200B}", "\u{FEFF}", "\u{202E}", "\u{AD}", "\u{2060}", "\0", "\u{FE0F}", "\u{3164}",
    ])
}

/// The characters of a text with separators before, between and after them.
fn laced(plain: &str, between: &[&str]) -> String {
    let mut between = between.iter().cycle();
    let mut next = || between.next().copied().unwrap_or_default();
    let mut laced = next().to_owned();
    for c in plain.chars() {
        laced.push(c);
        laced.push_str(next());
    }
    laced
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn parsers_never_panic_on_any_text(
        a in any::<String>(),
        b in any::<String>(),
        c in any::<String>(),
    ) {
        let _ = (Name::parse_given(&a), Name::parse_middle(&a), Name::parse_family(&a));
        let _ = (Email::parse(&a), Phone::parse(&a), Ssn::parse(&a).is_ok(), ReferralCode::parse(&a));
        let _ = (BirthDate::parse(&a, &b, &c, TODAY), BirthDate::try_from(a.clone()));
        let _ = (UsState::parse(&a), PostalCode::parse(&a), City::parse(&a), StreetLine::parse_second(&a));
        let _ = Address::parse(&a, &b, &c, &a, &b);
    }

    #[test]
    fn parsers_never_panic_on_likely_text(
        a in "[-+0-9 ().x#,;@a-e.\u{300}\u{200B}'/]{0,40}",
        day in "[0-9]{0,3}",
        month in "[a-z0-9]{0,4}",
        year in "[0-9]{0,5}",
    ) {
        let _ = (Name::parse_given(&a), Email::parse(&a), Phone::parse(&a), Ssn::parse(&a).is_ok());
        let _ = (BirthDate::parse(&day, &month, &year, TODAY), PostalCode::parse(&a), StreetLine::parse_first(&a));
    }

    #[test]
    fn text_normalisation_is_idempotent(typed in "[\\PC\u{200B}\u{301}\t]{0,60}") {
        let tidy = text::tidy(&typed);
        prop_assert_eq!(text::tidy(&tidy), tidy.clone());
        prop_assert!(!tidy.chars().any(|c| text::is_invisible(c) || c.is_control()));
        let plain = text::plain(&typed);
        prop_assert_eq!(text::plain(&plain), plain);
        let compact = text::compact(&typed);
        prop_assert_eq!(text::compact(&compact), compact);
    }

    #[test]
    fn every_control_character_is_invisible_or_white(c in any::<char>()) {
        prop_assert!(!c.is_control() || text::is_invisible(c) != c.is_whitespace());
        prop_assert!(!(text::is_invisible(c) && c.is_whitespace()));
    }

    #[test]
    fn invisible_characters_never_change_an_outcome(
        typed in "[A-Za-z0-9@. '-]{0,24}",
        hidden in prop::collection::vec(invisible(), 1..8),
    ) {
        let laced = laced(&typed, &hidden);
        prop_assert_eq!(Name::parse_given(&laced), Name::parse_given(&typed));
        prop_assert_eq!(Email::parse(&laced), Email::parse(&typed));
        prop_assert_eq!(Phone::parse(&laced), Phone::parse(&typed));
        prop_assert_eq!(City::parse(&laced), City::parse(&typed));
        prop_assert_eq!(StreetLine::parse_first(&laced), StreetLine::parse_first(&typed));
        prop_assert_eq!(UsState::parse(&laced), UsState::parse(&typed));
        prop_assert_eq!(ReferralCode::parse(&laced), ReferralCode::parse(&typed));
        prop_assert_eq!(Ssn::parse(&laced).map(|s| s.digits()).ok(), Ssn::parse(&typed).map(|s| s.digits()).ok());
    }
}
