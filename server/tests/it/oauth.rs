//! OAuth client authentication by key (contract §2): revoked and expired tokens, failures of
//! the token endpoint, and secrets in logs.

use crate::{
    app::{Setup, TestApp, variables},
    browser::Browser,
    client_key::{self, CLIENT, private_pem, public_pem},
    leak_search::contains,
    person::Person,
    program::{Serving, task, text},
};
use sandbox::{
    ClientRegistration,
    Endpoint::{Start, Token},
    Fault, FaultKind, Options, Sandbox,
};
use std::{collections::BTreeMap, fs, os::unix::fs::PermissionsExt, time::Duration};

fn options() -> Options {
    Options {
        client: Some(ClientRegistration::new(CLIENT, public_pem())),
        ..Options::default()
    }
}

async fn ready(person: &Person) -> (TestApp, Browser) {
    ready_with(Setup::default().sandbox(options()), person).await
}

async fn ready_with(setup: Setup, person: &Person) -> (TestApp, Browser) {
    let app = setup.start().await;
    let mut browser = app.browser();
    browser.fill_in(person).await;
    (app, browser)
}

/// Submits the application and runs an action while the start request is at the provider.
async fn submit_during(
    app: &TestApp,
    mut browser: Browser,
    action: impl FnOnce(),
) -> Option<String> {
    app.hold_next(Start);
    let submission = tokio::spawn(async move { browser.hand_in().await.label() });
    app.wait_for_held_call().await;
    action();
    app.release_calls();
    submission.await.expect("a page")
}

/// The provider's HTTP status for each start request.
fn answers(app: &TestApp) -> Vec<Option<u16>> {
    let ledger = app.sandbox.ledger().into_iter();
    let starts = ledger.filter(|entry| entry.endpoint == Start);
    starts.map(|entry| entry.answer).collect()
}

/// Asserts that all start requests were equal and created one inquiry.
#[track_caller]
fn assert_one_inquiry(app: &TestApp) {
    app.inquiry();
    let starts = app.starts();
    assert!(starts.iter().all(|start| *start == starts[0]), "{starts:?}");
}

