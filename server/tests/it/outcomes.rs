//! Every outcome of the sandbox (contract §8), as the person meets it.

use crate::{
    app::TestApp,
    person::{Person, SSN},
};
use sandbox::{Decision, Endpoint, Options, Review};
use std::time::Duration;

/// Documents are decided upon when a test says so.
fn by_hand() -> Options {
    Options {
        review: Review::ByHand,
        ..Options::default()
    }
}

#[tokio::test]
async fn approved_at_once_shows_participant_and_account() {
    for day in ["1985-10-02", "1990-01-15"] {
        let app = TestApp::new().await;
        let mut browser = app.browser();
        let page = browser.apply(&Person::born(day)).await;
        assert_eq!(
            (page.path.as_str(), page.label()),
            ("/status", Some("approved".into()))
        );
        let facts = page.all(".facts dd");
        let user = app.inquiry().user_id;
        assert_eq!(
            facts[0],
            format!("firms/ISV-Participant-Sandbox/users/{user}")
        );
        assert!(
            facts[1].starts_with("firms/ISV-Sandbox/accounts/"),
            "{facts:?}"
        );
        assert_eq!(page.heading(), "You are approved");
        // Final: nothing asks any more, with or without a script.
        assert!(
            !page.has("script[type=module]") && !page.has("noscript meta"),
            "{}",
            page.text
        );
        app.a_question_later();
        browser.status_page().await;
        assert_eq!(app.sandbox.calls(Endpoint::Status), 0);
        assert_eq!(app.sandbox.calls(Endpoint::Start), 1);
    }
}

#[tokio::test]
async fn denied_says_whom_to_ask_and_no_reason() {
    let by_mail = Person {
        email: "reject@example.com",
        ..Person::JOHN
    };
    for person in [Person::born("1985-09-04"), by_mail] {
        let app = TestApp::new().await;
        let mut browser = app.browser();
        let page = browser.apply(&person).await;
        assert_eq!(page.label().as_deref(), Some("denied"));
        assert_eq!(page.heading(), "We cannot open an account for you");
        let state = page.one("#state").to_lowercase();
        for reason in [
            "fraud", "risk", "score is", "watch", "sanction", "mismatch", "reject",
        ] {
            assert!(!state.contains(reason), "it says {reason}: {state}");
        }
        assert!(state.contains("support@example.com"), "{state}");
        assert!(page.has(".reference") && !page.has(".facts") && !page.has("main form"));
    }
}

