//! Faults on demand, and which of them leave a deed behind.

use std::time::{Duration, Instant};

use reqwest::StatusCode;
use sandbox::{Endpoint, Fault, FaultKind};
use serde_json::json;

use crate::rig::{Rig, applicant, approved, born, words};

async fn rig_with(kind: FaultKind) -> Rig {
    let rig = Rig::new().await;
    rig.sandbox.fault(Fault::once(Endpoint::Start, kind));
    rig
}

#[tokio::test]
async fn a_drop_before_leaves_nothing_behind() {
    let rig = rig_with(FaultKind::DropBefore).await;
    let lost = rig.try_post("/start", &applicant("user_1")).await;

    assert!(lost.is_err(), "{lost:?}");
    assert!(rig.sandbox.inquiries().is_empty());
    assert!(rig.sandbox.ledger().is_empty());
    assert_eq!(rig.sandbox.calls(Endpoint::Start), 1);
    assert_eq!(rig.start(&applicant("user_1")).await.words(), approved());
}

#[tokio::test]
async fn a_drop_after_leaves_the_inquiry_behind() {
    let rig = rig_with(FaultKind::DropAfter).await;
    let lost = rig.try_post("/start", &born("user_1", "1985-09-02")).await;

    assert!(lost.is_err(), "{lost:?}");
    let entry = &rig.sandbox.ledger()[0];
    assert_eq!((entry.accepted, entry.answer), (true, None));

    let again = rig.start(&born("user_1", "1985-09-02")).await;
    assert_eq!(Some(again.external_id()), entry.external_id);
    assert_eq!(rig.sandbox.inquiries().len(), 1);
}

#[tokio::test]
async fn refusals_come_as_ordered_and_start_nothing() {
    for (kind, status, code) in [
        (FaultKind::Error(400), 400, 3),
        (FaultKind::Error(403), 403, 7),
        (FaultKind::Error(409), 409, 6),
        (FaultKind::Error(500), 500, 13),
        (FaultKind::Error(503), 503, 14),
        (FaultKind::RateLimited(7), 429, 8),
    ] {
        let rig = rig_with(kind).await;
        let answer = rig.start(&applicant("user_1")).await;
        assert_eq!(answer.status.as_u16(), status, "{kind:?}");
        assert_eq!(answer.json()["code"], json!(code), "{kind:?}");
        assert!(rig.sandbox.inquiries().is_empty(), "{kind:?}");
    }
}

#[tokio::test]
async fn a_rate_limit_says_when_to_come_back() {
    let rig = rig_with(FaultKind::RateLimited(7)).await;
    let answer = rig.start(&applicant("user_1")).await;
    assert_eq!(answer.headers["retry-after"], "7");
}

#[tokio::test]
async fn an_error_after_the_deed_hides_it() {
    let rig = rig_with(FaultKind::ErrorAfter(500)).await;
    let answer = rig.start(&applicant("user_1")).await;
    assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert_eq!(rig.sandbox.inquiries().len(), 1);
}

#[tokio::test]
async fn an_answer_that_waits_hides_the_deed_as_long() {
    let rig = rig_with(FaultKind::LatencyAfter(600_000)).await;
    let body = applicant("user_1");
    let asking = rig.try_post("/start", &body);
    tokio::pin!(asking);
    while rig.sandbox.ledger().is_empty() {
        let early = tokio::time::timeout(Duration::from_millis(10), &mut asking).await;
        assert!(early.is_err(), "{early:?}");
    }
    assert_eq!(rig.sandbox.inquiries().len(), 1);
}

#[tokio::test]
async fn answers_that_are_no_json_are_accepted_only_with_success() {
    for (status, started) in [(200, 1), (502, 0), (429, 0)] {
        let rig = rig_with(FaultKind::NonJson(status)).await;
        let answer = rig.start(&applicant("user_1")).await;
        assert_eq!(answer.status.as_u16(), status);
        assert!(answer.text.starts_with("<html>"), "{status}");
        assert_eq!(rig.sandbox.inquiries().len(), started, "{status}");
    }
}

#[tokio::test]
async fn an_empty_body_is_empty() {
    let rig = rig_with(FaultKind::EmptyBody).await;
    let answer = rig.start(&applicant("user_1")).await;
    assert_eq!((answer.status, answer.text.as_str()), (StatusCode::OK, ""));
    assert_eq!(rig.sandbox.inquiries().len(), 1);
}

#[tokio::test]
async fn lies_keep_the_shape_and_lose_the_ids() {
    for (kind, told) in [
        (
            FaultKind::UnknownDecision,
            words("escalated", "awaiting_oracle", "third_moon"),
        ),
        (FaultKind::ApprovedWithoutIds, approved()),
    ] {
        let rig = rig_with(kind).await;
        let answer = rig.start(&born("user_1", "1985-09-02")).await;
        assert_eq!(answer.words(), told);
        assert_eq!(answer.at("/participantId"), "");
        assert_eq!(answer.json().get("account"), None);
        assert_eq!(answer.json().get("docv"), None);
    }
}

#[tokio::test]
async fn latency_delays_and_adds_to_another_fault() {
    let rig = rig_with(FaultKind::Latency(40)).await;
    rig.sandbox
        .fault(Fault::once(Endpoint::Start, FaultKind::Error(503)));

    let began = Instant::now();
    let answer = rig.start(&applicant("user_1")).await;
    assert!(began.elapsed() >= Duration::from_millis(40));
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(rig.sandbox.faults().is_empty());
}

#[tokio::test]
async fn a_fault_befalls_its_own_call_and_so_many_times() {
    let rig = Rig::new().await;
    rig.sandbox
        .fault(Fault::times(Endpoint::Status, FaultKind::Error(503), 2));
    let id = rig.start(&applicant("user_1")).await.external_id();

    for expected in [503, 503, 200] {
        assert_eq!(rig.status(&id).await.status.as_u16(), expected);
    }
    assert_eq!(rig.sandbox.status_calls(&id), 3);
}

#[tokio::test]
async fn a_fault_of_one_persons_befalls_nobody_else() {
    let rig = Rig::new().await;
    let [mut john, mut jane] = [applicant("user_1"), applicant("user_2")];
    john["email"] = json!("john.doe@example.com");
    jane["email"] = json!("jane.doe@example.com");
    rig.sandbox.fault(Fault {
        email: Some("jane.doe@example.com".to_owned()),
        ..Fault::once(Endpoint::Start, FaultKind::Error(503))
    });
    for (who, expected) in [(&john, 200), (&jane, 503), (&jane, 200)] {
        assert_eq!(rig.start(who).await.status.as_u16(), expected);
    }
    assert!(rig.sandbox.faults().is_empty());
}

#[tokio::test]
async fn a_lasting_fault_lasts_until_it_is_taken_back() {
    let rig = Rig::new().await;
    rig.sandbox
        .fault(Fault::always(Endpoint::Prefill, FaultKind::DropBefore));
    for _ in 0..5 {
        assert!(rig.try_post("/prefill", &json!({})).await.is_err());
    }
    rig.sandbox.clear_faults();
    assert_eq!(
        rig.post("/prefill", &json!({})).await.status,
        StatusCode::BAD_REQUEST
    );
}
