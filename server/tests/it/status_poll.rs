//! Fast path of the status poll: its conditions, and responses equal to the full path's.

use crate::{app::TestApp, browser::Browser, page::Page, person::Person};
use reqwest::Method;
use sandbox::{Decision, Endpoint};
use std::{cell::RefCell, io, sync::Once, time::Duration};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

thread_local! {
    /// Log of the test's server, which runs on the test's own thread.
    static LOGGED: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// Writer into [`LOGGED`].
struct Log;

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        LOGGED.with_borrow_mut(|logged| io::Write::write(logged, bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Installs the subscriber once for the whole test process. A per-thread subscriber could
/// miss events, because tracing caches the first thread's interest.
fn capture_log() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        tracing_subscriber::fmt()
            .with_env_filter(
                "server::http::layers::log=debug,server::http::layers::status_poll=debug",
            )
            .with_ansi(false)
            .with_writer(|| Log)
            .init();
    });
}

/// Number of polls on the fast path and log levels of the poll responses since the last call.
fn take_paths_and_levels() -> (usize, Vec<String>) {
    let logged = LOGGED.take();
    let logged = String::from_utf8(logged).expect("UTF-8");
    let short = logged.matches("a question went the short way").count();
    let question = "answered method=POST path=\"/api/status\"";
    let lines = logged.lines().filter(|line| line.contains(question));
    let level = |line: &str| {
        let mut words = line.split_whitespace();
        words.nth(1).unwrap_or_default().to_owned()
    };
    (short, lines.map(level).collect())
}

/// Values that a page polls with.
struct Poller {
    csrf: String,
    fingerprint: String,
}

impl Poller {
    /// Values of the browser's current page.
    fn of(browser: &Browser) -> Self {
        let state = |name| browser.page().attribute("#state", name).expect("a state");
        Self {
            csrf: state("data-csrf"),
            fingerprint: state("data-seen"),
        }
    }

    /// Form fields of the poll.
    fn fields<'a>(&'a self, seen: Option<&'a str>, asked: &'a str) -> Vec<(&'a str, &'a str)> {
        let seen = seen.unwrap_or(&self.fingerprint);
        vec![("csrf", &self.csrf), ("seen", seen), ("asked", asked)]
    }
}

/// Response without the headers that differ each time.
fn comparable(answer: &Page) -> (u16, Vec<(String, String)>, String) {
    let headers = answer.headers.iter().map(|(name, value)| {
        let value = value.to_str().expect("text");
        (name.as_str().to_owned(), value.to_owned())
    });
    let another = ["date", "x-request-id"];
    let mut headers: Vec<_> = headers
        .filter(|(name, _)| !another.contains(&&**name))
        .collect();
    headers.sort();
    (answer.status.as_u16(), headers, answer.text.clone())
}

/// Polls twice: as given, and with a field too long for the fast path. Asserts equal
/// responses. Returns the first response with its paths and log levels.
async fn poll_on_both_paths(
    browser: &mut Browser,
    mut fields: Vec<(&str, &str)>,
) -> (Page, (usize, Vec<String>)) {
    take_paths_and_levels();
    let short = browser.ask("/api/status", &fields).await;
    let taken = take_paths_and_levels();
    let end = "x".repeat(512);
    fields.push(("end", &end));
    let whole = browser.ask("/api/status", &fields).await;
    assert_eq!(comparable(&short), comparable(&whole), "{fields:?}");
    assert_eq!(take_paths_and_levels().0, 0);
    (short, taken)
}

#[tokio::test]
async fn plain_poll_takes_fast_path_and_matches_full_response() {
    capture_log();
    for (who, accepts, chosen, is_reviewed) in [
        (Person::born("1985-09-02"), "en", None, false),
        (Person::born("1985-09-02"), "es", None, false),
        (Person::PAULINA, "en", Some("es"), true),
    ] {
        let app = TestApp::new().await;
        let mut browser = app.browser().habit("accept-language", accepts);
        browser.apply(&who).await;
        let poller = Poller::of(&browser);
        if let Some(lang) = chosen {
            let fields = [("csrf", &*poller.csrf), ("lang", lang), ("to", "/status")];
            let fields = fields.map(|(name, value)| (name.to_owned(), value.to_owned()));
            browser.post_and_follow("/api/language", &fields).await;
        }
        for (seen, asked) in [
            (None, "0"),
            (None, "9"),
            (Some("another"), "0"),
            (Some(""), "1"),
        ] {
            let (answer, paths_and_levels) =
                poll_on_both_paths(&mut browser, poller.fields(seen, asked)).await;
            assert_eq!(answer.status, 200);
            let spanish = chosen.unwrap_or(accepts) == "es";
            let announced = answer.text.lines().nth(3).unwrap_or_default();
            let starts = if spanish {
                ["Novedad: ", "Seguimos"]
            } else {
                ["Update: ", "Still"]
            };
            let is_said = starts.iter().any(|start| announced.starts_with(start));
            assert!(announced.is_empty() || is_said, "{}", answer.text);
            let is_quiet = seen.is_none() && (asked == "0" || !is_reviewed);
            assert_eq!(announced.is_empty(), is_quiet, "{}", answer.text);
            // An unchanged poll is logged at debug level only.
            let level = if seen.is_none() { "DEBUG" } else { "INFO" };
            assert_eq!(paths_and_levels, (1, vec![level.to_owned()]));
        }
        if is_reviewed {
            // The same holds after the decision.
            let decided = app
                .sandbox
                .decide(&app.inquiry().external_id, Decision::Denied);
            decided.expect("a review");
            app.a_question_later();
            assert_eq!(
                browser.status_page().await.label().as_deref(),
                Some("denied")
            );
            let (answer, (short, _)) =
                poll_on_both_paths(&mut browser, poller.fields(None, "3")).await;
            assert!(answer.text.starts_with("moved\n0\n"), "{}", answer.text);
            assert_eq!(short, 1);
        }
    }
}

