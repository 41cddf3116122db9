//! Stored form of the values, and their redacted `Debug` output.

use super::birth;
use kyc::{
    pii::Pii,
    value::{
        Address, BirthDate, City, Email, FieldError, Name, Phone, PostalCode, ReferralCode,
        StreetLine, UsState,
    },
};
use serde::{Serialize, de::DeserializeOwned};
use std::{collections::HashSet, fmt::Debug};

/// Asserts the JSON of a value, its redacted `Debug` output, and the round trip.
fn keeps<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: T, json: &str, debug: &str) {
    let written = serde_json::to_string(&value).expect("writes");
    assert_eq!(written, json);
    assert_eq!(format!("{value:?}"), debug);
    assert_eq!(serde_json::from_str::<T>(&written).expect("reads"), value);
}

fn rejects<T: DeserializeOwned>(json: &str) {
    let error = serde_json::from_str::<T>(json)
        .err()
        .expect(json)
        .to_string();
    assert!(!error.contains("Zz9"), "the value is not in {error:?}");
}

#[test]
fn values_are_written_bare_and_print_redacted() {
    keeps(
        Name::parse_given("John").expect("sound"),
        r#""John""#,
        "Name([redacted])",
    );
    keeps(
        birth("15", "1", "1990").expect("sound"),
        r#""1990-01-15""#,
        "BirthDate([redacted])",
    );
    keeps(
        Email::parse("john.doe@example.com").expect("sound"),
        r#""john.doe@example.com""#,
        "Email([redacted])",
    );
    keeps(
        Phone::parse("+15551234567").expect("sound"),
        r#""+15551234567""#,
        "Phone([redacted])",
    );
    keeps(
        StreetLine::parse_first("123 Main Street").expect("sound"),
        r#""123 Main Street""#,
        "StreetLine([redacted])",
    );
    keeps(
        City::parse("New York").expect("sound"),
        r#""New York""#,
        "City([redacted])",
    );
    keeps(
        PostalCode::parse("10001").expect("sound"),
        r#""10001""#,
        "PostalCode([redacted])",
    );
    keeps(
        ReferralCode::parse("REF123")
            .expect("sound")
            .expect("given"),
        r#""REF123""#,
        "ReferralCode([redacted])",
    );
    keeps(Pii::new(7), "7", "[redacted]");
    assert_eq!(format!("{}", Pii::new("John")), "[redacted]");
    keeps(UsState::Md, r#""MD""#, "Md");
}

#[test]
fn address_is_written_as_its_parts() {
    let address = Address::parse("123 Main Street", "", "New York", "NY", "10001").expect("sound");
    let json = r#"{"line1":"123 Main Street","line2":null,"city":"New York","state":"NY","postal_code":"10001"}"#;
    assert!(!format!("{address:?}").contains("Main"));
    assert_eq!(serde_json::to_string(&address).expect("writes"), json);
    assert_eq!(
        serde_json::from_str::<Address>(json).expect("reads"),
        address
    );
    rejects::<Address>(&json.replace("10001", "90210"));
    rejects::<Address>(&json.replace("123 Main Street", "PO Box 12"));
    rejects::<Address>(&json.replace(r#""line2""#, r#""line3""#));
}

#[test]
fn stored_values_are_validated_when_read() {
    rejects::<Name>(r#""Zz9""#);
    rejects::<Name>(r#""""#);
    rejects::<BirthDate>(r#""Zz9""#);
    rejects::<BirthDate>(r#""1990-02-31""#);
    rejects::<Email>(r#""Zz9""#);
    rejects::<Phone>(r#""Zz9""#);
    rejects::<StreetLine>(r#""<Zz9>""#);
    rejects::<StreetLine>(r#""""#);
    rejects::<City>(r#""Zz9""#);
    rejects::<PostalCode>(r#""Zz9""#);
    rejects::<ReferralCode>(r#""Zz!9""#);
    rejects::<ReferralCode>(r#""""#);
    rejects::<UsState>(r#""md""#);
}

#[test]
fn field_errors_are_a_closed_list_of_codes() {
    let codes: HashSet<String> = FieldError::ALL
        .iter()
        .map(|f| serde_json::to_string(f).expect("writes"))
        .collect();
    assert_eq!(codes.len(), FieldError::ALL.len());
    assert!(codes.contains(r#""given_name_empty""#) && codes.contains(r#""address_line1_po_box""#));
    for fault in FieldError::ALL {
        let code = serde_json::to_string(fault).expect("writes");
        assert_eq!(
            serde_json::from_str::<FieldError>(&code).expect("reads"),
            *fault
        );
        assert_eq!(fault.to_string(), format!("{fault:?}"));
    }
}
