//! Tests of webhooks in every order with start responses, polls and other webhooks.

mod rig;

use super::ReceiveOutcome;
use kyc::{
    id::ExternalId,
    provider::{Approval, ProviderOutcome},
    state::{Reason, StateKind},
};
use rig::{Rig, event, signed};
use time::Duration;

/// Source of a provider update.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Start,
    Poll,
    Webhook,
}

const ORDERS: [[Way; 3]; 6] = [
    [Way::Start, Way::Poll, Way::Webhook],
    [Way::Start, Way::Webhook, Way::Poll],
    [Way::Poll, Way::Start, Way::Webhook],
    [Way::Poll, Way::Webhook, Way::Start],
    [Way::Webhook, Way::Start, Way::Poll],
    [Way::Webhook, Way::Poll, Way::Start],
];

fn approved() -> ProviderOutcome {
    ProviderOutcome::Approved(Approval::new("firms/p", "firms/a").expect("both ids"))
}

#[tokio::test]
async fn delivery_order_does_not_change_the_result() {
    let ids = r#","provisioned_participant":"firms/p","provisioned_account":"firms/a""#;
    for (kind, rest, start, poll, end) in [
        (
            "kyc.approved",
            ids,
            ProviderOutcome::Processing,
            ProviderOutcome::ManualReview,
            StateKind::Approved,
        ),
        (
            "kyc.approved",
            ids,
            ProviderOutcome::Processing,
            approved(),
            StateKind::Approved,
        ),
        (
            "kyc.approved",
            ids,
            approved(),
            approved(),
            StateKind::Approved,
        ),
        (
            "kyc.approved",
            "",
            ProviderOutcome::Processing,
            ProviderOutcome::ManualReview,
            StateKind::Provisioning,
        ),
        (
            "kyc.approved",
            "",
            ProviderOutcome::Processing,
            approved(),
            StateKind::Approved,
        ),
        (
            "kyc.rejected",
            "",
            ProviderOutcome::Processing,
            ProviderOutcome::Processing,
            StateKind::Denied,
        ),
        (
            "kyc.rejected",
            "",
            ProviderOutcome::Denied,
            ProviderOutcome::Denied,
            StateKind::Denied,
        ),
    ] {
        for order in ORDERS {
            let rig = Rig::new(vec![start.clone()], poll.clone()).await;
            let body = event(kind, "01J0", rig.user().await.as_str(), rest);
            for way in order {
                rig.clock.advance(Duration::seconds(6));
                match way {
                    Way::Start => rig.start().await,
                    Way::Poll => rig.poll().await,
                    Way::Webhook => {
                        assert_eq!(rig.deliver("msg_1", &body).await, ReceiveOutcome::Stored);
                        rig.applies().await;
                        assert_eq!(rig.deliver("msg_1", &body).await, ReceiveOutcome::Duplicate);
                    }
                }
            }
            rig.applies().await;
            // The poll that the schedule would make later in any case.
            rig.clock.advance(Duration::seconds(6));
            rig.poll().await;
            assert_eq!(rig.label().await, end, "{kind} {poll:?} {order:?}");
            assert_eq!(rig.status(1).await, "applied", "{order:?}");
            let (updates, _) = rig.trail().await;
            assert_eq!(updates, 1, "recorded once: {order:?}");
        }
    }
}

#[tokio::test]
async fn delivery_before_the_response_waits_for_it() {
    let rig = Rig::new(
        vec![ProviderOutcome::Processing],
        ProviderOutcome::Processing,
    )
    .await;
    let body = event("kyc.rejected", "01J0", rig.user().await.as_str(), "");
    rig.deliver("msg_1", &body).await;
    rig.applies().await;
    assert_eq!(rig.label().await, StateKind::Submitting);
    assert_eq!(rig.status(1).await, "waiting");
    rig.start().await;
    assert_eq!(rig.label().await, StateKind::Processing);
    rig.applies().await;
    assert_eq!(
        rig.label().await,
        StateKind::Denied,
        "at once, without a wait"
    );
}

#[tokio::test]
async fn waiting_delivery_is_retried_a_limited_number_of_times() {
    let rig = Rig::new(vec![], ProviderOutcome::Processing).await;
    let body = event("kyc.rejected", "01J0", rig.user().await.as_str(), "");
    rig.deliver("msg_1", &body).await;
    let mut rounds = 0;
    loop {
        rig.applies().await;
        if rig.status(1).await != "waiting" {
            break;
        }
        rounds += 1;
        assert!(rounds < 100, "for ever");
        rig.clock.advance(Duration::minutes(1));
    }
    assert_eq!((rounds, rig.status(1).await.as_str()), (59, "unknown"));
    // The attempt's response makes the delivery due again.
    rig.start().await;
    rig.applies().await;
    assert_eq!(rig.label().await, StateKind::Denied);
}

#[tokio::test]
async fn two_messages_with_one_event_have_one_effect() {
    let rig = Rig::new(
        vec![ProviderOutcome::Processing],
        ProviderOutcome::Processing,
    )
    .await;
    rig.start().await;
    let body = event("kyc.rejected", "01J0", rig.user().await.as_str(), "");
    assert_eq!(rig.deliver("msg_1", &body).await, ReceiveOutcome::Stored);
    assert_eq!(rig.deliver("msg_2", &body).await, ReceiveOutcome::Duplicate);
    let other = body.replace("01J0", "01J1");
    assert_eq!(
        rig.deliver("msg_1", &other).await,
        ReceiveOutcome::Duplicate
    );
    rig.applies().await;
    rig.applies().await;
    assert_eq!(rig.trail().await, (1, 0));
}

