//! Contract §6, at least once: retries and webhook faults.

use std::collections::BTreeSet;
use std::time::Duration;

use sandbox::{Decision, DeliveryOutcome, Dialect, FIRM, RETRIES, WebhookFault, WebhookFaultKind};

use crate::test_sandbox::{TestSandbox, applicant_in, born_in};
use crate::webhook_receiver::{ReceivedWebhook, with_receiver_in};

async fn approve(test: &TestSandbox, id: &str) {
    let dialect = test.sandbox.options().dialect;
    test.start(&applicant_in(dialect, id)).await;
}

/// The attempts after the test request: number and outcome.
fn attempts(test: &TestSandbox) -> Vec<(u32, DeliveryOutcome)> {
    let deliveries = test.sandbox.deliveries().into_iter().skip(1);
    deliveries
        .map(|delivery| (delivery.attempt, delivery.outcome))
        .collect()
}

#[tokio::test]
async fn delivery_without_2xx_is_retried() {
    let (test, mut receiver) = with_receiver_in(Dialect::C).await;
    receiver.answer([500, 302, 204]);
    approve(&test, "user_1").await;
    test.sandbox.deliver_webhooks().await;
    for wait in &RETRIES[..2] {
        test.sandbox.advance(*wait);
        test.sandbox.deliver_webhooks().await;
    }
    assert_eq!(
        attempts(&test),
        [
            (1, DeliveryOutcome::Answered(500)),
            (2, DeliveryOutcome::Answered(302)),
            (3, DeliveryOutcome::Answered(204)),
        ]
    );
    assert_eq!(test.sandbox.pending_webhooks(), 0);

    let received = receiver.drain();
    assert_eq!(received.len(), 3);
    let ids: BTreeSet<_> = received
        .iter()
        .map(|got| got.header("webhook-id"))
        .collect();
    let bodies: BTreeSet<_> = received.iter().map(|got| got.body.as_str()).collect();
    assert_eq!((ids.len(), bodies.len()), (1, 1));
    assert!(
        received.iter().all(ReceivedWebhook::is_signed),
        "each is signed anew"
    );
    let at: Vec<_> = test
        .sandbox
        .deliveries()
        .iter()
        .map(|delivery| delivery.at)
        .collect();
    assert!(at[2] - at[1] >= RETRIES[0] && at[3] - at[2] >= RETRIES[1]);
}

#[tokio::test]
async fn delivery_stops_after_last_retry() {
    for dialect in [Dialect::B, Dialect::C] {
        let (test, receiver) = with_receiver_in(dialect).await;
        receiver.answer([503; 20]);
        approve(&test, "user_1").await;
        test.sandbox.deliver_webhooks().await;
        for wait in RETRIES {
            assert_eq!(test.sandbox.pending_webhooks(), 1);
            test.sandbox.advance(wait);
            test.sandbox.deliver_webhooks().await;
        }
        test.sandbox.advance(Duration::from_secs(24 * 3600));
        test.sandbox.deliver_webhooks().await;
        assert_eq!(attempts(&test).len(), RETRIES.len() + 1);
        assert_eq!(test.sandbox.pending_webhooks(), 0);
    }
}

/// The clock does not jump: a second passes, and the background task retries.
#[tokio::test]
async fn background_task_retries() {
    let (test, mut receiver) = with_receiver_in(Dialect::C).await;
    receiver.answer([500]);
    approve(&test, "user_1").await;
    let first = receiver.next().await;
    let second = receiver.next().await;
    assert_eq!(first.header("webhook-id"), second.header("webhook-id"));
}

#[tokio::test]
async fn duplicate_fault_sends_same_message_twice() {
    let (test, mut receiver) = with_receiver_in(Dialect::C).await;
    test.sandbox
        .webhook_fault(WebhookFault::once(WebhookFaultKind::Duplicate));
    approve(&test, "user_1").await;
    approve(&test, "user_2").await;
    test.sandbox.deliver_webhooks().await;
    let received = receiver.drain();
    let same: Vec<_> = received
        .iter()
        .filter(|got| got.about() == "user_1")
        .collect();
    assert_eq!((received.len(), same.len()), (3, 2));
    assert_eq!(same[0].body, same[1].body);
    assert_eq!(same[0].header("webhook-id"), same[1].header("webhook-id"));
    assert!(test.sandbox.webhook_faults().is_empty());
}

#[tokio::test]
async fn lost_fault_counts_as_delivered() {
    let (test, mut receiver) = with_receiver_in(Dialect::C).await;
    test.sandbox
        .webhook_fault(WebhookFault::once(WebhookFaultKind::Lost));
    approve(&test, "user_1").await;
    test.sandbox.deliver_webhooks().await;
    assert!(receiver.drain().is_empty());
    assert_eq!(attempts(&test), [(1, DeliveryOutcome::Lost)]);
    assert_eq!(test.sandbox.pending_webhooks(), 0);
}

#[tokio::test]
async fn delay_fault_postpones_message() {
    let (test, mut receiver) = with_receiver_in(Dialect::C).await;
    test.sandbox
        .webhook_fault(WebhookFault::once(WebhookFaultKind::Delay(3600)));
    approve(&test, "user_1").await;
    approve(&test, "user_2").await;
    test.sandbox.deliver_webhooks().await;
    let about = |received: &[ReceivedWebhook]| {
        received
            .iter()
            .map(ReceivedWebhook::about)
            .collect::<Vec<_>>()
    };
    assert_eq!(about(&receiver.drain()), ["user_2"]);
    test.sandbox.advance(Duration::from_secs(3600));
    test.sandbox.deliver_webhooks().await;
    assert_eq!(about(&receiver.drain()), ["user_1"]);
}

