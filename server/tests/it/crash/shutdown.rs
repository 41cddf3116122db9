//! Calls to the provider that last longer than the server waits. On SIGTERM the server finishes
//! calls in flight. It repeats a call that timed out.

use super::{
    applicant::{SUBMIT, leads_to},
    installation::CrashInstallation,
    two_servers::wait_until_sent,
};
use crate::person::Person;
use sandbox::Dialect;
use serde_json::json;
use std::time::Duration;

#[tokio::test(flavor = "multi_thread")]
async fn shutdown_waits_for_calls_in_flight() {
    let mut installation = CrashInstallation::new();
    installation.start().await;
    let mut applicant = installation.applicant();
    applicant.fill_in(&Person::JOHN).await;
    // Longer than a page waits.
    let slow = json!({ "latency": 5000 });
    installation.provider.fault("start", slow, 2).await;
    let sent = tokio::spawn(async move { applicant.submit().await });
    while installation.provider.fault_left().await == 2 {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert_eq!(installation.provider.accepted(), [], "in mid-flight");

    let status = installation.stop().await;
    assert!(status.success(), "{status}: {}", installation.log_tail());
    let page = sent.await.expect("no panic").expect("an answer");
    assert_eq!(leads_to(&page), Some(SUBMIT.next));
    let facts = installation.facts().await;
    assert_eq!(facts.faults(), []);
    assert_eq!((facts.applied.len(), facts.opened()), (1, 1));
    assert_eq!(facts.applied[0].state, "approved");
    assert_eq!(installation.provider.accepted().len(), 1, "asked once");
}

#[tokio::test(flavor = "multi_thread")]
async fn call_that_times_out_is_repeated() {
    tokio::join!(too_long(Dialect::A), too_long(Dialect::B));
}

/// The server abandons the first call before its answer.
async fn too_long(dialect: Dialect) {
    let mut installation = CrashInstallation::with_dialect(dialect);
    installation.start().await;
    let mut applicant = installation.applicant();
    applicant.fill_in(&Person::JOHN).await;
    let slow = json!({ "latency": 60_000 });
    installation.provider.fault("start", slow, 1).await;
    let page = applicant.submit().await.expect("an answer");
    assert_eq!(leads_to(&page), Some(SUBMIT.next));
    assert_eq!(wait_until_sent(&mut applicant).await, "approved");
    let facts = installation.facts().await;
    assert_eq!(facts.faults(), []);
    assert_eq!((facts.applied.len(), facts.opened()), (1, 1));
}
