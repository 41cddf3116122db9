//! Unsigned messages, in dialects A and B: anybody may send them, and gains
//! nothing by it.

use super::sender::{Message, request};
use crate::{
    app::{Setup, TestApp},
    browser::client,
    person::Person,
};
use sandbox::{Endpoint, FaultKind};
use std::time::Duration;

/// Says that somebody is approved, as whoever pleases.
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

fn asked(app: &TestApp) -> u64 {
    app.sandbox.calls(Endpoint::Status)
}

/// Waits until the upstream was asked so often.
async fn is_asked(app: &TestApp, times: u64) {
    for _ in 0..400 {
        if asked(app) == times {
            return;
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    panic!("asked {} times, not {times}", asked(app));
}

#[tokio::test]
async fn it_has_the_upstream_asked_and_is_believed_nothing() {
    let app = TestApp::new().await;
    app.browser().apply(&Person::born("1985-09-02")).await;
    let about = app.inquiry().external_id;
    let by_the_page = asked(&app);
    app.a_question_later();
    assert_eq!(send(&app, &hint(&about)).await, 204);
    is_asked(&app, by_the_page + 1).await;
    assert_eq!(state(&app).await, "documents_required");

    // Down: nothing is known, nothing is changed.
    app.always(Endpoint::Status, FaultKind::Error(503));
    app.a_question_later();
    assert_eq!(send(&app, &hint(&about)).await, 204);
    is_asked(&app, by_the_page + 2).await;
    assert_eq!(state(&app).await, "documents_required");

    // What it says when it is asked counts.
    app.sandbox.clear_faults();
    app.sandbox.capture_complete(&about).expect("an open link");
    app.a_question_later();
    assert_eq!(send(&app, &hint(&about)).await, 204);
    for _ in 0..400 {
        if state(&app).await == "approved" {
            break;
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    assert_eq!(state(&app).await, "approved");
    // There is nothing left to ask.
    let in_the_end = asked(&app);
    app.a_question_later();
    assert_eq!(send(&app, &hint(&about)).await, 204);
    app.a_question_later();
    assert_eq!(asked(&app), in_the_end);
}

#[tokio::test]
async fn a_flood_has_nothing_asked_that_would_not_be_asked_and_nothing_kept() {
    let app = TestApp::new().await;
    app.browser().apply(&Person::born("1985-09-02")).await;
    let about = app.inquiry().external_id;
    let by_the_page = asked(&app);
    app.a_question_later();
    let (http, url) = (client(), app.url());
    let (mut taken, mut refused) = (0, 0);
    for n in 0..1_000 {
        // Half of them about somebody, half about nobody.
        let whom = if n % 2 == 0 {
            about.as_str()
        } else {
            "ext_nobody"
        };
        let sent = request(&http, &url, &hint(whom)).send().await;
        match sent.expect("an answer").status().as_u16() {
            204 => taken += 1,
            429 => refused += 1,
            other => panic!("{other}"),
        }
    }
    // The ration, and what comes back of it meanwhile.
    assert!(taken >= 600 && refused > 0, "{taken} and {refused}");
    is_asked(&app, by_the_page + 1).await;
    let database = app.database().await;
    let kept: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM deliveries")
        .fetch_one(&database.0)
        .await
        .expect("a row");
    assert_eq!(kept, 0);
    assert_eq!(
        app.browser().get("/").await.status,
        200,
        "people are served"
    );
}

#[tokio::test]
async fn whatever_the_trial_looks_like_it_is_answered() {
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
async fn whoever_wants_none_has_none() {
    for dialect in ["a", "b", "c"] {
        let setup = Setup::default().var("KYC_WEBHOOKS", "off");
        let app = setup.var("KYC_DIALECT", dialect).start().await;
        assert_eq!(send(&app, &hint("ext_1")).await, 404, "{dialect}");
    }
    // Nor does a dialect that signs, without a secret.
    let app = Setup::default().var("KYC_DIALECT", "c").start().await;
    assert_eq!(send(&app, &hint("ext_1")).await, 404);
}
