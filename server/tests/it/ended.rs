//! Pages after the session has ended: the way to resume (UX rule 32).

use crate::{
    app::{Setup, TestApp},
    person::Person,
    resume::halfway,
};
use sandbox::Endpoint;
use std::time::Duration;

#[tokio::test]
async fn ended_session_resumes_after_birth_date() {
    let app = TestApp::new().await;
    let (mut browser, _) = halfway(&app).await;
    app.advance(Duration::from_secs(15 * 60));
    let page = browser.get("/contact").await;
    assert_eq!(page.path, "/return?notice=ended");
    assert!(page.notice().expect("a notice").contains("signed you out"));
    assert!(!page.text.contains("John"));
    let old = browser.session().map(str::to_owned);
    assert_eq!(browser.confirm("1990-01-15").await.path, "/contact");
    assert_ne!(
        browser.session().map(str::to_owned),
        old,
        "a new id (ASVS 7.2.5)"
    );
}

#[tokio::test]
async fn form_of_ended_session_redirects_to_resume_page() {
    let app = TestApp::new().await;
    let (mut browser, _) = halfway(&app).await;
    browser.get("/contact").await;
    app.advance(Duration::from_secs(15 * 60));
    let page = browser
        .submit(&[("email", Person::JOHN.email), ("phone", Person::JOHN.phone)])
        .await;
    assert_eq!(page.path, "/return?notice=ended");
    assert!(page.has("form#step"));
}

#[tokio::test]
async fn ended_session_without_link_explains_how_to_resume() {
    let app = TestApp::new().await;
    let (mut browser, _) = halfway(&app).await;
    browser.cookies.remove("vestibule-return");
    app.advance(Duration::from_secs(15 * 60));
    let page = browser.get("/contact").await;
    assert_eq!(page.path, "/return?notice=ended");
    assert!(!page.has("form#step"));
    assert!(page.text.contains("How to come back"));
}

#[tokio::test]
async fn session_deleted_during_poll_stays_deleted() {
    let app = Setup::default().without_instant_decision().start().await;
    // The response arrives after the submission's page, so the session stores the provider's id
    // with the next page.
    app.hold_next(Endpoint::Start);
    let mut browser = app.browser();
    let page = browser.apply(&Person::PAULINA).await;
    assert_eq!(page.label().as_deref(), Some("submitting"));
    app.wait_for_held_call().await;
    app.release_calls();
    app.wait_for_state("manual_review").await;
    let database = app.database().await;
    app.hold_next(Endpoint::Status);
    app.a_question_later();
    let ends = async {
        app.wait_for_held_call().await;
        database.delete_session().await;
        app.release_calls();
    };
    tokio::join!(browser.get("/status"), ends);
    let left = database.rows("SELECT 1 FROM sessions", &[]).await;
    assert_eq!(left, []);
}
