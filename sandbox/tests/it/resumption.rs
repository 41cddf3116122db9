//! Contract §3: start is creation or resumption.

use std::time::Duration;

use sandbox::{CaptureStep, InquiryState, Options, Review};
use serde_json::json;

use crate::test_sandbox::{TestSandbox, applicant, approved, born, denied, documents_required};

#[tokio::test]
async fn same_id_returns_same_inquiry_and_open_link() {
    let test = TestSandbox::new().await;
    let first = test.start(&born("user_1", "1985-09-02")).await;
    let second = test.start(&born("user_1", "1985-09-02")).await;

    assert_eq!(first.json(), second.json());
    assert_eq!(test.sandbox.inquiries().len(), 1);
}

#[tokio::test]
async fn different_ids_create_different_inquiries() {
    let test = TestSandbox::new().await;
    let first = test.start(&applicant("user_1")).await;
    let second = test.start(&applicant("user_2")).await;

    assert_ne!(first.external_id(), second.external_id());
    assert_eq!(test.sandbox.inquiries().len(), 2);
}

#[tokio::test]
async fn new_start_replaces_expired_link() {
    let link_life = Duration::from_secs(60);
    let test = TestSandbox::with(Options {
        link_life,
        ..Options::default()
    })
    .await;
    let first = test.start(&born("user_1", "1985-09-02")).await;

    test.sandbox.advance(link_life);
    let id = first.external_id();
    assert_eq!(test.status(&id).await.words(), documents_required());

    let second = test.start(&born("user_1", "1985-09-02")).await;
    assert_eq!(second.external_id(), id);
    for field in [
        "/docv/url",
        "/docv/docvTransactionToken",
        "/docv/eventId",
        "/docv/qrCode",
    ] {
        assert_ne!(first.at(field), second.at(field), "{field}");
    }
}

#[tokio::test]
async fn resubmission_link_requires_new_start() {
    let test = TestSandbox::new().await;
    let first = test.start(&born("user_1", "1985-09-01")).await;
    let id = first.external_id();
    test.sandbox.capture_complete(&id).expect("an open link");

    let status = test.status(&id).await;
    assert_eq!(status.words(), documents_required());
    assert_eq!(status.json().get("docv"), None);

    let second = test.start(&born("user_1", "1985-09-01")).await;
    assert_eq!(second.external_id(), id);
    assert_ne!(second.at("/docv/url"), first.at("/docv/url"));
    test.sandbox.capture_complete(&id).expect("an open link");
    assert_eq!(test.status(&id).await.words(), approved());
}

#[tokio::test]
async fn start_after_approval_conflicts_and_status_answers() {
    let test = TestSandbox::new().await;
    let id = test.start(&applicant("user_1")).await.external_id();
    let again = test.start(&applicant("user_1")).await;

    assert_eq!(
        (again.status.as_u16(), again.json()["code"].clone()),
        (409, json!(6))
    );
    assert_eq!(test.status(&id).await.words(), approved());
}

#[tokio::test]
async fn denied_applicant_stays_denied() {
    let test = TestSandbox::new().await;
    let first = test.start(&born("user_1", "1985-09-04")).await;
    let again = test.start(&applicant("user_1")).await;

    assert_eq!(again.words(), denied());
    assert_eq!(again.external_id(), first.external_id());
}

#[tokio::test]
async fn manual_review_option_never_ends_by_time() {
    let test = TestSandbox::with(Options {
        review: Review::ByHand,
        ..Options::default()
    })
    .await;
    let id = test
        .start(&born("user_1", "1985-09-02"))
        .await
        .external_id();
    test.sandbox.capture_complete(&id).expect("an open link");
    test.sandbox.advance(Duration::from_secs(7 * 24 * 3600));

    let inquiry = test.sandbox.inquiry_of_user("user_1").expect("an inquiry");
    assert_eq!(inquiry.state, InquiryState::DocumentsUnderReview);
    assert_eq!(inquiry.capture.expect("a link").step, CaptureStep::HandedIn);
}
