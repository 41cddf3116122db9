//! Contract §2: client credentials with `private_key_jwt`, claim by claim.

use std::sync::LazyLock;
use std::time::Duration;

use aws_lc_rs::encoding::AsDer as _;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{KeyPair, KeySize};
use aws_lc_rs::signature::{KeyPair as _, RSA_PKCS1_SHA256};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use reqwest::{Method, StatusCode};
use sandbox::{ClientRegistration, Endpoint, Fault, FaultKind, Options};
use serde_json::{Value, json};

use crate::test_sandbox::{Answer, TestSandbox, applicant, read};

const CLIENT: &str = "client_1";

static KEY: LazyLock<KeyPair> = LazyLock::new(generate);

fn generate() -> KeyPair {
    KeyPair::generate(KeySize::Rsa2048).expect("a key")
}

fn public_pem() -> String {
    let der = KEY.public_key().as_der().expect("a key");
    let text = STANDARD.encode(der.as_ref());
    format!("-----BEGIN PUBLIC KEY-----\n{text}\n-----END PUBLIC KEY-----\n")
}

async fn new_sandbox() -> TestSandbox {
    TestSandbox::with(Options {
        client: Some(ClientRegistration::new(CLIENT, public_pem())),
        ..Options::default()
    })
    .await
}

fn sign(key: &KeyPair, header: &Value, claims: &Value) -> String {
    let part = |json: &Value| URL_SAFE_NO_PAD.encode(json.to_string());
    let signed = format!("{}.{}", part(header), part(claims));
    let mut signature = vec![0; key.public_modulus_len()];
    key.sign(
        &RSA_PKCS1_SHA256,
        &SystemRandom::new(),
        signed.as_bytes(),
        &mut signature,
    )
    .expect("a signature");
    format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
}

fn header() -> Value {
    json!({"alg": "RS256", "typ": "JWT"})
}

fn claims(test: &TestSandbox, jti: &str) -> Value {
    let now = test.sandbox.now().unix_timestamp();
    json!({
        "iss": CLIENT,
        "sub": CLIENT,
        "aud": test.sandbox.token_url(),
        "iat": now,
        "exp": now + 120,
        "jti": jti,
    })
}

fn request(test: &TestSandbox, assertion: &str) -> Value {
    json!({
        "client_id": CLIENT,
        "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        "client_assertion": assertion,
        "audience": test.sandbox.base_url(),
        "grant_type": "client_credentials",
    })
}

async fn request_token(test: &TestSandbox, request: &Value) -> Answer {
    test.post_control("/oauth/token", request).await
}

/// Requests a token with a valid assertion.
async fn token(test: &TestSandbox, jti: &str) -> String {
    let assertion = sign(&KEY, &header(), &claims(test, jti));
    let answer = request_token(test, &request(test, &assertion)).await;
    assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
    assert_eq!(answer.headers["cache-control"], "no-store");
    assert_eq!(answer.at("/token_type"), "Bearer");
    assert_eq!(answer.json()["expires_in"], 180);
    answer.at("/access_token")
}

async fn start(test: &TestSandbox, token: &str) -> StatusCode {
    let request = test.api(Method::POST, "/start").bearer_auth(token);
    let answer = read(request.json(&applicant("user_1"))).await;
    answer.expect("an answer").status
}

#[tokio::test]
async fn token_is_valid_until_expiry_or_revocation() {
    let test = new_sandbox().await;
    let first = token(&test, "1").await;
    assert_eq!(start(&test, &first).await, StatusCode::OK);
    assert_eq!(
        start(&test, "sandbox-token").await,
        StatusCode::UNAUTHORIZED
    );
    test.sandbox.advance(Duration::from_secs(179));
    let second = token(&test, "2").await;
    test.sandbox.advance(Duration::from_secs(1));
    assert_eq!(start(&test, &first).await, StatusCode::UNAUTHORIZED);
    // The token is valid: the answer is about the known id.
    assert_eq!(start(&test, &second).await, StatusCode::CONFLICT);
    let revoked = read(test.page(Method::DELETE, "/control/tokens")).await;
    assert_eq!(revoked.expect("an answer").status, StatusCode::NO_CONTENT);
    assert_eq!(start(&test, &second).await, StatusCode::UNAUTHORIZED);
    assert_eq!(test.sandbox.calls(Endpoint::Token), 2);
    let calls = test.open("/control/tokens").await.json();
    assert_eq!(calls, json!({"calls": 2}));
}

