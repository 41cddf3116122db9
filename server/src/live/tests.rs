//! Tests of the subscriptions, and of what notifies them.

use super::*;
use crate::{
    db::ErasureReason,
    system::SystemClock,
    test_support::{TestInstallation, onboarding},
};
use kyc::{
    ports::Clock,
    service::{Intent, StepInput},
};
use time::Duration;

const START: OffsetDateTime = OffsetDateTime::UNIX_EPOCH;

fn application(n: u8) -> ApplicationId {
    ApplicationId::new([n; 16])
}

fn join(hub: &Hub, n: u8, session: i128) -> Option<Subscription> {
    hub.join(application(n), Id(session), 10, START)
}

fn subscription(hub: &Hub, n: u8, session: i128) -> Subscription {
    join(hub, n, session).expect("a subscription")
}

/// The pending notification of a subscription, without waiting.
async fn now(subscription: &Subscription) -> Option<bool> {
    tokio::select! {
        biased;
        notified = subscription.changed() => Some(notified),
        () = std::future::ready(()) => None,
    }
}

fn taken(hub: &Hub) -> (usize, usize) {
    let state = hub.lock();
    (state.taken, state.topics.len())
}

#[tokio::test]
async fn change_notifies_subscribers_of_that_application_only() {
    let hub = Hub::default();
    let (one, two, other) = (
        subscription(&hub, 1, 1),
        subscription(&hub, 1, 2),
        subscription(&hub, 2, 3),
    );
    for subscription in [&one, &two, &other] {
        assert_eq!(
            now(subscription).await,
            Some(true),
            "asks once at the beginning"
        );
        assert_eq!(now(subscription).await, None);
    }
    hub.notify(application(1));
    hub.notify(application(3));
    assert_eq!(now(&one).await, Some(true));
    assert_eq!(now(&two).await, Some(true));
    assert_eq!(now(&other).await, None);
}

#[tokio::test]
async fn commit_notifies_the_subscribers() {
    let installation = TestInstallation::new();
    let store = installation.open().await;
    let onboarding = onboarding(&store);
    let opened = onboarding.create(None).await.expect("opened");
    let id = opened.id;
    let another = onboarding.create(None).await.expect("opened").id;
    let [subscription, other] = [id, another].map(|id| {
        let subscription = store.hub.join(id, Id(1), 10, START);
        subscription.expect("a subscription")
    });
    assert_eq!(
        (now(&subscription).await, now(&other).await),
        (Some(true), Some(true))
    );
    let consent = StepInput::Consent(true);
    let saved = onboarding.save(opened, consent, Intent::Continue).await;
    saved.expect("saved");
    assert_eq!(now(&subscription).await, Some(true), "a change");
    let erased: Result<_, crate::db::RowError> = store
        .erase(id, ErasureReason::Request, SystemClock.now(), || Ok(()))
        .await;
    erased.expect("erased");
    assert_eq!(now(&subscription).await, Some(true), "an erasure");
    assert_eq!(now(&other).await, None);
}

#[tokio::test]
#[ignore = "needs a cluster: make test STAGE=postgres"]
async fn change_through_one_server_wakes_the_pages_of_another_on_postgres() {
    let installation = TestInstallation::new();
    let (first, second) = (installation.open().await, installation.open().await);
    let onboarding = onboarding(&first);
    let opened = onboarding.create(None).await.expect("opened");
    let page = second.hub.join(opened.id, Id(1), 10, START);
    let page = page.expect("a subscription");
    assert_eq!(now(&page).await, Some(true), "asks once at the beginning");
    assert_eq!(now(&page).await, None);
    let consent = StepInput::Consent(true);
    let saved = onboarding.save(opened, consent, Intent::Continue).await;
    saved.expect("saved");
    let minute = std::time::Duration::from_secs(60);
    let woken = tokio::time::timeout(minute, page.changed()).await;
    assert!(woken.expect("a notice"), "a change, not the end");
}

