//! What somebody meets whose session has ended: the way back (ux rule 32).

use crate::{app::TestApp, leave::halfway, person::Person};
use std::time::Duration;

#[tokio::test]
async fn an_ended_session_asks_for_the_date_and_goes_on() {
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
async fn a_form_of_an_ended_session_leads_to_the_way_back() {
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
async fn without_a_link_an_ended_session_is_told_how_to_come_back() {
    let app = TestApp::new().await;
    let (mut browser, _) = halfway(&app).await;
    browser.cookies.remove("vestibule-return");
    app.advance(Duration::from_secs(15 * 60));
    let page = browser.get("/contact").await;
    assert_eq!(page.path, "/return?notice=ended");
    assert!(!page.has("form#step"));
    assert!(page.text.contains("How to come back"));
}
