//! The same message again: now, after six minutes, after three days.

use super::sender::{WebhookScene, approval, request};
use crate::browser::client;
use std::time::Duration;
use tokio::task::JoinSet;

const MINUTE: Duration = Duration::from_secs(60);

#[tokio::test]
async fn now_after_six_minutes_and_after_three_days_there_is_one_effect() {
    let mut scene = WebhookScene::new().await;
    let body = approval("01J0", &scene.user);
    let message = scene.sign("msg_1", &body);
    assert_eq!(scene.send(&message).await, 204);
    scene.stand(&["applied"]).await;
    let page = scene.browser.status_page().await;
    assert_eq!(page.label().as_deref(), Some("approved"));
    assert_eq!(page.all(".facts dd").len(), 2, "both ids");
    let after = scene.everything().await;

    assert_eq!(scene.send(&message).await, 204, "it is known");
    scene.app.advance(MINUTE * 6);
    assert_eq!(scene.send(&message).await, 401, "it is not of now");
    scene.app.advance(MINUTE * 60 * 24 * 3);
    assert_eq!(scene.send(&message).await, 401);
    // The sender itself sends it once more, as it does when it was not answered.
    assert_eq!(scene.says("msg_1", &body).await, 204);
    // Under another name the event is still the same.
    assert_eq!(scene.says("msg_2", &body).await, 204);

    assert_eq!(scene.everything().await, after);
    assert_eq!(scene.told().await, 1);
}

#[tokio::test]
async fn many_times_at_once_there_is_one_effect() {
    let scene = WebhookScene::new().await;
    let body = approval("01J0", &scene.user);
    // The same message, and the same event under other names.
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
    for _ in 0..400 {
        if !scene.standings().await.iter().any(|it| it == "stored") {
            break;
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    assert_eq!(scene.state().await, "approved");
    let standings = scene.standings().await;
    let applied = standings.iter().filter(|it| *it == "applied");
    assert_eq!(
        (applied.count(), scene.told().await),
        (1, 1),
        "{standings:?}"
    );
}

#[tokio::test]
async fn a_restart_forgets_none_of_what_came() {
    let mut scene = WebhookScene::new().await;
    let message = scene.sign("msg_1", &approval("01J0", &scene.user));
    assert_eq!(scene.send(&message).await, 204);
    scene.stand(&["applied"]).await;
    scene.app.restart().await;
    assert_eq!(scene.send(&message).await, 204);
    assert_eq!(scene.standings().await, ["applied"]);
    assert_eq!(scene.told().await, 1);
}
