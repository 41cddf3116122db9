//! A whole row that was put back into the database has a sound MAC. It opens nothing all the same:
//! its account's version or list of open secrets, or the trail, says that it has ended.

use super::{altered_rows::write, signed_in_staff::link};
use crate::{app::TestApp, browser::Browser};
use kyc::admin::Role;
use std::time::Duration;

const ENDED: &str = "/admin/sign-in?notice=ended";
/// A field that only the enrolment page has.
const REPEATED: &str = "input[name=again]";
/// The form of a request that waits for a second administrator.
const REQUESTS: &str = ".staff-requests form";

/// Stores a table aside.
async fn store_aside(app: &TestApp, table: &str) {
    let sql = format!("DROP TABLE IF EXISTS aside; CREATE TABLE aside AS SELECT * FROM {table}");
    write(app, &sql).await;
}

/// Puts the rows of a table back as they were stored aside.
async fn put_back(app: &TestApp, table: &str) {
    let sql = format!("DELETE FROM {table}; INSERT INTO {table} SELECT * FROM aside");
    app.unguarded_database().await.run(&sql).await;
}

/// Each way to end a session: its row is put back, and the browser that had it is signed out.
#[tokio::test]
async fn ended_session_that_was_put_back_stays_ended() {
    let app = TestApp::new().await;
    let mut ann = app.sign_in_staff(Role::Administrator).await;
    let mut vera = app.sign_in_staff(Role::Viewer).await;
    for way in [
        "sign out",
        "end another",
        "confirm",
        "limit",
        "end all",
        "disable",
        "role",
    ] {
        vera.sign_in(&app).await;
        let mut elsewhere: Browser = vera.browser.clone();
        assert_eq!(elsewhere.get("/admin").await.path, "/admin", "{way}");
        store_aside(&app, "desk_sessions").await;
        match way {
            "sign out" => {
                vera.press(".admin-account form", &[]).await;
            }
            "end another" => {
                vera.sign_in(&app).await;
                vera.browser.get("/admin/account").await;
                vera.press("form[action$='/end-session']", &[]).await;
            }
            "confirm" => {
                app.advance(Duration::from_secs(11 * 60));
                vera.browser.get("/admin/confirm?to=/admin/account").await;
                vera.confirm(&app).await;
            }
            "limit" => {
                for _ in 0..3 {
                    vera.sign_in(&app).await;
                }
            }
            "end all" => {
                ann.sign_in(&app).await;
                store_aside(&app, "desk_sessions").await;
                ann.change_staff(&vera.name, "end").await;
            }
            "disable" => {
                app.task(&["reviewer", "disable", &vera.name]).await;
                app.task(&["reviewer", "enable", &vera.name]).await;
            }
            _ => {
                ann.sign_in(&app).await;
                store_aside(&app, "desk_sessions").await;
                ann.change_staff(&vera.name, "reviewer").await;
            }
        }
        put_back(&app, "desk_sessions").await;
        assert_eq!(elsewhere.get("/admin").await.path, ENDED, "{way}");
    }
}

/// The first link was replaced by the second one, and the second one was used.
#[tokio::test]
async fn enrolment_link_that_was_put_back_does_not_enrol() {
    let app = TestApp::new().await;
    let first = app.task(&["reviewer", "add", "new.one", "reviewer"]).await;
    store_aside(&app, "desk_links").await;
    let second = app.task(&["reviewer", "reset", "new.one"]).await;
    put_back(&app, "desk_links").await;
    let page = app.browser().get(&link(&first)).await.clone();
    assert!(!page.has(REPEATED), "{}", page.text);
    let third = app.task(&["reviewer", "reset", "new.one"]).await;
    let page = app.browser().get(&link(&second)).await.clone();
    assert!(!page.has(REPEATED), "{}", page.text);
    store_aside(&app, "desk_links").await;
    let mut browser = app.browser();
    browser.get(&link(&third)).await;
    app.enrol(&mut browser).await;
    put_back(&app, "desk_links").await;
    let page = app.browser().get(&link(&third)).await.clone();
    assert!(!page.has(REPEATED), "{}", page.text);
}

/// All of it happens at one instant: the order in the trail decides, not the clock.
#[tokio::test]
async fn answered_request_that_was_put_back_is_not_shown_and_not_confirmed() {
    let app = TestApp::new().await;
    let mut ann = app.sign_in_staff(Role::Administrator).await;
    let mut bob = app.sign_in_staff(Role::Administrator).await;
    let vera = app.sign_in_staff(Role::Viewer).await;
    ann.change_staff(&vera.name, "administrator").await;
    let page = bob.browser.get("/admin/staff").await;
    assert!(page.has(REQUESTS), "{}", page.text);
    store_aside(&app, "staff_requests").await;
    let asking = bob.browser.clone();
    bob.press(REQUESTS, &[("answer", "reject")]).await;
    put_back(&app, "staff_requests").await;
    let page = bob.browser.get("/admin/staff").await;
    assert!(!page.has(REQUESTS), "{}", page.text);
    bob.browser = asking;
    bob.press(REQUESTS, &[("answer", "confirm")]).await;
    let role = app.column("SELECT role FROM reviewers WHERE name LIKE 'viewer%'");
    assert_eq!(role.await, ["viewer"]);
    // A new request for the same account is shown, once the row is gone.
    write(&app, "DELETE FROM staff_requests").await;
    ann.change_staff(&vera.name, "administrator").await;
    let page = bob.browser.get("/admin/staff").await;
    assert!(page.has(REQUESTS), "{}", page.text);
}
