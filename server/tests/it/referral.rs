//! Referral codes: lookup while typing, and the firm's commands (contract §7).

use crate::{
    app::{Setup, TestApp},
    browser::Browser,
    page::Page,
    person::Person,
    prefill::KNOWN,
};
use kyc::value::FieldError;
use sandbox::{Dialect, Endpoint, FaultKind};

async fn app_with_lookups(dialect: Dialect) -> (TestApp, Browser) {
    let app = Setup::speaking(dialect).var("KYC_REFERRALS", "on");
    let app = app.start().await;
    let mut browser = app.browser();
    browser.fill_in(&Person::JOHN).await;
    (app, browser)
}

async fn submit_code(browser: &mut Browser, code: &str) -> Page {
    browser.get("/contact").await;
    browser.submit(&[("referral", code)]).await.clone()
}

fn lookups(app: &TestApp) -> u64 {
    app.sandbox.calls(Endpoint::ReferralRead)
}

#[tokio::test]
async fn unknown_code_shows_an_error_and_known_code_is_sent() {
    for dialect in [Dialect::A, Dialect::B] {
        let (app, mut browser) = app_with_lookups(dialect).await;
        assert_eq!(lookups(&app), 0, "no code, no question");
        let page = submit_code(&mut browser, "NOBODYS-1").await;
        assert_eq!(page.path, "/contact");
        let words = app::i18n::field_errors::of(FieldError::ReferralCodeUnknown)
            .en
            .to_owned();
        assert_eq!(page.problems(), [("#referral".to_owned(), words)]);
        assert_eq!(
            page.value("referral").as_deref(),
            Some("NOBODYS-1"),
            "it is kept"
        );
        // The address of a later step does not skip an unanswered one.
        assert_eq!(browser.get("/check").await.path, "/contact?notice=order");
        // A second submit looks the code up again, because it may exist by now.
        assert_eq!(
            submit_code(&mut browser, "NOBODYS-1").await.path,
            "/contact"
        );
        assert_eq!(lookups(&app), 2);
        assert_eq!(submit_code(&mut browser, "").await.path, "/check");
        // The language switch keeps the code and does not accept it.
        browser.get("/contact").await;
        browser.speak("es", &[("referral", "NOBODYS-1")]).await;
        browser.speak("en", &[]).await;
        assert_eq!(browser.get("/check").await.path, "/contact?notice=order");
        assert_eq!(submit_code(&mut browser, " REF123 ").await.path, "/check");
        assert_eq!(lookups(&app), 3);
        // A known code is not looked up again.
        assert_eq!(submit_code(&mut browser, " REF123 ").await.path, "/check");
        assert_eq!(lookups(&app), 3, "{dialect:?}");
        browser.hand_in().await;
        assert_eq!(app.starts()[0]["referralCode"], "REF123");
    }
}

#[tokio::test]
async fn failed_lookup_lets_the_applicant_continue() {
    for kind in [
        FaultKind::Error(403),
        FaultKind::Error(404),
        FaultKind::Error(503),
        FaultKind::RateLimited(60),
        FaultKind::NonJson(200),
        FaultKind::EmptyBody,
        FaultKind::DropBefore,
    ] {
        let (app, mut browser) = app_with_lookups(Dialect::A).await;
        app.once(Endpoint::ReferralRead, kind);
        assert_eq!(
            submit_code(&mut browser, "NOBODYS-1").await.path,
            "/check",
            "{kind:?}"
        );
        assert_eq!(lookups(&app), 1, "{kind:?}");
    }
}

