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

use crate::rig::{Answer, Rig, applicant, read};

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

async fn rig() -> Rig {
    Rig::with(Options {
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

fn claims(rig: &Rig, jti: &str) -> Value {
    let now = rig.sandbox.now().unix_timestamp();
    json!({
        "iss": CLIENT,
        "sub": CLIENT,
        "aud": rig.sandbox.token_url(),
        "iat": now,
        "exp": now + 120,
        "jti": jti,
    })
}

fn request(rig: &Rig, assertion: &str) -> Value {
    json!({
        "client_id": CLIENT,
        "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        "client_assertion": assertion,
        "audience": rig.sandbox.base_url(),
        "grant_type": "client_credentials",
    })
}

async fn ask(rig: &Rig, request: &Value) -> Answer {
    rig.control("/oauth/token", request).await
}

/// Asks with a sound assertion.
async fn token(rig: &Rig, jti: &str) -> String {
    let assertion = sign(&KEY, &header(), &claims(rig, jti));
    let answer = ask(rig, &request(rig, &assertion)).await;
    assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
    assert_eq!(answer.headers["cache-control"], "no-store");
    assert_eq!(answer.at("/token_type"), "Bearer");
    assert_eq!(answer.json()["expires_in"], 180);
    answer.at("/access_token")
}

async fn start(rig: &Rig, token: &str) -> StatusCode {
    let request = rig.api(Method::POST, "/start").bearer_auth(token);
    let answer = read(request.json(&applicant("user_1"))).await;
    answer.expect("an answer").status
}

#[tokio::test]
async fn a_token_lets_in_until_it_is_over_or_revoked() {
    let rig = rig().await;
    let first = token(&rig, "1").await;
    assert_eq!(start(&rig, &first).await, StatusCode::OK);
    assert_eq!(start(&rig, "sandbox-token").await, StatusCode::UNAUTHORIZED);
    rig.sandbox.advance(Duration::from_secs(179));
    let second = token(&rig, "2").await;
    rig.sandbox.advance(Duration::from_secs(1));
    assert_eq!(start(&rig, &first).await, StatusCode::UNAUTHORIZED);
    // Known already: told so, and let in.
    assert_eq!(start(&rig, &second).await, StatusCode::CONFLICT);
    let revoked = read(rig.page(Method::DELETE, "/control/tokens")).await;
    assert_eq!(revoked.expect("an answer").status, StatusCode::NO_CONTENT);
    assert_eq!(start(&rig, &second).await, StatusCode::UNAUTHORIZED);
    assert_eq!(rig.sandbox.calls(Endpoint::Token), 2);
    let calls = rig.open("/control/tokens").await.json();
    assert_eq!(calls, json!({"calls": 2}));
}

#[tokio::test]
async fn an_assertion_with_one_claim_amiss_gets_nothing() {
    let rig = rig().await;
    let now = rig.sandbox.now().unix_timestamp();
    let amiss = [
        ("iss", json!("client_2")),
        ("sub", json!("client_2")),
        ("aud", json!(rig.sandbox.base_url())),
        ("aud", json!([rig.sandbox.token_url()])),
        ("iat", json!(now + 60)),
        ("exp", json!(now - 1)),
        // Far enough off for a second to pass before the claims are made.
        ("exp", json!(now + 360)),
        ("exp", json!("soon")),
        ("jti", json!("")),
        ("jti", json!(7)),
        ("scope", json!("all")),
    ];
    for (n, (name, value)) in amiss.into_iter().enumerate() {
        let mut claims = claims(&rig, &format!("amiss {n}"));
        claims[name] = value.clone();
        let assertion = sign(&KEY, &header(), &claims);
        let answer = ask(&rig, &request(&rig, &assertion)).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{name}: {value}");
        assert_eq!(answer.at("/error"), "invalid_client", "{name}: {value}");
    }
    for name in ["iss", "sub", "aud", "iat", "exp", "jti"] {
        let mut claims = claims(&rig, name);
        claims.as_object_mut().expect("an object").remove(name);
        let assertion = sign(&KEY, &header(), &claims);
        let answer = ask(&rig, &request(&rig, &assertion)).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "no {name}");
    }
    assert!(rig.sandbox.tokens().is_empty());
}

#[tokio::test]
async fn an_assertion_holds_once_and_only_as_it_was_signed() {
    let rig = rig().await;
    let sound = sign(&KEY, &header(), &claims(&rig, "once"));
    let other = sign(&generate(), &header(), &claims(&rig, "other"));
    let (signed, signature) = sound.rsplit_once('.').expect("two parts");
    let mut bent = URL_SAFE_NO_PAD.decode(signature).expect("base64");
    bent[0] ^= 1;
    let bent = format!("{signed}.{}", URL_SAFE_NO_PAD.encode(bent));
    let none = sign(&KEY, &json!({"alg": "none"}), &claims(&rig, "none"));
    let hmac = sign(&KEY, &json!({"alg": "HS256"}), &claims(&rig, "hmac"));
    let crit = sign(
        &KEY,
        &json!({"alg": "RS256", "crit": ["b64"]}),
        &claims(&rig, "crit"),
    );
    let unsigned = format!("{signed}.");
    for assertion in [&other, &bent, &none, &hmac, &crit, &unsigned, signed, ""] {
        let answer = ask(&rig, &request(&rig, assertion)).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{assertion}");
    }
    assert_eq!(ask(&rig, &request(&rig, &sound)).await.status, 200);
    let again = ask(&rig, &request(&rig, &sound)).await;
    assert_eq!(again.at("/error_description"), "jti was used before");
}

#[tokio::test]
async fn the_request_is_five_fields_of_json() {
    let rig = rig().await;
    let mut n = 0;
    let mut sound = || {
        n += 1;
        let assertion = sign(&KEY, &header(), &claims(&rig, &format!("request {n}")));
        request(&rig, &assertion)
    };
    let amiss = [
        ("client_id", "client_2", 401),
        ("client_assertion_type", "jwt", 400),
        ("audience", "https://kyc.example.com", 403),
        ("grant_type", "password", 400),
        ("scope", "all", 400),
    ];
    for (name, value, status) in amiss {
        let mut request = sound();
        request[name] = json!(value);
        assert_eq!(ask(&rig, &request).await.status, status, "{name}");
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
        assert_eq!(ask(&rig, &request).await.status, 400, "no {name}");
    }
    let text = rig.page(Method::POST, "/oauth/token");
    let text = text.body(sound().to_string());
    assert_eq!(read(text).await.expect("an answer").status, 400);
    assert!(rig.sandbox.tokens().is_empty());
}

#[tokio::test]
async fn faults_befall_the_token_endpoint_too() {
    let rig = rig().await;
    let refused = Fault::once(Endpoint::Token, FaultKind::Error(503));
    rig.sandbox.fault(refused);
    let assertion = sign(&KEY, &header(), &claims(&rig, "fault"));
    let request = request(&rig, &assertion);
    assert_eq!(ask(&rig, &request).await.status, 503);
    assert!(rig.sandbox.tokens().is_empty(), "nothing was issued");
    assert_eq!(ask(&rig, &request).await.status, 200, "nor used up");
}

#[tokio::test]
async fn without_a_client_there_is_no_token_endpoint() {
    let rig = Rig::new().await;
    let answer = ask(&rig, &json!({})).await;
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
