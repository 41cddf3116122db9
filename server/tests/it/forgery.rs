//! Cross-site forms, malformed forms and other methods against every server function
//! (security case 10).

use crate::{
    app::{Setup, TestApp},
    browser::{Browser, FORM, encode},
    db::Database,
    page::Page,
    person::Person,
};
use leptos::server_fn::axum::server_fn_paths;
use reqwest::{Method, RequestBuilder};
use std::collections::BTreeSet;

/// Paths of the applicants' server functions, from the framework's own list.
fn routes() -> BTreeSet<&'static str> {
    let all = server_fn_paths().map(|(path, _)| path);
    let (admin, routes): (BTreeSet<_>, BTreeSet<_>) =
        all.partition(|path| path.starts_with("/admin/api/"));
    assert!(routes.len() >= 12, "{routes:?}");
    assert!(
        routes.iter().all(|path| path.starts_with("/api/")),
        "{routes:?}"
    );
    assert!(!admin.is_empty());
    routes
}

/// Invalid request and the status that it must get.
pub(crate) struct Attack {
    pub(crate) name: &'static str,
    method: Method,
    headers: &'static [(&'static str, &'static str)],
    content: &'static str,
    body: String,
    pub(crate) status: u16,
}

/// Requests that differ from a valid form in one point.
pub(crate) fn attacks(csrf: &str, others: &str) -> Vec<Attack> {
    const OURS: &[(&str, &str)] = &[("origin", "null"), ("sec-fetch-site", "same-origin")];
    let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let ours = encode(&[pair("csrf", csrf)]);
    let get_it = |name, headers, body: &str, status| Attack {
        name,
        method: Method::POST,
        headers,
        content: FORM,
        body: body.to_owned(),
        status,
    };
    let as_type = |name, content| Attack {
        content,
        ..get_it(name, OURS, &ours, 400)
    };
    let by = |method, status| Attack {
        method,
        ..get_it("another method", OURS, &ours, status)
    };
    let wrong = format!("csrf={}", "A".repeat(csrf.len()));
    let twice = format!("{ours}&{ours}");
    let field_twice = format!("{ours}&given=a&given=b");
    let huge = format!("{ours}&given={}", "a".repeat(66_560));
    vec![
        get_it("no token", OURS, "given=John", 403),
        get_it("an empty token", OURS, "csrf=", 403),
        get_it("a wrong token", OURS, &wrong, 403),
        get_it(
            "another session's token",
            OURS,
            &encode(&[pair("csrf", others)]),
            403,
        ),
        get_it(
            "cross-site",
            &[
                ("origin", "https://evil.example"),
                ("sec-fetch-site", "cross-site"),
            ],
            &ours,
            403,
        ),
        get_it(
            "cross-site, hidden origin",
            &[("origin", "null"), ("sec-fetch-site", "cross-site")],
            &ours,
            403,
        ),
        get_it(
            "same-site",
            &[("origin", "null"), ("sec-fetch-site", "same-site")],
            &ours,
            403,
        ),
        get_it("typed in", &[("sec-fetch-site", "none")], &ours, 403),
        get_it("no headers", &[], &ours, 403),
        get_it("hidden origin alone", &[("origin", "null")], &ours, 403),
        get_it(
            "an origin that lies",
            &[
                ("origin", "https://evil.example"),
                ("sec-fetch-site", "same-origin"),
            ],
            &ours,
            403,
        ),
        get_it(
            "an old browser elsewhere",
            &[("origin", "https://evil.example")],
            &ours,
            403,
        ),
        as_type("text/plain", "text/plain"),
        as_type("JSON", "application/json"),
        as_type("multipart", "multipart/form-data; boundary=x"),
        as_type("no type", ""),
        get_it("the token twice", OURS, &twice, 400),
        get_it("a field twice", OURS, &field_twice, 400),
        get_it(
            "bytes that are no text",
            OURS,
            &format!("{ours}&given=%ff"),
            400,
        ),
        get_it("too large", OURS, &huge, 413),
        by(Method::GET, 404),
        by(Method::PUT, 404),
        by(Method::PATCH, 404),
        by(Method::DELETE, 404),
        by(Method::TRACE, 404),
        by(Method::OPTIONS, 404),
    ]
}

