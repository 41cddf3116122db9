//! Contract §6: an address is registered.

use reqwest::StatusCode;
use sandbox::{DeliveryOutcome, Dialect};
use serde_json::{Value, json};
use tokio::net::TcpListener;

use crate::receiver::{Receiver, SECRET, register, told_in};
use crate::rig::{Rig, applicant_in};
use crate::start::assert_refused;

#[tokio::test]
async fn dialect_a_notes_an_address_and_sends_nothing() {
    let rig = Rig::new().await;
    let mut receiver = Receiver::start().await;
    let answer = register(&rig, &receiver).await;
    assert_eq!(answer.json()["validated"], json!(true));
    assert_eq!(rig.sandbox.webhook(), Some(receiver.url.clone()));

    rig.start(&applicant_in(Dialect::A, "user_1")).await;
    rig.sandbox.deliver_webhooks().await;
    assert!(receiver.so_far().is_empty());
    assert!(rig.sandbox.deliveries().is_empty());
}

#[tokio::test]
async fn plain_http_is_for_loopback_only() {
    let rig = Rig::new().await;
    for (url, status) in [
        ("https://app.example/hook", StatusCode::OK),
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

#[tokio::test]
async fn a_test_request_comes_at_once() {
    for dialect in [Dialect::B, Dialect::C] {
        let rig = Rig::speaking(dialect).await;
        let mut receiver = Receiver::start().await;
        let answer = register(&rig, &receiver).await;
        assert_eq!(answer.json()["validated"], json!(true), "{dialect:?}");
        assert!(!answer.at("/message").is_empty());
        assert_eq!(rig.sandbox.webhook(), Some(receiver.url.clone()));

        let came = receiver.so_far();
        assert_eq!(came.len(), 1, "{dialect:?}");
        match dialect {
            Dialect::A | Dialect::B => assert_eq!(came[0].about(), ""),
            Dialect::C => {
                assert_eq!(came[0].json()["event_type"], "webhook.test");
                assert!(came[0].is_signed());
            }
        }
    }
}

#[tokio::test]
async fn an_address_that_fails_its_test_is_not_noted() {
    for dialect in [Dialect::B, Dialect::C] {
        let rig = Rig::speaking(dialect).await;
        let mut receiver = Receiver::start().await;
        for status in [500, 401, 302] {
            receiver.answer([status]);
            let answer = register(&rig, &receiver).await;
            assert_eq!(answer.json()["validated"], json!(false), "{status}");
            assert_eq!(rig.sandbox.webhook(), None, "{status}");
            // A redirection is not followed.
            assert_eq!(receiver.so_far().len(), 1, "{status}");
        }
        let closed = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://{}/hook", closed.local_addr().expect("an address"));
        drop(closed);
        let body = match dialect {
            Dialect::A | Dialect::B => json!({"webhookUrl": url}),
            Dialect::C => json!({"webhook_url": url}),
        };
        let answer = rig.post("/webhook", &body).await;
        assert_eq!(answer.json()["validated"], json!(false));
        let last = rig.sandbox.deliveries().pop().expect("a delivery");
        assert_eq!(last.outcome, DeliveryOutcome::Unanswered);
    }
}

#[tokio::test]
async fn an_address_stays_until_another_passes_its_test() {
    let (rig, first) = told_in(Dialect::C).await;
    let second = Receiver::start().await;
    second.answer([503]);
    register(&rig, &second).await;
    assert_eq!(rig.sandbox.webhook(), Some(first.url.clone()));
    register(&rig, &second).await;
    assert_eq!(rig.sandbox.webhook(), Some(second.url.clone()));
}

#[tokio::test]
async fn registering_without_a_secret_clears_it() {
    let (rig, mut receiver) = told_in(Dialect::C).await;
    let body = json!({"webhook_url": receiver.url});
    assert_eq!(
        rig.post("/webhook", &body).await.json()["validated"],
        json!(true)
    );
    rig.start(&applicant_in(Dialect::C, "user_1")).await;
    rig.sandbox.deliver_webhooks().await;

    let came = receiver.so_far();
    assert_eq!(came.len(), 2);
    for got in came {
        assert_eq!(got.header("webhook-signature"), None);
        assert!(got.header("webhook-id").is_some());
    }
}

#[tokio::test]
async fn a_registration_is_read_strictly() {
    let url = "http://127.0.0.1:9/hook";
    for (dialect, body) in [
        (
            Dialect::A,
            json!({"webhookUrl": url, "signing_secret": SECRET}),
        ),
        (
            Dialect::B,
            json!({"webhookUrl": url, "signingSecret": SECRET}),
        ),
        (Dialect::B, json!({"webhook_url": url})),
        (Dialect::B, json!({})),
        (
            Dialect::C,
            json!({"webhookUrl": url, "signing_secret": SECRET}),
        ),
        (
            Dialect::C,
            json!({"webhook_url": url, "signingSecret": SECRET}),
        ),
        (Dialect::C, json!({"signing_secret": SECRET})),
        (
            Dialect::C,
            json!({"webhook_url": "http://app.example/hook"}),
        ),
    ] {
        let rig = Rig::speaking(dialect).await;
        let answer = rig.post("/webhook", &body).await;
        assert_refused(&answer, &format!("{dialect:?} {body}"));
        assert!(rig.sandbox.deliveries().is_empty(), "nothing is tested");
    }
    let rig = Rig::speaking(Dialect::C).await;
    for secret in [
        "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "whsec_",
        "whsec_c2hvcnQ=",
        "whsec_not base64 at all, however long it may be",
    ] {
        let body = json!({"webhook_url": url, "signing_secret": secret});
        let answer = rig.post("/webhook", &body).await;
        assert_refused(&answer, secret);
        assert!(
            !answer.text.contains(&secret[6..]) || secret.len() == 6,
            "{secret}"
        );
    }
}

#[tokio::test]
async fn the_controls_do_not_show_the_secret() {
    let (rig, _receiver) = told_in(Dialect::C).await;
    for path in [
        "/control/ledger",
        "/control/deliveries",
        "/control/webhooks",
    ] {
        let page = rig.open(path).await;
        assert!(!page.text.contains(&SECRET[6..]), "{path}");
    }
    let shown: Value = rig.open("/control/ledger").await.json();
    assert_eq!(shown[0]["body"]["signing_secret"], "***");
}
