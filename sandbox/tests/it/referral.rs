//! Contract §7: referral codes.

use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::rig::{Rig, applicant};

#[tokio::test]
async fn a_code_is_valid_or_not_but_never_missing() {
    let rig = Rig::new().await;
    let known = rig.get("/referral-codes/REF123").await;
    assert_eq!(known.json()["isValid"], json!(true));
    assert_eq!(
        known.json()["amount"],
        json!({"value": "50.00", "currency": "USD"})
    );

    let unknown = rig.get("/referral-codes/NOBODY").await;
    assert_eq!(unknown.status, StatusCode::OK);
    assert_eq!(unknown.json()["isValid"], json!(false));
}

#[tokio::test]
async fn a_code_can_be_made_once() {
    let rig = Rig::new().await;
    let code = json!({"userId": "user_9", "referralCode": "FRIEND", "category": "spring"});
    assert_eq!(rig.post("/referral-codes", &code).await.json(), json!({}));
    assert_eq!(
        rig.post("/referral-codes", &code).await.status,
        StatusCode::CONFLICT
    );
    assert_eq!(
        rig.get("/referral-codes/FRIEND").await.at("/userId"),
        "user_9"
    );
}

#[tokio::test]
async fn an_inquiry_uses_a_code_once_however_often_it_is_started() {
    let rig = Rig::new().await;
    rig.start(&applicant("user_1")).await;
    rig.start(&applicant("user_1")).await;
    let list = rig.get("/referral-codes?code=REF123").await;
    assert_eq!(list.at("/referralCodes/0/usedCount"), "1");
}

#[tokio::test]
async fn the_list_comes_in_pages() {
    let rig = Rig::new().await;
    for code in ["A", "B", "C"] {
        let body = json!({"userId": "user_9", "referralCode": code});
        rig.post("/referral-codes", &body).await;
    }
    let codes = |page: &Value| -> Vec<Value> {
        let list = page["referralCodes"]
            .as_array()
            .cloned()
            .unwrap_or_default();
        list.iter()
            .map(|entry| entry["referralCode"].clone())
            .collect()
    };
    let first = rig
        .get("/referral-codes?userId=user_9&limit=2")
        .await
        .json();
    assert_eq!(
        (codes(&first), &first["eof"]),
        (vec![json!("A"), json!("B")], &json!(false))
    );

    let cursor = first["nextCursor"].as_str().expect("a cursor");
    let path = format!("/referral-codes?userId=user_9&limit=2&cursor={cursor}");
    let second = rig.get(&path).await.json();
    assert_eq!(
        (codes(&second), &second["eof"]),
        (vec![json!("C")], &json!(true))
    );
}
