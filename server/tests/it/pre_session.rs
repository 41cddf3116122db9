//! Requests before a session: they write no row, and their form tokens are stateless (ASVS 3.5.1,
//! NIST 63B 5.1).

use crate::{
    app::{Setup, TestApp},
    browser::{Browser, FORM},
    person::Person,
    resume::halfway,
};
use app::{admin::routes::AdminPath, routes::Path};
use reqwest::Method;
use std::{collections::HashSet, time::Duration};

const FORM_COOKIE: &str = "vestibule-form";
const IDLE: Duration = Duration::from_secs(15 * 60);

/// Rows of applicants' and of admin sessions.
async fn session_rows(app: &TestApp) -> i64 {
    let sql = "SELECT (SELECT count(*) FROM sessions) + (SELECT count(*) FROM desk_sessions)";
    app.database().await.value(sql, &[]).await
}

/// Status of a form that begins an application, posted with this token as one of our scripts does.
async fn begin_with(browser: &mut Browser, csrf: &str) -> u16 {
    let answer = browser.ask("/api/begin", &[("csrf", csrf)]).await;
    answer.status.as_u16()
}

#[tokio::test]
async fn thousand_requests_without_a_session_write_no_row() {
    let app = TestApp::new().await;
    let mut paths: Vec<String> = Path::ALL.iter().map(|it| it.href().to_owned()).collect();
    paths.extend(AdminPath::ALL.iter().map(|it| it.at("VB-28T5-CY4T")));
    let secret = "a".repeat(26);
    paths.extend([
        "/nowhere".to_owned(),
        "/?ref=FRIEND".to_owned(),
        "/return?notice=ended".to_owned(),
        "/admin/sign-in?notice=ended".to_owned(),
        "/status/live".to_owned(),
        "/status/qr.png".to_owned(),
        "/api/begin".to_owned(),
        "/api/nothing".to_owned(),
        "/admin/nowhere".to_owned(),
        "/admin/api/sign-in".to_owned(),
        format!("/return/{secret}"),
        format!("/admin/enrol/{secret}"),
    ]);
    let browser = app.browser();
    let mut sent = 0;
    while sent < 1_000 {
        for path in &paths {
            for method in [Method::GET, Method::HEAD] {
                let request = browser.request(method, path).header("accept", "text/html");
                let answer = request.send().await.expect("an answer");
                assert!(!answer.status().is_server_error(), "{path}");
                sent += 1;
            }
        }
    }
    assert_eq!(session_rows(&app).await, 0);
    // Neither do language changes, sign-outs and forms with a session cookie that is unknown.
    let mut browser = app.browser();
    for page in ["/", "/admin/sign-in"] {
        browser.get(page).await;
        let page = browser.speak("es", &[]).await;
        assert_eq!(page.attribute("html", "lang").as_deref(), Some("es"));
    }
    let csrf = browser.get("/").await.csrf();
    for path in ["/api/sign-out", "/api/stay", "/api/consent"] {
        let unknown = "AAAAAAAAAAAAAAAAAAAAAA".to_owned();
        browser
            .cookies
            .insert("vestibule-session".to_owned(), unknown);
        browser.ask(path, &[("csrf", &csrf), ("stay", "1")]).await;
    }
    assert_eq!(session_rows(&app).await, 0);
    browser.begin().await;
    assert_eq!(session_rows(&app).await, 1);
}