#[tokio::test]
async fn token_revoked_between_calls_is_replaced() {
    let (app, mut browser) = ready(&Person::born("1985-09-02")).await;
    let page = browser.hand_in().await;
    assert_eq!(page.label().as_deref(), Some("documents_required"));
    let id = app.inquiry().external_id;
    app.sandbox.capture_complete(&id).expect("an open link");
    app.sandbox.revoke_tokens();
    app.a_question_later();
    let page = browser.status_page().await;
    assert_eq!(page.label().as_deref(), Some("approved"));
    assert_eq!(app.sandbox.calls(Token), 2);
    assert_one_inquiry(&app);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn token_revoked_during_start_is_retried_once() {
    let (app, browser) = ready(&Person::JOHN).await;
    let label = submit_during(&app, browser, || app.sandbox.revoke_tokens()).await;
    assert_eq!(label.as_deref(), Some("approved"));
    assert_eq!(answers(&app), [Some(401), Some(200)]);
    assert_eq!(app.sandbox.calls(Token), 2);
    assert_one_inquiry(&app);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn token_expired_during_start_creates_one_inquiry() {
    let mut provider = options();
    // Shorter than the lease, so that no other worker takes the job over.
    let life = Duration::from_secs(10);
    provider.client.as_mut().expect("a client").token_life = life;
    let (app, browser) = ready_with(Setup::default().sandbox(provider), &Person::JOHN).await;
    let label = submit_during(&app, browser, || app.advance(life)).await;
    assert_eq!(label.as_deref(), Some("approved"));
    assert_eq!(answers(&app), [Some(401), Some(200)]);
    assert_one_inquiry(&app);
}

#[tokio::test]
async fn token_endpoint_outage_delays_and_then_sends_the_request() {
    for kind in [
        FaultKind::Error(503),
        FaultKind::Error(401),
        FaultKind::DropAfter,
    ] {
        let setup = Setup::default().sandbox(options());
        let (app, mut browser) = ready_with(setup.without_instant_decision(), &Person::JOHN).await;
        app.always(Token, kind);
        let page = browser.hand_in().await;
        assert_eq!(page.label().as_deref(), Some("submitting"), "{kind:?}");
        let retry_in = app.next_job_due_in().await;
        assert_eq!(app.sandbox.calls(Start), 0, "{kind:?}: nothing was sent");
        assert!(app.sandbox.calls(Token) > 0, "{kind:?}");
        app.sandbox.clear_faults();
        app.advance(retry_in);
        browser.until("approved").await;
        assert_eq!(answers(&app), [Some(200)], "{kind:?}");
        assert_one_inquiry(&app);
    }
}

#[tokio::test]
async fn refused_fresh_token_parks_application() {
    let (app, mut browser) = ready(&Person::JOHN).await;
    app.always(Start, FaultKind::Error(401));
    let page = browser.hand_in().await;
    assert_eq!(page.label().as_deref(), Some("parked"));
    assert_eq!((app.sandbox.calls(Start), app.sandbox.calls(Token)), (2, 2));
    app.sandbox.clear_faults();
    // The worker retries slowly. Nothing that the applicant presses could help.
    app.advance_to_next_job().await;
    browser.until("approved").await;
    assert_one_inquiry(&app);
}

#[tokio::test]
async fn trace_log_has_no_key_token_or_assertion() {
    let folder = tempfile::tempdir().expect("a folder");
    let sandbox = Sandbox::start(options()).await.expect("a sandbox");
    let mut vars = variables(folder.path(), &sandbox);
    vars.insert("VESTIBULE_LOG", "trace".to_owned());
    let log = folder.path().join("log");
    let serving = Serving::start(&vars, &log);
    let mut tokens = Vec::new();
    // The token is refused, then unreadable, then valid, and later revoked.
    for kind in [FaultKind::Error(401), FaultKind::NonJson(200)] {
        sandbox.fault(Fault::once(Token, kind));
    }
    let mut browser = Browser::new(serving.url.clone());
    browser.fill_in(&Person::JOHN).await;
    browser.hand_in().await;
    browser.until("approved").await;
    tokens.extend(sandbox.tokens());
    sandbox.revoke_tokens();
    let mut other = Browser::new(serving.url.clone());
    other.apply(&Person::born("1985-09-02")).await;
    tokens.extend(sandbox.tokens());
    // One of the tokens was lost in a response that was not JSON.
    assert_eq!(tokens.len(), 3);
    drop(serving);
    let logged = fs::read(&log).expect("a log");
    for event in ["TRACE", "the token endpoint refuses us", "a new token"] {
        assert!(contains(&logged, event.as_bytes()), "no {event} in the log");
    }
    // The base64 of a JWT begins with `eyJ`, which encodes `{"`.
    let key = private_pem();
    let secrets = tokens.iter().map(String::as_str).chain(["eyJ"]);
    for secret in secrets.chain(key.lines().filter(|line| !line.starts_with('-'))) {
        assert!(
            !contains(&logged, secret.as_bytes()),
            "{secret} is in the log"
        );
    }
}

fn start_with(vars: &[(&'static str, &str)]) -> (String, Option<i32>) {
    let vars: BTreeMap<_, _> = vars
        .iter()
        .map(|(name, value)| (*name, (*value).to_owned()))
        .collect();
    let output = task(&["serve"], &vars);
    (text(&output.stderr), output.status.code())
}

#[test]
fn invalid_client_settings_are_all_reported_and_open_key_file_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let open = client_key::write(folder.path(), 0o644);
    let (words, code) = start_with(&[
        ("KYC_BASE_URL", "https://kyc.example.com"),
        ("KYC_CLIENT_KEY_FILE", &open),
        ("KYC_TOKEN_URL", "nowhere"),
    ]);
    assert_eq!(code, Some(2));
    for line in [
        "  KYC_CLIENT_ID: this beside KYC_CLIENT_KEY_FILE and KYC_TOKEN_URL",
        "  KYC_CLIENT_KEY_FILE: a file that only its owner can read (mode 0600, found 0644)",
        "  KYC_TOKEN_URL: an address such as",
    ] {
        assert!(words.contains(line), "no \"{line}\" in:\n{words}");
    }
    fs::write(&open, "no key").expect("written");
    let closed = fs::Permissions::from_mode(0o600);
    fs::set_permissions(&open, closed).expect("set");
    let (words, _) = start_with(&[
        ("KYC_BASE_URL", "https://kyc.example.com"),
        ("KYC_TOKEN", "hush"),
        ("KYC_CLIENT_ID", CLIENT),
        ("KYC_CLIENT_KEY_FILE", &open),
        ("KYC_TOKEN_URL", "https://auth.example.com/oauth/token"),
    ]);
    for line in [
        "  KYC_TOKEN: the provider's bearer token, or KYC_CLIENT_ID with its key, not both",
        "  KYC_CLIENT_KEY_FILE: a file with a private RSA key of 2048 bits or more, in PEM",
    ] {
        assert!(words.contains(line), "no \"{line}\" in:\n{words}");
    }
    assert!(!words.contains("hush") && !words.contains(&open));
}
