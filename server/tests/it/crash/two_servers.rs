//! Two servers on one database file: when one dies, the other completes its attempts (security I9).

use super::{
    applicant::{CrashApplicant, leads_to},
    installation::CrashInstallation,
};
use crate::{person::Person, wait::eventually};
use sandbox::Dialect;
use std::time::Duration;
use tokio::task::JoinSet;

/// Longer than the lease of a job.
const LEASE: Duration = Duration::from_secs(21);
/// More calls than the test makes while the provider is slow.
const CALLS: u32 = 100;

/// Loads the status page until the application is sent; returns the state.
async fn wait_until_sent(applicant: &mut CrashApplicant) -> String {
    eventually!("a response of the provider", async {
        let label = applicant.label().await.expect("an answer");
        let label = label.expect("a submitted application");
        (label != "submitting").then_some(label)
    })
}

/// An applicant at the check page, whose requests alternate between the two servers.
async fn alternating_applicant(
    installation: &CrashInstallation,
    second: &str,
    person: &Person,
) -> CrashApplicant {
    let mut applicant = installation.applicant();
    applicant.begin().await.expect("an answer");
    for (n, step) in super::applicant::STEPS.into_iter().enumerate() {
        let url = if n % 2 == 0 {
            second.to_owned()
        } else {
            installation.url()
        };
        applicant.moved_to(installation.http.clone(), url);
        let page = applicant.post(step, person).await.expect("an answer");
        assert_eq!(leads_to(&page), Some(step.next));
    }
    applicant
}

#[tokio::test(flavor = "multi_thread")]
async fn second_server_completes_attempts_of_a_killed_server() {
    crash_of_one_server(Dialect::A, 12).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn second_server_completes_attempts_in_dialects_b_and_c() {
    tokio::join!(
        crash_of_one_server(Dialect::B, 4),
        crash_of_one_server(Dialect::C, 4)
    );
}

/// One of two servers dies with this many attempts in flight.
async fn crash_of_one_server(dialect: Dialect, count: usize) {
    let mut installation = CrashInstallation::with_dialect(dialect);
    installation.start().await;
    let second = installation.second().await;
    let mut people = Vec::new();
    for n in 0..count {
        let person = if n % 3 == 0 {
            Person::JOHN
        } else {
            Person::born("1985-09-04")
        };
        let mut applicant = alternating_applicant(&installation, &second.url, &person).await;
        let url = if n % 2 == 0 {
            installation.url()
        } else {
            second.url.clone()
        };
        applicant.moved_to(installation.http.clone(), url);
        people.push(applicant);
    }
    installation.provider.hold_starts(CALLS).await;

    let sent: JoinSet<_> = people
        .into_iter()
        .map(|mut applicant| async move {
            // The dying server does not answer.
            let _ = applicant.submit().await;
            applicant
        })
        .collect();
    // Every attempt has reached the provider, half of them from each server.
    eventually!("every attempt at the provider", async {
        let left = installation.provider.fault_left().await as usize;
        (left <= CALLS as usize - count).then_some(()).ok_or(left)
    });
    drop(second);
    assert_eq!(installation.provider.accepted(), [], "in mid-flight");
    installation.provider.clear_faults().await;
    installation.provider.release_calls().await;
    let database = installation.database().await;
    eventually!("a response to the other server", async {
        database.unerased("submitting").await < i64::try_from(count).expect("few")
    });
    // The leases of the killed server end.
    installation.set_clock_ahead(LEASE);
    let mut settled = JoinSet::new();
    for mut applicant in sent.join_all().await {
        installation.reconnect(&mut applicant);
        settled.spawn(async move { wait_until_sent(&mut applicant).await });
    }
    let labels = settled.join_all().await;
    assert_eq!(labels.len(), count);
    let facts = installation.facts().await;
    assert_eq!(facts.faults(), []);
    assert_eq!((facts.applied.len(), facts.opened()), (count, count));
}
