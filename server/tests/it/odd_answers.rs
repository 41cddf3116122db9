//! Invalid answers of the provider, as the applicant sees them: another inquiry, no id, another
//! type, an unusable capture.

use crate::{
    app::{Setup, TestApp},
    person::Person,
    stub::{StubProvider, StubResponse, answer},
};
use sandbox::{
    Decision, Dialect,
    Endpoint::{Start, Status},
    FaultKind,
};

#[tokio::test]
async fn status_answer_under_another_id_decides_nothing() {
    for dialect in Dialect::ALL {
        let app = TestApp::speaking(dialect).await;
        let mut browser = app.browser();
        browser.apply(&Person::PAULINA).await;
        let id = app.inquiry().external_id;
        app.sandbox
            .decide(&id, Decision::Approved)
            .expect("decided");
        app.once(Status, FaultKind::OtherId);
        app.a_question_later();
        let page = browser.status_page().await;
        assert_eq!(
            page.label().as_deref(),
            Some("manual_review"),
            "{dialect:?}"
        );
        let actions = app.database().await.actions().await;
        assert_eq!(actions.last().map(String::as_str), Some("other_id"));
        app.a_question_later();
        let page = browser.status_page().await;
        assert_eq!(page.label().as_deref(), Some("approved"), "{dialect:?}");
    }
}

#[tokio::test]
async fn start_answer_without_id_is_requested_again() {
    for dialect in Dialect::ALL {
        let app = TestApp::speaking(dialect).await;
        app.once(Start, FaultKind::WithoutId);
        let mut browser = app.browser();
        browser.apply(&Person::PAULINA).await;
        if dialect == Dialect::A {
            app.advance_to_next_job().await;
        }
        let page = browser.until("manual_review").await;
        assert!(page.has(".reference"), "{dialect:?}");
        app.inquiry();
        // In B and C the id is ours, and no answer has to name it.
        let starts = if dialect == Dialect::A { 2 } else { 1 };
        assert_eq!(app.sandbox.calls(Start), starts, "{dialect:?}");
    }
}

#[tokio::test]
async fn provider_id_is_stored_and_sent_back_as_it_came() {
    let long = "x".repeat(300);
    for (id, query) in [
        ("a b", "externalId=a%20b"),
        ("été", "externalId=%C3%A9t%C3%A9"),
        ("x+y&z=1#", "externalId=x%2By%26z%3D1%23"),
        (&*long, &*format!("externalId={long}")),
    ] {
        let stub = StubProvider::saying(answer("pending", "in_review", "", "")).await;
        stub.names(id);
        let app = Setup::default()
            .var("KYC_BASE_URL", &*stub.url)
            .start()
            .await;
        let mut browser = app.browser();
        let page = browser.apply(&Person::JOHN).await;
        assert_eq!(page.label().as_deref(), Some("manual_review"), "{id}");
        stub.say(answer("denied", "complete", "", ""));
        app.a_question_later();
        let page = browser.status_page().await;
        assert_eq!(page.label().as_deref(), Some("denied"), "{id}");
        assert_eq!(stub.polled().last().map(String::as_str), Some(query));
    }
}

#[tokio::test]
async fn provider_id_with_a_control_character_parks() {
    let stub = StubProvider::saying(answer("pending", "in_review", "", "")).await;
    stub.names("a\\nb");
    let app = Setup::default()
        .var("KYC_BASE_URL", &*stub.url)
        .start()
        .await;
    let mut browser = app.browser();
    let page = browser.apply(&Person::JOHN).await;
    assert_eq!(page.label().as_deref(), Some("parked"));
    assert_eq!(page.heading(), "Our team is reviewing your application");
}

