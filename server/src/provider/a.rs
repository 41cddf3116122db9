//! Dialect A: the original (contract §1 and §3). The decision is in its status words.

use super::{
    reader::{Interpretation, Reader, is_prefill, normal},
    wire::StatusResponse,
};
use kyc::provider::{Approval, ProviderOutcome};

/// Interprets a response.
pub(super) fn read(reader: &Reader<'_>, answer: &StatusResponse) -> Interpretation {
    let decision = normal(&answer.status.decision);
    let status = normal(&answer.status.status);
    let sub_status = normal(&answer.status.sub_status);
    let documents = status == "documentrequired" || sub_status == "documentrequired";
    let known_status = matches!(
        status.as_str(),
        "initiated" | "inreview" | "documentrequired" | "documentreview" | "complete"
    ) || is_prefill(&status);
    // A missing status does not invalidate a decision.
    let recognised = known_status || (status.is_empty() && !decision.is_empty());
    let docv = answer.docv.as_ref().filter(|docv| docv.is_there());
    let finding = match decision.as_str() {
        // A final decision beside an unpublished status is not trusted.
        "approved" | "denied" if !recognised => return Interpretation::UNKNOWN,
        "approved" => match (
            status.as_str(),
            Approval::new(&answer.participant_id, &answer.account),
        ) {
            // An approval beside documents that are still required contradicts itself.
            _ if documents || docv.is_some() => return Interpretation::UNKNOWN,
            ("complete", Some(approval)) => ProviderOutcome::Approved(approval),
            ("complete" | "", _) => ProviderOutcome::Provisioning,
            _ => return Interpretation::UNKNOWN,
        },
        "denied" if !documents && matches!(status.as_str(), "complete" | "") => {
            ProviderOutcome::Denied
        }
        // A denial is final only once the inquiry is complete.
        "denied" => ProviderOutcome::ManualReview,
        // An empty decision is an absent field, not an unknown word.
        "pending" | "" => match status.as_str() {
            _ if documents => reader.documents(docv),
            status if is_prefill(status) => ProviderOutcome::NotStarted,
            "documentreview" => ProviderOutcome::DocumentsUnderReview,
            "inreview" if docv.is_some() => reader.documents(docv),
            "inreview" => ProviderOutcome::ManualReview,
            _ => ProviderOutcome::Processing,
        },
        _ => return Interpretation::UNKNOWN,
    };
    Interpretation {
        finding,
        recognised,
    }
}

#[cfg(test)]
mod tests {
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
}
