//! Resuming an application on another device.

use crate::{app::TestApp, browser::Browser, page::Page, person::Person};
use kyc::return_link::{AT_ONCE, TRIES};
use std::{collections::HashSet, time::Duration};
use tokio::task::JoinSet;

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

impl Page {
    /// Path of the resume link on the page.
    pub(crate) fn return_link(&self) -> Option<String> {
        let link = self.all("#return-link").into_iter().next()?;
        let (_, secret) = link.split_once("/return/")?;
        Some(format!("/return/{secret}"))
    }
}

impl Browser {
    /// Resume link on the start page.
    async fn link(&mut self) -> String {
        let page = self.get("/").await;
        page.return_link().expect("a return link")
    }

    /// Types a date such as `1990-01-15` to resume.
    pub(crate) async fn confirm(&mut self, born: &str) -> &Page {
        let parts: Vec<_> = born.split('-').collect();
        self.submit(&[("year", parts[0]), ("month", parts[1]), ("day", parts[2])])
            .await
    }
}

/// Applicant in the middle of the wizard, and the resume link.
pub(crate) async fn halfway(app: &TestApp) -> (Browser, String) {
    let mut browser = app.browser();
    browser.begin().await;
    browser.agree().await;
    browser.give_name(&Person::JOHN).await;
    browser.give_birth_date(Person::JOHN.born).await;
    let link = browser.link().await;
    (browser, link)
}

#[tokio::test]
async fn another_device_resumes_at_the_same_step() {
    let app = TestApp::new().await;
    let (_, link) = halfway(&app).await;
    let mut phone = app.browser();
    let page = phone.get(&link).await;
    assert_eq!(page.path, "/return", "the secret leaves the address");
    assert!(!page.text.contains("John"), "nothing is shown before");
    assert!(!page.text.contains(&link["/return/".len()..]));
    assert_eq!(phone.confirm("1990-01-15").await.path, "/contact");
    let page = phone.get("/name").await;
    assert_eq!(page.value("given").as_deref(), Some("John"));
}

#[tokio::test]
async fn resume_ends_every_other_session_of_the_application() {
    let app = TestApp::new().await;
    let (mut desktop, link) = halfway(&app).await;
    let (mut other, _) = halfway(&app).await;
    let mut phone = app.browser();
    phone.get(&link).await;
    // A wrong date ends nothing.
    phone.confirm("1991-01-15").await;
    assert_eq!(desktop.get("/contact").await.path, "/contact");
    assert_eq!(phone.confirm("1990-01-15").await.path, "/contact");
    let page = desktop.get("/contact").await;
    assert_eq!(page.path, "/return?notice=ended");
    assert!(page.notice().expect("a notice").contains("another device"));
    assert!(!page.text.contains("John"));
    assert_eq!(phone.get("/contact").await.path, "/contact");
    assert_eq!(other.get("/contact").await.path, "/contact", "not its own");
}

#[tokio::test]
async fn submitted_application_resumes_by_link() {
    let app = TestApp::new().await;
    let mut browser = app.browser();
    browser.apply(&Person::JOHN).await;
    let link = browser
        .page()
        .return_link()
        .expect("a link on the status page");
    let mut phone = app.browser();
    phone.get(&link).await;
    let page = phone.confirm("1990-01-15").await;
    assert_eq!(
        (page.path.as_str(), page.label().as_deref()),
        ("/status", Some("approved"))
    );
    assert_eq!(app.starts().len(), 1, "nothing was sent for it");
}

#[tokio::test]
async fn resume_link_works_once_and_is_replaced() {
    let app = TestApp::new().await;
    let (_, link) = halfway(&app).await;
    let mut phone = app.browser();
    phone.get(&link).await;
    phone.confirm("1990-01-15").await;
    let next = phone.link().await;
    assert_ne!(next, link);

    let mut late = app.browser();
    let page = late.get(&link).await;
    assert_eq!(page.path, "/return?notice=gone");
    assert!(!page.has("form#step"), "there is nothing to answer");
    late.get(&next).await;
    assert_eq!(late.confirm("1990-01-15").await.path, "/contact");
}

#[tokio::test]
async fn opening_a_resume_link_costs_no_try() {
    let app = TestApp::new().await;
    let (_, link) = halfway(&app).await;
    for _ in 0..TRIES + 1 {
        app.browser().get(&link).await;
    }
    let mut phone = app.browser();
    phone.get(&link).await;
    assert_eq!(phone.confirm("1990-01-15").await.path, "/contact");
}

#[tokio::test]
async fn wrong_birth_date_costs_a_try_and_last_try_is_announced() {
    let app = TestApp::new().await;
    let (_, link) = halfway(&app).await;
    let mut thief = app.browser();
    thief.get(&link).await;
    for left in (1..TRIES).rev() {
        let page = thief.confirm("1991-01-15").await;
        assert_eq!(page.path, "/return?notice=BirthDateDiffers");
        assert_eq!(page.problems().len(), 1);
        assert!(page.title().starts_with("Error: "), "{}", page.title());
        let words = if left == 1 {
            "once more".to_owned()
        } else {
            format!("{left} more times")
        };
        assert!(page.text.contains(&words), "{words}");
    }
    assert_eq!(
        thief.confirm("1991-01-15").await.path,
        "/return?notice=BirthDateDiffers"
    );
    assert!(!thief.page().has("form#step"), "no try is left");
    let mut owner = app.browser();
    assert_eq!(owner.get(&link).await.path, "/return?notice=gone");
}

