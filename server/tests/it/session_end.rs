//! End of a session: by the timeout script, and by the applicant (UX rules 32 and 33b).

use crate::{
    app::{Setup, TestApp},
    browser::Browser,
    person::Person,
    resume::halfway,
};
use std::time::Duration;

const ENDED: &str = "/return?notice=ended";

/// Server with an idle timeout of 300 seconds.
async fn five_minutes() -> TestApp {
    let setup = Setup::default().var("VESTIBULE_SESSION_IDLE_MINUTES", "5");
    setup.start().await
}

/// Seconds that the timeout script receives, or `None` once the session has ended.
async fn left(browser: &mut Browser, csrf: &str) -> Option<u64> {
    let pairs = [("csrf", csrf), ("stay", "0")];
    browser
        .ask("/api/stay", &pairs)
        .await
        .text
        .trim()
        .parse()
        .ok()
}

#[tokio::test]
async fn remaining_time_is_rounded_up_until_the_session_ends() {
    let app = five_minutes().await;
    let mut browser = app.browser();
    let csrf = browser.fill_in(&Person::JOHN).await.csrf();
    // The session stores whole seconds: less than one is left.
    app.advance(Duration::from_secs(299));
    assert_eq!(left(&mut browser, &csrf).await, Some(1));
    app.advance(Duration::from_secs(1));
    assert_eq!(left(&mut browser, &csrf).await, None);
}

#[tokio::test]
async fn page_after_the_end_does_not_extend_the_session() {
    let app = five_minutes().await;
    let mut browser = app.browser();
    browser.fill_in(&Person::JOHN).await;
    app.advance(Duration::from_secs(298));
    let page = browser.get(ENDED).await;
    assert_eq!(page.path, ENDED);
    assert!(!page.has("#idle") && !page.text.contains("John"));
    app.advance(Duration::from_secs(2));
    assert_eq!(browser.get("/check").await.path, ENDED);
}

#[tokio::test]
async fn sign_out_posted_by_the_timeout_script_ends_the_session() {
    let app = five_minutes().await;
    let (mut browser, _) = halfway(&app).await;
    browser.get("/contact").await;
    app.advance(Duration::from_secs(299));
    let mut replay = browser.clone();
    let (action, fields) = browser.filled("#idle form", &[]);
    let page = browser.post_and_follow(&action, &fields).await;
    assert_eq!(page.path, ENDED);
    assert!(page.notice().expect("a notice").contains("signed you out"));
    assert!(page.has("form#step"), "this device may resume");
    assert_eq!(replay.get("/contact").await.path, ENDED);
    // The other clock was first: the session has ended before the post arrives.
    browser.confirm(Person::JOHN.born).await;
    app.advance(Duration::from_secs(301));
    let (action, fields) = browser.filled("#idle form", &[]);
    assert_eq!(browser.post_and_follow(&action, &fields).await.path, ENDED);
}

#[tokio::test]
async fn input_is_saved_with_the_warning_and_is_no_activity() {
    let app = five_minutes().await;
    let (mut browser, _) = halfway(&app).await;
    let csrf = browser.get("/contact").await.csrf();
    app.advance(Duration::from_secs(150));
    let typed = [
        ("csrf", &*csrf),
        ("email", "half an addr"),
        ("phone", ""),
        ("lang", "en"),
    ];
    let saved = browser.ask("/api/contact?again", &typed).await;
    assert_eq!(saved.status, 303);
    app.advance(Duration::from_secs(151));
    assert_eq!(browser.get("/contact").await.path, ENDED);
    let page = browser.confirm(Person::JOHN.born).await;
    assert_eq!(page.path, "/contact");
    assert_eq!(page.value("email").as_deref(), Some("half an addr"));
    assert!(page.problems().is_empty(), "nothing was validated");
}

