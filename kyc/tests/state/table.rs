//! Every move there is.

use super::{evidence, findings, hear, states};
use kyc::state::Label;

/// Where understood evidence leads, row by row in the order of [`findings`].
#[test]
fn every_state_hears_every_finding_as_the_table_says() {
    use Label::{
        Approved, Denied, DocumentsRequired as Required, DocumentsUnderReview as Under, Draft,
        Expired, ManualReview as Manual, Processing, Provisioning, Resubmit,
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
    ];
    let row = |from: Label| match from {
        Label::Draft => [Draft; 13],
        Label::Approved => [Approved; 13],
        Label::Denied => [Denied; 13],
        Label::Submitting | Label::Processing | Label::Parked => fresh,
        Label::Resubmit => {
            // Nothing begun moves nothing; pictures that are looked at are in.
            let mut resubmit = fresh;
            resubmit[10] = Resubmit;
            resubmit[11] = Under;
            resubmit
        }
        Label::DocumentsRequired => [
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
        ],
        Label::DocumentsUnderReview => [
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
        ],
        Label::ManualReview => [
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
        ],
        Label::Expired => [
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
        ],
        Label::Provisioning => [
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
        ],
    };
    for state in states() {
        for (finding, expected) in findings().into_iter().zip(row(state.label())) {
            let heard = hear(&state, &evidence(finding.clone(), true));
            assert_eq!(heard.state.label(), expected, "{state:?} hears {finding:?}");
        }
    }
}
