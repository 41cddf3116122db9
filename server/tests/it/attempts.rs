//! The limit of attempts (UX rule 33) and the state after it.

use crate::{
    app::{Setup, TestApp},
    browser::Browser,
    page::Page,
    person::{Person, SSN},
};
use sandbox::{Decision, Dialect, Endpoint, FaultKind};

async fn app_with_attempts(attempts: u32, dialect: Dialect) -> TestApp {
    let setup = Setup::speaking(dialect).var("KYC_ATTEMPTS", attempts.to_string());
    setup.start().await
}

/// The sandbox asks for a resubmission. Returns the status page after the next poll.
async fn require_resubmission(app: &TestApp, browser: &mut Browser) -> Page {
    let id = app.inquiry().external_id;
    let decided = app.sandbox.decide(&id, Decision::Resubmit);
    decided.expect("decided");
    app.a_question_later();
    browser.status_page().await.clone()
}

/// Out of attempts: the page shows a contact and no button.
#[track_caller]
fn assert_out_of_attempts(page: &Page) {
    assert_eq!(page.label().as_deref(), Some("parked"));
    assert_eq!(page.heading(), "Contact us to continue");
    let state = page.one("#state");
    assert!(state.contains("support@example.com"), "{state}");
    assert!(!page.has("#state form") && !page.has("#state a.button"));
    assert!(page.has(".reference"));
}

async fn release(app: &TestApp) {
    let reference = app.reference().await;
    let listed = app.task(&["parked", "list"]).await;
    assert!(listed.contains("out_of_attempts"), "{listed}");
    let output = app.task(&["parked", "release", &reference]).await;
    assert_eq!(output.trim(), format!("{reference} goes on"));
}

#[tokio::test]
async fn last_attempt_is_announced_and_exhausted_attempts_park() {
    // Dialect C has a status word for a resubmission.
    let app = app_with_attempts(3, Dialect::C).await;
    let mut browser = app.browser();
    browser.apply(&Person::PAULINA).await;

    let page = require_resubmission(&app, &mut browser).await;
    assert_eq!(page.label().as_deref(), Some("resubmit"));
    let two = "You can get a new link 2 more times.";
    let one = "You can get one more new link.";
    assert!(page.one("#state").contains(two), "{}", page.one("#state"));
    assert!(browser.get("/new-link").await.text.contains(two));
    let page = browser.submit(&[("ssn", SSN)]).await;
    assert_eq!(page.label().as_deref(), Some("documents_required"));

    let page = require_resubmission(&app, &mut browser).await;
    assert!(page.one("#state").contains(one), "{}", page.one("#state"));
    assert!(browser.get("/new-link").await.text.contains(one));
    browser.submit(&[("ssn", SSN)]).await;

    assert_out_of_attempts(&require_resubmission(&app, &mut browser).await);
    assert_out_of_attempts(browser.get("/new-link").await);
    assert_eq!(app.sandbox.calls(Endpoint::Start), 3);
    let actions = app.database().await.actions().await;
    assert_eq!(&actions[actions.len() - 2..], ["heard", "parked"]);

    release(&app).await;
    let page = browser.status_page().await;
    assert_eq!(page.label().as_deref(), Some("resubmit"));
    assert!(page.one("#state").contains(one), "one more, and no more");
    browser.renew(SSN).await;
    assert_eq!(app.sandbox.calls(Endpoint::Start), 4);
    assert_out_of_attempts(&require_resubmission(&app, &mut browser).await);
}

#[tokio::test]
async fn approval_overrides_used_up_attempts() {
    let app = app_with_attempts(1, Dialect::A).await;
    let mut browser = app.browser();
    browser.apply(&Person::PAULINA).await;
    assert_out_of_attempts(&require_resubmission(&app, &mut browser).await);
    let id = app.inquiry().external_id;
    let decided = app.sandbox.decide(&id, Decision::Approved);
    decided.expect("decided");
    app.a_question_later();
    let page = browser.status_page().await;
    assert_eq!(page.label().as_deref(), Some("approved"));
}

#[tokio::test]
async fn last_capture_link_expiry_parks_application() {
    let app = app_with_attempts(1, Dialect::A).await;
    let mut browser = app.browser();
    browser.apply(&Person::born("1985-09-02")).await;
    browser.lingers(&app, 20).await;
    assert_out_of_attempts(browser.status_page().await);
    let actions = app.database().await.actions().await;
    let end = actions
        .iter()
        .position(|action| action == "capture_expired");
    assert_eq!(actions[end.expect("it ran out") + 1], "parked");
    release(&app).await;
    app.a_question_later();
    let page = browser.status_page().await;
    assert_eq!(page.label().as_deref(), Some("expired"));
    let page = browser.renew(SSN).await;
    assert_eq!(page.label().as_deref(), Some("documents_required"));
}

#[tokio::test]
async fn malformed_request_on_last_attempt_parks_application() {
    let app = app_with_attempts(1, Dialect::A).await;
    let mut browser = app.browser();
    browser.fill_in(&Person::JOHN).await;
    app.once(Endpoint::Start, FaultKind::Error(400));
    assert_out_of_attempts(browser.hand_in().await);
    let database = app.database().await;
    let number = database.application::<Option<Vec<u8>>>("ssn_sealed").await;
    assert_eq!(number, None, "it was shredded");
    release(&app).await;
    let page = browser.get("/status").await;
    assert_eq!(page.path.split('?').next(), Some("/ssn"), "to be mended");
    browser.submit(&[("ssn", SSN)]).await;
    let page = browser.hand_in().await;
    assert_eq!(page.label().as_deref(), Some("approved"));
}

#[tokio::test]
async fn lost_response_of_later_attempt_is_recovered_by_poll_or_resend() {
    for (dialect, decided, starts) in [
        (Dialect::A, false, 3),
        (Dialect::B, false, 3),
        // In C the poll returns the capture link, so no third start is sent.
        (Dialect::C, false, 2),
        // A has no client-assigned id: the resend gets a 409, which triggers a poll by the known id.
        (Dialect::A, true, 3),
        (Dialect::B, true, 2),
        (Dialect::C, true, 2),
    ] {
        let what = format!("{dialect:?}, decided: {decided}");
        let setup = Setup::speaking(dialect).without_instant_decision();
        let app = setup.var("KYC_ATTEMPTS", "5").start().await;
        let mut browser = app.browser();
        browser.fill_in(&Person::born("1985-09-02")).await;
        browser.hand_in().await;
        browser.until("documents_required").await;
        for _ in 0..2 {
            browser.lingers(&app, 10).await;
            // A poll under way while the clock moves on would extend the capture link.
            app.wait_for_idle_worker().await;
        }
        browser.status_page().await;
        browser.get("/new-link").await;
        app.once(Endpoint::Start, FaultKind::DropAfter);
        let page = browser.renew(SSN).await;
        assert_eq!(page.label().as_deref(), Some("submitting"), "{what}");
        let retry_in = app.next_job_due_in().await;
        assert_eq!(app.starts().len(), 2, "{what}");
        let inquiry = app.inquiry();
        let end = if decided {
            let decided = app.sandbox.decide(&inquiry.external_id, Decision::Approved);
            decided.expect("decided");
            "approved"
        } else {
            "documents_required"
        };
        app.advance(retry_in);
        browser.until(end).await;
        let sent = app.starts();
        assert_eq!(sent.len(), starts, "{what}");
        assert_eq!(sent[1], sent[starts - 1], "{what}");
        let link = inquiry.capture.expect("a link").path;
        assert_eq!(browser.page().text.contains(&link), !decided, "{what}");
    }
}
