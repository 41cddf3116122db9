//! Differences between the dialects (contract §1, §3 and §4): client-assigned ids, the
//! capture link in the status response, and ids that arrive later.

use crate::{
    app::{Setup, TestApp},
    browser::Browser,
    person::{Person, SSN},
    stub::{StubProvider, StubResponse, answer},
};
use sandbox::{Decision, Dialect, Endpoint::Start, Endpoint::Status, FaultKind, Options};
use std::time::Duration;

/// Dialects with a client-assigned id.
const OURS: [Dialect; 2] = [Dialect::B, Dialect::C];

async fn ready(dialect: Dialect, person: &Person) -> (TestApp, Browser) {
    ready_with(Setup::speaking(dialect), person).await
}

/// The same, where submissions do not wait for a decision.
async fn ready_without_waiting(dialect: Dialect, person: &Person) -> (TestApp, Browser) {
    let setup = Setup::speaking(dialect);
    ready_with(setup.without_instant_decision(), person).await
}

async fn ready_with(setup: Setup, person: &Person) -> (TestApp, Browser) {
    let app = setup.start().await;
    let mut browser = app.browser();
    browser.fill_in(person).await;
    (app, browser)
}

#[tokio::test]
async fn external_id_is_client_assigned_in_b_and_c() {
    for dialect in Dialect::ALL {
        let (app, mut browser) = ready(dialect, &Person::born("1985-09-04")).await;
        browser.hand_in().await;
        let database = app.database().await;
        let user = database.application::<String>("user_id").await;
        let known = database.application::<String>("external_id").await;
        assert_eq!(known == user, dialect != Dialect::A, "{dialect:?}");
        assert_eq!(known, app.inquiry().external_id, "{dialect:?}");
        assert!(user.len() <= 49);
    }
}

#[tokio::test]
async fn lost_approval_is_polled_by_client_assigned_id() {
    for dialect in OURS {
        for kind in [FaultKind::DropAfter, FaultKind::ErrorAfter(500)] {
            let (app, mut browser) = ready_without_waiting(dialect, &Person::JOHN).await;
            app.once(Start, kind);
            browser.hand_in().await;
            app.advance_to_next_job().await;
            browser.until("approved").await;
            app.inquiry();
            assert_eq!(app.sandbox.calls(Start), 1, "{dialect:?} {kind:?}");
        }
    }
}

#[tokio::test]
async fn already_approved_response_is_resolved_by_status_poll() {
    for dialect in OURS {
        let (app, mut browser) = ready_without_waiting(dialect, &Person::JOHN).await;
        // The response is lost and the poll finds nothing, so the resend gets a 409.
        app.once(Start, FaultKind::DropAfter);
        app.once(Status, FaultKind::NotStarted);
        browser.hand_in().await;
        app.advance_to_next_job().await;
        browser.until("approved").await;
        assert_eq!(app.sandbox.calls(Start), 2, "{dialect:?}");
    }
}

#[tokio::test]
async fn not_started_status_resends_the_same_request() {
    for (dialect, words) in [
        (Dialect::B, ("", "NOT_STARTED")),
        (Dialect::C, ("", "")),
        // Prefill uses the same id before the start.
        (Dialect::B, ("pending", "otp_sent")),
        (Dialect::B, ("pending", "prefill_complete")),
        (Dialect::C, ("pending", "otp_sent")),
        (Dialect::C, ("pending", "prefill_complete")),
    ] {
        let stub = StubProvider::saying(StubResponse(503, None, String::new())).await;
        let app = Setup::speaking(dialect)
            .without_instant_decision()
            .var("KYC_BASE_URL", &*stub.url)
            .start()
            .await;
        let mut browser = app.browser();
        browser.fill_in(&Person::JOHN).await;
        browser.hand_in().await;
        let retry_in = app.next_job_due_in().await;
        assert_eq!(stub.received().len(), 1, "{dialect:?}");
        stub.say(answer(words.0, words.1, "", ""));
        stub.names(&app.database().await.application::<String>("user_id").await);
        app.advance(retry_in);
        browser.until("processing").await;
        let sent = stub.received();
        assert_eq!(sent.len(), 2, "{dialect:?}: sent again before it counts");
        assert_eq!(sent[0], sent[1]);
    }
}

