//! Order of the steps (UX rules 4, 9 and 10) and the single submission.

use crate::{
    app::TestApp,
    person::{Person, SSN},
};
use sandbox::Endpoint;

const STEPS: [&str; 7] = [
    "/agreement",
    "/name",
    "/date-of-birth",
    "/contact",
    "/address",
    "/ssn",
    "/check",
];

#[tokio::test]
async fn pages_without_application_redirect_to_start() {
    let app = TestApp::new().await;
    for path in STEPS
        .into_iter()
        .chain(["/status", "/new-link", "/no-ssn", "/not-eligible/age"])
    {
        let page = app.browser().get(path).await.clone();
        assert_eq!(page.path, "/?notice=fresh", "{path}");
        assert!(page.notice().expect("a notice").contains("session ended"));
    }
}

#[tokio::test]
async fn later_steps_redirect_to_the_open_step() {
    let app = TestApp::new().await;
    let mut browser = app.browser();
    let john = Person::JOHN;
    browser.begin().await;
    for (n, step) in STEPS.into_iter().enumerate() {
        for later in &STEPS[n + 1..] {
            let page = browser.get(later).await;
            assert_eq!(page.path, format!("{step}?notice=order"), "{later}");
            assert!(page.notice().expect("a notice").contains("need to answer"));
        }
        assert_eq!(
            browser.get("/status").await.path,
            step,
            "no status before handing in"
        );
        assert_eq!(browser.get("/new-link").await.path, step);
        let page = browser.get("/").await;
        assert_eq!(
            page.attribute("main a.button", "href").as_deref(),
            Some(step),
            "resume"
        );
        match step {
            "/agreement" => browser.agree().await,
            "/name" => browser.give_name(&john).await,
            "/date-of-birth" => browser.give_birth_date(john.born).await,
            "/contact" => browser.give_contact(&john).await,
            "/address" => browser.give_address(&john).await,
            _ => browser.give_ssn(SSN).await,
        };
    }
}

#[tokio::test]
async fn form_of_a_later_step_is_rejected() {
    let app = TestApp::new().await;
    let mut browser = app.browser();
    let csrf = browser.begin().await.csrf();
    let fields = [
        ("csrf".to_owned(), csrf),
        ("ssn".to_owned(), SSN.to_owned()),
    ];
    assert_eq!(
        browser.post_and_follow("/api/ssn", &fields).await.path,
        "/agreement"
    );
    assert_eq!(
        browser
            .post_and_follow("/api/submit", &fields[..1])
            .await
            .path,
        "/agreement"
    );
    assert_eq!(app.database().await.actions().await, ["opened"]);
    assert_eq!(app.sandbox.calls(Endpoint::Start), 0);
}

#[tokio::test]
async fn back_link_leads_to_previous_step_with_entered_values() {
    let app = TestApp::new().await;
    let mut browser = app.browser();
    browser.fill_in(&Person::JOHN).await;
    for pair in STEPS.windows(2).rev() {
        let back = browser.get(pair[1]).await.attribute("nav.back a", "href");
        assert_eq!(back.as_deref(), Some(pair[0]));
    }
    for (path, field, value) in [
        ("/name", "given", "John"),
        ("/date-of-birth", "year", "1990"),
        ("/contact", "email", "john.doe@example.com"),
        ("/address", "postal", "10001"),
    ] {
        assert_eq!(browser.get(path).await.value(field).as_deref(), Some(value));
    }
    assert!(browser.get("/agreement").await.has("input#agreed[checked]"));
}

#[tokio::test]
async fn check_page_shows_every_answer_and_change_returns_to_it() {
    let app = TestApp::new().await;
    let mut browser = app.browser();
    let page = browser.fill_in(&Person::JOHN).await.clone();
    let answers = page.all(".answer dd:not(.change)").join(" | ");
    for shown in [
        "John Michael Doe",
        "January 15, 1990",
        "john.doe@example.com",
        "+1 (555) 123-4567",
        "123 Main Street",
        "Apt 4B",
        "New York, NY 10001",
        "Ends in 6789",
    ] {
        assert!(answers.contains(shown), "no {shown} in {answers}");
    }
    let changes: Vec<_> = STEPS[..6]
        .iter()
        .filter(|step| page.has(&format!(".change a[href=\"{step}\"]")))
        .collect();
    assert_eq!(changes.len(), 6, "every step can be changed");
    browser.get("/name").await;
    let page = browser.submit(&[("given", "Jane")]).await;
    assert_eq!(page.path, "/check");
    assert!(page.one("main").contains("Jane Michael Doe"));
    browser.hand_in().await;
    assert_eq!(app.starts()[0]["firstName"], "Jane");
}

