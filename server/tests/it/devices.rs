//! The applicant's list of devices and resume links, and their end.

use crate::{app::TestApp, browser::Browser, page::Page, person::Person};
use std::time::Duration;

pub(crate) const WINDOWS: &str =
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:133.0) Gecko/20100101 Firefox/133.0";
const IPHONE: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 \
                      (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1";
const ROWS: &str = ".devices li strong";
const GONE: &str = "/return?notice=gone";

/// Applicant who has submitted on a computer and continues on a phone; the computer's browser, the
/// phone's browser.
async fn on_two_devices(app: &TestApp) -> (Browser, Browser) {
    let mut computer = app.browser().habit("user-agent", WINDOWS);
    let page = computer.apply(&Person::JOHN).await;
    let link = page.return_link().expect("a link");
    // A second link, for the phone.
    computer.cookies.remove("vestibule-return");
    computer.get("/").await;
    computer.submit(&[]).await;
    app.advance(Duration::from_secs(120));
    let mut phone = app.browser().habit("user-agent", IPHONE);
    phone.get(&link).await;
    assert_eq!(phone.confirm(Person::JOHN.born).await.path, "/status");
    (computer, phone)
}

/// Submits the form of the row with this text.
async fn end(browser: &mut Browser, row: &str) -> Page {
    let number = browser
        .page()
        .all(".devices li")
        .iter()
        .position(|text| text.contains(row))
        .unwrap_or_else(|| panic!("no {row}"));
    let css = format!(".devices li:nth-child({}) form", number + 1);
    let (action, fields) = browser.filled(&css, &[]);
    browser.post_and_follow(&action, &fields).await.clone()
}

#[tokio::test]
async fn status_page_lists_live_devices_and_links() {
    let app = TestApp::new().await;
    let (_, mut phone) = on_two_devices(&app).await;
    let page = phone.status_page().await;
    assert_eq!(
        page.all(ROWS),
        [
            "Safari on iPhone",
            "Return link from Safari on iPhone",
            "Return link from Firefox on Windows",
        ],
        "the resume has ended the computer's session"
    );
    let current = page.all(".devices li[data-current] strong");
    assert_eq!(current, page.all(ROWS)[..2], "this device");
    assert!(page.all(".devices li")[0].contains("This device"));
    assert!(page.all(".devices li")[0].contains("Last active"));
    let page = phone.speak("es", &[]).await;
    assert_eq!(page.all(ROWS)[0], "Safari en iPhone");
    assert_eq!(page.all(ROWS)[2], "Enlace de regreso de Firefox en Windows");
    assert!(page.all(".devices li")[0].contains("Este dispositivo"));
    // The user agent itself is stored nowhere.
    for entry in std::fs::read_dir(app.data()).expect("a folder") {
        let bytes = std::fs::read(entry.expect("a file").path()).expect("bytes");
        assert!(!bytes.windows(8).any(|part| part == b"Mozilla/"));
    }
}

#[tokio::test]
async fn applicant_ends_a_link_of_another_device() {
    let app = TestApp::new().await;
    let (computer, mut phone) = on_two_devices(&app).await;
    let secret = computer.cookies["vestibule-return"].clone();
    let link = format!("/return/{secret}");
    assert_eq!(app.browser().get(&link).await.path, "/return");
    phone.status_page().await;
    let page = end(&mut phone, "Firefox on Windows").await;
    assert_eq!(page.path, "/status?notice=access-ended");
    assert!(page.notice().expect("a notice").contains("Done"));
    assert_eq!(page.all(ROWS).len(), 2);
    assert!(!page.has("#end-others"), "no other is left");
    assert_eq!(app.browser().get(&link).await.path, GONE);
    let database = app.database().await;
    let actions = database.actions().await;
    assert_eq!(actions.last().map(String::as_str), Some("access_ended"));
    // The form sent again ends nothing more.
    let events = actions.len();
    phone.status_page().await;
    let csrf = phone.page().csrf();
    for which in ["", "0000000000000000", "../", "others"] {
        let pairs = [("csrf", &*csrf), ("which", which)];
        assert_eq!(phone.ask("/api/end-access", &pairs).await.status, 303);
    }
    assert_eq!(database.actions().await.len(), events);
}

#[tokio::test]
async fn end_all_others_leaves_this_device() {
    let app = TestApp::new().await;
    let (_, mut phone) = on_two_devices(&app).await;
    let page = phone.status_page().await;
    assert_eq!(page.all(ROWS).len(), 3);
    let (action, fields) = phone.filled("#end-others", &[]);
    let page = phone.post_and_follow(&action, &fields).await;
    assert_eq!(
        page.all(ROWS),
        ["Safari on iPhone", "Return link from Safari on iPhone"]
    );
    // This device can still come back.
    phone.cookies.remove("vestibule-session");
    assert!(phone.get("/return").await.has("form#step"));
    assert_eq!(phone.confirm(Person::JOHN.born).await.path, "/status");
}

#[tokio::test]
async fn own_session_ends_by_the_sign_out() {
    let app = TestApp::new().await;
    let (_, mut phone) = on_two_devices(&app).await;
    let page = phone.status_page().await.clone();
    // Its handle is accepted only by the sign-out.
    let label = page.attribute(".devices li p[id]", "id").expect("a label");
    let handle = label.strip_prefix("access-").expect("a handle");
    let csrf = page.csrf();
    let pairs = [("csrf", &*csrf), ("which", handle)];
    phone.ask("/api/end-access", &pairs).await;
    assert_eq!(phone.status_page().await.path, "/status");
    let page = end(&mut phone, "Last active").await;
    assert_eq!(page.path, "/return?notice=out");
    assert_eq!(phone.session(), None);
}

#[tokio::test]
async fn another_applicants_access_is_not_ended() {
    let app = TestApp::new().await;
    let (_, mut phone) = on_two_devices(&app).await;
    let page = phone.status_page().await.clone();
    let ids = page.all(".devices li p[id]").len();
    assert_eq!(ids, 3);
    let mut other = app.browser();
    other.apply(&Person::JOHN).await;
    let csrf = other.page().csrf();
    for number in 1..=ids {
        let css = format!(".devices li:nth-child({number}) p[id]");
        let label = page.attribute(&css, "id").expect("a label");
        let handle = label.strip_prefix("access-").expect("a handle");
        let pairs = [("csrf", &*csrf), ("which", handle)];
        assert_eq!(other.ask("/api/end-access", &pairs).await.status, 303);
    }
    assert_eq!(phone.status_page().await.all(ROWS).len(), 3);
}
