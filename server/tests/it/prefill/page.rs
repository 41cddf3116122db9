//! The page that requests a code: when the app offers it, and which answers it leaves unchanged.

use super::{CODE, KNOWN, RIGHT, UNFILLED, app_with_prefill, request_code};
use crate::{
    app::{Setup, TestApp},
    browser::Browser,
    page::Page,
    person::Person,
};
use sandbox::{Dialect, Endpoint};

#[tokio::test]
async fn prefill_input_is_validated_before_a_code_is_sent() {
    let (app, mut browser) = app_with_prefill(Dialect::A).await;
    let page = request_code(
        &mut browser,
        &[("month", "13"), ("day", "30"), ("year", "1985")],
    )
    .await;
    assert_eq!(page.path, "/fill-in");
    let targets: Vec<_> = page.problems().into_iter().map(|(to, _)| to).collect();
    assert_eq!(targets, ["#month", "#phone"]);
    assert_eq!(page.value("month").as_deref(), Some("13"), "it is kept");
    // A change of language keeps the input and does not validate it.
    let page = browser.speak("es", &[("month", "14")]).await.clone();
    assert_eq!(page.path, "/fill-in");
    assert_eq!(page.value("month").as_deref(), Some("14"));
    browser.speak("en", &[]).await;

    let minor = [("year", "2020"), ("month", "3"), ("phone", "+14155551212")];
    let page = browser.submit(&minor).await.clone();
    assert_eq!(page.path, "/not-eligible/age");
    // The back link leads to the field that can be corrected.
    assert!(page.has("main a[href='/fill-in']"), "{}", page.text);
    assert_eq!(app.sandbox.calls(Endpoint::Prefill), 0);
    assert_eq!(
        request_code(&mut browser, &[("year", "1985")]).await.path,
        CODE
    );
}

/// Posts a request for a code although no page offers it.
async fn post_forged_request(browser: &mut Browser) -> Page {
    browser.get("/name").await;
    let (_, fields) = browser.filled("form#step", &[]);
    let token = fields.into_iter().filter(|(name, _)| name == "csrf");
    let typed = KNOWN.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let fields: Vec<_> = token.chain(typed).collect();
    let page = browser.post_and_follow("/api/fill-in", &fields).await;
    page.clone()
}

#[tokio::test]
async fn prefill_is_offered_only_after_consent_and_when_enabled() {
    let app = TestApp::new().await;
    let mut browser = app.browser();
    browser.begin().await;
    browser.agree().await;
    assert!(!browser.page().has("main a[href='/fill-in']"));
    for path in ["/fill-in", CODE] {
        assert_eq!(browser.get(path).await.path, "/name?notice=order");
    }
    assert_eq!(post_forged_request(&mut browser).await.path, UNFILLED);
    assert_eq!(app.sandbox.calls(Endpoint::Prefill), 0);

    let app = Setup::default().var("KYC_PREFILL", "on").start().await;
    let mut browser = app.browser();
    browser.begin().await;
    assert_eq!(
        browser.get("/fill-in").await.path,
        "/agreement?notice=order"
    );
    let mut browser = app.browser();
    browser.apply(&Person::JOHN).await;
    for path in ["/fill-in", CODE] {
        assert_eq!(browser.get(path).await.path, "/status");
    }
}

#[tokio::test]
async fn prefill_errors_stay_on_the_prefill_page() {
    let (_app, mut browser) = app_with_prefill(Dialect::A).await;
    // Errors of blank fields do not carry over to prefilled fields.
    browser.get("/name").await;
    assert_eq!(browser.submit(&[]).await.problems().len(), 2);
    let page = request_code(&mut browser, &[]).await;
    assert_eq!(page.problems().len(), 2);
    browser.get("/name").await;
    browser.give_name(&Person::JOHN).await;
    assert_eq!(browser.page().path, "/date-of-birth");
    assert_eq!(browser.page().problems(), []);
    // Invalid input does not replace an earlier answer.
    browser.give_birth_date("1985-03-30").await;
    assert_eq!(browser.page().problems(), []);
    let page = request_code(&mut browser, &[("year", ""), ("phone", "call me")]).await;
    assert_eq!(page.problems().len(), 2);
    let page = browser.get("/date-of-birth").await;
    assert_eq!(page.value("year").as_deref(), Some("1985"));
    let page = request_code(&mut browser, &KNOWN).await;
    assert_eq!(page.path, CODE);
    browser.submit(&RIGHT).await;
    for path in ["/name", "/date-of-birth", "/contact", "/address"] {
        let page = browser.get(path).await;
        assert_eq!((page.path.as_str(), page.problems().len()), (path, 0));
    }
}

#[tokio::test]
async fn prefill_is_not_offered_when_all_steps_are_answered() {
    let app = Setup::default().var("KYC_PREFILL", "on").start().await;
    let mut browser = app.browser();
    browser.fill_in(&Person::JOHN).await;
    assert!(!browser.get("/name").await.has("main a[href='/fill-in']"));
    assert_eq!(browser.get("/fill-in").await.path, "/check?notice=order");
    assert!(
        browser
            .page()
            .text
            .contains("We haven’t sent your details yet.")
    );
    assert_eq!(post_forged_request(&mut browser).await.path, UNFILLED);
    assert_eq!(app.sandbox.calls(Endpoint::Prefill), 0);
}

#[tokio::test]
async fn repeated_code_request_writes_nothing() {
    let (app, mut browser) = app_with_prefill(Dialect::A).await;
    assert_eq!(request_code(&mut browser, &KNOWN).await.path, CODE);
    let database = app.database().await;
    let version = async || {
        let version: i64 = database
            .value("SELECT version FROM applications", &[])
            .await;
        version
    };
    let before = version().await;
    assert_eq!(request_code(&mut browser, &KNOWN).await.path, CODE);
    assert_eq!(version().await, before);
    assert_eq!(app.sandbox.calls(Endpoint::Prefill), 1);
    // Another phone of the same applicant is another request.
    let other = [KNOWN[0], KNOWN[1], KNOWN[2], ("phone", "+12067890036")];
    assert_eq!(request_code(&mut browser, &other).await.path, CODE);
    assert_eq!(app.sandbox.calls(Endpoint::Prefill), 2);
}
