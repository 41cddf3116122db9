//! Which messages the server accepts, which it refuses, and their effect.

use super::sender::{
    Message, OTHER_SECRET, SECRET, WebhookScene, answer, approval, event, event_with, request,
};
use crate::browser::client;

#[tokio::test]
async fn signed_decision_is_applied_without_a_poll() {
    for (kind, more, state) in [
        ("kyc.rejected", r#","rejection_reason":"x""#, "denied"),
        ("kyc.approved", "", "provisioning"),
        (
            "kyc.approved",
            r#","provisioned_participant":"firms/p","provisioned_account":"""#,
            "provisioning",
        ),
    ] {
        let scene = WebhookScene::new().await;
        let body = event_with(kind, "01J0", &scene.user, more);
        assert_eq!(scene.send_signed("msg_1", &body).await, 204);
        scene.wait_for_statuses(&["applied"]).await;
        assert_eq!(scene.state().await, state);
        assert_eq!(scene.webhook_events().await, 1);
    }
}

#[tokio::test]
async fn approval_without_ids_is_completed_by_a_poll() {
    let mut scene = WebhookScene::new().await;
    let body = event("kyc.approved", "01J0", &scene.user);
    assert_eq!(scene.send_signed("msg_1", &body).await, 204);
    scene.wait_for_statuses(&["applied"]).await;
    let ids = r#","participantId":"firms/p","provisionedAccount":"firms/a""#;
    scene.stub.say(answer("ACCEPT", "CLOSED", ids));
    scene.app.a_question_later();
    let page = scene.browser.status_page().await;
    assert_eq!(page.label().as_deref(), Some("approved"));
    // A message after the final state changes nothing.
    let late = event("kyc.rejected", "01J1", &scene.user);
    assert_eq!(scene.send_signed("msg_2", &late).await, 204);
    scene.wait_for_statuses(&["applied", "applied"]).await;
    assert_eq!(scene.state().await, "approved");
    let actions = scene.app.database().await.actions().await;
    assert_eq!(actions.iter().filter(|a| *a == "contradicted").count(), 1);
}

#[tokio::test]
async fn unpublished_event_triggers_a_poll() {
    let scene = WebhookScene::new().await;
    scene.stub.say(answer("REJECT", "CLOSED", ""));
    scene.app.a_question_later();
    let body = event("kyc.reconsidered", "01J0", &scene.user);
    assert_eq!(scene.send_signed("msg_1", &body).await, 204);
    scene.wait_for_statuses(&["applied"]).await;
    scene.app.wait_for_state("denied").await;
    assert_eq!(
        scene.webhook_events().await,
        0,
        "the answer is the evidence"
    );
}

#[tokio::test]
async fn test_message_is_acknowledged_and_not_stored() {
    let scene = WebhookScene::new().await;
    for body in [
        r#"{"event_type":"webhook.test"}"#,
        &event("webhook.test", "01J0", "nobody"),
    ] {
        assert_eq!(scene.send_signed("msg_1", body).await, 204, "{body}");
    }
    assert_eq!(scene.statuses().await, [""; 0]);
}

#[tokio::test]
async fn webhook_secret_rotates_without_a_gap() {
    let mut scene = WebhookScene::new().await;
    let sign = |scene: &WebhookScene, secret: &str, id: &str| {
        let body = event("kyc.other", id, "nobody");
        Message::signed(secret, id, scene.app.now(), &body)
    };
    assert_eq!(scene.send(&sign(&scene, OTHER_SECRET, "1")).await, 401);
    let both = format!("{OTHER_SECRET} {SECRET}");
    scene.app.set("KYC_WEBHOOK_SECRETS", &both);
    scene.app.restart().await;
    assert_eq!(scene.send(&sign(&scene, OTHER_SECRET, "2")).await, 204);
    assert_eq!(scene.send(&sign(&scene, SECRET, "3")).await, 204);
    scene.app.set("KYC_WEBHOOK_SECRETS", OTHER_SECRET);
    scene.app.restart().await;
    assert_eq!(scene.send(&sign(&scene, OTHER_SECRET, "4")).await, 204);
    assert_eq!(scene.send(&sign(&scene, SECRET, "5")).await, 401);
    assert_eq!(scene.statuses().await.len(), 3);
}

#[tokio::test]
async fn oversized_message_is_refused_before_verification() {
    let scene = WebhookScene::new().await;
    let fits = event_with("kyc.other", "01J0", "nobody", "");
    let padded = |length: usize| format!("{fits}{}", " ".repeat(length - fits.len()));
    assert_eq!(scene.send_signed("msg_1", &padded(64 * 1024)).await, 204);
    assert_eq!(
        scene.send_signed("msg_2", &padded(64 * 1024 + 1)).await,
        413
    );
    assert_eq!(scene.send_signed("msg_3", &padded(5_000_000)).await, 413);
    assert_eq!(scene.statuses().await.len(), 1);
}

#[tokio::test]
async fn webhook_route_sets_no_session_and_carries_the_security_headers() {
    let mut scene = WebhookScene::new().await;
    scene.browser.cookies.clear();
    let message = scene.sign("msg_1", &event("kyc.other", "01J0", "nobody"));
    let http = client();
    for (what, request) in [
        ("taken", request(&http, &scene.app.url(), &message)),
        (
            "refused",
            http.post(format!("{}/webhooks/kyc", scene.app.url())),
        ),
        (
            "a form from another site",
            http.post(format!("{}/webhooks/kyc", scene.app.url()))
                .header("origin", "https://evil.example")
                .header("sec-fetch-site", "cross-site")
                .header("content-type", "text/plain"),
        ),
        (
            "read",
            http.get(format!("{}/webhooks/kyc", scene.app.url())),
        ),
    ] {
        let page = scene.browser.send(request).await;
        let expected = match what {
            "taken" => 204,
            "read" => 405,
            _ => 401,
        };
        assert_eq!(page.status, expected, "{what}");
        assert!(page.text.is_empty(), "{what}: {}", page.text);
        assert!(!page.headers.contains_key("set-cookie"), "{what}");
        assert_eq!(page.header("cache-control"), "no-store", "{what}");
        assert!(!page.header("x-request-id").is_empty(), "{what}");
        assert!(
            page.header("content-security-policy")
                .contains("default-src 'none'")
        );
    }
    let approved = approval("01J1", &scene.user);
    assert_eq!(scene.send_signed("msg_2", &approved).await, 204);
}
