//! Two servers on one database of PostgreSQL. `make test STAGE=postgres` has a cluster for them.

mod outages;
mod own_cluster;

use crate::{app::variables, browser::Browser, person::Person, program::Serving};
use sandbox::{Endpoint, Sandbox};
use std::collections::BTreeMap;

/// Two servers with the same variables: key file, provider and database.
struct TwoServers {
    folder: tempfile::TempDir,
    vars: BTreeMap<&'static str, String>,
    sandbox: Sandbox,
    first: Serving,
    second: Serving,
}

impl TwoServers {
    async fn start() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let sandbox = Sandbox::start(sandbox::Options::default())
            .await
            .expect("a sandbox");
        let vars = variables(folder.path(), &sandbox);
        assert!(vars.contains_key("DATABASE_URL"), "a cluster is needed");
        let serve = |log: &str| Serving::start(&vars, &folder.path().join(log));
        Self {
            first: serve("first.log"),
            second: serve("second.log"),
            folder,
            sandbox,
            vars,
        }
    }
}

#[tokio::test]
#[ignore = "needs a cluster: make test STAGE=postgres"]
async fn applicant_moves_between_two_servers_at_each_step() {
    let servers = TwoServers::start().await;
    let mut browser = Browser::new(servers.first.url.clone());
    let john = Person::JOHN;
    browser.begin().await;
    browser.moved_to(servers.second.url.clone());
    browser.agree().await;
    browser.moved_to(servers.first.url.clone());
    browser.give_name(&john).await;
    browser.moved_to(servers.second.url.clone());
    browser.give_birth_date(john.born).await;
    browser.give_contact(&john).await;
    browser.moved_to(servers.first.url.clone());
    browser.give_address(&john).await;
    browser.moved_to(servers.second.url.clone());
    browser.give_ssn(john.ssn).await;
    browser.hand_in().await;
    browser.moved_to(servers.first.url.clone());
    browser.until("approved").await;
    assert_eq!(servers.sandbox.inquiries().len(), 1);
}

#[tokio::test]
#[ignore = "needs a cluster: make test STAGE=postgres"]
async fn sixteen_submissions_to_two_servers_create_one_inquiry() {
    let servers = TwoServers::start().await;
    let mut browser = Browser::new(servers.first.url.clone());
    browser.fill_in(&Person::JOHN).await;
    let (action, fields) = browser.filled("form#step", &[]);
    let presses = (0..16).map(|n| {
        let (mut tab, action, fields) = (browser.clone(), action.clone(), fields.clone());
        let server = [&servers.first, &servers.second][n % 2];
        tab.moved_to(server.url.clone());
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
    assert_eq!(servers.sandbox.inquiries().len(), 1);
    assert_eq!(servers.sandbox.calls(Endpoint::Start), 1);
}

#[tokio::test]
#[ignore = "needs a cluster: make test STAGE=postgres"]
async fn server_that_ends_takes_no_session_along() {
    let mut servers = TwoServers::start().await;
    let mut browser = Browser::new(servers.first.url.clone());
    browser.fill_in(&Person::JOHN).await;
    servers.first = Serving::start(&servers.vars, &servers.folder.path().join("third.log"));
    browser.moved_to(servers.second.url.clone());
    browser.hand_in().await;
    browser.moved_to(servers.first.url.clone());
    browser.until("approved").await;
}
