//! Prefill by a code to the phone (contract §5 and §8): which answers it fills in. No failure
//! blocks the applicant.

mod at_once;
mod costs;
mod page;
mod tries;

use crate::{
    app::{Setup, TestApp},
    browser::Browser,
    page::Page,
    person::{Person, SSN},
};
use kyc::value::FieldError;
use sandbox::{Dialect, Endpoint, FaultKind};

/// The person that the sandbox knows (contract §8).
pub(crate) const KNOWN: [(&str, &str); 4] = [
    ("month", "March"),
    ("day", "30"),
    ("year", "1985"),
    ("phone", "(415) 555-1212"),
];
/// A person that the sandbox does not know (contract §8).
const UNKNOWN: [(&str, &str); 4] = [
    ("month", "3"),
    ("day", "30"),
    ("year", "1985"),
    ("phone", "+12067890036"),
];
const RIGHT: [(&str, &str); 1] = [("code", "123 456")];
const WRONG: [(&str, &str); 1] = [("code", "654321")];
const PENDING: [(&str, &str); 1] = [("code", "000000")];

const CODE: &str = "/fill-in/code";
const UNFILLED: &str = "/name?notice=unfilled";
const RUN_OUT: &str = "/fill-in?notice=run-out";

async fn app_with_prefill(dialect: Dialect) -> (TestApp, Browser) {
    let app = Setup::speaking(dialect).var("KYC_PREFILL", "on");
    let app = app.start().await;
    let mut browser = app.browser();
    browser.begin().await;
    browser.agree().await;
    (app, browser)
}

async fn request_code(browser: &mut Browser, typed: &[(&str, &str)]) -> Page {
    browser.get("/fill-in").await;
    browser.submit(typed).await.clone()
}

/// Asserts that the code page shows exactly this error, at its field.
#[track_caller]
fn assert_fault(page: &Page, fault: FieldError) {
    assert_eq!(page.path.split('?').next(), Some(CODE));
    let words = app::i18n::field_errors::of(fault).en.to_owned();
    assert_eq!(page.problems(), [("#code".to_owned(), words)]);
    assert_eq!(
        page.value("code").unwrap_or_default(),
        "",
        "it is kept nowhere"
    );
}

#[tokio::test]
async fn prefilled_answers_are_submitted_as_reviewed() {
    for dialect in Dialect::ALL {
        let (app, mut browser) = app_with_prefill(dialect).await;
        let page = browser.get("/name").await;
        assert!(page.has("main a[href='/fill-in']"));
        let page = request_code(&mut browser, &KNOWN).await;
        assert_eq!(page.path, CODE);
        assert!(page.text.contains("ending in 12"), "{}", page.text);
        assert!(!page.text.contains("415"), "no more of it than that");
        assert_eq!(app.sandbox.ledger().len(), 1, "{dialect:?}");

        let page = browser.submit(&RIGHT).await.clone();
        assert_eq!(page.path, "/ssn?notice=filled", "{dialect:?}");
        assert!(page.notice().expect("a notice").contains("filled in"));
        let page = browser.give_ssn(SSN).await.clone();
        assert_eq!(page.path, "/check");
        for answer in [
            "Maren Elise Holloway",
            "March 30, 1985",
            "maren.holloway@example.com",
            "742 Harbor Street",
            "San Francisco, CA 94107",
        ] {
            assert!(page.text.contains(answer), "{answer} in {}", page.text);
        }
        browser.hand_in().await;
        let sent = app.starts().remove(0);
        let text = sent.to_string();
        assert!(
            text.contains("Holloway") && text.contains("+14155551212"),
            "{text}"
        );
        // Prefill and start name the same applicant (contract §5).
        let requested = &app.sandbox.ledger()[0].body;
        let (asked_as, sent_as) = match dialect {
            Dialect::A | Dialect::B => (&requested["userId"], &sent["userId"]),
            Dialect::C => (&requested["user_id"], &sent["external_id"]),
        };
        assert_eq!(asked_as, sent_as, "{dialect:?}");
        // The last four digits from the provider are stored nowhere.
        // A whole word: a port in an address may have the same digits. Address and body: the headers
        // have the body's length, which may be these digits, too.
        let shows = |page: &String| {
            let parts: Vec<&str> = page.splitn(3, '\n').collect();
            let shown = [parts[0], parts[2]].into_iter();
            let mut words = shown.flat_map(|it| it.split(|c: char| !c.is_alphanumeric()));
            words.any(|word| word == "4321")
        };
        assert!(!browser.received.iter().any(shows));
    }
}

