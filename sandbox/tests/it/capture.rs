//! Contract §10: the page behind a capture link.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use reqwest::StatusCode;
use sandbox::{CaptureStep, InquiryState, Options, Review};

use crate::test_sandbox::{
    TestSandbox, approved, born, documents_required, documents_under_review,
};

/// Starts an inquiry that requires documents. Returns its id and its link's path.
async fn start_with_documents(test: &TestSandbox) -> (String, String) {
    let answer = test.start(&born("user_1", "1985-09-02")).await;
    let url = answer.at("/docv/url");
    let path = url
        .strip_prefix(test.sandbox.base_url())
        .expect("a link to the sandbox");
    (answer.external_id(), path.to_owned())
}

fn step(test: &TestSandbox) -> CaptureStep {
    let inquiry = test.sandbox.inquiry_of_user("user_1").expect("an inquiry");
    inquiry.capture.expect("a link").step
}

#[tokio::test]
async fn start_returns_sdk_key_token_and_qr_code() {
    let test = TestSandbox::new().await;
    let answer = test.start(&born("user_1", "1985-09-02")).await;

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
async fn status_in_dialect_a_omits_the_link() {
    let test = TestSandbox::new().await;
    let (id, _) = start_with_documents(&test).await;
    let status = test.status(&id).await;
    assert_eq!(status.words(), documents_required());
    assert_eq!(status.json().get("docv"), None);
}

#[tokio::test]
async fn capture_pages_lead_from_opened_to_handed_in() {
    let review = Duration::from_secs(3);
    let test = TestSandbox::with(Options {
        review: Review::After(review),
        ..Options::default()
    })
    .await;
    let (id, path) = start_with_documents(&test).await;
    assert_eq!(step(&test), CaptureStep::Waiting);

    assert!(
        test.open(&path)
            .await
            .text
            .contains("no real documents are read")
    );
    assert_eq!(step(&test), CaptureStep::Opened);
    for (button, reached) in [
        ("step=front", CaptureStep::FrontUploaded),
        ("step=back", CaptureStep::BackUploaded),
        ("step=hand-in", CaptureStep::HandedIn),
    ] {
        let pressed = test.submit(&path, button).await;
        assert_eq!(pressed.status, StatusCode::SEE_OTHER);
        assert_eq!(pressed.headers["location"], path.as_str());
        assert_eq!(step(&test), reached);
        assert_eq!(test.open(&path).await.status, StatusCode::OK);
    }

    assert_eq!(test.status(&id).await.words(), documents_under_review());
    test.sandbox.advance(review);
    assert_eq!(test.status(&id).await.words(), approved());
}

#[tokio::test]
async fn skipped_or_repeated_step_changes_nothing() {
    let test = TestSandbox::new().await;
    let (_, path) = start_with_documents(&test).await;
    test.submit(&path, "step=hand-in").await;
    test.submit(&path, "step=back").await;
    assert_eq!(step(&test), CaptureStep::Waiting);

    test.submit(&path, "step=front").await;
    test.submit(&path, "step=front").await;
    assert_eq!(step(&test), CaptureStep::FrontUploaded);
}

#[tokio::test]
async fn used_link_shows_notice_and_ignores_actions() {
    let test = TestSandbox::with(Options {
        review: Review::ByHand,
        ..Options::default()
    })
    .await;
    let (id, path) = start_with_documents(&test).await;
    test.sandbox.capture_complete(&id).expect("an open link");

    assert!(
        test.open(&path)
            .await
            .text
            .contains("This link has been used")
    );
    test.submit(&path, "step=decline").await;
    assert_eq!(step(&test), CaptureStep::HandedIn);
    assert_eq!(test.status(&id).await.words(), documents_under_review());
}

#[tokio::test]
async fn declined_link_leaves_documents_required() {
    let test = TestSandbox::new().await;
    let (id, path) = start_with_documents(&test).await;
    test.submit(&path, "step=decline").await;

    assert!(
        test.open(&path)
            .await
            .text
            .contains("This link has been used")
    );
    assert_eq!(step(&test), CaptureStep::Declined);
    assert_eq!(test.status(&id).await.words(), documents_required());

    let (_, fresh) = start_with_documents(&test).await;
    assert_ne!(fresh, path);
    assert_eq!(step(&test), CaptureStep::Waiting);
}

#[tokio::test]
async fn expired_link_shows_notice_and_ignores_actions() {
    let test = TestSandbox::new().await;
    let (id, path) = start_with_documents(&test).await;
    test.submit(&path, "step=front").await;
    test.submit(&path, "step=back").await;
    test.sandbox.advance(Duration::from_secs(20 * 60));

    let page = test.open(&path).await;
    assert_eq!(page.status, StatusCode::GONE);
    assert!(page.text.contains("This link has expired"));
    test.submit(&path, "step=hand-in").await;
    assert_eq!(test.status(&id).await.words(), documents_required());
    assert_eq!(
        test.sandbox.inquiry(&id).expect("an inquiry").state,
        InquiryState::DocumentsRequired
    );
}

#[tokio::test]
async fn unknown_path_is_not_found() {
    let test = TestSandbox::new().await;
    for path in ["/capture/nothing", "/nothing"] {
        assert_eq!(
            test.open(path).await.status,
            StatusCode::NOT_FOUND,
            "{path}"
        );
    }
}

#[tokio::test]
async fn page_policy_allows_only_own_style() {
    let test = TestSandbox::new().await;
    let (_, path) = start_with_documents(&test).await;
    for path in [path.as_str(), "/", "/control"] {
        let page = test.open(path).await;
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
