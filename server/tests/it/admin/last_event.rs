//! The last event of a list row is the one that changed the case, not the erasure of its SSN. The
//! migration corrects older databases.

use crate::{app::TestApp, db::Database, page::Page, person::Person};
use kyc::admin::Role;

/// Brings a database back to the state before migration 20.
const REVERT_MIGRATION: [&str; 6] = [
    "CREATE TRIGGER cases_follow_the_trail AFTER INSERT ON events BEGIN SELECT 1; END",
    "DROP TRIGGER events_are_not_replaced",
    "DROP TRIGGER desk_trail_is_not_replaced",
    "DROP TRIGGER checkpoints_are_not_replaced",
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
async fn last_event_skips_the_ssn_erasure() {
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
    let database = Database::open_unguarded(&app.data().join("vestibule.db")).await;
    for sql in REVERT_MIGRATION {
        sqlx::query(sql).execute(&database.0).await.expect(sql);
    }
    let old = "SELECT COUNT(*) FROM cases WHERE event = 'shredded'";
    let row = sqlx::query(old).fetch_one(&database.0).await.expect("rows");
    assert_eq!(sqlx::Row::get::<i64, _>(&row, 0), 1);
    database.0.close().await;
    app.restart().await;
    jane.sign_in(&app).await;
    assert_eq!(last_events(jane.browser.get("/admin").await), expected);
}