#[tokio::test]
async fn pre_session_cookie_has_strict_attributes() {
    for (public, name, secure) in [
        ("http://127.0.0.1:0", FORM_COOKIE, false),
        (
            "https://onboarding.example.com",
            "__Host-vestibule-form",
            true,
        ),
    ] {
        let app = Setup::default()
            .var("VESTIBULE_PUBLIC_URL", public)
            .start()
            .await;
        let mut values = HashSet::new();
        for path in ["/", "/nowhere", "/admin/sign-in", "/admin/nowhere"] {
            let mut browser = app.browser();
            let request = browser.request(Method::GET, path);
            let page = browser.send(request).await;
            assert_eq!(page.headers.get_all("set-cookie").iter().count(), 1);
            let cookie = page.header("set-cookie").to_owned();
            let parts: Vec<_> = cookie.split("; ").collect();
            let (given, value) = parts[0].split_once('=').expect("a pair");
            assert_eq!(given, name, "{path}");
            for attribute in ["HttpOnly", "SameSite=Lax", "Path=/"] {
                assert!(parts.contains(&attribute), "no {attribute}: {cookie}");
            }
            assert_eq!(parts.contains(&"Secure"), secure, "{cookie}");
            assert!(!cookie.to_lowercase().contains("domain="), "{cookie}");
            assert!(!cookie.to_lowercase().contains("max-age"), "{cookie}");
            assert_eq!(value.len(), 22, "128 bits");
            assert!(!page.text.contains(value), "only in the header");
            assert!(values.insert(value.to_owned()));
            // The browser keeps it: no later page sets another.
            let again = browser.get(path).await;
            assert!(!again.headers.contains_key("set-cookie"), "{path}");
        }
    }
}

#[tokio::test]
async fn token_of_another_browser_area_or_time_is_refused() {
    let app = TestApp::new().await;
    let mut browser = app.browser();
    let own = browser.get("/").await.csrf();
    let others = app.browser().get("/").await.csrf();
    let admins = browser.get("/admin/sign-in").await.csrf();
    let (expiry, mac) = own.split_once('.').expect("two parts");
    let later = expiry.parse::<i64>().expect("a time") + 1;
    let mut turned: Vec<_> = mac.chars().collect();
    turned[0] = if turned[0] == 'A' { 'B' } else { 'A' };
    let turned: String = turned.into_iter().collect();
    let forged = [
        others,
        admins,
        String::new(),
        ".".to_owned(),
        expiry.to_owned(),
        format!("{expiry}."),
        format!("{later}.{mac}"),
        format!("{expiry}.{turned}"),
        format!("0{expiry}.{mac}"),
        format!("+{expiry}.{mac}"),
        format!("{own}="),
        format!("{own}.{mac}"),
        format!("-{}", "9".repeat(40)),
    ];
    for token in &forged {
        assert_eq!(begin_with(&mut browser, token).await, 403, "{token}");
        let fields = [("csrf".to_owned(), token.clone())];
        let page = browser.send(browser.post("/api/begin", &fields)).await;
        assert_eq!(page.status, 403, "{token}");
    }
    // The token of another site's visitor is refused without its cookie, and so is one without any.
    let mut victim = app.browser();
    victim.get("/").await;
    assert_eq!(begin_with(&mut victim, &own).await, 403);
    victim.cookies.clear();
    assert_eq!(begin_with(&mut victim, &own).await, 403);
    app.advance(IDLE);
    assert_eq!(begin_with(&mut browser, &own).await, 403, "expired");
    let fresh = browser.get("/").await.csrf();
    app.advance(IDLE - Duration::from_secs(1));
    assert_eq!(begin_with(&mut browser, &fresh).await, 303);
    assert_eq!(app.database().await.actions().await.len(), 1);
}

/// Login CSRF: an attacker gives the victim an own pre-session and an own form. `__Host-` keeps
/// siblings from planting the cookie; the form's origin is refused besides.
#[tokio::test]
async fn form_of_another_site_with_a_planted_pre_session_is_refused() {
    let app = TestApp::new().await;
    let (_, link) = halfway(&app).await;
    let mut attacker = app.browser();
    attacker.get(&link).await;
    let (action, fields) = attacker.filled(
        "form#step",
        &[("year", "1990"), ("month", "1"), ("day", "15")],
    );
    for (site, origin) in [
        ("cross-site", "null"),
        ("same-site", "https://evil.example"),
    ] {
        let mut victim = attacker.clone();
        let request = victim
            .request(Method::POST, &action)
            .header("accept", "text/html")
            .header("content-type", FORM)
            .header("origin", origin)
            .header("sec-fetch-site", site)
            .body(crate::browser::encode(&fields));
        assert_eq!(victim.send(request).await.status, 403);
        assert_eq!(victim.session(), None, "signed in to nothing");
    }
}