#[tokio::test]
async fn expired_delivery_lease_applies_nothing() {
    let rig = Rig::new(
        vec![ProviderOutcome::Processing],
        ProviderOutcome::Processing,
    )
    .await;
    rig.start().await;
    let user = rig.user().await;
    rig.deliver("msg_1", &event("kyc.rejected", "01J0", user.as_str(), ""))
        .await;
    let slow = rig.claims().await;
    assert_eq!(slow.len(), 1);
    assert!(rig.claims().await.is_empty(), "another worker has it");
    rig.clock.advance(Duration::seconds(21));
    rig.applies().await;
    assert_eq!(rig.label().await, StateKind::Denied);
    let (trail, version) = (rig.trail().await, rig.version().await);
    rig.tells(&slow[0], ProviderOutcome::Denied).await;
    assert_eq!((rig.trail().await, rig.version().await), (trail, version));
}

#[tokio::test]
async fn contradicting_delivery_is_recorded_and_not_applied() {
    let rig = Rig::new(vec![ProviderOutcome::Denied], ProviderOutcome::Denied).await;
    rig.start().await;
    let ids = r#","provisioned_participant":"firms/p","provisioned_account":"firms/a""#;
    let user = rig.user().await;
    rig.deliver("msg_1", &event("kyc.approved", "01J0", user.as_str(), ids))
        .await;
    rig.applies().await;
    assert_eq!(rig.label().await, StateKind::Denied);
    assert_eq!(rig.trail().await, (1, 1));
}

#[tokio::test]
async fn decision_releases_an_application_parked_with_its_request() {
    // The provider rejects the start request with 403.
    let rig = Rig::refused().await;
    rig.start().await;
    assert_eq!(rig.label().await, StateKind::Parked);
    assert!(rig.holds_number().await);
    let user = rig.user().await;
    rig.deliver("msg_1", &event("kyc.rejected", "01J0", user.as_str(), ""))
        .await;
    rig.applies().await;
    assert_eq!(rig.label().await, StateKind::Denied);
    assert!(!rig.holds_number().await, "the provider has it");
    let known = rig.application().await.external_id;
    assert_eq!(known, ExternalId::parse(user.as_str()).ok());
}

#[tokio::test]
async fn webhook_about_a_settled_attempt_erases_no_ssn_again() {
    let rig = Rig::new(vec![], ProviderOutcome::Processing).await;
    let body = event("kyc.rejected", "01J0", rig.user().await.as_str(), "");
    rig.start().await;
    rig.is_parked(Reason::SharedProviderId).await;
    rig.deliver("msg_1", &body).await;
    rig.applies().await;
    assert_eq!(rig.label().await, StateKind::Denied);
    let words = rig.words().await;
    let erased = words.iter().filter(|word| *word == "shredded");
    assert_eq!(erased.count(), 1, "{words:?}");
}

#[tokio::test]
async fn hint_triggers_a_poll_at_the_earliest_allowed_time() {
    let rig = Rig::new(
        vec![ProviderOutcome::Processing],
        ProviderOutcome::ManualReview,
    )
    .await;
    rig.start().await;
    rig.clock.advance(Duration::seconds(6));
    rig.poll().await;
    assert_eq!(
        rig.label().await,
        StateKind::ManualReview,
        "asked every half hour now"
    );
    let asked_at = rig.now();
    let id = ExternalId::parse(rig.user().await.as_str()).expect("an id");
    for _ in 0..100 {
        assert!(rig.onboarding().poll_soon(&id).await.expect("an answer"));
    }
    let due = rig.due().await;
    assert_eq!(due, Some(asked_at + Duration::seconds(5)));
    let unknown = ExternalId::parse("usr_unknown").expect("an id");
    assert!(
        !rig.onboarding()
            .poll_soon(&unknown)
            .await
            .expect("an answer")
    );
}

#[tokio::test]
async fn hint_during_a_poll_triggers_another_poll() {
    let rig = Rig::new(
        vec![ProviderOutcome::Processing],
        ProviderOutcome::ManualReview,
    )
    .await;
    rig.start().await;
    rig.clock.advance(Duration::seconds(60));
    let job = rig.job().await;
    let id = ExternalId::parse(rig.user().await.as_str()).expect("an id");
    rig.onboarding().poll_soon(&id).await.expect("an answer");
    rig.onboarding().run_job(&job).await.expect("done");
    assert_eq!(rig.label().await, StateKind::ManualReview);
    let due = rig.due().await.expect("a question");
    assert!(due <= rig.now() + Duration::seconds(5), "{due}");
}

#[tokio::test]
async fn unsigned_or_old_delivery_is_refused() {
    let rig = Rig::new(vec![], ProviderOutcome::Processing).await;
    let body = event("kyc.rejected", "01J0", "usr_1", "");
    let mut headers = signed("msg_1", rig.now(), &body);
    rig.clock.advance(Duration::minutes(6));
    assert_eq!(
        rig.deliver_with_headers(&headers, &body).await,
        ReceiveOutcome::Forged
    );
    headers.clear();
    assert_eq!(
        rig.deliver_with_headers(&headers, &body).await,
        ReceiveOutcome::Forged
    );
    assert_eq!(rig.deliveries().await, 0);
}
