//! Session: its cookie, its timeouts and its stored form (ASVS 3.3, 7.2, 7.3).

use crate::{
    app::{Setup, TestApp},
    browser::Browser,
    person::{Person, SSN},
    resume::halfway,
};
use reqwest::Method;
use std::{collections::HashSet, time::Duration};

#[tokio::test]
async fn session_cookie_has_strict_attributes() {
    for (public, name, secure) in [
        ("http://127.0.0.1:0", "vestibule-session", false),
        (
            "https://onboarding.example.com",
            "__Host-vestibule-session",
            true,
        ),
    ] {
        let app = Setup::default()
            .var("VESTIBULE_PUBLIC_URL", public)
            .start()
            .await;
        let mut browser = app.browser();
        browser.get("/").await;
        let (action, fields) = browser.filled("main form[method=post]", &[]);
        let page = browser.send(browser.post(&action, &fields)).await;
        assert_eq!(page.headers.get_all("set-cookie").iter().count(), 1);
        let cookie = page.header("set-cookie");
        let parts: Vec<_> = cookie.split("; ").collect();
        let (given, value) = parts[0].split_once('=').expect("a pair");
        assert_eq!(given, name);
        assert!(value.len() >= 22, "128 bits: {value}");
        for attribute in ["HttpOnly", "SameSite=Lax", "Path=/"] {
            assert!(parts.contains(&attribute), "no {attribute}: {cookie}");
        }
        assert_eq!(parts.contains(&"Secure"), secure, "{cookie}");
        assert!(!cookie.to_lowercase().contains("domain="), "{cookie}");
        assert!(!cookie.to_lowercase().contains("max-age"), "{cookie}");
        assert!(cookie.len() < 4096);
        assert!(
            !page.text.contains(value),
            "the id is only ever in the header"
        );
    }
}

#[tokio::test]
async fn session_ids_and_form_tokens_are_unique() {
    let app = TestApp::new().await;
    let (mut ids, mut tokens) = (HashSet::new(), HashSet::new());
    for _ in 0..200 {
        let mut browser = app.browser();
        assert!(tokens.insert(browser.get("/").await.csrf()));
        assert!(tokens.insert(browser.begin().await.csrf()));
        assert!(ids.insert(browser.session().expect("a session").to_owned()));
    }
}

#[tokio::test]
async fn session_id_changes_on_resume_and_old_id_ends() {
    let app = TestApp::new().await;
    let (mut browser, _) = halfway(&app).await;
    let mut attacker = browser.clone();
    let planted = browser.session().expect("a session").to_owned();
    let mut other = app.browser();
    other
        .get(&browser.get("/").await.return_link().expect("a link"))
        .await;
    assert_eq!(other.confirm(Person::JOHN.born).await.path, "/contact");
    assert_ne!(other.session(), Some(planted.as_str()));
    let page = attacker.get("/contact").await;
    assert_eq!(
        page.path, "/return?notice=ended",
        "whoever planted the id gets nothing"
    );
    assert!(!page.text.contains("John"));
}

#[tokio::test]
async fn unknown_session_id_is_replaced() {
    let app = TestApp::new().await;
    for planted in ["AAAAAAAAAAAAAAAAAAAAAA", "x", "", "%00", "../../etc"] {
        let mut browser = app.browser();
        browser
            .cookies
            .insert("vestibule-session".to_owned(), planted.to_owned());
        browser.get("/").await;
        assert_eq!(browser.session(), None, "{planted}");
        browser
            .cookies
            .insert("vestibule-session".to_owned(), planted.to_owned());
        browser.begin().await;
        let given = browser.session().expect("a session");
        assert_ne!(given, planted);
    }
}

#[tokio::test]
async fn active_session_ends_at_absolute_timeout() {
    let app = Setup::default()
        .var("VESTIBULE_SESSION_ABSOLUTE_MINUTES", "60")
        .var("VESTIBULE_SESSION_IDLE_MINUTES", "1440")
        .start()
        .await;
    let mut browser = app.browser();
    browser.fill_in(&Person::JOHN).await;
    let old = browser.clone();
    for _ in 0..5 {
        app.advance(Duration::from_secs(11 * 60));
        assert_eq!(browser.get("/check").await.path, "/check");
    }
    app.advance(Duration::from_secs(5 * 60));
    let page = browser.get("/check").await;
    assert_eq!(page.path, "/return?notice=ended");
    assert_ne!(browser.session(), old.session());
    let mut replay = old;
    assert_eq!(
        replay.get("/check").await.path,
        "/return?notice=ended",
        "the row is gone"
    );
    assert_eq!(
        replay.get("/status").await.path,
        "/return",
        "with the link of this device"
    );
}

