//! On SIGTERM the server finishes its calls in flight.

use super::{
    applicant::{CrashApplicant, SUBMIT, leads_to},
    installation::CrashInstallation,
};
use crate::{person::Person, wait::eventually};
use tokio::net::TcpStream;

#[tokio::test(flavor = "multi_thread")]
async fn shutdown_waits_for_calls_in_flight() {
    let mut installation = CrashInstallation::new();
    installation.start().await;
    let mut applicant = installation.applicant();
    applicant.fill_in(&Person::JOHN).await;
    let provider = installation.provider.clone();
    provider.hold_starts(2).await;
    let sent = tokio::spawn(async move { applicant.submit().await });
    eventually!("a request at the provider", async {
        provider.fault_left().await == 1
    });
    assert_eq!(provider.accepted(), [], "in mid-flight");

    let url = installation.url();
    let address = url.strip_prefix("http://").expect("a URL");
    let answered = async {
        // The server shuts down: it accepts no connection any more.
        eventually!("a closed listener", async {
            TcpStream::connect(address).await.is_err()
        });
        provider.release_calls().await;
    };
    let (status, ()) = tokio::join!(installation.stop(), answered);
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
async fn draining_server_answers_and_says_that_it_ends() {
    let mut installation = CrashInstallation::new();
    // Longer than the test, which kills the server.
    installation.set("VESTIBULE_DRAIN_SECONDS", "300");
    installation.start().await;
    let mut applicant = installation.applicant();
    applicant.fill_in(&Person::JOHN).await;
    assert_eq!(ready(&mut applicant).await, 200);
    installation.tell_to_stop();
    eventually!("a server that ends", async {
        ready(&mut applicant).await == 503
    });
    let page = applicant.submit().await.expect("an answer");
    assert_eq!(leads_to(&page), Some(SUBMIT.next));
    assert_eq!(page.header("connection"), "close");
    assert_eq!(installation.provider.accepted().len(), 1);
}

async fn ready(applicant: &mut CrashApplicant) -> u16 {
    let page = applicant.get("/health/ready").await.expect("an answer");
    page.status.as_u16()
}
