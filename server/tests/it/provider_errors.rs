//! Provider faults at the start request: slow, refusing, broken or malformed responses. The
//! application stays one inquiry (security cases 3 and 9).

use crate::{
    app::{Setup, TestApp},
    browser::Browser,
    page::Page,
    person::{Person, SSN},
    wait::eventually,
};
use sandbox::{
    Dialect,
    Endpoint::{Start, Status},
    FaultKind,
};
use std::time::Duration;
use time::OffsetDateTime;

/// `Retry-After` of the injected rate limits.
const RETRY_AFTER: Duration = Duration::from_secs(60);

async fn ready(person: &Person) -> (TestApp, Browser) {
    ready_with(Setup::default(), person).await
}

/// The same, where submissions do not wait for a decision.
async fn ready_without_waiting(person: &Person) -> (TestApp, Browser) {
    ready_with(Setup::default().without_instant_decision(), person).await
}

async fn ready_with(setup: Setup, person: &Person) -> (TestApp, Browser) {
    let app = setup.start().await;
    let mut browser = app.browser();
    browser.fill_in(person).await;
    (app, browser)
}

/// Asserts the page of a delayed attempt.
#[track_caller]
fn assert_delayed(page: &Page) {
    assert_eq!(
        (page.path.as_str(), page.label()),
        ("/status", Some("submitting".into()))
    );
    assert_eq!(
        page.heading(),
        "We have your details and keep trying to send them"
    );
}

/// Asserts the page of a delayed attempt, with its only button "Try again now".
#[track_caller]
fn assert_try_again(page: &Page) {
    assert_delayed(page);
    assert_eq!(page.one("#state form button"), "Try again now");
}

/// Asserts the page of an attempt that the provider accepts from `until` on: it names the time
/// instead of a button.
#[track_caller]
fn assert_retry_after(page: &Page, until: OffsetDateTime) {
    assert_delayed(page);
    assert!(!page.has("#state form"), "a button that does nothing");
    assert!(page.one("#state").contains("We can try again at "));
    let shown = page.attribute("#retry-at", "data-at");
    assert_eq!(shown, Some(until.unix_timestamp().to_string()));
    let (hour, minute) = (until.hour(), until.minute());
    let half = if hour < 12 { "AM" } else { "PM" };
    let words = format!("{}:{minute:02} {half} UTC", (hour + 11) % 12 + 1);
    assert_eq!(page.one("#retry-at"), words);
}

#[tokio::test]
async fn transient_fault_is_retried_until_approved() {
    for kind in [
        FaultKind::Error(500),
        FaultKind::Error(503),
        FaultKind::NonJson(502),
        FaultKind::DropBefore,
        FaultKind::RateLimited(1),
    ] {
        let (app, mut browser) = ready_without_waiting(&Person::JOHN).await;
        app.once(Start, kind);
        browser.hand_in().await;
        app.advance_to_next_job().await;
        let page = browser.until("approved").await;
        assert!(page.has(".facts"), "{kind:?}");
        app.inquiry();
        assert_eq!(app.sandbox.calls(Start), 2, "{kind:?}");
    }
}

#[tokio::test]
async fn response_slower_than_page_wait_arrives_in_background() {
    let (app, mut browser) = ready_without_waiting(&Person::JOHN).await;
    app.hold_next(Start);
    let page = browser.hand_in().await;
    assert_eq!(page.heading(), "Your details are on their way");
    assert!(
        !page.has("#state form"),
        "nothing to press while it is under way"
    );
    app.wait_for_held_call().await;
    app.release_calls();
    let page = browser.until("approved").await;
    assert!(page.has(".facts"));
    app.inquiry();
    assert_eq!(app.sandbox.calls(Start), 1);
}

#[tokio::test]
async fn response_within_page_wait_is_on_the_first_page() {
    let (app, mut browser) = ready(&Person::JOHN).await;
    app.once(Start, FaultKind::Latency(100));
    let page = browser.hand_in().await;
    assert_eq!(page.label().as_deref(), Some("approved"));
    assert_eq!(app.sandbox.calls(Start), 1);
}

#[tokio::test]
async fn start_request_that_times_out_is_repeated() {
    for dialect in [Dialect::A, Dialect::B] {
        let setup = Setup::speaking(dialect).start_timeout(Duration::from_secs(1));
        let setup = setup.without_instant_decision();
        let (app, mut browser) = ready_with(setup, &Person::JOHN).await;
        app.hold_next(Start);
        assert_eq!(browser.hand_in().await.path, "/status");
        // The first call is never released: the server gives it up.
        app.advance_to_next_job().await;
        browser.until("approved").await;
        app.inquiry();
        assert_eq!(app.sandbox.calls(Start), 2, "{dialect:?}");
        assert_eq!(app.database().await.attempts().await.len(), 1);
    }
}

