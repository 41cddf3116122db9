//! Contract §6, at least once: retries, and what goes wrong on demand.

use std::collections::BTreeSet;
use std::time::Duration;

use sandbox::{Decision, DeliveryOutcome, Dialect, FIRM, RETRIES, WebhookFault, WebhookFaultKind};

use crate::receiver::{Got, told_in};
use crate::rig::{Rig, applicant_in, born_in};

async fn approve(rig: &Rig, id: &str) {
    let dialect = rig.sandbox.options().dialect;
    rig.start(&applicant_in(dialect, id)).await;
}

/// The attempts since the test of the address: number and outcome.
fn attempts(rig: &Rig) -> Vec<(u32, DeliveryOutcome)> {
    let deliveries = rig.sandbox.deliveries().into_iter().skip(1);
    deliveries
        .map(|delivery| (delivery.attempt, delivery.outcome))
        .collect()
}

#[tokio::test]
async fn only_2xx_counts_and_the_rest_is_tried_again() {
    let (rig, mut receiver) = told_in(Dialect::C).await;
    receiver.answer([500, 302, 204]);
    approve(&rig, "user_1").await;
    rig.sandbox.deliver_webhooks().await;
    for wait in &RETRIES[..2] {
        rig.sandbox.advance(*wait);
        rig.sandbox.deliver_webhooks().await;
    }
    assert_eq!(
        attempts(&rig),
        [
            (1, DeliveryOutcome::Answered(500)),
            (2, DeliveryOutcome::Answered(302)),
            (3, DeliveryOutcome::Answered(204)),
        ]
    );
    assert_eq!(rig.sandbox.pending_webhooks(), 0);

    let came = receiver.so_far();
    assert_eq!(came.len(), 3);
    let ids: BTreeSet<_> = came.iter().map(|got| got.header("webhook-id")).collect();
    let bodies: BTreeSet<_> = came.iter().map(|got| got.body.as_str()).collect();
    assert_eq!((ids.len(), bodies.len()), (1, 1));
    assert!(came.iter().all(Got::is_signed), "each is signed anew");
    let at: Vec<_> = rig
        .sandbox
        .deliveries()
        .iter()
        .map(|delivery| delivery.at)
        .collect();
    assert!(at[2] - at[1] >= RETRIES[0] && at[3] - at[2] >= RETRIES[1]);
}

#[tokio::test]
async fn after_the_last_attempt_it_gives_up() {
    for dialect in [Dialect::B, Dialect::C] {
        let (rig, receiver) = told_in(dialect).await;
        receiver.answer([503; 20]);
        approve(&rig, "user_1").await;
        rig.sandbox.deliver_webhooks().await;
        for wait in RETRIES {
            assert_eq!(rig.sandbox.pending_webhooks(), 1);
            rig.sandbox.advance(wait);
            rig.sandbox.deliver_webhooks().await;
        }
        rig.sandbox.advance(Duration::from_secs(24 * 3600));
        rig.sandbox.deliver_webhooks().await;
        assert_eq!(attempts(&rig).len(), RETRIES.len() + 1);
        assert_eq!(rig.sandbox.pending_webhooks(), 0);
    }
}

/// Nobody moves the clock: a second passes, and the sandbox's own task does it.
#[tokio::test]
async fn a_retry_comes_by_itself() {
    let (rig, mut receiver) = told_in(Dialect::C).await;
    receiver.answer([500]);
    approve(&rig, "user_1").await;
    let first = receiver.next().await;
    let second = receiver.next().await;
    assert_eq!(first.header("webhook-id"), second.header("webhook-id"));
}

#[tokio::test]
async fn a_duplicate_is_the_same_message_twice() {
    let (rig, mut receiver) = told_in(Dialect::C).await;
    rig.sandbox
        .webhook_fault(WebhookFault::once(WebhookFaultKind::Duplicate));
    approve(&rig, "user_1").await;
    approve(&rig, "user_2").await;
    rig.sandbox.deliver_webhooks().await;
    let came = receiver.so_far();
    let same: Vec<_> = came.iter().filter(|got| got.about() == "user_1").collect();
    assert_eq!((came.len(), same.len()), (3, 2));
    assert_eq!(same[0].body, same[1].body);
    assert_eq!(same[0].header("webhook-id"), same[1].header("webhook-id"));
    assert!(rig.sandbox.webhook_faults().is_empty());
}

#[tokio::test]
async fn a_lost_message_is_believed_to_be_delivered() {
    let (rig, mut receiver) = told_in(Dialect::C).await;
    rig.sandbox
        .webhook_fault(WebhookFault::once(WebhookFaultKind::Lost));
    approve(&rig, "user_1").await;
    rig.sandbox.deliver_webhooks().await;
    assert!(receiver.so_far().is_empty());
    assert_eq!(attempts(&rig), [(1, DeliveryOutcome::Lost)]);
    assert_eq!(rig.sandbox.pending_webhooks(), 0);
}

#[tokio::test]
async fn a_delayed_message_leaves_later() {
    let (rig, mut receiver) = told_in(Dialect::C).await;
    rig.sandbox
        .webhook_fault(WebhookFault::once(WebhookFaultKind::Delay(3600)));
    approve(&rig, "user_1").await;
    approve(&rig, "user_2").await;
    rig.sandbox.deliver_webhooks().await;
    let about = |came: &[Got]| came.iter().map(Got::about).collect::<Vec<_>>();
    assert_eq!(about(&receiver.so_far()), ["user_2"]);
    rig.sandbox.advance(Duration::from_secs(3600));
    rig.sandbox.deliver_webhooks().await;
    assert_eq!(about(&receiver.so_far()), ["user_1"]);
}