#[tokio::test]
async fn submitted_application_accepts_no_more_forms() {
    let app = TestApp::new().await;
    let mut browser = app.browser();
    let csrf = browser.fill_in(&Person::JOHN).await.csrf();
    let shown = browser.hand_in().await.all(".facts dd");
    for path in STEPS
        .into_iter()
        .chain(["/new-link", "/no-ssn", "/not-eligible/age"])
    {
        assert_eq!(browser.get(path).await.path, "/status", "{path}");
    }
    let trail = app.database().await.actions().await;
    let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let csrf = pair("csrf", &csrf);
    for (path, field) in [
        ("/api/name", pair("given", "Mallory")),
        ("/api/ssn", pair("ssn", "987-65-4320")),
        ("/api/consent", pair("agreed", "")),
        ("/api/submit", pair("lang", "")),
        ("/api/renew", pair("ssn", SSN)),
        ("/api/retry", pair("lang", "")),
    ] {
        let page = browser.post_and_follow(path, &[csrf.clone(), field]).await;
        assert_eq!(
            (page.path.as_str(), page.all(".facts dd")),
            ("/status", shown.clone()),
            "{path}"
        );
    }
    assert_eq!(
        app.database().await.actions().await,
        trail,
        "nothing happened"
    );
    assert_eq!(app.sandbox.calls(Endpoint::Start), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn sixteen_parallel_submissions_create_one_inquiry() {
    let app = TestApp::new().await;
    let mut browser = app.browser();
    browser.fill_in(&Person::JOHN).await;
    let (action, fields) = browser.filled("form#step", &[]);
    let presses = (0..16).map(|_| {
        let (mut tab, action, fields) = (browser.clone(), action.clone(), fields.clone());
        tokio::spawn(async move { tab.post_and_follow(&action, &fields).await.clone() })
    });
    let mut answers = Vec::new();
    for press in presses.collect::<Vec<_>>() {
        let page = press.await.expect("an answer");
        answers.push((page.path.clone(), page.label(), page.all(".facts dd")));
    }
    assert_eq!(answers[0].1.as_deref(), Some("approved"));
    assert!(
        answers.iter().all(|answer| *answer == answers[0]),
        "{answers:?}"
    );
    app.inquiry();
    assert_eq!(app.sandbox.calls(Endpoint::Start), 1);
    let actions = app.database().await.actions().await;
    assert_eq!(
        actions
            .iter()
            .filter(|action| *action == "submitted")
            .count(),
        1
    );
}

#[tokio::test]
async fn two_tabs_share_one_application() {
    let app = TestApp::new().await;
    let mut first = app.browser();
    first.begin().await;
    let mut second = first.clone();
    first.agree().await;
    assert_eq!(second.give_name(&Person::JOHN).await.path, "/date-of-birth");
    assert_eq!(
        first.get("/name").await.value("given").as_deref(),
        Some("John")
    );
    // "Start now" in an outdated tab opens no second application.
    let csrf = first.page().csrf();
    first
        .post_and_follow("/api/begin", &[("csrf".to_owned(), csrf)])
        .await;
    assert_eq!(first.page().path, "/");
    let opened = app.database().await.actions().await;
    assert_eq!(
        opened.iter().filter(|action| *action == "opened").count(),
        1
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn sixteen_posts_of_one_page_at_once_all_lead_on() {
    let app = TestApp::new().await;
    let mut browser = app.browser();
    browser.begin().await;
    assert_eq!(browser.agree().await.path, "/name");
    for _ in 0..6 {
        browser.get("/name").await;
        let typed = [("given", "John"), ("family", "Doe")];
        let (action, fields) = browser.filled("form#step", &typed);
        let posts = (0..16).map(|_| {
            let (mut tab, action, fields) = (browser.clone(), action.clone(), fields.clone());
            tokio::spawn(async move {
                let page = tab.post_and_follow(&action, &fields).await;
                (page.status, page.path.clone())
            })
        });
        for post in posts.collect::<Vec<_>>() {
            let (status, path) = post.await.expect("an answer");
            assert_eq!((status.as_u16(), path.as_str()), (200, "/date-of-birth"));
        }
    }
}