impl Attack {
    pub(crate) fn at(&self, browser: &Browser, route: &str, accept: &str) -> RequestBuilder {
        let mut request = browser
            .request(self.method.clone(), route)
            .header("accept", accept);
        for (name, value) in self.headers {
            request = request.header(*name, *value);
        }
        if !self.content.is_empty() {
            request = request.header("content-type", self.content);
        }
        if self.method == Method::GET {
            return request.query(&[("csrf", "x"), ("agreed", "yes")]);
        }
        request.body(self.body.clone())
    }
}

/// State that an accepted form would change.
async fn snapshot(app: &TestApp, database: &Database) -> (Vec<(i64, String)>, i64, u64) {
    let sql = "SELECT version, state FROM applications ORDER BY id";
    let rows = database.rows(sql, &[]).await;
    let rows = rows
        .iter()
        .map(|row| (row.get("version"), row.get("state")))
        .collect();
    (
        rows,
        database.value("SELECT count(*) FROM events", &[]).await,
        app.sandbox.calls(sandbox::Endpoint::Start),
    )
}

#[track_caller]
pub(crate) fn assert_clear(page: &Page, wants_page: bool, what: &str) {
    let kind = page.header("content-type");
    if wants_page {
        assert!(kind.starts_with("text/html"), "{what}: {kind}");
        assert!(
            !page.heading().is_empty() && page.has("main a.button"),
            "{what}"
        );
    } else {
        assert_eq!(kind, "text/plain; charset=utf-8", "{what}");
        assert_eq!(page.text, "stop", "{what}");
    }
}

#[tokio::test]
async fn forged_forms_are_rejected_by_every_server_function() {
    let app = TestApp::new().await;
    let (mut victim, mut attacker) = (app.browser(), app.browser());
    let csrf = victim.fill_in(&Person::JOHN).await.csrf();
    let others = attacker.get("/").await.csrf();
    assert_ne!(csrf, others);
    let database = app.database().await;
    let before = snapshot(&app, &database).await;
    let mut cases = 0;
    for route in routes() {
        for attack in attacks(&csrf, &others) {
            for (accept, wants_page) in [("text/html,*/*", true), ("text/plain", false)] {
                let what = format!("{} at {route}, {accept}", attack.name);
                let page = victim.send(attack.at(&victim, route, accept)).await;
                assert_eq!(page.status, attack.status, "{what}: {}", page.text);
                assert_clear(&page, wants_page, &what);
                cases += 1;
            }
        }
        assert_eq!(
            snapshot(&app, &database).await,
            before,
            "{route} took something"
        );
    }
    assert!(cases > 500, "{cases}");
    // The valid form is accepted, so the rejections above have the intended cause.
    assert_eq!(victim.hand_in().await.label().as_deref(), Some("approved"));
}

#[tokio::test]
async fn browser_without_fetch_metadata_is_accepted_by_origin() {
    let app = TestApp::new().await;
    let mut browser = app.browser();
    let csrf = browser.get("/").await.csrf();
    let request = browser
        .request(Method::POST, "/api/begin")
        .header("origin", app.url())
        .header("content-type", FORM)
        .body(format!("csrf={csrf}"));
    assert_eq!(browser.send(request).await.status, 303);
}

#[tokio::test]
async fn method_override_is_ignored() {
    let app = TestApp::new().await;
    let mut browser = app.browser();
    let csrf = browser.get("/").await.csrf();
    let request = browser
        .request(Method::GET, "/api/begin")
        .header("x-http-method-override", "POST")
        .query(&[("csrf", csrf.as_str()), ("_method", "POST")]);
    assert_eq!(browser.send(request).await.status, 404);
    assert!(app.database().await.actions().await.is_empty());
}

#[tokio::test]
async fn costly_requests_are_rate_limited_by_address() {
    let app = Setup::default()
        .var("VESTIBULE_RATE_PER_MINUTE", "3")
        .var("VESTIBULE_TRUSTED_PROXIES", "127.0.0.0/8")
        .start()
        .await;
    let from = |ip| app.browser().habit("x-forwarded-for", ip);
    for _ in 0..3 {
        from("198.51.100.7").begin().await;
    }
    let mut fourth = from("198.51.100.7");
    fourth.get("/").await;
    let page = fourth.submit(&[]).await;
    assert_eq!(page.status, 429);
    assert_eq!(page.heading(), "Too many tries");
    assert_eq!(page.header("retry-after"), "60");
    assert!(page.header("content-type").starts_with("text/html"));
    // Reads and other addresses are not limited.
    assert_eq!(fourth.get("/").await.status, 200);
    from("198.51.100.8").begin().await;
    let opened = app.database().await.actions().await;
    assert_eq!(opened.len(), 4, "{opened:?}");
}