#[tokio::test]
async fn fast_path_rejects_like_the_full_path() {
    capture_log();
    let app = TestApp::new().await;
    let mut browser = app.browser();
    browser.apply(&Person::born("1985-09-02")).await;
    let poller = Poller::of(&browser);
    let sound = poller.fields(None, "0");
    let (forged, mut twice) = ([("csrf", "x"), sound[1], sound[2]], sound.clone());
    twice.push(sound[1]);
    for (fields, status) in [
        (forged.to_vec(), 403),
        (sound[1..].to_vec(), 403),
        (twice, 400),
        (sound[..2].to_vec(), 400),
        (sound.clone(), 200),
    ] {
        let (answer, (short, _)) = poll_on_both_paths(&mut browser, fields.clone()).await;
        assert_eq!(answer.status, status, "{fields:?}");
        assert_eq!(short, usize::from(status == 200), "{fields:?}");
    }
    let form = format!("csrf={}&seen={}&asked=0", poller.csrf, poller.fingerprint);
    let elsewhere = browser.request(Method::POST, "/api/status");
    let elsewhere = elsewhere.header("origin", "https://evil.example");
    let kind = "application/x-www-form-urlencoded";
    let elsewhere = elsewhere.header("content-type", kind).body(form);
    let answer = browser.send(elsewhere).await;
    assert_eq!(
        (answer.status.as_u16(), take_paths_and_levels().0),
        (403, 0)
    );
    app.advance(Duration::from_secs(15 * 60));
    take_paths_and_levels();
    let over = browser.ask("/api/status", &sound).await;
    assert_eq!((over.status.as_u16(), take_paths_and_levels().0), (403, 0));
}

#[tokio::test]
async fn poll_due_at_provider_takes_full_path() {
    capture_log();
    let app = TestApp::new().await;
    let mut browser = app.browser();
    browser.apply(&Person::born("1985-09-02")).await;
    let poller = Poller::of(&browser);
    for (advances, way) in [(false, "DEBUG"), (true, "INFO"), (false, "DEBUG")] {
        if advances {
            app.a_question_later();
        }
        take_paths_and_levels();
        let before = app.sandbox.calls(Endpoint::Status);
        let answer = browser.ask("/api/status", &poller.fields(None, "0")).await;
        assert!(answer.text.starts_with("stands"), "{}", answer.text);
        let taken = (usize::from(!advances), vec![way.to_owned()]);
        assert_eq!(take_paths_and_levels(), taken);
        let calls = app.sandbox.calls(Endpoint::Status) - before;
        assert_eq!(calls, u64::from(advances));
    }
}

#[tokio::test]
async fn poll_sent_in_pieces_gets_the_same_response() {
    capture_log();
    let app = TestApp::new().await;
    let mut browser = app.browser();
    browser.apply(&Person::born("1985-09-02")).await;
    let poller = Poller::of(&browser);
    let whole = browser.ask("/api/status", &poller.fields(None, "0")).await;
    let form = format!("csrf={}&seen={}&asked=0", poller.csrf, poller.fingerprint);
    let (first, second) = form.split_at(20);
    let url = app.url();
    let host = url.trim_start_matches("http://");
    let session = browser.session().expect("a session");
    let length = form.len();
    let head = format!(
        "POST /api/status HTTP/1.1\r\nHost: {host}\r\nOrigin: {url}\r\nConnection: close\r\n\
         Cookie: vestibule-session={session}\r\nContent-Length: {length}\r\n\
         Content-Type: application/x-www-form-urlencoded\r\n\r\n"
    );
    let mut taken = Vec::new();
    // The pieces may arrive as one, which takes the fast path. Then the test sends them again.
    while taken.len() < 100 && taken.last() != Some(&0) {
        take_paths_and_levels();
        let mut line = TcpStream::connect(host).await.expect("a connection");
        for piece in [&*head, first, second] {
            line.write_all(piece.as_bytes()).await.expect("sent");
            // Yields, so that the server reads each piece on its own.
            for _ in 0..100 {
                tokio::task::yield_now().await;
            }
        }
        let mut answer = String::new();
        line.read_to_string(&mut answer).await.expect("an answer");
        let (head, body) = answer.split_once("\r\n\r\n").expect("a head");
        assert!(head.starts_with("HTTP/1.1 200 "), "{head}");
        assert_eq!(body, whole.text);
        taken.push(take_paths_and_levels().0);
    }
    assert_eq!(taken.last(), Some(&0), "the whole way");
}
