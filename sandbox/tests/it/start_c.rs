//! Contract §3: the fields that start requires in dialect C.

use reqwest::StatusCode;
use sandbox::Dialect;
use serde_json::{Value, json};

use crate::start_ab::{assert_bad_request, remove, rename, set};
use crate::test_sandbox::{TestSandbox, applicant, applicant_c, born_in, words};

const REQUIRED: [&str; 17] = [
    "/external_id",
    "/ssn",
    "/first_name",
    "/last_name",
    "/date_of_birth",
    "/email",
    "/phone_number",
    "/address",
    "/address/address_line_1",
    "/address/city",
    "/address/state",
    "/address/postal_code",
    "/address/country",
    "/agreement",
    "/agreement/version",
    "/agreement/signed_at",
    "/ip_address",
];

const OPTIONAL: [&str; 4] = [
    "/middle_name",
    "/address/address_line_2",
    "/session_token",
    "/referral_code",
];

const MALFORMED: [(&str, &str); 20] = [
    ("/ssn", "123-45-6789"),
    ("/ssn", "12345678"),
    ("/ssn", "1234567890"),
    ("/ssn", "12345678x"),
    ("/email", "jane.smith"),
    ("/phone_number", "2125551234"),
    ("/phone_number", "+1 212 555 1234"),
    ("/date_of_birth", "06/15/1990"),
    ("/date_of_birth", "1990-02-30"),
    ("/date_of_birth", "2990-01-15"),
    ("/address/state", "New York"),
    ("/address/state", "ny"),
    ("/address/postal_code", "10001-1234"),
    ("/address/postal_code", "1000"),
    ("/address/country", "USA"),
    ("/agreement/signed_at", "2026-04-24"),
    ("/agreement/signed_at", "yesterday"),
    ("/ip_address", "203.0.113"),
    ("/first_name", "  "),
    ("/agreement/version", " "),
];

const CAMEL: [(&str, &str); 16] = [
    ("/external_id", "externalId"),
    ("/external_id", "userId"),
    ("/first_name", "firstName"),
    ("/middle_name", "middleName"),
    ("/last_name", "lastName"),
    ("/date_of_birth", "dateOfBirth"),
    ("/phone_number", "phoneNumber"),
    ("/session_token", "sessionToken"),
    ("/ip_address", "ipAddress"),
    ("/docv_eligible", "docvEligible"),
    ("/referral_code", "referralCode"),
    ("/address/address_line_1", "addressLine1"),
    ("/address/address_line_2", "addressLine2"),
    ("/address/postal_code", "postalCode"),
    ("/agreement/signed_at", "signedAt"),
    ("/agreement/version", "Version"),
];

async fn new_sandbox() -> TestSandbox {
    TestSandbox::in_dialect(Dialect::C).await
}

#[tokio::test]
async fn missing_required_field_is_rejected() {
    let test = new_sandbox().await;
    for pointer in REQUIRED {
        let mut absent = applicant_c("user_1");
        remove(&mut absent, pointer);
        let answer = test.start(&absent).await;
        assert_bad_request(&answer, pointer);
        let name = pointer.trim_start_matches('/').replace('/', ".");
        assert_eq!(answer.at("/message"), format!("{name} is missing"));

        for nothing in [json!(null), json!(42)] {
            let mut one = applicant_c("user_1");
            set(&mut one, pointer, nothing);
            assert_bad_request(&test.start(&one).await, pointer);
        }
    }
    assert!(test.sandbox.inquiries().is_empty());
}

#[tokio::test]
async fn absent_or_empty_optional_field_is_accepted() {
    let test = new_sandbox().await;
    for (index, pointer) in OPTIONAL.into_iter().enumerate() {
        let mut absent = applicant_c(&format!("absent_{index}"));
        remove(&mut absent, pointer);
        assert_eq!(
            test.start(&absent).await.status,
            StatusCode::OK,
            "{pointer}"
        );

        let mut empty = applicant_c(&format!("empty_{index}"));
        set(&mut empty, pointer, json!(""));
        assert_eq!(test.start(&empty).await.status, StatusCode::OK, "{pointer}");
    }
}

#[tokio::test]
async fn malformed_field_is_rejected_without_its_value() {
    let test = new_sandbox().await;
    for (pointer, text) in MALFORMED {
        let mut one = applicant_c("user_1");
        set(&mut one, pointer, json!(text));
        let answer = test.start(&one).await;
        assert_bad_request(&answer, &format!("{pointer} = {text}"));
        assert!(
            text.trim().is_empty() || !answer.text.contains(text),
            "{text} received back"
        );
    }
}

#[tokio::test]
async fn field_names_of_another_dialect_are_rejected() {
    let test = new_sandbox().await;
    assert_bad_request(&test.start(&applicant("user_1")).await, "dialect A's body");
    for (pointer, camel) in CAMEL {
        let mut one = applicant_c("user_1");
        rename(&mut one, pointer, camel);
        assert_bad_request(&test.start(&one).await, camel);
    }
    for unknown in ["user_id", "agreement_time", "county"] {
        let mut one = applicant_c("user_1");
        one[unknown] = json!("anything");
        assert_bad_request(&test.start(&one).await, unknown);
    }
    for outer in ["address", "agreement"] {
        let mut one = applicant_c("user_1");
        one[outer]["county"] = json!("Kings");
        assert_bad_request(&test.start(&one).await, outer);
    }
    assert!(test.sandbox.inquiries().is_empty());
}

