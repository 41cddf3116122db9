//! Document capture in every dialect: handoff, review, resubmission and expiry.

use crate::{
    app::{Setup, TestApp},
    person::{Person, SSN},
};
use sandbox::{Decision, Dialect, Endpoint, FaultKind, InquiryView, Options, Review};
use std::time::Duration;

/// Sandbox whose documents wait for the test's decision.
fn by_hand(dialect: Dialect) -> Options {
    Options {
        dialect,
        review: Review::ByHand,
        ..Options::default()
    }
}

#[tokio::test]
async fn document_handoff_offers_link_and_qr_code_on_every_device() {
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
async fn documents_under_review_have_their_own_page() {
    for dialect in Dialect::ALL {
        let app = TestApp::with(by_hand(dialect)).await;
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
}

#[tokio::test]
async fn resubmission_leads_to_new_link_and_decision() {
    for dialect in Dialect::ALL {
        let app = TestApp::with(by_hand(dialect)).await;
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
}

#[tokio::test]
async fn expired_link_is_replaced_by_second_attempt() {
    for dialect in Dialect::ALL {
        let app = TestApp::speaking(dialect).await;
        let mut browser = app.browser();
        browser.apply(&Person::born("1985-09-02")).await;
        let first = app.inquiry().capture.expect("a link").path;
        browser.lingers(&app, 20).await;
        let page = browser.status_page().await;
        assert_eq!(page.label().as_deref(), Some("expired"));
        assert!(!page.text.contains(&first), "the dead link is gone");

        // The SSN was erased, so the page asks for it again and validates it.
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
}

#[tokio::test]
async fn used_link_is_replaced_before_its_expiry() {
    for dialect in Dialect::ALL {
        let app = TestApp::speaking(dialect).await;
        let mut browser = app.browser();
        browser.apply(&Person::born("1985-09-01")).await;
        let InquiryView {
            external_id,
            capture,
            ..
        } = app.inquiry();
        let first = capture.expect("a link").path;
        // The review ends at once, so that no poll sees it.
        app.sandbox
            .capture_complete(&external_id)
            .expect("an open link");
        app.a_question_later();
        browser.status_page().await;
        let page = browser.renew(SSN).await;
        assert_eq!(page.label().as_deref(), Some("documents_required"));
        let second = app.inquiry().capture.expect("a link").path;
        assert_ne!(first, second, "{dialect:?}");
        assert!(page.text.contains(&second) && !page.text.contains(&first));
    }
}

#[tokio::test]
async fn documents_page_always_leads_to_a_new_link() {
    for dialect in Dialect::ALL {
        let app = TestApp::speaking(dialect).await;
        let mut browser = app.browser();
        browser.apply(&Person::born("1985-09-02")).await;
        for minutes in [0, 1, 10] {
            app.advance(Duration::from_secs(60 * minutes + 1));
            let page = browser.status_page().await;
            assert_eq!(page.label().as_deref(), Some("documents_required"));
            let way = page.one("#new-link");
            assert_eq!(way, "Link doesn’t work? Get a new one", "{dialect:?}");
            let href = page.attribute("#new-link a", "href").expect("a link");
            let page = browser.get(&href).await;
            assert_eq!(
                page.path, "/new-link",
                "{dialect:?} after {minutes} minutes"
            );
            assert_eq!(page.heading(), "Get a new photo link");
        }
    }
}

#[tokio::test]
async fn last_capture_link_names_the_contact_instead_of_a_new_link() {
    let app = Setup::default().var("KYC_ATTEMPTS", "1").start().await;
    let mut browser = app.browser();
    let page = browser.apply(&Person::born("1985-09-02")).await;
    let way = page.one("#new-link");
    assert!(way.starts_with("Link doesn’t work? Contact us"), "{way}");
    assert!(way.contains("support@example.com"), "{way}");
    assert!(!page.has("#new-link a"));
    assert_eq!(browser.get("/new-link").await.path, "/status");
}

#[tokio::test]
async fn request_for_a_new_link_polls_first() {
    let app = TestApp::with(by_hand(Dialect::A)).await;
    let mut browser = app.browser();
    browser.apply(&Person::born("1985-09-02")).await;
    let id = app.inquiry().external_id;
    app.sandbox.capture_complete(&id).expect("an open link");
    app.advance(Duration::from_secs(1));
    let page = browser.get("/new-link").await;
    assert_eq!(page.path, "/status", "the photos have arrived");
    assert_eq!(page.label().as_deref(), Some("documents_under_review"));
}

#[tokio::test]
async fn resubmission_says_whether_photos_were_taken() {
    let app = TestApp::speaking(Dialect::A).await;
    let mut browser = app.browser();
    browser.fill_in(&Person::born("1985-09-02")).await;
    app.once(Endpoint::Start, FaultKind::UnknownDecision);
    let page = browser.hand_in().await;
    assert_eq!(page.label().as_deref(), Some("resubmit"));
    assert!(
        page.one(".lede")
            .contains("don’t have photos of your ID yet")
    );

    let app = TestApp::with(by_hand(Dialect::C)).await;
    let mut browser = app.browser();
    browser.apply(&Person::born("1985-09-01")).await;
    let id = app.inquiry().external_id;
    app.sandbox.capture_complete(&id).expect("an open link");
    app.sandbox
        .decide(&id, Decision::Resubmit)
        .expect("decided");
    app.a_question_later();
    let page = browser.status_page().await;
    assert_eq!(page.label().as_deref(), Some("resubmit"));
    assert!(page.one(".lede").contains("couldn’t use your last photos"));
}

#[tokio::test]
async fn check_again_polls_a_second_after_the_last_poll() {
    let app = TestApp::with(by_hand(Dialect::A)).await;
    let mut browser = app.browser();
    browser.apply(&Person::born("1985-09-02")).await;
    let id = app.inquiry().external_id;
    app.a_question_later();
    browser.status_page().await;
    app.sandbox.capture_complete(&id).expect("an open link");
    // A page that reloads by itself keeps to the gap of five seconds.
    app.advance(Duration::from_secs(1));
    let page = browser.get("/status?again").await;
    assert_eq!(page.label().as_deref(), Some("documents_required"));
    let page = browser.get("/status").await;
    assert_eq!(page.label().as_deref(), Some("documents_under_review"));
}

#[tokio::test]
async fn approval_during_link_renewal_is_polled_by_known_id() {
    for dialect in Dialect::ALL {
        let app = TestApp::speaking(dialect).await;
        let mut browser = app.browser();
        browser.apply(&Person::born("1985-09-02")).await;
        browser.lingers(&app, 20).await;
        let page = browser.status_page().await;
        assert_eq!(page.label().as_deref(), Some("expired"));
        let id = app.inquiry().external_id;
        app.sandbox
            .decide(&id, Decision::Approved)
            .expect("decided");
        // The poll slot is taken, so the start request itself learns of the approval by a 409.
        let page = browser.renew(SSN).await;
        assert_eq!(page.label().as_deref(), Some("approved"), "{dialect:?}");
        let ledger = app.sandbox.ledger();
        let starts = ledger.iter().filter(|it| it.endpoint == Endpoint::Start);
        let answers: Vec<_> = starts.map(|it| it.answer).collect();
        assert_eq!(answers, [Some(200), Some(409)], "{dialect:?}");
        let actions = app.database().await.actions().await;
        assert!(!actions.contains(&"parked".to_owned()), "{actions:?}");
    }
}
