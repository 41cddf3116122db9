//! Contract §3: what each dialect says in each state, and what stands beside it.

use std::time::Duration;

use sandbox::{CaptureStep, Decision, Dialect, InquiryState, Options, Review};
use serde_json::{Value, json};

use crate::rig::{Answer, Rig, applicant_in, born_in, words};

const WAIT: Duration = Duration::from_secs(60);

/// The table, a column a dialect.
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

/// Somebody brought into a state: what start answered, and where it is.
async fn bring(dialect: Dialect, state: InquiryState) -> (Rig, Answer) {
    let when = |wanted| {
        if state == wanted {
            WAIT
        } else {
            Duration::ZERO
        }
    };
    let rig = Rig::with(Options {
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
    let started = rig.start(&born_in(dialect, "user_1", day)).await;
    let id = started.external_id();
    if !matches!(state, InquiryState::DocumentsRequired) && day == "1985-09-02" {
        rig.sandbox.capture_complete(&id).expect("an open link");
    }
    let decision = match state {
        InquiryState::ManualReview => Some(Decision::ManualReview),
        InquiryState::Resubmit => Some(Decision::Resubmit),
        _ => None,
    };
    if let Some(decision) = decision {
        rig.sandbox.decide(&id, decision).expect("a known id");
    }
    assert_eq!(rig.sandbox.inquiry(&id).expect("an inquiry").state, state);
    (rig, started)
}

#[tokio::test]
async fn every_state_has_its_words_in_every_dialect() {
    for (state, columns) in TABLE {
        for (dialect, [decision, status, sub_status]) in Dialect::ALL.into_iter().zip(columns) {
            let (rig, started) = bring(dialect, state).await;
            let id = started.external_id();
            let answer = rig.status(&id).await;
            let about = format!("{dialect:?} {state:?}");
            assert_eq!(
                answer.words(),
                words(decision, status, sub_status),
                "{about}"
            );
            assert_eq!(answer.external_id(), id, "{about}");

            let owed = dialect == Dialect::C && state == InquiryState::DocumentsRequired;
            assert_eq!(answer.json().get("docv").is_some(), owed, "{about}");
            let named = state == InquiryState::Approved;
            assert_eq!(!answer.at("/participantId").is_empty(), named, "{about}");
            let fields = [
                ("account", dialect != Dialect::C),
                ("provisionedAccount", dialect == Dialect::C),
            ];
            for (field, spoken) in fields {
                let there = answer.json().get(field).is_some();
                assert_eq!(there, named && spoken, "{about} {field}");
            }
        }
    }
}

#[tokio::test]
async fn a_made_up_id_is_of_dialect_a_alone() {
    for dialect in Dialect::ALL {
        let rig = Rig::speaking(dialect).await;
        let id = rig
            .start(&applicant_in(dialect, "user_1"))
            .await
            .external_id();
        if dialect == Dialect::A {
            assert!(id.starts_with("ext_"), "{id}");
            assert_eq!(rig.status("user_1").await.status, 404);
        } else {
            assert_eq!(id, "user_1");
        }
    }
}

#[tokio::test]
async fn the_same_id_leads_to_the_same_inquiry_and_after_approval_conflicts() {
    for dialect in Dialect::ALL {
        let rig = Rig::speaking(dialect).await;
        let owing = born_in(dialect, "user_1", "1985-09-02");
        let first = rig.start(&owing).await;
        let again = rig.start(&owing).await;
        assert_eq!(first.json(), again.json(), "{dialect:?}");
        assert_eq!(rig.sandbox.inquiries().len(), 1, "{dialect:?}");

        let id = first.external_id();
        rig.sandbox.capture_complete(&id).expect("an open link");
        let late = rig.start(&owing).await;
        assert_eq!(
            (late.status.as_u16(), &late.json()["code"]),
            (409, &json!(6))
        );
    }
}

#[tokio::test]
async fn dialect_c_shows_the_open_link_in_the_status_until_it_is_used_or_dead() {
    let rig = Rig::with(Options {
        dialect: Dialect::C,
        review: Review::ByHand,
        ..Options::default()
    })
    .await;
    let owing = born_in(Dialect::C, "user_1", "1985-09-02");
    let started = rig.start(&owing).await;
    assert_eq!(started.at("/docv/sdkKey"), "");
    assert_eq!(rig.status("user_1").await.json(), started.json());

    rig.sandbox.capture_expire("user_1").expect("an open link");
    let expired = rig.status("user_1").await;
    assert_eq!(expired.words(), started.words());
    assert_eq!(expired.json().get("docv"), None);

    let fresh = rig.start(&owing).await;
    assert_ne!(fresh.at("/docv/url"), started.at("/docv/url"));
    assert_eq!(rig.status("user_1").await.json(), fresh.json());
    rig.sandbox
        .capture_complete("user_1")
        .expect("an open link");
    assert_eq!(rig.status("user_1").await.json().get("docv"), None);
}

#[tokio::test]
async fn documents_wanted_once_more_come_with_a_new_start_of_the_same_id() {
    for dialect in Dialect::ALL {
        let (rig, started) = bring(dialect, InquiryState::Resubmit).await;
        let id = started.external_id();
        let again = rig.start(&born_in(dialect, "user_1", "1985-09-02")).await;
        assert_eq!(again.external_id(), id, "{dialect:?}");
        assert_ne!(
            again.at("/docv/url"),
            started.at("/docv/url"),
            "{dialect:?}"
        );

        let inquiry = rig.sandbox.inquiry(&id).expect("an inquiry");
        assert_eq!(
            inquiry.state,
            InquiryState::DocumentsRequired,
            "{dialect:?}"
        );
        assert_eq!(inquiry.capture.expect("a link").step, CaptureStep::Waiting);
    }
}

#[tokio::test]
async fn an_account_takes_as_long_as_it_was_told() {
    for dialect in Dialect::ALL {
        let (rig, started) = bring(dialect, InquiryState::Provisioning).await;
        let id = started.external_id();
        let late = rig.start(&applicant_in(dialect, "user_1")).await;
        assert_eq!(late.status, 409, "{dialect:?}");

        rig.sandbox.advance(WAIT);
        let approved = rig.status(&id).await;
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
async fn a_start_of_dialect_c_never_carries_the_account() {
    let (rig, started) = bring(Dialect::C, InquiryState::Approved).await;
    assert_eq!(started.words(), words("ACCEPT", "CLOSED", "Accept"));
    let absent = |name: &str| started.json().get(name).is_none();
    assert!(absent("account") && absent("provisionedAccount"));
    assert_eq!(
        rig.status("user_1").await.json()["provisionedAccount"]
            .as_str()
            .map(str::is_empty),
        Some(false)
    );
}

#[tokio::test]
async fn what_falls_due_by_time_falls_due_at_its_own_time() {
    let rig = Rig::with(Options {
        dialect: Dialect::C,
        processing: WAIT,
        provisioning: WAIT,
        ..Options::default()
    })
    .await;
    rig.start(&applicant_in(Dialect::C, "user_1")).await;
    // Nobody looked in between: the wait for the account began when it was due.
    rig.sandbox.advance(2 * WAIT);
    let inquiry = rig.sandbox.inquiry("user_1").expect("an inquiry");
    assert_eq!(inquiry.state, InquiryState::Approved);
    let status: Value = rig.status("user_1").await.json();
    assert_eq!(status["status"]["status"], "CLOSED");
}
