//! Enrolment: the link is valid once and for an hour, and enrolment needs a second factor.

use super::signed_in_staff::{PASSWORD, code, code_at, link};
use crate::{
    app::TestApp,
    browser::Browser,
    data_folder::DataFolder,
    page::Page,
    program::{Serving, vestibule},
};
use app::admin::routes::TOTP_IMAGE;
use kyc::ports::Clock;
use reqwest::Method;
use server::system::SystemClock;
use std::time::Duration;

#[tokio::test]
async fn first_start_has_no_account_and_prints_an_administrator_link() {
    let folder = DataFolder::new().await;
    let mut serving = Serving::launch(vestibule(&folder.vars), &folder.path("log"));
    assert!(serving.listens("sets up an account here: "), "a link");
    let (url, _) = serving
        .url
        .split_once("/admin")
        .expect("an address of the admin");
    let mut browser = Browser::new(url.to_owned());
    let page = browser.get(&link(&serving.url)).await;
    assert_eq!(page.path, "/admin/enrol");
    assert!(page.has("input#name"), "no account has a name by default");
    let page = browser
        .submit(&[
            ("name", "Jane.Smith"),
            ("password", "too short"),
            ("again", "too short"),
        ])
        .await;
    assert_eq!(
        page.attribute("input#name", "value").as_deref(),
        Some("Jane.Smith"),
        "typed once is enough"
    );
    let password = page.attribute("input#password", "value");
    assert_eq!(password.unwrap_or_default(), "");
    let page = browser
        .submit(&[
            ("name", "Jane.Smith"),
            ("password", PASSWORD),
            ("again", PASSWORD),
        ])
        .await;
    assert!(page.has(".secret-text"), "{}", page.text);
    assert_eq!(folder.done(&["reviewer", "list"]).lines().count(), 2);
    let listed = folder.done(&["reviewer", "list"]);
    assert!(
        listed.contains("jane.smith") && listed.contains("invited"),
        "{listed}"
    );
}

#[tokio::test]
async fn first_link_expires_after_another_administrator_enrols() {
    let folder = DataFolder::new().await;
    let mut serving = Serving::launch(vestibule(&folder.vars), &folder.path("log"));
    assert!(serving.listens("sets up an account here: "), "a link");
    let (url, _) = serving
        .url
        .split_once("/admin")
        .expect("an address of the admin");
    let first = link(&serving.url);
    let mut early = Browser::new(url.to_owned());
    assert_eq!(early.get(&first).await.path, "/admin/enrol");
    let output = folder.done(&["reviewer", "add", "jane.smith", "administrator"]);
    let mut jane = Browser::new(url.to_owned());
    jane.get(&link(&output)).await;
    jane.submit(&[("password", PASSWORD), ("again", PASSWORD)])
        .await;
    let secret = jane.page().one(".secret-text");
    let now = SystemClock.now();
    jane.submit(&[("code", &code_at(now, &secret))]).await;
    assert_eq!(jane.page().path, "/admin/recovery-codes");
    assert_eq!(
        folder.done(&["reviewer", "list"]).lines().count(),
        2,
        "she alone"
    );
    let mut late = Browser::new(url.to_owned());
    assert_eq!(late.get(&first).await.path, "/admin/sign-in?notice=gone");
    assert_eq!(
        early.get("/admin/enrol").await.path,
        "/admin/sign-in?notice=gone"
    );
}

#[tokio::test]
async fn enrolment_link_expires_after_use_or_an_hour() {
    let app = TestApp::new().await;
    let output = app
        .task(&["reviewer", "add", "jane.smith", "reviewer"])
        .await;
    let path = link(&output);
    let mut browser = app.browser();
    // Neither opening the link nor an unfinished enrolment uses it up.
    browser.get(&path).await;
    let page = browser.get(&path).await;
    assert_eq!(page.path, "/admin/enrol");
    assert!(page.text.contains("jane.smith"));
    browser
        .submit(&[("password", PASSWORD), ("again", PASSWORD)])
        .await;
    assert_eq!(
        browser.get("/admin").await.path,
        "/admin/sign-in",
        "a password opens nothing"
    );
    browser.get(&path).await;
    let secret = browser.page().one(".secret-text");
    browser.submit(&[("code", &code(&app, &secret))]).await;
    assert_eq!(browser.page().path, "/admin/recovery-codes");
    let mut late = app.browser();
    assert_eq!(late.get(&path).await.path, "/admin/sign-in?notice=gone");

    let output = app.task(&["reviewer", "reset", "jane.smith"]).await;
    assert_eq!(
        browser.get("/admin").await.path,
        "/admin/sign-in?notice=ended"
    );
    app.advance(Duration::from_secs(3_700));
    assert_eq!(
        late.get(&link(&output)).await.path,
        "/admin/sign-in?notice=gone"
    );
    for wrong in ["x", "00000000000000000000000000", "%00", "../sign-in"] {
        let page = late.get(&format!("/admin/enrol/{wrong}")).await;
        assert_ne!(page.path, "/admin/enrol", "{wrong}");
    }
}

