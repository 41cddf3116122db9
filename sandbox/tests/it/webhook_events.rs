//! Contract §6: which events each dialect sends, and when.

use std::time::Duration;

use sandbox::{Decision, Dialect, FIRM, Options, Review};
use serde_json::{Value, json};

use crate::test_sandbox::{applicant_in, born_in, words};
use crate::webhook_receiver::{ReceivedWebhook, with_receiver, with_receiver_in};

fn words_of(got: &ReceivedWebhook) -> [String; 3] {
    let json = got.json();
    ["decision", "status", "subStatus"].map(|word| json[word].as_str().expect("a word").to_owned())
}

fn keys(value: &Value) -> Vec<&str> {
    value
        .as_object()
        .expect("an object")
        .keys()
        .map(String::as_str)
        .collect()
}

fn with_manual_review(dialect: Dialect) -> Options {
    Options {
        dialect,
        review: Review::ByHand,
        ..Options::default()
    }
}

#[tokio::test]
async fn dialect_b_sends_every_change_unsigned() {
    let (test, mut receiver) = with_receiver(with_manual_review(Dialect::B)).await;
    test.start(&born_in(Dialect::B, "user_1", "1985-09-02"))
        .await;
    test.sandbox
        .capture_complete("user_1")
        .expect("an open link");
    test.sandbox
        .decide("user_1", Decision::ManualReview)
        .expect("an id");
    test.sandbox
        .decide("user_1", Decision::Resubmit)
        .expect("an id");
    test.sandbox
        .decide("user_1", Decision::Approved)
        .expect("an id");
    // A repeated decision and a read cause no event.
    test.sandbox
        .decide("user_1", Decision::Approved)
        .expect("an id");
    let status = test.status("user_1").await;
    test.sandbox.deliver_webhooks().await;

    let received = receiver.drain();
    let sent: Vec<_> = received.iter().map(words_of).collect();
    assert_eq!(
        sent,
        [
            words("REVIEW", "ON_HOLD", "Document Request Initiated"),
            words("REVIEW", "OPEN", ""),
            words("REVIEW", "OPEN", ""),
            words("REVIEW", "ON_HOLD", "Document Request Initiated"),
            words("ACCEPT", "CLOSED", ""),
        ]
    );
    for got in &received {
        assert_eq!(got.about(), "user_1");
        let json = got.json();
        let flat = [
            "account",
            "decision",
            "externalId",
            "participantId",
            "status",
            "subStatus",
        ];
        assert_eq!(keys(&json), flat);
        for name in ["webhook-id", "webhook-timestamp", "webhook-signature"] {
            assert_eq!(got.header(name), None);
        }
    }
    let (first, last) = (received[0].json(), received[4].json());
    assert_eq!(
        (&first["participantId"], &first["account"]),
        (&json!(""), &json!(""))
    );
    assert_eq!(last["participantId"], status.json()["participantId"]);
    assert_eq!(last["account"], status.json()["account"]);
}

