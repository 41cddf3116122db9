//! Cross-site forms, and the security headers of every admin answer.

use crate::{
    app::TestApp,
    forgery::{assert_clear, attacks},
    headers::assert_safe,
};
use app::admin::routes::{AdminPath, EXPORT};
use kyc::admin::Role;
use leptos::server_fn::axum::server_fn_paths;
use reqwest::Method;

/// The counts that an accepted form would change.
async fn snapshot(app: &TestApp) -> Vec<i64> {
    let database = app.database().await;
    let sql = "SELECT COUNT(*) FROM desk_trail UNION ALL SELECT CAST(SUM(version) AS BIGINT) FROM reviewers \
               UNION ALL SELECT COUNT(*) FROM desk_sessions";
    database.column(sql, &[]).await
}

#[tokio::test]
async fn admin_functions_refuse_forged_forms() {
    let app = TestApp::new().await;
    let mut victim = app.sign_in_staff(Role::Administrator).await.browser;
    // The applicants' CSRF token is invalid here, too.
    let csrf = victim.page().csrf();
    let others = app.browser().get("/").await.csrf();
    let before = snapshot(&app).await;
    let mut cases = 0;
    let functions = server_fn_paths().map(|(path, _)| path);
    let functions = functions.filter(|path| path.starts_with("/admin/api/"));
    for route in functions.chain([EXPORT]) {
        for attack in attacks(&csrf, &others) {
            for (accept, wants_page) in [("text/html,*/*", true), ("text/plain", false)] {
                let what = format!("{} at {route}, {accept}", attack.name);
                let page = victim.send(attack.at(&victim, route, accept)).await;
                assert_eq!(page.status, attack.status, "{what}: {}", page.text);
                assert_clear(&page, wants_page, &what);
                cases += 1;
            }
        }
    }
    assert_eq!(snapshot(&app).await, before);
    assert!(cases > 900, "{cases}");
}

#[tokio::test]
async fn admin_answers_carry_the_security_headers_and_load_no_script_file() {
    let app = TestApp::new().await;
    let mut browser = app.sign_in_staff(Role::Administrator).await.browser;
    for path in AdminPath::ALL {
        let path = path.at("VB-28T5-CY4T");
        let request = browser
            .request(Method::GET, &path)
            .header("accept", "text/html");
        let page = browser.send(request).await;
        assert_safe(&path, &page, false);
        assert!(!page.has("script[src], [style], style, textarea"), "{path}");
    }
    for path in ["/admin/nowhere", "/admin/", "/admin/api/nothing"] {
        let request = browser
            .request(Method::GET, path)
            .header("accept", "text/html");
        let page = browser.send(request).await;
        assert_eq!(page.status, 404, "{path}");
        assert!(page.has(".admin-bar"), "{path}");
        // The page loads the session warning, and the policy allows that script.
        let nonce = page.attribute("script", "nonce").expect("a warning");
        let policy = page.header("content-security-policy");
        assert!(
            policy.contains(&format!("'nonce-{nonce}'")),
            "{path}: {policy}"
        );
        assert_safe(path, &page, false);
    }
}

#[tokio::test]
async fn admin_switches_between_both_languages() {
    let app = TestApp::new().await;
    let mut jane = app.sign_in_staff(Role::Administrator).await;
    let page = jane.browser.get("/admin/staff").await.clone();
    assert_eq!(page.heading(), "Staff");
    let page = jane.browser.speak("es", &[]).await;
    assert_eq!(
        (page.heading().as_str(), page.path.as_str()),
        ("Personal", "/admin/staff")
    );
    assert_eq!(page.attribute("html", "lang").as_deref(), Some("es"));
    // The language outlives the session.
    assert!(
        !jane
            .browser
            .get("/admin/account")
            .await
            .text
            .contains(">Sign out<")
    );
}
