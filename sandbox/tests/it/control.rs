//! The controls: the same levers, over HTTP.

use reqwest::{Method, StatusCode};
use sandbox::{CaptureStep, Endpoint, Fault, FaultKind, InquiryState};
use serde_json::{Value, json};

use crate::rig::{Rig, applicant, born, denied, read};

async fn owing(rig: &Rig) -> String {
    rig.start(&born("user_1", "1985-09-02")).await.external_id()
}

#[tokio::test]
async fn inquiries_are_listed_without_personal_data_or_links() {
    let rig = Rig::new().await;
    let id = owing(&rig).await;
    rig.status(&id).await;

    let list = rig.open("/control/inquiries").await;
    assert_eq!(list.at("/0/externalId"), id);
    assert_eq!(list.at("/0/state"), "documents-required");
    assert_eq!(list.at("/0/capture/step"), "waiting");
    assert_eq!(list.json()[0]["statusCalls"], json!(1));
    let page = rig.open("/control").await;
    for private in ["Doe", "example.com", "1985", "/capture/"] {
        assert!(!list.text.contains(private), "{private}");
        assert!(!page.text.contains(private), "{private}");
    }
}

#[tokio::test]
async fn levers_move_in_json() {
    let rig = Rig::new().await;
    let id = owing(&rig).await;
    let at = |lever: &str| format!("/control/inquiries/{id}/{lever}");

    assert_eq!(
        rig.control(&at("expire"), &Value::Null).await.status,
        StatusCode::NO_CONTENT
    );
    assert_eq!(
        rig.control(&at("hand-in"), &Value::Null).await.status,
        StatusCode::CONFLICT
    );
    owing(&rig).await;
    assert_eq!(
        rig.control(&at("hand-in"), &Value::Null).await.status,
        StatusCode::NO_CONTENT
    );
    let deny = json!({"decision": "denied"});
    assert_eq!(
        rig.control(&at("decide"), &deny).await.status,
        StatusCode::NO_CONTENT
    );
    assert_eq!(rig.status(&id).await.words(), denied());

    let unknown = rig
        .control("/control/inquiries/ext_nobody/decide", &deny)
        .await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
    let nonsense = rig
        .control(&at("decide"), &json!({"decision": "maybe"}))
        .await;
    assert_eq!(nonsense.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn time_moves_in_json() {
    let rig = Rig::new().await;
    let id = owing(&rig).await;
    rig.control("/control/advance", &json!({"seconds": 1200}))
        .await;
    let inquiry = rig.sandbox.inquiry(&id).expect("an inquiry");
    assert_eq!(inquiry.capture.expect("a link").step, CaptureStep::Expired);
}

#[tokio::test]
async fn faults_are_ordered_listed_and_taken_back_in_json() {
    let rig = Rig::new().await;
    for (order, fault) in [
        (
            json!({"on": "start", "kind": {"latency": 800}}),
            Fault::always(Endpoint::Start, FaultKind::Latency(800)),
        ),
        (
            json!({"on": "status", "kind": {"rate-limited": 2}, "times": 3}),
            Fault::times(Endpoint::Status, FaultKind::RateLimited(2), 3),
        ),
        (
            json!({"on": "prefill-otp", "kind": "drop-after", "times": 1}),
            Fault::once(Endpoint::PrefillOtp, FaultKind::DropAfter),
        ),
    ] {
        let answer = rig.control("/control/faults", &order).await;
        assert_eq!(answer.status, StatusCode::NO_CONTENT, "{order}");
        assert_eq!(rig.open("/control/faults").await.json(), json!([order]));
        assert_eq!(rig.sandbox.faults(), [fault]);

        let cleared = read(rig.page(Method::DELETE, "/control/faults")).await;
        assert_eq!(cleared.expect("an answer").status, StatusCode::NO_CONTENT);
        assert!(rig.sandbox.faults().is_empty());
    }
    let unfit = json!({"on": "start", "kind": {"error": 200}});
    assert_eq!(
        rig.control("/control/faults", &unfit).await.status,
        StatusCode::BAD_REQUEST
    );
}

#[tokio::test]
async fn the_buttons_of_the_page_do_the_same() {
    let rig = Rig::new().await;
    let id = owing(&rig).await;
    let pressed = rig.press(&format!("/control/{id}"), "lever=approved").await;
    assert_eq!(pressed.status, StatusCode::SEE_OTHER);
    assert_eq!(
        rig.sandbox.inquiry(&id).expect("an inquiry").state,
        InquiryState::Approved
    );

    let form = "lever=add&on=start&kind=error&value=503&times=2";
    rig.press("/control/faults/form", form).await;
    rig.press(
        "/control/faults/form",
        "lever=add&on=status&kind=drop-before&value=&times=",
    )
    .await;
    assert_eq!(
        rig.sandbox.faults(),
        [
            Fault::times(Endpoint::Start, FaultKind::Error(503), 2),
            Fault::always(Endpoint::Status, FaultKind::DropBefore),
        ]
    );
    rig.press(
        "/control/faults/form",
        "lever=clear&on=start&kind=error&value=&times=",
    )
    .await;
    assert!(rig.sandbox.faults().is_empty());
}

#[tokio::test]
async fn other_sites_cannot_pull_levers() {
    let rig = Rig::new().await;
    let own = rig.sandbox.base_url().to_owned();
    for (header, value, status) in [
        ("sec-fetch-site", "cross-site", 403),
        ("sec-fetch-site", "same-site", 403),
        ("sec-fetch-site", "same-origin", 204),
        ("origin", "https://elsewhere.example", 403),
        ("origin", "null", 403),
        ("origin", own.as_str(), 204),
    ] {
        let request = rig
            .page(Method::DELETE, "/control/faults")
            .header(header, value);
        let answer = read(request).await.expect("an answer");
        assert_eq!(answer.status.as_u16(), status, "{header}: {value}");
    }
}

#[tokio::test]
async fn the_landing_page_lists_every_rule() {
    let rig = Rig::new().await;
    rig.start(&applicant("user_1")).await;
    let page = rig.open("/").await;
    for rule in sandbox::RULES {
        assert!(
            page.text.contains(&rule.trigger.to_string()),
            "{}",
            rule.trigger
        );
        assert!(page.text.contains(&rule.plan.to_string()), "{}", rule.plan);
    }
}