#[tokio::test]
async fn response_for_another_applicant_is_ignored() {
    let ids = r#","participantId":"firms/p","account":"firms/a","provisionedAccount":"firms/a""#;
    for dialect in OURS {
        let stub = StubProvider::saying(answer("ACCEPT", "CLOSED", "", ids)).await;
        let app = Setup::speaking(dialect)
            .without_instant_decision()
            .var("KYC_BASE_URL", &*stub.url)
            .start()
            .await;
        let mut browser = app.browser();
        browser.fill_in(&Person::JOHN).await;
        browser.hand_in().await;
        let retry_in = app.next_job_due_in().await;
        let page = browser.status_page().await;
        assert_eq!(page.label().as_deref(), Some("submitting"), "{dialect:?}");
        stub.names(&app.database().await.application::<String>("user_id").await);
        app.advance(retry_in);
        browser.until("approved").await;
    }
}

#[tokio::test]
async fn lost_capture_link_is_recovered_by_poll_or_resend() {
    for (dialect, starts) in [(Dialect::A, 2), (Dialect::B, 2), (Dialect::C, 1)] {
        let (app, mut browser) = ready_without_waiting(dialect, &Person::born("1985-09-02")).await;
        app.once(Start, FaultKind::DropAfter);
        browser.hand_in().await;
        app.advance_to_next_job().await;
        browser.until("documents_required").await;
        let link = app.inquiry().capture.expect("a link").path;
        assert!(browser.page().text.contains(&link), "{dialect:?}");
        let sent = app.starts();
        assert_eq!(sent.len(), starts, "{dialect:?}");
        assert!(sent.iter().all(|body| *body == sent[0]));
    }
}

#[tokio::test]
async fn live_capture_link_is_offered_without_asking_for_the_ssn() {
    let (app, mut browser) = ready(Dialect::C, &Person::PAULINA).await;
    browser.hand_in().await;
    let id = app.inquiry().external_id;
    app.sandbox
        .decide(&id, Decision::Resubmit)
        .expect("decided");
    app.a_question_later();
    let page = browser.status_page().await;
    assert_eq!(page.label().as_deref(), Some("resubmit"));

    // Another program of the firm sends the same request, so the sandbox opens a new link.
    let again = Person::born("1985-09-02");
    let mut body = app.starts().remove(0);
    body["first_name"] = again.given.into();
    let sandbox = app.sandbox.base_url();
    let sent = crate::browser::client()
        .post(format!("{sandbox}/v1/kyc/start"))
        .bearer_auth(&app.sandbox.options().token)
        .json(&body);
    assert_eq!(sent.send().await.expect("an answer").status(), 200);
    let Some(capture) = app.inquiry().capture else {
        panic!("no fresh link: {:?}", app.inquiry());
    };
    app.a_question_later();
    let page = browser.get("/new-link").await;
    assert_eq!(page.path, "/status", "no number is asked for");
    assert_eq!(page.label().as_deref(), Some("documents_required"));
    assert!(page.text.contains(&capture.path));
    assert_eq!(app.database().await.attempts().await.len(), 1);
}

