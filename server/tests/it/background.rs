//! Background jobs without an open page: polls, expiry, parking and release.

use crate::{
    app::{Setup, TestApp},
    person::Person,
};
use sandbox::{Endpoint, FaultKind, Options, Review};
use std::time::Duration;

const MINUTE: Duration = Duration::from_secs(60);

/// State of the only application and the kind of its scheduled job, if there is one.
async fn state_and_job(app: &TestApp) -> (String, Option<String>) {
    let database = app.database().await;
    let sql = "SELECT state, CASE WHEN due_at IS NULL THEN NULL ELSE duty END AS duty \
               FROM applications LEFT JOIN jobs ON application_id = id";
    let row = database.only_row(sql, &[]).await;
    (row.get("state"), row.get("duty"))
}

#[tokio::test]
async fn decision_arrives_without_open_page() {
    let app = Setup::default().with_prompt_workers().start().await;
    let mut browser = app.browser();
    browser.fill_in(&Person::born("1985-09-02")).await;
    assert_eq!(state_and_job(&app).await, ("draft".into(), None));
    browser.hand_in().await;
    assert_eq!(
        state_and_job(&app).await,
        ("documents_required".into(), Some("poll".into()))
    );
    app.sandbox
        .capture_complete(&app.inquiry().external_id)
        .expect("an open link");
    app.advance(MINUTE);
    app.wait_for_state("approved").await;
    assert_eq!(state_and_job(&app).await, ("approved".into(), None));
    let polls = app.sandbox.calls(Endpoint::Status);
    app.advance(MINUTE * 60);
    browser.status_page().await;
    assert_eq!(
        app.sandbox.calls(Endpoint::Status),
        polls,
        "nothing is owed any more"
    );
}

#[tokio::test]
async fn capture_link_expires_without_open_page() {
    let app = Setup::default().with_prompt_workers().start().await;
    app.browser().apply(&Person::born("1985-09-02")).await;
    app.always(Endpoint::Status, FaultKind::Error(503));
    app.advance(MINUTE * 21);
    app.wait_for_state("expired").await;
    assert_eq!(
        state_and_job(&app).await,
        ("expired".into(), Some("poll".into()))
    );
}

#[tokio::test]
async fn missing_decision_parks_after_two_business_days() {
    let by_hand = Options {
        review: Review::ByHand,
        ..Options::default()
    };
    let setup = Setup::default().sandbox(by_hand);
    let mut app = setup.with_prompt_workers().start().await;
    app.browser().apply(&Person::PAULINA).await;
    assert_eq!(
        state_and_job(&app).await,
        ("manual_review".into(), Some("poll".into()))
    );
    let before = app.sandbox.calls(Endpoint::Status);
    // Four days contain two business days on any weekday.
    app.advance(MINUTE * 60 * 24 * 4);
    app.wait_for_state("parked").await;
    assert_eq!(
        app.sandbox.calls(Endpoint::Status),
        before + 1,
        "asked once more first"
    );
    assert_eq!(state_and_job(&app).await, ("parked".into(), None));

    // The command uses the system clock, so the server with the test clock stops first.
    app.stop().await;
    let listed = app.task(&["parked", "list"]).await;
    assert!(
        listed.contains("no_decision") && listed.contains("1 parked"),
        "{listed}"
    );
    let reference = app.reference().await;
    let output = app.task(&["parked", "release", &reference]).await;
    assert_eq!(output.trim(), format!("{reference} goes on"));
    assert_eq!(
        state_and_job(&app).await,
        ("manual_review".into(), Some("poll".into()))
    );
}

#[tokio::test]
async fn parked_approval_is_released_by_its_provider_id() {
    let app = Setup::default().without_instant_decision().start().await;
    let mut browser = app.browser();
    browser.fill_in(&Person::JOHN).await;
    app.once(Endpoint::Start, FaultKind::DropAfter);
    browser.hand_in().await;
    app.advance_to_next_job().await;
    browser.until("parked").await;
    let reference = app.reference().await;
    let ours = app.inquiry().external_id;

    for (operands, why) in [
        (vec!["VB-0000-0000"], "no application with this reference"),
        (vec!["John"], "a reference looks like"),
        (
            vec![&*reference, "ext_of_nobody"],
            "does not confirm this id",
        ),
        (vec![&*reference, "no\u{7}id"], "has a control character"),
    ] {
        let output = app
            .refused(&[vec!["parked", "release"], operands].concat())
            .await;
        assert!(output.contains(why), "{output}");
    }
    assert_eq!(state_and_job(&app).await, ("parked".into(), None));

    let output = app
        .task(&["parked", "release", &reference.to_lowercase(), &ours])
        .await;
    assert_eq!(
        output.trim(),
        format!("{reference} is confirmed: it is approved")
    );
    assert_eq!(browser.status_page().await.all(".facts dd").len(), 2);
    let database = app.database().await;
    assert_eq!(
        database.application::<Option<Vec<u8>>>("ssn_sealed").await,
        None
    );
    assert!(
        database
            .attempts()
            .await
            .iter()
            .all(|a| a.settled && !a.holds_bytes)
    );
    let output = app.refused(&["parked", "release", &reference]).await;
    assert!(
        output.contains("the application is not parked, its state is approved"),
        "{output}"
    );
}

#[tokio::test]
async fn provider_id_of_another_application_releases_nothing() {
    let app = TestApp::new().await;
    app.browser().apply(&Person::born("1985-09-04")).await;
    let theirs = app.inquiry().external_id;
    let mut browser = app.browser();
    browser.fill_in(&Person::JOHN).await;
    app.once(Endpoint::Start, FaultKind::Error(403));
    let page = browser.hand_in().await;
    assert_eq!(page.label().as_deref(), Some("parked"));
    let reference = page.one(".reference .code");
    let output = app
        .refused(&["parked", "release", &reference, &theirs])
        .await;
    assert!(
        output.contains("another application has this provider id"),
        "{output}"
    );
    let output = app.task(&["parked", "release", &reference]).await;
    assert!(output.contains("goes on"), "{output}");
    // The command uses the system clock, and the test clock has stayed fixed meanwhile.
    app.advance(MINUTE);
    browser.until("approved").await;
}
