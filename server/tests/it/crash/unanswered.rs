//! The server dies after the provider received a whole request and before it answers (security §3,
//! "after body before response"). The server cannot detect that moment, so the test watches the
//! provider's ledger and kills the server.

use super::{
    applicant::{CrashApplicant, RENEW, SUBMIT, Step},
    installation::CrashInstallation,
    points::{assert_ends, run, wait_for_state},
};
use crate::{person::Person, wait::eventually};
use sandbox::Dialect;
use serde_json::json;

const DIALECTS: [Dialect; 3] = [Dialect::A, Dialect::B, Dialect::C];
/// The provider requires documents from this person.
const NEEDS_DOCUMENTS: Person = Person::born("1985-09-02");
/// Longer than any test waits, in milliseconds.
const NEVER: u32 = 600_000;

/// A running server, and an applicant at its check page.
async fn ready(dialect: Dialect, person: &Person) -> (CrashInstallation, CrashApplicant) {
    let mut installation = CrashInstallation::with_dialect(dialect);
    installation.start().await;
    let mut applicant = installation.applicant();
    applicant.fill_in(person).await;
    (installation, applicant)
}

/// The applicant submits a form, and the server dies while the provider is silent. Then the server
/// restarts.
async fn crash_before_answer(
    installation: &mut CrashInstallation,
    applicant: &mut CrashApplicant,
    form: Step,
    person: &Person,
) {
    let before = installation.provider.accepted().len();
    let silence = json!({ "latency-after": NEVER });
    installation.provider.fault("start", silence, 1).await;
    let killed = async {
        eventually!("a request in the ledger", async {
            installation.provider.accepted().len() > before
        });
        installation.kill();
    };
    // On a slow machine the page may stop waiting before the server sends the request. Then an
    // answer or a lost connection is possible.
    let _ = tokio::join!(applicant.post(form, person), killed);
    installation.start().await;
    installation.reconnect(applicant);
}

#[tokio::test(flavor = "multi_thread")]
async fn crash_before_the_answer_keeps_one_submission() {
    let mut cases = Vec::new();
    for dialect in DIALECTS {
        for (person, end) in [
            (Person::JOHN, "approved"),
            (Person::born("1985-09-04"), "denied"),
            (NEEDS_DOCUMENTS, "documents_required"),
            (Person::PAULINA, "manual_review"),
        ] {
            cases.push(async move {
                let what = format!("{end} in {dialect:?}");
                let (mut installation, mut applicant) = ready(dialect, &person).await;
                crash_before_answer(&mut installation, &mut applicant, SUBMIT, &person).await;
                assert_ends(&installation, &mut applicant, end, true, &what).await;
            });
        }
    }
    run(cases).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn crash_before_the_answer_renews_the_link_in_the_same_inquiry() {
    let mut cases = Vec::new();
    for dialect in DIALECTS {
        cases.push(async move {
            let what = format!("{dialect:?}");
            let (mut installation, mut applicant) = ready(dialect, &NEEDS_DOCUMENTS).await;
            // The first attempt must leave no capture link.
            if dialect == Dialect::C {
                applicant.submit().await.expect("an answer");
                let id = installation.provider.accepted().remove(0).external_id;
                installation.provider.decide(&id, "resubmit").await;
            } else {
                let lost = json!("unknown-decision");
                installation.provider.fault("start", lost, 1).await;
                applicant.submit().await.expect("an answer");
            }
            wait_for_state(&mut applicant, "resubmit", &what).await;
            crash_before_answer(&mut installation, &mut applicant, RENEW, &NEEDS_DOCUMENTS).await;
            assert_ends(
                &installation,
                &mut applicant,
                "documents_required",
                true,
                &what,
            )
            .await;
            let sent = installation.provider.accepted().len();
            // In dialect C the status answer has the link, so the server sends no further request.
            assert_eq!(sent, if dialect == Dialect::C { 2 } else { 3 }, "{what}");
        });
    }
    run(cases).await;
}
