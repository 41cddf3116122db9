//! Contract §6: what each dialect tells, and when.

use std::time::Duration;

use sandbox::{Decision, Dialect, FIRM, Options, Review};
use serde_json::{Value, json};

use crate::receiver::{Got, told, told_in};
use crate::rig::{applicant_in, born_in, words};

fn said(got: &Got) -> [String; 3] {
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

fn by_hand(dialect: Dialect) -> Options {
    Options {
        dialect,
        review: Review::ByHand,
        ..Options::default()
    }
}

#[tokio::test]
async fn dialect_b_tells_of_every_change_unsigned() {
    let (rig, mut receiver) = told(by_hand(Dialect::B)).await;
    rig.start(&born_in(Dialect::B, "user_1", "1985-09-02"))
        .await;
    rig.sandbox
        .capture_complete("user_1")
        .expect("an open link");
    rig.sandbox
        .decide("user_1", Decision::ManualReview)
        .expect("an id");
    rig.sandbox
        .decide("user_1", Decision::Resubmit)
        .expect("an id");
    rig.sandbox
        .decide("user_1", Decision::Approved)
        .expect("an id");
    // A second time changes nothing, and looking does not either.
    rig.sandbox
        .decide("user_1", Decision::Approved)
        .expect("an id");
    let status = rig.status("user_1").await;
    rig.sandbox.deliver_webhooks().await;

    let came = receiver.so_far();
    let told: Vec<_> = came.iter().map(said).collect();
    assert_eq!(
        told,
        [
            words("REVIEW", "ON_HOLD", "Document Request Initiated"),
            words("REVIEW", "OPEN", ""),
            words("REVIEW", "OPEN", ""),
            words("REVIEW", "ON_HOLD", "Document Request Initiated"),
            words("ACCEPT", "CLOSED", ""),
        ]
    );
    for got in &came {
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
    let (first, last) = (came[0].json(), came[4].json());
    assert_eq!(
        (&first["participantId"], &first["account"]),
        (&json!(""), &json!(""))
    );
    assert_eq!(last["participantId"], status.json()["participantId"]);
    assert_eq!(last["account"], status.json()["account"]);
}

#[tokio::test]
async fn dialect_c_tells_of_final_outcomes_only() {
    let (rig, mut receiver) = told(Options {
        provisioning: Duration::from_secs(60),
        ..by_hand(Dialect::C)
    })
    .await;
    rig.start(&born_in(Dialect::C, "user_1", "1985-09-02"))
        .await;
    rig.sandbox
        .capture_complete("user_1")
        .expect("an open link");
    rig.sandbox
        .decide("user_1", Decision::ManualReview)
        .expect("an id");
    rig.sandbox
        .decide("user_1", Decision::Resubmit)
        .expect("an id");
    rig.sandbox
        .decide("user_1", Decision::Approved)
        .expect("an id");
    rig.sandbox.deliver_webhooks().await;
    assert!(
        receiver.so_far().is_empty(),
        "approved, and not provisioned"
    );

    rig.sandbox.advance(Duration::from_secs(60));
    rig.sandbox.deliver_webhooks().await;
    let came = receiver.so_far();
    assert_eq!(came.len(), 1);
    assert!(came[0].is_signed());
    let now = rig.sandbox.now().unix_timestamp();
    assert!((now - came[0].timestamp()).abs() <= 300);

    let told = came[0].json();
    assert_eq!(
        keys(&told),
        ["data", "event_id", "event_time", "event_type"]
    );
    assert_eq!(told["event_type"], "kyc.approved");
    let data = &told["data"];
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
    let status = rig.status("user_1").await.json();
    assert_eq!(data["provisioned_participant"], status["participantId"]);
    assert_eq!(data["provisioned_account"], status["provisionedAccount"]);
}

#[tokio::test]
async fn a_rejection_has_a_reason_and_no_ids() {
    let (rig, mut receiver) = told_in(Dialect::C).await;
    rig.start(&born_in(Dialect::C, "user_1", "1985-09-04"))
        .await;
    let told = receiver.next().await.json();
    assert_eq!(told["event_type"], "kyc.rejected");
    let data = &told["data"];
    assert_eq!(data["provisioned_participant"], "");
    assert_eq!(data["provisioned_account"], "");
    assert!(
        !data["rejection_reason"]
            .as_str()
            .expect("a reason")
            .is_empty()
    );
}

/// Nobody asks, looks or moves the clock: the sandbox's own task does it.
#[tokio::test]
async fn what_falls_due_by_time_is_told_by_itself() {
    for dialect in [Dialect::B, Dialect::C] {
        let (rig, mut receiver) = told(Options {
            dialect,
            processing: Duration::from_millis(30),
            ..Options::default()
        })
        .await;
        rig.start(&applicant_in(dialect, "user_1")).await;
        let mut last = receiver.next().await;
        if dialect == Dialect::B {
            assert_eq!(said(&last), words("REVIEW", "OPEN", "pending"));
            last = receiver.next().await;
            assert_eq!(said(&last), words("ACCEPT", "CLOSED", ""));
        }
        assert_eq!(last.about(), "user_1");
    }
}

#[tokio::test]
async fn what_happened_before_anybody_registered_is_not_told() {
    let rig = crate::rig::Rig::speaking(Dialect::C).await;
    rig.start(&applicant_in(Dialect::C, "user_1")).await;
    let mut receiver = crate::receiver::Receiver::start().await;
    crate::receiver::register(&rig, &receiver).await;
    receiver.so_far();
    rig.start(&applicant_in(Dialect::C, "user_2")).await;
    rig.sandbox.deliver_webhooks().await;
    let about: Vec<_> = receiver.so_far().iter().map(Got::about).collect();
    assert_eq!(about, ["user_2"]);
}

#[tokio::test]
async fn each_of_many_is_told_once() {
    let (rig, mut receiver) = told_in(Dialect::C).await;
    rig.sandbox.hold_webhooks();
    for number in 0..100 {
        rig.start(&applicant_in(Dialect::C, &format!("user_{number}")))
            .await;
    }
    rig.sandbox.release_webhooks();
    rig.sandbox.deliver_webhooks().await;
    let mut about: Vec<_> = receiver.so_far().iter().map(Got::about).collect();
    about.sort_unstable();
    about.dedup();
    assert_eq!((about.len(), rig.sandbox.pending_webhooks()), (100, 0));
    // The test request, and one for each.
    assert_eq!(rig.sandbox.deliveries().len(), 101);
}