#[tokio::test]
async fn code_guessing_stops_lookups() {
    let (app, mut browser) = app_with_lookups(Dialect::A).await;
    for n in 0..5 {
        let page = submit_code(&mut browser, &format!("NOBODYS-{n}")).await;
        assert_eq!(page.path, "/contact");
    }
    assert_eq!(
        submit_code(&mut browser, "NOBODYS-4").await.path,
        "/contact",
        "it is unknown still"
    );
    assert_eq!(
        submit_code(&mut browser, "NOBODYS-6").await.path,
        "/check",
        "passed on"
    );
    assert_eq!(lookups(&app), 5);

    // No lookup happens for an applicant whose contact step is not open yet.
    let mut stranger = app.browser();
    stranger.begin().await;
    let (_, fields) = stranger.filled("form#step", &[]);
    let token = fields.into_iter().filter(|(name, _)| name == "csrf");
    let typed = [
        ("email", "john.doe@example.com"),
        ("phone", "+15551234567"),
        ("referral", "REF123"),
    ];
    let typed = typed.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let fields: Vec<_> = token.chain(typed).collect();
    stranger.post_and_follow("/api/contact", &fields).await;
    assert_eq!(lookups(&app), 5);
}

#[tokio::test]
async fn code_rejection_ends_without_a_new_lookup() {
    let (mut app, mut browser) = app_with_lookups(Dialect::A).await;
    assert_eq!(
        submit_code(&mut browser, "NOBODYS-1").await.path,
        "/contact"
    );
    app.once(Endpoint::ReferralRead, FaultKind::Error(503));
    assert_eq!(submit_code(&mut browser, "NOBODYS-1").await.path, "/check");
    assert_eq!(
        submit_code(&mut browser, "NOBODYS-1").await.path,
        "/contact"
    );
    app.set("KYC_REFERRALS", "off");
    app.restart().await;
    browser.moved_to(app.url());
    assert_eq!(submit_code(&mut browser, "NOBODYS-1").await.path, "/check");
}

#[tokio::test]
async fn link_code_is_looked_up_when_prefill_skips_its_page() {
    for (code, to) in [("NOBODYS-1", "/contact"), ("REF123", "/ssn")] {
        let app = Setup::default().var("KYC_REFERRALS", "on");
        let app = app.var("KYC_PREFILL", "on").start().await;
        let mut browser = app.browser();
        browser.get(&format!("/?ref={code}")).await;
        browser.submit(&[]).await;
        browser.agree().await;
        browser.get("/fill-in").await;
        browser.submit(&KNOWN).await;
        let page = browser.submit(&[("code", "123456")]).await.clone();
        assert_eq!(page.path, format!("{to}?notice=filled"));
        assert_eq!(page.problems().len(), usize::from(to == "/contact"));
        assert_eq!(lookups(&app), 1);
    }
}

#[tokio::test]
async fn lookup_setting_off_sends_the_code_unchecked() {
    let app = TestApp::new().await;
    let mut browser = app.browser();
    browser.fill_in(&Person::JOHN).await;
    assert_eq!(submit_code(&mut browser, "NOBODYS-1").await.path, "/check");
    browser.hand_in().await;
    assert_eq!(lookups(&app), 0);
    assert_eq!(app.starts()[0]["referralCode"], "NOBODYS-1");
}

#[test]
fn referral_lookup_is_refused_in_dialect_c() {
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
async fn referral_commands_add_and_list_codes() {
    for dialect in [Dialect::A, Dialect::B] {
        let app = TestApp::speaking(dialect).await;
        let output = app.task(&["referral", "list"]).await;
        assert!(
            output.ends_with("1 referral codes\n") && output.contains("REF123"),
            "{output}"
        );
        // More codes than one page of the provider's list.
        for n in 0..21 {
            let code = format!("FRIEND-{n}");
            let output = app
                .task(&["referral", "add", &code, "user_1", "friends"])
                .await;
            assert_eq!(output, format!("{code} is added\n"));
        }
        app.task(&["referral", "add", "OTHER", "user_2"]).await;
        let all = app.task(&["referral", "list"]).await;
        assert!(all.ends_with("23 referral codes\n"), "{all}");
        let of_one = app.task(&["referral", "list", "user_1"]).await;
        assert!(of_one.ends_with("21 referral codes\n") && !of_one.contains("OTHER"));
        let line = "FRIEND-20  used 0  of user_1  at ISV-Sandbox  friends\n";
        assert!(of_one.contains(line), "{of_one}");
        let refused = app.refused(&["referral", "add", "OTHER", "user_1"]).await;
        assert!(refused.contains("409"), "{refused}");
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
