//! Contract §2: tokens, paths and methods.

use reqwest::{Method, StatusCode};
use sandbox::{Error, Options, Sandbox};
use serde_json::json;

use crate::test_sandbox::{TestSandbox, applicant, approved, read};

#[tokio::test]
async fn wrong_token_is_unauthorized() {
    let test = TestSandbox::new().await;
    for header in [
        "",
        "Bearer",
        "Bearer wrong",
        "Basic sandbox-token",
        "sandbox-token",
    ] {
        let request = test.api(Method::POST, "/start").json(&applicant("user_1"));
        let answer = read(request.header("authorization", header))
            .await
            .expect("an answer");
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{header}");
        assert_eq!(answer.json()["code"], json!(16), "{header}");
    }
    assert!(test.sandbox.inquiries().is_empty());
}

#[tokio::test]
async fn wrong_methods_and_paths_answer_405_and_404() {
    let test = TestSandbox::new().await;
    for (method, path, status) in [
        (Method::GET, "/start", 405),
        (Method::POST, "/status", 405),
        (Method::DELETE, "/referral-codes", 405),
        (Method::GET, "/nothing", 404),
        (Method::GET, "/referral-codes/a/b", 404),
    ] {
        let answer = read(test.api(method, path)).await.expect("an answer");
        assert_eq!(answer.status.as_u16(), status, "{path}");
        assert_eq!(answer.json()["details"], json!([]), "{path}");
    }
}

#[tokio::test]
async fn oversized_body_is_rejected() {
    let test = TestSandbox::new().await;
    let answer = test.start(&json!({"userId": "x".repeat(70_000)})).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn prefix_and_link_origin_are_configurable() {
    let test = TestSandbox::with(Options {
        prefix: "/rest/api/v1/kyc".into(),
        public_origin: Some("https://capture.example".into()),
        ..Options::default()
    })
    .await;
    assert_eq!(test.start(&applicant("user_1")).await.words(), approved());

    let owing = test
        .start(&crate::test_sandbox::born("user_2", "1985-09-02"))
        .await;
    assert!(
        owing
            .at("/docv/url")
            .starts_with("https://capture.example/capture/")
    );
}

#[tokio::test]
async fn invalid_prefix_is_an_error() {
    for prefix in ["", "/", "v1", "/v1/", "/{v1}", "/v1/*kyc"] {
        let options = Options {
            prefix: prefix.into(),
            ..Options::default()
        };
        let refused = Sandbox::start(options).await.err();
        assert!(matches!(refused, Some(Error::Prefix)), "{prefix}");
    }
}

#[tokio::test]
async fn used_address_is_an_error_until_shutdown() {
    let test = TestSandbox::new().await;
    let options = Options {
        address: test.sandbox.address(),
        ..Options::default()
    };
    let refused = Sandbox::start(options.clone()).await.err();
    assert!(matches!(refused, Some(Error::Listen(address, _)) if address == options.address));

    test.start(&applicant("user_1")).await;
    test.sandbox.shutdown().await;
    Sandbox::start(options)
        .await
        .expect("the address is free again");
}
