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
    join(hub, n, session).expect("a seat")
}

/// The pending notification of a subscription, without waiting.
async fn now(subscription: &Subscription) -> Option<bool> {
    tokio::select! {
        biased;
        told = subscription.changed() => Some(told),
        () = std::future::ready(()) => None,
    }
}

fn taken(hub: &Hub) -> (usize, usize) {
    let hall = hub.lock();
    (hall.taken, hall.watched.len())
}

#[tokio::test]
async fn whoever_listens_is_told_and_nobody_else() {
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
async fn what_is_committed_is_told() {
    let installation = TestInstallation::new();
    let store = installation.open().await;
    let onboarding = onboarding(&store);
    let opened = onboarding.create(None).await.expect("opened");
    let id = opened.id;
    let another = onboarding.create(None).await.expect("opened").id;
    let [subscription, other] = [id, another].map(|id| {
        let subscription = store.hub.join(id, Id(1), 10, START);
        subscription.expect("a seat")
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
async fn a_slow_reader_is_told_once_of_many_changes() {
    let hub = Hub::default();
    let slow = subscription(&hub, 1, 1);
    for _ in 0..1_000 {
        hub.notify(application(1));
    }
    assert_eq!(now(&slow).await, Some(true));
    assert_eq!(now(&slow).await, None);
}

#[tokio::test]
async fn a_sessions_oldest_page_gives_way_to_its_newest() {
    let hub = Hub::default();
    let other = subscription(&hub, 1, 2);
    let pages: Vec<_> = (0..=A_SESSION).map(|_| subscription(&hub, 1, 1)).collect();
    let mut told = Vec::new();
    for page in &pages {
        told.push(now(page).await);
    }
    assert_eq!(told[0], Some(false), "sent home");
    assert!(told[1..].iter().all(|told| *told == Some(true)));
    assert_eq!(now(&other).await, Some(true), "another session's stays");
    assert_eq!(taken(&hub), (A_SESSION + 1, 1));
    drop(pages);
    assert_eq!(taken(&hub), (1, 1));
}

#[test]
fn no_more_are_let_in_than_there_are_seats() {
    let hub = Hub::default();
    let mut seats: Vec<_> = (0..10).map(|n| subscription(&hub, n, 1)).collect();
    assert!(join(&hub, 11, 1).is_none());
    seats.pop();
    seats.push(subscription(&hub, 11, 1));
    // A replaced subscription no longer counts.
    for _ in 0..A_SESSION * 2 {
        seats.extend(join(&hub, 1, 1));
    }
    assert_eq!(taken(&hub), (10, 10));
    drop(seats);
    assert_eq!(taken(&hub), (0, 0), "nothing stays behind");
}

#[tokio::test]
async fn everybody_is_sent_home_at_the_end() {
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
fn those_who_wait_longest_are_asked_about_first() {
    let hub = Hub::default();
    let after = |seconds| START + Duration::seconds(seconds);
    let _seats = [3, 1, 2].map(|n| {
        let turn = after(n.into());
        hub.join(application(n), Id(1), 10, turn).expect("a seat")
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
