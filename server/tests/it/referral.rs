//! Referral codes: looked up when they are typed, and kept by the firm (contract §7).

use crate::{
    app::{Setup, TestApp},
    browser::Browser,
    page::Page,
    person::Person,
};
use kyc::value::Fault;
use sandbox::{Dialect, Endpoint, FaultKind};

async fn looking_up(dialect: Dialect) -> (TestApp, Browser) {
    let app = Setup::speaking(dialect).var("KYC_REFERRALS", "on");
    let app = app.start().await;
    let mut browser = app.browser();
    browser.fill_in(&Person::JOHN).await;
    (app, browser)
}

async fn types(browser: &mut Browser, code: &str) -> Page {
    browser.get("/contact").await;
    browser.submit(&[("referral", code)]).await.clone()
}

fn asked(app: &TestApp) -> u64 {
    app.sandbox.calls(Endpoint::ReferralRead)
}

#[tokio::test]
async fn a_code_that_nobody_made_is_said_so_and_one_that_is_known_is_sent() {
    for dialect in [Dialect::A, Dialect::B] {
        let (app, mut browser) = looking_up(dialect).await;
        assert_eq!(asked(&app), 0, "no code, no question");
        let page = types(&mut browser, "NOBODYS-1").await;
        assert_eq!(page.path, "/contact");
        let words = app::text::faults::of(Fault::ReferralCodeUnknown)
            .en
            .to_owned();
        assert_eq!(page.problems(), [("#referral".to_owned(), words)]);
        assert_eq!(
            page.value("referral").as_deref(),
            Some("NOBODYS-1"),
            "it is kept"
        );
        // A step that is not answered is not passed by its address either.
        assert_eq!(browser.get("/check").await.path, "/contact?notice=order");
        // Pressed again, it is looked up again: it may have been made meanwhile.
        assert_eq!(types(&mut browser, "NOBODYS-1").await.path, "/contact");
        assert_eq!(asked(&app), 2);
        assert_eq!(types(&mut browser, "").await.path, "/check");
        assert_eq!(types(&mut browser, " REF123 ").await.path, "/check");
        assert_eq!(asked(&app), 3);
        // What is known is not asked again.
        assert_eq!(types(&mut browser, " REF123 ").await.path, "/check");
        assert_eq!(asked(&app), 3, "{dialect:?}");
        browser.hand_in().await;
        assert_eq!(app.starts()[0]["referralCode"], "REF123");
    }
}

#[tokio::test]
async fn an_upstream_that_does_not_answer_keeps_nobody() {
    for kind in [
        FaultKind::Error(403),
        FaultKind::Error(404),
        FaultKind::Error(503),
        FaultKind::RateLimited(60),
        FaultKind::NonJson(200),
        FaultKind::EmptyBody,
        FaultKind::DropBefore,
    ] {
        let (app, mut browser) = looking_up(Dialect::A).await;
        app.once(Endpoint::ReferralRead, kind);
        assert_eq!(
            types(&mut browser, "NOBODYS-1").await.path,
            "/check",
            "{kind:?}"
        );
        assert_eq!(asked(&app), 1, "{kind:?}");
    }
}

#[tokio::test]
async fn unless_the_firm_wants_it_a_code_is_passed_on_as_it_is() {
    let app = TestApp::new().await;
    let mut browser = app.browser();
    browser.fill_in(&Person::JOHN).await;
    assert_eq!(types(&mut browser, "NOBODYS-1").await.path, "/check");
    browser.hand_in().await;
    assert_eq!(asked(&app), 0);
    assert_eq!(app.starts()[0]["referralCode"], "NOBODYS-1");
}

#[test]
fn where_there_is_no_such_question_it_cannot_be_switched_on() {
    let read = |dialect: &str| {
        let vars = [("KYC_DIALECT", dialect), ("KYC_REFERRALS", "on")];
        let find = |name: &str| vars.iter().find(|(known, _)| *known == name);
        server::config::read(&|name| find(name).map(|(_, value)| (*value).to_owned()))
    };
    assert!(read("a").is_ok() && read("b").is_ok());
    let faults = read("c").expect_err("it is refused");
    assert_eq!(faults.len(), 1);
    assert!(faults[0].to_string().contains("KYC_REFERRALS"));
}

#[tokio::test]
async fn the_firm_adds_codes_and_lists_them() {
    for dialect in [Dialect::A, Dialect::B] {
        let app = TestApp::speaking(dialect).await;
        let said = app.task(&["referral", "list"]).await;
        assert!(
            said.ends_with("1 referral codes\n") && said.contains("REF123"),
            "{said}"
        );
        // More than a page of them.
        for n in 0..101 {
            let code = format!("FRIEND-{n}");
            let said = app
                .task(&["referral", "add", &code, "user_1", "friends"])
                .await;
            assert_eq!(said, format!("{code} is added\n"));
        }
        app.task(&["referral", "add", "OTHER", "user_2"]).await;
        let all = app.task(&["referral", "list"]).await;
        assert!(all.ends_with("103 referral codes\n"), "{all}");
        let of_one = app.task(&["referral", "list", "user_1"]).await;
        assert!(of_one.ends_with("101 referral codes\n") && !of_one.contains("OTHER"));
        let line = "FRIEND-100  used 0  of user_1  at ISV-Sandbox  friends\n";
        assert!(of_one.contains(line), "{of_one}");
        let refused = app.refused(&["referral", "add", "OTHER", "user_1"]).await;
        assert!(refused.contains("taken"), "{refused}");
        let refused = app
            .refused(&["referral", "add", "no code!", "user_1"])
            .await;
        assert!(refused.contains("letters, digits"), "{refused}");
    }
    let app = TestApp::speaking(Dialect::C).await;
    let refused = app.refused(&["referral", "list"]).await;
    assert!(
        refused.contains("dialect c has no referral codes"),
        "{refused}"
    );
}
