//! Contract §8: each published value leads to its outcome.

use std::time::Duration;

use sandbox::{Decision, Options};
use serde_json::json;

use crate::test_sandbox::{
    TestSandbox, applicant, approved, born, denied, documents_required, manual_review, words,
};

#[tokio::test]
async fn applicant_without_matching_rule_is_approved_with_ids() {
    let test = TestSandbox::new().await;
    let answer = test.start(&applicant("user_1")).await;

    assert_eq!(answer.words(), approved());
    assert!(answer.external_id().starts_with("ext_"));
    assert_eq!(
        answer.at("/participantId"),
        "firms/ISV-Participant-Sandbox/users/user_1"
    );
    assert!(
        answer
            .at("/account")
            .starts_with("firms/ISV-Sandbox/accounts/")
    );
    assert_eq!(answer.json().get("docv"), None);
    assert_eq!(
        test.status(&answer.external_id()).await.json(),
        answer.json()
    );
}

#[tokio::test]
async fn reject_address_is_denied_without_ids() {
    let test = TestSandbox::new().await;
    let mut one = applicant("user_1");
    one["email"] = json!("Reject@Example.com");
    let answer = test.start(&one).await;

    assert_eq!(answer.words(), denied());
    assert_eq!(answer.at("/participantId"), "");
    assert_eq!(answer.json().get("account"), None);
}

#[tokio::test]
async fn review_name_stays_in_manual_review_until_decided() {
    let test = TestSandbox::new().await;
    let mut one = applicant("user_1");
    one["firstName"] = json!("Paulina");
    one["lastName"] = json!("Gizela");
    let id = test.start(&one).await.external_id();

    test.sandbox.advance(Duration::from_secs(48 * 3600));
    assert_eq!(test.status(&id).await.words(), manual_review());
    test.sandbox
        .decide(&id, Decision::Approved)
        .expect("a known id");
    assert_eq!(test.status(&id).await.words(), approved());
}

#[tokio::test]
async fn birth_dates_without_documents_decide_at_once() {
    let test = TestSandbox::new().await;
    for (user, day, outcome) in [
        ("user_1", "1985-10-02", approved()),
        ("user_2", "1985-09-04", denied()),
    ] {
        assert_eq!(test.start(&born(user, day)).await.words(), outcome, "{day}");
    }
}

#[tokio::test]
async fn birth_dates_with_documents_decide_after_submission() {
    let test = TestSandbox::new().await;
    for (user, day, outcome) in [
        ("user_1", "1985-09-02", approved()),
        ("user_2", "1985-09-05", denied()),
        ("user_3", "1985-09-25", manual_review()),
        ("user_4", "1985-09-26", manual_review()),
        ("user_5", "1985-09-01", documents_required()),
    ] {
        let answer = test.start(&born(user, day)).await;
        assert_eq!(answer.words(), documents_required(), "{day}");
        assert!(answer.json()["docv"].is_object(), "{day}");

        let id = answer.external_id();
        test.sandbox.capture_complete(&id).expect("an open link");
        assert_eq!(test.status(&id).await.words(), outcome, "{day}");
    }
}

#[tokio::test]
async fn rules_rank_email_before_name_before_birth_date() {
    let test = TestSandbox::new().await;
    let mut one = born("user_1", "1985-10-02");
    one["firstName"] = json!("Paulina");
    one["lastName"] = json!("Gizela");
    assert_eq!(test.start(&one).await.words(), manual_review());

    one["userId"] = json!("user_2");
    one["email"] = json!("reject@example.com");
    assert_eq!(test.start(&one).await.words(), denied());
}

#[tokio::test]
async fn birth_dates_are_ignored_without_documents() {
    let test = TestSandbox::with(Options {
        documents: false,
        ..Options::default()
    })
    .await;
    for (user, day) in [("user_1", "1985-09-04"), ("user_2", "1985-09-02")] {
        assert_eq!(
            test.start(&born(user, day)).await.words(),
            approved(),
            "{day}"
        );
    }
    let mut one = applicant("user_3");
    one["email"] = json!("reject@example.com");
    assert_eq!(test.start(&one).await.words(), denied());
}

#[tokio::test]
async fn processing_ends_after_configured_duration() {
    let processing = Duration::from_secs(30);
    let test = TestSandbox::with(Options {
        processing,
        ..Options::default()
    })
    .await;
    let answer = test.start(&applicant("user_1")).await;
    assert_eq!(answer.words(), words("pending", "initiated", ""));

    test.sandbox.advance(processing);
    assert_eq!(test.status(&answer.external_id()).await.words(), approved());
}

#[tokio::test]
async fn unknown_id_is_not_found() {
    let test = TestSandbox::new().await;
    let answer = test.status("ext_nobody").await;
    assert_eq!(
        (answer.status.as_u16(), answer.json()["code"].clone()),
        (404, json!(5))
    );
}
