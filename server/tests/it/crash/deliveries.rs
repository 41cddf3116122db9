//! The server dies while it stores or applies a webhook. An acknowledged delivery stays stored; the
//! sender repeats the others. The effect happens once.

use super::{installation::CrashInstallation, points::wait_for_state};
use crate::{
    browser::client,
    person::Person,
    stub::StubProvider,
    webhooks::sender::{Message, SECRET, answer, approval, request},
};
use kyc::ports::Clock;
use server::{failpoint::Point, system::SystemClock};

/// The status of each delivery, and the count of audit events with a webhook as the source.
async fn delivery_facts(installation: &CrashInstallation) -> (Vec<String>, usize) {
    let database = installation.database().await;
    (
        database.delivery_statuses().await,
        database.webhook_events().await,
    )
}

/// The server dies at this failpoint while a webhook arrives.
async fn crash_during_delivery(point: Point) {
    let what = point.as_str();
    let stub = StubProvider::saying(answer("REVIEW", "OPEN", "")).await;
    let mut installation = CrashInstallation::new();
    for (name, value) in [
        ("KYC_BASE_URL", stub.url.as_str()),
        ("KYC_DIALECT", "c"),
        ("KYC_WEBHOOK_SECRETS", SECRET),
    ] {
        installation.set(name, value);
    }
    installation.start().await;
    let mut applicant = installation.applicant();
    applicant.fill_in(&Person::JOHN).await;
    applicant.submit().await.expect("an answer");
    let label = applicant.label().await.expect("an answer");
    assert_eq!(label.as_deref(), Some("processing"), "{what}");
    let user: String = installation.database().await.application("user_id").await;
    installation.kill();

    installation.start_with_failpoint(what).await;
    let now = SystemClock.now();
    let message = Message::signed(SECRET, "msg_1", now, &approval("01J0", &user));
    let sent = request(&client(), &installation.url(), &message)
        .send()
        .await;
    let acknowledged = sent.is_ok_and(|answer| answer.status() == 204);
    installation.wait_until_killed(what).await;
    let stored = match point {
        Point::InDelivery => vec![],
        _ => vec!["stored".to_owned()],
    };
    assert_eq!(delivery_facts(&installation).await, (stored, 0), "{what}");
    assert!(
        !acknowledged || point == Point::InDeliveryApplied,
        "{what}: it says so before it is so"
    );

    installation.start().await;
    if point == Point::InDelivery {
        // Without an acknowledgement the sender repeats the delivery.
        let sent = request(&client(), &installation.url(), &message)
            .send()
            .await;
        assert_eq!(sent.expect("an answer").status(), 204, "{what}");
    }
    installation.reconnect(&mut applicant);
    wait_for_state(&mut applicant, "approved", what).await;
    let sent = request(&client(), &installation.url(), &message)
        .send()
        .await;
    assert_eq!(sent.expect("an answer").status(), 204, "{what}");
    assert_eq!(
        delivery_facts(&installation).await,
        (vec!["applied".to_owned()], 1),
        "{what}"
    );
    assert_eq!(stub.received().len(), 1, "{what}: one request");
}

#[tokio::test(flavor = "multi_thread")]
async fn webhook_after_a_crash_is_applied_once() {
    for point in [
        Point::InDelivery,
        Point::AfterDelivery,
        Point::InDeliveryApplied,
    ] {
        crash_during_delivery(point).await;
    }
}