#[tokio::test]
async fn dialect_c_sends_only_final_outcomes() {
    let (test, mut receiver) = with_receiver(Options {
        provisioning: Duration::from_secs(60),
        ..with_manual_review(Dialect::C)
    })
    .await;
    test.start(&born_in(Dialect::C, "user_1", "1985-09-02"))
        .await;
    test.sandbox
        .capture_complete("user_1")
        .expect("an open link");
    test.sandbox
        .decide("user_1", Decision::ManualReview)
        .expect("an id");
    test.sandbox
        .decide("user_1", Decision::Resubmit)
        .expect("an id");
    test.sandbox
        .decide("user_1", Decision::Approved)
        .expect("an id");
    test.sandbox.deliver_webhooks().await;
    assert!(receiver.drain().is_empty(), "approved, and not provisioned");

    test.sandbox.advance(Duration::from_secs(60));
    test.sandbox.deliver_webhooks().await;
    let received = receiver.drain();
    assert_eq!(received.len(), 1);
    assert!(received[0].is_signed());
    let now = test.sandbox.now().unix_timestamp();
    assert!((now - received[0].timestamp()).abs() <= 300);

    let message = received[0].json();
    assert_eq!(
        keys(&message),
        ["data", "event_id", "event_time", "event_type"]
    );
    assert_eq!(message["event_type"], "kyc.approved");
    let data = &message["data"];
    assert_eq!(
        keys(data),
        [
            "external_id",
            "firm_id",
            "kyc_eval_id",
            "provisioned_account",
            "provisioned_participant",
            "status",
            "status_set_at",
            "user_id",
        ]
    );
    assert_eq!(data["external_id"], "user_1");
    assert_eq!(data["firm_id"], FIRM);
    assert_eq!(data["status"], "KYC_STATUS_APPROVED");
    let status = test.status("user_1").await.json();
    assert_eq!(data["provisioned_participant"], status["participantId"]);
    assert_eq!(data["provisioned_account"], status["provisionedAccount"]);
}

#[tokio::test]
async fn rejection_has_reason_and_no_ids() {
    let (test, mut receiver) = with_receiver_in(Dialect::C).await;
    test.start(&born_in(Dialect::C, "user_1", "1985-09-04"))
        .await;
    let message = receiver.next().await.json();
    assert_eq!(message["event_type"], "kyc.rejected");
    let data = &message["data"];
    assert_eq!(data["provisioned_participant"], "");
    assert_eq!(data["provisioned_account"], "");
    assert!(
        !data["rejection_reason"]
            .as_str()
            .expect("a reason")
            .is_empty()
    );
}

/// Without any call, the background task applies what falls due.
#[tokio::test]
async fn background_task_sends_changes_due_by_time() {
    for dialect in [Dialect::B, Dialect::C] {
        let (test, mut receiver) = with_receiver(Options {
            dialect,
            processing: Duration::from_millis(30),
            ..Options::default()
        })
        .await;
        test.start(&applicant_in(dialect, "user_1")).await;
        let mut last = receiver.next().await;
        if dialect == Dialect::B {
            assert_eq!(words_of(&last), words("REVIEW", "OPEN", "pending"));
            last = receiver.next().await;
            assert_eq!(words_of(&last), words("ACCEPT", "CLOSED", ""));
        }
        assert_eq!(last.about(), "user_1");
    }
}

#[tokio::test]
async fn change_before_registration_is_not_sent() {
    let test = crate::test_sandbox::TestSandbox::in_dialect(Dialect::C).await;
    test.start(&applicant_in(Dialect::C, "user_1")).await;
    let mut receiver = crate::webhook_receiver::Receiver::start().await;
    crate::webhook_receiver::register(&test, &receiver).await;
    receiver.drain();
    test.start(&applicant_in(Dialect::C, "user_2")).await;
    test.sandbox.deliver_webhooks().await;
    let about: Vec<_> = receiver
        .drain()
        .iter()
        .map(ReceivedWebhook::about)
        .collect();
    assert_eq!(about, ["user_2"]);
}

#[tokio::test]
async fn hundred_held_messages_are_sent_once_each() {
    let (test, mut receiver) = with_receiver_in(Dialect::C).await;
    test.sandbox.hold_webhooks();
    for number in 0..100 {
        test.start(&applicant_in(Dialect::C, &format!("user_{number}")))
            .await;
    }
    test.sandbox.release_webhooks();
    test.sandbox.deliver_webhooks().await;
    let mut about: Vec<_> = receiver
        .drain()
        .iter()
        .map(ReceivedWebhook::about)
        .collect();
    about.sort_unstable();
    about.dedup();
    assert_eq!((about.len(), test.sandbox.pending_webhooks()), (100, 0));
    // The test request, and one message per inquiry.
    assert_eq!(test.sandbox.deliveries().len(), 101);
}
