//! The account page: sessions, password and second factors. Changes need a fresh second factor.

use super::signed_in_staff::{PASSWORD, code};
use crate::app::TestApp;
use kyc::admin::Role;
use std::time::Duration;

const NEW: &str = "a slow barge in the fog";

#[tokio::test]
async fn factor_change_needs_a_fresh_second_factor() {
    let app = TestApp::new().await;
    let mut jane = app.sign_in_staff(Role::Viewer).await;
    let page = jane.browser.get("/admin/account").await;
    assert!(page.has("#change-password") && page.has("#set-app"));
    let (action, fields) = jane.browser.filled("#change-password", &[]);
    app.advance(Duration::from_secs(11 * 60));
    let page = jane.browser.post_and_follow(&action, &fields).await;
    assert_eq!(page.path, "/admin/confirm?to=/admin/account");
    let page = jane.browser.get("/admin/account").await;
    assert!(!page.has("#change-password"), "nor is it offered");
    jane.browser.get("/admin/confirm?to=/admin/account").await;
    let before = jane.browser.cookies.clone();
    assert_eq!(jane.confirm(&app).await.path, "/admin/account");
    assert_ne!(jane.browser.cookies, before, "a new id for a new privilege");
    assert!(jane.browser.page().has("#change-password"));
}

#[tokio::test]
async fn password_change_ends_the_other_sessions() {
    let app = TestApp::new().await;
    let mut jane = app.sign_in_staff(Role::Viewer).await;
    let mut other = jane.browser.clone();
    jane.sign_in(&app).await;
    jane.browser.get("/admin/account").await;
    let typed = |present, password, again| {
        [
            ("present", present),
            ("password", password),
            ("again", again),
        ]
    };
    for (typed, notice) in [
        (typed("another one altogether", NEW, NEW), "present"),
        (typed(PASSWORD, "short", "short"), "password-short"),
    ] {
        let page = jane.press("#change-password", &typed).await;
        assert_eq!(page.path, format!("/admin/account?notice={notice}"));
        assert_eq!(other.get("/admin").await.path, "/admin");
    }
    let page = jane
        .press("#change-password", &typed(PASSWORD, NEW, NEW))
        .await;
    assert_eq!(page.path, "/admin/account?notice=done-password-changed");
    assert_eq!(
        other.get("/admin").await.path,
        "/admin/sign-in?notice=ended"
    );
    jane.browser = app.browser();
    assert_eq!(
        jane.first(PASSWORD).await.path,
        "/admin/sign-in?notice=wrong"
    );
    assert_eq!(jane.first(NEW).await.path, "/admin/sign-in/second");
}

#[tokio::test]
async fn new_app_replaces_the_old_one_and_the_last_factor_cannot_be_removed() {
    let app = TestApp::new().await;
    let mut jane = app.sign_in_staff(Role::Viewer).await;
    jane.browser.get("/admin/account").await;
    let page = jane.press("form:has([value=app])", &[]).await;
    assert_eq!(page.path, "/admin/account?notice=last-factor");
    let secret = jane.browser.page().one(".secret-text");
    let old = std::mem::replace(&mut jane.secret, secret);
    let first = code(&app, &jane.secret);
    let page = jane.press("#set-app", &[("code", &first)]).await;
    assert_eq!(page.path, "/admin/account?notice=done-app-set");
    jane.browser = app.browser();
    jane.first(PASSWORD).await;
    app.advance(Duration::from_secs(30));
    let page = jane.browser.submit(&[("code", &code(&app, &old))]).await;
    assert_eq!(page.path, "/admin/sign-in/second?notice=code");
    let fresh = code(&app, &jane.secret);
    assert_eq!(
        jane.browser.submit(&[("code", &fresh)]).await.path,
        "/admin"
    );
}

#[tokio::test]
async fn new_recovery_codes_replace_the_old_ones_and_are_shown_once() {
    let app = TestApp::new().await;
    let mut jane = app.sign_in_staff(Role::Viewer).await;
    jane.browser.get("/admin/account").await;
    let page = jane.press("#make-codes", &[]).await;
    assert_eq!(page.path, "/admin/recovery-codes");
    let new = page.all(".recovery li");
    jane.browser.submit(&[]).await;
    assert!(
        jane.browser
            .get("/admin/recovery-codes")
            .await
            .all(".recovery li")
            .is_empty()
    );
    for (typed, expected) in [
        (
            jane.codes[0].clone(),
            "/admin/sign-in/second?notice=recovery",
        ),
        (new[0].clone(), "/admin"),
    ] {
        jane.browser = app.browser();
        jane.first(PASSWORD).await;
        let page = jane.press(".lost form", &[("recovery", &typed)]).await;
        assert_eq!(page.path, expected);
    }
}

#[tokio::test]
async fn account_page_lists_and_ends_own_sessions_only() {
    let app = TestApp::new().await;
    let mut jane = app.sign_in_staff(Role::Viewer).await;
    let mut first = jane.browser.clone();
    jane.sign_in(&app).await;
    let mut stranger = app.sign_in_staff(Role::Viewer).await;
    jane.browser.get("/admin/account").await;
    assert_eq!(jane.browser.page().all(".admin-table tbody tr").len(), 2);
    let (action, fields) = jane.browser.filled(".admin-table form", &[]);
    // Another account, with a CSRF token of its own.
    stranger.browser.get("/admin/account").await;
    let mut theirs = fields.clone();
    theirs.retain(|(name, _)| name != "csrf");
    theirs.push(("csrf".to_owned(), stranger.browser.page().csrf()));
    let page = stranger.browser.post_and_follow(&action, &theirs).await;
    assert_eq!(page.path, "/admin/account?notice=changed");
    assert_eq!(first.get("/admin").await.path, "/admin");
    let page = jane.browser.post_and_follow(&action, &fields).await;
    assert_eq!(page.path, "/admin/account?notice=done-session-ended");
    assert_eq!(
        first.get("/admin").await.path,
        "/admin/sign-in?notice=ended"
    );
}
