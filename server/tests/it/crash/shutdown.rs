//! Calls upstream that the server does not wait for to their end, without dying
//! over it: told to stop it ends what it has begun, and what takes too long is
//! asked for again.

use super::{
    applicant::{HAND_IN, leads_to},
    installation::CrashInstallation,
    two_servers::ends,
};
use crate::person::Person;
use sandbox::Dialect;
use serde_json::json;
use std::time::Duration;

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_told_to_stop_ends_what_it_has_begun() {
    let mut installation = CrashInstallation::new();
    installation.start().await;
    let mut visitor = installation.visitor();
    visitor.fill_in(&Person::JOHN).await;
    // Longer than a page waits for.
    let slow = json!({ "latency": 5000 });
    installation.upstream.fault("start", slow, 2).await;
    let sent = tokio::spawn(async move { visitor.hand_in().await });
    while installation.upstream.fault_left().await == 2 {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert_eq!(installation.upstream.accepted(), [], "in mid-flight");

    let status = installation.stops().await;
    assert!(status.success(), "{status}: {}", installation.last_words());
    let page = sent.await.expect("no panic").expect("an answer");
    assert_eq!(leads_to(&page), Some(HAND_IN.next));
    let facts = installation.facts().await;
    assert_eq!(facts.faults(), []);
    assert_eq!((facts.applied.len(), facts.opened()), (1, 1));
    assert_eq!(facts.applied[0].state, "approved");
    assert_eq!(installation.upstream.accepted().len(), 1, "asked once");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_takes_too_long_is_asked_for_again() {
    tokio::join!(too_long(Dialect::A), too_long(Dialect::B));
}

/// The first call is given up before it is answered.
async fn too_long(dialect: Dialect) {
    let mut installation = CrashInstallation::speaking(dialect);
    installation.start().await;
    let mut visitor = installation.visitor();
    visitor.fill_in(&Person::JOHN).await;
    let slow = json!({ "latency": 60_000 });
    installation.upstream.fault("start", slow, 1).await;
    let page = visitor.hand_in().await.expect("an answer");
    assert_eq!(leads_to(&page), Some(HAND_IN.next));
    assert_eq!(ends(&mut visitor).await, "approved");
    let facts = installation.facts().await;
    assert_eq!(facts.faults(), []);
    assert_eq!((facts.applied.len(), facts.opened()), (1, 1));
}
