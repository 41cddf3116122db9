//! The program dies at each failpoint, with several people; the applicant
//! loads the page again or sends the form again and finds everything in order.

use super::{
    applicant::{CrashApplicant, leads_to},
    installation::CrashInstallation,
};
use crate::person::Person;
use sandbox::Dialect;
use server::failpoint::Point;
use std::{sync::Arc, time::Duration};
use tokio::{sync::Semaphore, task::JoinSet};

/// So many servers at once: they mostly wait.
const AT_ONCE: usize = 6;

/// Somebody, and what becomes of them.
#[derive(Clone)]
struct Case {
    who: &'static str,
    person: Person,
    ends: &'static str,
    /// What somebody at the upstream decides, where it is no picture that is owed.
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

/// People who wait, and what becomes of them in the end.
fn people_who_wait() -> [Case; 4] {
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

pub(super) const HANDING_IN: [Point; 14] = [
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

pub(super) const DECIDING: [Point; 3] = [
    Point::InDecision,
    Point::AtDecisionCommit,
    Point::AfterDecision,
];

/// Whether the upstream has accepted the request when the program dies there.
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

/// Goes on until the page shows this state: sends the form again while the
/// server knows nothing of it, and loads the page while it is on its way.
pub(super) async fn goes_on(visitor: &mut CrashApplicant, until: &str, what: &str) {
    let mut seen = None;
    for _ in 0..600 {
        seen = visitor.label().await.expect("an answer");
        if seen.as_deref() == Some(until) {
            return;
        }
        if seen.is_none() {
            let page = visitor.hand_in().await.expect("an answer");
            assert_eq!(leads_to(&page), Some("/status"), "{what}");
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("{what}: {seen:?}, never {until}");
}

/// Everybody at the check page of a server that is gone.
async fn filled_in(
    mut installation: CrashInstallation,
    people: &[Case],
) -> (Arc<CrashInstallation>, Vec<(Case, CrashApplicant)>) {
    installation.start().await;
    let mut ready = Vec::new();
    for case in people {
        let mut visitor = installation.visitor();
        visitor.fill_in(&case.person).await;
        ready.push((case.clone(), visitor));
    }
    installation.kill();
    (Arc::new(installation), ready)
}

/// Who, where, in which dialect.
fn what(installation: &CrashInstallation, case: &Case, point: Point) -> String {
    format!(
        "{} at {} in {:?}",
        case.who,
        point.as_str(),
        installation.dialect
    )
}

/// Dies while somebody hands in.
async fn handing_in(
    template: Arc<CrashInstallation>,
    point: Point,
    one: (Case, CrashApplicant),
    reload: bool,
) {
    let (case, mut visitor) = one;
    let what = what(&template, &case, point);
    let mut installation = template.like();
    installation.start_to_die(point.as_str()).await;
    installation.receives(&mut visitor);
    let answer = visitor.hand_in().await;
    assert!(
        answer.is_err(),
        "{what}: it never got there\n{}",
        installation.last_words()
    );
    installation.dies(&what).await;

    let before = installation.upstream.accepted();
    assert_eq!(
        before.len(),
        usize::from(is_sent(point)),
        "{what}: {before:?}"
    );
    installation.start().await;
    installation.receives(&mut visitor);
    if !reload {
        // What a browser does when its person says "send again".
        visitor.hand_in().await.expect("an answer");
    }
    let lost = is_sent(point) && point != Point::AfterRecord;
    ends(&installation, &mut visitor, case.ends, lost, &what).await;
}

/// Somebody who handed in gets to this end, in the one inquiry that there is. `lost`
/// says that the answer to their request never came.
pub(super) async fn ends(
    installation: &CrashInstallation,
    visitor: &mut CrashApplicant,
    end: &str,
    lost: bool,
    what: &str,
) {
    // Told only once, in that answer: dialect A has no id to ask by.
    if end == "approved" && lost && installation.dialect == Dialect::A {
        goes_on(visitor, "parked", what).await;
        assert_eq!(installation.facts().await.faults(), [], "{what}");
        assert_eq!(installation.release_parked().await, 1, "{what}");
    }
    goes_on(visitor, end, what).await;
    let facts = installation.facts().await;
    assert_eq!(facts.faults(), [], "{what}");
    assert_eq!(facts.parked().len(), 0, "{what}");
    assert_eq!((facts.applied.len(), facts.opened()), (1, 1), "{what}");
}

/// Dies while a decision is heard.
async fn deciding(template: Arc<CrashInstallation>, point: Point, one: (Case, CrashApplicant)) {
    let (case, mut visitor) = one;
    let what = what(&template, &case, point);
    let mut installation = template.like();
    installation.start().await;
    installation.receives(&mut visitor);
    visitor.hand_in().await.expect("an answer");
    let inquiry = installation.upstream.accepted().remove(0);
    installation.kill();
    match case.decided {
        Some(decision) => {
            installation
                .upstream
                .decide(&inquiry.external_id, decision)
                .await
        }
        None => installation.upstream.hand_in(&inquiry.external_id).await,
    }
    installation.start_to_die(point.as_str()).await;
    installation.receives(&mut visitor);
    assert!(visitor.label().await.is_err(), "{what}: it never got there");
    installation.dies(&what).await;

    installation.start().await;
    installation.receives(&mut visitor);
    goes_on(&mut visitor, case.ends, &what).await;
    let facts = installation.facts().await;
    assert_eq!(facts.faults(), [], "{what}");
    assert_eq!((facts.applied.len(), facts.opened()), (1, 1), "{what}");
}

/// Runs all of them, some at once, and fails if any does.
pub(super) async fn run<F: Future<Output = ()> + Send + 'static>(cases: Vec<F>) {
    let turns = Arc::new(Semaphore::new(AT_ONCE));
    let mut running = JoinSet::new();
    for case in cases {
        let turns = turns.clone();
        running.spawn(async move {
            let _turn = turns.acquire().await;
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
async fn whoever_hands_in_while_it_dies_is_neither_lost_nor_sent_twice() {
    // By its key, so that there is a token to be fetched.
    let (installation, people) = filled_in(CrashInstallation::known_by_key(), &people()).await;
    let mut cases = Vec::new();
    for (n, point) in HANDING_IN.iter().enumerate() {
        for (m, one) in people.iter().enumerate() {
            let reload = (n + m) % 2 == 0;
            cases.push(handing_in(
                installation.clone(),
                *point,
                one.clone(),
                reload,
            ));
        }
    }
    run(cases).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn where_the_id_is_ours_nobody_is_even_parked() {
    let mut cases = Vec::new();
    // By a token that is never fetched.
    let points = HANDING_IN
        .iter()
        .filter(|point| **point != Point::AfterToken);
    for dialect in [Dialect::B, Dialect::C] {
        let (installation, people) =
            filled_in(CrashInstallation::speaking(dialect), &people()).await;
        for (n, point) in points.clone().enumerate() {
            // Whatever was sent may have been told once only: an approval, a link.
            let who = match point {
                point if is_sent(*point) => vec![0, 2],
                _ => vec![n % people.len()],
            };
            for m in who {
                let (one, reload) = (people[m].clone(), (n + m) % 2 == 0);
                cases.push(handing_in(installation.clone(), *point, one, reload));
            }
        }
    }
    run(cases).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_decision_that_is_heard_while_it_dies_is_heard_again() {
    let mut cases = Vec::new();
    for (dialect, count) in [(Dialect::A, 4), (Dialect::B, 2), (Dialect::C, 2)] {
        let installation = CrashInstallation::speaking(dialect);
        let (installation, people) = filled_in(installation, &people_who_wait()[..count]).await;
        for point in DECIDING {
            for one in &people {
                cases.push(deciding(installation.clone(), point, one.clone()));
            }
        }
    }
    run(cases).await;
}
