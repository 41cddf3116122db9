//! The levers on webhooks, over HTTP.

use reqwest::{Method, StatusCode};
use sandbox::{Dialect, WebhookFault, WebhookFaultKind};
use serde_json::{Value, json};

use crate::receiver::{register, told_in};
use crate::rig::{Rig, applicant_in, read};

#[tokio::test]
async fn levers_move_in_json() {
    let (rig, mut receiver) = told_in(Dialect::C).await;
    let pull = async |lever: &str| {
        let answer = rig.control(lever, &Value::Null).await;
        assert_eq!(answer.status, StatusCode::NO_CONTENT, "{lever}");
    };
    pull("/control/webhooks/hold").await;
    rig.start(&applicant_in(Dialect::C, "user_1")).await;
    pull("/control/webhooks/deliver").await;
    assert!(receiver.so_far().is_empty());
    pull("/control/webhooks/release").await;
    pull("/control/webhooks/deliver").await;
    assert_eq!(receiver.so_far().len(), 1);

    pull("/control/deliveries/1/again").await;
    pull("/control/webhooks/deliver").await;
    assert_eq!(receiver.so_far().len(), 1);
    let none = rig
        .control("/control/deliveries/99/again", &Value::Null)
        .await;
    assert_eq!(none.status, StatusCode::NOT_FOUND);

    let list = rig.open("/control/deliveries").await;
    assert_eq!(list.json().as_array().map(Vec::len), Some(3));
    assert_eq!(list.at("/1/event"), "kyc.approved");
    assert_eq!(list.at("/1/externalId"), "user_1");
    assert_eq!(list.json()[1]["outcome"], json!({"answered": 200}));
    assert!(list.at("/1/headers/webhook-signature").starts_with("v1,"));
}

#[tokio::test]
async fn faults_are_ordered_listed_and_taken_back_in_json() {
    let rig = Rig::speaking(Dialect::C).await;
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
        let answer = rig.control("/control/webhooks/faults", &order).await;
        assert_eq!(answer.status, StatusCode::NO_CONTENT, "{order}");
        let listed = rig.open("/control/webhooks/faults").await;
        assert_eq!(listed.json(), json!([order]));
        assert_eq!(rig.sandbox.webhook_faults(), [fault]);

        let clear = rig.page(Method::DELETE, "/control/webhooks/faults");
        let cleared = read(clear).await.expect("an answer");
        assert_eq!(cleared.status, StatusCode::NO_CONTENT);
        assert!(rig.sandbox.webhook_faults().is_empty());
    }
}

#[tokio::test]
async fn the_buttons_of_the_page_do_the_same() {
    let (rig, mut receiver) = told_in(Dialect::C).await;
    rig.press("/control/webhooks/form", "lever=hold").await;
    rig.start(&applicant_in(Dialect::C, "user_1")).await;
    rig.press("/control/webhooks/form", "lever=deliver").await;
    assert!(receiver.so_far().is_empty());
    let page = rig.open("/control/webhooks").await;
    assert!(page.text.contains("Messages still to be delivered: 1."));
    rig.press("/control/webhooks/form", "lever=release").await;
    rig.press("/control/webhooks/form", "lever=deliver").await;
    rig.press("/control/webhooks/again", "number=1").await;
    rig.press("/control/webhooks/form", "lever=deliver").await;
    assert_eq!(receiver.so_far().len(), 2);
    let page = rig.open("/control/webhooks").await;
    assert!(page.text.contains("kyc.approved") && page.text.contains("answered with 200"));

    let form = "lever=add&kind=stale&seconds=360&times=2";
    rig.press("/control/webhooks/faults/form", form).await;
    let form = "lever=add&kind=lost&seconds=&times=";
    rig.press("/control/webhooks/faults/form", form).await;
    let stale = WebhookFault {
        kind: WebhookFaultKind::Stale(360),
        times: Some(2),
    };
    let lost = WebhookFault::always(WebhookFaultKind::Lost);
    assert_eq!(rig.sandbox.webhook_faults(), [stale, lost]);
    let form = "lever=clear&kind=lost&seconds=&times=";
    rig.press("/control/webhooks/faults/form", form).await;
    assert!(rig.sandbox.webhook_faults().is_empty());
    let nonsense = rig.press("/control/webhooks/form", "lever=pray").await;
    assert_eq!(nonsense.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn the_page_says_where_messages_go() {
    for (dialect, words) in [
        (Dialect::A, "This dialect sends none."),
        (Dialect::B, "unsigned."),
        (Dialect::C, "signed."),
    ] {
        let rig = Rig::speaking(dialect).await;
        let receiver = crate::receiver::Receiver::start().await;
        register(&rig, &receiver).await;
        let page = rig.open("/control/webhooks").await;
        assert!(page.text.contains(words), "{dialect:?}");
    }
}

#[tokio::test]
async fn every_decision_has_a_button() {
    let rig = Rig::speaking(Dialect::C).await;
    let owing = crate::rig::born_in(Dialect::C, "user_1", "1985-09-02");
    rig.start(&owing).await;
    let page = rig.open("/control").await;
    for (button, decision) in [
        ("lever=manual-review", "REVIEW"),
        ("lever=resubmit", "RESUBMIT"),
        ("lever=denied", "REJECT"),
    ] {
        let name = button.trim_start_matches("lever=");
        assert!(page.text.contains(&format!("value=\"{name}\"")), "{name}");
        rig.press("/control/user_1", button).await;
        assert_eq!(rig.status("user_1").await.words()[0], decision);
    }
}
