//! Street lines, cities, addresses.

use super::refuses;
use kyc::value::{Address, City, FieldError, StreetLine, UsState};

#[test]
fn street_line_valid_values_are_accepted() {
    for line in [
        "123 Main Street",
        "123 Main St., Apt 4B",
        "1/2 Rue de l'Église",
        "W180N8085 Town Hall Rd #3",
        "Urb. Las Gladiolas 150 Calle A",
        "Unit 2050 Box 4190",
        "PSC 1234, Box 5678",
        "HC 61 Box 234",
        "RR 2 Box 18",
        "12 Box Elder Road",
        "1 Post Office Road",
        "3 P O'Neill Way",
        "5½ Oak Ave",
        "7 Apartado Lane",
        "Box Hill 4",
    ] {
        assert_eq!(StreetLine::parse_first(line).expect(line).as_str(), line);
    }
}

#[test]
fn street_line_empty_long_or_odd_is_refused() {
    refuses(
        StreetLine::parse_first,
        FieldError::AddressLine1Empty,
        &["", " ", "\u{200B}"],
    );
    assert_eq!(StreetLine::parse_second(" \u{200B}"), Ok(None));
    assert!(StreetLine::parse_first(&"é".repeat(StreetLine::MAX)).is_ok());
    let long = "é".repeat(101);
    refuses(
        StreetLine::parse_first,
        FieldError::AddressLine1TooLong,
        &[&long],
    );
    refuses(
        StreetLine::parse_second,
        FieldError::AddressLine2TooLong,
        &[&long],
    );
    let odd = [
        "12 <b>Main</b>",
        "12 Main \"St\"",
        "=cmd|x",
        "1 Main @ 2nd",
        "---",
        "👤",
        "12 \u{301}Main",
    ];
    refuses(
        StreetLine::parse_first,
        FieldError::AddressLine1Characters,
        &odd,
    );
    refuses(
        StreetLine::parse_second,
        FieldError::AddressLine2Characters,
        &odd,
    );
}

#[test]
fn street_line_po_box_is_refused() {
    refuses(
        StreetLine::parse_first,
        FieldError::AddressLine1PoBox,
        &[
            "PO Box 12",
            "P.O. Box 12",
            "p o box 12",
            "POBox12",
            "P.O.B\u{200B}ox 12",
            "Post Office Box 12",
            "Box 12",
            "GPO Box 12",
            "PO Drawer 7",
            "123 Main St, PO Box 12",
            "Apartado 12",
            "Apdo. 12",
            "Apartado Postal 12",
            "Postal Box 12",
            "p. o. box #12",
        ],
    );
    assert!(
        StreetLine::parse_second("PO Box 12").is_ok(),
        "asked of the first line only"
    );
}

#[test]
fn street_line_fractions_are_accepted() {
    for fraction in [
        "½",
        "¼",
        "¾",
        "⅓",
        "⅔",
        "⅛",
        "⅜",
        "⅝",
        "⅞",
        "⅕",
        "1/2",
        "1\u{2044}2",
        "1\u{2215}2",
        "１／２",
    ] {
        for line in [
            format!("22{fraction} Oak Ln"),
            format!("22 {fraction} Oak Ln"),
        ] {
            assert!(StreetLine::parse_first(&line).is_ok(), "{line}");
            assert!(StreetLine::parse_second(&line).is_ok(), "{line}");
        }
    }
    let line = StreetLine::parse_first("22 1\u{2044}2 Oak Ln");
    assert_eq!(line.map(String::from), Ok("22 1/2 Oak Ln".to_owned()));
}

#[test]
fn address_of_a_military_post_office_needs_a_military_state() {
    let parse = |city: &str, state: &str, zip: &str| {
        Address::parse("PSC 76 Box 4", "", city, state, zip).map_err(|faults| faults[0])
    };
    for city in [
        "APO",
        "FPO",
        "DPO",
        "apo",
        "A.P.O.",
        "ＡＰＯ",
        "АРО",
        "APO AE",
        "F P O",
        "A\u{200B}PO",
    ] {
        for (state, zip) in [
            ("NC", "28542"),
            ("NY", "09012"),
            ("CA", "96201"),
            ("FL", "34002"),
        ] {
            let parsed = parse(city, state, zip);
            assert_eq!(
                parsed.err(),
                Some(FieldError::StateMilitary),
                "{city} {state}"
            );
        }
        for (state, zip) in [("AE", "09012"), ("AP", "96201"), ("AA", "34002")] {
            assert!(parse(city, state, zip).is_ok(), "{city} {state}");
        }
        assert_eq!(
            parse(city, "AE", "96201").err(),
            Some(FieldError::PostalCodeStateMismatch)
        );
    }
    for city in ["Apopka", "Fpost", "Apollo", "Dpo Hills"] {
        assert!(parse(city, "NC", "28542").is_ok(), "{city}");
    }
}

#[test]
fn city_is_validated() {
    for city in [
        "New York",
        "St. Louis",
        "Coeur d'Alene",
        "Winston-Salem",
        "Mayagüez",
        "APO",
        "29 Palms",
        "29 PALMS",
        "1000 Palms",
        "3 Rivers",
        "6-Mile",
        "Truth or Consequences",
        "Cañon City",
        "ʻEwa Beach",
        "Kailua-Kona",
    ] {
        assert_eq!(City::parse(city).expect(city).as_str(), city);
    }
    assert!(City::parse(&"é".repeat(City::MAX)).is_ok());
    refuses(City::parse, FieldError::CityEmpty, &["", " ", "\u{200B}"]);
    refuses(City::parse, FieldError::CityTooLong, &[&"é".repeat(51)]);
    refuses(
        City::parse,
        FieldError::CityCharacters,
        &[
            "New York 10001",
            "<b>",
            "York, NY",
            "-",
            "'.-",
            "29",
            "10001 New York",
            "29Palms",
            "29 - 30",
            "Palms 29",
            "29 P4lms",
            "29 ",
        ],
    );
    let city = City::parse("２９ Palms\u{200B}").map(String::from);
    assert_eq!(city, Ok("29 Palms".to_owned()));
}

#[test]
fn address_zip_of_another_state_is_refused() {
    let parse = |state: &str| {
        Address::parse("123 Main Street", "Apt 4B", "New York", state, "10001-1234")
            .map_err(|faults| faults[0])
    };
    refuses(
        parse,
        FieldError::PostalCodeStateMismatch,
        &["NJ", "CA", "PR", "AE"],
    );
    let address = parse("NY").expect("the contract's example");
    assert_eq!(address.line1().as_str(), "123 Main Street");
    assert_eq!(address.line2().map(StreetLine::as_str), Some("Apt 4B"));
    assert_eq!(
        (address.city().as_str(), address.state()),
        ("New York", UsState::Ny)
    );
    assert_eq!(
        (address.postal_code().as_str(), address.postal_code().zip5()),
        ("10001-1234", "10001")
    );
}

#[test]
fn address_reports_every_error_at_once() {
    assert_eq!(
        Address::parse("", "<", "1", "XX", "1"),
        Err(vec![
            FieldError::AddressLine1Empty,
            FieldError::AddressLine2Characters,
            FieldError::CityCharacters,
            FieldError::StateUnknown,
            FieldError::PostalCodeShape,
        ])
    );
}
