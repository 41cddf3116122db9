//! Contract §2: tokens, paths and methods.

use reqwest::{Method, StatusCode};
use sandbox::{Error, Options, Sandbox};
use serde_json::json;

use crate::rig::{Rig, applicant, approved, read};

#[tokio::test]
async fn only_the_right_token_is_let_in() {
    let rig = Rig::new().await;
    for header in [
        "",
        "Bearer",
        "Bearer wrong",
        "Basic sandbox-token",
        "sandbox-token",
    ] {
        let request = rig.api(Method::POST, "/start").json(&applicant("user_1"));
        let answer = read(request.header("authorization", header))
            .await
            .expect("an answer");
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{header}");
        assert_eq!(answer.json()["code"], json!(16), "{header}");
    }
    assert!(rig.sandbox.inquiries().is_empty());
}

#[tokio::test]
async fn wrong_methods_and_paths_have_their_own_answers() {
    let rig = Rig::new().await;
    for (method, path, status) in [
        (Method::GET, "/start", 405),
        (Method::POST, "/status", 405),
        (Method::DELETE, "/referral-codes", 405),
        (Method::GET, "/nothing", 404),
        (Method::GET, "/referral-codes/a/b", 404),
    ] {
        let answer = read(rig.api(method, path)).await.expect("an answer");
        assert_eq!(answer.status.as_u16(), status, "{path}");
        assert_eq!(answer.json()["details"], json!([]), "{path}");
    }
}

#[tokio::test]
async fn a_body_beyond_reason_is_refused() {
    let rig = Rig::new().await;
    let answer = rig.start(&json!({"userId": "x".repeat(70_000)})).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn the_prefix_and_the_origin_of_links_are_free() {
    let rig = Rig::with(Options {
        prefix: "/rest/api/v1/kyc".into(),
        public_origin: Some("https://capture.example".into()),
        ..Options::default()
    })
    .await;
    assert_eq!(rig.start(&applicant("user_1")).await.words(), approved());

    let owing = rig.start(&crate::rig::born("user_2", "1985-09-02")).await;
    assert!(
        owing
            .at("/docv/url")
            .starts_with("https://capture.example/capture/")
    );
}

#[tokio::test]
async fn a_prefix_that_is_a_pattern_is_refused() {
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
async fn a_taken_address_is_an_error_and_shutdown_frees_it() {
    let rig = Rig::new().await;
    let options = Options {
        address: rig.sandbox.address(),
        ..Options::default()
    };
    let refused = Sandbox::start(options.clone()).await.err();
    assert!(matches!(refused, Some(Error::Listen(address, _)) if address == options.address));

    rig.start(&applicant("user_1")).await;
    rig.sandbox.shutdown().await;
    Sandbox::start(options)
        .await
        .expect("the address is free again");
}
