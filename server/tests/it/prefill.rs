//! Having things filled in by a code to the phone (contract §5 and §8): what is filled
//! in, what is not, and that nobody is ever kept by it.

use crate::{
    app::{Setup, TestApp},
    browser::Browser,
    page::Page,
    person::{Person, SSN},
};
use kyc::value::Fault;
use sandbox::{Dialect, Endpoint, FaultKind};
use std::time::Duration;
use tokio::task::JoinSet;

/// Whom the sandbox knows (contract §8).
const KNOWN: [(&str, &str); 4] = [
    ("month", "March"),
    ("day", "30"),
    ("year", "1985"),
    ("phone", "(415) 555-1212"),
];
/// Whom it does not (contract §8).
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

async fn offering(dialect: Dialect) -> (TestApp, Browser) {
    let app = Setup::speaking(dialect).var("KYC_PREFILL", "on");
    let app = app.start().await;
    let mut browser = app.browser();
    browser.begin().await;
    browser.agree().await;
    (app, browser)
}

async fn asks(browser: &mut Browser, typed: &[(&str, &str)]) -> Page {
    browser.get("/fill-in").await;
    browser.submit(typed).await.clone()
}

/// The page names this one fault, at its field.
#[track_caller]
fn assert_fault(page: &Page, fault: Fault) {
    assert_eq!(page.path.split('?').next(), Some(CODE));
    let words = app::text::faults::of(fault).en.to_owned();
    assert_eq!(page.problems(), [("#code".to_owned(), words)]);
    assert_eq!(
        page.value("code").unwrap_or_default(),
        "",
        "it is kept nowhere"
    );
}

#[tokio::test]
async fn a_code_fills_in_what_is_known_and_it_is_sent_as_it_was_read_back() {
    for dialect in Dialect::ALL {
        let (app, mut browser) = offering(dialect).await;
        let page = browser.get("/name").await;
        assert!(page.has("main a[href='/fill-in']"));
        let page = asks(&mut browser, &KNOWN).await;
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
        let told = sent.to_string();
        assert!(
            told.contains("Holloway") && told.contains("+14155551212"),
            "{told}"
        );
        // The same applicant to both (contract §5).
        let asked = &app.sandbox.ledger()[0].body;
        let (asked_as, sent_as) = match dialect {
            Dialect::A | Dialect::B => (&asked["userId"], &sent["userId"]),
            Dialect::C => (&asked["user_id"], &sent["external_id"]),
        };
        assert_eq!(asked_as, sent_as, "{dialect:?}");
        // The last four that the upstream told went nowhere.
        assert!(!browser.received.iter().any(|page| page.contains("4321")));
    }
}

