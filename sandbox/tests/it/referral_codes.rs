//! Contract §7: referral codes.

use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::test_sandbox::{TestSandbox, applicant};

#[tokio::test]
async fn unknown_code_answers_invalid_with_200() {
    let test = TestSandbox::new().await;
    let known = test.get("/referral-codes/REF123").await;
    assert_eq!(known.json()["isValid"], json!(true));
    assert_eq!(
        known.json()["amount"],
        json!({"value": "50.00", "currency": "USD"})
    );

    let unknown = test.get("/referral-codes/UNKNOWN").await;
    assert_eq!(unknown.status, StatusCode::OK);
    assert_eq!(unknown.json()["isValid"], json!(false));
}

#[tokio::test]
async fn duplicate_code_conflicts() {
    let test = TestSandbox::new().await;
    let code = json!({"userId": "user_9", "referralCode": "FRIEND", "category": "spring"});
    assert_eq!(test.post("/referral-codes", &code).await.json(), json!({}));
    assert_eq!(
        test.post("/referral-codes", &code).await.status,
        StatusCode::CONFLICT
    );
    assert_eq!(
        test.get("/referral-codes/FRIEND").await.at("/userId"),
        "user_9"
    );
}

#[tokio::test]
async fn repeated_start_counts_code_once() {
    let test = TestSandbox::new().await;
    test.start(&applicant("user_1")).await;
    test.start(&applicant("user_1")).await;
    let list = test.get("/referral-codes?code=REF123").await;
    assert_eq!(list.at("/referralCodes/0/usedCount"), "1");
}

#[tokio::test]
async fn code_list_is_paginated() {
    let test = TestSandbox::new().await;
    for code in ["A", "B", "C"] {
        let body = json!({"userId": "user_9", "referralCode": code});
        test.post("/referral-codes", &body).await;
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
    let first = test
        .get("/referral-codes?userId=user_9&limit=2")
        .await
        .json();
    assert_eq!(
        (codes(&first), &first["eof"]),
        (vec![json!("A"), json!("B")], &json!(false))
    );

    let cursor = first["nextCursor"].as_str().expect("a cursor");
    let path = format!("/referral-codes?userId=user_9&limit=2&cursor={cursor}");
    let second = test.get(&path).await.json();
    assert_eq!(
        (codes(&second), &second["eof"]),
        (vec![json!("C")], &json!(true))
    );
}
