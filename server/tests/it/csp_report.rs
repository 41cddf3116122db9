//! CSP reports are accepted, limited in size and rate limited (ASVS 3.4.7).

use crate::{app::TestApp, browser::Browser, page::Page, person::Person};
use reqwest::Method;

const TYPE: &str = "application/csp-report";

/// A report about the page at this origin.
fn about(origin: &str) -> String {
    format!(
        r#"{{"csp-report":{{
        "document-uri":"{origin}/status?name=Doe",
        "effective-directive":"script-src-elem","violated-directive":"script-src-elem",
        "blocked-uri":"https://evil.example/x.js?ssn=123-45-6789","script-sample":"alert(1)"}}}}"#
    )
}

async fn report(browser: &mut Browser, kind: &str, body: impl Into<String>) -> Page {
    let request = browser.request(Method::POST, "/csp-report");
    let request = request.header("content-type", kind).body(body.into());
    browser.send(request).await
}

#[tokio::test]
async fn every_csp_names_the_report_endpoint() {
    let app = TestApp::new().await;
    let mut browser = app.browser();
    browser.apply(&Person::born("1985-09-02")).await;
    for path in ["/", "/status", "/nowhere", "/favicon.svg", "/health/live"] {
        let page = browser.send(browser.request(Method::GET, path)).await;
        let policy = page.header("content-security-policy");
        assert!(
            policy.ends_with("; report-uri /csp-report"),
            "{path}: {policy}"
        );
    }
    let mut anybody = app.browser();
    let body = about(&app.url());
    assert_eq!(report(&mut anybody, TYPE, body).await.status, 204);
    assert!(anybody.cookies.is_empty(), "a report opens no session");
}

#[tokio::test]
async fn csp_report_about_another_site_does_not_count() {
    let app = TestApp::new().await;
    let mut browser = app.browser();
    let lookalike = format!("{}.evil.example", app.url());
    for (origin, status) in [
        (app.url().as_str(), 204),
        ("https://evil.example", 422),
        (&lookalike, 422),
        ("about:blank", 422),
    ] {
        let answer = report(&mut browser, TYPE, about(origin)).await;
        assert_eq!(answer.status, status, "{origin}");
    }
}

#[tokio::test]
async fn malformed_csp_report_is_refused() {
    let app = TestApp::new().await;
    let mut browser = app.browser();
    let long = format!(
        r#"{{"csp-report":{{"blocked-uri":"{}"}}}}"#,
        "a".repeat(17_000)
    );
    let ours = about(&app.url());
    for (kind, body, status) in [
        ("text/plain", ours.as_str(), 415),
        ("application/json", &ours, 415),
        (TYPE, "", 400),
        (TYPE, "[]", 400),
        (TYPE, r#"{"csp-report":7}"#, 400),
        (TYPE, r#"{"csp-report":{}}"#, 422),
        (TYPE, &long, 413),
    ] {
        let answer = report(&mut browser, kind, body).await;
        assert_eq!(answer.status, status, "{kind} {body:.40}");
        assert!(answer.text.is_empty());
    }
    let get = browser.send(browser.request(Method::GET, "/csp-report"));
    assert_eq!(get.await.status, 405);
}

#[tokio::test]
async fn csp_reports_are_rate_limited_per_address() {
    let app = TestApp::new().await;
    let mut browser = app.browser();
    let mut taken = 0;
    for _ in 0..60 {
        let body = about(&app.url());
        match report(&mut browser, TYPE, body).await.status.as_u16() {
            204 => taken += 1,
            status => assert_eq!(status, 429),
        }
    }
    // The limit, plus what the bucket refills while the test runs.
    assert!((20..40).contains(&taken), "{taken}");
}
