//! The demonstration of the README, exactly as `make run` starts it: the default settings of the
//! server and of its sandbox. Only the clock is the test's.

use crate::{
    app::TestApp,
    architecture::root,
    browser::Browser,
    person::{Person, SSN},
};
use kyc::state::StateKind;
use sandbox::{Dialect, InquiryView, Options, Review};
use std::{fs, time::Duration};

/// Interval at which a page without JavaScript reloads.
const RELOAD: Duration = Duration::from_secs(15);

/// The sandbox that `make run` starts, in this dialect.
fn shipped(dialect: Dialect) -> Options {
    let settings = server::config::read(&|_| None).expect("the defaults are sound");
    Options {
        dialect,
        review: Review::After(settings.sandbox_review),
        provisioning: settings.sandbox_provisioning,
        ..Options::default()
    }
}

/// The rows of "What to try": applicants, and what the README promises them.
fn promises() -> Vec<(Vec<Person>, String)> {
    let readme = fs::read_to_string(root().join("README.md")).expect("the README");
    let table = readme.split("| enter | and get |").nth(1).expect("a table");
    let rows = table
        .lines()
        .skip(2)
        .take_while(|line| line.starts_with('|'));
    let rows = rows.map(|row| {
        let cells: Vec<_> = row.trim_matches('|').split('|').map(str::trim).collect();
        (applicants(cells[0]), cells[1].to_owned())
    });
    rows.collect()
}

/// Applicants of a row: a date of birth, an email, a name, or anything else.
fn applicants(cell: &str) -> Vec<Person> {
    let one = |words: &str| {
        let numbers: Vec<_> = words
            .split(' ')
            .filter(|word| word.bytes().all(|b| b.is_ascii_digit()))
            .collect();
        if let [month, day, year] = numbers[..] {
            let born = format!("{year}-{month:0>2}-{day:0>2}");
            return Person::born(born.leak());
        }
        let marked = words.split('`').nth(1);
        match (marked, words.strip_prefix("the name ")) {
            (Some(email), _) => Person {
                email: email.to_owned().leak(),
                ..Person::JOHN
            },
            (None, Some(name)) => {
                let (given, family) = name.split_once(' ').expect("two names");
                Person {
                    given: given.to_owned().leak(),
                    middle: "",
                    family: family.to_owned().leak(),
                    ..Person::JOHN
                }
            }
            (None, None) => {
                assert_eq!(words, "anything not listed");
                Person::JOHN
            }
        }
    };
    cell.split(", or ").map(one).collect()
}

/// Lets the page reload by itself until it shows a state, for two minutes at most.
async fn reload_until(app: &TestApp, browser: &mut Browser, label: &str, what: &str) {
    for _ in 0..8 {
        if browser.page().label().as_deref() == Some(label) {
            return;
        }
        app.advance(RELOAD);
        browser.get("/status?again").await;
    }
    let shown = browser.page().label();
    panic!("{what}: {shown:?} instead of {label}");
}

#[tokio::test]
async fn demonstration_keeps_each_promise_of_the_readme() {
    let promises = promises();
    assert!(promises.len() >= 7, "{} rows", promises.len());
    for dialect in Dialect::ALL {
        for (person, promise) in promises
            .iter()
            .flat_map(|(people, promise)| people.iter().map(move |person| (person, promise)))
        {
            let what = format!("{dialect:?}, {}: {promise}", person.born);
            let app = TestApp::with(shipped(dialect)).await;
            let mut browser = app.browser();
            browser.apply(person).await;
            let id = app.inquiry().external_id;
            for step in promise.split(", ") {
                let label = match step.trim_start_matches("then ") {
                    "approved at once" | "approved" => "approved",
                    "denied at once" | "denied" => "denied",
                    // B has one word for documents and applications under review.
                    "manual review" if dialect == Dialect::B && step != promise => {
                        "documents_under_review"
                    }
                    "manual review" => "manual_review",
                    step => {
                        if step == "documents once more" {
                            reload_until(&app, &mut browser, "resubmit", &what).await;
                            browser.renew(SSN).await;
                        } else {
                            assert_eq!(step, "documents", "{what}");
                        }
                        let shown = browser.page().label();
                        assert_eq!(shown.as_deref(), Some("documents_required"), "{what}");
                        app.sandbox.capture_complete(&id).expect("an open link");
                        "documents_under_review"
                    }
                };
                reload_until(&app, &mut browser, label, &what).await;
            }
        }
    }
}

#[tokio::test]
async fn demonstration_replaces_a_link_whose_review_no_poll_saw() {
    for dialect in Dialect::ALL {
        let app = TestApp::with(shipped(dialect)).await;
        let mut browser = app.browser();
        browser.apply(&Person::born("1985-09-01")).await;
        let InquiryView {
            external_id,
            capture,
            ..
        } = app.inquiry();
        let first = capture.expect("a link").path;
        app.sandbox
            .capture_complete(&external_id)
            .expect("an open link");
        app.advance(Options::DEMO_REVIEW);
        let page = browser.get("/status?again").await;
        // Only C tells a used link from an open one then.
        let way = match dialect {
            Dialect::A | Dialect::B => "#new-link a",
            Dialect::C => "#state a.button",
        };
        let href = page.attribute(way, "href").expect("a way on");
        assert_eq!(href, "/new-link", "{dialect:?}");
        browser.get(&href).await;
        let page = browser.submit(&[("ssn", SSN)]).await;
        assert_eq!(page.label().as_deref(), Some("documents_required"));
        let second = app.inquiry().capture.expect("a link").path;
        assert_ne!(first, second, "{dialect:?}");
        assert!(page.text.contains(&second) && !page.text.contains(&first));
    }
}

#[tokio::test]
async fn demonstration_reviews_longer_than_the_interval_of_polls() {
    let app = TestApp::new().await;
    let variables = app.variables();
    let settings = server::config::read(&|name| variables.get(name).cloned());
    let review = settings.expect("sound settings").sandbox_review;
    assert_eq!(
        review,
        Options::DEMO_REVIEW,
        "`make run` and the sandbox's own program"
    );
    let interval = kyc::jobs::job_poll_interval(StateKind::DocumentsRequired, time::Duration::ZERO);
    let longest = kyc::jobs::jittered(interval, u8::MAX).unsigned_abs();
    assert!(longest < review && RELOAD < review, "{longest:?}");
}
