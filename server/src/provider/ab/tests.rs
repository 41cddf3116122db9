//! The start request of A and B, and the example applicants of the provider's tests.

use crate::config::Dialect;
use kyc::{
    form::{
        Draft, address::AddressTyped, birth::BirthTyped, consent::Consent, contact::ContactTyped,
        name::NameTyped,
    },
    id::{SessionToken, UserId},
    request::{Details, StartRequest},
    value::Ssn,
};
use serde_json::{Value, json};
use std::net::{IpAddr, Ipv4Addr};
use time::{
    OffsetDateTime,
    macros::{date, datetime},
};

/// An applicant with a complete draft.
pub(in crate::provider) struct SampleApplicant {
    pub(in crate::provider) draft: Draft,
    pub(in crate::provider) user_id: &'static str,
    pub(in crate::provider) ip: [u8; 4],
}

fn sample_applicant(
    [given, middle, family]: [&str; 3],
    [year, month, day]: [&str; 3],
    [email, phone, referral]: [&str; 3],
    street: &str,
    (version, agreed_at): (&str, OffsetDateTime),
) -> Draft {
    let text = str::to_owned;
    let mut draft = Draft {
        consent: Some(Consent {
            version: text(version),
            agreed_at,
        }),
        ..Draft::default()
    };
    draft.name.typed = NameTyped {
        given: text(given),
        middle: text(middle),
        family: text(family),
        ..NameTyped::default()
    };
    draft.birth.typed = BirthTyped {
        day: text(day),
        month: text(month),
        year: text(year),
    };
    draft.contact.typed = ContactTyped {
        email: text(email),
        phone: text(phone),
        referral: text(referral),
    };
    draft.address.typed = AddressTyped {
        line1: text(street),
        line2: text("Apt 4B"),
        city: text("New York"),
        state: text("NY"),
        postal: text("10001"),
    };
    draft
}

/// The contract's example applicant of A and B.
pub(in crate::provider) fn john() -> SampleApplicant {
    SampleApplicant {
        draft: sample_applicant(
            ["John", "Michael", "Doe"],
            ["1990", "1", "15"],
            ["john.doe@example.com", "+15551234567", "REF123"],
            "123 Main Street",
            ("2026-11-01", datetime!(2024-01-15 10:30 UTC)),
        ),
        user_id: "user_123",
        ip: [192, 168, 1, 1],
    }
}

/// The contract's example applicant of C.
pub(in crate::provider) fn jane() -> SampleApplicant {
    SampleApplicant {
        draft: sample_applicant(
            ["Jane", "", "Smith"],
            ["1990", "6", "15"],
            ["jane.smith@example.com", "+12125551234", ""],
            "123 Main St",
            ("08.06.2026", datetime!(2026-04-24 14:30 UTC)),
        ),
        user_id: "your-internal-user-id-123",
        ip: [203, 0, 113, 42],
    }
}

/// Start request of an applicant, as JSON.
#[track_caller]
pub(in crate::provider) fn sent(
    dialect: Dialect,
    person: &SampleApplicant,
    device_token: Option<&str>,
    documents: bool,
) -> Value {
    let details = Details::of(&person.draft, date!(2026 - 11 - 23)).expect("sound details");
    let frozen = dialect.serialize_start(
        &StartRequest {
            user_id: &UserId::from_stored(person.user_id.to_owned()),
            details: &details,
            ssn: &Ssn::parse("123 45 6789").expect("a number"),
            session_token: &SessionToken::from_entropy([7; 16]),
            device_token,
            ip: IpAddr::V4(Ipv4Addr::from(person.ip)),
        },
        documents,
    );
    serde_json::from_slice(frozen.expose()).expect("JSON")
}

#[test]
fn start_request_equals_the_contract_example() {
    let example = json!({
        "userId": "user_123",
        "firstName": "John",
        "middleName": "Michael",
        "lastName": "Doe",
        "email": "john.doe@example.com",
        "phoneNumber": "+15551234567",
        "dateOfBirth": "1990-01-15",
        "ssn": "123-45-6789",
        "address": {
            "addressLine1": "123 Main Street",
            "addressLine2": "Apt 4B",
            "city": "New York",
            "state": "NY",
            "postalCode": "10001",
            "country": "US"
        },
        "sessionToken": "session_abc",
        "agreementTime": "2024-01-15T10:30:00Z",
        "referralCode": "REF123",
        "ipAddress": "192.168.1.1"
    });
    for dialect in [Dialect::A, Dialect::B] {
        // A and B have no field for documents.
        for documents in [true, false] {
            let sent = sent(dialect, &john(), Some("session_abc"), documents);
            assert_eq!(sent, example);
        }
    }
}

#[test]
fn session_token_without_a_device_is_generated() {
    let sent = sent(Dialect::A, &john(), None, true);
    let token = sent["sessionToken"].as_str().expect("a token");
    assert!(token.starts_with("vst_"), "{token}");
}

#[test]
fn absent_answer_is_left_out() {
    let mut jane = jane();
    jane.draft.address.typed.line2 = String::new();
    let sent = sent(Dialect::B, &jane, None, true);
    for absent in ["middleName", "referralCode"] {
        assert_eq!(sent.get(absent), None, "{absent}");
    }
    assert_eq!(sent["address"].get("addressLine2"), None);
}
