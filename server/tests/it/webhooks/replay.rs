//! The same message again: now, after six minutes, after three days.

use super::sender::{WebhookScene, approval, request};
use crate::{browser::client, wait::eventually};
use std::time::Duration;
use tokio::task::JoinSet;

const MINUTE: Duration = Duration::from_secs(60);

#[tokio::test]
async fn replayed_message_has_one_effect() {
    let mut scene = WebhookScene::new().await;
    let body = approval("01J0", &scene.user);
    let message = scene.sign("msg_1", &body);
    assert_eq!(scene.send(&message).await, 204);
    scene.wait_for_statuses(&["applied"]).await;
    let page = scene.browser.status_page().await;
    assert_eq!(page.label().as_deref(), Some("approved"));
    assert_eq!(page.all(".facts dd").len(), 2, "both ids");
    let after = scene.snapshot().await;

    assert_eq!(scene.send(&message).await, 204, "it is known");
    scene.app.advance(MINUTE * 6);
    assert_eq!(scene.send(&message).await, 401, "it is not of now");
    scene.app.advance(MINUTE * 60 * 24 * 3);
    assert_eq!(scene.send(&message).await, 401);
    // The sender repeats the message with a new timestamp, as after a missing answer.
    assert_eq!(scene.send_signed("msg_1", &body).await, 204);
    // The event keeps its identity under another message id.
    assert_eq!(scene.send_signed("msg_2", &body).await, 204);

    assert_eq!(scene.snapshot().await, after);
    assert_eq!(scene.webhook_events().await, 1);
}

#[tokio::test]
async fn concurrent_deliveries_have_one_effect() {
    let scene = WebhookScene::new().await;
    let body = approval("01J0", &scene.user);
    // The same message, and the same event under other message ids.
    let messages: Vec<_> = (0..24)
        .map(|n| scene.sign(&format!("msg_{}", n % 3), &body))
        .collect();
    let mut sending = JoinSet::new();
    for message in &messages {
        sending.spawn(request(&client(), &scene.app.url(), message).send());
    }
    for sent in sending.join_all().await {
        assert_eq!(sent.expect("an answer").status(), 204);
    }
    eventually!("all deliveries processed", async {
        !scene.statuses().await.contains(&"stored".to_owned())
    });
    assert_eq!(scene.state().await, "approved");
    let statuses = scene.statuses().await;
    let applied = statuses.iter().filter(|it| *it == "applied");
    assert_eq!(
        (applied.count(), scene.webhook_events().await),
        (1, 1),
        "{statuses:?}"
    );
}

#[tokio::test]
async fn restart_keeps_known_deliveries() {
    let mut scene = WebhookScene::new().await;
    let message = scene.sign("msg_1", &approval("01J0", &scene.user));
    assert_eq!(scene.send(&message).await, 204);
    scene.wait_for_statuses(&["applied"]).await;
    scene.app.restart().await;
    assert_eq!(scene.send(&message).await, 204);
    assert_eq!(scene.statuses().await, ["applied"]);
    assert_eq!(scene.webhook_events().await, 1);
}
