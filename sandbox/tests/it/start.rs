//! Contract §3: what start insists on, in dialects A and B.

use reqwest::StatusCode;
use sandbox::Dialect;
use serde_json::{Value, json};

use crate::rig::{Answer, Rig, applicant, applicant_c};

/// Their bodies are the same.
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
pub(crate) fn assert_refused(answer: &Answer, about: &str) {
    assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{about}");
    let body = answer.json();
    assert_eq!(
        (&body["code"], &body["details"]),
        (&json!(3), &json!([])),
        "{about}"
    );
    assert!(body["message"].is_string(), "{about}");
}

/// Takes the field at a pointer away.
pub(crate) fn remove(applicant: &mut Value, pointer: &str) {
    let (parent, name) = pointer.rsplit_once('/').expect("a pointer");
    let fields = applicant.pointer_mut(parent).and_then(Value::as_object_mut);
    fields.expect("an object").remove(name).expect("the field");
}

/// Gives the field at a pointer another name.
pub(crate) fn rename(applicant: &mut Value, pointer: &str, name: &str) {
    let value = applicant.pointer(pointer).expect("the field").clone();
    remove(applicant, pointer);
    let (parent, _) = pointer.rsplit_once('/').expect("a pointer");
    let fields = applicant.pointer_mut(parent).expect("an object");
    fields[name] = value;
}

pub(crate) fn set(applicant: &mut Value, pointer: &str, value: Value) {
    *applicant.pointer_mut(pointer).expect("the field") = value;
}

#[tokio::test]
async fn each_required_field_is_missed() {
    for dialect in BOTH {
        let rig = Rig::speaking(dialect).await;
        for pointer in REQUIRED {
            let mut absent = applicant("user_1");
            remove(&mut absent, pointer);
            let answer = rig.start(&absent).await;
            assert_refused(&answer, pointer);
            let name = pointer.trim_start_matches('/').replace('/', ".");
            assert_eq!(answer.at("/message"), format!("{name} is missing"));

            for nothing in [json!(null), json!(42)] {
                let mut one = applicant("user_1");
                set(&mut one, pointer, nothing);
                assert_refused(&rig.start(&one).await, pointer);
            }
        }
        assert!(rig.sandbox.inquiries().is_empty());
    }
}

#[tokio::test]
async fn each_optional_field_may_be_left_out_or_empty() {
    for dialect in BOTH {
        let rig = Rig::speaking(dialect).await;
        for (index, pointer) in OPTIONAL.into_iter().enumerate() {
            let mut absent = applicant(&format!("absent_{index}"));
            remove(&mut absent, pointer);
            assert_eq!(rig.start(&absent).await.status, StatusCode::OK, "{pointer}");

            let mut empty = applicant(&format!("empty_{index}"));
            set(&mut empty, pointer, json!(""));
            assert_eq!(rig.start(&empty).await.status, StatusCode::OK, "{pointer}");
        }
    }
}

#[tokio::test]
async fn malformed_fields_are_refused_without_repeating_them() {
    for dialect in BOTH {
        let rig = Rig::speaking(dialect).await;
        for (pointer, text) in MALFORMED {
            let mut one = applicant("user_1");
            set(&mut one, pointer, json!(text));
            let answer = rig.start(&one).await;
            assert_refused(&answer, &format!("{pointer} = {text}"));
            assert!(
                text.trim().is_empty() || !answer.text.contains(text),
                "{text} came back"
            );
        }
    }
}

#[tokio::test]
async fn unknown_fields_are_refused_at_both_depths() {
    for dialect in BOTH {
        let rig = Rig::speaking(dialect).await;
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
            assert_refused(&rig.start(&one).await, name);
        }
        let mut one = applicant("user_1");
        one["address"]["county"] = json!("Kings");
        assert_refused(&rig.start(&one).await, "an unknown field of the address");
    }
}

#[tokio::test]
async fn another_dialects_casing_is_refused() {
    for dialect in BOTH {
        let rig = Rig::speaking(dialect).await;
        assert_refused(&rig.start(&applicant_c("user_1")).await, "dialect C's body");
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
            assert_refused(&rig.start(&one).await, snake);
        }
        assert!(rig.sandbox.inquiries().is_empty());
    }
}

#[tokio::test]
async fn a_body_that_is_no_object_is_refused() {
    for dialect in Dialect::ALL {
        let rig = Rig::speaking(dialect).await;
        for body in [json!(null), json!([]), json!("text")] {
            assert_refused(&rig.start(&body).await, &body.to_string());
        }
    }
}
