//! Contract §5 and §8: prefill.

use std::time::Duration;

use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::test_sandbox::{TestSandbox, words};

fn request(phone: &str) -> Value {
    json!({
        "phoneNumber": phone,
        "dateOfBirth": "1985-03-30",
        "userId": "user_1",
        "sessionToken": "session_abc",
    })
}

/// Begins a prefill for the person on record and returns its id.
async fn begin_prefill(test: &TestSandbox) -> String {
    let answer = test.post("/prefill", &request("+14155551212")).await;
    assert_eq!(answer.words(), words("pending", "otp_sent", ""));
    assert_eq!(answer.at("/externalId"), answer.external_id());
    answer.external_id()
}

fn code(otp: &str, id: &str) -> Value {
    json!({"otp": otp, "externalId": id})
}

#[tokio::test]
async fn correct_code_returns_person_with_last_four_ssn_digits() {
    let test = TestSandbox::new().await;
    let id = begin_prefill(&test).await;
    let answer = test.post("/prefill/otp", &code("123456", &id)).await;

    assert_eq!(answer.words(), words("pending", "prefill_complete", ""));
    assert_eq!(answer.at("/dateOfBirth"), "1985-03-30");
    assert_eq!(answer.at("/phoneNumber"), "+14155551212");
    assert_eq!(answer.at("/ssn").len(), 4);
    assert_eq!(answer.at("/address/addressLine1"), "742 Harbor Street");
    assert_eq!(
        test.status(&id).await.words(),
        words("pending", "prefill_complete", "")
    );
}

#[tokio::test]
async fn unknown_phone_completes_without_data() {
    let test = TestSandbox::new().await;
    let id = test
        .post("/prefill", &request("+12067890036"))
        .await
        .external_id();
    let answer = test.post("/prefill/otp", &code("123456", &id)).await;

    assert_eq!(answer.words(), words("pending", "prefill_complete", ""));
    assert_eq!(answer.json().get("firstName"), None);
}

#[tokio::test]
async fn pending_code_stays_pending() {
    let test = TestSandbox::new().await;
    let id = begin_prefill(&test).await;
    for _ in 0..4 {
        let answer = test.post("/prefill/otp", &code("000000", &id)).await;
        assert_eq!(answer.words(), words("pending", "otp_sent", ""));
    }
}

#[tokio::test]
async fn three_wrong_codes_end_the_prefill() {
    let test = TestSandbox::new().await;
    let id = begin_prefill(&test).await;
    for otp in ["00000", "654321", "00000", "123456"] {
        let answer = test.post("/prefill/otp", &code(otp, &id)).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{otp}");
    }
    let fresh = begin_prefill(&test).await;
    let answer = test.post("/prefill/otp", &code("123456", &fresh)).await;
    assert_eq!(answer.status, StatusCode::OK);
}

#[tokio::test]
async fn code_expires_after_ten_minutes() {
    let test = TestSandbox::new().await;
    let id = begin_prefill(&test).await;
    test.sandbox.advance(Duration::from_secs(600));
    let answer = test.post("/prefill/otp", &code("123456", &id)).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn missing_fields_and_unknown_ids_are_rejected() {
    let test = TestSandbox::new().await;
    for field in ["phoneNumber", "dateOfBirth", "userId", "sessionToken"] {
        let mut one = request("+14155551212");
        one[field] = Value::Null;
        let answer = test.post("/prefill", &one).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{field}");
    }
    let answer = test
        .post("/prefill/otp", &code("123456", "ext_nobody"))
        .await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
}
