//! The sandbox as the sender: an implementation that shares no code with the server.

use super::sender::SECRET;
use crate::{
    app::{Setup, TestApp},
    live::{EventListener, TICK},
    person::Person,
    wait::{equal, eventually},
};
use sandbox::{
    Decision, DeliveryOutcome, Dialect, Endpoint, FIRM, FaultKind, Options, Review, WebhookFault,
    WebhookFaultKind as Kind,
};
use std::time::Duration;

/// A server registered as the webhook receiver of a sandbox in this dialect.
async fn registered(dialect: Dialect) -> TestApp {
    let options = Options {
        dialect,
        review: Review::ByHand,
        ..Options::default()
    };
    let mut app = Setup::default()
        .sandbox(options)
        .var("KYC_DIALECT", dialect.name())
        .var("KYC_WEBHOOK_SECRETS", SECRET)
        .var("KYC_FIRM_ID", FIRM)
        .start()
        .await;
    let url = app.url();
    app.set("VESTIBULE_PUBLIC_URL", &url);
    app.task(&["webhook", "register"]).await;
    let address = format!("{url}/webhooks/kyc");
    assert_eq!(app.sandbox.webhook(), Some(address));
    app
}

/// The status of each delivery.
async fn statuses(app: &TestApp) -> Vec<String> {
    app.database().await.delivery_statuses().await
}

#[tokio::test]
async fn sandbox_decision_arrives_without_a_poll() {
    for (decision, state) in [
        (Decision::Approved, "approved"),
        (Decision::Denied, "denied"),
    ] {
        let app = registered(Dialect::C).await;
        let mut browser = app.browser();
        let page = browser.apply(&Person::PAULINA).await;
        assert_eq!(page.label().as_deref(), Some("manual_review"));
        let polls = app.sandbox.calls(Endpoint::Status);
        // From here on every poll fails.
        app.always(Endpoint::Status, FaultKind::Error(503));
        let mut tab = EventListener::open(&browser).await;
        let id = app.inquiry().external_id;
        app.sandbox.decide(&id, decision).expect("under review");
        app.sandbox.deliver_webhooks().await;
        app.wait_for_state(state).await;
        assert_eq!(
            tab.next_event().await.as_deref(),
            Some(TICK),
            "the open page gets an event"
        );
        assert_eq!(app.sandbox.calls(Endpoint::Status), polls);
        let page = browser.status_page().await;
        assert_eq!(page.label().as_deref(), Some(state));
    }
}

#[tokio::test]
async fn faulty_delivery_has_at_most_one_effect() {
    for (kind, attempts, stand) in [
        (Kind::Duplicate, vec![204, 204], vec!["applied"]),
        (Kind::WrongSignature, vec![401, 204], vec!["applied"]),
        (Kind::Stale(400), vec![401, 204], vec!["applied"]),
        (Kind::Delay(60), vec![204], vec!["applied"]),
        (Kind::OtherFirm, vec![204], vec!["other_firm"]),
        (Kind::UnknownId, vec![204], vec!["unknown"]),
        (Kind::Lost, vec![], vec![]),
    ] {
        let app = registered(Dialect::C).await;
        let mut browser = app.browser();
        browser.apply(&Person::PAULINA).await;
        app.sandbox.webhook_fault(WebhookFault::once(kind));
        let id = app.inquiry().external_id;
        app.sandbox
            .decide(&id, Decision::Approved)
            .expect("under review");
        app.sandbox.deliver_webhooks().await;
        app.advance(Duration::from_secs(61));
        app.sandbox.deliver_webhooks().await;
        let sent = app.sandbox.deliveries();
        let answers: Vec<u16> = sent
            .iter()
            .filter(|delivery| delivery.event == "kyc.approved")
            .filter_map(|delivery| match delivery.outcome {
                DeliveryOutcome::Answered(status) => Some(status),
                DeliveryOutcome::Unanswered | DeliveryOutcome::Lost => None,
            })
            .collect();
        assert_eq!(answers, attempts, "{kind:?}");
        eventually!(format!("{stand:?} after {kind:?}"), async {
            equal(statuses(&app).await, &*stand)
        });
        // The application does not depend on messages: a poll finds the decision, too.
        let page = browser.status_page().await;
        assert_eq!(page.label().as_deref(), Some("approved"), "{kind:?}");
        let applied = usize::from(stand == ["applied"]);
        let events = app.database().await.webhook_events().await;
        assert_eq!(events, applied, "{kind:?}");
    }
}

#[tokio::test]
async fn dialect_b_message_triggers_a_poll() {
    let app = registered(Dialect::B).await;
    app.browser().apply(&Person::PAULINA).await;
    app.wait_for_state("manual_review").await;
    let id = app.inquiry().external_id;
    app.a_question_later();
    // Polls of a manual review run every half hour: this test does not wait for one.
    app.sandbox
        .decide(&id, Decision::Denied)
        .expect("under review");
    app.sandbox.deliver_webhooks().await;
    app.wait_for_state("denied").await;
    assert_eq!(statuses(&app).await, [""; 0]);
}