#[tokio::test]
async fn enrolment_link_does_not_end_an_existing_session() {
    let app = TestApp::new().await;
    let mut vera = app.sign_in_staff(kyc::admin::Role::Viewer).await;
    let output = app
        .task(&["reviewer", "add", "jane.smith", "reviewer"])
        .await;
    let ended = "SELECT deed FROM desk_trail WHERE deed IN ('signed_out', 'sessions_ended')";
    // A browser may prefetch the link: a second request must change nothing, too.
    for _ in 0..2 {
        let page = vera.browser.get(&link(&output)).await;
        assert_eq!(page.path, "/admin?notice=inside");
        let notice = page.notice().expect("what to do");
        assert!(
            notice.contains("sign out and open the link again"),
            "{notice}"
        );
        assert_eq!(vera.browser.get("/admin").await.path, "/admin");
    }
    assert_eq!(app.column(ended).await, [""; 0]);
    vera.press("form[action='/admin/api/sign-out']", &[]).await;
    assert_eq!(app.column(ended).await, ["signed_out"]);
    let page = vera.browser.get(&link(&output)).await;
    assert_eq!(page.path, "/admin/enrol");
}

#[tokio::test]
async fn password_short_common_with_name_or_mistyped_is_refused() {
    let app = TestApp::new().await;
    let output = app.task(&["reviewer", "add", "jane.smith", "viewer"]).await;
    let mut browser = app.browser();
    browser.get(&link(&output)).await;
    for (password, again, words) in [
        ("short", "short", "at least 15 characters"),
        (
            "jane.smith lends a kettle",
            "jane.smith lends a kettle",
            "account name",
        ),
        ("passwordpassword", "passwordpassword", "too common"),
        (PASSWORD, "vague otter lends a kettlf", "do not match"),
    ] {
        let page = browser
            .submit(&[("password", password), ("again", again)])
            .await;
        let problems = page.problems();
        assert!(problems[0].1.contains(words), "{problems:?}");
        assert_eq!(problems[0].0, "#password");
        assert!(page.title().starts_with("Error: "));
        assert!(!page.text.contains(password), "it comes back in no page");
    }
}

/// Requests the QR image of the secret with this `Sec-Fetch-Dest`.
async fn totp_image(browser: &mut Browser, purpose: &str) -> Page {
    let request = browser
        .request(Method::GET, TOTP_IMAGE)
        .header("sec-fetch-dest", purpose);
    browser.send(request).await
}

#[tokio::test]
async fn totp_image_is_served_only_during_own_enrolment() {
    let app = TestApp::new().await;
    let output = app.task(&["reviewer", "add", "jane.smith", "viewer"]).await;
    let mut jane = app.browser();
    jane.get(&link(&output)).await;
    jane.submit(&[("password", PASSWORD), ("again", PASSWORD)])
        .await;
    let shown = jane.page().attribute(".qr img", "src");
    assert_eq!(shown.as_deref(), Some(TOTP_IMAGE));
    let png = totp_image(&mut jane, "image").await;
    assert_eq!(png.status, 200);
    assert_eq!(png.header("content-type"), "image/png");
    assert_eq!(png.header("cache-control"), "no-store");

    let mut stranger = app.browser();
    stranger.get("/admin/sign-in").await;
    let mut vera = app.sign_in_staff(kyc::admin::Role::Viewer).await.browser;
    for (browser, purpose) in [
        // Not as a document of its own, which would stay in the history.
        (&mut jane, "document"),
        (&mut stranger, "image"),
        (&mut vera, "image"),
    ] {
        let refused = totp_image(browser, purpose).await;
        assert_eq!(refused.status, 404, "{purpose}");
        assert!(refused.header("content-type").starts_with("text/html"));
        assert_eq!(refused.header("cache-control"), "no-store");
    }
    // Signed-in staff get the image while their account page offers another app.
    vera.get("/admin/account").await;
    assert_eq!(totp_image(&mut vera, "image").await.status, 200);
    // After enrolment the server never shows the secret again.
    let secret = jane.page().one(".secret-text");
    jane.submit(&[("code", &code(&app, &secret))]).await;
    assert_eq!(jane.page().path, "/admin/recovery-codes");
    assert_eq!(totp_image(&mut jane, "image").await.status, 404);
    // Another app needs a fresh second factor.
    app.advance(Duration::from_secs(9 * 60));
    assert_eq!(totp_image(&mut vera, "image").await.status, 200);
    app.advance(Duration::from_secs(2 * 60));
    assert_eq!(totp_image(&mut vera, "image").await.status, 404);
}

#[tokio::test]
async fn staff_secrets_are_hashed_or_sealed_in_the_sqlite_file() {
    let app = TestApp::new().await;
    let jane = app.sign_in_staff(kyc::admin::Role::Viewer).await;
    let database = std::fs::read(app.data().join("vestibule.db")).expect("the file");
    let log = std::fs::read(app.data().join("vestibule.db-wal")).unwrap_or_default();
    let all = [database, log].concat();
    let plain = jane.secret.replace(' ', "");
    let session = jane.browser.cookies["vestibule-admin-session"].clone();
    for secret in [
        PASSWORD,
        &plain,
        &jane.codes[0],
        &jane.codes[0].replace('-', ""),
        &session,
    ] {
        let found = all
            .windows(secret.len())
            .any(|part| part == secret.as_bytes());
        assert!(!found, "{secret}");
    }
    assert!(
        all.windows(27)
            .any(|part| part == b"$argon2id$v=19$m=8,t=1,p=1$")
    );
}
