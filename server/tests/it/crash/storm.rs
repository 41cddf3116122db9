//! Double click, two tabs, a form sent again: one application is submitted 64 times at once
//! (security case 1).

use super::{
    applicant::{CrashApplicant, leads_to},
    installation::CrashInstallation,
};
use crate::person::Person;
use sandbox::Dialect;
use tokio::task::JoinSet;

pub(crate) const TABS: usize = 64;

/// Submits one applicant's form from all tabs at once and loads the page that it leads to. All tabs
/// get the same answer, and the provider gets one inquiry more.
pub(crate) async fn round(
    installation: &CrashInstallation,
    person: &Person,
    before: usize,
) -> String {
    let mut applicant = installation.applicant();
    applicant.fill_in(person).await;
    let answers = in_all_tabs(&applicant, |mut tab| async move {
        let page = tab.submit().await.expect("an answer");
        (page.status, leads_to(&page).map(str::to_owned))
    });
    let (status, to) = same(answers.await);
    assert_eq!((status.as_u16(), to.as_deref()), (303, Some("/status")));
    if installation.dialect == Dialect::C {
        // In dialect C a poll brings the ids of the account: the other tabs see them, too.
        applicant.label().await.expect("an answer");
    }
    let shown = in_all_tabs(&applicant, |mut tab| async move {
        let page = tab.get("/status").await.expect("an answer");
        assert_eq!(page.status, 200);
        tab.label().await.expect("an answer")
    });
    let label = same(shown.await).expect("a state");
    let facts = installation.facts().await;
    assert_eq!(
        (facts.applied.len(), facts.opened()),
        (before + 1, before + 1)
    );
    assert_eq!(facts.inquiries.len(), before + 1, "sent once");
    assert_eq!(facts.faults(), []);
    label
}

/// Runs a request in all tabs at once.
async fn in_all_tabs<T: Send + 'static, F: Future<Output = T> + Send + 'static>(
    applicant: &CrashApplicant,
    act: impl Fn(CrashApplicant) -> F,
) -> Vec<T> {
    let tabs: JoinSet<T> = (0..TABS).map(|_| act(applicant.clone())).collect();
    tabs.join_all().await
}

#[track_caller]
fn same<T: PartialEq + std::fmt::Debug>(mut all: Vec<T>) -> T {
    let one = all.pop().expect("an answer");
    assert!(all.iter().all(|other| *other == one), "{one:?}: {all:?}");
    one
}

#[tokio::test(flavor = "multi_thread")]
async fn concurrent_submissions_from_64_tabs_make_one_inquiry() {
    let people = [
        (Person::JOHN, "approved"),
        (Person::born("1985-09-04"), "denied"),
        (Person::born("1985-09-02"), "documents_required"),
    ];
    for (dialect, people) in [
        (Dialect::A, &people[..]),
        (Dialect::B, &people[..1]),
        (Dialect::C, &people[..1]),
    ] {
        let mut installation = CrashInstallation::with_dialect(dialect);
        installation.start().await;
        for (before, (person, ends)) in people.iter().enumerate() {
            assert_eq!(
                round(&installation, person, before).await,
                *ends,
                "{dialect:?}"
            );
        }
    }
}