#[tokio::test]
async fn capture_link_is_offered_as_long_as_status_shows_it() {
    for (dialect, after) in [
        (Dialect::A, "expired"),
        (Dialect::B, "expired"),
        (Dialect::C, "documents_required"),
    ] {
        let app = Setup::speaking(dialect)
            .var("VESTIBULE_CAPTURE_MINUTES", "10")
            .start()
            .await;
        let mut browser = app.browser();
        browser.apply(&Person::born("1985-09-02")).await;
        browser.lingers(&app, 10).await;
        let page = browser.status_page().await;
        assert_eq!(page.label().as_deref(), Some(after), "{dialect:?}");
        // In the sandbox a link lives 20 minutes.
        browser.lingers(&app, 10).await;
        let page = browser.status_page().await;
        assert_eq!(page.label().as_deref(), Some("expired"), "{dialect:?}");
        let page = browser.renew(SSN).await;
        assert_eq!(page.label().as_deref(), Some("documents_required"));
        assert_eq!(app.sandbox.calls(Start), 2, "{dialect:?}");
    }
}

#[tokio::test]
async fn repeated_capture_link_adds_no_audit_event() {
    let (app, mut browser) = ready(Dialect::C, &Person::born("1985-09-02")).await;
    browser.hand_in().await;
    let before = app.database().await.actions().await;
    for _ in 0..3 {
        app.advance(Duration::from_secs(5 * 60));
        browser.status_page().await;
    }
    assert_eq!(app.sandbox.calls(Status), 3 + 1);
    assert_eq!(app.database().await.actions().await, before);
}

#[tokio::test]
async fn slow_provisioning_is_approved_when_the_account_arrives() {
    for (dialect, meanwhile) in [
        (Dialect::A, "manual_review"),
        (Dialect::B, "manual_review"),
        (Dialect::C, "provisioning"),
    ] {
        let app = TestApp::with(Options {
            dialect,
            provisioning: Duration::from_secs(60),
            ..Options::default()
        })
        .await;
        let mut browser = app.browser();
        let page = browser.apply(&Person::JOHN).await;
        assert_eq!(page.label().as_deref(), Some(meanwhile), "{dialect:?}");
        assert!(!page.has(".facts"));
        app.advance(Duration::from_secs(60));
        let page = browser.status_page().await;
        assert_eq!(page.label().as_deref(), Some("approved"), "{dialect:?}");
        assert_eq!(page.all(".facts dd").len(), 2);
    }
}

#[tokio::test]
async fn documents_setting_off_skips_the_document_request() {
    for (documents, expected) in [("on", "documents_required"), ("off", "approved")] {
        let app = Setup::speaking(Dialect::C)
            .var("KYC_DOCUMENTS", documents)
            .start()
            .await;
        let mut browser = app.browser();
        let page = browser.apply(&Person::born("1985-09-02")).await;
        assert_eq!(page.label().as_deref(), Some(expected), "{documents}");
        assert_eq!(app.starts()[0]["docv_eligible"], documents == "on");
    }
}

#[tokio::test]
async fn published_words_in_other_spellings_mean_the_same() {
    for dialect in Dialect::ALL {
        for (day, expected) in [
            ("1985-10-02", "approved"),
            ("1985-09-04", "denied"),
            ("1985-09-02", "documents_required"),
        ] {
            let (app, mut browser) = ready(dialect, &Person::born(day)).await;
            app.always(Start, FaultKind::OtherWords);
            app.always(Status, FaultKind::OtherWords);
            let page = browser.hand_in().await;
            assert_eq!(page.label().as_deref(), Some(expected), "{dialect:?} {day}");
        }
    }
}

#[tokio::test]
async fn null_or_empty_fields_mean_the_same_as_absent_fields() {
    for dialect in Dialect::ALL {
        for kind in [FaultKind::AbsentAsNull, FaultKind::AbsentAsEmpty] {
            for (day, expected) in [
                ("1985-10-02", "approved"),
                ("1985-09-04", "denied"),
                ("1985-09-02", "documents_required"),
            ] {
                let (app, mut browser) = ready(dialect, &Person::born(day)).await;
                app.always(Start, kind);
                app.always(Status, kind);
                let page = browser.hand_in().await;
                let what = format!("{dialect:?} {kind:?} {day}");
                assert_eq!(page.label().as_deref(), Some(expected), "{what}");
            }
        }
    }
}
