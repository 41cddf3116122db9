//! A restart loses nothing (security I1, I2 and I10).

use crate::{
    app::{Setup, TestApp},
    person::{Person, SSN},
    stub::{StubProvider, StubResponse, answer},
};
use sha2::{Digest, Sha256};

#[tokio::test]
async fn restart_after_each_step_loses_nothing() {
    let mut app = TestApp::new().await;
    let mut browser = app.browser();
    let john = Person::JOHN;
    browser.begin().await;
    for step in 0..6 {
        let path = match step {
            0 => browser.agree().await,
            1 => browser.give_name(&john).await,
            2 => browser.give_birth_date(john.born).await,
            3 => browser.give_contact(&john).await,
            4 => browser.give_address(&john).await,
            _ => browser.give_ssn(SSN).await,
        };
        let path = path.path.clone();
        app.restart().await;
        browser.moved_to(app.url());
        assert_eq!(
            browser.get("/check").await.path.split('?').next(),
            Some(path.as_str())
        );
    }
    let page = browser.hand_in().await;
    assert_eq!(page.label().as_deref(), Some("approved"));
    app.restart().await;
    browser.moved_to(app.url());
    assert_eq!(
        browser.status_page().await.label().as_deref(),
        Some("approved")
    );
}

#[tokio::test]
async fn invalid_input_survives_restart() {
    let mut app = TestApp::new().await;
    let mut browser = app.browser();
    browser.begin().await;
    browser.agree().await;
    browser.submit(&[("given", "J0hn"), ("family", "")]).await;
    app.restart().await;
    browser.moved_to(app.url());
    let page = browser.get("/name").await;
    assert_eq!(page.value("given").as_deref(), Some("J0hn"));
    assert_eq!(page.problems().len(), 2);
}

#[tokio::test]
async fn restart_during_outage_sends_the_same_bytes() {
    let down = StubResponse(503, Some(60), "busy".to_owned());
    let stub = StubProvider::saying(down).await;
    let mut app = Setup::default()
        .var("KYC_BASE_URL", &*stub.url)
        .start()
        .await;
    let mut browser = app.browser();
    let page = browser.apply(&Person::JOHN).await;
    assert_eq!(page.label().as_deref(), Some("submitting"));
    assert_eq!(
        page.heading(),
        "We have your details and keep trying to send them"
    );

    // Digest of the ciphertext. A digest of the plaintext could be guessed.
    let database = app.database().await;
    let sql = "SELECT request_sealed FROM attempts";
    let sealed: Vec<u8> = database.value(sql, &[]).await;
    let digest = hex(&Sha256::digest(&sealed));
    assert_eq!(database.attempts().await[0].digest, digest);

    app.stop().await;
    let ids = r#","participantId":"firms/p/users/u","account":"firms/f/accounts/a""#;
    stub.say(answer("approved", "complete", "", ids));
    app.restart().await;
    browser.moved_to(app.url());
    assert_eq!(stub.received().len(), 1, "not before Retry-After ends");
    app.advance(std::time::Duration::from_secs(72));
    let page = browser.until("approved").await;
    assert_eq!(
        page.all(".facts dd"),
        ["firms/p/users/u", "firms/f/accounts/a"]
    );

    let sent = stub.received();
    assert_eq!(sent.len(), 2);
    assert_eq!(sent[0], sent[1], "byte for byte");
    let attempts = database.attempts().await;
    assert_eq!(attempts.len(), 1);
    assert_eq!(attempts[0].digest, digest, "it stays");
    let submitted = database.events().await;
    let submitted = submitted
        .iter()
        .find(|e| e.action == "submitted")
        .expect("an event");
    assert!(submitted.detail.contains(&digest));
}

#[tokio::test]
async fn ssn_is_erased_once_the_provider_has_it() {
    let stub = StubProvider::saying(StubResponse(503, Some(60), String::new())).await;
    let app = Setup::default()
        .var("KYC_BASE_URL", &*stub.url)
        .start()
        .await;
    let mut browser = app.browser();
    browser.apply(&Person::JOHN).await;
    let database = app.database().await;
    assert!(
        database
            .application::<Option<Vec<u8>>>("ssn_sealed")
            .await
            .is_some()
    );
    assert!(database.attempts().await[0].holds_bytes);

    stub.say(answer("pending", "in_review", "", ""));
    app.advance(std::time::Duration::from_secs(60));
    browser.status_page().await;
    browser.submit(&[]).await;
    browser.until("manual_review").await;
    assert_eq!(
        database.application::<Option<Vec<u8>>>("ssn_sealed").await,
        None
    );
    let attempt = database.attempts().await.remove(0);
    assert!(attempt.settled && !attempt.holds_bytes);
    assert!(database.actions().await.contains(&"shredded".to_owned()));
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
