//! Contract §3: each dialect's words and fields in each state.

use std::time::Duration;

use sandbox::{CaptureStep, Decision, Dialect, InquiryState, Options, Review};
use serde_json::{Value, json};

use crate::test_sandbox::{Answer, TestSandbox, applicant_in, born_in, words};

const WAIT: Duration = Duration::from_secs(60);

/// The contract's table, one column per dialect.
const TABLE: [(InquiryState, [[&str; 3]; 3]); 8] = [
    (
        InquiryState::Processing,
        [
            ["pending", "initiated", ""],
            ["REVIEW", "OPEN", "pending"],
            ["REVIEW", "OPEN", ""],
        ],
    ),
    (
        InquiryState::DocumentsRequired,
        [
            ["pending", "in_review", "document_required"],
            ["REVIEW", "ON_HOLD", "Document Request Initiated"],
            ["REVIEW", "ON_HOLD", "Document Request Initiated"],
        ],
    ),
    (
        InquiryState::DocumentsUnderReview,
        [
            ["pending", "document_review", "awaiting_review"],
            ["REVIEW", "OPEN", ""],
            ["REVIEW", "OPEN", ""],
        ],
    ),
    (
        InquiryState::ManualReview,
        [
            ["pending", "in_review", ""],
            ["REVIEW", "OPEN", ""],
            ["REVIEW", "OPEN", "In Review"],
        ],
    ),
    (
        InquiryState::Resubmit,
        [
            ["pending", "in_review", "document_required"],
            ["REVIEW", "ON_HOLD", "Document Request Initiated"],
            ["RESUBMIT", "ON_HOLD", "Resubmit"],
        ],
    ),
    (
        InquiryState::Provisioning,
        [
            ["pending", "in_review", ""],
            ["REVIEW", "OPEN", ""],
            ["ACCEPT", "ON_HOLD", "Accept"],
        ],
    ),
    (
        InquiryState::Approved,
        [
            ["approved", "complete", ""],
            ["ACCEPT", "CLOSED", ""],
            ["ACCEPT", "CLOSED", "Accept"],
        ],
    ),
    (
        InquiryState::Denied,
        [
            ["denied", "complete", ""],
            ["REJECT", "CLOSED", ""],
            ["REJECT", "CLOSED", "Reject"],
        ],
    ),
];

/// Brings an inquiry into a state. Returns the answer to its start.
async fn inquiry_in_state(dialect: Dialect, state: InquiryState) -> (TestSandbox, Answer) {
    let when = |wanted| {
        if state == wanted {
            WAIT
        } else {
            Duration::ZERO
        }
    };
    let test = TestSandbox::with(Options {
        dialect,
        processing: when(InquiryState::Processing),
        provisioning: when(InquiryState::Provisioning),
        review: Review::ByHand,
        ..Options::default()
    })
    .await;
    let day = match state {
        InquiryState::Denied => "1985-09-04",
        InquiryState::DocumentsRequired
        | InquiryState::DocumentsUnderReview
        | InquiryState::ManualReview
        | InquiryState::Resubmit => "1985-09-02",
        InquiryState::Processing
        | InquiryState::Provisioning
        | InquiryState::Approved
        | InquiryState::CodeSent
        | InquiryState::Prefilled => "1990-06-15",
    };
    let started = test.start(&born_in(dialect, "user_1", day)).await;
    let id = started.external_id();
    if !matches!(state, InquiryState::DocumentsRequired) && day == "1985-09-02" {
        test.sandbox.capture_complete(&id).expect("an open link");
    }
    let decision = match state {
        InquiryState::ManualReview => Some(Decision::ManualReview),
        InquiryState::Resubmit => Some(Decision::Resubmit),
        _ => None,
    };
    if let Some(decision) = decision {
        test.sandbox.decide(&id, decision).expect("a known id");
    }
    assert_eq!(test.sandbox.inquiry(&id).expect("an inquiry").state, state);
    (test, started)
}

#[tokio::test]
async fn status_words_match_contract_table() {
    for (state, columns) in TABLE {
        for (dialect, [decision, status, sub_status]) in Dialect::ALL.into_iter().zip(columns) {
            let (test, started) = inquiry_in_state(dialect, state).await;
            let id = started.external_id();
            let answer = test.status(&id).await;
            let about = format!("{dialect:?} {state:?}");
            assert_eq!(
                answer.words(),
                words(decision, status, sub_status),
                "{about}"
            );
            assert_eq!(answer.external_id(), id, "{about}");

            let has_link = dialect == Dialect::C && state == InquiryState::DocumentsRequired;
            assert_eq!(answer.json().get("docv").is_some(), has_link, "{about}");
            let approved = state == InquiryState::Approved;
            assert_eq!(!answer.at("/participantId").is_empty(), approved, "{about}");
            let fields = [
                ("account", dialect != Dialect::C),
                ("provisionedAccount", dialect == Dialect::C),
            ];
            for (field, in_dialect) in fields {
                let there = answer.json().get(field).is_some();
                assert_eq!(there, approved && in_dialect, "{about} {field}");
            }
        }
    }
}

