//! Which states announce a wait, and which reload without JavaScript (ux rule 30, WCAG 2.2.1).

use crate::{
    app::{Setup, TestApp},
    browser::Browser,
    person::{Person, SSN},
    status::poll_with,
};
use sandbox::{
    Endpoint::{Start, Status},
    FaultKind, Options, Review,
};
use std::time::Duration;

const RELOAD: &str = r#"<meta http-equiv="refresh" content="15;url=/status?again""#;

/// A status page, opened by the provider's behaviour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Scene {
    Submitting,
    Delayed,
    DelayedFor10Minutes,
    Processing,
    DocumentsRequired,
    DocumentsUnderReview,
    ManualReview,
    Provisioning,
    Approved,
    Denied,
    Resubmit,
    Expired,
    OutOfAttempts,
    ProviderUnauthorized,
}

impl Scene {
    /// Each scene with its state, whether it announces a wait, and whether it reloads.
    const ALL: [(Self, &str, bool, bool); 14] = [
        (Self::Submitting, "submitting", true, true),
        (Self::Delayed, "submitting", false, true),
        (Self::DelayedFor10Minutes, "submitting", false, false),
        (Self::Processing, "processing", true, true),
        (Self::DocumentsRequired, "documents_required", false, true),
        (
            Self::DocumentsUnderReview,
            "documents_under_review",
            true,
            true,
        ),
        (Self::ManualReview, "manual_review", true, false),
        (Self::Provisioning, "provisioning", true, true),
        (Self::Approved, "approved", false, false),
        (Self::Denied, "denied", false, false),
        (Self::Resubmit, "resubmit", false, false),
        (Self::Expired, "expired", false, false),
        (Self::OutOfAttempts, "parked", false, false),
        (Self::ProviderUnauthorized, "parked", false, false),
    ];

    async fn open(self) -> (TestApp, Browser) {
        let setup = match self {
            Self::Submitting => Setup::default().without_instant_decision(),
            Self::Processing => Setup::default().sandbox(Options {
                processing: Duration::from_secs(60),
                ..Options::default()
            }),
            Self::DocumentsUnderReview => Setup::default().sandbox(Options {
                review: Review::ByHand,
                ..Options::default()
            }),
            Self::OutOfAttempts => Setup::default().var("KYC_ATTEMPTS", "1"),
            _ => Setup::default(),
        };
        let app = setup.start().await;
        let mut browser = app.browser();
        let person = match self {
            Self::DocumentsRequired
            | Self::DocumentsUnderReview
            | Self::Resubmit
            | Self::Expired
            | Self::OutOfAttempts => Person::born("1985-09-02"),
            Self::ManualReview => Person::PAULINA,
            Self::Denied => Person::born("1985-09-04"),
            _ => Person::JOHN,
        };
        browser.fill_in(&person).await;
        match self {
            Self::Submitting => app.hold_next(Start),
            Self::Delayed => app.always(Start, FaultKind::RateLimited(30)),
            Self::DelayedFor10Minutes => app.always(Start, FaultKind::RateLimited(600)),
            Self::Resubmit => app.once(Start, FaultKind::UnknownDecision),
            Self::ProviderUnauthorized => app.always(Start, FaultKind::Error(403)),
            Self::Provisioning => {
                app.always(Start, FaultKind::ApprovedWithoutIds);
                app.always(Status, FaultKind::ApprovedWithoutIds);
            }
            _ => {}
        }
        browser.hand_in().await;
        match self {
            Self::DocumentsUnderReview => {
                let id = app.inquiry().external_id;
                app.sandbox.capture_complete(&id).expect("an open link");
                app.a_question_later();
                browser.status_page().await;
            }
            Self::Expired | Self::OutOfAttempts => {
                browser.lingers(&app, 20).await;
                browser.status_page().await;
            }
            _ => {}
        }
        (app, browser)
    }
}

#[tokio::test]
async fn wait_is_announced_and_page_reloads_only_where_the_table_says() {
    for (scene, label, announces, reloads) in Scene::ALL {
        let (app, mut browser) = scene.open().await;
        let page = browser.page().clone();
        assert_eq!(page.label().as_deref(), Some(label), "{scene:?}");
        assert_eq!(page.text.contains(RELOAD), reloads, "{scene:?}");
        let stop = page.text.contains(r#"href="/status?still""#);
        assert_eq!(stop, reloads, "{scene:?}: a way to stop it");
        assert_eq!(page.text.contains("every 15 seconds"), reloads, "{scene:?}");
        // The script reloads the page itself if it cannot run, in the same states.
        let fallback = page.text.contains("location.replace");
        assert_eq!(fallback, reloads, "{scene:?}: a script that cannot run");
        if page.attribute("#state", "data-csrf").is_some() {
            let answer = poll_with(&mut browser, &[("asked", "99")]).await;
            assert_eq!(answer[0], "stands", "{scene:?}");
            let is_announced = answer[3].starts_with("Still checking");
            assert_eq!(is_announced, announces, "{scene:?}: {answer:?}");
            assert!(
                is_announced || answer[3].is_empty(),
                "{scene:?}: {answer:?}"
            );
        } else {
            assert!(!announces, "{scene:?}");
        }
        drop(app);
    }
}

#[tokio::test]
async fn stopped_page_never_reloads_until_the_applicant_resumes_it() {
    let (_app, mut browser) = Scene::DocumentsRequired.open().await;
    for address in ["/status?still", "/status?still=1"] {
        let page = browser.get(address).await;
        assert_eq!(page.label().as_deref(), Some("documents_required"));
        assert!(!page.text.contains("http-equiv=\"refresh\""), "{address}");
        assert!(!page.text.contains("location.replace"), "{address}");
        assert!(page.text.contains("This page no longer refreshes."));
        // "Check again now" keeps it.
        let value = page.attribute("form.again input[name=still]", "value");
        assert_eq!(value.as_deref(), Some("1"));
    }
    assert!(browser.get("/status").await.text.contains(RELOAD));
}

#[tokio::test]
async fn page_reloads_for_minutes_and_not_for_hours() {
    let (app, mut browser) = Scene::Provisioning.open().await;
    app.advance(Duration::from_secs(4 * 60));
    assert!(browser.status_page().await.text.contains(RELOAD));
    app.advance(Duration::from_secs(60));
    let page = browser.status_page().await;
    assert_eq!(page.label().as_deref(), Some("provisioning"));
    assert!(!page.text.contains(RELOAD));

    // A new link starts the hour of a capture again.
    let (app, mut browser) = Scene::DocumentsRequired.open().await;
    app.advance(Duration::from_secs(60));
    let page = browser.renew(SSN).await;
    assert!(page.text.contains(RELOAD));
}
