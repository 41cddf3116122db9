//! Event stream of an open status page: access, events, recipients and end.

use crate::{
    app::{Setup, TestApp},
    browser::Browser,
    person::Person,
    wait::{equal, eventually},
};
use ::app::routes::LIVE;
use reqwest::{Method, Response, StatusCode};
use sandbox::{Endpoint, FaultKind};
use std::time::Duration;

pub(crate) const TICK: &str = "event: tick\ndata:";
const BEAT: &str = ":";
/// Time to wait for an event, long enough for a busy machine.
const EVENT_TIMEOUT: Duration = Duration::from_secs(60);

/// Open event stream of a page.
pub(crate) struct EventListener {
    answer: Response,
    received: String,
}

impl EventListener {
    pub(crate) async fn open(browser: &Browser) -> Self {
        let answer = request_stream(browser).await;
        assert_eq!(answer.status(), 200);
        let mut listener = Self {
            answer,
            received: String::new(),
        };
        assert_eq!(listener.next().await.as_deref(), Some(TICK), "asks at once");
        listener
    }

    /// The next event, or `None` when the server has closed the stream.
    async fn next(&mut self) -> Option<String> {
        loop {
            if let Some((word, rest)) = self.received.split_once("\n\n") {
                let word = word.to_owned();
                self.received = rest.to_owned();
                return Some(word);
            }
            let more = tokio::time::timeout(EVENT_TIMEOUT, self.answer.chunk()).await;
            let more = more.expect("an event").expect("no broken line");
            let Some(more) = more else {
                assert_eq!(self.received, "", "no half word");
                return None;
            };
            self.received += std::str::from_utf8(&more).expect("UTF-8");
        }
    }

    /// The next event that is not a heartbeat.
    pub(crate) async fn next_event(&mut self) -> Option<String> {
        for _ in 0..1_000 {
            match self.next().await {
                Some(word) if word == BEAT => {}
                other => return other,
            }
        }
        panic!("nothing but heartbeats");
    }

    /// Asserts that five heartbeats pass without another event.
    async fn expect_heartbeats_only(&mut self) {
        for _ in 0..5 {
            assert_eq!(self.next().await.as_deref(), Some(BEAT));
        }
    }
}

/// Requests the stream as a page does.
async fn request_stream(browser: &Browser) -> Response {
    let request = browser
        .request(Method::GET, LIVE)
        .header("accept", "text/event-stream")
        .header("sec-fetch-site", "same-origin");
    request.send().await.expect("an answer")
}

async fn waiting_applicant(app: &TestApp) -> Browser {
    let mut browser = app.browser();
    let page = browser.apply(&Person::born("1985-09-02")).await;
    assert_eq!(page.label().as_deref(), Some("documents_required"));
    browser
}

/// Applicant whose application is parked, so that no job changes it.
async fn parked_applicant(app: &TestApp) -> Browser {
    app.once(Endpoint::Start, FaultKind::Error(403));
    let mut browser = app.browser();
    let page = browser.apply(&Person::JOHN).await;
    assert_eq!(page.label().as_deref(), Some("parked"));
    browser
}

#[tokio::test]
async fn change_notifies_only_the_owner_without_content() {
    let mut app = TestApp::new().await;
    let mut owner = waiting_applicant(&app).await;
    let other = parked_applicant(&app).await;
    let (mut tab, mut others) = (
        EventListener::open(&owner).await,
        EventListener::open(&other).await,
    );
    let id = app.sandbox.inquiries().remove(0).external_id;
    app.sandbox.capture_complete(&id).expect("an open link");
    app.a_question_later();
    assert_eq!(
        owner.status_page().await.label().as_deref(),
        Some("approved")
    );
    assert_eq!(tab.next_event().await.as_deref(), Some(TICK));
    others.expect_heartbeats_only().await;
    // The other stream gets no event until the server closes it.
    app.stop().await;
    assert_eq!(others.next_event().await, None);
}

#[tokio::test]
async fn open_stream_polls_the_provider() {
    let app = TestApp::new().await;
    let owner = waiting_applicant(&app).await;
    let mut tab = EventListener::open(&owner).await;
    let id = app.inquiry().external_id;
    let polls = app.sandbox.status_calls(&id);
    app.sandbox.capture_complete(&id).expect("an open link");
    app.a_question_later();
    assert_eq!(tab.next_event().await.as_deref(), Some(TICK));
    assert_eq!(app.sandbox.status_calls(&id), polls + 1);
}