#[tokio::test]
async fn manual_review_waits_and_then_tells() {
    let app = TestApp::new().await;
    let mut browser = app.browser();
    let page = browser.apply(&Person::PAULINA).await;
    assert_eq!(page.label().as_deref(), Some("manual_review"));
    assert!(page.text.contains("2 business days"));
    assert_eq!(
        page.attribute("noscript meta", "content"),
        None,
        "parsed as text"
    );
    assert!(
        page.text
            .contains(r#"<meta http-equiv="refresh" content="15;url=/status?again""#)
    );

    let id = app.inquiry().external_id;
    app.sandbox
        .decide(&id, Decision::Approved)
        .expect("decided");
    app.a_question_later();
    assert_eq!(
        browser.status_page().await.label().as_deref(),
        Some("approved")
    );
}

#[tokio::test]
async fn documents_are_asked_for_and_then_decided_upon() {
    for (day, after) in [
        ("1985-09-02", "approved"),
        ("1985-09-05", "denied"),
        ("1985-09-25", "manual_review"),
        ("1985-09-26", "manual_review"),
        ("1985-09-01", "resubmit"),
    ] {
        let app = TestApp::new().await;
        let mut browser = app.browser();
        let page = browser.apply(&Person::born(day)).await;
        assert_eq!(page.label().as_deref(), Some("documents_required"), "{day}");
        let id = app.inquiry().external_id;
        app.sandbox.capture_complete(&id).expect("an open link");
        app.a_question_later();
        let page = browser.status_page().await;
        let expected = if after == "resubmit" {
            "documents_required"
        } else {
            after
        };
        assert_eq!(page.label().as_deref(), Some(expected), "{day}");
    }
}

#[tokio::test]
async fn the_hand_off_offers_link_and_picture_on_every_device() {
    for agent in [
        "Mozilla/5.0 (X11; Linux x86_64)",
        "Mozilla/5.0 (iPhone) Mobile/15E148",
    ] {
        let app = TestApp::new().await;
        let mut browser = app.browser().habit("user-agent", agent);
        let page = browser.apply(&Person::born("1985-09-02")).await.clone();
        let link = app.inquiry().capture.expect("a link").path;
        let link = format!("{}{link}", app.sandbox.base_url());
        let css = "a.button[target=_blank]";
        assert_eq!(page.attribute(css, "href").as_ref(), Some(&link));
        assert_eq!(
            page.attribute(css, "rel").as_deref(),
            Some("noopener noreferrer")
        );
        assert_eq!(page.one("#link"), link);
        let picture = page.attribute(".qr img", "src").expect("a picture");
        let request = browser
            .request(reqwest::Method::GET, &picture)
            .header("sec-fetch-dest", "image");
        let picture = browser.send(request).await;
        assert_eq!(picture.header("content-type"), "image/png");
        assert_eq!(picture.header("cache-control"), "no-store");
    }
}

#[tokio::test]
async fn pictures_under_review_have_a_page_of_their_own() {
    let app = TestApp::with(by_hand()).await;
    let mut browser = app.browser();
    browser.apply(&Person::born("1985-09-02")).await;
    let id = app.inquiry().external_id;
    app.sandbox.capture_complete(&id).expect("an open link");
    app.a_question_later();
    let page = browser.status_page().await;
    assert_eq!(page.label().as_deref(), Some("documents_under_review"));
    assert!(!page.has(".handoff") && !page.text.contains("/capture/"));
    app.sandbox.decide(&id, Decision::Denied).expect("decided");
    app.a_question_later();
    assert_eq!(
        browser.status_page().await.label().as_deref(),
        Some("denied")
    );
}

#[tokio::test]
async fn pictures_wanted_once_more_lead_to_a_new_link_and_an_end() {
    let app = TestApp::with(by_hand()).await;
    let mut browser = app.browser();
    browser.apply(&Person::born("1985-09-01")).await;
    let id = app.inquiry().external_id;
    app.sandbox.capture_complete(&id).expect("an open link");
    app.a_question_later();
    assert_eq!(
        browser.status_page().await.label().as_deref(),
        Some("documents_under_review")
    );
    app.sandbox
        .decide(&id, Decision::Resubmit)
        .expect("decided");
    app.a_question_later();
    let page = browser.status_page().await;
    assert_eq!(page.label().as_deref(), Some("resubmit"));
    assert_eq!(
        page.attribute("#state a.button", "href").as_deref(),
        Some("/new-link")
    );

    let page = browser.renew(SSN).await;
    assert_eq!(page.label().as_deref(), Some("documents_required"));
    app.sandbox.capture_complete(&id).expect("a fresh link");
    app.sandbox
        .decide(&id, Decision::Approved)
        .expect("decided");
    app.a_question_later();
    assert_eq!(
        browser.status_page().await.label().as_deref(),
        Some("approved")
    );
    assert_eq!(app.inquiry().external_id, id, "one inquiry, two attempts");
}

#[tokio::test]
async fn an_expired_link_gives_way_to_a_new_one_under_attempt_two() {
    let app = TestApp::new().await;
    let mut browser = app.browser();
    browser.apply(&Person::born("1985-09-02")).await;
    let first = app.inquiry().capture.expect("a link").path;
    browser.lingers(&app, 20).await;
    let page = browser.status_page().await;
    assert_eq!(page.label().as_deref(), Some("expired"));
    assert!(!page.text.contains(&first), "the dead link is gone");

    // The number was shredded: it is asked again, and has to be sound.
    let page = browser.renew("").await;
    assert_eq!(page.path, "/new-link");
    assert_eq!(
        page.problems(),
        [(
            "#ssn".to_owned(),
            "Enter your Social Security number".to_owned()
        )]
    );
    assert!(page.title().starts_with("Error: "));
    assert_eq!(app.starts().len(), 1);
    let page = browser.renew("123 45 6789").await;
    assert_eq!(page.label().as_deref(), Some("documents_required"));

    let second = app.inquiry().capture.expect("a link").path;
    assert_ne!(first, second);
    assert!(page.text.contains(&second) && !page.text.contains(&first));
    let starts = app.starts();
    assert_eq!(starts.len(), 2);
    assert_eq!(starts[0], starts[1], "the same person, the same id");
    let attempts = app.database().await.attempts().await;
    let numbers: Vec<_> = attempts
        .iter()
        .map(|a| (a.number, a.settled, a.holds_bytes))
        .collect();
    assert_eq!(numbers, [(1, true, false), (2, true, false)]);
}

#[tokio::test]
async fn a_final_decision_is_not_taken_back() {
    let app = TestApp::new().await;
    let mut browser = app.browser();
    let approved = browser.apply(&Person::JOHN).await.all(".facts dd");
    let id = app.inquiry().external_id;
    app.sandbox.decide(&id, Decision::Denied).expect("decided");
    app.a_question_later();
    let page = browser.status_page().await;
    assert_eq!(page.label().as_deref(), Some("approved"));
    assert_eq!(page.all(".facts dd"), approved);
}

#[tokio::test]
async fn an_upstream_that_takes_its_time_is_processing() {
    let app = TestApp::with(Options {
        processing: Duration::from_secs(60),
        ..Options::default()
    })
    .await;
    let mut browser = app.browser();
    let page = browser.apply(&Person::born("1985-09-02")).await;
    assert_eq!(page.label().as_deref(), Some("processing"));
    app.advance(Duration::from_secs(60));
    // Documents are owed now, but a status answer of dialect A brings no link.
    let page = browser.status_page().await;
    assert_eq!(page.label().as_deref(), Some("resubmit"));
    let page = browser.renew(SSN).await;
    assert_eq!(page.label().as_deref(), Some("documents_required"));
}
