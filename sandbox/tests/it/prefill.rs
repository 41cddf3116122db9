//! Contract §5 and §8: prefill.

use std::time::Duration;

use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::rig::{Rig, words};

fn request(phone: &str) -> Value {
    json!({
        "phoneNumber": phone,
        "dateOfBirth": "1985-03-30",
        "userId": "user_1",
        "sessionToken": "session_abc",
    })
}

/// Begins a prefill for the person on record, and returns its id.
async fn begun(rig: &Rig) -> String {
    let answer = rig.post("/prefill", &request("+14155551212")).await;
    assert_eq!(answer.words(), words("pending", "otp_sent", ""));
    assert_eq!(answer.at("/externalId"), answer.external_id());
    answer.external_id()
}

fn code(otp: &str, id: &str) -> Value {
    json!({"otp": otp, "externalId": id})
}

#[tokio::test]
async fn the_right_code_finds_the_person_with_four_digits_of_the_ssn() {
    let rig = Rig::new().await;
    let id = begun(&rig).await;
    let answer = rig.post("/prefill/otp", &code("123456", &id)).await;

    assert_eq!(answer.words(), words("pending", "prefill_complete", ""));
    assert_eq!(answer.at("/dateOfBirth"), "1985-03-30");
    assert_eq!(answer.at("/phoneNumber"), "+14155551212");
    assert_eq!(answer.at("/ssn").len(), 4);
    assert_eq!(answer.at("/address/addressLine1"), "742 Harbor Street");
    assert_eq!(
        rig.status(&id).await.words(),
        words("pending", "prefill_complete", "")
    );
}

#[tokio::test]
async fn nobody_on_record_completes_with_nothing() {
    let rig = Rig::new().await;
    let id = rig
        .post("/prefill", &request("+12067890036"))
        .await
        .external_id();
    let answer = rig.post("/prefill/otp", &code("123456", &id)).await;

    assert_eq!(answer.words(), words("pending", "prefill_complete", ""));
    assert_eq!(answer.json().get("firstName"), None);
}

#[tokio::test]
async fn the_pending_code_stays_pending() {
    let rig = Rig::new().await;
    let id = begun(&rig).await;
    for _ in 0..4 {
        let answer = rig.post("/prefill/otp", &code("000000", &id)).await;
        assert_eq!(answer.words(), words("pending", "otp_sent", ""));
    }
}

#[tokio::test]
async fn three_wrong_codes_spend_the_prefill() {
    let rig = Rig::new().await;
    let id = begun(&rig).await;
    for otp in ["00000", "654321", "00000", "123456"] {
        let answer = rig.post("/prefill/otp", &code(otp, &id)).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{otp}");
    }
    let fresh = begun(&rig).await;
    let answer = rig.post("/prefill/otp", &code("123456", &fresh)).await;
    assert_eq!(answer.status, StatusCode::OK);
}

#[tokio::test]
async fn a_code_lives_ten_minutes() {
    let rig = Rig::new().await;
    let id = begun(&rig).await;
    rig.sandbox.advance(Duration::from_secs(600));
    let answer = rig.post("/prefill/otp", &code("123456", &id)).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn missing_fields_and_unknown_ids_are_refused() {
    let rig = Rig::new().await;
    for field in ["phoneNumber", "dateOfBirth", "userId", "sessionToken"] {
        let mut one = request("+14155551212");
        one[field] = Value::Null;
        let answer = rig.post("/prefill", &one).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{field}");
    }
    let answer = rig
        .post("/prefill/otp", &code("123456", "ext_nobody"))
        .await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
}
