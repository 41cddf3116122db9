//! Contract §6, as far as dialect A goes: an address is registered.

use reqwest::StatusCode;
use serde_json::json;

use crate::rig::Rig;

#[tokio::test]
async fn an_https_address_is_noted() {
    let rig = Rig::new().await;
    let answer = rig
        .post(
            "/webhook",
            &json!({"webhookUrl": "https://app.example/hook"}),
        )
        .await;
    assert_eq!(answer.json()["validated"], json!(true));
    assert_eq!(
        rig.sandbox.webhook().as_deref(),
        Some("https://app.example/hook")
    );
}

#[tokio::test]
async fn plain_http_is_for_loopback_only() {
    let rig = Rig::new().await;
    for (url, status) in [
        ("http://127.0.0.1:3000/hook", StatusCode::OK),
        ("http://localhost/hook", StatusCode::OK),
        ("http://[::1]:3000/hook", StatusCode::OK),
        ("http://app.example/hook", StatusCode::BAD_REQUEST),
        ("http://localhost.example/hook", StatusCode::BAD_REQUEST),
        ("ftp://app.example", StatusCode::BAD_REQUEST),
    ] {
        assert_eq!(
            rig.post("/webhook", &json!({"webhookUrl": url}))
                .await
                .status,
            status,
            "{url}"
        );
    }
}
