//! The server dies during a request for a new capture link: a second attempt in the same inquiry.

use super::{
    applicant::{CrashApplicant, RENEW},
    installation::CrashInstallation,
    points::{SUBMISSION_POINTS, is_ours, is_sent, run},
};
use crate::{
    person::Person,
    wait::{equal, eventually},
};
use sandbox::Dialect;
use serde_json::json;
use server::failpoint::Point;
use std::sync::Arc;

/// The provider requires documents from this person.
const NEEDS_DOCUMENTS: Person = Person::born("1985-09-02");

/// Requests the link until the page shows it, as an applicant does after a failed page load.
async fn renew_until_shown(applicant: &mut CrashApplicant, what: &str) {
    eventually!(format!("a capture link, {what}"), async {
        let seen = applicant.label().await.expect("an answer");
        if seen.as_deref() == Some("resubmit") {
            let sent = applicant.post(RENEW, &NEEDS_DOCUMENTS).await;
            sent.expect("an answer");
        }
        equal(seen, Some("documents_required".to_owned()))
    });
}

async fn crash_during_renewal(
    template: Arc<CrashInstallation>,
    point: Point,
    mut applicant: CrashApplicant,
) {
    let what = format!("{} in {:?}", point.as_str(), template.dialect);
    let mut installation = template.copy_data().await;
    installation.start().await;
    installation.reconnect(&mut applicant);
    // The first attempt's answer has no usable link.
    let lost = json!("unknown-decision");
    installation.provider.fault("start", lost, 1).await;
    applicant.submit().await.expect("an answer");
    let label = applicant.label().await.expect("an answer");
    assert_eq!(label.as_deref(), Some("resubmit"), "{what}");
    installation.kill();
    installation.start_with_failpoint(point.as_str()).await;
    installation.reconnect(&mut applicant);
    let answer = applicant.post(RENEW, &NEEDS_DOCUMENTS).await;
    assert!(answer.is_err(), "{what}: it never got there");
    installation.wait_until_killed(&what).await;

    let sent = installation.provider.accepted().len();
    assert_eq!(sent, 1 + usize::from(is_sent(point)), "{what}");
    installation.start().await;
    installation.reconnect(&mut applicant);
    renew_until_shown(&mut applicant, &what).await;
    let facts = installation.facts().await;
    assert_eq!(facts.faults(), [], "{what}");
    assert_eq!((facts.applied.len(), facts.opened()), (1, 1), "{what}");
}

#[tokio::test(flavor = "multi_thread")]
async fn crash_during_renewal_keeps_the_same_inquiry() {
    let mut cases = Vec::new();
    // In dialect C the server polls for a live link and sends nothing.
    for dialect in [Dialect::A, Dialect::B] {
        let mut installation = CrashInstallation::with_dialect(dialect);
        installation.start().await;
        let mut applicant = installation.applicant();
        applicant.fill_in(&NEEDS_DOCUMENTS).await;
        installation.kill();
        let installation = Arc::new(installation);
        // With a static token the server never fetches one.
        let points = SUBMISSION_POINTS.into_iter();
        let points = points.filter(|point| *point != Point::AfterToken);
        for point in points.filter(|point| is_ours(&installation, *point)) {
            cases.push(crash_during_renewal(
                installation.clone(),
                point,
                applicant.clone(),
            ));
        }
    }
    run(cases).await;
}
