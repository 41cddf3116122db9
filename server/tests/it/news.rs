//! The short way of the question that open pages ask: who goes it, and that it
//! says what the whole way says.

use crate::{app::TestApp, browser::Browser, page::Page, person::Person};
use std::{cell::RefCell, io, sync::Once};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

thread_local! {
    /// What the server of a test has logged: it runs on the test's own thread.
    static LOGGED: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// Where it is logged to.
struct Log;

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        LOGGED.with_borrow_mut(|logged| io::Write::write(logged, bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Has requests logged, whatever their level. For all tests of the program: a
/// subscriber that one thread has alone may hear nothing of what another met first.
fn listen() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        tracing_subscriber::fmt()
            .with_env_filter("server::http::log=debug")
            .with_ansi(false)
            .with_writer(|| Log)
            .init();
    });
}

/// On which levels questions were answered since this was last asked.
fn answered() -> Vec<String> {
    let logged = LOGGED.take();
    let logged = String::from_utf8(logged).expect("UTF-8");
    let question = "answered method=POST path=\"/api/status\"";
    let lines = logged.lines().filter(|line| line.contains(question));
    let level = |line: &str| {
        let mut words = line.split_whitespace();
        words.nth(1).unwrap_or_default().to_owned()
    };
    lines.map(level).collect()
}

/// The question of the page that a browser shows, as its script asks it; with
/// something at its end.
async fn ask(browser: &mut Browser, seen: Option<&str>, asked: &str, end: &str) -> Page {
    let state = |name| browser.page().attribute("#state", name).expect("a state");
    let (csrf, face) = (state("data-csrf"), state("data-seen"));
    let mut fields = vec![
        ("csrf", &*csrf),
        ("seen", seen.unwrap_or(&face)),
        ("asked", asked),
    ];
    if !end.is_empty() {
        fields.push(("end", end));
    }
    browser.ask("/api/status", &fields).await
}

/// An answer without what is another in each.
fn told(answer: &Page) -> (u16, String, String) {
    let kind = answer.header("content-type").to_owned();
    (answer.status.as_u16(), kind, answer.text.clone())
}

#[tokio::test]
async fn a_plain_question_goes_the_short_way_and_hears_what_the_whole_way_says() {
    listen();
    let too_long = "x".repeat(512);
    for (who, accepts) in [
        (Person::born("1985-09-02"), "en"),
        (Person::born("1985-09-02"), "es"),
        (Person::PAULINA, "en"),
    ] {
        let app = TestApp::new().await;
        let mut browser = app.browser().habit("accept-language", accepts);
        browser.apply(&who).await;
        for (seen, asked) in [
            (None, "0"),
            (None, "9"),
            (Some("another"), "0"),
            (Some(""), "1"),
        ] {
            answered();
            let short = ask(&mut browser, seen, asked, "").await;
            let ways = answered();
            let whole = ask(&mut browser, seen, asked, &too_long).await;
            assert_eq!(told(&short), told(&whole));
            assert_eq!(short.status, 200);
            // What says nothing new is logged for whoever looks closely.
            let quiet = if seen.is_none() { "DEBUG" } else { "INFO" };
            assert_eq!(
                (ways, answered()),
                (vec![quiet.to_owned()], vec!["INFO".to_owned()])
            );
        }
    }
}

#[tokio::test]
async fn whoever_has_somebody_to_be_asked_about_goes_the_whole_way() {
    listen();
    let app = TestApp::new().await;
    let mut browser = app.browser();
    browser.apply(&Person::born("1985-09-02")).await;
    for (advances, way) in [(false, "DEBUG"), (true, "INFO"), (false, "DEBUG")] {
        if advances {
            app.a_question_later();
        }
        answered();
        let before = app.sandbox.calls(sandbox::Endpoint::Status);
        let answer = ask(&mut browser, None, "0", "").await;
        assert!(answer.text.starts_with("stands"), "{}", answer.text);
        assert_eq!(answered(), [way]);
        let calls = app.sandbox.calls(sandbox::Endpoint::Status) - before;
        assert_eq!(calls, u64::from(advances));
    }
}

#[tokio::test]
async fn a_question_that_comes_in_pieces_is_answered_as_one_that_comes_whole() {
    let app = TestApp::new().await;
    let mut browser = app.browser();
    browser.apply(&Person::born("1985-09-02")).await;
    let whole = ask(&mut browser, None, "0", "").await;
    let state = |name| browser.page().attribute("#state", name).expect("a state");
    let form = format!(
        "csrf={}&seen={}&asked=0",
        state("data-csrf"),
        state("data-seen")
    );
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
    let mut line = TcpStream::connect(host).await.expect("a connection");
    for piece in [&*head, first, second] {
        line.write_all(piece.as_bytes()).await.expect("sent");
        // What was sent is taken up before there is more.
        for _ in 0..100 {
            tokio::task::yield_now().await;
        }
    }
    let mut answer = String::new();
    line.read_to_string(&mut answer).await.expect("an answer");
    let (head, body) = answer.split_once("\r\n\r\n").expect("a head");
    assert!(head.starts_with("HTTP/1.1 200 "), "{head}");
    assert_eq!(body, whole.text);
}
