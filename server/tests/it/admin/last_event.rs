//! The last event of a list row is the one that changed the case, not the erasure of its SSN. The
//! migration corrects older databases.

use crate::{app::TestApp, page::Page, person::Person};
use kyc::admin::Role;

/// Brings a database back to the state before migration 20.
const REVERT_MIGRATION: [&str; 3] = [
    "CREATE TRIGGER cases_follow_the_trail AFTER INSERT ON events BEGIN SELECT 1; END",
    "UPDATE cases SET event = (SELECT action FROM events e \
     WHERE e.application_id = cases.application_id ORDER BY seq DESC LIMIT 1)",
    // The later migration removes that trigger again.
    "DELETE FROM _sqlx_migrations WHERE version IN (20, 32)",
];

/// The last event of each row.
fn last_events(page: &Page) -> Vec<String> {
    page.all(".cases .last > span:first-child")
}

#[tokio::test]
async fn last_event_skips_the_ssn_erasure_also_after_the_sqlite_migration() {
    let mut app = TestApp::new().await;
    app.browser().apply(&Person::JOHN).await;
    app.browser().begin().await;
    let expected = ["Opened", "Provider response"];
    let mut jane = app.sign_in_staff(Role::Viewer).await;
    assert_eq!(last_events(jane.browser.get("/admin").await), expected);
    // The audit trail keeps both events.
    let actions = app.database().await.actions().await;
    let end = ["heard", "shredded"];
    assert!(actions.windows(2).any(|pair| pair == end), "{actions:?}");

    app.stop().await;
    let database = app.unguarded_database().await;
    for sql in REVERT_MIGRATION {
        database.run(sql).await;
    }
    let old = "SELECT COUNT(*) FROM cases WHERE event = 'shredded'";
    assert_eq!(database.value::<i64>(old, &[]).await, 1);
    database.close().await;
    app.restart().await;
    jane.sign_in(&app).await;
    assert_eq!(last_events(jane.browser.get("/admin").await), expected);
}