#[tokio::test]
async fn overtaken_fault_sends_message_after_next() {
    let (test, mut receiver) = with_receiver_in(Dialect::B).await;
    test.sandbox
        .webhook_fault(WebhookFault::once(WebhookFaultKind::Overtaken));
    for id in ["user_1", "user_2", "user_3"] {
        approve(&test, id).await;
    }
    test.sandbox.deliver_webhooks().await;
    let about: Vec<_> = receiver
        .drain()
        .iter()
        .map(ReceivedWebhook::about)
        .collect();
    let place = |id: &str| about.iter().position(|about| about == id);
    assert!(place("user_2") < place("user_1"), "{about:?}");
    assert_eq!(about.len(), 3);

    test.sandbox
        .webhook_fault(WebhookFault::once(WebhookFaultKind::Overtaken));
    approve(&test, "user_4").await;
    test.sandbox.deliver_webhooks().await;
    assert!(receiver.drain().is_empty());
    test.sandbox.advance(Duration::from_secs(60));
    test.sandbox.deliver_webhooks().await;
    assert_eq!(
        receiver.drain().len(),
        1,
        "nothing received: it leaves after a minute"
    );
}

#[tokio::test]
async fn overtaken_fault_reverses_contradicting_events() {
    let (test, mut receiver) = with_receiver_in(Dialect::C).await;
    test.sandbox
        .webhook_fault(WebhookFault::once(WebhookFaultKind::Overtaken));
    test.start(&born_in(Dialect::C, "user_1", "1985-09-04"))
        .await;
    test.sandbox
        .decide("user_1", Decision::Approved)
        .expect("an id");
    test.sandbox.deliver_webhooks().await;
    let events: Vec<_> = receiver
        .drain()
        .iter()
        .map(|got| got.json()["event_type"].clone())
        .collect();
    assert_eq!(events, ["kyc.approved", "kyc.rejected"]);
}

#[tokio::test]
async fn wrong_signature_fault_affects_only_first_attempt() {
    let (test, mut receiver) = with_receiver_in(Dialect::C).await;
    test.sandbox
        .webhook_fault(WebhookFault::once(WebhookFaultKind::WrongSignature));
    receiver.answer([401]);
    approve(&test, "user_1").await;
    let forged = receiver.next().await;
    assert!(forged.header("webhook-signature").is_some() && !forged.is_signed());
    test.sandbox.deliver_webhooks().await;
    test.sandbox.advance(RETRIES[0]);
    assert!(receiver.next().await.is_signed());
}

#[tokio::test]
async fn stale_fault_signs_old_timestamp() {
    let (test, mut receiver) = with_receiver_in(Dialect::C).await;
    test.sandbox
        .webhook_fault(WebhookFault::once(WebhookFaultKind::Stale(360)));
    approve(&test, "user_1").await;
    let stale = receiver.next().await;
    assert!(stale.is_signed());
    assert!(test.sandbox.now().unix_timestamp() - stale.timestamp() >= 360);
}

#[tokio::test]
async fn other_firm_and_unknown_id_faults_change_signed_body() {
    let (test, mut receiver) = with_receiver_in(Dialect::C).await;
    test.sandbox
        .webhook_fault(WebhookFault::once(WebhookFaultKind::OtherFirm));
    approve(&test, "user_1").await;
    let other = receiver.next().await;
    let data = &other.json()["data"];
    assert!(other.is_signed() && other.about() == "user_1");
    assert_ne!(data["firm_id"], FIRM);
    assert!(!other.body.contains("-Sandbox"), "{}", other.body);

    test.sandbox
        .webhook_fault(WebhookFault::once(WebhookFaultKind::UnknownId));
    approve(&test, "user_2").await;
    let unknown = receiver.next().await;
    assert!(unknown.is_signed());
    assert_eq!(test.status(&unknown.about()).await.status, 404);
    assert_eq!(unknown.json()["data"]["firm_id"], FIRM);
}

#[tokio::test]
async fn held_message_is_sent_after_release() {
    let (test, mut receiver) = with_receiver_in(Dialect::C).await;
    test.sandbox.hold_webhooks();
    approve(&test, "user_1").await;
    test.sandbox.deliver_webhooks().await;
    assert!(receiver.drain().is_empty());
    assert_eq!(test.sandbox.pending_webhooks(), 1);
    test.sandbox.release_webhooks();
    assert_eq!(receiver.next().await.about(), "user_1");
}

#[tokio::test]
async fn redelivery_sends_same_message_again() {
    let (test, mut receiver) = with_receiver_in(Dialect::C).await;
    approve(&test, "user_1").await;
    let first = receiver.next().await;
    test.sandbox.deliver_webhooks().await;
    test.sandbox.advance(Duration::from_secs(3 * 24 * 3600));
    test.sandbox.redeliver(1).expect("a delivery");
    let again = receiver.next().await;
    assert_eq!(again.body, first.body);
    assert_eq!(again.header("webhook-id"), first.header("webhook-id"));
    assert!(again.is_signed());
    assert!(test.sandbox.redeliver(99).is_err());
}
