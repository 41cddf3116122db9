//! Contract §3: the fields that start requires in dialects A and B.

use reqwest::StatusCode;
use sandbox::Dialect;
use serde_json::{Value, json};

use crate::test_sandbox::{Answer, TestSandbox, applicant, applicant_c};

/// The dialects with the same start body.
const BOTH: [Dialect; 2] = [Dialect::A, Dialect::B];

const REQUIRED: [&str; 15] = [
    "/userId",
    "/firstName",
    "/lastName",
    "/email",
    "/phoneNumber",
    "/dateOfBirth",
    "/ssn",
    "/address",
    "/address/addressLine1",
    "/address/city",
    "/address/state",
    "/address/postalCode",
    "/address/country",
    "/sessionToken",
    "/agreementTime",
];

const OPTIONAL: [&str; 4] = [
    "/middleName",
    "/address/addressLine2",
    "/referralCode",
    "/ipAddress",
];

const MALFORMED: [(&str, &str); 21] = [
    ("/email", "john.doe"),
    ("/email", "john@doe@example.com"),
    ("/email", "john@example"),
    ("/phoneNumber", "5551234567"),
    ("/phoneNumber", "+1 555 123 4567"),
    ("/phoneNumber", "+0555123456"),
    ("/dateOfBirth", "01/15/1990"),
    ("/dateOfBirth", "1990-02-30"),
    ("/dateOfBirth", "+1990-1-15"),
    ("/dateOfBirth", "2990-01-15"),
    ("/ssn", "123456789"),
    ("/ssn", "123-456-789"),
    ("/address/state", "New York"),
    ("/address/state", "ny"),
    ("/address/postalCode", "1000"),
    ("/address/postalCode", "10001-12"),
    ("/address/country", "USA"),
    ("/agreementTime", "2024-01-15"),
    ("/agreementTime", "2024-01-15 10:30"),
    ("/ipAddress", "192.168.1"),
    ("/firstName", "  "),
];

#[track_caller]
pub(crate) fn assert_bad_request(answer: &Answer, about: &str) {
    assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{about}");
    let body = answer.json();
    assert_eq!(
        (&body["code"], &body["details"]),
        (&json!(3), &json!([])),
        "{about}"
    );
    assert!(body["message"].is_string(), "{about}");
}

/// Removes the field at a JSON pointer.
pub(crate) fn remove(applicant: &mut Value, pointer: &str) {
    let (parent, name) = pointer.rsplit_once('/').expect("a pointer");
    let fields = applicant.pointer_mut(parent).and_then(Value::as_object_mut);
    fields.expect("an object").remove(name).expect("the field");
}

/// Renames the field at a JSON pointer.
pub(crate) fn rename(applicant: &mut Value, pointer: &str, name: &str) {
    let value = applicant.pointer(pointer).expect("the field").clone();
    remove(applicant, pointer);
    let (parent, _) = pointer.rsplit_once('/').expect("a pointer");
    let fields = applicant.pointer_mut(parent).expect("an object");
    fields[name] = value;
}

/// Replaces the field at a JSON pointer.
pub(crate) fn set(applicant: &mut Value, pointer: &str, value: Value) {
    *applicant.pointer_mut(pointer).expect("the field") = value;
}

#[tokio::test]
async fn missing_required_field_is_rejected() {
    for dialect in BOTH {
        let test = TestSandbox::in_dialect(dialect).await;
        for pointer in REQUIRED {
            let mut absent = applicant("user_1");
            remove(&mut absent, pointer);
            let answer = test.start(&absent).await;
            assert_bad_request(&answer, pointer);
            let name = pointer.trim_start_matches('/').replace('/', ".");
            assert_eq!(answer.at("/message"), format!("{name} is missing"));

            for nothing in [json!(null), json!(42)] {
                let mut one = applicant("user_1");
                set(&mut one, pointer, nothing);
                assert_bad_request(&test.start(&one).await, pointer);
            }
        }
        assert!(test.sandbox.inquiries().is_empty());
    }
}

#[tokio::test]
async fn absent_or_empty_optional_field_is_accepted() {
    for dialect in BOTH {
        let test = TestSandbox::in_dialect(dialect).await;
        for (index, pointer) in OPTIONAL.into_iter().enumerate() {
            let mut absent = applicant(&format!("absent_{index}"));
            remove(&mut absent, pointer);
            assert_eq!(
                test.start(&absent).await.status,
                StatusCode::OK,
                "{pointer}"
            );

            let mut empty = applicant(&format!("empty_{index}"));
            set(&mut empty, pointer, json!(""));
            assert_eq!(test.start(&empty).await.status, StatusCode::OK, "{pointer}");
        }
    }
}

#[tokio::test]
async fn malformed_field_is_rejected_without_its_value() {
    for dialect in BOTH {
        let test = TestSandbox::in_dialect(dialect).await;
        for (pointer, text) in MALFORMED {
            let mut one = applicant("user_1");
            set(&mut one, pointer, json!(text));
            let answer = test.start(&one).await;
            assert_bad_request(&answer, &format!("{pointer} = {text}"));
            assert!(
                text.trim().is_empty() || !answer.text.contains(text),
                "{text} received back"
            );
        }
    }
}

#[tokio::test]
async fn unknown_field_is_rejected_at_both_depths() {
    for dialect in BOTH {
        let test = TestSandbox::in_dialect(dialect).await;
        let unknown = [
            ("external_id", json!("user_1")),
            ("docvEligible", json!(true)),
            (
                "agreement",
                json!({"version": "1", "signed_at": "2026-04-24T14:30:00Z"}),
            ),
        ];
        for (name, value) in unknown {
            let mut one = applicant("user_1");
            one[name] = value;
            assert_bad_request(&test.start(&one).await, name);
        }
        let mut one = applicant("user_1");
        one["address"]["county"] = json!("Kings");
        assert_bad_request(&test.start(&one).await, "an unknown field of the address");
    }
}

#[tokio::test]
async fn field_names_of_another_dialect_are_rejected() {
    for dialect in BOTH {
        let test = TestSandbox::in_dialect(dialect).await;
        assert_bad_request(
            &test.start(&applicant_c("user_1")).await,
            "dialect C's body",
        );
        for (pointer, snake) in [
            ("/userId", "user_id"),
            ("/firstName", "first_name"),
            ("/middleName", "middle_name"),
            ("/lastName", "last_name"),
            ("/phoneNumber", "phone_number"),
            ("/dateOfBirth", "date_of_birth"),
            ("/sessionToken", "session_token"),
            ("/agreementTime", "agreement_time"),
            ("/referralCode", "referral_code"),
            ("/ipAddress", "ip_address"),
            ("/address/addressLine1", "address_line_1"),
            ("/address/addressLine2", "address_line_2"),
            ("/address/postalCode", "postal_code"),
        ] {
            let mut one = applicant("user_1");
            rename(&mut one, pointer, snake);
            assert_bad_request(&test.start(&one).await, snake);
        }
        assert!(test.sandbox.inquiries().is_empty());
    }
}

#[tokio::test]
async fn body_without_object_is_rejected() {
    for dialect in Dialect::ALL {
        let test = TestSandbox::in_dialect(dialect).await;
        for body in [json!(null), json!([]), json!("text")] {
            assert_bad_request(&test.start(&body).await, &body.to_string());
        }
    }
}
