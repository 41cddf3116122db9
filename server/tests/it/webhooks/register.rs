//! Registration of the webhook address at the provider.

use super::sender::{Message, OTHER_SECRET, SECRET, WebhookScene, request};
use crate::{app::TestApp, browser::client};
use axum::{
    Json, Router,
    http::{HeaderMap, StatusCode},
    routing::{MethodRouter, post},
};
use kyc::ports::Clock;
use sandbox::Dialect;
use serde_json::{Value, json};
use server::system::SystemClock;
use std::sync::{Arc, Mutex};
use tokio::net::TcpListener;

/// A provider that registers addresses and sends a signed test message to each at once.
async fn registering_provider(received: Arc<Mutex<Vec<Value>>>) -> String {
    let take = move |headers: HeaderMap, Json(body): Json<Value>| {
        let received = received.clone();
        async move {
            assert!(headers.contains_key("authorization"));
            received.lock().expect("no panic").push(body.clone());
            let (Some(url), Some(secret)) = (
                body["webhook_url"].as_str(),
                body["signing_secret"].as_str(),
            ) else {
                return (StatusCode::BAD_REQUEST, Json(json!({"code": 3})));
            };
            let now = SystemClock.now();
            let test = r#"{"event_type":"webhook.test","event_id":"test","data":{}}"#;
            let message = Message::signed(secret, "msg_test", now, test);
            let server = url.trim_end_matches("/webhooks/kyc");
            let answer = request(&client(), server, &message).send().await;
            let status = answer.expect("an answer").status();
            let body = json!({"validated": status.is_success(), "message": status.to_string()});
            (StatusCode::OK, Json(body))
        }
    };
    serving(post(take)).await
}

/// Serves the registration route; returns the origin.
async fn serving(register: MethodRouter) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    let router = Router::new().route("/v1/kyc/webhook", register);
    tokio::spawn(async move { axum::serve(listener, router).await });
    url
}

#[tokio::test]
async fn registration_sends_address_and_first_secret_and_passes_the_test_message() {
    let mut scene = WebhookScene::new().await;
    let received = Arc::new(Mutex::new(Vec::new()));
    let (server, other) = (
        scene.app.url(),
        registering_provider(received.clone()).await,
    );
    scene.app.set("KYC_BASE_URL", &other);
    scene.app.set("VESTIBULE_PUBLIC_URL", &server);
    scene
        .app
        .set("KYC_WEBHOOK_SECRETS", &format!("{SECRET},{OTHER_SECRET}"));
    let output = scene.app.task(&["webhook", "register"]).await;
    assert!(output.contains("is registered, and was tried"), "{output}");
    let expected = json!({
        "webhook_url": format!("{server}/webhooks/kyc"),
        "signing_secret": SECRET,
    });
    assert_eq!(*received.lock().expect("no panic"), [expected]);
    assert!(!output.contains(SECRET), "it is not shown");
    assert_eq!(scene.statuses().await, [""; 0], "a trial is not kept");

    // The running server does not know this secret.
    scene.app.set("KYC_WEBHOOK_SECRETS", OTHER_SECRET);
    let output = scene.app.refused(&["webhook", "register"]).await;
    assert!(output.contains("got an unexpected answer: 401"), "{output}");

    // Without a secret the command sends nothing.
    scene.app.set("KYC_WEBHOOK_SECRETS", "");
    let output = scene.app.refused(&["webhook", "register"]).await;
    assert!(output.contains("KYC_WEBHOOK_SECRETS"), "{output}");
    assert_eq!(received.lock().expect("no panic").len(), 2);
}

/// Unsigned dialects send no secret, and the test message is an ordinary hint.
#[tokio::test]
async fn registration_in_unsigned_dialects_sends_the_address_alone() {
    for dialect in [Dialect::A, Dialect::B] {
        let received = Arc::new(Mutex::new(Vec::new()));
        let noted = received.clone();
        let take = move |Json(body): Json<Value>| async move {
            noted.lock().expect("no panic").push(body.clone());
            let url = body["webhookUrl"].as_str().unwrap_or_default();
            let hint = json!({"externalId": "ext_nobody", "decision": "PENDING"});
            let answer = client().post(url).json(&hint).send().await;
            let tried = answer.is_ok_and(|answer| answer.status().is_success());
            Json(json!({"validated": tried, "message": null, "since": "2026"}))
        };
        let other = serving(post(take)).await;
        let mut app = TestApp::speaking(dialect).await;
        let server = app.url();
        app.set("KYC_BASE_URL", &other);
        app.set("VESTIBULE_PUBLIC_URL", &server);
        let output = app.task(&["webhook", "register"]).await;
        assert!(output.contains("is registered, and was tried"), "{output}");
        let expected = json!({"webhookUrl": format!("{server}/webhooks/kyc")});
        assert_eq!(*received.lock().expect("no panic"), [expected]);
    }
}
