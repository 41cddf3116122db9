//! Every outcome of the sandbox (contract §8), as the applicant sees it, in every dialect.

use crate::{
    app::TestApp,
    person::{Person, SSN},
};
use sandbox::{Decision, Dialect, Endpoint, Options};
use std::time::Duration;

/// Every pair of a dialect and one of the values.
fn each<T: Clone>(values: &[T]) -> Vec<(Dialect, T)> {
    let pairs = Dialect::ALL
        .iter()
        .flat_map(|dialect| values.iter().map(|value| (*dialect, value.clone())));
    pairs.collect()
}

#[tokio::test]
async fn instant_approval_shows_participant_and_account() {
    for (dialect, day) in each(&["1985-10-02", "1990-01-15"]) {
        let app = TestApp::speaking(dialect).await;
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
        assert_eq!(page.heading(), "You’re approved");
        // A final state has no polling, with or without a script.
        assert!(
            !page.has("script[type=module]") && !page.has("noscript meta"),
            "{}",
            page.text
        );
        app.a_question_later();
        browser.status_page().await;
        // In C only the status response contains the account.
        let polls = app.sandbox.calls(Endpoint::Status);
        assert_eq!(polls, u64::from(dialect == Dialect::C), "{dialect:?}");
        assert_eq!(app.sandbox.calls(Endpoint::Start), 1);
    }
}

#[tokio::test]
async fn denial_shows_contact_and_no_reason() {
    let by_mail = Person {
        email: "reject@example.com",
        ..Person::JOHN
    };
    for (dialect, person) in each(&[Person::born("1985-09-04"), by_mail]) {
        let app = TestApp::speaking(dialect).await;
        let mut browser = app.browser();
        let page = browser.apply(&person).await;
        assert_eq!(page.label().as_deref(), Some("denied"));
        assert_eq!(page.heading(), "We can’t open an account for you");
        let state = page.one("#state").to_lowercase();
        for reason in [
            "fraud", "risk", "score is", "watch", "sanction", "mismatch", "reject",
        ] {
            assert!(!state.contains(reason), "it says {reason}: {state}");
        }
        assert!(state.contains("support@example.com"), "{state}");
        assert!(page.has(".reference") && !page.has(".facts"));
        assert_eq!(page.all("main form").len(), page.all(".devices form").len());
    }
}

#[tokio::test]
async fn manual_review_waits_and_then_shows_decision() {
    for dialect in Dialect::ALL {
        let app = TestApp::speaking(dialect).await;
        let mut browser = app.browser();
        let page = browser.apply(&Person::PAULINA).await;
        assert_eq!(page.label().as_deref(), Some("manual_review"));
        assert!(page.text.contains("2 business days"));
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
}

#[tokio::test]
async fn documents_are_requested_and_then_decided() {
    for (dialect, (day, after)) in each(&[
        ("1985-09-02", "approved"),
        ("1985-09-05", "denied"),
        ("1985-09-25", "manual_review"),
        ("1985-09-26", "manual_review"),
        ("1985-09-01", "resubmit"),
    ]) {
        let app = TestApp::speaking(dialect).await;
        let mut browser = app.browser();
        let page = browser.apply(&Person::born(day)).await;
        assert_eq!(page.label().as_deref(), Some("documents_required"), "{day}");
        let id = app.inquiry().external_id;
        app.sandbox.capture_complete(&id).expect("an open link");
        app.a_question_later();
        let page = browser.status_page().await;
        let expected = match (dialect, after) {
            // Only C has a word for a resubmission. A and B require the documents again.
            (Dialect::A | Dialect::B, "resubmit") => "documents_required",
            // B uses one word for documents and applications under review.
            (Dialect::B, "manual_review") => "documents_under_review",
            _ => after,
        };
        assert_eq!(page.label().as_deref(), Some(expected), "{dialect:?} {day}");
    }
}

#[tokio::test]
async fn final_decision_is_never_revoked() {
    for dialect in Dialect::ALL {
        let app = TestApp::speaking(dialect).await;
        let mut browser = app.browser();
        let approved = browser.apply(&Person::JOHN).await.all(".facts dd");
        let id = app.inquiry().external_id;
        app.sandbox.decide(&id, Decision::Denied).expect("decided");
        app.a_question_later();
        let page = browser.status_page().await;
        assert_eq!(page.label().as_deref(), Some("approved"));
        assert_eq!(page.all(".facts dd"), approved);
    }
}

#[tokio::test]
async fn slow_provider_shows_processing() {
    for dialect in Dialect::ALL {
        let app = TestApp::with(Options {
            dialect,
            processing: Duration::from_secs(60),
            ..Options::default()
        })
        .await;
        let mut browser = app.browser();
        let page = browser.apply(&Person::born("1985-09-02")).await;
        assert_eq!(page.label().as_deref(), Some("processing"));
        app.advance(Duration::from_secs(60));
        // Documents are required now, and only a start request opens a capture.
        let page = browser.status_page().await;
        assert_eq!(page.label().as_deref(), Some("resubmit"), "{dialect:?}");
        let page = browser.renew(SSN).await;
        assert_eq!(page.label().as_deref(), Some("documents_required"));
    }
}
