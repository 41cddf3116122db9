//! The same answer sent again: it writes no row and no audit event.

use crate::{
    app::TestApp,
    browser::Browser,
    person::{Person, SSN},
};

/// Answers every step once more.
async fn answer_again(browser: &mut Browser, p: &Person) {
    browser.agree().await;
    browser.give_name(p).await;
    browser.give_birth_date(p.born).await;
    browser.give_contact(p).await;
    browser.give_address(p).await;
    browser.give_ssn(SSN).await;
    assert_eq!(browser.page().path, "/check");
}

/// Number of audit events, and the application's version.
async fn written(app: &TestApp) -> (usize, i64) {
    let database = app.database().await;
    let version = database.application("version").await;
    (database.actions().await.len(), version)
}

#[tokio::test]
async fn same_answer_again_makes_no_audit_event() {
    let app = TestApp::new().await;
    let mut browser = app.browser();
    browser.fill_in(&Person::JOHN).await;
    let before = written(&app).await;
    for _ in 0..3 {
        answer_again(&mut browser, &Person::JOHN).await;
    }
    // A blank SSN keeps the stored one, and a language button stores what is there already.
    browser.give_ssn("").await;
    browser.get("/contact").await;
    browser.speak("es", &[]).await;
    assert_eq!(written(&app).await, before);
    assert_eq!(
        browser.hand_in().await.label().as_deref(),
        Some("approved"),
        "nothing was lost"
    );
}

#[tokio::test]
async fn changed_answer_or_agreement_makes_an_audit_event() {
    let mut app = TestApp::new().await;
    let mut browser = app.browser();
    browser.fill_in(&Person::JOHN).await;
    let (mut events, _) = written(&app).await;
    let jane = Person {
        given: "Jane",
        ..Person::JOHN
    };
    browser.give_name(&jane).await;
    browser.give_name(&Person::JOHN).await;
    // Another number with the same last four digits.
    let other = format!("235-{}", &SSN[4..]);
    assert_ne!(other, SSN);
    browser.give_ssn(&other).await;
    events += 3;
    assert_eq!(written(&app).await.0, events);
    // The switch of language stores input without an event; "Continue" then makes one.
    browser.get("/contact").await;
    browser.speak("es", &[("email", "j@example.com")]).await;
    assert_eq!(written(&app).await.0, events);
    browser.submit(&[]).await;
    browser.get("/contact").await;
    browser.submit(&[]).await;
    events += 1;
    assert_eq!(written(&app).await.0, events);
    app.set("VESTIBULE_AGREEMENT_VERSION", "2099-01");
    app.restart().await;
    browser.moved_to(app.url());
    browser.agree().await;
    browser.agree().await;
    events += 1;
    assert_eq!(written(&app).await.0, events);
    let last = app.database().await.actions().await;
    assert_eq!(last.last().map(String::as_str), Some("consented"));
}