#[tokio::test]
async fn assertion_with_invalid_claim_is_rejected() {
    let test = new_sandbox().await;
    let now = test.sandbox.now().unix_timestamp();
    let invalid = [
        ("iss", json!("client_2")),
        ("sub", json!("client_2")),
        ("aud", json!(test.sandbox.base_url())),
        ("aud", json!([test.sandbox.token_url()])),
        ("iat", json!(now + 60)),
        ("exp", json!(now - 1)),
        // A margin of one minute: the test may take a second until it makes the claims.
        ("exp", json!(now + 360)),
        ("exp", json!("soon")),
        ("jti", json!("")),
        ("jti", json!(7)),
        ("scope", json!("all")),
    ];
    for (n, (name, value)) in invalid.into_iter().enumerate() {
        let mut claims = claims(&test, &format!("invalid {n}"));
        claims[name] = value.clone();
        let assertion = sign(&KEY, &header(), &claims);
        let answer = request_token(&test, &request(&test, &assertion)).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{name}: {value}");
        assert_eq!(answer.at("/error"), "invalid_client", "{name}: {value}");
    }
    for name in ["iss", "sub", "aud", "iat", "exp", "jti"] {
        let mut claims = claims(&test, name);
        claims.as_object_mut().expect("an object").remove(name);
        let assertion = sign(&KEY, &header(), &claims);
        let answer = request_token(&test, &request(&test, &assertion)).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "no {name}");
    }
    assert!(test.sandbox.tokens().is_empty());
}

#[tokio::test]
async fn replayed_or_forged_assertion_is_rejected() {
    let test = new_sandbox().await;
    let sound = sign(&KEY, &header(), &claims(&test, "once"));
    let other = sign(&generate(), &header(), &claims(&test, "other"));
    let (signed, signature) = sound.rsplit_once('.').expect("two parts");
    let mut bent = URL_SAFE_NO_PAD.decode(signature).expect("base64");
    bent[0] ^= 1;
    let bent = format!("{signed}.{}", URL_SAFE_NO_PAD.encode(bent));
    let none = sign(&KEY, &json!({"alg": "none"}), &claims(&test, "none"));
    let hmac = sign(&KEY, &json!({"alg": "HS256"}), &claims(&test, "hmac"));
    let crit = sign(
        &KEY,
        &json!({"alg": "RS256", "crit": ["b64"]}),
        &claims(&test, "crit"),
    );
    let unsigned = format!("{signed}.");
    for assertion in [&other, &bent, &none, &hmac, &crit, &unsigned, signed, ""] {
        let answer = request_token(&test, &request(&test, assertion)).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{assertion}");
    }
    assert_eq!(
        request_token(&test, &request(&test, &sound)).await.status,
        200
    );
    let again = request_token(&test, &request(&test, &sound)).await;
    assert_eq!(again.at("/error_description"), "jti was used before");
}

#[tokio::test]
async fn token_request_requires_exactly_five_json_fields() {
    let test = new_sandbox().await;
    let mut n = 0;
    let mut sound = || {
        n += 1;
        let assertion = sign(&KEY, &header(), &claims(&test, &format!("request {n}")));
        request(&test, &assertion)
    };
    let invalid = [
        ("client_id", "client_2", 401),
        ("client_assertion_type", "jwt", 400),
        ("audience", "https://kyc.example.com", 403),
        ("grant_type", "password", 400),
        ("scope", "all", 400),
    ];
    for (name, value, status) in invalid {
        let mut request = sound();
        request[name] = json!(value);
        assert_eq!(
            request_token(&test, &request).await.status,
            status,
            "{name}"
        );
    }
    for name in [
        "client_id",
        "client_assertion_type",
        "client_assertion",
        "audience",
        "grant_type",
    ] {
        let mut request = sound();
        request.as_object_mut().expect("an object").remove(name);
        assert_eq!(
            request_token(&test, &request).await.status,
            400,
            "no {name}"
        );
    }
    let text = test.page(Method::POST, "/oauth/token");
    let text = text.body(sound().to_string());
    assert_eq!(read(text).await.expect("an answer").status, 400);
    assert!(test.sandbox.tokens().is_empty());
}

#[tokio::test]
async fn fault_affects_token_endpoint() {
    let test = new_sandbox().await;
    let refused = Fault::once(Endpoint::Token, FaultKind::Error(503));
    test.sandbox.fault(refused);
    let assertion = sign(&KEY, &header(), &claims(&test, "fault"));
    let request = request(&test, &assertion);
    assert_eq!(request_token(&test, &request).await.status, 503);
    assert!(test.sandbox.tokens().is_empty(), "nothing was issued");
    assert_eq!(
        request_token(&test, &request).await.status,
        200,
        "nor used up"
    );
}

#[tokio::test]
async fn token_endpoint_requires_client() {
    let test = TestSandbox::new().await;
    let answer = request_token(&test, &json!({})).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    let broken = Options {
        client: Some(ClientRegistration::new(CLIENT, "no key")),
        ..Options::default()
    };
    assert!(matches!(
        sandbox::Sandbox::start(broken).await,
        Err(sandbox::Error::Key)
    ));
}
