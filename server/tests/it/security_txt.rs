//! `/.well-known/security.txt` (RFC 9116).

use crate::{
    app::{Setup, TestApp},
    headers::assert_safe,
    page::Page,
};
use reqwest::Method;
use std::collections::BTreeMap;
use time::{Duration, OffsetDateTime, format_description::well_known::Rfc3339};

const PATH: &str = "/.well-known/security.txt";

async fn text(app: &TestApp) -> Page {
    let mut browser = app.browser();
    browser.send(browser.request(Method::GET, PATH)).await
}

#[tokio::test]
async fn security_txt_names_contact_expiry_languages_and_its_own_address() {
    let app = Setup::default()
        .var("VESTIBULE_SECURITY_CONTACT", "security@example.com")
        .var("VESTIBULE_SECURITY_POLICY", "https://example.com/reports")
        .start()
        .await;
    let page = text(&app).await;
    assert_eq!(page.status, 200);
    assert_eq!(page.header("content-type"), "text/plain; charset=utf-8");
    assert_safe(PATH, &page, false);
    assert!(!page.headers.contains_key("set-cookie"), "no session");
    assert!(page.text.ends_with('\n'));
    let fields = page.text.lines().map(|line| line.split_once(": "));
    let fields: BTreeMap<_, _> = fields.map(|field| field.expect("a field")).collect();
    let canonical = format!("{}{PATH}", app.url());
    for (name, value) in [
        ("Contact", "mailto:security@example.com"),
        ("Preferred-Languages", "en, es"),
        ("Canonical", &canonical),
        ("Policy", "https://example.com/reports"),
    ] {
        assert_eq!(fields.get(name), Some(&value), "{name}");
    }
    let expires = fields.get("Expires").expect("an expiry");
    let expires = OffsetDateTime::parse(expires, &Rfc3339).expect("a time of RFC 3339");
    let left = expires - app.now();
    assert!(left > Duration::days(300) && left < Duration::days(365));
    assert_eq!(fields.len(), 5, "each field once");
}

#[tokio::test]
async fn security_txt_without_a_contact_is_a_missing_page() {
    let app = TestApp::new().await;
    assert_eq!(text(&app).await.status, 404);
}
