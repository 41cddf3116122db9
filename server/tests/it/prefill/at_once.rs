//! The same form many times at once.

use super::{CODE, KNOWN, RIGHT, RUN_OUT, WRONG, app_with_prefill, request_code};
use crate::{
    app::Setup,
    browser::Browser,
    person::Person,
    wait::{equal, eventually},
};
use sandbox::{Dialect, Endpoint};
use tokio::task::JoinSet;

/// Posts the open page's form this many times at once; returns the redirect targets.
async fn at_once(browser: &Browser, typed: &[(&str, &str)], times: usize) -> Vec<String> {
    let (action, fields) = browser.filled("form#step", typed);
    let mut posts = JoinSet::new();
    for _ in 0..times {
        posts.spawn(browser.post(&action, &fields).send());
    }
    let answers = posts.join_all().await;
    let led = answers.into_iter().map(|answer| {
        let answer = answer.expect("an answer");
        assert_eq!(answer.status(), 303);
        answer.headers()["location"]
            .to_str()
            .expect("text")
            .to_owned()
    });
    led.collect()
}

#[tokio::test]
async fn concurrent_code_requests_send_one_code() {
    let (app, mut browser) = app_with_prefill(Dialect::A).await;
    for sent in 1..=2 {
        browser.get("/fill-in").await;
        for to in at_once(&browser, &KNOWN, 4).await {
            assert_eq!(to, CODE);
        }
        assert_eq!(app.sandbox.calls(Endpoint::Prefill), sent);
        // A second round after the first code is used up.
        browser.get(CODE).await;
        for _ in 0..3 {
            browser.submit(&WRONG).await;
        }
        assert_eq!(browser.page().path, RUN_OUT);
    }
    request_code(&mut browser, &KNOWN).await;
    assert_eq!(browser.submit(&RIGHT).await.path, "/ssn?notice=filled");
}

#[tokio::test]
async fn repeated_request_after_a_dropped_connection_uses_the_same_code() {
    let (app, mut browser) = app_with_prefill(Dialect::A).await;
    app.hold_next(Endpoint::Prefill);
    browser.get("/fill-in").await;
    let (action, fields) = browser.filled("form#step", &KNOWN);
    let first = tokio::spawn(browser.post(&action, &fields).send());
    app.wait_for_held_call().await;
    first.abort();
    assert!(first.await.is_err(), "aborted without a response");
    let page = browser.submit(&KNOWN).await.clone();
    assert_eq!(page.path, CODE);
    assert!(page.text.contains("ending in 12"));
    // The server can compare no code until the first request ends.
    let early = browser.submit(&RIGHT).await.path.clone();
    assert!(!early.starts_with("/ssn"), "{early}");
    app.release_calls();
    eventually!("filled in", async {
        equal(&*browser.submit(&RIGHT).await.path, "/ssn?notice=filled").map_err(str::to_owned)
    });
    assert_eq!(app.sandbox.calls(Endpoint::Prefill), 1);
}

#[tokio::test]
async fn concurrent_right_codes_fill_in_once() {
    let (app, mut browser) = app_with_prefill(Dialect::A).await;
    request_code(&mut browser, &KNOWN).await;
    // One try is left.
    browser.submit(&WRONG).await;
    browser.submit(&WRONG).await;
    let led = at_once(&browser, &RIGHT, 4).await;
    let filled = "/ssn?notice=filled";
    let late = "/fill-in/code?notice=CodePending";
    assert!(led.iter().any(|to| to == filled), "{led:?}");
    assert!(led.iter().all(|to| to == filled || to == late), "{led:?}");
    // A refused request finds the answers filled in afterwards.
    assert_eq!(browser.get(CODE).await.path, "/ssn?notice=order");
    assert_eq!(app.sandbox.calls(Endpoint::PrefillOtp), 3);
    let actions = app.database().await.actions().await;
    let filled = actions.iter().filter(|action| *action == "prefilled");
    assert_eq!(filled.count(), 1);
}

#[tokio::test]
async fn concurrent_wrong_codes_are_checked_once() {
    let (app, mut browser) = app_with_prefill(Dialect::A).await;
    request_code(&mut browser, &KNOWN).await;
    app.hold_next(Endpoint::PrefillOtp);
    let (action, fields) = browser.filled("form#step", &WRONG);
    let mut posts = JoinSet::new();
    for _ in 0..16 {
        posts.spawn(browser.post(&action, &fields).send());
    }
    app.wait_for_held_call().await;
    // One request waits for the provider, and the server answers the others meanwhile.
    for _ in 0..15 {
        let answer = posts.join_next().await.expect("a request");
        assert_eq!(answer.expect("no panic").expect("an answer").status(), 303);
    }
    app.release_calls();
    posts.join_all().await;
    assert_eq!(app.sandbox.calls(Endpoint::PrefillOtp), 1);
    browser.get(CODE).await;
    browser.submit(&WRONG).await;
    assert_eq!(browser.submit(&WRONG).await.path, RUN_OUT);
    assert_eq!(app.sandbox.calls(Endpoint::PrefillOtp), 3);
}

#[tokio::test]
async fn submission_during_a_code_request_keeps_the_trail_whole() {
    let app = Setup::default().var("KYC_PREFILL", "on").start().await;
    let mut browser = app.browser();
    browser.fill_in(&Person::JOHN).await;
    // A blank field allows the request for a code; the field is filled in before the submission.
    browser.get("/contact").await;
    browser.submit(&[("email", "")]).await;
    app.hold_next(Endpoint::Prefill);
    browser.get("/fill-in").await;
    let (action, fields) = browser.filled("form#step", &[]);
    let asking = tokio::spawn(browser.post(&action, &fields).send());
    app.wait_for_held_call().await;
    browser.get("/contact").await;
    browser.submit(&[("email", Person::JOHN.email)]).await;
    let page = browser.hand_in().await;
    assert_eq!(page.label().as_deref(), Some("approved"));
    app.release_calls();
    let late = asking.await.expect("no panic").expect("an answer");
    assert_eq!(late.headers()["location"], "/");
    let actions = app.database().await.actions().await;
    assert!(
        !actions.iter().any(|action| action == "code_sent"),
        "{actions:?}"
    );
    assert!(app.task(&["audit", "verify"]).await.ends_with("whole\n"));
}
