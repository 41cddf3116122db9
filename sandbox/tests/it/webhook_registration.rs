//! Contract §6: registering an address.

use reqwest::StatusCode;
use sandbox::{DeliveryOutcome, Dialect};
use serde_json::{Value, json};
use tokio::net::TcpListener;

use crate::start_ab::assert_bad_request;
use crate::test_sandbox::{TestSandbox, applicant_in};
use crate::webhook_receiver::{Receiver, SECRET, register, with_receiver_in};

#[tokio::test]
async fn dialect_a_stores_address_and_sends_nothing() {
    let test = TestSandbox::new().await;
    let mut receiver = Receiver::start().await;
    let answer = register(&test, &receiver).await;
    assert_eq!(answer.json()["validated"], json!(true));
    assert_eq!(test.sandbox.webhook(), Some(receiver.url.clone()));

    test.start(&applicant_in(Dialect::A, "user_1")).await;
    test.sandbox.deliver_webhooks().await;
    assert!(receiver.drain().is_empty());
    assert!(test.sandbox.deliveries().is_empty());
}

#[tokio::test]
async fn plain_http_address_requires_loopback() {
    let test = TestSandbox::new().await;
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
            test.post("/webhook", &json!({"webhookUrl": url}))
                .await
                .status,
            status,
            "{url}"
        );
    }
}

#[tokio::test]
async fn registration_sends_test_request() {
    for dialect in [Dialect::B, Dialect::C] {
        let test = TestSandbox::in_dialect(dialect).await;
        let mut receiver = Receiver::start().await;
        let answer = register(&test, &receiver).await;
        assert_eq!(answer.json()["validated"], json!(true), "{dialect:?}");
        assert!(!answer.at("/message").is_empty());
        assert_eq!(test.sandbox.webhook(), Some(receiver.url.clone()));

        let received = receiver.drain();
        assert_eq!(received.len(), 1, "{dialect:?}");
        match dialect {
            Dialect::A | Dialect::B => assert_eq!(received[0].about(), ""),
            Dialect::C => {
                assert_eq!(received[0].json()["event_type"], "webhook.test");
                assert!(received[0].is_signed());
            }
        }
    }
}

#[tokio::test]
async fn address_with_failed_test_is_not_stored() {
    for dialect in [Dialect::B, Dialect::C] {
        let test = TestSandbox::in_dialect(dialect).await;
        let mut receiver = Receiver::start().await;
        for status in [500, 401, 302] {
            receiver.answer([status]);
            let answer = register(&test, &receiver).await;
            assert_eq!(answer.json()["validated"], json!(false), "{status}");
            assert_eq!(test.sandbox.webhook(), None, "{status}");
            // The sandbox does not follow redirects.
            assert_eq!(receiver.drain().len(), 1, "{status}");
        }
        let closed = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://{}/hook", closed.local_addr().expect("an address"));
        drop(closed);
        let body = match dialect {
            Dialect::A | Dialect::B => json!({"webhookUrl": url}),
            Dialect::C => json!({"webhook_url": url}),
        };
        let answer = test.post("/webhook", &body).await;
        assert_eq!(answer.json()["validated"], json!(false));
        let last = test.sandbox.deliveries().pop().expect("a delivery");
        assert_eq!(last.outcome, DeliveryOutcome::Unanswered);
    }
}

#[tokio::test]
async fn address_stays_until_another_passes_test() {
    let (test, first) = with_receiver_in(Dialect::C).await;
    let second = Receiver::start().await;
    second.answer([503]);
    register(&test, &second).await;
    assert_eq!(test.sandbox.webhook(), Some(first.url.clone()));
    register(&test, &second).await;
    assert_eq!(test.sandbox.webhook(), Some(second.url.clone()));
}

#[tokio::test]
async fn registration_without_secret_clears_secret() {
    let (test, mut receiver) = with_receiver_in(Dialect::C).await;
    let body = json!({"webhook_url": receiver.url});
    assert_eq!(
        test.post("/webhook", &body).await.json()["validated"],
        json!(true)
    );
    test.start(&applicant_in(Dialect::C, "user_1")).await;
    test.sandbox.deliver_webhooks().await;

    let received = receiver.drain();
    assert_eq!(received.len(), 2);
    for got in received {
        assert_eq!(got.header("webhook-signature"), None);
        assert!(got.header("webhook-id").is_some());
    }
}

#[tokio::test]
async fn invalid_registration_is_rejected() {
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
        let test = TestSandbox::in_dialect(dialect).await;
        let answer = test.post("/webhook", &body).await;
        assert_bad_request(&answer, &format!("{dialect:?} {body}"));
        assert!(test.sandbox.deliveries().is_empty(), "nothing is tested");
    }
    let test = TestSandbox::in_dialect(Dialect::C).await;
    for secret in [
        "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "whsec_",
        "whsec_c2hvcnQ=",
        "whsec_not base64 at all, however long it may be",
    ] {
        let body = json!({"webhook_url": url, "signing_secret": secret});
        let answer = test.post("/webhook", &body).await;
        assert_bad_request(&answer, secret);
        assert!(
            !answer.text.contains(&secret[6..]) || secret.len() == 6,
            "{secret}"
        );
    }
}

#[tokio::test]
async fn controls_hide_the_secret() {
    let (test, _receiver) = with_receiver_in(Dialect::C).await;
    for path in [
        "/control/ledger",
        "/control/deliveries",
        "/control/webhooks",
    ] {
        let page = test.open(path).await;
        assert!(!page.text.contains(&SECRET[6..]), "{path}");
    }
    let shown: Value = test.open("/control/ledger").await.json();
    assert_eq!(shown[0]["body"]["signing_secret"], "***");
}