/// Remaining seconds, as the idle warning requests them. Rounded up to whole minutes.
async fn left(browser: &mut Browser, stay: bool) -> Option<u64> {
    let csrf = browser.page().csrf();
    let stay = u8::from(stay).to_string();
    let answer = browser
        .ask("/api/stay", &[("csrf", &csrf), ("stay", &stay)])
        .await;
    let left = answer.text.trim_end().parse::<u64>().ok();
    assert_eq!(answer.status.is_success(), left.is_some());
    // The session stores whole seconds, so the remainder varies by less than a minute.
    left.map(|left| left.div_ceil(60) * 60)
}

#[tokio::test]
async fn idle_session_ends_despite_automatic_requests() {
    let app = TestApp::new().await;
    let mut browser = app.browser();
    browser.apply(&Person::born("1985-09-02")).await;
    let csrf = browser
        .page()
        .attribute("#state", "data-csrf")
        .expect("a token");
    let seen = browser
        .page()
        .attribute("#state", "data-seen")
        .expect("a fingerprint");
    for minute in 1..15_u64 {
        app.advance(Duration::from_secs(60));
        let pairs = [("csrf", &*csrf), ("seen", &*seen), ("asked", "1")];
        let update = browser.ask("/api/status", &pairs).await;
        assert_eq!(update.status, 200, "minute {minute}");
        for path in ["/status?again", "/status/qr.png"] {
            let request = browser.request(Method::GET, path);
            assert_eq!(browser.send(request).await.status, 200, "minute {minute}");
        }
        let listening = browser
            .request(Method::GET, ::app::routes::LIVE)
            .send()
            .await;
        assert_eq!(
            listening.expect("a stream").status(),
            200,
            "minute {minute}"
        );
        assert_eq!(left(&mut browser, false).await, Some((15 - minute) * 60));
    }
    app.advance(Duration::from_secs(60));
    assert_eq!(left(&mut browser, false).await, None);
    assert_eq!(browser.get("/status").await.path, "/return");
}

#[tokio::test]
async fn stay_action_extends_session_until_absolute_timeout() {
    let app = TestApp::new().await;
    let mut browser = app.browser();
    browser.fill_in(&Person::JOHN).await;
    let shown = browser
        .page()
        .attribute("#idle", "data-left")
        .expect("a time");
    assert!(["899", "900"].contains(&shown.as_str()), "{shown}");
    for _ in 0..12 {
        app.advance(Duration::from_secs(14 * 60));
        assert_eq!(left(&mut browser, true).await, Some(15 * 60));
    }
    for _ in 0..42 {
        app.advance(Duration::from_secs(13 * 60));
        left(&mut browser, true).await;
    }
    app.advance(Duration::from_secs(4 * 60));
    assert_eq!(
        left(&mut browser, true).await,
        Some(2 * 60),
        "12 hours are 12 hours"
    );
    app.advance(Duration::from_secs(2 * 60));
    assert_eq!(left(&mut browser, true).await, None);
}

#[tokio::test]
async fn session_without_application_has_no_timeout_warning() {
    let app = TestApp::new().await;
    let mut browser = app.browser();
    assert!(!browser.get("/").await.has("#idle, script"));
    assert_eq!(left(&mut browser, false).await, None);
    browser.begin().await;
    assert!(browser.page().has("dialog#idle[data-left]"));
}

#[tokio::test]
async fn stored_session_is_hashed_and_encrypted() {
    let app = TestApp::new().await;
    let mut browser = app.browser();
    browser.apply(&Person::born("1985-09-02")).await;
    let csrf = browser
        .page()
        .attribute("#state", "data-csrf")
        .expect("a token");
    let id = browser.session().expect("a session").to_owned();
    let bits = base64::Engine::decode(&base64::engine::general_purpose::URL_SAFE_NO_PAD, &id);
    let bits = bits.expect("base64");
    assert_eq!(bits.len(), 16, "128 bits");
    let mut turned = bits.clone();
    turned.reverse();

    // The id before the change left no row.
    let sql = "SELECT id_hash, data_sealed FROM sessions";
    let row = app.database().await.only_row(sql, &[]).await;
    let row = [row.get::<Vec<u8>>("id_hash"), row.get("data_sealed")].concat();
    let external = app.inquiry().external_id;
    let secrets = [
        id.as_bytes(),
        &bits,
        &turned,
        csrf.as_bytes(),
        external.as_bytes(),
        b"began",
        b"John",
        SSN.as_bytes(),
    ];
    for secret in secrets {
        assert!(
            !row.windows(secret.len()).any(|part| part == secret),
            "{secret:?}"
        );
    }
}

#[tokio::test]
async fn static_files_and_health_create_no_session() {
    let app = TestApp::new().await;
    let mut browser = app.browser();
    for path in [
        "/pkg/vestibule.c.css",
        "/favicon.svg",
        "/health/ready",
        "/health/live",
    ] {
        browser.send(browser.request(Method::GET, path)).await;
    }
    let database = app.database().await;
    let rows = database.rows("SELECT id_hash FROM sessions", &[]).await;
    assert_eq!(rows, []);
}
