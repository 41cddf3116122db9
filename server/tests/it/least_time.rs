//! Least plausible time from the start of an application to its submission (ASVS 2.4.2).

use crate::{app::Setup, person::Person};
use std::time::Duration;

const PAUSED: &str = "/check?notice=check-again";

#[tokio::test]
async fn submission_faster_than_a_person_waits_for_a_second_press() {
    let setup = Setup::default().var("KYC_LEAST_SECONDS", "20");
    let app = setup.start().await;
    let mut browser = app.browser();
    browser.fill_in(&Person::JOHN).await;
    app.advance(Duration::from_secs(19));
    for _ in 0..2 {
        let page = browser.hand_in().await;
        assert_eq!(page.path, PAUSED);
        let notice = page.notice().expect("a notice");
        assert!(notice.contains("once more"), "{notice}");
    }
    assert!(app.starts().is_empty(), "nothing was sent");
    app.advance(Duration::from_secs(1));
    let page = browser.submit(&[]).await;
    assert_eq!(
        page.path, "/status",
        "the answers and the SSN are still there"
    );
    assert_eq!(app.starts().len(), 1);
}

#[tokio::test]
async fn pause_of_a_fast_submission_is_explained_in_spanish() {
    let setup = Setup::default().var("KYC_LEAST_SECONDS", "20");
    let app = setup.start().await;
    let mut browser = app.browser().habit("accept-language", "es");
    browser.apply(&Person::JOHN).await;
    let page = browser.page();
    assert_eq!(page.path, PAUSED);
    let notice = page.notice().expect("a notice");
    assert!(notice.contains("Revise sus respuestas"), "{notice}");
}