#[tokio::test]
async fn stream_opens_only_for_owner_of_waiting_application() {
    let app = TestApp::new().await;
    let stranger = app.browser();
    assert_eq!(
        request_stream(&stranger).await.status(),
        StatusCode::NOT_FOUND
    );
    let mut drafting = app.browser();
    drafting.fill_in(&Person::JOHN).await;
    assert_eq!(
        request_stream(&drafting).await.status(),
        StatusCode::NOT_FOUND
    );
    assert_eq!(
        drafting.hand_in().await.label().as_deref(),
        Some("approved")
    );
    let decided = request_stream(&drafting).await;
    assert_eq!(
        decided.status(),
        StatusCode::NO_CONTENT,
        "nothing will come"
    );

    let owner = waiting_applicant(&app).await;
    for site in ["cross-site", "same-site", "none"] {
        let request = owner.request(Method::GET, LIVE);
        let answer = request.header("sec-fetch-site", site).send().await;
        let status = answer.expect("an answer").status();
        assert_eq!(status, StatusCode::NOT_FOUND, "{site}");
    }
    for method in [Method::POST, Method::PUT, Method::DELETE] {
        let answer = owner.request(method.clone(), LIVE).send().await;
        let status = answer.expect("an answer").status();
        assert!(status.is_client_error(), "{method}: {status}");
    }
    let answer = request_stream(&owner).await;
    let header = |name: &str| answer.headers()[name].to_str().expect("ASCII").to_owned();
    assert_eq!(header("content-type"), "text/event-stream");
    assert_eq!(header("cache-control"), "no-store");
    assert_eq!(header("x-accel-buffering"), "no");
    assert!(!answer.headers().contains_key("content-length"));
}

#[tokio::test]
async fn stream_of_ended_session_closes_within_a_minute() {
    for logged_out in [false, true] {
        let app = TestApp::new().await;
        let owner = parked_applicant(&app).await;
        let mut tab = EventListener::open(&owner).await;
        if logged_out {
            app.database().await.delete_session().await;
        } else {
            // A check of the session within its life keeps the stream open.
            app.advance(Duration::from_secs(14 * 60));
            tab.expect_heartbeats_only().await;
        }
        app.advance(Duration::from_secs(59));
        tab.expect_heartbeats_only().await;
        app.advance(Duration::from_secs(1));
        assert_eq!(tab.next_event().await, None, "logged out: {logged_out}");
    }
}

#[tokio::test]
async fn fourth_stream_of_a_session_closes_the_first() {
    let app = TestApp::new().await;
    let owner = waiting_applicant(&app).await;
    let mut tabs = Vec::new();
    for _ in 0..4 {
        tabs.push(EventListener::open(&owner).await);
    }
    assert_eq!(tabs[0].next_event().await, None);
    for tab in &mut tabs[1..] {
        tab.expect_heartbeats_only().await;
    }
}

#[tokio::test]
async fn stream_limit_refuses_more_pages() {
    let app = Setup::default()
        .var("VESTIBULE_LIVE_PAGES", "2")
        .start()
        .await;
    let [mut one, two, three] = [
        parked_applicant(&app).await,
        waiting_applicant(&app).await,
        waiting_applicant(&app).await,
    ];
    let (mut first, second) = (
        EventListener::open(&one).await,
        EventListener::open(&two).await,
    );
    let refused = request_stream(&three).await;
    assert_eq!(refused.status(), StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(refused.headers()["retry-after"], "60");
    // The limit applies to streams only, not to pages.
    assert_eq!(one.status_page().await.status, 200);
    first.expect_heartbeats_only().await;
    // The server notices a closed stream at the next heartbeat and frees its slot.
    drop(second);
    eventually!("a free slot", async {
        equal(request_stream(&three).await.status(), StatusCode::OK)
    });
    first.expect_heartbeats_only().await;
}

#[tokio::test]
async fn shutdown_closes_open_streams() {
    let mut app = TestApp::new().await;
    let owner = waiting_applicant(&app).await;
    let mut tabs = [
        EventListener::open(&owner).await,
        EventListener::open(&owner).await,
    ];
    app.stop().await;
    for tab in &mut tabs {
        assert_eq!(tab.next_event().await, None, "ended in good order");
    }
}