#[tokio::test]
async fn planted_pre_session_never_becomes_a_session() {
    let app = TestApp::new().await;
    let mut attacker = app.browser();
    let known = attacker.get("/").await.csrf();
    let planted = attacker.cookies[FORM_COOKIE].clone();
    let mut victim = app.browser();
    victim
        .cookies
        .insert(FORM_COOKIE.to_owned(), planted.clone());
    // As a session id, too.
    victim
        .cookies
        .insert("vestibule-session".to_owned(), planted.clone());
    victim.get("/").await;
    assert_eq!(victim.session(), None);
    victim.begin().await;
    let session = victim.session().expect("a session").to_owned();
    assert_ne!(session, planted);
    victim.answer(&Person::JOHN).await;
    assert_eq!(
        attacker.get("/check").await.path,
        "/?notice=fresh",
        "the cookie opens nothing"
    );
    // The attacker's form token is none for the session.
    let mut forged = victim.clone();
    let pairs = [("csrf", &*known), ("agreed", "yes")];
    assert_eq!(forged.ask("/api/consent", &pairs).await.status, 403);
    // The planted value under the name of the session opens nothing either.
    attacker
        .cookies
        .insert("vestibule-session".to_owned(), planted);
    assert_eq!(attacker.get("/check").await.path, "/return?notice=ended");
}

#[tokio::test]
async fn expired_start_page_is_loaded_again_with_its_referral_code() {
    let app = TestApp::new().await;
    let mut browser = app.browser();
    browser.get("/?ref=A%26B%20C").await;
    app.advance(IDLE);
    let page = browser.submit(&[]).await;
    assert_eq!(page.path, "/?notice=stale&ref=A%26B+C");
    assert!(page.notice().expect("a notice").contains("out of date"));
    assert_eq!(app.database().await.actions().await.len(), 0);
    assert_eq!(browser.submit(&[]).await.path, "/agreement");
    browser.agree().await;
    browser.give_name(&Person::JOHN).await;
    let page = browser.give_birth_date(Person::JOHN.born).await;
    assert_eq!(page.path, "/contact");
    assert_eq!(page.value("referral").as_deref(), Some("A&B C"));
}

#[tokio::test]
async fn expired_resume_page_is_loaded_again() {
    let app = TestApp::new().await;
    let (_, link) = halfway(&app).await;
    let mut phone = app.browser();
    phone.get(&link).await;
    app.advance(IDLE);
    let page = phone.confirm(Person::JOHN.born).await;
    assert_eq!(page.path, "/return?notice=stale");
    assert!(page.has("form#step"));
    assert_eq!(phone.confirm(Person::JOHN.born).await.path, "/contact");
}

#[tokio::test]
async fn second_tab_from_before_the_session_leads_to_the_open_application() {
    let app = TestApp::new().await;
    let mut first = app.browser();
    first.get("/nowhere").await;
    let lost = first.clone();
    first.get("/").await;
    let mut second = first.clone();
    first.begin().await;
    // Both tabs share their cookies.
    second.cookies.clone_from(&first.cookies);
    let page = second.submit(&[]).await;
    assert_eq!(page.path, "/?notice=stale");
    assert!(page.has("main a.button[href='/agreement']"), "go on");
    assert_eq!(app.database().await.actions().await.len(), 1, "one begin");
    // A language button of an old page changes nothing either, and leads to the same page.
    let mut third = lost;
    third.cookies.clone_from(&first.cookies);
    let page = third.speak("es", &[]).await;
    assert_eq!(page.path, "/?notice=stale");
    assert_eq!(page.attribute("html", "lang").as_deref(), Some("en"));
    assert_eq!(first.agree().await.path, "/name");
}

