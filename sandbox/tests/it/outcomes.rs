//! Contract §8: each published value leads to its outcome.

use std::time::Duration;

use sandbox::{Decision, Options};
use serde_json::json;

use crate::rig::{
    Rig, applicant, approved, born, denied, documents_required, manual_review, words,
};

#[tokio::test]
async fn anyone_else_is_approved_at_once_with_ids() {
    let rig = Rig::new().await;
    let answer = rig.start(&applicant("user_1")).await;

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
        rig.status(&answer.external_id()).await.json(),
        answer.json()
    );
}

#[tokio::test]
async fn the_rejected_address_is_denied_without_ids() {
    let rig = Rig::new().await;
    let mut one = applicant("user_1");
    one["email"] = json!("Reject@Example.com");
    let answer = rig.start(&one).await;

    assert_eq!(answer.words(), denied());
    assert_eq!(answer.at("/participantId"), "");
    assert_eq!(answer.json().get("account"), None);
}

#[tokio::test]
async fn the_known_name_goes_to_manual_review_until_somebody_decides() {
    let rig = Rig::new().await;
    let mut one = applicant("user_1");
    one["firstName"] = json!("Paulina");
    one["lastName"] = json!("Gizela");
    let id = rig.start(&one).await.external_id();

    rig.sandbox.advance(Duration::from_secs(48 * 3600));
    assert_eq!(rig.status(&id).await.words(), manual_review());
    rig.sandbox
        .decide(&id, Decision::Approved)
        .expect("a known id");
    assert_eq!(rig.status(&id).await.words(), approved());
}

#[tokio::test]
async fn birth_dates_decide_at_once() {
    let rig = Rig::new().await;
    for (user, day, outcome) in [
        ("user_1", "1985-10-02", approved()),
        ("user_2", "1985-09-04", denied()),
    ] {
        assert_eq!(rig.start(&born(user, day)).await.words(), outcome, "{day}");
    }
}

#[tokio::test]
async fn birth_dates_ask_for_documents_and_then_decide() {
    let rig = Rig::new().await;
    for (user, day, outcome) in [
        ("user_1", "1985-09-02", approved()),
        ("user_2", "1985-09-05", denied()),
        ("user_3", "1985-09-25", manual_review()),
        ("user_4", "1985-09-26", manual_review()),
        ("user_5", "1985-09-01", documents_required()),
    ] {
        let answer = rig.start(&born(user, day)).await;
        assert_eq!(answer.words(), documents_required(), "{day}");
        assert!(answer.json()["docv"].is_object(), "{day}");

        let id = answer.external_id();
        rig.sandbox.capture_complete(&id).expect("an open link");
        assert_eq!(rig.status(&id).await.words(), outcome, "{day}");
    }
}

#[tokio::test]
async fn the_address_outranks_the_name_and_the_name_the_birth_date() {
    let rig = Rig::new().await;
    let mut one = born("user_1", "1985-10-02");
    one["firstName"] = json!("Paulina");
    one["lastName"] = json!("Gizela");
    assert_eq!(rig.start(&one).await.words(), manual_review());

    one["userId"] = json!("user_2");
    one["email"] = json!("reject@example.com");
    assert_eq!(rig.start(&one).await.words(), denied());
}

#[tokio::test]
async fn without_documents_birth_dates_mean_nothing() {
    let rig = Rig::with(Options {
        documents: false,
        ..Options::default()
    })
    .await;
    for (user, day) in [("user_1", "1985-09-04"), ("user_2", "1985-09-02")] {
        assert_eq!(
            rig.start(&born(user, day)).await.words(),
            approved(),
            "{day}"
        );
    }
    let mut one = applicant("user_3");
    one["email"] = json!("reject@example.com");
    assert_eq!(rig.start(&one).await.words(), denied());
}

#[tokio::test]
async fn processing_takes_as_long_as_it_was_told() {
    let processing = Duration::from_secs(30);
    let rig = Rig::with(Options {
        processing,
        ..Options::default()
    })
    .await;
    let answer = rig.start(&applicant("user_1")).await;
    assert_eq!(answer.words(), words("pending", "initiated", ""));

    rig.sandbox.advance(processing);
    assert_eq!(rig.status(&answer.external_id()).await.words(), approved());
}

#[tokio::test]
async fn an_unknown_id_is_not_found() {
    let rig = Rig::new().await;
    let answer = rig.status("ext_nobody").await;
    assert_eq!(
        (answer.status.as_u16(), answer.json()["code"].clone()),
        (404, json!(5))
    );
}
