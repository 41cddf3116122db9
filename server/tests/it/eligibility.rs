//! Ineligible applicants and consent to an outdated agreement (UX rule 17).

use crate::{
    app::{Setup, TestApp},
    person::Person,
};

#[tokio::test]
async fn ineligible_age_and_state_show_pages_with_a_way_back() {
    let app = Setup::default()
        .var("VESTIBULE_SERVED_STATES", "CA,TX")
        .start()
        .await;
    let mut browser = app.browser();
    let john = Person::JOHN;
    browser.begin().await;
    browser.agree().await;
    browser.give_name(&john).await;
    let page = browser.give_birth_date("2020-01-15").await;
    assert_eq!(page.path, "/not-eligible/age");
    assert_eq!(page.heading(), "You must be 18 or older");
    assert!(!page.title().starts_with("Error"));
    assert_eq!(
        page.attribute("main a.button", "href").as_deref(),
        Some("/date-of-birth")
    );
    assert_eq!(
        browser.get("/contact").await.path,
        "/date-of-birth?notice=order"
    );
    assert_eq!(browser.give_birth_date(john.born).await.path, "/contact");
    browser.give_contact(&john).await;
    let page = browser.give_address(&john).await;
    assert_eq!(
        (page.path.as_str(), page.heading().as_str()),
        ("/not-eligible/state", "We don’t serve your state yet")
    );
    let served = Person {
        city: "Austin",
        state: "TX",
        postal: "78701",
        ..john
    };
    assert_eq!(browser.give_address(&served).await.path, "/ssn");
    assert_eq!(browser.get("/no-ssn").await.path, "/no-ssn");
    assert_eq!(app.starts().len(), 0);
}

#[tokio::test]
async fn new_agreement_version_requires_consent_and_sends_its_time() {
    let mut app = TestApp::new().await;
    let mut browser = app.browser();
    browser.fill_in(&Person::JOHN).await;
    app.set("VESTIBULE_AGREEMENT_VERSION", "2027-01-01");
    app.restart().await;
    browser.moved_to(app.url());
    let page = browser.get("/check").await;
    assert_eq!(page.path, "/agreement?notice=order");
    assert!(page.text.contains("2027-01-01") && !page.has("input#agreed[checked]"));
    app.advance(std::time::Duration::from_secs(600));
    let second = app.now().replace_nanosecond(0).expect("a whole second");
    assert_eq!(browser.agree().await.path, "/check");
    browser.hand_in().await;
    let sent = app.starts()[0]["agreementTime"].clone();
    let rfc3339 = time::format_description::well_known::Rfc3339;
    assert_eq!(sent, second.format(&rfc3339).expect("a time"));
}