#[tokio::test]
async fn retry_after_is_honoured_and_try_again_sends_the_same_inquiry() {
    let (app, mut browser) = ready(&Person::JOHN).await;
    app.always(Start, FaultKind::RateLimited(60));
    assert_retry_after(browser.hand_in().await, app.now() + RETRY_AFTER);
    let until = app.now() + RETRY_AFTER;
    app.sandbox.clear_faults();
    let csrf = browser.page().attribute("#state", "data-csrf");
    let fields = [("csrf".to_owned(), csrf.expect("a token"))];
    for later in [0, 30, 29] {
        app.advance(Duration::from_secs(later));
        // A form of an earlier page, for example in another tab.
        let page = browser.post_and_follow("/api/retry", &fields).await;
        assert_retry_after(page, until);
        assert_eq!(app.sandbox.calls(Start), 1, "not before Retry-After ends");
    }
    app.advance(Duration::from_secs(1));
    let page = browser.status_page().await.clone();
    if page.label().as_deref() == Some("submitting") {
        assert_try_again(&page);
        browser.submit(&[]).await;
    }
    browser.until("approved").await;
    app.inquiry();
    assert_eq!(app.sandbox.calls(Start), 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn parallel_try_again_creates_one_inquiry() {
    let (app, mut browser) = ready(&Person::born("1985-09-02")).await;
    app.always(Start, FaultKind::RateLimited(60));
    browser.hand_in().await;
    app.sandbox.clear_faults();
    app.advance(RETRY_AFTER);
    browser.status_page().await;
    let (action, fields) = browser.filled("main form[method=post]", &[]);
    let presses = (0..12).map(|_| {
        let (mut tab, action, fields) = (browser.clone(), action.clone(), fields.clone());
        tokio::spawn(async move { tab.post_and_follow(&action, &fields).await.label() })
    });
    for press in presses.collect::<Vec<_>>() {
        assert_eq!(
            press.await.expect("an answer").as_deref(),
            Some("documents_required")
        );
    }
    app.inquiry();
    assert_eq!(app.sandbox.calls(Start), 2, "the refused one and one more");
}

#[tokio::test]
async fn outage_shows_delay_page_after_five_requests() {
    let (app, mut browser) = ready_without_waiting(&Person::JOHN).await;
    app.always(Start, FaultKind::Error(503));
    let page = browser.hand_in().await;
    assert_eq!(page.heading(), "Your details are on their way");
    for _ in 0..4 {
        app.advance_to_next_job().await;
    }
    let delayed = "We have your details and keep trying to send them";
    let page = browser
        .until_page("in trouble", |page| page.heading() == delayed)
        .await;
    assert_try_again(page);
    assert_eq!(app.sandbox.calls(Start), 5);
    assert!(app.sandbox.inquiries().is_empty());
    let actions = app.database().await.actions().await;
    assert_eq!(actions.last().map(String::as_str), Some("undelivered"));
    app.sandbox.clear_faults();
    // Not at once: the last try was less than ten seconds ago.
    browser.submit(&[]).await;
    assert_eq!(app.sandbox.calls(Start), 5);
    app.advance_to_next_job().await;
    browser.until("approved").await;
    assert_eq!(app.sandbox.calls(Start), 6, "the applicant asked for it");
}

#[tokio::test]
async fn lost_response_is_requested_again_under_the_same_id() {
    for kind in [
        FaultKind::DropAfter,
        FaultKind::ErrorAfter(500),
        FaultKind::NonJson(200),
        FaultKind::EmptyBody,
    ] {
        let (app, mut browser) = ready_without_waiting(&Person::born("1985-09-02")).await;
        app.once(Start, kind);
        browser.hand_in().await;
        app.advance_to_next_job().await;
        let page = browser.until("documents_required").await;
        assert!(page.has("#link"), "{kind:?}");
        app.inquiry();
        let starts = app.starts();
        assert_eq!(starts.len(), 2, "{kind:?}");
        assert_eq!(starts[0], starts[1], "{kind:?}");
    }
}

#[tokio::test]
async fn lost_approval_in_dialect_a_parks_without_second_inquiry() {
    // In dialect A the provider assigns the id. Without its response there is no id to poll, and
    // the resend gets "already approved".
    let (app, mut browser) = ready_without_waiting(&Person::JOHN).await;
    app.once(Start, FaultKind::DropAfter);
    browser.hand_in().await;
    app.advance_to_next_job().await;
    let page = browser.until("parked").await;
    assert_eq!(page.heading(), "Our team is reviewing your application");
    let way = ["Details sent Done", "Identity check Now", "Decision Next"];
    assert_eq!(page.all(".timeline li"), way);
    assert_eq!(
        page.all("main form[method=post]").len(),
        page.all(".devices form").len()
    );
    assert!(!page.has(".facts"));
    app.inquiry();
    let events = app.database().await.events().await;
    assert!(
        events
            .last()
            .expect("an event")
            .detail
            .contains("approved_elsewhere")
    );
}

#[tokio::test]
async fn unknown_words_show_processing_and_never_approved() {
    let (app, mut browser) = ready(&Person::JOHN).await;
    app.once(Start, FaultKind::UnknownDecision);
    app.once(Status, FaultKind::UnknownDecision);
    let page = browser.hand_in().await;
    assert_eq!(page.label().as_deref(), Some("processing"));
    assert!(!page.text.contains("escalated") && !page.text.contains("moon"));
    let events = app.database().await.events().await;
    let event = events
        .iter()
        .find(|event| event.action == "heard")
        .expect("an event");
    assert!(event.detail.contains("escalated") && event.detail.contains(r#""understood":false"#));
    app.a_question_later();
    assert_eq!(
        browser.status_page().await.label().as_deref(),
        Some("approved")
    );
}

#[tokio::test]
async fn approval_without_ids_waits_for_them() {
    let (app, mut browser) = ready(&Person::JOHN).await;
    app.once(Start, FaultKind::ApprovedWithoutIds);
    app.once(Status, FaultKind::ApprovedWithoutIds);
    let page = browser.hand_in().await;
    assert_eq!(page.label().as_deref(), Some("provisioning"));
    assert!(!page.has(".facts"));
    app.a_question_later();
    let page = browser.status_page().await;
    assert_eq!(page.label().as_deref(), Some("approved"));
    assert_eq!(page.all(".facts dd").len(), 2);
}

#[tokio::test]
async fn malformed_request_returns_to_the_form() {
    let (app, mut browser) = ready(&Person::JOHN).await;
    app.once(Start, FaultKind::Error(400));
    let page = browser.hand_in().await;
    // The SSN was erased, so it is the only missing answer.
    assert_eq!(page.path.split('?').next(), Some("/ssn"));
    let why = "couldn’t read the details";
    assert!(
        page.all("main .notice")
            .iter()
            .any(|notice| notice.contains(why))
    );
    let page = browser.submit(&[("ssn", SSN)]).await;
    assert_eq!(page.path, "/check");
    assert!(page.notice().expect("a notice").contains(why));
    assert_eq!(app.sandbox.calls(Start), 1, "a 400 is not tried again");
    let page = browser.hand_in().await;
    assert_eq!(page.label().as_deref(), Some("approved"));
    app.inquiry();
    let attempts = app.database().await.attempts().await;
    assert_eq!(
        attempts.iter().map(|a| a.number).collect::<Vec<_>>(),
        [1, 2]
    );
}

#[tokio::test]
async fn rejected_access_offers_the_applicant_nothing_to_press() {
    for status in [401, 403, 404] {
        let (app, mut browser) = ready(&Person::JOHN).await;
        app.always(Start, FaultKind::Error(status));
        let page = browser.hand_in().await;
        assert_eq!(page.label().as_deref(), Some("parked"), "{status}");
        assert_eq!(page.heading(), "We’re fixing a problem on our side");
        assert!(!page.has("#state form"), "only the operator can help");
        let way = ["Details sent Now", "Identity check Next", "Decision Next"];
        assert_eq!(page.all(".timeline li"), way, "{status}: nothing was taken");
        let csrf = page.attribute("#state", "data-csrf");
        let fields = [("csrf".to_owned(), csrf.expect("a token"))];
        app.sandbox.clear_faults();
        // A form of an earlier page.
        let page = browser.post_and_follow("/api/retry", &fields).await;
        assert_eq!(page.label().as_deref(), Some("parked"), "{status}");
        assert_eq!(app.sandbox.calls(Start), 1, "{status} is not tried again");
    }
}

#[tokio::test]
async fn unreachable_provider_is_recorded_as_not_connected() {
    let setup = Setup::default().var("KYC_BASE_URL", "http://127.0.0.1:1");
    let (app, mut browser) = ready_with(setup.without_instant_decision(), &Person::JOHN).await;
    browser.hand_in().await;
    let database = app.database().await;
    let detail = eventually!("a failed try", async {
        let mut events = database.events().await;
        events.pop().filter(|it| it.action == "undelivered")
    })
    .detail;
    assert!(detail.contains(r#""connect""#), "{detail}");
}

#[tokio::test]
async fn rejected_access_is_retried_without_the_applicant() {
    let (app, mut browser) = ready(&Person::JOHN).await;
    app.always(Start, FaultKind::Error(403));
    assert_eq!(browser.hand_in().await.label().as_deref(), Some("parked"));
    app.sandbox.clear_faults();
    browser.lingers(&app, 10).await;
    app.advance(Duration::from_secs(2 * 60));
    browser.until("approved").await;
    app.inquiry();
    assert_eq!(app.sandbox.calls(Start), 2);
}
