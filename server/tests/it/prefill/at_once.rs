//! The same form many times at once.

use super::{CODE, KNOWN, RIGHT, RUN_OUT, WRONG, asks, offering};
use crate::browser::Browser;
use sandbox::{Dialect, Endpoint};
use tokio::task::JoinSet;

/// Posts the open page's form so many times at once; where each led.
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
async fn pressed_many_times_at_once_it_sends_one_code() {
    let (app, mut browser) = offering(Dialect::A).await;
    browser.get("/fill-in").await;
    for to in at_once(&browser, &KNOWN, 16).await {
        assert_eq!(to, CODE);
    }
    assert_eq!(app.sandbox.calls(Endpoint::Prefill), 1);
    browser.get(CODE).await;
    assert_eq!(browser.submit(&RIGHT).await.path, "/ssn?notice=filled");
}

#[tokio::test]
async fn the_right_code_pressed_many_times_at_once_is_right() {
    let (app, mut browser) = offering(Dialect::A).await;
    asks(&mut browser, &KNOWN).await;
    for to in at_once(&browser, &RIGHT, 3).await {
        assert_eq!(to, "/ssn?notice=filled");
    }
    let told = app.database().await.actions().await;
    let filled = told.iter().filter(|action| *action == "prefilled");
    assert_eq!(filled.count(), 1);
    // And once more from a page that was left open.
    browser.get("/name").await;
    let page = browser.get(CODE).await;
    assert_eq!(page.path, "/ssn?notice=order");
}

#[tokio::test]
async fn a_code_that_is_guessed_many_times_at_once_is_looked_at_three_times() {
    let (app, mut browser) = offering(Dialect::A).await;
    asks(&mut browser, &KNOWN).await;
    at_once(&browser, &WRONG, 16).await;
    assert_eq!(app.sandbox.calls(Endpoint::PrefillOtp), 3);
    assert_eq!(browser.get(CODE).await.path, RUN_OUT);
}
