//! The admin session: a cookie of its own, timeouts and revocation (ASVS 3.3, 7).

use super::signed_in_staff::PASSWORD;
use crate::{
    app::{Setup, TestApp},
    browser::Browser,
    person::Person,
};
use kyc::admin::Role;
use reqwest::Method;
use std::{collections::BTreeSet, time::Duration};

const COOKIE: &str = "vestibule-admin-session";

#[tokio::test]
async fn admin_and_applicants_share_no_cookie_and_no_session() {
    for (public, name, path) in [
        ("http://127.0.0.1:0", COOKIE, "Path=/admin"),
        (
            "https://onboarding.example.com",
            "__Host-vestibule-admin-session",
            "Path=/",
        ),
    ] {
        let app = Setup::default()
            .var("VESTIBULE_PUBLIC_URL", public)
            .start()
            .await;
        let mut browser = app.browser();
        browser.get("/admin/sign-in").await;
        let typed = [("name", "jane"), ("password", "wrong")];
        let (action, fields) = browser.filled("main form[method=post]", &typed);
        let page = browser.send(browser.post(&action, &fields)).await;
        assert_eq!(page.headers.get_all("set-cookie").iter().count(), 1);
        let cookie = page.header("set-cookie").to_owned();
        let parts: Vec<_> = cookie.split("; ").collect();
        assert!(parts[0].starts_with(&format!("{name}=")), "{cookie}");
        for attribute in ["HttpOnly", "SameSite=Strict", path] {
            assert!(parts.contains(&attribute), "no {attribute}: {cookie}");
        }
        let secure = public.starts_with("https");
        assert_eq!(parts.contains(&"Secure"), secure, "{cookie}");
        // The applicants' pages ignore the admin's cookie, and the other way round.
        browser.begin().await;
        let names: BTreeSet<_> = browser.cookies.keys().map(String::as_str).collect();
        assert_eq!(
            names.len(),
            3,
            "pre-session, admin and applicant: {names:?}"
        );
        assert_ne!(
            browser.get("/").await.csrf(),
            browser.get("/admin/sign-in").await.csrf()
        );
        let sql = "SELECT 1 FROM sessions UNION ALL SELECT 2 FROM desk_sessions";
        let rows = app.database().await.rows(sql, &[]).await;
        assert_eq!(rows.len(), 2, "one each");
    }
}

#[tokio::test]
async fn session_id_changes_at_every_sign_in_step() {
    let app = TestApp::new().await;
    let mut jane = app.sign_in_staff(Role::Viewer).await;
    jane.browser = app.browser();
    let mut ids = Vec::new();
    jane.first("wrong").await;
    let planted = jane.browser.clone();
    ids.push(jane.browser.cookies[COOKIE].clone());
    jane.first(PASSWORD).await;
    let halfway = jane.browser.clone();
    ids.push(jane.browser.cookies[COOKIE].clone());
    let code = jane.next_code(&app);
    jane.browser.submit(&[("code", &code)]).await;
    ids.push(jane.browser.cookies[COOKIE].clone());
    ids.dedup();
    assert_eq!(ids.len(), 3);
    assert!(ids.iter().all(|id| id.len() == 26), "128 bits: {ids:?}");
    for mut old in [planted, halfway] {
        assert_eq!(old.get("/admin").await.path, "/admin/sign-in?notice=ended");
    }
    for forged in ["x", "", "00000000000000000000000000"] {
        let mut browser = app.browser();
        browser.cookies.insert(COOKIE.to_owned(), forged.to_owned());
        assert!(
            browser
                .get("/admin")
                .await
                .path
                .starts_with("/admin/sign-in")
        );
        let rows = "SELECT hex(id_hash) FROM desk_sessions WHERE reviewer_id IS NULL";
        assert_eq!(app.column(rows).await.len(), 0, "{forged}");
    }
}

#[tokio::test]
async fn session_ends_after_15_idle_minutes_or_12_hours() {
    let app = TestApp::new().await;
    let mut jane = app.sign_in_staff(Role::Viewer).await;
    let mut idle = jane.browser.clone();
    jane.sign_in(&app).await;
    for _ in 0..51 {
        app.advance(Duration::from_secs(14 * 60));
        assert_eq!(jane.browser.get("/admin").await.path, "/admin");
    }
    assert_eq!(idle.get("/admin").await.path, "/admin/sign-in?notice=ended");
    app.advance(Duration::from_secs(7 * 60));
    assert_eq!(
        jane.browser.get("/admin").await.path,
        "/admin/sign-in?notice=ended"
    );
}

