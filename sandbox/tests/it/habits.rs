//! Contract §1: lies and the gateway's habits, in every dialect.

use sandbox::{Dialect, Endpoint, Fault, FaultKind};
use serde_json::json;

use crate::rig::{Answer, Rig, born_in, words};

async fn befallen(dialect: Dialect, day: &str, kind: FaultKind) -> Answer {
    let rig = Rig::speaking(dialect).await;
    let id = rig
        .start(&born_in(dialect, "user_1", day))
        .await
        .external_id();
    rig.sandbox.fault(Fault::once(Endpoint::Status, kind));
    rig.status(&id).await
}

#[tokio::test]
async fn lies_keep_the_shape_and_lose_the_ids() {
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
        for (dialect, told) in Dialect::ALL.into_iter().zip(columns) {
            for day in ["1985-09-02", "1985-10-02"] {
                let answer = befallen(dialect, day, kind).await;
                assert_eq!(answer.words(), told, "{dialect:?}");
                assert_eq!(answer.at("/participantId"), "");
                for field in ["docv", "account", "provisionedAccount"] {
                    assert_eq!(answer.json().get(field), None, "{dialect:?} {field}");
                }
            }
        }
    }
}

#[tokio::test]
async fn other_words_say_the_same() {
    for (dialect, day, told) in [
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
        let answer = befallen(dialect, day, FaultKind::OtherWords).await;
        assert_eq!(answer.words(), told, "{dialect:?} {day}");
        let owed = dialect == Dialect::C && day == "1985-09-02";
        assert_eq!(answer.json()["docv"].is_object(), owed, "{dialect:?} {day}");
    }
}

#[tokio::test]
async fn what_is_absent_may_be_written_out() {
    for dialect in Dialect::ALL {
        let account = match dialect {
            Dialect::A | Dialect::B => "/account",
            Dialect::C => "/provisionedAccount",
        };
        let null = befallen(dialect, "1985-09-04", FaultKind::AbsentAsNull).await;
        assert_eq!(null.json()["docv"], json!(null), "{dialect:?}");
        assert_eq!(null.at(account), "", "{dialect:?}");
        // A 64-bit integer, in a field that nobody published.
        assert_eq!(null.at("/revision"), "9007199254740993", "{dialect:?}");

        let empty = befallen(dialect, "1985-09-04", FaultKind::AbsentAsEmpty).await;
        for field in ["sdkKey", "docvTransactionToken", "eventId", "qrCode", "url"] {
            assert_eq!(empty.at(&format!("/docv/{field}")), "", "{dialect:?}");
        }
        let there = befallen(dialect, "1985-10-02", FaultKind::AbsentAsNull).await;
        assert!(
            !there.at(account).is_empty(),
            "{dialect:?}: what is there stays"
        );
    }
}

#[tokio::test]
async fn a_prefill_that_found_nobody_may_be_written_out_too() {
    let rig = Rig::new().await;
    let nobody = json!({
        "phoneNumber": "+12067890036",
        "dateOfBirth": "1985-03-30",
        "userId": "user_1",
        "sessionToken": "session_abc",
    });
    let id = rig.post("/prefill", &nobody).await.external_id();
    rig.sandbox
        .fault(Fault::once(Endpoint::PrefillOtp, FaultKind::AbsentAsNull));
    let code = json!({"otp": "123456", "externalId": id});
    let answer = rig.post("/prefill/otp", &code).await;
    assert_eq!(answer.at("/firstName"), "");
    assert_eq!(answer.json()["address"], json!(null));
}

#[tokio::test]
async fn a_distortion_leaves_other_answers_alone() {
    let rig = Rig::new().await;
    let code = json!({"userId": "user_9", "referralCode": "FRIEND"});
    rig.sandbox.fault(Fault::once(
        Endpoint::ReferralCreate,
        FaultKind::AbsentAsNull,
    ));
    assert_eq!(rig.post("/referral-codes", &code).await.json(), json!({}));
}
