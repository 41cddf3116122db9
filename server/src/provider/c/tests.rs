//! Contract §3, column C, and its start request.

use super::ProviderOutcome;
use crate::{
    config::Dialect,
    provider::{
        ab::tests::{jane, sent},
        reader::tests::{DOCV, NOW, answer, assert_read, assert_unknown, read},
    },
};
use kyc::{provider::Source, state::StateKind};
use serde_json::json;
use time::Duration;

const IDS: &str = r#","participantId":"firms/ISV-Participant-Acme/users/user_123","provisionedAccount":"firms/ISV-Acme/accounts/a1b2c3""#;
const OWED: [&str; 3] = ["REVIEW", "ON_HOLD", "Document Request Initiated"];

#[test]
fn every_published_state_is_read() {
    use StateKind::{
        Approved, Denied, DocumentsRequired, DocumentsUnderReview, ManualReview, Processing,
        Provisioning, Resubmit,
    };
    assert_read(
        Dialect::C,
        &[
            (["REVIEW", "OPEN", ""], "", Processing),
            // Ids without an approval do not approve.
            (["REVIEW", "OPEN", ""], IDS, Processing),
            (OWED, DOCV, DocumentsRequired),
            // Documents were requested and are no longer owed.
            (OWED, "", DocumentsUnderReview),
            // `ON_HOLD` does not mean documents.
            (["REVIEW", "ON_HOLD", ""], "", Processing),
            // Documents are owed independent of the words.
            (["REVIEW", "OPEN", "In Review"], DOCV, DocumentsRequired),
            (["RESUBMIT", "ON_HOLD", ""], DOCV, DocumentsRequired),
            (["REVIEW", "OPEN", "In Review"], "", ManualReview),
            (["ACCEPT", "ON_HOLD", "Accept"], "", Provisioning),
            (["ACCEPT", "ON_HOLD", "Accept"], IDS, Provisioning),
            (["ACCEPT", "OPEN", "Accept"], IDS, Provisioning),
            // Without a status word, the ids alone do not approve.
            (["ACCEPT", "", "Accept"], IDS, Provisioning),
            (["ACCEPT", "CLOSED", "Accept"], "", Provisioning),
            (["APPROVED", "CLOSED", "Accept"], "", Provisioning),
            (["ACCEPT", "CLOSED", "Accept"], IDS, Approved),
            (["APPROVED", "CLOSED", "Accept"], IDS, Approved),
            (["REJECT", "CLOSED", "Reject"], "", Denied),
            (["REJECT", "OPEN", "Reject"], "", ManualReview),
            (["RESUBMIT", "ON_HOLD", ""], "", Resubmit),
            (["RESUBMIT", "CLOSED", ""], "", Resubmit),
            (["pending", "otp_sent", ""], "", Processing),
            (["pending", "prefill_complete", ""], "", Processing),
        ],
    );
}

#[test]
fn approved_needs_both_ids_under_their_names() {
    for rest in [
        r#","participantId":"p""#,
        r#","provisionedAccount":"a""#,
        r#","participantId":"p","provisionedAccount":null"#,
        // The account has the field name of A and B.
        r#","participantId":"p","account":"a""#,
    ] {
        let body = answer(["ACCEPT", "CLOSED", "Accept"], rest);
        let evidence = read(Dialect::C, Source::Status, &body);
        assert_eq!(evidence.outcome, ProviderOutcome::Provisioning, "{rest}");
    }
}

#[test]
fn unpublished_word_is_processing_even_with_ids() {
    let unknown = [
        ["ESCALATE", "OPEN", ""],
        ["ACCEPTED", "CLOSED", "Accept"],
        ["ACCEPT", "ARCHIVED", "Accept"],
        ["REJECT", "ARCHIVED", "Reject"],
        ["approve", "complete", ""],
        ["denied", "complete", ""],
    ];
    assert_unknown(Dialect::C, &unknown, IDS);
}

#[test]
fn decision_beside_owed_documents_is_not_final() {
    for words in [
        ["ACCEPT", "CLOSED", "Accept"],
        ["REJECT", "CLOSED", "Reject"],
    ] {
        let owed = format!("{IDS}{DOCV}");
        let update = read(Dialect::C, Source::Status, &answer(words, &owed));
        assert_eq!(update.outcome.state_kind(), StateKind::DocumentsRequired);
    }
}

#[test]
fn capture_link_means_documents_in_any_words() {
    let evidence = read(
        Dialect::C,
        Source::Status,
        &answer(["ESCALATE", "WAITING", ""], DOCV),
    );
    assert_eq!(evidence.outcome.state_kind(), StateKind::DocumentsRequired);
    assert!(!evidence.recognised);
}

#[test]
fn capture_link_of_a_poll_counts_from_the_poll() {
    let ends = |via| {
        let evidence = read(Dialect::C, via, &answer(OWED, DOCV));
        match evidence.outcome {
            ProviderOutcome::DocumentsRequired(Some(capture)) => capture.ends_at(),
            other => panic!("no capture: {other:?}"),
        }
    };
    assert_eq!(ends(Source::Start), NOW + Duration::minutes(20));
    assert!(ends(Source::Status) >= NOW + Duration::minutes(40));
}

#[test]
fn start_request_equals_the_contract_example() {
    let written = sent(Dialect::C, &jane(), Some("..."), true);
    let example = json!({
        "external_id": "your-internal-user-id-123",
        "ssn": "123456789",
        "first_name": "Jane",
        "middle_name": "",
        "last_name": "Smith",
        "date_of_birth": "1990-06-15",
        "email": "jane.smith@example.com",
        "phone_number": "+12125551234",
        "address": {
            "address_line_1": "123 Main St",
            "address_line_2": "Apt 4B",
            "city": "New York",
            "state": "NY",
            "postal_code": "10001",
            "country": "US"
        },
        "agreement": { "version": "08.06.2026", "signed_at": "2026-04-24T14:30:00Z" },
        "session_token": "...",
        "ip_address": "203.0.113.42",
        "docv_eligible": true
    });
    assert_eq!(written, example);
}

#[test]
fn absent_answer_is_left_out_and_long_zip_code_shortened() {
    let mut jane = jane();
    jane.draft.address.typed.line2 = String::new();
    jane.draft.address.typed.postal = "10001-1234".to_owned();
    jane.draft.contact.typed.referral = "REF123".to_owned();
    let written = sent(Dialect::C, &jane, None, false);
    assert_eq!(written.get("session_token"), None, "no device, no token");
    assert_eq!(written["docv_eligible"], false);
    assert_eq!(written["referral_code"], "REF123");
    assert_eq!(written["address"].get("address_line_2"), None);
    assert_eq!(written["address"]["postal_code"], "10001");
}
