//! Unsigned messages, in dialects A and B: anyone can send them, so they only trigger a poll.

use super::sender::{Message, request};
use crate::{
    app::{Setup, TestApp},
    browser::client,
    person::Person,
    wait::{equal, eventually},
};
use sandbox::{Endpoint, FaultKind};

/// An unsigned message with an approval.
fn hint(about: &str) -> Message {
    Message {
        headers: Vec::new(),
        body: format!(
            r#"{{"externalId":"{about}","decision":"approved","status":"complete","subStatus":"","participantId":"firms/p","account":"firms/a"}}"#
        )
        .into_bytes(),
    }
}

async fn send(app: &TestApp, message: &Message) -> u16 {
    let sent = request(&client(), &app.url(), message).send().await;
    sent.expect("an answer").status().as_u16()
}

async fn state(app: &TestApp) -> String {
    app.database().await.application("state").await
}

fn polls(app: &TestApp) -> u64 {
    app.sandbox.calls(Endpoint::Status)
}

/// Waits until the server has polled this many times.
async fn wait_for_polls(app: &TestApp, times: u64) {
    eventually!(format!("{times} polls"), async { equal(polls(app), times) });
}

#[tokio::test]
async fn unsigned_message_triggers_a_poll_and_its_content_is_ignored() {
    let app = TestApp::new().await;
    app.browser().apply(&Person::born("1985-09-02")).await;
    let about = app.inquiry().external_id;
    let by_the_page = polls(&app);
    app.a_question_later();
    assert_eq!(send(&app, &hint(&about)).await, 204);
    wait_for_polls(&app, by_the_page + 1).await;
    assert_eq!(state(&app).await, "documents_required");

    // The provider is down: the state does not change.
    app.always(Endpoint::Status, FaultKind::Error(503));
    app.a_question_later();
    assert_eq!(send(&app, &hint(&about)).await, 204);
    wait_for_polls(&app, by_the_page + 2).await;
    assert_eq!(state(&app).await, "documents_required");

    // Only the poll's answer counts.
    app.sandbox.clear_faults();
    app.sandbox.capture_complete(&about).expect("an open link");
    app.a_question_later();
    assert_eq!(send(&app, &hint(&about)).await, 204);
    app.wait_for_state("approved").await;
    // The application is decided: no poll follows.
    let in_the_end = polls(&app);
    app.a_question_later();
    assert_eq!(send(&app, &hint(&about)).await, 204);
    app.a_question_later();
    assert_eq!(polls(&app), in_the_end);
}

#[tokio::test]
async fn unsigned_flood_triggers_one_poll_and_stores_nothing() {
    let app = TestApp::new().await;
    app.browser().apply(&Person::born("1985-09-02")).await;
    let about = app.inquiry().external_id;
    let by_the_page = polls(&app);
    app.a_question_later();
    let (http, url) = (client(), app.url());
    let (mut taken, mut refused) = (0, 0);
    for n in 0..1_000 {
        // Half of them name the application, half an unknown id.
        let whom = if n % 2 == 0 {
            about.as_str()
        } else {
            "ext_unknown"
        };
        let sent = request(&http, &url, &hint(whom)).send().await;
        match sent.expect("an answer").status().as_u16() {
            204 => taken += 1,
            429 => refused += 1,
            other => panic!("{other}"),
        }
    }
    // The burst of the rate limit, and its refill in the meantime.
    assert!(taken >= 600 && refused > 0, "{taken} and {refused}");
    wait_for_polls(&app, by_the_page + 1).await;
    let database = app.database().await;
    let sql = "SELECT COUNT(*) FROM deliveries";
    let stored: i64 = database.value(sql, &[]).await;
    assert_eq!(stored, 0);
    assert_eq!(
        app.browser().get("/").await.status,
        200,
        "people are served"
    );
}

#[tokio::test]
async fn unsigned_test_message_is_acknowledged() {
    let app = TestApp::new().await;
    for body in ["", "{}", "no JSON", r#"{"externalId":"test"}"#, "[]"] {
        let message = Message {
            headers: Vec::new(),
            body: body.as_bytes().to_vec(),
        };
        assert_eq!(send(&app, &message).await, 204, "{body}");
    }
    let huge = Message {
        headers: Vec::new(),
        body: vec![b' '; 70_000],
    };
    assert_eq!(send(&app, &huge).await, 413);
}

#[tokio::test]
async fn disabled_webhooks_have_no_route() {
    for dialect in ["a", "b", "c"] {
        let setup = Setup::default().var("KYC_WEBHOOKS", "off");
        let app = setup.var("KYC_DIALECT", dialect).start().await;
        assert_eq!(send(&app, &hint("ext_1")).await, 404, "{dialect}");
    }
    // A signing dialect without a secret has no webhook route, either.
    let app = Setup::default().var("KYC_DIALECT", "c").start().await;
    assert_eq!(send(&app, &hint("ext_1")).await, 404);
}
