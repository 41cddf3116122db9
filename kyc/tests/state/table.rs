//! Every transition.

use super::{apply, outcomes, states, update};
use kyc::state::StateKind;

/// Next state of each recognised update, in the order of [`outcomes`].
#[test]
fn every_state_applies_every_outcome_as_in_the_table() {
    use StateKind::{
        Approved, Denied, DocumentsRequired as Required, DocumentsUnderReview as Under, Draft,
        Expired, ManualReview as Manual, Parked, Processing, Provisioning, Resubmit,
    };
    let fresh = [
        Processing,
        Required,
        Resubmit,
        Under,
        Manual,
        Provisioning,
        Approved,
        Approved,
        Denied,
        Resubmit,
        Processing,
        Manual,
        Resubmit,
        Parked,
    ];
    let row = |from: StateKind| match from {
        StateKind::Draft => [Draft; 14],
        StateKind::Approved => [Approved; 14],
        StateKind::Denied => [Denied; 14],
        StateKind::Submitting | StateKind::Processing | StateKind::Parked => fresh,
        StateKind::Resubmit => {
            // `NotStarted` keeps the state, and `InReview` means that the documents have arrived.
            let mut resubmit = fresh;
            resubmit[10] = Resubmit;
            resubmit[11] = Under;
            resubmit
        }
        StateKind::DocumentsRequired => [
            Under,
            Required,
            Required,
            Under,
            Manual,
            Provisioning,
            Approved,
            Approved,
            Denied,
            Resubmit,
            Required,
            Under,
            Under,
            Required,
        ],
        StateKind::DocumentsUnderReview => [
            Under,
            Required,
            Resubmit,
            Under,
            Manual,
            Provisioning,
            Approved,
            Approved,
            Denied,
            Resubmit,
            Under,
            Under,
            Under,
            Parked,
        ],
        StateKind::ManualReview => [
            Manual,
            Required,
            Resubmit,
            Under,
            Manual,
            Provisioning,
            Approved,
            Approved,
            Denied,
            Resubmit,
            Manual,
            Manual,
            Manual,
            Parked,
        ],
        StateKind::Expired => [
            Processing,
            Required,
            Expired,
            Under,
            Manual,
            Provisioning,
            Approved,
            Approved,
            Denied,
            Resubmit,
            Expired,
            Under,
            Expired,
            Parked,
        ],
        StateKind::Provisioning => [
            Provisioning,
            Provisioning,
            Provisioning,
            Provisioning,
            Provisioning,
            Provisioning,
            Approved,
            Approved,
            Denied,
            Provisioning,
            Provisioning,
            Provisioning,
            Provisioning,
            Provisioning,
        ],
    };
    for state in states() {
        for (outcome, expected) in outcomes().into_iter().zip(row(state.kind())) {
            let transition = apply(&state, &update(outcome.clone(), true));
            assert_eq!(
                transition.state.kind(),
                expected,
                "{state:?} gets {outcome:?}"
            );
        }
    }
}
