//! Contract §3, column A.

use super::ProviderOutcome;
use crate::{
    config::Dialect,
    provider::reader::tests::{DOCV, answer, assert_read, assert_unknown, read},
};
use kyc::{
    provider::{Approval, Source},
    state::StateKind,
};

const IDS: &str = r#","participantId":"firms/ISV-Participant-Acme/users/user_123","account":"firms/ISV-Acme/accounts/a1b2c3""#;

#[test]
fn every_published_state_is_read() {
    use StateKind::{
        Approved, Denied, DocumentsRequired, DocumentsUnderReview, ManualReview, Processing,
        Provisioning, Resubmit,
    };
    assert_read(
        Dialect::A,
        &[
            (["", "initiated", ""], "", Processing),
            (["pending", "initiated", ""], "", Processing),
            (["pending", "in_review", ""], "", ManualReview),
            (
                ["pending", "in_review", "document_required"],
                DOCV,
                DocumentsRequired,
            ),
            (
                ["pending", "document_required", ""],
                DOCV,
                DocumentsRequired,
            ),
            (["pending", "in_review", ""], DOCV, DocumentsRequired),
            (["pending", "document_required", ""], "", Resubmit),
            (
                ["pending", "document_review", "awaiting_review"],
                "",
                DocumentsUnderReview,
            ),
            (["approved", "complete", ""], IDS, Approved),
            (["approved", "complete", ""], "", Provisioning),
            // Without a status word, the ids alone do not approve.
            (["approved", "", ""], IDS, Provisioning),
            (["denied", "complete", ""], "", Denied),
            (["denied", "", ""], "", Denied),
            // A denial is final only once the inquiry is complete.
            (["denied", "in_review", ""], "", ManualReview),
            (["denied", "document_review", ""], "", ManualReview),
            (["pending", "otp_sent", ""], "", Processing),
            (["pending", "prefill_complete", ""], "", Processing),
        ],
    );
}

#[test]
fn approved_needs_both_ids() {
    for rest in [
        "",
        r#","participantId":"p","account":null"#,
        r#","participantId":"","account":"a""#,
        // The account has dialect C's field name.
        r#","participantId":"p","provisionedAccount":"a""#,
    ] {
        let body = answer(["approved", "complete", ""], rest);
        let evidence = read(Dialect::A, Source::Status, &body);
        assert_eq!(evidence.outcome, ProviderOutcome::Provisioning, "{rest}");
    }
    let body = answer(["approved", "complete", ""], IDS);
    let expected = Approval::new(
        "firms/ISV-Participant-Acme/users/user_123",
        "firms/ISV-Acme/accounts/a1b2c3",
    );
    assert_eq!(
        read(Dialect::A, Source::Start, &body).outcome,
        ProviderOutcome::Approved(expected.expect("both"))
    );
}

#[test]
fn approval_that_contradicts_itself_does_not_approve() {
    let unfinished = [
        ["approved", "initiated", ""],
        ["approved", "in_review", ""],
        ["approved", "in_review", "document_required"],
        ["approved", "document_required", ""],
        ["approved", "document_review", "awaiting_review"],
        ["approved", "otp_sent", ""],
        ["approved", "complete", "document_required"],
    ];
    assert_unknown(Dialect::A, &unfinished, IDS);
    let owed = format!("{IDS}{DOCV}");
    assert_unknown(Dialect::A, &[["approved", "complete", ""]], &owed);
}

#[test]
fn unpublished_word_is_processing_even_with_ids() {
    let unknown = [
        ["ACCEPT", "CLOSED", "Accept"],
        ["accepted", "complete", ""],
        ["approve", "complete", ""],
        ["approved", "CLOSED", ""],
        ["denied", "gone", ""],
        ["yes", "", ""],
        ["pending", "approved", ""],
        ["REVIEW", "OPEN", ""],
    ];
    assert_unknown(Dialect::A, &unknown, IDS);
}
