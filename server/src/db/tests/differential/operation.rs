//! The random operations, which a generator makes and a test shrinks.

use super::{
    applicant::{self, ApplicantOperation},
    fixture::EngineFixture,
    jobs::{self, JobOperation, Which},
    maintenance::{self, MaintenanceOperation},
    outcome::Outcome,
    provider::{Answer, AnsweredId, Meaning},
    reviewer::{self, ReviewerOperation},
    staff::{self, StaffOperation},
};
use proptest::prelude::*;
use std::ops::RangeInclusive;
use time::Duration;

/// How many operations a sequence has. It is made smaller than that.
const LENGTH: RangeInclusive<usize> = 1..=80;

/// One operation on both engines.
#[derive(Clone, Debug)]
pub(super) enum Operation {
    /// The clock stands still until this: operations before it have one time.
    Wait(Duration),
    Applicant(ApplicantOperation),
    Job(JobOperation),
    Staff(StaffOperation),
    Reviewer(ReviewerOperation),
    Maintenance(MaintenanceOperation),
}

/// Operations on two new stores.
#[derive(Clone, Debug)]
pub(super) struct Sequence {
    /// Whether the provider's ids are our ids of the applicants, as in dialects B and C.
    pub(super) client_assigned: bool,
    /// Chooses the lists that are compared.
    pub(super) variant: usize,
    pub(super) operations: Vec<Operation>,
}

fn operation() -> impl Strategy<Value = Operation> {
    let wait = prop_oneof![
        2 => Just(Duration::milliseconds(1)),
        2 => Just(Duration::SECOND),
        2 => Just(Duration::seconds(30)),
        2 => Just(Duration::minutes(5)),
        1 => Just(Duration::hours(2)),
        1 => Just(Duration::days(1)),
        1 => Just(Duration::days(31)),
    ];
    prop_oneof![
        4 => wait.prop_map(Operation::Wait),
        8 => applicant::operations().prop_map(Operation::Applicant),
        9 => jobs::operations().prop_map(Operation::Job),
        5 => staff::operations().prop_map(Operation::Staff),
        8 => reviewer::operations().prop_map(Operation::Reviewer),
        3 => maintenance::operations().prop_map(Operation::Maintenance),
    ]
}

pub(super) fn sequences() -> impl Strategy<Value = Sequence> {
    // A smaller sequence is compared in the same way.
    let (client_assigned, variant) = (any::<bool>().no_shrink(), (0..100_usize).no_shrink());
    let operations = prop::collection::vec(operation(), LENGTH);
    (client_assigned, variant, operations).prop_map(|(client_assigned, variant, operations)| {
        Sequence {
            client_assigned,
            variant,
            operations,
        }
    })
}

impl EngineFixture {
    /// Makes staff and applications, so that few operations already do something.
    pub(super) async fn prepare(&mut self) {
        // Two administrators and a reviewer.
        for (name, role) in [(1, 2), (3, 2), (6, 1)] {
            self.hire(name, role).await;
        }
        for person in 0..3 {
            self.create(false).await;
            let id = self.known.applications.last().expect("an application").id;
            self.answer_all(id, person).await;
            if person > 0 {
                self.submit(id).await;
            }
        }
        // One is in review now, the other one is polled.
        self.provider
            .will_answer(Answer::Says(Meaning::ManualReview, AnsweredId::Own));
        self.run_due(Which::Due, 9).await;
        // The accounts are then old enough to confirm requests.
        self.wait(Duration::days(2));
    }

    pub(super) async fn perform(&mut self, operation: &Operation) -> Outcome {
        match operation {
            Operation::Wait(by) => {
                self.wait(*by);
                Outcome::of(())
            }
            Operation::Applicant(operation) => self.applicant(operation).await,
            Operation::Job(operation) => self.job(operation).await,
            Operation::Staff(operation) => self.staff(operation).await,
            Operation::Reviewer(operation) => self.reviewer(operation).await,
            Operation::Maintenance(operation) => self.maintain(operation).await,
        }
    }
}

impl Operation {
    /// Whether the store has to refuse it as a failure.
    pub(super) const fn may_fail(&self) -> bool {
        matches!(self, Self::Applicant(ApplicantOperation::InsertAgain(_)))
    }
}