#[tokio::test]
async fn status_of_another_type_is_requested_again() {
    for status in [
        "[]",
        r#"["approved","complete","","ext_stub"]"#,
        "null",
        "7",
    ] {
        let odd = StubResponse(200, None, format!(r#"{{"status":{status}}}"#));
        let stub = StubProvider::saying(odd).await;
        let app = Setup::default()
            .var("KYC_BASE_URL", &*stub.url)
            .start()
            .await;
        let mut browser = app.browser();
        let page = browser.apply(&Person::JOHN).await;
        assert_eq!(page.label().as_deref(), Some("submitting"), "{status}");
        stub.say(answer("denied", "complete", "", ""));
        app.advance_to_next_job().await;
        browser.until("denied").await;
        let received = stub.received();
        assert!(received.len() > 1 && received.iter().all(|it| *it == received[0]));
    }
}

#[tokio::test]
async fn capture_image_over_the_limit_leaves_the_link() {
    for bytes in [160_000, 400_000] {
        let image = "iVBO".repeat(bytes / 3);
        let docv = format!(
            r#","docv":{{"docvTransactionToken":"t","qrCode":"data:image/png;base64,{image}","url":"https://verify.socure.com/x"}}"#
        );
        let stub =
            StubProvider::saying(answer("pending", "in_review", "document_required", &docv)).await;
        let app = Setup::default()
            .var("KYC_BASE_URL", &*stub.url)
            .start()
            .await;
        let mut browser = app.browser();
        let page = browser.apply(&Person::JOHN).await;
        assert_eq!(
            page.label().as_deref(),
            Some("documents_required"),
            "{bytes}"
        );
        assert_eq!(page.one("#link"), "https://verify.socure.com/x");
    }
}

#[tokio::test]
async fn capture_link_to_unknown_host_is_never_offered() {
    for url in [
        "https://verify.socure.com.evil.example/x",
        "javascript:alert(1)",
        "http://verify.socure.com/x",
        // A QR code alone, without a link.
        "",
    ] {
        let docv = format!(
            r#","docv":{{"sdkKey":"","docvTransactionToken":"t","eventId":"e","qrCode":"iVBORw0KGgo=","url":"{url}"}}"#
        );
        let stub =
            StubProvider::saying(answer("pending", "in_review", "document_required", &docv)).await;
        let app = Setup::default()
            .var("KYC_BASE_URL", &*stub.url)
            .start()
            .await;
        let mut browser = app.browser();
        let page = browser.apply(&Person::JOHN).await;
        // The operator must correct it: the applicant's photos are not the cause.
        assert_eq!(page.label().as_deref(), Some("parked"), "{url}");
        assert_eq!(page.heading(), "Our team is reviewing your application");
        assert!(url.is_empty() || !page.text.contains(url), "{url}");
        let events = app.database().await.events().await;
        let detail = &events.last().expect("an event").detail;
        assert!(events.iter().any(|it| it.action == "heard"), "{detail}");
    }
}

#[tokio::test]
async fn unexpected_http_status_parks_without_a_job() {
    for status in [302, 405, 410, 413] {
        let stub = StubProvider::saying(StubResponse(status, None, "{}".into())).await;
        let app = Setup::default()
            .var("KYC_BASE_URL", &*stub.url)
            .start()
            .await;
        let mut browser = app.browser();
        let page = browser.apply(&Person::JOHN).await;
        assert_eq!(page.label().as_deref(), Some("parked"), "{status}");
        let sql = "SELECT application_id FROM jobs WHERE due_at IS NOT NULL";
        let database = app.database().await;
        assert_eq!(database.rows(sql, &[]).await, [], "{status}");
    }
}

#[tokio::test]
async fn http_status_that_asks_for_a_retry_is_requested_again() {
    for status in [408, 425] {
        let stub = StubProvider::saying(StubResponse(status, None, "{}".into())).await;
        let app = Setup::default()
            .var("KYC_BASE_URL", &*stub.url)
            .start()
            .await;
        let mut browser = app.browser();
        let page = browser.apply(&Person::JOHN).await;
        assert_eq!(page.label().as_deref(), Some("submitting"), "{status}");
        stub.say(answer("denied", "complete", "", ""));
        app.advance_to_next_job().await;
        browser.until("denied").await;
    }
}