#[tokio::test]
async fn background_requests_do_not_extend_the_session() {
    let app = TestApp::new().await;
    let mut jane = app.sign_in_staff(Role::Viewer).await;
    let csrf = jane.browser.page().csrf();
    for (after, stay, left) in [(10, "0", 5 * 60), (3, "1", 15 * 60), (14, "0", 60)] {
        app.advance(Duration::from_secs(after * 60));
        let pairs = [("csrf", csrf.as_str()), ("stay", stay)];
        let answer = jane.browser.ask("/admin/api/stay", &pairs).await;
        // The remaining time is in whole seconds.
        let announced = answer
            .text
            .trim()
            .parse::<u64>()
            .map(|announced| announced.div_ceil(60) * 60);
        assert_eq!(announced, Ok(left));
        let again = jane.browser.request(Method::GET, "/admin?again");
        assert_eq!(jane.browser.send(again).await.status, 200);
    }
    app.advance(Duration::from_secs(60));
    let pairs = [("csrf", csrf.as_str()), ("stay", "1")];
    let answer = jane.browser.ask("/admin/api/stay", &pairs).await;
    assert_eq!(answer.status, 403);
}

#[tokio::test]
async fn fourth_session_ends_the_oldest() {
    let app = TestApp::new().await;
    let mut jane = app.sign_in_staff(Role::Viewer).await;
    let mut sessions = vec![jane.browser.clone()];
    for _ in 0..3 {
        jane.sign_in(&app).await;
        sessions.push(jane.browser.clone());
    }
    let expected = ["/admin/sign-in?notice=ended", "/admin", "/admin", "/admin"];
    for (mut session, path) in sessions.into_iter().zip(expected) {
        assert_eq!(session.get("/admin").await.path, path);
    }
}

#[tokio::test]
async fn sign_out_and_disabling_end_the_session_at_once() {
    let app = TestApp::new().await;
    let mut jane = app.sign_in_staff(Role::Viewer).await;
    let mut replay = jane.browser.clone();
    let page = jane.press(".admin-account form", &[]).await;
    assert_eq!(page.path, "/admin/sign-in?notice=out");
    assert_eq!(
        replay.get("/admin").await.path,
        "/admin/sign-in?notice=ended"
    );
    jane.sign_in(&app).await;
    app.task(&["reviewer", "disable", &jane.name]).await;
    assert_eq!(
        jane.browser.get("/admin").await.path,
        "/admin/sign-in?notice=ended"
    );
    assert_eq!(
        jane.first(PASSWORD).await.path,
        "/admin/sign-in?notice=wrong"
    );
    app.task(&["reviewer", "enable", &jane.name]).await;
    assert_eq!(jane.first(PASSWORD).await.path, "/admin/sign-in/second");
}

#[tokio::test]
async fn cross_site_link_does_not_end_the_session() {
    let app = TestApp::new().await;
    let mut jane = app.sign_in_staff(Role::Reviewer).await;
    let cookie = jane.browser.cookies[COOKIE].clone();
    let follows = |browser: &Browser, path: &str| {
        browser
            .request(Method::GET, path)
            .header("accept", "text/html")
            .header("sec-fetch-site", "cross-site")
            .header("sec-fetch-mode", "navigate")
            .header("sec-fetch-dest", "document")
    };
    // A browser does not send a Strict cookie with a cross-site request.
    let mut stranger = app.browser();
    let page = stranger
        .send(follows(&stranger, "/admin?state=parked"))
        .await;
    assert_eq!(page.status, 200);
    assert_eq!(page.header("refresh"), "0");
    let mark = page.header("set-cookie").to_owned();
    assert!(!mark.contains(COOKIE), "no stranger's session: {mark}");
    assert_eq!(page.attribute("main a", "href").as_deref(), Some(""));
    // The mark prevents a refresh loop.
    let page = stranger
        .send(follows(&stranger, "/admin?state=parked"))
        .await;
    assert!(!page.headers.contains_key("refresh"));
    let mut stranger = app.browser();
    // A same-site request sends the cookie, and the session continues. The server removes the mark,
    // so that the next cross-site link works, too.
    let (name, _) = mark.split_once('=').expect("a cookie");
    let brought = jane.browser.cookies.insert(name.to_owned(), "1".to_owned());
    assert_eq!(brought, None);
    let page = jane.browser.get("/admin?state=parked").await;
    assert_eq!(page.path, "/admin?state=parked");
    let gone = page.header("set-cookie").to_owned();
    assert!(
        gone.starts_with(name) && gone.contains("Max-Age=0"),
        "{gone}"
    );
    assert!(!jane.browser.cookies.contains_key(name));
    assert_eq!(jane.browser.cookies[COOKIE], cookie);
    // A request with the session cookie needs no refresh. An address with side effects never
    // refreshes itself.
    let page = jane.browser.send(follows(&jane.browser, "/admin")).await;
    assert!(!page.headers.contains_key("refresh"));
    let link = format!("/admin/enrol/{}", "A".repeat(26));
    let page = stranger.send(follows(&stranger, &link)).await;
    assert!(!page.headers.contains_key("refresh"), "{:?}", page.headers);
}