#[tokio::test]
async fn what_was_typed_before_stays_and_every_answer_can_be_changed() {
    let (_app, mut browser) = offering(Dialect::A).await;
    browser.give_name(&Person::JOHN).await;
    asks(&mut browser, &KNOWN).await;
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
async fn whoever_is_unknown_types() {
    for dialect in Dialect::ALL {
        let (app, mut browser) = offering(dialect).await;
        asks(&mut browser, &UNKNOWN).await;
        let page = browser.submit(&RIGHT).await.clone();
        assert_eq!(page.path, UNFILLED);
        assert!(
            page.notice()
                .expect("a notice")
                .contains("type your answers")
        );
        assert!(
            !page.has("main a[href='/fill-in']"),
            "there is nothing more to be had"
        );
        browser.give_name(&Person::JOHN).await;
        // What was typed to be asked for is not asked again.
        assert_eq!(browser.page().path, "/date-of-birth");
        assert_eq!(browser.page().value("year").as_deref(), Some("1985"));
        let phone = browser.get("/contact").await.value("phone");
        assert_eq!(phone.as_deref(), Some("+12067890036"));
        assert!(app.starts().is_empty());
    }
}

#[tokio::test]
async fn a_code_has_three_tries_and_a_person_three_codes() {
    let (app, mut browser) = offering(Dialect::A).await;
    for n in 1..=3 {
        assert_eq!(asks(&mut browser, &KNOWN).await.path, CODE, "code {n}");
        for (typed, fault) in [
            ("", Fault::CodeEmpty),
            ("00000", Fault::CodeShape),
            ("12345a", Fault::CodeShape),
        ] {
            let page = browser.submit(&[("code", typed)]).await.clone();
            assert_fault(&page, fault);
        }
        // Those never went upstream.
        let left = |page: &Page| page.text.contains("try this code once more");
        let page = browser.submit(&WRONG).await.clone();
        assert_fault(&page, Fault::CodeWrong);
        assert!(!left(&page));
        let page = browser.submit(&WRONG).await.clone();
        assert_fault(&page, Fault::CodeWrong);
        assert!(left(&page), "the last one is announced");
        let out = if n < 3 { RUN_OUT } else { UNFILLED };
        assert_eq!(browser.submit(&WRONG).await.path, out, "code {n}");
        let offered = browser.get("/name").await.has("main a[href='/fill-in']");
        assert_eq!(offered, n < 3, "after code {n}");
        let page = browser.get(CODE).await;
        assert_eq!(
            page.path,
            if n < 3 { RUN_OUT } else { "/name?notice=order" }
        );
    }
    assert_eq!(browser.get("/fill-in").await.path, "/name?notice=order");
    assert_eq!(app.sandbox.calls(Endpoint::Prefill), 3);
    assert_eq!(app.sandbox.calls(Endpoint::PrefillOtp), 9);
    let told = app.database().await.actions().await;
    let count = |what: &str| told.iter().filter(|action| *action == what).count();
    assert_eq!((count("code_sent"), count("code_refused")), (3, 9));
}

#[tokio::test]
async fn a_code_that_is_still_looked_at_is_typed_again() {
    let (_app, mut browser) = offering(Dialect::A).await;
    asks(&mut browser, &KNOWN).await;
    for _ in 0..5 {
        let page = browser.submit(&PENDING).await.clone();
        assert_fault(&page, Fault::CodePending);
    }
    assert_eq!(browser.submit(&RIGHT).await.path, "/ssn?notice=filled");
}

#[tokio::test]
async fn a_code_lives_ten_minutes() {
    let (app, mut browser) = offering(Dialect::A).await;
    asks(&mut browser, &KNOWN).await;
    app.advance(Duration::from_secs(599));
    assert_eq!(browser.get(CODE).await.path, CODE);
    app.advance(Duration::from_secs(1));
    // From the page that is still open, too.
    let page = browser.submit(&RIGHT).await.clone();
    assert_eq!(page.path, RUN_OUT);
    assert!(
        page.notice()
            .expect("a notice")
            .contains("does not work any more")
    );
    assert_eq!(browser.get(CODE).await.path, RUN_OUT);
    assert_eq!(app.sandbox.calls(Endpoint::PrefillOtp), 0);
    // What was typed is still there: pressing the button is all.
    assert_eq!(browser.submit(&[]).await.path, CODE);
}

#[tokio::test]
async fn whatever_goes_wrong_nobody_is_kept() {
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
        let (app, mut browser) = offering(Dialect::A).await;
        app.once(Endpoint::Prefill, kind);
        assert_eq!(asks(&mut browser, &KNOWN).await.path, UNFILLED, "{kind:?}");
        // Once more, and then the code's answer is lost.
        assert_eq!(asks(&mut browser, &KNOWN).await.path, CODE, "{kind:?}");
        app.once(Endpoint::PrefillOtp, kind);
        assert_eq!(browser.submit(&RIGHT).await.path, UNFILLED, "{kind:?}");
        // It may be typed once more, for as long as it lives.
        browser.get(CODE).await;
        assert_eq!(
            browser.submit(&RIGHT).await.path,
            "/ssn?notice=filled",
            "{kind:?}"
        );
    }
}