#[tokio::test]
async fn slow_reader_gets_one_event_for_many_changes() {
    let hub = Hub::default();
    let slow = subscription(&hub, 1, 1);
    for _ in 0..1_000 {
        hub.notify(application(1));
    }
    assert_eq!(now(&slow).await, Some(true));
    assert_eq!(now(&slow).await, None);
}

#[tokio::test]
async fn newest_page_of_a_session_replaces_its_oldest() {
    let hub = Hub::default();
    let other = subscription(&hub, 1, 2);
    let pages: Vec<_> = (0..=A_SESSION).map(|_| subscription(&hub, 1, 1)).collect();
    let mut notified = Vec::new();
    for page in &pages {
        notified.push(now(page).await);
    }
    assert_eq!(notified[0], Some(false), "closed");
    assert!(notified[1..].iter().all(|notified| *notified == Some(true)));
    assert_eq!(now(&other).await, Some(true), "another session's stays");
    assert_eq!(taken(&hub), (A_SESSION + 1, 1));
    drop(pages);
    assert_eq!(taken(&hub), (1, 1));
}

#[test]
fn subscriptions_are_limited() {
    let hub = Hub::default();
    let mut subscriptions: Vec<_> = (0..10).map(|n| subscription(&hub, n, 1)).collect();
    assert!(join(&hub, 11, 1).is_none());
    subscriptions.pop();
    subscriptions.push(subscription(&hub, 11, 1));
    // A replaced subscription no longer counts.
    for _ in 0..A_SESSION * 2 {
        subscriptions.extend(join(&hub, 1, 1));
    }
    assert_eq!(taken(&hub), (10, 10));
    drop(subscriptions);
    assert_eq!(taken(&hub), (0, 0), "nothing stays behind");
}

#[tokio::test]
async fn closing_the_hub_ends_every_subscription() {
    let hub = Hub::default();
    let (one, two) = (subscription(&hub, 1, 1), subscription(&hub, 2, 2));
    hub.notify(application(1));
    hub.close();
    assert_eq!(
        (now(&one).await, now(&two).await),
        (Some(false), Some(false))
    );
    assert!(join(&hub, 3, 3).is_none());
    drop((one, two));
    assert_eq!(taken(&hub), (0, 0));
}

#[test]
fn applications_due_longest_are_polled_first() {
    let hub = Hub::default();
    let after = |seconds| START + Duration::seconds(seconds);
    let _subscriptions = [3, 1, 2].map(|n| {
        let due = after(n.into());
        hub.join(application(n), Id(1), 10, due)
            .expect("a subscription")
    });
    assert_eq!(hub.due(START, 9, after(60)), []);
    assert_eq!(hub.due(after(3), 2, after(60)), [1, 2].map(application));
    hub.postpone(application(2), after(2));
    assert_eq!(hub.due(after(3), 9, after(60)), [2, 3].map(application));
    assert_eq!(hub.due(after(59), 9, after(90)), []);
    // Another page of the same application does not bring its poll forward.
    let _again = hub.join(application(1), Id(2), 10, START);
    assert_eq!(hub.due(after(59), 9, after(90)), []);
}

#[tokio::test]
async fn version_unlike_the_one_before_notifies_the_subscribers() {
    let hub = Hub::default();
    let (page, other) = (subscription(&hub, 1, 1), subscription(&hub, 2, 2));
    assert_eq!(now(&page).await, Some(true), "asks once at the beginning");
    assert_eq!(now(&other).await, Some(true));
    for version in [7, 7] {
        hub.note_version(application(1), version);
        hub.note_version(application(3), version);
        assert_eq!(now(&page).await, None, "the page has seen it");
    }
    hub.note_version(application(1), 8);
    assert_eq!(now(&page).await, Some(true), "another server changed it");
    hub.note_version(application(1), 8);
    assert_eq!((now(&page).await, now(&other).await), (None, None));
}
