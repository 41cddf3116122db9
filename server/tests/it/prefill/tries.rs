//! Limits of a code: tries, codes and lifetime.

use super::{
    CODE, KNOWN, PENDING, RIGHT, RUN_OUT, UNFILLED, UNKNOWN, WRONG, app_with_prefill, assert_fault,
    request_code,
};
use crate::{
    app::{Setup, TestApp},
    page::Page,
};
use kyc::value::FieldError;
use sandbox::{Dialect, Endpoint};
use std::time::Duration;

const DAY: Duration = Duration::from_secs(86_400);

#[tokio::test]
async fn code_allows_three_tries_and_an_applicant_three_codes() {
    let (app, mut browser) = app_with_prefill(Dialect::A).await;
    for n in 1..=3 {
        assert_eq!(
            request_code(&mut browser, &KNOWN).await.path,
            CODE,
            "code {n}"
        );
        for (typed, fault) in [
            ("", FieldError::CodeEmpty),
            ("00000", FieldError::CodeShape),
            ("12345a", FieldError::CodeShape),
        ] {
            let page = browser.submit(&[("code", typed)]).await.clone();
            assert_fault(&page, fault);
        }
        // The server does not send malformed codes to the provider.
        let left = |page: &Page| page.text.contains("try this code once more");
        let page = browser.submit(&WRONG).await.clone();
        assert_fault(&page, FieldError::CodeWrong);
        assert!(!left(&page));
        let page = browser.submit(&WRONG).await.clone();
        assert_fault(&page, FieldError::CodeWrong);
        assert!(left(&page), "the last one is announced");
        let out = if n < 3 { RUN_OUT } else { UNFILLED };
        assert_eq!(browser.submit(&WRONG).await.path, out, "code {n}");
        let offered = browser.get("/name").await.has("main a[href='/fill-in']");
        assert_eq!(offered, n < 3, "after code {n}");
        let page = browser.get(CODE).await;
        assert_eq!(
            page.path,
            if n < 3 { RUN_OUT } else { "/name?notice=order" }
        );
    }
    assert_eq!(browser.get("/fill-in").await.path, "/name?notice=order");
    assert_eq!(app.sandbox.calls(Endpoint::Prefill), 3);
    assert_eq!(app.sandbox.calls(Endpoint::PrefillOtp), 9);
    let actions = app.database().await.actions().await;
    let count = |what: &str| actions.iter().filter(|action| *action == what).count();
    assert_eq!((count("code_sent"), count("code_refused")), (3, 9));
}

#[tokio::test]
async fn pending_code_can_be_typed_again() {
    let (_app, mut browser) = app_with_prefill(Dialect::A).await;
    request_code(&mut browser, &KNOWN).await;
    for _ in 0..5 {
        let page = browser.submit(&PENDING).await.clone();
        assert_fault(&page, FieldError::CodePending);
    }
    assert_eq!(browser.submit(&RIGHT).await.path, "/ssn?notice=filled");
}

#[tokio::test]
async fn code_expires_after_ten_minutes() {
    let (app, mut browser) = app_with_prefill(Dialect::A).await;
    request_code(&mut browser, &KNOWN).await;
    app.advance(Duration::from_secs(599));
    assert_eq!(browser.get(CODE).await.path, CODE);
    app.advance(Duration::from_secs(1));
    // A page that is still open is refused, too.
    let page = browser.submit(&RIGHT).await.clone();
    assert_eq!(page.path, RUN_OUT);
    assert!(page.notice().expect("a notice").contains("no longer works"));
    assert_eq!(browser.get(CODE).await.path, RUN_OUT);
    assert_eq!(app.sandbox.calls(Endpoint::PrefillOtp), 0);
    // The form keeps its input: the button alone requests a new code.
    assert_eq!(browser.submit(&[]).await.path, CODE);
}

#[tokio::test]
async fn phone_number_has_a_daily_code_limit() {
    let app = Setup::default().var("KYC_PREFILL", "on");
    let mut app = app.var("KYC_PREFILL_CODES_A_DAY", "2").start().await;
    for to in [CODE, CODE, UNFILLED] {
        assert_eq!(path_after_request(&app, &KNOWN).await, to);
    }
    assert_eq!(app.sandbox.calls(Endpoint::Prefill), 2);
    app.restart().await;
    assert_eq!(path_after_request(&app, &KNOWN).await, UNFILLED);
    assert_eq!(path_after_request(&app, &UNKNOWN).await, CODE);
    app.advance(DAY);
    assert_eq!(path_after_request(&app, &KNOWN).await, CODE);
}

/// Where a new applicant is after the request of a code.
async fn path_after_request(app: &TestApp, fields: &[(&str, &str)]) -> String {
    let mut browser = app.browser();
    browser.begin().await;
    browser.agree().await;
    request_code(&mut browser, fields).await.path.clone()
}
