//! The server dies at each failpoint, for several applicants. The applicant reloads the page or
//! submits again and finds the application intact.

use super::{
    applicant::{CrashApplicant, leads_to},
    installation::CrashInstallation,
};
use crate::{
    person::Person,
    wait::{equal, eventually},
};
use sandbox::Dialect;
use server::failpoint::Point;
use std::{sync::Arc, time::Duration};
use tokio::{sync::Semaphore, task::JoinSet};

/// Longer than the shortest interval between two polls of one application.
const POLL_INTERVAL: Duration = Duration::from_secs(6);
/// How many servers run at once: they mostly wait.
const AT_ONCE: usize = 6;

/// An applicant and the expected end.
#[derive(Clone)]
struct Case {
    who: &'static str,
    person: Person,
    ends: &'static str,
    /// The reviewer's decision at the provider; `None` if documents decide.
    decided: Option<&'static str>,
}

fn case(who: &'static str, person: Person, ends: &'static str) -> Case {
    Case {
        who,
        person,
        ends,
        decided: None,
    }
}

fn people() -> [Case; 4] {
    [
        case("approved", Person::JOHN, "approved"),
        case("denied", Person::born("1985-09-04"), "denied"),
        case(
            "documents",
            Person::born("1985-09-02"),
            "documents_required",
        ),
        case("manual", Person::PAULINA, "manual_review"),
    ]
}

/// Undecided applicants, and their state after the decision.
fn undecided_people() -> [Case; 4] {
    let by_hand = case("by hand", Person::PAULINA, "approved");
    [
        Case {
            decided: Some("approved"),
            ..by_hand
        },
        case("approved", Person::born("1985-09-02"), "approved"),
        case("denied", Person::born("1985-09-05"), "denied"),
        case("manual", Person::born("1985-09-25"), "manual_review"),
    ]
}

pub(super) const SUBMISSION_POINTS: [Point; 14] = [
    Point::BeforeSubmit,
    Point::InSubmit,
    Point::AtSubmitCommit,
    Point::AfterSubmit,
    Point::AfterLease,
    Point::AfterToken,
    Point::BeforeBody,
    Point::MidBody,
    Point::AfterBody,
    Point::AfterAnswer,
    Point::InShredding,
    Point::InRecord,
    Point::AtRecordCommit,
    Point::AfterRecord,
];

pub(super) const DECISION_POINTS: [Point; 3] = [
    Point::InDecision,
    Point::AtDecisionCommit,
    Point::AfterDecision,
];

/// Whether a test can die there. PostgreSQL commits in another process, which has no failpoints.
pub(super) fn is_ours(installation: &CrashInstallation, point: Point) -> bool {
    let within_sqlite = matches!(
        point,
        Point::AtSubmitCommit | Point::AtRecordCommit | Point::AtDecisionCommit
    );
    !within_sqlite || installation.is_on_sqlite()
}

/// Whether the provider has accepted the request when the server dies there.
pub(super) fn is_sent(point: Point) -> bool {
    !matches!(
        point,
        Point::BeforeSubmit
            | Point::InSubmit
            | Point::AtSubmitCommit
            | Point::AfterSubmit
            | Point::AfterLease
            | Point::AfterToken
            | Point::BeforeBody
            | Point::MidBody
    )
}

/// Loads the status page until it shows this state. Submits again while the server has no
/// submission.
pub(super) async fn wait_for_state(applicant: &mut CrashApplicant, until: &str, what: &str) {
    eventually!(format!("{until}, {what}"), async {
        let seen = applicant.label().await.expect("an answer");
        if seen.is_none() {
            let page = applicant.submit().await.expect("an answer");
            assert_eq!(leads_to(&page), Some("/status"), "{what}");
        }
        equal(seen.as_deref(), Some(until)).map_err(|_| seen.clone())
    });
}

/// One applicant at the check page for each case; the server is killed.
async fn applicants_at_check(
    mut installation: CrashInstallation,
    people: &[Case],
) -> (Arc<CrashInstallation>, Vec<(Case, CrashApplicant)>) {
    installation.start().await;
    let mut ready = Vec::new();
    for case in people {
        let mut applicant = installation.applicant();
        applicant.fill_in(&case.person).await;
        ready.push((case.clone(), applicant));
    }
    installation.kill();
    (Arc::new(installation), ready)
}

/// Names applicant, failpoint and dialect.
fn what(installation: &CrashInstallation, case: &Case, point: Point) -> String {
    format!(
        "{} at {} in {:?}",
        case.who,
        point.as_str(),
        installation.dialect
    )
}

/// The server dies during the submission.
async fn crash_during_submission(
    template: Arc<CrashInstallation>,
    point: Point,
    one: (Case, CrashApplicant),
    reload: bool,
) {
    let (case, mut applicant) = one;
    let what = what(&template, &case, point);
    let mut installation = template.copy_data().await;
    installation.start_with_failpoint(point.as_str()).await;
    installation.reconnect(&mut applicant);
    let answer = applicant.submit().await;
    assert!(
        answer.is_err(),
        "{what}: it never got there\n{}",
        installation.log_tail()
    );
    installation.wait_until_killed(&what).await;

    let before = installation.provider.accepted();
    assert_eq!(
        before.len(),
        usize::from(is_sent(point)),
        "{what}: {before:?}"
    );
    installation.start().await;
    installation.reconnect(&mut applicant);
    if !reload {
        // Submits again, as a browser does on a reload.
        applicant.submit().await.expect("an answer");
    }
    let lost = is_sent(point) && point != Point::AfterRecord;
    assert_ends(&installation, &mut applicant, case.ends, lost, &what).await;
}

