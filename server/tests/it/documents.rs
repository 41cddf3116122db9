//! Document capture in every dialect: handoff, review, resubmission and expiry.

use crate::{
    app::TestApp,
    person::{Person, SSN},
};
use sandbox::{Decision, Dialect, Endpoint, Options, Review};

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
