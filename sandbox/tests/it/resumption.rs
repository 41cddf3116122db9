//! Contract §3: start is creation or resumption.

use std::time::Duration;

use sandbox::{CaptureStep, InquiryState, Options, Review};
use serde_json::json;

use crate::rig::{Rig, applicant, approved, born, denied, documents_required};

#[tokio::test]
async fn the_same_id_leads_to_the_same_inquiry_and_the_same_open_link() {
    let rig = Rig::new().await;
    let first = rig.start(&born("user_1", "1985-09-02")).await;
    let second = rig.start(&born("user_1", "1985-09-02")).await;

    assert_eq!(first.json(), second.json());
    assert_eq!(rig.sandbox.inquiries().len(), 1);
}

#[tokio::test]
async fn different_ids_lead_to_different_inquiries() {
    let rig = Rig::new().await;
    let first = rig.start(&applicant("user_1")).await;
    let second = rig.start(&applicant("user_2")).await;

    assert_ne!(first.external_id(), second.external_id());
    assert_eq!(rig.sandbox.inquiries().len(), 2);
}

#[tokio::test]
async fn an_expired_link_is_replaced_by_a_new_start() {
    let link_life = Duration::from_secs(60);
    let rig = Rig::with(Options {
        link_life,
        ..Options::default()
    })
    .await;
    let first = rig.start(&born("user_1", "1985-09-02")).await;

    rig.sandbox.advance(link_life);
    let id = first.external_id();
    assert_eq!(rig.status(&id).await.words(), documents_required());

    let second = rig.start(&born("user_1", "1985-09-02")).await;
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
async fn documents_wanted_once_more_come_with_a_new_start_only() {
    let rig = Rig::new().await;
    let first = rig.start(&born("user_1", "1985-09-01")).await;
    let id = first.external_id();
    rig.sandbox.capture_complete(&id).expect("an open link");

    let status = rig.status(&id).await;
    assert_eq!(status.words(), documents_required());
    assert_eq!(status.json().get("docv"), None);

    let second = rig.start(&born("user_1", "1985-09-01")).await;
    assert_eq!(second.external_id(), id);
    assert_ne!(second.at("/docv/url"), first.at("/docv/url"));
    rig.sandbox.capture_complete(&id).expect("an open link");
    assert_eq!(rig.status(&id).await.words(), approved());
}

#[tokio::test]
async fn after_approval_start_conflicts_and_status_still_answers() {
    let rig = Rig::new().await;
    let id = rig.start(&applicant("user_1")).await.external_id();
    let again = rig.start(&applicant("user_1")).await;

    assert_eq!(
        (again.status.as_u16(), again.json()["code"].clone()),
        (409, json!(6))
    );
    assert_eq!(rig.status(&id).await.words(), approved());
}

#[tokio::test]
async fn a_denied_applicant_stays_denied() {
    let rig = Rig::new().await;
    let first = rig.start(&born("user_1", "1985-09-04")).await;
    let again = rig.start(&applicant("user_1")).await;

    assert_eq!(again.words(), denied());
    assert_eq!(again.external_id(), first.external_id());
}

#[tokio::test]
async fn a_review_by_hand_waits_for_a_hand() {
    let rig = Rig::with(Options {
        review: Review::ByHand,
        ..Options::default()
    })
    .await;
    let id = rig.start(&born("user_1", "1985-09-02")).await.external_id();
    rig.sandbox.capture_complete(&id).expect("an open link");
    rig.sandbox.advance(Duration::from_secs(7 * 24 * 3600));

    let inquiry = rig.sandbox.inquiry_of_user("user_1").expect("an inquiry");
    assert_eq!(inquiry.state, InquiryState::DocumentsUnderReview);
    assert_eq!(inquiry.capture.expect("a link").step, CaptureStep::HandedIn);
}