#[tokio::test]
async fn ids_over_49_and_names_over_50_characters_are_rejected() {
    let test = new_sandbox().await;
    let longest = "x".repeat(49);
    let answer = test.start(&applicant_c(&longest)).await;
    assert_eq!(answer.external_id(), longest);
    assert_bad_request(&test.start(&applicant_c(&"x".repeat(50))).await, "50");

    for (index, name) in ["first_name", "middle_name", "last_name"]
        .into_iter()
        .enumerate()
    {
        let mut one = applicant_c(&format!("user_{index}"));
        one[name] = json!("é".repeat(50));
        assert_eq!(test.start(&one).await.status, StatusCode::OK, "{name}");
        one[name] = json!("é".repeat(51));
        assert_bad_request(&test.start(&one).await, name);
    }
}

#[tokio::test]
async fn documents_are_required_only_if_eligible() {
    let test = new_sandbox().await;
    for (id, eligible, owed) in [
        ("user_1", json!(true), true),
        ("user_2", json!(false), false),
        ("user_3", Value::Null, false),
    ] {
        let mut one = born_in(Dialect::C, id, "1985-09-02");
        one["docv_eligible"] = eligible.clone();
        let answer = test.start(&one).await;
        assert_eq!(answer.json()["docv"].is_object(), owed, "{eligible}");
    }
    let mut absent = born_in(Dialect::C, "user_4", "1985-09-02");
    remove(&mut absent, "/docv_eligible");
    let answer = test.start(&absent).await;
    assert_eq!(answer.words(), words("ACCEPT", "CLOSED", "Accept"));

    let mut one = applicant_c("user_5");
    one["docv_eligible"] = json!("true");
    assert_bad_request(&test.start(&one).await, "a string");
}

#[tokio::test]
async fn status_query_uses_snake_case() {
    let test = new_sandbox().await;
    test.start(&applicant_c("user_1")).await;
    for (query, status) in [
        ("external_id=user_1", StatusCode::OK),
        ("externalId=user_1", StatusCode::BAD_REQUEST),
        ("user_id=user_1", StatusCode::BAD_REQUEST),
        ("external_id=", StatusCode::BAD_REQUEST),
        (
            "external_id=user_1&externalId=user_1",
            StatusCode::BAD_REQUEST,
        ),
        ("external_id=user_2", StatusCode::NOT_FOUND),
    ] {
        let answer = test.get(&format!("/status?{query}")).await;
        assert_eq!(answer.status, status, "{query}");
    }
    let test = TestSandbox::in_dialect(Dialect::B).await;
    let answer = test.get("/status?external_id=user_1").await;
    assert_bad_request(&answer, "snake_case in dialect B");
}

#[tokio::test]
async fn prefill_and_referral_codes_use_snake_case() {
    let test = new_sandbox().await;
    let begin = json!({
        "phone_number": "+14155551212",
        "date_of_birth": "1985-03-30",
        "user_id": "user_1",
    });
    let begun = test.post("/prefill", &begin).await;
    assert_eq!(begun.words(), words("pending", "otp_sent", ""));
    let id = begun.external_id();
    assert_bad_request(
        &test
            .post("/prefill/otp", &json!({"otp": "123456", "externalId": id}))
            .await,
        "the code in camelCase",
    );
    let code = json!({"otp": "123456", "external_id": id});
    let found = test.post("/prefill/otp", &code).await;
    assert_eq!(found.at("/address/addressLine1"), "742 Harbor Street");
    test.start(&applicant_c("user_1")).await;
    for both in ["user_1", id.as_str()] {
        assert_eq!(test.status(both).await.status, StatusCode::OK, "{both}");
    }

    for (pointer, camel) in [
        ("/phone_number", "phoneNumber"),
        ("/date_of_birth", "dateOfBirth"),
        ("/user_id", "userId"),
    ] {
        let mut one = begin.clone();
        rename(&mut one, pointer, camel);
        assert_bad_request(&test.post("/prefill", &one).await, camel);
    }

    let code = json!({"user_id": "user_9", "referral_code": "FRIEND"});
    assert_eq!(test.post("/referral-codes", &code).await.json(), json!({}));
    let camel = json!({"userId": "user_9", "referralCode": "OTHER"});
    assert_bad_request(
        &test.post("/referral-codes", &camel).await,
        "a camel's code",
    );
    let list = test.get("/referral-codes?user_id=user_9").await;
    assert_eq!(list.at("/referralCodes/0/referralCode"), "FRIEND");
    assert_bad_request(
        &test.get("/referral-codes?userId=user_9").await,
        "a camel's list",
    );
}
