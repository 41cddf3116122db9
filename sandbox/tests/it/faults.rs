//! Faults on demand, and which of them let the call take effect.

use std::time::{Duration, Instant};

use reqwest::StatusCode;
use sandbox::{Endpoint, Fault, FaultKind};
use serde_json::json;

use crate::test_sandbox::{TestSandbox, applicant, approved, born, words};

async fn with_start_fault(kind: FaultKind) -> TestSandbox {
    let test = TestSandbox::new().await;
    test.sandbox.fault(Fault::once(Endpoint::Start, kind));
    test
}

#[tokio::test]
async fn drop_before_starts_nothing() {
    let test = with_start_fault(FaultKind::DropBefore).await;
    let lost = test.try_post("/start", &applicant("user_1")).await;

    assert!(lost.is_err(), "{lost:?}");
    assert!(test.sandbox.inquiries().is_empty());
    assert!(test.sandbox.ledger().is_empty());
    assert_eq!(test.sandbox.calls(Endpoint::Start), 1);
    assert_eq!(test.start(&applicant("user_1")).await.words(), approved());
}

#[tokio::test]
async fn drop_after_keeps_inquiry() {
    let test = with_start_fault(FaultKind::DropAfter).await;
    let lost = test.try_post("/start", &born("user_1", "1985-09-02")).await;

    assert!(lost.is_err(), "{lost:?}");
    let entry = &test.sandbox.ledger()[0];
    assert_eq!((entry.accepted, entry.answer), (true, None));

    let again = test.start(&born("user_1", "1985-09-02")).await;
    assert_eq!(Some(again.external_id()), entry.external_id);
    assert_eq!(test.sandbox.inquiries().len(), 1);
}

#[tokio::test]
async fn rejecting_faults_answer_status_and_start_nothing() {
    for (kind, status, code) in [
        (FaultKind::Error(400), 400, 3),
        (FaultKind::Error(403), 403, 7),
        (FaultKind::Error(409), 409, 6),
        (FaultKind::Error(500), 500, 13),
        (FaultKind::Error(503), 503, 14),
        (FaultKind::RateLimited(7), 429, 8),
    ] {
        let test = with_start_fault(kind).await;
        let answer = test.start(&applicant("user_1")).await;
        assert_eq!(answer.status.as_u16(), status, "{kind:?}");
        assert_eq!(answer.json()["code"], json!(code), "{kind:?}");
        assert!(test.sandbox.inquiries().is_empty(), "{kind:?}");
    }
}

#[tokio::test]
async fn rate_limit_sends_retry_after() {
    let test = with_start_fault(FaultKind::RateLimited(7)).await;
    let answer = test.start(&applicant("user_1")).await;
    assert_eq!(answer.headers["retry-after"], "7");
}

#[tokio::test]
async fn error_after_keeps_inquiry() {
    let test = with_start_fault(FaultKind::ErrorAfter(500)).await;
    let answer = test.start(&applicant("user_1")).await;
    assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert_eq!(test.sandbox.inquiries().len(), 1);
}

#[tokio::test]
async fn latency_after_delays_answer_and_keeps_inquiry() {
    let test = with_start_fault(FaultKind::LatencyAfter(600_000)).await;
    let body = applicant("user_1");
    let request = test.try_post("/start", &body);
    tokio::pin!(request);
    while test.sandbox.ledger().is_empty() {
        let early = tokio::time::timeout(Duration::from_millis(10), &mut request).await;
        assert!(early.is_err(), "{early:?}");
    }
    assert_eq!(test.sandbox.inquiries().len(), 1);
}

#[tokio::test]
async fn non_json_starts_inquiry_only_with_2xx() {
    for (status, started) in [(200, 1), (502, 0), (429, 0)] {
        let test = with_start_fault(FaultKind::NonJson(status)).await;
        let answer = test.start(&applicant("user_1")).await;
        assert_eq!(answer.status.as_u16(), status);
        assert!(answer.text.starts_with("<html>"), "{status}");
        assert_eq!(test.sandbox.inquiries().len(), started, "{status}");
    }
}