#[tokio::test]
async fn only_dialect_a_makes_ids() {
    for dialect in Dialect::ALL {
        let test = TestSandbox::in_dialect(dialect).await;
        let id = test
            .start(&applicant_in(dialect, "user_1"))
            .await
            .external_id();
        if dialect == Dialect::A {
            assert!(id.starts_with("ext_"), "{id}");
            assert_eq!(test.status("user_1").await.status, 404);
        } else {
            assert_eq!(id, "user_1");
        }
    }
}

#[tokio::test]
async fn same_id_resumes_inquiry_and_conflicts_after_approval() {
    for dialect in Dialect::ALL {
        let test = TestSandbox::in_dialect(dialect).await;
        let applicant = born_in(dialect, "user_1", "1985-09-02");
        let first = test.start(&applicant).await;
        let again = test.start(&applicant).await;
        assert_eq!(first.json(), again.json(), "{dialect:?}");
        assert_eq!(test.sandbox.inquiries().len(), 1, "{dialect:?}");

        let id = first.external_id();
        test.sandbox.capture_complete(&id).expect("an open link");
        let late = test.start(&applicant).await;
        assert_eq!(
            (late.status.as_u16(), &late.json()["code"]),
            (409, &json!(6))
        );
    }
}

#[tokio::test]
async fn dialect_c_status_shows_only_open_link() {
    let test = TestSandbox::with(Options {
        dialect: Dialect::C,
        review: Review::ByHand,
        ..Options::default()
    })
    .await;
    let applicant = born_in(Dialect::C, "user_1", "1985-09-02");
    let started = test.start(&applicant).await;
    assert_eq!(started.at("/docv/sdkKey"), "");
    assert_eq!(test.status("user_1").await.json(), started.json());

    test.sandbox.capture_expire("user_1").expect("an open link");
    let expired = test.status("user_1").await;
    assert_eq!(expired.words(), started.words());
    assert_eq!(expired.json().get("docv"), None);

    let fresh = test.start(&applicant).await;
    assert_ne!(fresh.at("/docv/url"), started.at("/docv/url"));
    assert_eq!(test.status("user_1").await.json(), fresh.json());
    test.sandbox
        .capture_complete("user_1")
        .expect("an open link");
    assert_eq!(test.status("user_1").await.json().get("docv"), None);
}

#[tokio::test]
async fn resubmission_start_returns_new_link() {
    for dialect in Dialect::ALL {
        let (test, started) = inquiry_in_state(dialect, InquiryState::Resubmit).await;
        let id = started.external_id();
        let again = test.start(&born_in(dialect, "user_1", "1985-09-02")).await;
        assert_eq!(again.external_id(), id, "{dialect:?}");
        assert_ne!(
            again.at("/docv/url"),
            started.at("/docv/url"),
            "{dialect:?}"
        );

        let inquiry = test.sandbox.inquiry(&id).expect("an inquiry");
        assert_eq!(
            inquiry.state,
            InquiryState::DocumentsRequired,
            "{dialect:?}"
        );
        assert_eq!(inquiry.capture.expect("a link").step, CaptureStep::Waiting);
    }
}

#[tokio::test]
async fn provisioning_ends_after_configured_duration() {
    for dialect in Dialect::ALL {
        let (test, started) = inquiry_in_state(dialect, InquiryState::Provisioning).await;
        let id = started.external_id();
        let late = test.start(&applicant_in(dialect, "user_1")).await;
        assert_eq!(late.status, 409, "{dialect:?}");

        test.sandbox.advance(WAIT);
        let approved = test.status(&id).await;
        let field = match dialect {
            Dialect::A | Dialect::B => "/account",
            Dialect::C => "/provisionedAccount",
        };
        assert!(
            approved
                .at(field)
                .starts_with("firms/ISV-Sandbox/accounts/")
        );
        assert!(approved.at("/participantId").ends_with("/users/user_1"));
    }
}

#[tokio::test]
async fn dialect_c_start_omits_account() {
    let (test, started) = inquiry_in_state(Dialect::C, InquiryState::Approved).await;
    assert_eq!(started.words(), words("ACCEPT", "CLOSED", "Accept"));
    let absent = |name: &str| started.json().get(name).is_none();
    assert!(absent("account") && absent("provisionedAccount"));
    assert_eq!(
        test.status("user_1").await.json()["provisionedAccount"]
            .as_str()
            .map(str::is_empty),
        Some(false)
    );
}

#[tokio::test]
async fn due_changes_apply_at_their_own_time() {
    let test = TestSandbox::with(Options {
        dialect: Dialect::C,
        processing: WAIT,
        provisioning: WAIT,
        ..Options::default()
    })
    .await;
    test.start(&applicant_in(Dialect::C, "user_1")).await;
    // No read came in between: provisioning began at its own due time.
    test.sandbox.advance(2 * WAIT);
    let inquiry = test.sandbox.inquiry("user_1").expect("an inquiry");
    assert_eq!(inquiry.state, InquiryState::Approved);
    let status: Value = test.status("user_1").await.json();
    assert_eq!(status["status"]["status"], "CLOSED");
}
