//! Status page and provider: faults never break the page, polls are limited, and only the
//! owner has access.

use crate::{
    app::{Setup, TestApp},
    browser::Browser,
    person::{Person, SSN},
};
use reqwest::Method;
use sandbox::{Endpoint::Status, FaultKind};
use server::config::Waits;
use std::time::Duration;

async fn waiting_applicant() -> (TestApp, Browser) {
    waiting_applicant_of(TestApp::new().await).await
}

async fn waiting_applicant_of(app: TestApp) -> (TestApp, Browser) {
    let mut browser = app.browser();
    let page = browser.apply(&Person::born("1985-09-02")).await;
    assert_eq!(page.label().as_deref(), Some("documents_required"));
    (app, browser)
}

/// Polls as the script of the page does. Returns the change, the next interval, the time of
/// the last check and the announcement.
async fn poll(browser: &mut Browser) -> [String; 4] {
    poll_with(browser, &[("asked", "0")]).await
}

/// Polls with these fields beside token and fingerprint.
pub(crate) async fn poll_with(browser: &mut Browser, fields: &[(&str, &str)]) -> [String; 4] {
    let seen = browser
        .page()
        .attribute("#state", "data-seen")
        .expect("a fingerprint");
    let csrf = browser
        .page()
        .attribute("#state", "data-csrf")
        .expect("a token");
    let fields = [&[("csrf", &*csrf), ("seen", &*seen)], fields].concat();
    let answer = browser.ask("/api/status", &fields).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    assert_eq!(answer.header("content-type"), "text/plain; charset=utf-8");
    let lines: Vec<_> = answer.text.lines().map(str::to_owned).collect();
    lines.try_into().expect("four lines")
}

#[tokio::test]
async fn provider_fault_keeps_status_page_and_capture_link() {
    for kind in [
        FaultKind::RateLimited(60),
        FaultKind::Error(400),
        FaultKind::Error(401),
        FaultKind::Error(404),
        FaultKind::Error(409),
        FaultKind::Error(500),
        FaultKind::NonJson(503),
        FaultKind::NonJson(200),
        FaultKind::EmptyBody,
        FaultKind::DropBefore,
        FaultKind::DropAfter,
        FaultKind::UnknownDecision,
    ] {
        let (app, mut browser) = waiting_applicant().await;
        let link = browser.page().one("#link");
        app.always(Status, kind);
        app.a_question_later();
        let before = app.sandbox.calls(Status);
        let page = browser.status_page().await;
        assert_eq!(page.status, 200, "{kind:?}");
        assert_eq!(
            page.label().as_deref(),
            Some("documents_required"),
            "{kind:?}"
        );
        assert_eq!(page.one("#link"), link, "{kind:?}");
        assert_eq!(
            app.sandbox.calls(Status),
            before + 1,
            "{kind:?}: asked once"
        );
        app.sandbox.clear_faults();
        app.sandbox
            .capture_complete(&app.inquiry().external_id)
            .expect("an open link");
        app.a_question_later();
        let page = browser.status_page().await;
        assert_eq!(page.label().as_deref(), Some("approved"), "{kind:?}");
    }
}

#[tokio::test]
async fn slow_provider_delays_status_page_by_a_few_seconds_at_most() {
    assert!(Waits::PRODUCT.provider_call < Duration::from_secs(10));
    let setup = Setup::default().provider_timeout(Duration::from_millis(200));
    let (app, mut browser) = waiting_applicant_of(setup.start().await).await;
    app.a_question_later();
    app.hold_next(Status);
    // The call is never released, so this page comes without its response.
    let page = browser.status_page().await;
    assert_eq!(page.label().as_deref(), Some("documents_required"));
    assert_eq!(app.sandbox.faults(), [], "the page polled");
}

#[tokio::test]
async fn provider_is_polled_at_most_once_in_five_seconds() {
    let (app, mut browser) = waiting_applicant().await;
    let id = app.inquiry().external_id;
    // The redirect to the status page polled once already.
    assert_eq!(app.sandbox.status_calls(&id), 1);
    for questions in 2..4 {
        app.advance(Duration::from_millis(4_999));
        let mut tab = browser.clone();
        for _ in 0..4 {
            // The page reloads itself. A reload by the applicant would poll earlier.
            browser.get("/status?again").await;
            tab.get("/status?again").await;
            poll(&mut browser).await;
        }
        assert_eq!(app.sandbox.status_calls(&id), questions - 1);
        app.advance(Duration::from_millis(1));
        for _ in 0..4 {
            poll(&mut browser).await;
            tab.status_page().await;
        }
        assert_eq!(app.sandbox.status_calls(&id), questions);
    }
}