#[tokio::test]
async fn an_overtaken_message_comes_right_after_the_next() {
    let (rig, mut receiver) = told_in(Dialect::B).await;
    rig.sandbox
        .webhook_fault(WebhookFault::once(WebhookFaultKind::Overtaken));
    for id in ["user_1", "user_2", "user_3"] {
        approve(&rig, id).await;
    }
    rig.sandbox.deliver_webhooks().await;
    let about: Vec<_> = receiver.so_far().iter().map(Got::about).collect();
    let place = |id: &str| about.iter().position(|about| about == id);
    assert!(place("user_2") < place("user_1"), "{about:?}");
    assert_eq!(about.len(), 3);

    rig.sandbox
        .webhook_fault(WebhookFault::once(WebhookFaultKind::Overtaken));
    approve(&rig, "user_4").await;
    rig.sandbox.deliver_webhooks().await;
    assert!(receiver.so_far().is_empty());
    rig.sandbox.advance(Duration::from_secs(60));
    rig.sandbox.deliver_webhooks().await;
    assert_eq!(
        receiver.so_far().len(),
        1,
        "nothing came: it leaves after a minute"
    );
}

#[tokio::test]
async fn a_contradiction_can_overtake_the_truth() {
    let (rig, mut receiver) = told_in(Dialect::C).await;
    rig.sandbox
        .webhook_fault(WebhookFault::once(WebhookFaultKind::Overtaken));
    rig.start(&born_in(Dialect::C, "user_1", "1985-09-04"))
        .await;
    rig.sandbox
        .decide("user_1", Decision::Approved)
        .expect("an id");
    rig.sandbox.deliver_webhooks().await;
    let events: Vec<_> = receiver
        .so_far()
        .iter()
        .map(|got| got.json()["event_type"].clone())
        .collect();
    assert_eq!(events, ["kyc.approved", "kyc.rejected"]);
}

#[tokio::test]
async fn a_wrong_signature_is_put_right_by_the_next_attempt() {
    let (rig, mut receiver) = told_in(Dialect::C).await;
    rig.sandbox
        .webhook_fault(WebhookFault::once(WebhookFaultKind::WrongSignature));
    receiver.answer([401]);
    approve(&rig, "user_1").await;
    let forged = receiver.next().await;
    assert!(forged.header("webhook-signature").is_some() && !forged.is_signed());
    rig.sandbox.deliver_webhooks().await;
    rig.sandbox.advance(RETRIES[0]);
    assert!(receiver.next().await.is_signed());
}

#[tokio::test]
async fn a_stale_message_is_old_and_well_signed() {
    let (rig, mut receiver) = told_in(Dialect::C).await;
    rig.sandbox
        .webhook_fault(WebhookFault::once(WebhookFaultKind::Stale(360)));
    approve(&rig, "user_1").await;
    let stale = receiver.next().await;
    assert!(stale.is_signed());
    assert!(rig.sandbox.now().unix_timestamp() - stale.timestamp() >= 360);
}

#[tokio::test]
async fn a_message_may_tell_of_another_firm_or_of_nobody() {
    let (rig, mut receiver) = told_in(Dialect::C).await;
    rig.sandbox
        .webhook_fault(WebhookFault::once(WebhookFaultKind::OtherFirm));
    approve(&rig, "user_1").await;
    let other = receiver.next().await;
    let data = &other.json()["data"];
    assert!(other.is_signed() && other.about() == "user_1");
    assert_ne!(data["firm_id"], FIRM);
    assert!(!other.body.contains("-Sandbox"), "{}", other.body);

    rig.sandbox
        .webhook_fault(WebhookFault::once(WebhookFaultKind::UnknownId));
    approve(&rig, "user_2").await;
    let unknown = receiver.next().await;
    assert!(unknown.is_signed());
    assert_eq!(rig.status(&unknown.about()).await.status, 404);
    assert_eq!(unknown.json()["data"]["firm_id"], FIRM);
}

#[tokio::test]
async fn what_is_held_leaves_when_it_is_released() {
    let (rig, mut receiver) = told_in(Dialect::C).await;
    rig.sandbox.hold_webhooks();
    approve(&rig, "user_1").await;
    rig.sandbox.deliver_webhooks().await;
    assert!(receiver.so_far().is_empty());
    assert_eq!(rig.sandbox.pending_webhooks(), 1);
    rig.sandbox.release_webhooks();
    assert_eq!(receiver.next().await.about(), "user_1");
}

#[tokio::test]
async fn a_delivery_can_be_repeated_later() {
    let (rig, mut receiver) = told_in(Dialect::C).await;
    approve(&rig, "user_1").await;
    let first = receiver.next().await;
    rig.sandbox.deliver_webhooks().await;
    rig.sandbox.advance(Duration::from_secs(3 * 24 * 3600));
    rig.sandbox.redeliver(1).expect("a delivery");
    let again = receiver.next().await;
    assert_eq!(again.body, first.body);
    assert_eq!(again.header("webhook-id"), first.header("webhook-id"));
    assert!(again.is_signed());
    assert!(rig.sandbox.redeliver(99).is_err());
}
