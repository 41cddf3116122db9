//! Contract §3: what start insists on.

use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::rig::{Answer, Rig, applicant};

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
fn assert_refused(answer: &Answer, about: &str) {
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
fn remove(applicant: &mut Value, pointer: &str) {
    let (parent, name) = pointer.rsplit_once('/').expect("a pointer");
    let fields = applicant.pointer_mut(parent).and_then(Value::as_object_mut);
    fields.expect("an object").remove(name).expect("the field");
}

fn set(applicant: &mut Value, pointer: &str, value: Value) {
    *applicant.pointer_mut(pointer).expect("the field") = value;
}

#[tokio::test]
async fn each_required_field_is_missed() {
    let rig = Rig::new().await;
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

#[tokio::test]
async fn each_optional_field_may_be_left_out_or_empty() {
    let rig = Rig::new().await;
    for (index, pointer) in OPTIONAL.into_iter().enumerate() {
        let mut absent = applicant(&format!("absent_{index}"));
        remove(&mut absent, pointer);
        assert_eq!(rig.start(&absent).await.status, StatusCode::OK, "{pointer}");

        let mut empty = applicant(&format!("empty_{index}"));
        set(&mut empty, pointer, json!(""));
        assert_eq!(rig.start(&empty).await.status, StatusCode::OK, "{pointer}");
    }
}

#[tokio::test]
async fn malformed_fields_are_refused_without_repeating_them() {
    let rig = Rig::new().await;
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

#[tokio::test]
async fn unknown_fields_are_refused_at_both_depths() {
    let rig = Rig::new().await;
    let mut one = applicant("user_1");
    one["external_id"] = json!("user_1");
    assert_refused(&rig.start(&one).await, "an unknown field");

    let mut one = applicant("user_1");
    one["address"]["county"] = json!("Kings");
    assert_refused(&rig.start(&one).await, "an unknown field of the address");
}

#[tokio::test]
async fn another_dialects_casing_is_refused() {
    let rig = Rig::new().await;
    let mut one = applicant("user_1");
    let name = one["firstName"].take();
    remove(&mut one, "/firstName");
    one["first_name"] = name;
    assert_refused(&rig.start(&one).await, "snake_case");
}

#[tokio::test]
async fn a_body_that_is_no_object_is_refused() {
    let rig = Rig::new().await;
    for body in [json!(null), json!([]), json!("text")] {
        assert_refused(&rig.start(&body).await, &body.to_string());
    }
}