#[tokio::test]
async fn prefill_keeps_typed_answers_and_allows_changes() {
    let (_app, mut browser) = app_with_prefill(Dialect::A).await;
    browser.give_name(&Person::JOHN).await;
    request_code(&mut browser, &KNOWN).await;
    let page = browser.submit(&RIGHT).await.clone();
    assert_eq!(page.path, "/ssn?notice=filled");
    assert_eq!(
        browser.get("/name").await.value("given").as_deref(),
        Some("John")
    );
    let page = browser.get("/address").await.clone();
    assert_eq!(page.value("line1").as_deref(), Some("742 Harbor Street"));
    browser.submit(&[("line1", "123 Main Street")]).await;
    let page = browser.get("/address").await;
    assert_eq!(page.value("line1").as_deref(), Some("123 Main Street"));
}

#[tokio::test]
async fn unknown_person_types_the_answers() {
    for dialect in Dialect::ALL {
        let (app, mut browser) = app_with_prefill(dialect).await;
        request_code(&mut browser, &UNKNOWN).await;
        let page = browser.submit(&RIGHT).await.clone();
        assert_eq!(page.path, UNFILLED);
        assert!(
            page.notice()
                .expect("a notice")
                .contains("Enter your answers here")
        );
        assert!(
            !page.has("main a[href='/fill-in']"),
            "there is nothing more to be had"
        );
        browser.give_name(&Person::JOHN).await;
        // The form already has the answers from the prefill page.
        assert_eq!(browser.page().path, "/date-of-birth");
        assert_eq!(browser.page().value("year").as_deref(), Some("1985"));
        let phone = browser.get("/contact").await.value("phone");
        assert_eq!(phone.as_deref(), Some("+12067890036"));
        assert!(app.starts().is_empty());
    }
}

#[tokio::test]
async fn prefill_failure_does_not_block_the_applicant() {
    for kind in [
        FaultKind::Error(403),
        FaultKind::Error(404),
        FaultKind::Error(409),
        FaultKind::Error(503),
        FaultKind::RateLimited(60),
        FaultKind::NonJson(200),
        FaultKind::EmptyBody,
        FaultKind::DropBefore,
        FaultKind::DropAfter,
    ] {
        let (app, mut browser) = app_with_prefill(Dialect::A).await;
        app.once(Endpoint::Prefill, kind);
        assert_eq!(
            request_code(&mut browser, &KNOWN).await.path,
            UNFILLED,
            "{kind:?}"
        );
        // A second code is sent, and the answer to the code check is lost.
        assert_eq!(
            request_code(&mut browser, &KNOWN).await.path,
            CODE,
            "{kind:?}"
        );
        app.once(Endpoint::PrefillOtp, kind);
        assert_eq!(browser.submit(&RIGHT).await.path, UNFILLED, "{kind:?}");
        // The code can be typed again until it expires.
        browser.get(CODE).await;
        assert_eq!(
            browser.submit(&RIGHT).await.path,
            "/ssn?notice=filled",
            "{kind:?}"
        );
    }
}

#[tokio::test]
async fn prefill_is_disclosed_on_the_check_page_and_audited() {
    let (app, mut browser) = app_with_prefill(Dialect::A).await;
    request_code(&mut browser, &KNOWN).await;
    browser.submit(&RIGHT).await;
    let page = browser.give_ssn(SSN).await.clone();
    assert_eq!(page.path, "/check");
    let words = "except your phone number and date of birth";
    assert!(page.text.contains(words), "{}", page.text);
    let events = app.database().await.events().await;
    let steps: Vec<_> = events
        .iter()
        .filter(|event| event.action == "answered")
        .collect();
    assert_eq!(
        steps.len(),
        5,
        "name, date of birth, contact, address, number"
    );
    let requested = app.sandbox.ledger()[0].external_id.clone().expect("an id");
    let sent = events
        .iter()
        .find(|event| event.action == "code_sent")
        .expect("sent");
    assert!(sent.detail.contains(&requested), "{}", sent.detail);
}
