//! Signing in with a passkey alone, and the names of passkeys.

use super::{
    authenticator::{Authenticator, ORIGIN, question},
    signed_in_staff::{PASSWORD, SignedInStaff},
};
use crate::app::{Setup, TestApp};
use kyc::admin::Role;
use std::time::Duration;

const FORM: &str = "form[action='/admin/api/sign-in-passkey']";

async fn with_host_name() -> TestApp {
    let setup = Setup::default().var("VESTIBULE_PUBLIC_URL", ORIGIN);
    setup.start().await
}

/// Presses the passkey button of the sign-in page. Returns the path of the next page.
async fn sign_in(app: &TestApp, jane: &mut SignedInStaff, key: &mut Authenticator) -> String {
    // A challenge is younger than the passkey's last use.
    app.advance(Duration::from_secs(1));
    jane.browser = app.browser();
    jane.browser.get("/admin/sign-in?to=/admin/account").await;
    let answer = key.assert(&question(jane.browser.page(), FORM));
    jane.press(FORM, &[("answer", &answer)]).await.path.clone()
}

#[tokio::test]
async fn passkey_alone_signs_in_if_its_user_was_verified() {
    let app = with_host_name().await;
    let mut jane = app.sign_in_staff(Role::Reviewer).await;
    let mut key = jane.add_passkey().await;
    let asked = question(jane.browser.page(), "form[action='/admin/api/add-passkey']");
    assert_eq!(asked["authenticatorSelection"]["residentKey"], "preferred");
    assert_eq!(sign_in(&app, &mut jane, &mut key).await, "/admin/account");
    let signed_in = "SELECT detail FROM desk_trail WHERE deed = 'signed_in'";
    let events = app.column(signed_in).await;
    assert!(events[0].contains("\"alone\":true"), "{events:?}");
    key.verifies = false;
    let said = sign_in(&app, &mut jane, &mut key).await;
    assert_eq!(said, "/admin/sign-in?notice=passkey&to=/admin/account");
    // A passkey of a disabled account, and one that was removed.
    key.verifies = true;
    app.task(&["reviewer", "disable", &jane.name]).await;
    let said = sign_in(&app, &mut jane, &mut key).await;
    assert_eq!(said, "/admin/sign-in?notice=passkey&to=/admin/account");
    app.task(&["reviewer", "enable", &jane.name]).await;
    app.task(&["reviewer", "reset", &jane.name]).await;
    let said = sign_in(&app, &mut jane, &mut key).await;
    assert_eq!(said, "/admin/sign-in?notice=passkey&to=/admin/account");
}

#[tokio::test]
async fn passkey_assertion_of_another_session_is_refused() {
    let app = with_host_name().await;
    let mut jane = app.sign_in_staff(Role::Reviewer).await;
    let mut key = jane.add_passkey().await;
    let mut other = app.browser();
    other.get("/admin/sign-in").await;
    let answer = key.assert(&question(other.page(), FORM));
    jane.browser = app.browser();
    jane.browser.get("/admin/sign-in").await;
    let page = jane.press(FORM, &[("answer", &answer)]).await;
    assert_eq!(page.path, "/admin/sign-in?notice=passkey");
    // The answer opens its own session once.
    jane.browser = other;
    assert_eq!(
        jane.press(FORM, &[("answer", &answer)]).await.path,
        "/admin"
    );
}

#[tokio::test]
async fn passkey_still_signs_in_to_a_locked_account() {
    let app = with_host_name().await;
    let mut jane = app.sign_in_staff(Role::Reviewer).await;
    let mut key = jane.add_passkey().await;
    let sql = "INSERT INTO sign_in_failures SELECT id, 100, 0 FROM reviewers WHERE name = ?";
    let name = (&jane.name).into();
    app.database().await.execute(sql, &[name]).await;
    jane.browser = app.browser();
    let page = jane.first(PASSWORD).await;
    assert_eq!(page.path, "/admin/sign-in?notice=wrong");
    assert_eq!(sign_in(&app, &mut jane, &mut key).await, "/admin/account");
    let told = jane.browser.page().one("#locked");
    assert!(told.contains("Ask an administrator to reset"), "{told}");
    // The account stays locked: its codes are not verified either.
    jane.browser.get("/admin/confirm").await;
    let code = jane.next_code(&app);
    let page = jane.press("form:has(#code)", &[("code", &code)]).await;
    assert_eq!(page.path, "/admin/confirm?notice=locked");
}

#[tokio::test]
async fn passkey_has_the_name_that_its_owner_gives() {
    let app = with_host_name().await;
    let mut jane = app.sign_in_staff(Role::Reviewer).await;
    jane.add_passkey().await;
    let page = jane.browser.get("/admin/account").await;
    assert_eq!(page.one(".keys li strong"), "?, ?", "that of the browser");
    let rename = "form[action='/admin/api/name-passkey']";
    let typed = [("name", "  Work\u{202e} laptop ")];
    let page = jane.press(rename, &typed).await;
    assert_eq!(page.path, "/admin/account?notice=done-passkey-named");
    assert_eq!(page.one(".keys li strong"), "Work laptop");
    let sealed = app
        .column("SELECT hex(name_sealed) FROM desk_passkeys")
        .await;
    assert!(!sealed[0].contains("576F726B"), "{sealed:?}");
}

#[tokio::test]
async fn recovery_codes_are_a_file_while_their_page_shows_them() {
    let app = TestApp::new().await;
    let mut jane = app.sign_in_staff(Role::Viewer).await;
    assert_eq!(
        jane.browser.get("/admin/recovery-codes.txt").await.status,
        404
    );
    jane.browser.get("/admin/account").await;
    let codes = jane.press("#make-codes", &[]).await.all(".recovery li");
    let file = jane
        .browser
        .clone()
        .get("/admin/recovery-codes.txt")
        .await
        .clone();
    assert_eq!(file.header("content-type"), "text/plain; charset=utf-8");
    assert_eq!(file.header("cache-control"), "no-store");
    assert!(file.header("content-disposition").starts_with("attachment"));
    for code in &codes {
        assert!(file.text.contains(code), "{}", file.text);
    }
    jane.browser.submit(&[]).await;
    assert_eq!(
        jane.browser.get("/admin/recovery-codes.txt").await.status,
        404
    );
}