#[tokio::test]
async fn invalid_date_costs_no_try() {
    let app = TestApp::new().await;
    let (_, link) = halfway(&app).await;
    let mut phone = app.browser();
    phone.get(&link).await;
    for (typed, fault) in [
        ("--", "BirthDateEmpty"),
        ("1990-01-", "BirthDayMissing"),
        ("90-1-15", "BirthYearFourDigits"),
        ("1990-2-30", "BirthDateImpossible"),
    ] {
        for _ in 0..TRIES {
            let page = phone.confirm(typed).await;
            assert_eq!(page.path, format!("/return?notice={fault}"));
        }
    }
    assert_eq!(phone.confirm("1990-January-15").await.path, "/contact");
}

#[tokio::test]
async fn parallel_tries_are_counted_separately() {
    let app = TestApp::new().await;
    let (_, link) = halfway(&app).await;
    let mut thieves = Vec::new();
    for _ in 0..TRIES * 3 {
        let mut thief = app.browser();
        thief.get(&link).await;
        thieves.push(thief);
    }
    let tries = thieves.into_iter().map(|mut thief| async move {
        let page = thief.confirm("1991-01-15").await;
        page.path.clone()
    });
    let tries: JoinSet<_> = tries.collect();
    let ends = tries.join_all().await;
    let counted = ends
        .iter()
        .filter(|path| *path == "/return?notice=BirthDateDiffers")
        .count();
    assert_eq!(counted, usize::from(TRIES), "{ends:?}");
}

#[tokio::test]
async fn resume_link_requires_a_birth_date() {
    let app = TestApp::new().await;
    let mut browser = app.browser();
    browser.begin().await;
    browser.agree().await;
    browser.give_name(&Person::JOHN).await;
    let page = browser.get("/").await;
    assert_eq!(page.return_link(), None);
    assert!(!page.has("form[action='/api/return-link']"));
    let csrf = browser.get("/name").await.csrf();
    let pairs = [("csrf".to_owned(), csrf), ("to".to_owned(), "/".to_owned())];
    assert_eq!(
        browser
            .post_and_follow("/api/return-link", &pairs)
            .await
            .path,
        "/"
    );
    assert!(!browser.cookies.contains_key("vestibule-return"));
}

#[tokio::test]
async fn device_without_link_gets_a_second_link() {
    let app = TestApp::new().await;
    let (mut browser, link) = halfway(&app).await;
    browser.cookies.remove("vestibule-return");
    assert_eq!(browser.get("/").await.return_link(), None);
    let page = browser.submit(&[]).await;
    assert_eq!(page.path, "/");
    let second = page.return_link().expect("a link");
    assert_ne!(second, link);
    for link in [link, second] {
        assert_eq!(app.browser().get(&link).await.path, "/return", "both live");
    }
}

#[tokio::test]
async fn link_limit_removes_the_oldest_link() {
    let app = TestApp::new().await;
    let (mut browser, first) = halfway(&app).await;
    let mut links = vec![first];
    for _ in 0..AT_ONCE {
        app.advance(Duration::from_secs(1));
        browser.cookies.remove("vestibule-return");
        browser.get("/").await;
        links.push(browser.submit(&[]).await.return_link().expect("a link"));
    }
    assert_eq!(links.iter().collect::<HashSet<_>>().len(), links.len());
    let gone = "/return?notice=gone";
    assert_eq!(app.browser().get(&links[0]).await.path, gone);
    for link in &links[1..] {
        assert_eq!(app.browser().get(link).await.path, "/return");
    }
    app.advance(30 * DAY);
    assert_eq!(app.browser().get(&links[1]).await.path, gone, "too old");
}

#[tokio::test]
async fn followed_link_asks_before_it_replaces_an_open_application() {
    let app = TestApp::new().await;
    let (mut john, _) = halfway(&app).await;
    let mut other = app.browser();
    other.begin().await;
    other.agree().await;
    other
        .give_name(&Person {
            given: "Jane",
            ..Person::JOHN
        })
        .await;
    other.give_birth_date("1985-10-02").await;
    let hers = other.link().await;
    let own = john.cookies.get("vestibule-return").cloned();
    let mine = john.get("/").await.one(".reference strong");
    let page = john.get(&hers).await;
    assert_eq!(page.path, "/return");
    // The page asks first, and names both applications.
    let open = page.one("#open-application");
    assert!(open.contains("You have another application open: J. D., "));
    assert!(open.contains(&mine) && !page.one("#owner").contains(&mine));
    assert!(!page.has("#not-mine"), "it would sign the open one out");
    let page = john.get("/name").await;
    assert_eq!(page.value("given").as_deref(), Some("John"), "still open");
    assert_eq!(john.cookies.get("vestibule-return").cloned(), own);
    assert_eq!(john.get("/return").await.path, "/return");
    assert_eq!(john.confirm("1985-10-02").await.path, "/contact");
    assert!(!john.cookies.contains_key("vestibule-followed"));
    assert_eq!(
        john.get("/name").await.value("given").as_deref(),
        Some("Jane")
    );
}

#[tokio::test]
async fn resume_secret_is_stored_nowhere() {
    let app = TestApp::new().await;
    let (browser, link) = halfway(&app).await;
    let secret = link["/return/".len()..].to_owned();
    assert_eq!(secret.len(), 26, "128 bits in base 32");
    assert_eq!(browser.cookies.get("vestibule-return"), Some(&secret));
    app.browser().get(&link).await;
    let sql = "SELECT secret_hash FROM return_links";
    let hash: Vec<u8> = app.database().await.value(sql, &[]).await;
    assert_eq!(hash.len(), 32);
    for entry in std::fs::read_dir(app.data()).expect("a folder") {
        let bytes = std::fs::read(entry.expect("a file").path()).expect("bytes");
        assert!(!bytes.windows(26).any(|part| part == secret.as_bytes()));
    }
}