#[tokio::test]
async fn what_is_typed_to_be_sent_a_code_is_judged_first() {
    let (app, mut browser) = offering(Dialect::A).await;
    let page = asks(
        &mut browser,
        &[("month", "13"), ("day", "30"), ("year", "1985")],
    )
    .await;
    assert_eq!(page.path, "/fill-in");
    let targets: Vec<_> = page.problems().into_iter().map(|(to, _)| to).collect();
    assert_eq!(targets, ["#month", "#phone"]);
    assert_eq!(page.value("month").as_deref(), Some("13"), "it is kept");
    // In another language it is kept, and not judged.
    let page = browser.speak("es", &[("month", "14")]).await.clone();
    assert_eq!(page.path, "/fill-in");
    assert_eq!(page.value("month").as_deref(), Some("14"));
    browser.speak("en", &[]).await;

    let minor = [("year", "2020"), ("month", "3"), ("phone", "+14155551212")];
    let page = browser.submit(&minor).await.clone();
    assert_eq!(page.path, "/not-eligible/age");
    // The way back leads to where it can be mended.
    assert!(page.has("main a[href='/fill-in']"), "{}", page.text);
    assert_eq!(app.sandbox.calls(Endpoint::Prefill), 0);
    assert_eq!(asks(&mut browser, &[("year", "1985")]).await.path, CODE);
}

#[tokio::test]
async fn it_is_offered_behind_the_agreement_only_and_where_the_firm_wants_it() {
    let app = TestApp::new().await;
    let mut browser = app.browser();
    browser.begin().await;
    browser.agree().await;
    assert!(!browser.page().has("main a[href='/fill-in']"));
    for path in ["/fill-in", CODE] {
        assert_eq!(browser.get(path).await.path, "/name?notice=order");
    }
    // Nor by a form that was never shown.
    browser.get("/name").await;
    let (_, fields) = browser.filled("form#step", &[]);
    let token = fields.into_iter().filter(|(name, _)| name == "csrf");
    let typed = KNOWN.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let fields: Vec<_> = token.chain(typed).collect();
    let page = browser
        .post_and_follow("/api/fill-in", &fields)
        .await
        .clone();
    assert_eq!(page.path, UNFILLED);
    assert_eq!(app.sandbox.calls(Endpoint::Prefill), 0);

    let app = Setup::default().var("KYC_PREFILL", "on").start().await;
    let mut browser = app.browser();
    browser.begin().await;
    assert_eq!(
        browser.get("/fill-in").await.path,
        "/agreement?notice=order"
    );
    let mut browser = app.browser();
    browser.apply(&Person::JOHN).await;
    for path in ["/fill-in", CODE] {
        assert_eq!(browser.get(path).await.path, "/status");
    }
}

/// Posts the open page's form so many times at once; where each led.
async fn at_once(browser: &Browser, typed: &[(&str, &str)], times: usize) -> Vec<String> {
    let (action, fields) = browser.filled("form#step", typed);
    let mut posts = JoinSet::new();
    for _ in 0..times {
        posts.spawn(browser.post(&action, &fields).send());
    }
    let answers = posts.join_all().await;
    let led = answers.into_iter().map(|answer| {
        let answer = answer.expect("an answer");
        assert_eq!(answer.status(), 303);
        answer.headers()["location"]
            .to_str()
            .expect("text")
            .to_owned()
    });
    led.collect()
}

#[tokio::test]
async fn pressed_many_times_at_once_it_sends_one_code() {
    let (app, mut browser) = offering(Dialect::A).await;
    browser.get("/fill-in").await;
    for to in at_once(&browser, &KNOWN, 16).await {
        assert_eq!(to, CODE);
    }
    assert_eq!(app.sandbox.calls(Endpoint::Prefill), 1);
    browser.get(CODE).await;
    assert_eq!(browser.submit(&RIGHT).await.path, "/ssn?notice=filled");
}

#[tokio::test]
async fn the_right_code_pressed_many_times_at_once_is_right() {
    let (app, mut browser) = offering(Dialect::A).await;
    asks(&mut browser, &KNOWN).await;
    for to in at_once(&browser, &RIGHT, 3).await {
        assert_eq!(to, "/ssn?notice=filled");
    }
    let told = app.database().await.actions().await;
    let filled = told.iter().filter(|action| *action == "prefilled");
    assert_eq!(filled.count(), 1);
    // And once more from a page that was left open.
    browser.get("/name").await;
    let page = browser.get(CODE).await;
    assert_eq!(page.path, "/ssn?notice=order");
}

