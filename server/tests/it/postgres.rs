//! Several servers on one database of PostgreSQL. `make test STAGE=postgres` has a cluster for them.

mod balancer;
mod decisions;
mod dump;
mod fleet;
mod load;
mod outages;
pub(crate) mod own_cluster;
mod restarts;

use crate::{app::variables, browser::Browser, person::Person};
use fleet::Fleet;
use sandbox::{Endpoint, Sandbox};

async fn three_servers() -> (Fleet, Sandbox) {
    let sandbox = Sandbox::start(sandbox::Options::default())
        .await
        .expect("a sandbox");
    let fleet = Fleet::start(3, |folder| variables(folder, &sandbox)).await;
    (fleet, sandbox)
}

#[tokio::test]
#[ignore = "needs a cluster: make test STAGE=postgres"]
async fn applicant_moves_among_three_servers_at_each_step() {
    let (fleet, sandbox) = three_servers().await;
    let mut browser = Browser::new(fleet.url(0));
    let john = Person::JOHN;
    browser.begin().await;
    browser.moved_to(fleet.url(1));
    browser.agree().await;
    browser.moved_to(fleet.url(2));
    browser.give_name(&john).await;
    browser.moved_to(fleet.url(0));
    browser.give_birth_date(john.born).await;
    browser.give_contact(&john).await;
    browser.moved_to(fleet.url(1));
    browser.give_address(&john).await;
    browser.moved_to(fleet.url(2));
    browser.give_ssn(john.ssn).await;
    browser.hand_in().await;
    browser.moved_to(fleet.url(0));
    browser.until("approved").await;
    assert_eq!(sandbox.inquiries().len(), 1);
}

#[tokio::test]
#[ignore = "needs a cluster: make test STAGE=postgres"]
async fn simultaneous_submissions_to_three_servers_create_one_inquiry() {
    let (fleet, sandbox) = three_servers().await;
    let mut browser = Browser::new(fleet.url(0));
    browser.fill_in(&Person::JOHN).await;
    let (action, fields) = browser.filled("form#step", &[]);
    let presses = (0..18).map(|n| {
        let (mut tab, action, fields) = (browser.clone(), action.clone(), fields.clone());
        tab.moved_to(fleet.url(n % 3));
        tokio::spawn(async move { tab.post_and_follow(&action, &fields).await.label() })
    });
    for press in presses.collect::<Vec<_>>() {
        let label = press.await.expect("an answer");
        assert!(
            ["approved", "processing", "submitting"]
                .contains(&label.as_deref().unwrap_or_default()),
            "{label:?}"
        );
    }
    browser.until("approved").await;
    assert_eq!(sandbox.inquiries().len(), 1);
    assert_eq!(sandbox.calls(Endpoint::Start), 1);
}

#[tokio::test]
#[ignore = "needs a cluster: make test STAGE=postgres"]
async fn server_that_ends_takes_no_session_along() {
    let (mut fleet, _sandbox) = three_servers().await;
    let mut browser = Browser::new(fleet.url(0));
    browser.fill_in(&Person::JOHN).await;
    fleet.kill(0);
    browser.moved_to(fleet.url(1));
    browser.hand_in().await;
    browser.moved_to(fleet.fill(0).await);
    browser.until("approved").await;
}
