//! The webhook controls over HTTP.

use reqwest::{Method, StatusCode};
use sandbox::{Dialect, WebhookFault, WebhookFaultKind};
use serde_json::{Value, json};

use crate::test_sandbox::{TestSandbox, applicant_in, read};
use crate::webhook_receiver::{register, with_receiver_in};

#[tokio::test]
async fn json_controls_apply() {
    let (test, mut receiver) = with_receiver_in(Dialect::C).await;
    let control = async |path: &str| {
        let answer = test.post_control(path, &Value::Null).await;
        assert_eq!(answer.status, StatusCode::NO_CONTENT, "{path}");
    };
    control("/control/webhooks/hold").await;
    test.start(&applicant_in(Dialect::C, "user_1")).await;
    control("/control/webhooks/deliver").await;
    assert!(receiver.drain().is_empty());
    control("/control/webhooks/release").await;
    control("/control/webhooks/deliver").await;
    assert_eq!(receiver.drain().len(), 1);

    control("/control/deliveries/1/again").await;
    control("/control/webhooks/deliver").await;
    assert_eq!(receiver.drain().len(), 1);
    let none = test
        .post_control("/control/deliveries/99/again", &Value::Null)
        .await;
    assert_eq!(none.status, StatusCode::NOT_FOUND);

    let list = test.open("/control/deliveries").await;
    assert_eq!(list.json().as_array().map(Vec::len), Some(3));
    assert_eq!(list.at("/1/event"), "kyc.approved");
    assert_eq!(list.at("/1/externalId"), "user_1");
    assert_eq!(list.json()[1]["outcome"], json!({"answered": 200}));
    assert!(list.at("/1/headers/webhook-signature").starts_with("v1,"));
}

#[tokio::test]
async fn json_controls_add_list_and_clear_faults() {
    let test = TestSandbox::in_dialect(Dialect::C).await;
    for (order, fault) in [
        (
            json!({"kind": "duplicate", "times": 1}),
            WebhookFault::once(WebhookFaultKind::Duplicate),
        ),
        (
            json!({"kind": {"delay": 30}}),
            WebhookFault::always(WebhookFaultKind::Delay(30)),
        ),
        (
            json!({"kind": "wrong-signature"}),
            WebhookFault::always(WebhookFaultKind::WrongSignature),
        ),
    ] {
        let answer = test.post_control("/control/webhooks/faults", &order).await;
        assert_eq!(answer.status, StatusCode::NO_CONTENT, "{order}");
        let listed = test.open("/control/webhooks/faults").await;
        assert_eq!(listed.json(), json!([order]));
        assert_eq!(test.sandbox.webhook_faults(), [fault]);

        let clear = test.page(Method::DELETE, "/control/webhooks/faults");
        let cleared = read(clear).await.expect("an answer");
        assert_eq!(cleared.status, StatusCode::NO_CONTENT);
        assert!(test.sandbox.webhook_faults().is_empty());
    }
}

#[tokio::test]
async fn page_buttons_apply_controls() {
    let (test, mut receiver) = with_receiver_in(Dialect::C).await;
    test.submit("/control/webhooks/form", "control=hold").await;
    test.start(&applicant_in(Dialect::C, "user_1")).await;
    test.submit("/control/webhooks/form", "control=deliver")
        .await;
    assert!(receiver.drain().is_empty());
    let page = test.open("/control/webhooks").await;
    assert!(page.text.contains("Messages still to be delivered: 1."));
    test.submit("/control/webhooks/form", "control=release")
        .await;
    test.submit("/control/webhooks/form", "control=deliver")
        .await;
    test.submit("/control/webhooks/again", "number=1").await;
    test.submit("/control/webhooks/form", "control=deliver")
        .await;
    assert_eq!(receiver.drain().len(), 2);
    let page = test.open("/control/webhooks").await;
    assert!(page.text.contains("kyc.approved") && page.text.contains("answered with 200"));

    let form = "control=add&kind=stale&seconds=360&times=2";
    test.submit("/control/webhooks/faults/form", form).await;
    let form = "control=add&kind=lost&seconds=&times=";
    test.submit("/control/webhooks/faults/form", form).await;
    let stale = WebhookFault {
        kind: WebhookFaultKind::Stale(360),
        times: Some(2),
    };
    let lost = WebhookFault::always(WebhookFaultKind::Lost);
    assert_eq!(test.sandbox.webhook_faults(), [stale, lost]);
    let form = "control=clear&kind=lost&seconds=&times=";
    test.submit("/control/webhooks/faults/form", form).await;
    assert!(test.sandbox.webhook_faults().is_empty());
    let nonsense = test
        .submit("/control/webhooks/form", "control=unknown")
        .await;
    assert_eq!(nonsense.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn webhook_page_describes_target() {
    for (dialect, words) in [
        (Dialect::A, "This dialect sends none."),
        (Dialect::B, "unsigned."),
        (Dialect::C, "signed."),
    ] {
        let test = TestSandbox::in_dialect(dialect).await;
        let receiver = crate::webhook_receiver::Receiver::start().await;
        register(&test, &receiver).await;
        let page = test.open("/control/webhooks").await;
        assert!(page.text.contains(words), "{dialect:?}");
    }
}

#[tokio::test]
async fn control_page_has_button_per_decision() {
    let test = TestSandbox::in_dialect(Dialect::C).await;
    let applicant = crate::test_sandbox::born_in(Dialect::C, "user_1", "1985-09-02");
    test.start(&applicant).await;
    let page = test.open("/control").await;
    for (button, decision) in [
        ("control=manual-review", "REVIEW"),
        ("control=resubmit", "RESUBMIT"),
        ("control=denied", "REJECT"),
    ] {
        let name = button.trim_start_matches("control=");
        assert!(page.text.contains(&format!("value=\"{name}\"")), "{name}");
        test.submit("/control/user_1", button).await;
        assert_eq!(test.status("user_1").await.words()[0], decision);
    }
}
