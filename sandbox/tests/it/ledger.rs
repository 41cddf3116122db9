//! The record of received requests.

use reqwest::Method;
use sandbox::{Authorization, Endpoint, Fault, FaultKind, Options};
use serde_json::{Value, json};

use crate::test_sandbox::{TestSandbox, applicant, read};

#[tokio::test]
async fn ledger_records_start_with_all_fields() {
    let test = TestSandbox::new().await;
    let answer = test.start(&applicant("user_1")).await;

    let ledger = test.sandbox.ledger();
    assert_eq!(ledger.len(), 1);
    let entry = &ledger[0];
    assert_eq!(entry.endpoint, Endpoint::Start);
    assert_eq!(entry.authorization, Authorization::Right);
    assert_eq!(entry.body, applicant("user_1"));
    assert_eq!((entry.accepted, entry.answer), (true, Some(200)));
    assert_eq!(entry.external_id, Some(answer.external_id()));
}

#[tokio::test]
async fn body_hash_differs_for_equal_json_in_other_bytes() {
    let test = TestSandbox::new().await;
    let words = applicant("user_1");
    for body in [words.to_string(), words.to_string(), format!("{words} ")] {
        let start = test.api(Method::POST, "/start");
        let start = start.header("content-type", "application/json").body(body);
        let token = &test.sandbox.options().token;
        read(start.bearer_auth(token)).await.expect("an answer");
    }
    let ledger = test.sandbox.ledger();
    assert_eq!(ledger[0].bytes, ledger[1].bytes);
    assert_eq!(ledger[0].body, ledger[2].body);
    assert_ne!(ledger[0].bytes, ledger[2].bytes);
}

#[tokio::test]
async fn ledger_records_rejected_requests() {
    let test = TestSandbox::new().await;
    test.start(&json!({"userId": "user_1"})).await;
    test.sandbox
        .fault(Fault::once(Endpoint::Start, FaultKind::Error(503)));
    test.start(&applicant("user_1")).await;
    let unsigned = test.api(Method::POST, "/start").json(&applicant("user_1"));
    read(unsigned).await.expect("an answer");

    let seen: Vec<_> = test
        .sandbox
        .ledger()
        .into_iter()
        .map(|entry| (entry.authorization, entry.accepted, entry.answer))
        .collect();
    assert_eq!(
        seen,
        [
            (Authorization::Right, false, Some(400)),
            (Authorization::Right, false, Some(503)),
            (Authorization::Missing, false, Some(401)),
        ]
    );
}

#[tokio::test]
async fn control_ledger_masks_ssn() {
    let test = TestSandbox::new().await;
    test.start(&applicant("user_1")).await;
    let answer = test.open("/control/ledger").await;

    assert!(!answer.text.contains("123-45-6789"));
    assert_eq!(answer.at("/0/body/ssn"), "***-**-6789");
    assert_eq!(answer.at("/0/body/lastName"), "Doe");
}

#[tokio::test]
async fn control_ledger_hides_bodies_without_json() {
    let test = TestSandbox::new().await;
    let token = test.sandbox.options().token.clone();
    let request = test
        .api(Method::POST, "/start")
        .bearer_auth(token)
        .body("ssn=123-45-6789");
    assert_eq!(read(request).await.expect("an answer").status.as_u16(), 400);

    assert_eq!(test.sandbox.ledger()[0].body, json!("ssn=123-45-6789"));
    assert_eq!(
        test.open("/control/ledger").await.at("/0/body"),
        "[not JSON, 15 bytes]"
    );
}

#[tokio::test]
async fn ledger_file_keeps_lines_across_restarts_without_ssn() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("ledger.jsonl");
    for user in ["user_1", "user_2"] {
        let options = Options {
            ledger: Some(path.clone()),
            ..Options::default()
        };
        let test = TestSandbox::with(options).await;
        test.start(&applicant(user)).await;
        test.sandbox.shutdown().await;
    }

    let file = std::fs::read_to_string(&path).expect("the file");
    let users: Vec<Value> = file
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).expect("JSON")["body"]["userId"].clone())
        .collect();
    assert_eq!(users, [json!("user_1"), json!("user_2")]);
    assert!(!file.contains("123-45-6789"));
}