#[tokio::test]
async fn admin_session_ends_by_the_timeout_script_and_no_page_extends_it() {
    let app = TestApp::new().await;
    let mut jane = app.sign_in_staff(Role::Viewer).await;
    let csrf = jane.browser.get("/admin").await.csrf();
    let (action, fields) = jane.browser.filled("#idle form", &[]);
    app.advance(Duration::from_millis(15 * 60 * 1_000 - 500));
    let pairs = [("csrf", csrf.as_str()), ("stay", "0")];
    let left = jane.browser.ask("/admin/api/stay", &pairs).await;
    assert_eq!(left.text.trim(), "1", "rounded up");
    let ended = "/admin/sign-in?notice=ended";
    let mut idle = jane.browser.clone();
    let mut replay = jane.browser.clone();
    let page = idle.get(ended).await;
    assert_eq!(page.path, ended);
    assert!(!page.has("#idle, .admin-account"), "it shows no account");
    let page = jane.browser.post_and_follow(&action, &fields).await;
    assert_eq!(page.path, ended);
    assert_eq!(replay.get("/admin").await.path, ended, "the row is gone");
    // Without the post: the page after the end has not extended the session.
    jane.sign_in(&app).await;
    jane.browser.get("/admin").await;
    app.advance(Duration::from_millis(15 * 60 * 1_000 - 500));
    assert_eq!(jane.browser.get(ended).await.path, ended);
    app.advance(Duration::from_millis(500));
    assert_eq!(jane.browser.get("/admin").await.path, ended);
}

#[tokio::test]
async fn deep_link_survives_the_sign_in_and_the_timeout() {
    let app = TestApp::new().await;
    let mut jane = app.sign_in_staff(Role::Reviewer).await;
    let list = "/admin?state=parked&whose=me";
    jane.browser.get(list).await;
    let (action, fields) = jane.browser.filled("#idle form", &[]);
    let page = jane.browser.post_and_follow(&action, &fields).await;
    let to = "to=/admin?state=parked%26whose=me";
    assert_eq!(page.path, format!("/admin/sign-in?notice=ended&{to}"));
    jane.browser.cookies.clear();
    let page = jane.browser.get(list).await;
    assert_eq!(page.path, format!("/admin/sign-in?{to}"));
    // A wrong password, a right one and a wrong code keep it.
    let typed = [("name", &*jane.name.clone()), ("password", "wrong")];
    let page = jane.browser.submit(&typed).await;
    assert_eq!(page.path, format!("/admin/sign-in?notice=wrong&{to}"));
    let typed = [("name", &*jane.name.clone()), ("password", PASSWORD)];
    let page = jane.browser.submit(&typed).await;
    assert_eq!(page.path, format!("/admin/sign-in/second?{to}"));
    let page = jane.browser.submit(&[("code", "000000")]).await;
    assert_eq!(page.path, format!("/admin/sign-in/second?notice=code&{to}"));
    let code = jane.next_code(&app);
    assert_eq!(jane.browser.submit(&[("code", &code)]).await.path, list);
    // Another site's address is never opened.
    jane.browser.cookies.clear();
    jane.browser
        .get("/admin/sign-in?to=https://example.com/admin")
        .await;
    let typed = [("name", &*jane.name.clone()), ("password", PASSWORD)];
    assert_eq!(
        jane.browser.submit(&typed).await.path,
        "/admin/sign-in/second"
    );
}

#[tokio::test]
async fn text_typed_before_the_idle_end_is_kept_for_after_the_sign_in() {
    let app = TestApp::new().await;
    let reference = app.applied(&Person::PAULINA).await;
    let mut rita = app.sign_in_staff(Role::Reviewer).await;
    let mut rolf = app.sign_in_staff(Role::Reviewer).await;
    let page = rita.case(&reference).await.clone();
    let keep = page.attribute("#idle", "data-keep").expect("an address");
    let csrf = page.csrf();
    app.advance(Duration::from_secs(760));
    let typed = [
        ("csrf", &*csrf),
        ("form", "/admin/api/case-note"),
        ("case", &*reference),
        ("text", "Half a <b>note"),
    ];
    assert_eq!(rita.browser.ask(&keep, &typed).await.status, 200);
    // It does not count as activity.
    app.advance(Duration::from_secs(141));
    let ended = rita.browser.get("/admin").await;
    assert_eq!(ended.path, "/admin/sign-in?notice=ended");
    rolf.sign_in(&app).await;
    assert_eq!(rolf.case(&reference).await.one("textarea#note"), "");
    rita.sign_in(&app).await;
    for _ in 0..2 {
        let page = rita.case(&reference).await;
        assert_eq!(page.one("textarea#note"), "Half a <b>note");
        assert_eq!(page.one("textarea#message"), "");
    }
    rita.submit_case_form("note", &[("text", "A whole note")])
        .await;
    assert_eq!(rita.case(&reference).await.one("textarea#note"), "");
    let rows = app.column("SELECT reference FROM kept_inputs").await;
    assert!(rows.is_empty(), "{rows:?}");
}