#[tokio::test]
async fn status_poll_returns_change_and_next_interval() {
    let (app, mut browser) = waiting_applicant().await;
    let quiet = poll(&mut browser).await;
    assert_eq!([&quiet[0], &quiet[1], &quiet[3]], ["stands", "3000", ""]);
    assert_eq!(quiet[2], app.now().unix_timestamp().to_string());
    app.sandbox
        .capture_complete(&app.inquiry().external_id)
        .expect("an open link");
    app.a_question_later();
    let changed = poll(&mut browser).await;
    assert_eq!([&changed[0], &changed[1]], ["moved", "0"]);
    assert!(changed[3].contains("You’re approved"), "{changed:?}");
    let text = changed.concat();
    assert!(
        !text.contains("firms/") && !text.contains("/capture/"),
        "{text}"
    );
}

#[tokio::test]
async fn return_to_the_page_polls_the_provider_at_once() {
    let (app, mut browser) = waiting_applicant().await;
    app.a_question_later();
    browser.status_page().await;
    app.sandbox
        .capture_complete(&app.inquiry().external_id)
        .expect("an open link");
    app.advance(Duration::from_secs(1));
    let still = poll_with(&mut browser, &[("asked", "1"), ("returned", "false")]).await;
    assert_eq!(still[0], "stands", "the gap of five seconds");
    let returned = poll_with(&mut browser, &[("asked", "2"), ("returned", "true")]).await;
    assert_eq!(returned[0], "moved");
    assert!(returned[3].contains("You’re approved"), "{returned:?}");
}

#[tokio::test]
async fn final_state_is_never_polled() {
    let app = TestApp::new().await;
    let mut browser = app.browser();
    browser.apply(&Person::born("1985-09-04")).await;
    for _ in 0..3 {
        app.a_question_later();
        assert_eq!(
            browser.status_page().await.label().as_deref(),
            Some("denied")
        );
    }
    assert_eq!(app.sandbox.calls(Status), 0);
}

#[tokio::test]
async fn status_link_and_qr_code_are_shown_to_owner_only() {
    let (app, mut owner) = waiting_applicant().await;
    let link = owner.page().one("#link");
    let reference = owner.page().one(".reference .code");
    let picture = owner
        .send(owner.request(Method::GET, "/status/qr.png"))
        .await;
    assert_eq!(picture.status, 200);

    let mut stranger = app.browser();
    assert_eq!(stranger.get("/status").await.path, "/?notice=fresh");
    let mut other = app.browser();
    other.apply(&Person::JOHN).await;
    let mut beginner = app.browser();
    beginner.begin().await;
    for browser in [&mut stranger, &mut other, &mut beginner] {
        let qr = browser
            .send(browser.request(Method::GET, "/status/qr.png"))
            .await;
        assert_eq!(qr.status, 404);
        browser.get("/status").await;
        let seen = browser.received.join("\n");
        assert!(!seen.contains(&link) && !seen.contains(&reference));
    }
}

#[tokio::test]
async fn qr_code_is_served_as_image_only() {
    let (_app, mut browser) = waiting_applicant().await;
    let as_page = browser
        .request(Method::GET, "/status/qr.png")
        .header("sec-fetch-dest", "document");
    assert_eq!(browser.send(as_page).await.status, 404);
    let as_image = browser
        .request(Method::GET, "/status/qr.png")
        .header("sec-fetch-dest", "image");
    let picture = browser.send(as_image).await;
    assert_eq!(
        (picture.status.as_u16(), picture.header("content-type")),
        (200, "image/png")
    );
}

#[tokio::test]
async fn expired_link_removes_its_qr_code() {
    let (app, mut browser) = waiting_applicant().await;
    browser.lingers(&app, 20).await;
    let qr = browser
        .send(browser.request(Method::GET, "/status/qr.png"))
        .await;
    assert_eq!(qr.status, 404);
    browser.renew(SSN).await;
    let qr = browser
        .send(browser.request(Method::GET, "/status/qr.png"))
        .await;
    assert_eq!(qr.status, 200);
}

#[tokio::test]
async fn malformed_status_poll_is_rejected_and_not_repeated() {
    let (_app, mut browser) = waiting_applicant().await;
    let csrf = browser
        .page()
        .attribute("#state", "data-csrf")
        .expect("a token");
    for (seen, asked) in [("", ""), ("x", "-1"), ("x", "99999999999")] {
        let fields = [("csrf", csrf.as_str()), ("seen", seen), ("asked", asked)];
        let answer = browser.ask("/api/status", &fields).await;
        assert_eq!(
            (answer.status.as_u16(), answer.text.as_str()),
            (400, "stop")
        );
    }
}
