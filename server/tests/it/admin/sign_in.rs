//! Signing in: two factors, and one answer for every wrong name or password.

use super::signed_in_staff::{PASSWORD, code};
use crate::app::TestApp;
use kyc::admin::Role;

#[tokio::test]
async fn sign_in_needs_password_and_code() {
    let app = TestApp::new().await;
    let mut jane = app.sign_in_staff(Role::Reviewer).await;
    jane.browser = app.browser();
    assert_eq!(jane.browser.get("/admin").await.path, "/admin/sign-in");
    assert_eq!(jane.first(PASSWORD).await.path, "/admin/sign-in/second");
    for closed in ["/admin", "/admin/account", "/admin/staff"] {
        let path = &jane.browser.get(closed).await.path;
        assert!(
            path.starts_with("/admin/sign-in/second"),
            "{closed}: {path}"
        );
    }
    let code = jane.next_code(&app);
    let page = jane.browser.submit(&[("code", &code)]).await;
    assert_eq!(
        page.path, "/admin/staff",
        "the address that was asked for last"
    );
    assert!(page.one(".admin-account p").contains(&jane.name));
}

#[tokio::test]
async fn totp_code_is_accepted_once() {
    let app = TestApp::new().await;
    let mut jane = app.sign_in_staff(Role::Reviewer).await;
    jane.sign_in(&app).await;
    let used = code(&app, &jane.secret);
    jane.browser = app.browser();
    jane.first(PASSWORD).await;
    let page = jane.browser.submit(&[("code", &used)]).await;
    assert_eq!(page.path, "/admin/sign-in/second?notice=code");
    let fresh = jane.next_code(&app);
    assert_eq!(
        jane.browser.submit(&[("code", &fresh)]).await.path,
        "/admin"
    );
}

#[tokio::test]
async fn recovery_code_is_accepted_once() {
    let app = TestApp::new().await;
    let mut jane = app.sign_in_staff(Role::Reviewer).await;
    assert_eq!(jane.codes.len(), 10);
    let code = jane.codes[0].to_uppercase();
    for expected in ["/admin", "/admin/sign-in/second?notice=recovery"] {
        jane.browser = app.browser();
        jane.first(PASSWORD).await;
        assert!(jane.browser.page().has(".lost:not([open])"));
        let pairs = [("recovery", code.as_str())];
        let page = jane.press(".lost form", &pairs).await;
        assert_eq!(page.path, expected);
    }
    // The page opens the section with the error, and the error summary links to it.
    let page = jane.browser.page();
    assert!(page.has(".lost[open] #recovery[aria-invalid=true]"));
    let wrong = page.problems();
    assert_eq!(wrong.len(), 1);
    assert_eq!(wrong[0].0, "#recovery");
}

#[tokio::test]
async fn sign_in_attempt_ends_after_five_wrong_codes() {
    let app = TestApp::new().await;
    let mut jane = app.sign_in_staff(Role::Reviewer).await;
    jane.browser = app.browser();
    jane.first(PASSWORD).await;
    for _ in 0..4 {
        let page = jane.browser.submit(&[("code", "000000")]).await;
        assert_eq!(page.path, "/admin/sign-in/second?notice=code");
    }
    let page = jane.browser.submit(&[("code", "000000")]).await;
    assert_eq!(page.path, "/admin/sign-in?notice=over");
    assert_eq!(
        jane.browser.get("/admin/sign-in/second").await.path,
        "/admin/sign-in?notice=ended"
    );
}

#[tokio::test]
async fn unknown_wrong_and_disabled_accounts_get_the_same_answer() {
    let app = TestApp::new().await;
    let jane = app.sign_in_staff(Role::Reviewer).await;
    let gone = app.sign_in_staff(Role::Reviewer).await;
    app.task(&["reviewer", "disable", &gone.name]).await;
    app.task(&["reviewer", "add", "not.enrolled", "viewer"])
        .await;
    let mut answers = Vec::new();
    for (name, password) in [
        ("unknown.account", PASSWORD),
        (jane.name.as_str(), "another password altogether"),
        (gone.name.as_str(), PASSWORD),
        ("not.enrolled", PASSWORD),
        ("not a name!", PASSWORD),
        ("", ""),
    ] {
        let mut browser = app.browser();
        browser.get("/admin/sign-in").await;
        let page = browser
            .submit(&[("name", name), ("password", password)])
            .await;
        assert_eq!(page.path, "/admin/sign-in?notice=wrong", "{name}");
        // Removes the CSRF token, the nonce and the typed name, which differ from page to page.
        let typed = page.value("name").unwrap_or_default();
        let nonce = page.attribute("script", "nonce").unwrap_or_default();
        let same = page.text.replace(&page.csrf(), "").replace(&nonce, "");
        let same = same.replace(&format!("value=\"{typed}\""), "value=\"\"");
        answers.push(same);
    }
    for answer in &answers {
        assert!(answer == &answers[0]);
    }
}

#[tokio::test]
async fn staff_trail_contains_no_names_and_detects_changes() {
    let app = TestApp::new().await;
    let mut jane = app.sign_in_staff(Role::Viewer).await;
    jane.browser = app.browser();
    jane.first("not her password at all").await;
    jane.sign_in(&app).await;
    assert_eq!(jane.browser.get("/admin/staff").await.status, 403);
    let database = app.database().await;
    let sql = "SELECT * FROM desk_trail WHERE about = (SELECT id FROM reviewers WHERE name = ?) \
               ORDER BY pos";
    let rows = database.rows(sql, &[(&jane.name).into()]).await;
    let actions: Vec<String> = rows.iter().map(|row| row.get("deed")).collect();
    assert_eq!(
        actions,
        [
            "added",
            "invited",
            "password_changed",
            "totp_set",
            "enrolled",
            "refused",
            "signed_in",
            "denied"
        ]
    );
    for row in &rows {
        let words = format!(
            "{}{}",
            row.get::<String>("actor"),
            row.get::<String>("detail")
        );
        assert!(
            !words.contains(&jane.name) && !words.contains("127.0.0.1"),
            "{words}"
        );
    }
    let output = app.task(&["audit", "verify"]).await;
    assert!(output.contains("rows of the staff's trail"), "{output}");
    for sql in [
        "UPDATE desk_trail SET actor = 'system'",
        "DELETE FROM desk_trail WHERE pos = 2",
    ] {
        let refused = database.try_run(sql).await.expect_err(sql);
        assert!(refused.contains("never"), "{refused}");
    }
    let sql = "UPDATE desk_trail SET actor = 'operator' WHERE deed = 'refused'";
    app.unguarded_database().await.run(sql).await;
    // `audit verify` reports the fault on standard output and exits with code 1.
    app.refused(&["audit", "verify"]).await;
}
