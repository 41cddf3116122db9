//! Provider calls that cost money have a daily budget, which a restart does not renew.

use crate::{
    app::{Setup, TestApp},
    person::Person,
};
use std::time::Duration;

const TOMORROW: &str = "/check?notice=tomorrow";
const DAY: Duration = Duration::from_secs(86_400);

/// The path after one more application.
async fn apply(app: &TestApp, person: &Person) -> String {
    let mut browser = app.browser();
    browser.apply(person).await;
    browser.page().path.clone()
}

#[tokio::test]
async fn starts_with_one_ssn_are_limited_for_the_day() {
    let setup = Setup::default().var("KYC_STARTS_PER_SSN_A_DAY", "1");
    let mut app = setup.start().await;
    assert_ne!(apply(&app, &Person::JOHN).await, TOMORROW);
    let mut browser = app.browser();
    browser.apply(&Person::JOHN).await;
    let page = browser.page();
    assert_eq!(page.path, TOMORROW);
    let notice = page.notice().expect("why not");
    assert!(notice.contains("come back tomorrow"), "{notice}");
    assert_eq!(app.starts().len(), 1, "nothing was sent");
    app.restart().await;
    assert_eq!(
        apply(&app, &Person::JOHN).await,
        TOMORROW,
        "after a restart"
    );
    // The table holds hashes only.
    let sql = "SELECT hex(key) FROM paid_calls";
    let keys: Vec<String> = app.database().await.column(sql, &[]).await;
    assert_eq!(keys.len(), 1);
    app.advance(DAY);
    assert_ne!(apply(&app, &Person::JOHN).await, TOMORROW, "the next day");
}

#[tokio::test]
async fn starts_of_all_applications_share_a_daily_budget() {
    let setup = Setup::default().var("KYC_STARTS_A_DAY", "2");
    let app = setup.start().await;
    for _ in 0..2 {
        assert_ne!(apply(&app, &Person::JOHN).await, TOMORROW);
    }
    assert_eq!(apply(&app, &Person::JOHN).await, TOMORROW);
    assert_eq!(app.starts().len(), 2);
}
