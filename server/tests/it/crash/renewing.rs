//! The server dies during a request for a new capture link: a second attempt in the same inquiry.

use super::{
    applicant::{CrashApplicant, RENEW},
    installation::CrashInstallation,
    points::{HANDING_IN, is_sent, run},
};
use crate::person::Person;
use sandbox::Dialect;
use serde_json::json;
use server::failpoint::Point;
use std::{sync::Arc, time::Duration};

/// The provider requires documents from this person.
const OWING: Person = Person::born("1985-09-02");

/// Requests the link until the page shows it, as an applicant does after a failed page load.
async fn goes_on(visitor: &mut CrashApplicant, what: &str) {
    let mut seen = None;
    for _ in 0..600 {
        seen = visitor.label().await.expect("an answer");
        match seen.as_deref() {
            Some("documents_required") => return,
            Some("resubmit") => {
                visitor.post(RENEW, &OWING).await.expect("an answer");
            }
            _ => tokio::time::sleep(Duration::from_millis(50)).await,
        }
    }
    panic!("{what}: {seen:?}");
}

async fn renewing(template: Arc<CrashInstallation>, point: Point, mut visitor: CrashApplicant) {
    let what = format!("{} in {:?}", point.as_str(), template.dialect);
    let mut installation = template.like();
    installation.start().await;
    installation.receives(&mut visitor);
    // The first attempt's answer has no usable link.
    let lost = json!("unknown-decision");
    installation.upstream.fault("start", lost, 1).await;
    visitor.hand_in().await.expect("an answer");
    let label = visitor.label().await.expect("an answer");
    assert_eq!(label.as_deref(), Some("resubmit"), "{what}");
    installation.kill();
    installation.start_to_die(point.as_str()).await;
    installation.receives(&mut visitor);
    let answer = visitor.post(RENEW, &OWING).await;
    assert!(answer.is_err(), "{what}: it never got there");
    installation.dies(&what).await;

    let sent = installation.upstream.accepted().len();
    assert_eq!(sent, 1 + usize::from(is_sent(point)), "{what}");
    installation.start().await;
    installation.receives(&mut visitor);
    goes_on(&mut visitor, &what).await;
    let facts = installation.facts().await;
    assert_eq!(facts.faults(), [], "{what}");
    assert_eq!((facts.applied.len(), facts.opened()), (1, 1), "{what}");
}

#[tokio::test(flavor = "multi_thread")]
async fn crash_during_renewal_keeps_the_same_inquiry() {
    let mut cases = Vec::new();
    // In dialect C the server polls for a live link and sends nothing.
    for dialect in [Dialect::A, Dialect::B] {
        let mut installation = CrashInstallation::speaking(dialect);
        installation.start().await;
        let mut visitor = installation.visitor();
        visitor.fill_in(&OWING).await;
        installation.kill();
        let installation = Arc::new(installation);
        // With a static token the server never fetches one.
        let points = HANDING_IN.into_iter();
        for point in points.filter(|point| *point != Point::AfterToken) {
            cases.push(renewing(installation.clone(), point, visitor.clone()));
        }
    }
    run(cases).await;
}
