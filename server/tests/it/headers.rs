//! Security headers of every kind of response (security §4, ASVS 3.4).

use crate::{app::TestApp, browser::FORM, page::Page, person::Person};
use reqwest::Method;

#[track_caller]
pub(crate) fn assert_safe(what: &str, page: &Page, cached: bool) {
    for (name, expected) in [
        (
            "strict-transport-security",
            "max-age=63072000; includeSubDomains; preload",
        ),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
        ("x-frame-options", "DENY"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-embedder-policy", "require-corp"),
        ("cross-origin-resource-policy", "same-origin"),
    ] {
        assert_eq!(page.header(name), expected, "{name} of {what}");
        assert_eq!(
            page.headers.get_all(name).iter().count(),
            1,
            "{name} of {what}"
        );
    }
    let cache = page.header("cache-control");
    if cached {
        assert!(cache.starts_with("public, max-age="), "{what}: {cache}");
        assert!(
            !page.headers.contains_key("set-cookie"),
            "{what} is cached with a cookie"
        );
    } else {
        assert_eq!(cache, "no-store", "{what}");
    }
    assert!(
        page.header("permissions-policy").contains("camera=()"),
        "{what}"
    );
    assert!(!page.header("x-request-id").is_empty(), "{what}");
    for name in ["server", "x-powered-by", "access-control-allow-origin"] {
        assert!(!page.headers.contains_key(name), "{name} of {what}");
    }
    assert_policy(what, page);
}

#[track_caller]
fn assert_policy(what: &str, page: &Page) {
    let policy = page.header("content-security-policy");
    let rules: Vec<_> = policy.split(';').map(str::trim).collect();
    for rule in [
        "default-src 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "require-trusted-types-for 'script'",
    ] {
        assert!(
            rules.contains(&rule),
            "no {rule} in the policy of {what}: {policy}"
        );
    }
    for bad in [
        "'unsafe-inline'",
        "'unsafe-eval'",
        "data:",
        "*",
        "http:",
        "https:",
    ] {
        assert!(!policy.contains(bad), "{bad} in the policy of {what}");
    }
    let directives: Vec<_> = rules
        .iter()
        .filter_map(|rule| rule.split(' ').next())
        .collect();
    let mut unique = directives.clone();
    unique.sort_unstable();
    unique.dedup();
    assert_eq!(
        unique.len(),
        directives.len(),
        "a directive twice: {policy}"
    );
}

fn nonce(page: &Page) -> Option<String> {
    let policy = page.header("content-security-policy");
    let (_, rest) = policy.split_once("'nonce-")?;
    rest.split_once('\'').map(|(nonce, _)| nonce.to_owned())
}

#[tokio::test]
async fn every_kind_of_response_has_security_headers() {
    let app = TestApp::new().await;
    let mut browser = app.browser();
    browser.apply(&Person::born("1985-09-02")).await;
    let html = "text/html";
    let long = format!("/pkg/{}.js", "a".repeat(300));
    for (what, path, status) in [
        ("a page", "/", 200),
        ("the status page", "/status", 200),
        ("a redirect", "/name", 303),
        ("a missing page", "/nowhere", 404),
        ("a missing file", "/pkg/nothing.js", 404),
        ("a file of a name too long", &long, 404),
        ("a missing function", "/api/nothing", 404),
        ("the picture", "/status/qr.png", 200),
        ("alive", "/health/live", 200),
        ("ready", "/health/ready", 200),
        ("a file", "/pkg/vestibule.c.css", 200),
        ("the icon", "/favicon.svg", 200),
    ] {
        let page = browser
            .send(browser.request(Method::GET, path).header("accept", html))
            .await;
        assert_eq!(page.status, status, "{what}");
        assert_safe(what, &page, what == "a file" || what == "the icon");
    }
    let endless = browser
        .request(Method::GET, ::app::routes::LIVE)
        .send()
        .await;
    let endless = endless.expect("an answer");
    assert_eq!(endless.status(), 200);
    let beginning = Page {
        status: endless.status(),
        headers: endless.headers().clone(),
        text: String::new(),
        path: ::app::routes::LIVE.to_owned(),
    };
    assert_safe("the stream", &beginning, false);
    let head = browser.send(browser.request(Method::HEAD, "/")).await;
    assert_safe("HEAD", &head, false);
    let csrf = browser
        .status_page()
        .await
        .attribute("#state", "data-csrf")
        .expect("a token");
    for (what, body, status) in [
        ("a refusal", "csrf=wrong".to_owned(), 403),
        ("a broken form", "csrf=a&csrf=a".to_owned(), 400),
        ("too much", "a".repeat(70_000), 413),
        ("a success", format!("csrf={csrf}"), 303),
    ] {
        for accept in [html, "text/plain"] {
            let request = browser
                .post("/api/retry", &[])
                .header("accept", accept)
                .body(body.clone());
            let page = browser.send(request).await;
            assert_eq!(page.status, status, "{what}");
            assert_safe(what, &page, false);
        }
    }
    let put = browser
        .request(Method::PUT, "/status")
        .header("content-type", FORM);
    assert_safe("another method", &browser.send(put).await, false);
}

#[tokio::test]
async fn file_whose_name_has_a_nul_is_not_found() {
    let app = TestApp::new().await;
    let mut browser = app.browser();
    for path in ["/pkg/%00", "/pkg/a%00.css", "/pkg/vestibule.c.css%00"] {
        for method in [Method::GET, Method::HEAD] {
            let page = browser.send(browser.request(method.clone(), path)).await;
            assert_eq!(page.status, 404, "{method} {path}");
            assert_safe(path, &page, false);
        }
    }
}

#[tokio::test]
async fn request_id_of_the_client_is_replaced() {
    let app = TestApp::new().await;
    let browser = app.browser();
    let mut seen = std::collections::HashSet::new();
    for _ in 0..2 {
        let request = browser
            .request(Method::GET, "/health/live")
            .header("x-request-id", "forged");
        let response = request.send().await.expect("an answer");
        let id = response.headers()["x-request-id"].clone();
        assert_ne!(id, "forged");
        assert!(seen.insert(id), "an id twice");
    }
}

#[tokio::test]
async fn server_error_has_security_headers() {
    let app = TestApp::new().await;
    let mut browser = app.browser();
    browser.fill_in(&Person::JOHN).await;
    app.database().await.run("DROP TABLE sessions").await;
    let page = browser.get("/name").await;
    assert_eq!(page.status, 503);
    assert_safe("a fault of ours", page, false);
}

#[tokio::test]
async fn nonce_is_new_in_every_response_and_only_on_own_scripts() {
    let app = TestApp::new().await;
    let mut browser = app.browser();
    browser.apply(&Person::born("1985-09-02")).await;
    let mut seen = std::collections::HashSet::new();
    for _ in 0..30 {
        let page = browser.status_page().await;
        let nonce = nonce(page).expect("a nonce");
        assert!(nonce.len() >= 22, "128 bits: {nonce}");
        let marked = page.all("script").len();
        assert_eq!(page.text.matches(&nonce).count(), marked, "only on scripts");
        assert!(marked >= 1);
        for script in ["script[nonce]", "script"].map(|css| page.all(css).len()) {
            assert_eq!(script, marked);
        }
        assert!(seen.insert(nonce), "a nonce twice");
    }
}

#[tokio::test]
async fn pages_before_submission_load_no_script() {
    let app = TestApp::new().await;
    let mut browser = app.browser();
    browser.fill_in(&Person::JOHN).await;
    for path in [
        "/",
        "/agreement",
        "/name",
        "/date-of-birth",
        "/contact",
        "/address",
        "/ssn",
        "/check",
        "/no-ssn",
        "/nowhere",
    ] {
        let page = browser.get(path).await;
        assert!(
            !page.has("script[src], script[type]") && !page.text.contains("modulepreload"),
            "{path}"
        );
        assert!(
            !page.has("[style]") && !page.has("style") && !page.has("textarea"),
            "{path}"
        );
    }
}

#[tokio::test]
async fn health_endpoints_respond_without_session() {
    let app = TestApp::new().await;
    let mut browser = app.browser();
    for (path, words) in [("/health/live", "alive"), ("/health/ready", "ready")] {
        let page = browser.send(browser.request(Method::GET, path)).await;
        assert_eq!((page.status.as_u16(), page.text.as_str()), (200, words));
    }
    assert!(browser.cookies.is_empty());
}