/// The submitted application reaches this state, with exactly one inquiry. `lost` means that the
/// provider's answer never arrived.
pub(super) async fn assert_ends(
    installation: &CrashInstallation,
    applicant: &mut CrashApplicant,
    end: &str,
    lost: bool,
    what: &str,
) {
    // Only the lost answer carried the id, and dialect A cannot poll without it.
    if end == "approved" && lost && installation.dialect == Dialect::A {
        wait_for_state(applicant, "parked", what).await;
        assert_eq!(installation.facts().await.faults(), [], "{what}");
        assert_eq!(installation.release_parked().await, 1, "{what}");
    }
    wait_for_state(applicant, end, what).await;
    let facts = installation.facts().await;
    assert_eq!(facts.faults(), [], "{what}");
    assert_eq!(facts.parked().len(), 0, "{what}");
    assert_eq!((facts.applied.len(), facts.opened()), (1, 1), "{what}");
}

/// The server dies while it records a decision.
async fn crash_during_decision(
    template: Arc<CrashInstallation>,
    point: Point,
    one: (Case, CrashApplicant),
) {
    let (case, mut applicant) = one;
    let what = what(&template, &case, point);
    let mut installation = template.copy_data().await;
    installation.start().await;
    installation.reconnect(&mut applicant);
    applicant.submit().await.expect("an answer");
    let inquiry = installation.provider.accepted().remove(0);
    installation.kill();
    match case.decided {
        Some(decision) => {
            installation
                .provider
                .decide(&inquiry.external_id, decision)
                .await
        }
        None => {
            installation
                .provider
                .submit_documents(&inquiry.external_id)
                .await
        }
    }
    installation.start_with_failpoint(point.as_str()).await;
    installation.reconnect(&mut applicant);
    assert!(
        applicant.label().await.is_err(),
        "{what}: it never got there"
    );
    installation.wait_until_killed(&what).await;

    // The poll that died counts: the next one is possible after this interval.
    installation.set_clock_ahead(POLL_INTERVAL);
    installation.start().await;
    installation.reconnect(&mut applicant);
    wait_for_state(&mut applicant, case.ends, &what).await;
    let facts = installation.facts().await;
    assert_eq!(facts.faults(), [], "{what}");
    assert_eq!((facts.applied.len(), facts.opened()), (1, 1), "{what}");
}

/// Runs all cases, `AT_ONCE` at a time, and fails if any fails.
pub(super) async fn run<F: Future<Output = ()> + Send + 'static>(cases: Vec<F>) {
    let permits = Arc::new(Semaphore::new(AT_ONCE));
    let mut running = JoinSet::new();
    for case in cases {
        let permits = permits.clone();
        running.spawn(async move {
            let _permit = permits.acquire().await;
            case.await;
        });
    }
    let mut failed = 0;
    while let Some(ended) = running.join_next().await {
        failed += usize::from(ended.is_err());
    }
    assert_eq!(failed, 0, "cases failed; what each says stands above");
}

#[tokio::test(flavor = "multi_thread")]
async fn crash_during_submission_keeps_one_inquiry() {
    // Authentication by key, so that the server fetches a token.
    let (installation, people) =
        applicants_at_check(CrashInstallation::with_client_key(), &people()).await;
    let mut cases = Vec::new();
    let points = SUBMISSION_POINTS.into_iter();
    let points = points.filter(|point| is_ours(&installation, *point));
    for (n, point) in points.enumerate() {
        for (m, one) in people.iter().enumerate() {
            let reload = (n + m) % 2 == 0;
            cases.push(crash_during_submission(
                installation.clone(),
                point,
                one.clone(),
                reload,
            ));
        }
    }
    run(cases).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn crash_during_submission_with_our_id_parks_no_application() {
    let mut cases = Vec::new();
    // With a static token the server never fetches one.
    let points = SUBMISSION_POINTS.into_iter();
    let points = points.filter(|point| *point != Point::AfterToken);
    for dialect in [Dialect::B, Dialect::C] {
        let (installation, people) =
            applicants_at_check(CrashInstallation::with_dialect(dialect), &people()).await;
        let points = points.clone();
        let points = points.filter(|point| is_ours(&installation, *point));
        for (n, point) in points.enumerate() {
            // After a sent request, the lost answer may have held the only approval or capture
            // link.
            let who = match point {
                point if is_sent(point) => vec![0, 2],
                _ => vec![n % people.len()],
            };
            for m in who {
                let (one, reload) = (people[m].clone(), (n + m) % 2 == 0);
                cases.push(crash_during_submission(
                    installation.clone(),
                    point,
                    one,
                    reload,
                ));
            }
        }
    }
    run(cases).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn crash_during_a_decision_applies_it_after_restart() {
    let mut cases = Vec::new();
    for (dialect, count) in [(Dialect::A, 4), (Dialect::B, 2), (Dialect::C, 2)] {
        let installation = CrashInstallation::with_dialect(dialect);
        let (installation, people) =
            applicants_at_check(installation, &undecided_people()[..count]).await;
        let points = DECISION_POINTS.into_iter();
        for point in points.filter(|point| is_ours(&installation, *point)) {
            for one in &people {
                cases.push(crash_during_decision(
                    installation.clone(),
                    point,
                    one.clone(),
                ));
            }
        }
    }
    run(cases).await;
}