#[tokio::test]
async fn finish_for_now_ends_the_session_and_the_resume_cookie() {
    let app = TestApp::new().await;
    let (mut browser, link) = halfway(&app).await;
    for path in ["/", "/contact"] {
        assert!(browser.get(path).await.has("a[href='/finish']"), "{path}");
    }
    let page = browser.get("/finish").await;
    assert_eq!(page.return_link().as_deref(), Some(&*link));
    assert!(
        page.has("#sign-out a[href='/']"),
        "a way back without signing out"
    );
    let mut replay = browser.clone();
    let (action, fields) = browser.filled("#sign-out", &[]);
    let request = browser.post(&action, &fields);
    let answer = browser.send(request).await;
    assert_eq!(answer.header("location"), "/return?notice=out");
    assert_eq!(answer.header("clear-site-data"), "\"cache\", \"storage\"");
    for name in ["vestibule-session", "vestibule-return"] {
        assert!(!browser.cookies.contains_key(name), "{name}");
    }
    let page = browser.get("/return?notice=out").await;
    assert_eq!(page.heading(), "How to come back");
    assert!(page.notice().expect("a notice").contains("signed out"));
    assert!(
        page.has("main a.button[href='/']"),
        "a way back to the start"
    );
    // Without an application the sign-out page leads there, too.
    let page = browser.get("/finish").await;
    assert_eq!(page.path.split('?').next(), Some("/"));
    assert_eq!(replay.get("/contact").await.path, ENDED, "the row is gone");
    let mut phone = app.browser();
    phone.get(&link).await;
    assert_eq!(phone.confirm(Person::JOHN.born).await.path, "/contact");
}

#[tokio::test]
async fn finish_page_says_when_answers_cannot_be_resumed() {
    let app = TestApp::new().await;
    let mut browser = app.browser();
    browser.begin().await;
    let page = browser.get("/finish").await;
    assert!(page.text.contains("have to start again"));
    assert_eq!(page.return_link(), None);
}

#[tokio::test]
async fn applicant_removes_the_application_from_a_borrowed_device() {
    let app = TestApp::new().await;
    let (mut browser, link) = halfway(&app).await;
    browser.cookies.remove("vestibule-session");
    let reference = app.reference().await;
    let page = browser.get("/return").await;
    assert!(page.one("#owner").contains("J. D."));
    assert!(page.one("#owner").contains(&reference));
    let (action, fields) = browser.filled("#not-mine", &[]);
    let page = browser.post_and_follow(&action, &fields).await;
    assert!(!page.has("form#step") && !page.text.contains(&reference));
    assert!(!browser.cookies.contains_key("vestibule-return"));
    assert!(app.browser().get(&link).await.has("form#step"));
}

#[tokio::test]
async fn form_token_changes_with_the_session_id() {
    let app = TestApp::new().await;
    let mut browser = app.browser();
    let before = browser.get("/").await.csrf();
    browser.begin().await;
    let begun = browser.page().csrf();
    assert_ne!(begun, before);
    let old = [("csrf", &*before), ("agreed", "yes")];
    assert_eq!(browser.ask("/api/consent", &old).await.status, 403);
    let (mut browser, _) = halfway(&app).await;
    let before = browser.get("/contact").await.csrf();
    browser.cookies.remove("vestibule-session");
    browser.get("/return").await;
    let after = browser.confirm(Person::JOHN.born).await.csrf();
    assert_ne!(after, before);
}

#[tokio::test]
async fn saves_of_one_session_and_of_one_address_are_limited() {
    let setup = Setup::default().var("VESTIBULE_RATE_PER_MINUTE", "3");
    let app = setup.start().await;
    let mut admitted = Vec::new();
    for _ in 0..3 {
        let mut browser = app.browser();
        browser.begin().await;
        let csrf = browser.page().csrf();
        let mut count = 0;
        for _ in 0..40 {
            let fields = [("csrf", &*csrf), ("agreed", "yes")];
            match browser.ask("/api/consent", &fields).await.status.as_u16() {
                303 => count += 1,
                status => assert_eq!(status, 429),
            }
        }
        admitted.push(count);
        if admitted.len() == 1 {
            for (lang, heading) in [("en", "Too many tries"), ("es", "Demasiados intentos")] {
                let mut speaks = browser.clone();
                speaks.habits.push(("accept-language", lang.to_owned()));
                let fields = [("csrf".to_owned(), csrf.clone())];
                let page = speaks.send(speaks.post("/api/consent", &fields)).await;
                assert_eq!(
                    (page.status.as_u16(), page.heading().as_str()),
                    (429, heading)
                );
                assert_eq!(page.header("retry-after"), "60");
            }
        }
    }
    // A session has half of its address's ration of 18. The ration grows slowly meanwhile.
    assert!((9..=14).contains(&admitted[0]), "{admitted:?}");
    assert!(admitted[1] > 0, "{admitted:?}");
    assert!((18..=26).contains(&admitted.iter().sum()), "{admitted:?}");
}
