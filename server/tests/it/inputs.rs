//! Inputs from the field that need a page or a flow.

use crate::{app::TestApp, person::Person, resume::halfway};
use kyc::admin::Role;

#[tokio::test]
async fn browser_without_cookies_gets_the_cookie_page() {
    let app = TestApp::new().await;
    let mut browser = app.browser();
    for _ in 0..2 {
        browser.get("/").await;
        let (action, fields) = browser.filled("main form[method=post]", &[]);
        browser.cookies.clear();
        let request = browser.post(&action, &fields);
        let answer = browser.send(request).await;
        assert_eq!(
            (answer.status.as_u16(), answer.header("location")),
            (303, "/cookies")
        );
        browser.cookies.clear();
        let page = browser.get("/cookies").await;
        assert_eq!(
            (page.path.as_str(), page.status.as_u16()),
            ("/cookies", 200)
        );
        assert!(page.text.contains("cookies"));
        assert!(page.has("main a[href='/']"), "a way on");
    }
    // With cookies the same form works.
    assert_eq!(browser.begin().await.path, "/agreement");
}

#[tokio::test]
async fn one_legal_name_is_accepted_sent_with_fnu_and_found() {
    let app = TestApp::new().await;
    let mut browser = app.browser();
    browser.fill_in(&Person::JOHN).await;
    browser.get("/name").await;
    let one = [("given", ""), ("middle", ""), ("family", "Suharto")];
    let page = browser.submit(&one).await;
    assert_eq!(
        page.problems().len(),
        1,
        "without the box a first name is missing"
    );
    let page = browser.submit(&[("single", "yes")]).await;
    assert_eq!(page.path, "/check");
    assert!(page.text.contains("Suharto") && !page.text.contains("FNU"));
    assert!(
        browser.get("/name").await.has("#single[checked]"),
        "it is kept"
    );
    browser.hand_in().await;
    let sent = app.starts().remove(0);
    assert_eq!(
        (sent["firstName"].as_str(), sent["lastName"].as_str()),
        (Some("FNU"), Some("Suharto"))
    );
    let mut ann = app.sign_in_staff(Role::Administrator).await;
    let file = ann.export("all", &[("personal", "yes")]).await;
    assert!(file.text.contains("\"FNU Suharto\""), "{}", file.text);
}

#[tokio::test]
async fn resume_link_opens_with_punctuation_behind() {
    let app = TestApp::new().await;
    let (_, link) = halfway(&app).await;
    for behind in [
        "",
        ".",
        ")",
        ",",
        "/",
        "%3E",
        "%E2%80%8B",
        "%E2%80%9D",
        ").",
        "/.",
    ] {
        let mut phone = app.browser();
        let page = phone.get(&format!("{link}{behind}")).await;
        assert_eq!(page.path, "/return", "{behind}");
        assert!(page.has("input[name=year]"), "{behind}");
    }
    let upper = format!("/return/{}", link["/return/".len()..].to_uppercase());
    assert!(app.browser().get(&upper).await.has("input[name=year]"));
}

#[tokio::test]
async fn advertised_ssn_is_accepted_the_second_time() {
    let app = TestApp::new().await;
    let mut browser = app.browser();
    browser.fill_in(&Person::JOHN).await;
    for (typed, path) in [
        ("078-05-1120", "/ssn"),
        ("078 05 1120", "/check"),
        ("\u{200b}", "/check"),
    ] {
        let page = browser.give_ssn(typed).await;
        assert_eq!(page.path, path, "{typed}");
        assert_eq!(page.problems().is_empty(), path == "/check", "{typed}");
    }
}
