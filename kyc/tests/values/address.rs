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
fn city_is_validated() {
    for city in [
        "New York",
        "St. Louis",
        "Coeur d'Alene",
        "Winston-Salem",
        "Mayagüez",
        "APO",
    ] {
        assert_eq!(City::parse(city).expect(city).as_str(), city);
    }
    assert!(City::parse(&"é".repeat(City::MAX)).is_ok());
    refuses(City::parse, FieldError::CityEmpty, &["", " ", "\u{200B}"]);
    refuses(City::parse, FieldError::CityTooLong, &[&"é".repeat(51)]);
    refuses(
        City::parse,
        FieldError::CityCharacters,
        &["New York 10001", "<b>", "York, NY", "-", "'.-"],
    );
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