#[tokio::test]
async fn tabs_before_the_session_work_side_by_side() {
    let app = TestApp::new().await;
    let mut first = app.browser();
    first.get("/?ref=FRIEND").await;
    let mut second = first.clone();
    second.get("/cookies").await;
    let page = second.speak("es", &[]).await;
    assert_eq!(page.path, "/cookies");
    // The first tab's form is still the same browser's.
    first.cookies.clone_from(&second.cookies);
    let page = first.submit(&[]).await;
    assert_eq!(page.path, "/agreement");
    assert_eq!(page.attribute("html", "lang").as_deref(), Some("es"));
    // The back button shows the start page from the server, which leads on.
    assert!(first.get("/").await.has("main a.button[href='/agreement']"));
}

#[tokio::test]
async fn language_outlives_the_session() {
    let app = TestApp::new().await;
    let (mut browser, _) = halfway(&app).await;
    browser.get("/contact").await;
    browser.speak("es", &[]).await;
    let mut other = browser.clone();
    app.advance(IDLE);
    let page = browser.get("/contact").await;
    assert_eq!(page.path, "/return?notice=ended");
    assert_eq!(page.attribute("html", "lang").as_deref(), Some("es"));
    assert_eq!(session_rows(&app).await, 0, "the row is gone");
    assert_eq!(browser.session(), None);
    let page = browser.confirm(Person::JOHN.born).await;
    assert_eq!(page.path, "/contact");
    assert_eq!(page.attribute("html", "lang").as_deref(), Some("es"));
    browser.get("/finish").await;
    let (action, fields) = browser.filled("#sign-out", &[]);
    let page = browser.post_and_follow(&action, &fields).await;
    assert_eq!(page.attribute("html", "lang").as_deref(), Some("es"));
    // A form that arrives after the end.
    let page = other.submit(&[("email", "a@example.com")]).await;
    assert_eq!(page.path, "/return?notice=ended");
}

#[tokio::test]
async fn admin_sign_in_keeps_name_and_deep_link_without_a_session() {
    let app = TestApp::new().await;
    let mut browser = app.browser();
    let page = browser.get("/admin?state=parked").await;
    let sign_in = page.path.clone();
    assert_eq!(sign_in, "/admin/sign-in?to=/admin?state=parked");
    let page = browser.speak("es", &[]).await;
    assert_eq!(page.path, sign_in);
    assert_eq!(page.attribute("html", "lang").as_deref(), Some("es"));
    app.advance(IDLE);
    let typed = [("name", "jane"), ("password", "wrong")];
    let page = browser.submit(&typed).await;
    let to = "to=/admin?state=parked";
    assert_eq!(page.path, format!("/admin/sign-in?notice=ended&{to}"));
    assert_eq!(session_rows(&app).await, 0, "nothing to remember yet");
    let page = browser.submit(&typed).await;
    assert_eq!(page.path, format!("/admin/sign-in?notice=wrong&{to}"));
    assert_eq!(page.value("name").as_deref(), Some("jane"));
    assert_eq!(page.attribute("html", "lang").as_deref(), Some("es"));
    assert_eq!(session_rows(&app).await, 1);
}

#[tokio::test]
async fn old_sign_in_form_of_a_signed_in_reviewer_opens_the_page() {
    let app = TestApp::new().await;
    let mut jane = app.sign_in_staff(kyc::admin::Role::Reviewer).await;
    jane.browser = app.browser();
    jane.browser.get("/admin/account").await;
    let mut old = jane.browser.clone();
    jane.first(crate::admin::signed_in_staff::PASSWORD).await;
    let code = jane.next_code(&app);
    jane.browser.submit(&[("code", &code)]).await;
    old.cookies.clone_from(&jane.browser.cookies);
    let page = old
        .submit(&[("name", &jane.name), ("password", "anything")])
        .await;
    assert_eq!(page.path, "/admin/account");
}