#[tokio::test]
async fn empty_body_keeps_inquiry() {
    let test = with_start_fault(FaultKind::EmptyBody).await;
    let answer = test.start(&applicant("user_1")).await;
    assert_eq!((answer.status, answer.text.as_str()), (StatusCode::OK, ""));
    assert_eq!(test.sandbox.inquiries().len(), 1);
}

#[tokio::test]
async fn false_outcome_keeps_shape_without_ids() {
    for (kind, expected) in [
        (
            FaultKind::UnknownDecision,
            words("escalated", "awaiting_oracle", "third_moon"),
        ),
        (FaultKind::ApprovedWithoutIds, approved()),
    ] {
        let test = with_start_fault(kind).await;
        let answer = test.start(&born("user_1", "1985-09-02")).await;
        assert_eq!(answer.words(), expected);
        assert_eq!(answer.at("/participantId"), "");
        assert_eq!(answer.json().get("account"), None);
        assert_eq!(answer.json().get("docv"), None);
    }
}

#[tokio::test]
async fn latency_combines_with_another_fault() {
    let test = with_start_fault(FaultKind::Latency(40)).await;
    test.sandbox
        .fault(Fault::once(Endpoint::Start, FaultKind::Error(503)));

    let began = Instant::now();
    let answer = test.start(&applicant("user_1")).await;
    assert!(began.elapsed() >= Duration::from_millis(40));
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(test.sandbox.faults().is_empty());
}

#[tokio::test]
async fn release_ends_the_latency_of_waiting_calls() {
    let test = with_start_fault(FaultKind::Latency(600_000)).await;
    let body = applicant("user_1");
    let request = test.try_post("/start", &body);
    tokio::pin!(request);
    while !test.sandbox.faults().is_empty() {
        let early = tokio::time::timeout(Duration::from_millis(10), &mut request).await;
        assert!(early.is_err(), "{early:?}");
    }
    assert!(test.sandbox.inquiries().is_empty());
    test.post_control("/control/faults/release", &json!({}))
        .await;
    assert_eq!(request.await.expect("an answer").words(), approved());
}

#[tokio::test]
async fn fault_affects_own_endpoint_for_given_times() {
    let test = TestSandbox::new().await;
    test.sandbox
        .fault(Fault::times(Endpoint::Status, FaultKind::Error(503), 2));
    let id = test.start(&applicant("user_1")).await.external_id();

    for expected in [503, 503, 200] {
        assert_eq!(test.status(&id).await.status.as_u16(), expected);
    }
    assert_eq!(test.sandbox.status_calls(&id), 3);
}

#[tokio::test]
async fn fault_with_email_affects_only_that_applicant() {
    let test = TestSandbox::new().await;
    let [mut john, mut jane] = [applicant("user_1"), applicant("user_2")];
    john["email"] = json!("john.doe@example.com");
    jane["email"] = json!("jane.doe@example.com");
    test.sandbox.fault(Fault {
        email: Some("jane.doe@example.com".to_owned()),
        ..Fault::once(Endpoint::Start, FaultKind::Error(503))
    });
    for (applicant, expected) in [(&john, 200), (&jane, 503), (&jane, 200)] {
        assert_eq!(test.start(applicant).await.status.as_u16(), expected);
    }
    assert!(test.sandbox.faults().is_empty());
}

#[tokio::test]
async fn lasting_fault_ends_when_cleared() {
    let test = TestSandbox::new().await;
    test.sandbox
        .fault(Fault::always(Endpoint::Prefill, FaultKind::DropBefore));
    for _ in 0..5 {
        assert!(test.try_post("/prefill", &json!({})).await.is_err());
    }
    test.sandbox.clear_faults();
    assert_eq!(
        test.post("/prefill", &json!({})).await.status,
        StatusCode::BAD_REQUEST
    );
}
