//! What counts once opens one session, also when sixteen requests present it at the same moment.

use super::{
    authenticator::{Authenticator, ORIGIN, question},
    signed_in_staff::{PASSWORD, SignedInStaff, code, link},
};
use crate::{
    app::{Setup, TestApp},
    browser::Browser,
};
use futures_util::future::join_all;
use kyc::admin::Role;
use std::time::Duration;

/// Requests at the same moment.
const AT_ONCE: usize = 16;

/// Posts the filled form of the page sixteen times at once. Returns the targets of the redirects.
async fn post_at_once(browser: &Browser, css: &str, field: (&str, &str)) -> Vec<String> {
    let (action, mut fields) = browser.filled(css, &[]);
    fields.retain(|(name, _)| name != field.0);
    fields.push((field.0.to_owned(), field.1.to_owned()));
    let posts = (0..AT_ONCE).map(|_| {
        let mut browser = browser.clone();
        let request = browser.post(&action, &fields);
        async move {
            let page = browser.send(request).await;
            page.header("location").to_owned()
        }
    });
    join_all(posts).await
}

/// Sessions in which an account of this name is signed in.
async fn sessions(app: &TestApp, name: &str) -> usize {
    let sql = "SELECT r.name FROM desk_sessions s JOIN reviewers r ON r.id = s.reviewer_id \
               WHERE s.stage = 'in'";
    let names = app.column(sql).await;
    names.iter().filter(|it| *it == name).count()
}

async fn with_host_name() -> TestApp {
    let setup = Setup::default().var("VESTIBULE_PUBLIC_URL", ORIGIN);
    setup.start().await
}

/// Signs out and enters the password.
async fn up_to_second_factor(app: &TestApp, staff: &mut SignedInStaff) {
    staff.press(".admin-account form", &[]).await;
    staff.browser = app.browser();
    assert_eq!(staff.first(PASSWORD).await.path, "/admin/sign-in/second");
    assert_eq!(sessions(app, &staff.name).await, 0);
}

#[tokio::test]
async fn passkey_assertion_sixteen_times_at_once_opens_one_session() {
    let app = with_host_name().await;
    let mut jane = app.sign_in_staff(Role::Reviewer).await;
    let mut key: Authenticator = jane.add_passkey().await;
    up_to_second_factor(&app, &mut jane).await;
    let form = "form[action='/admin/api/passkey']";
    let answer = key.assert(&question(jane.browser.page(), form));
    let targets = post_at_once(&jane.browser, form, ("answer", &answer)).await;
    let opened = targets.iter().filter(|to| *to == "/admin").count();
    assert_eq!((opened, sessions(&app, &jane.name).await), (1, 1));
}

#[tokio::test]
async fn passkey_alone_sixteen_times_at_once_opens_one_session() {
    let app = with_host_name().await;
    let mut jane = app.sign_in_staff(Role::Reviewer).await;
    let mut key = jane.add_passkey().await;
    app.advance(Duration::from_secs(1));
    let form = "form[action='/admin/api/sign-in-passkey']";
    let mut browser = app.browser();
    browser.get("/admin/sign-in").await;
    let answer = key.assert(&question(browser.page(), form));
    app.advance(Duration::from_secs(1));
    let targets = post_at_once(&browser, form, ("answer", &answer)).await;
    let opened = targets.iter().filter(|to| *to == "/admin").count();
    // The session that added the passkey is the other one.
    assert_eq!((opened, sessions(&app, &jane.name).await), (1, 2));
}

#[tokio::test]
async fn confirmation_sixteen_times_at_once_renews_one_session() {
    let app = with_host_name().await;
    let mut jane = app.sign_in_staff(Role::Reviewer).await;
    let mut key = jane.add_passkey().await;
    jane.browser.get("/admin/confirm?to=/admin/account").await;
    let form = "form[action='/admin/api/passkey']";
    let answer = key.assert(&question(jane.browser.page(), form));
    let targets = post_at_once(&jane.browser, form, ("answer", &answer)).await;
    let renewed = targets.iter().filter(|to| *to == "/admin/account").count();
    assert_eq!((renewed, sessions(&app, &jane.name).await), (1, 1));
}

#[tokio::test]
async fn totp_code_sixteen_times_at_once_opens_one_session() {
    let app = TestApp::new().await;
    let mut jane = app.sign_in_staff(Role::Reviewer).await;
    up_to_second_factor(&app, &mut jane).await;
    let code = jane.next_code(&app);
    let targets = post_at_once(&jane.browser, "form:has(#code)", ("code", &code)).await;
    let opened = targets.iter().filter(|to| *to == "/admin").count();
    assert_eq!((opened, sessions(&app, &jane.name).await), (1, 1));
}

#[tokio::test]
async fn recovery_code_sixteen_times_at_once_opens_one_session() {
    let app = TestApp::new().await;
    let mut jane = app.sign_in_staff(Role::Reviewer).await;
    up_to_second_factor(&app, &mut jane).await;
    let code = jane.codes[0].clone();
    let targets = post_at_once(&jane.browser, ".lost form", ("recovery", &code)).await;
    let opened = targets.iter().filter(|to| *to == "/admin").count();
    assert_eq!((opened, sessions(&app, &jane.name).await), (1, 1));
}

#[tokio::test]
async fn invite_link_sixteen_times_at_once_opens_one_session() {
    let app = with_host_name().await;
    let said = app.task(&["reviewer", "add", "jane", "viewer"]).await;
    let mut first = app.browser();
    first.get(&link(&said)).await;
    first
        .submit(&[("password", PASSWORD), ("again", PASSWORD)])
        .await;
    // Two browsers follow the same link; one sets up an app and one a passkey.
    let mut second = app.browser();
    second.get(&link(&said)).await;
    let secret = first.page().one(".secret-text");
    let (_, answer) = Authenticator::register(&question(second.page(), "form[data-question]"));
    let code = code(&app, &secret);
    let (codes, keys) = tokio::join!(
        post_at_once(&first, "form:has(#code)", ("code", &code)),
        post_at_once(&second, "form[data-question]", ("answer", &answer)),
    );
    let targets = [codes, keys].concat();
    let opened = targets.iter().filter(|to| *to == "/admin/recovery-codes");
    assert_eq!((opened.count(), sessions(&app, "jane").await), (1, 1));
}
