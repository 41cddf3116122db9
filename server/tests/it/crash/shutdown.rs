//! Calls to the provider that last longer than the server waits. On SIGTERM the server finishes
//! calls in flight. It repeats a call that timed out.

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
async fn shutdown_waits_for_calls_in_flight() {
    let mut installation = CrashInstallation::new();
    installation.start().await;
    let mut visitor = installation.visitor();
    visitor.fill_in(&Person::JOHN).await;
    // Longer than a page waits.
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
async fn call_that_times_out_is_repeated() {
    tokio::join!(too_long(Dialect::A), too_long(Dialect::B));
}

/// The server abandons the first call before its answer.
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