#[tokio::test]
async fn a_code_that_is_guessed_many_times_at_once_is_looked_at_three_times() {
    let (app, mut browser) = offering(Dialect::A).await;
    asks(&mut browser, &KNOWN).await;
    at_once(&browser, &WRONG, 16).await;
    assert_eq!(app.sandbox.calls(Endpoint::PrefillOtp), 3);
    assert_eq!(browser.get(CODE).await.path, RUN_OUT);
}

#[tokio::test]
async fn a_phone_has_so_many_codes_a_day_whoever_asks() {
    let app = Setup::default().var("KYC_PREFILL", "on");
    let app = app.var("KYC_PREFILL_CODES_A_DAY", "2").start().await;
    for to in [CODE, CODE, UNFILLED] {
        let mut browser = app.browser();
        browser.begin().await;
        browser.agree().await;
        assert_eq!(asks(&mut browser, &KNOWN).await.path, to);
    }
    assert_eq!(app.sandbox.calls(Endpoint::Prefill), 2);
    let mut browser = app.browser();
    browser.begin().await;
    browser.agree().await;
    assert_eq!(
        asks(&mut browser, &UNKNOWN).await.path,
        CODE,
        "another phone"
    );
}

#[tokio::test]
async fn what_is_wrong_on_this_page_is_wrong_on_no_other() {
    let (_app, mut browser) = offering(Dialect::A).await;
    // And what was wrong with nothing is not wrong with what is filled in.
    browser.get("/name").await;
    assert_eq!(browser.submit(&[]).await.problems().len(), 2);
    let page = asks(&mut browser, &[]).await;
    assert_eq!(page.problems().len(), 2);
    browser.get("/name").await;
    browser.give_name(&Person::JOHN).await;
    assert_eq!(browser.page().path, "/date-of-birth");
    assert_eq!(browser.page().problems(), []);
    // What is not sound takes the place of no answer.
    browser.give_birth_date("1985-03-30").await;
    assert_eq!(browser.page().problems(), []);
    let page = asks(&mut browser, &[("year", ""), ("phone", "call me")]).await;
    assert_eq!(page.problems().len(), 2);
    let page = browser.get("/date-of-birth").await;
    assert_eq!(page.value("year").as_deref(), Some("1985"));
    let page = asks(&mut browser, &KNOWN).await;
    assert_eq!(page.path, CODE);
    browser.submit(&RIGHT).await;
    for path in ["/name", "/date-of-birth", "/contact", "/address"] {
        let page = browser.get(path).await;
        assert_eq!((page.path.as_str(), page.problems().len()), (path, 0));
    }
}

#[tokio::test]
async fn where_everything_is_answered_it_is_not_offered() {
    let app = Setup::default().var("KYC_PREFILL", "on").start().await;
    let mut browser = app.browser();
    browser.fill_in(&Person::JOHN).await;
    assert!(!browser.get("/name").await.has("main a[href='/fill-in']"));
    assert_eq!(browser.get("/fill-in").await.path, "/check?notice=order");
    assert!(browser.page().text.contains("Nothing has been sent yet"));
}

#[tokio::test]
async fn what_was_sent_before_is_said_where_all_is_read_back_and_the_trail_knows_the_steps() {
    let (app, mut browser) = offering(Dialect::A).await;
    asks(&mut browser, &KNOWN).await;
    browser.submit(&RIGHT).await;
    let page = browser.give_ssn(SSN).await.clone();
    assert_eq!(page.path, "/check");
    assert!(!page.text.contains("Nothing has been sent yet"));
    assert!(
        page.text
            .contains("only your phone number and date of birth")
    );
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
    let asked = app.sandbox.ledger()[0].external_id.clone().expect("an id");
    let sent = events
        .iter()
        .find(|event| event.action == "code_sent")
        .expect("sent");
    assert!(sent.detail.contains(&asked), "{}", sent.detail);
}
