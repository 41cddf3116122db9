//! Contract §1: false answers and the gateway's habits, in every dialect.

use sandbox::{Dialect, Endpoint, Fault, FaultKind};
use serde_json::json;

use crate::test_sandbox::{Answer, TestSandbox, born_in, words};

async fn status_with_fault(dialect: Dialect, day: &str, kind: FaultKind) -> Answer {
    let test = TestSandbox::in_dialect(dialect).await;
    let id = test
        .start(&born_in(dialect, "user_1", day))
        .await
        .external_id();
    test.sandbox.fault(Fault::once(Endpoint::Status, kind));
    test.status(&id).await
}

#[tokio::test]
async fn false_outcome_keeps_shape_without_ids() {
    for (kind, columns) in [
        (
            FaultKind::UnknownDecision,
            [
                words("escalated", "awaiting_oracle", "third_moon"),
                words("ESCALATE", "AWAITING_ORACLE", "Third Moon"),
                words("ESCALATE", "AWAITING_ORACLE", "Third Moon"),
            ],
        ),
        (
            FaultKind::ApprovedWithoutIds,
            [
                words("approved", "complete", ""),
                words("ACCEPT", "CLOSED", ""),
                words("ACCEPT", "CLOSED", "Accept"),
            ],
        ),
        (
            FaultKind::NotStarted,
            [
                words("", "initiated", ""),
                words("", "NOT_STARTED", ""),
                words("", "", ""),
            ],
        ),
    ] {
        for (dialect, expected) in Dialect::ALL.into_iter().zip(columns) {
            for day in ["1985-09-02", "1985-10-02"] {
                let answer = status_with_fault(dialect, day, kind).await;
                assert_eq!(answer.words(), expected, "{dialect:?}");
                assert_eq!(answer.at("/participantId"), "");
                for field in ["docv", "account", "provisionedAccount"] {
                    assert_eq!(answer.json().get(field), None, "{dialect:?} {field}");
                }
            }
        }
    }
}

#[tokio::test]
async fn synonyms_replace_published_words() {
    for (dialect, day, expected) in [
        (
            Dialect::A,
            "1985-09-02",
            words("pending", "document_required", ""),
        ),
        (Dialect::A, "1985-10-02", words("Approved", "COMPLETE", "")),
        (
            Dialect::B,
            "1985-09-02",
            words("review", "On Hold", "DOCUMENT_REQUEST_INITIATED"),
        ),
        (Dialect::B, "1985-09-04", words("Reject", "closed", "")),
        (
            Dialect::C,
            "1985-09-02",
            words("review", "On Hold", "DOCUMENT_REQUEST_INITIATED"),
        ),
        (
            Dialect::C,
            "1985-10-02",
            words("APPROVED", "CLOSED", "Accept"),
        ),
    ] {
        let answer = status_with_fault(dialect, day, FaultKind::OtherWords).await;
        assert_eq!(answer.words(), expected, "{dialect:?} {day}");
        let has_link = dialect == Dialect::C && day == "1985-09-02";
        assert_eq!(
            answer.json()["docv"].is_object(),
            has_link,
            "{dialect:?} {day}"
        );
    }
}

#[tokio::test]
async fn absent_fields_are_written_as_null_or_empty() {
    for dialect in Dialect::ALL {
        let account = match dialect {
            Dialect::A | Dialect::B => "/account",
            Dialect::C => "/provisionedAccount",
        };
        let null = status_with_fault(dialect, "1985-09-04", FaultKind::AbsentAsNull).await;
        assert_eq!(null.json()["docv"], json!(null), "{dialect:?}");
        assert_eq!(null.at(account), "", "{dialect:?}");
        // An unpublished field with a 64-bit integer.
        assert_eq!(null.at("/revision"), "9007199254740993", "{dialect:?}");

        let empty = status_with_fault(dialect, "1985-09-04", FaultKind::AbsentAsEmpty).await;
        for field in ["sdkKey", "docvTransactionToken", "eventId", "qrCode", "url"] {
            assert_eq!(empty.at(&format!("/docv/{field}")), "", "{dialect:?}");
        }
        let there = status_with_fault(dialect, "1985-10-02", FaultKind::AbsentAsNull).await;
        assert!(
            !there.at(account).is_empty(),
            "{dialect:?}: what is there stays"
        );
    }
}

#[tokio::test]
async fn absent_prefill_fields_are_written_too() {
    let test = TestSandbox::new().await;
    let unknown_phone = json!({
        "phoneNumber": "+12067890036",
        "dateOfBirth": "1985-03-30",
        "userId": "user_1",
        "sessionToken": "session_abc",
    });
    let id = test.post("/prefill", &unknown_phone).await.external_id();
    test.sandbox
        .fault(Fault::once(Endpoint::PrefillOtp, FaultKind::AbsentAsNull));
    let code = json!({"otp": "123456", "externalId": id});
    let answer = test.post("/prefill/otp", &code).await;
    assert_eq!(answer.at("/firstName"), "");
    assert_eq!(answer.json()["address"], json!(null));
}

#[tokio::test]
async fn corruption_ignores_other_answers() {
    let test = TestSandbox::new().await;
    let code = json!({"userId": "user_9", "referralCode": "FRIEND"});
    test.sandbox.fault(Fault::once(
        Endpoint::ReferralCreate,
        FaultKind::AbsentAsNull,
    ));
    assert_eq!(test.post("/referral-codes", &code).await.json(), json!({}));
}
