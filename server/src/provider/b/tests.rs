//! Contract §3, column B.

use super::ProviderOutcome;
use crate::{
    config::Dialect,
    provider::reader::tests::{DOCV, answer, assert_read, assert_unknown, read},
};
use kyc::{provider::Source, state::StateKind};

const IDS: &str = r#","participantId":"firms/ISV-Participant-Acme/users/user_123","account":"firms/ISV-Acme/accounts/a1b2c3""#;

#[test]
fn every_published_state_is_read() {
    use StateKind::{
        Approved, Denied, DocumentsRequired, ManualReview, Processing, Provisioning, Resubmit,
    };
    assert_read(
        Dialect::B,
        &[
            (["", "NOT_STARTED", ""], "", Processing),
            (["REVIEW", "OPEN", "pending"], "", Processing),
            (
                ["REVIEW", "ON_HOLD", "Document Request Initiated"],
                DOCV,
                DocumentsRequired,
            ),
            // The status response repeats the document request without the link.
            (
                ["REVIEW", "ON_HOLD", "Document Request Initiated"],
                "",
                Resubmit,
            ),
            (["REVIEW", "OPEN", ""], "", ManualReview),
            (["ACCEPT", "CLOSED", ""], IDS, Approved),
            (["ACCEPT", "CLOSED", ""], "", Provisioning),
            (["ACCEPT", "ON_HOLD", ""], IDS, Provisioning),
            (["ACCEPT", "OPEN", ""], IDS, Provisioning),
            // Without a status word, the ids alone do not approve.
            (["ACCEPT", "", ""], IDS, Provisioning),
            (["RESUBMIT", "ON_HOLD", ""], "", Resubmit),
            (["RESUBMIT", "ON_HOLD", "Resubmit"], DOCV, DocumentsRequired),
            (["RESUBMIT", "CLOSED", ""], "", Resubmit),
            (["REJECT", "CLOSED", ""], "", Denied),
            (["REJECT", "OPEN", ""], "", ManualReview),
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
        let body = answer(["ACCEPT", "CLOSED", ""], rest);
        let evidence = read(Dialect::B, Source::Status, &body);
        assert_eq!(evidence.outcome, ProviderOutcome::Provisioning, "{rest}");
    }
}

#[test]
fn approval_that_contradicts_itself_does_not_approve() {
    let owed = ["ACCEPT", "CLOSED", "Document Request Initiated"];
    assert_unknown(Dialect::B, &[owed], IDS);
    let docv = format!("{IDS}{DOCV}");
    assert_unknown(Dialect::B, &[["ACCEPT", "CLOSED", ""]], &docv);
}

#[test]
fn unstarted_and_running_inquiries_are_distinguished() {
    let found = |words| read(Dialect::B, Source::Status, &answer(words, "")).outcome;
    assert_eq!(found(["", "NOT_STARTED", ""]), ProviderOutcome::NotStarted);
    assert_eq!(found(["", "", ""]), ProviderOutcome::NotStarted);
    assert_eq!(
        found(["REVIEW", "OPEN", "pending"]),
        ProviderOutcome::Processing
    );
    assert_eq!(found(["REVIEW", "OPEN", ""]), ProviderOutcome::InReview);
}

#[test]
fn unpublished_word_is_processing_even_with_ids() {
    let unknown = [
        ["approved", "complete", ""],
        ["ACCEPTED", "CLOSED", ""],
        ["ACCEPT", "DONE", ""],
        ["REJECT", "DONE", ""],
        ["pending", "in_review", ""],
        ["yes", "", ""],
    ];
    assert_unknown(Dialect::B, &unknown, IDS);
}
