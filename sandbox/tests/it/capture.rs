//! Contract §10: the page behind a capture link.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use reqwest::StatusCode;
use sandbox::{CaptureStep, InquiryState, Options, Review};

use crate::rig::{Rig, approved, born, documents_required, documents_under_review};

/// An inquiry that owes documents: its id, and its link's path.
async fn owing(rig: &Rig) -> (String, String) {
    let answer = rig.start(&born("user_1", "1985-09-02")).await;
    let url = answer.at("/docv/url");
    let path = url
        .strip_prefix(rig.sandbox.base_url())
        .expect("a link to the sandbox");
    (answer.external_id(), path.to_owned())
}

fn step(rig: &Rig) -> CaptureStep {
    let inquiry = rig.sandbox.inquiry_of_user("user_1").expect("an inquiry");
    inquiry.capture.expect("a link").step
}

#[tokio::test]
async fn start_brings_a_key_a_token_and_a_picture_of_the_link() {
    let rig = Rig::new().await;
    let answer = rig.start(&born("user_1", "1985-09-02")).await;

    for field in [
        "/docv/sdkKey",
        "/docv/docvTransactionToken",
        "/docv/eventId",
    ] {
        assert!(!answer.at(field).is_empty(), "{field}");
    }
    let uri = answer.at("/docv/qrCode");
    let base64 = uri
        .strip_prefix("data:image/png;base64,")
        .expect("a data URI");
    let file = STANDARD.decode(base64).expect("base64");
    let picture = png::Decoder::new(std::io::Cursor::new(&file))
        .read_info()
        .expect("a PNG");
    let (width, height) = (picture.info().width, picture.info().height);
    assert_eq!(width, height);
    assert!((200..=1024).contains(&width), "{width} pixels");
    assert!(file.len() <= 64 * 1024, "{} bytes", file.len());
}

#[tokio::test]
async fn status_never_carries_the_link() {
    let rig = Rig::new().await;
    let (id, _) = owing(&rig).await;
    let status = rig.status(&id).await;
    assert_eq!(status.words(), documents_required());
    assert_eq!(status.json().get("docv"), None);
}

#[tokio::test]
async fn the_pages_lead_from_opened_to_handed_in() {
    let review = Duration::from_secs(3);
    let rig = Rig::with(Options {
        review: Review::After(review),
        ..Options::default()
    })
    .await;
    let (id, path) = owing(&rig).await;
    assert_eq!(step(&rig), CaptureStep::Waiting);

    assert!(
        rig.open(&path)
            .await
            .text
            .contains("no real documents are read")
    );
    assert_eq!(step(&rig), CaptureStep::Opened);
    for (button, reached) in [
        ("step=front", CaptureStep::FrontUploaded),
        ("step=back", CaptureStep::BackUploaded),
        ("step=hand-in", CaptureStep::HandedIn),
    ] {
        let pressed = rig.press(&path, button).await;
        assert_eq!(pressed.status, StatusCode::SEE_OTHER);
        assert_eq!(pressed.headers["location"], path.as_str());
        assert_eq!(step(&rig), reached);
        assert_eq!(rig.open(&path).await.status, StatusCode::OK);
    }

    assert_eq!(rig.status(&id).await.words(), documents_under_review());
    rig.sandbox.advance(review);
    assert_eq!(rig.status(&id).await.words(), approved());
}

#[tokio::test]
async fn steps_cannot_be_skipped_or_repeated() {
    let rig = Rig::new().await;
    let (_, path) = owing(&rig).await;
    rig.press(&path, "step=hand-in").await;
    rig.press(&path, "step=back").await;
    assert_eq!(step(&rig), CaptureStep::Waiting);

    rig.press(&path, "step=front").await;
    rig.press(&path, "step=front").await;
    assert_eq!(step(&rig), CaptureStep::FrontUploaded);
}

#[tokio::test]
async fn a_used_link_says_so_and_does_nothing_more() {
    let rig = Rig::with(Options {
        review: Review::ByHand,
        ..Options::default()
    })
    .await;
    let (id, path) = owing(&rig).await;
    rig.sandbox.capture_complete(&id).expect("an open link");

    assert!(
        rig.open(&path)
            .await
            .text
            .contains("This link has been used")
    );
    rig.press(&path, "step=decline").await;
    assert_eq!(step(&rig), CaptureStep::HandedIn);
    assert_eq!(rig.status(&id).await.words(), documents_under_review());
}

#[tokio::test]
async fn declining_uses_up_the_link_and_leaves_the_documents_owed() {
    let rig = Rig::new().await;
    let (id, path) = owing(&rig).await;
    rig.press(&path, "step=decline").await;

    assert!(
        rig.open(&path)
            .await
            .text
            .contains("This link has been used")
    );
    assert_eq!(step(&rig), CaptureStep::Declined);
    assert_eq!(rig.status(&id).await.words(), documents_required());

    let (_, fresh) = owing(&rig).await;
    assert_ne!(fresh, path);
    assert_eq!(step(&rig), CaptureStep::Waiting);
}

#[tokio::test]
async fn an_expired_link_says_so_and_does_nothing_more() {
    let rig = Rig::new().await;
    let (id, path) = owing(&rig).await;
    rig.press(&path, "step=front").await;
    rig.press(&path, "step=back").await;
    rig.sandbox.advance(Duration::from_secs(20 * 60));

    let page = rig.open(&path).await;
    assert_eq!(page.status, StatusCode::GONE);
    assert!(page.text.contains("This link has expired"));
    rig.press(&path, "step=hand-in").await;
    assert_eq!(rig.status(&id).await.words(), documents_required());
    assert_eq!(
        rig.sandbox.inquiry(&id).expect("an inquiry").state,
        InquiryState::DocumentsRequired
    );
}

#[tokio::test]
async fn an_unknown_link_is_a_page_that_says_so() {
    let rig = Rig::new().await;
    for path in ["/capture/nothing", "/nothing"] {
        assert_eq!(rig.open(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn pages_let_in_nothing_but_their_own_style() {
    let rig = Rig::new().await;
    let (_, path) = owing(&rig).await;
    for path in [path.as_str(), "/", "/control"] {
        let page = rig.open(path).await;
        let policy = page.headers["content-security-policy"]
            .to_str()
            .expect("text");
        assert!(
            policy.starts_with("default-src 'none'; style-src 'sha256-"),
            "{policy}"
        );
        assert_eq!(page.headers["cache-control"], "no-store");
        assert!(
            !page.text.contains("<script") && !page.text.contains(" style="),
            "{path}"
        );
        assert!(page.text.contains("<html lang=\"en\">"), "{path}");
    }
}
