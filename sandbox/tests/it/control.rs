//! The controls over HTTP.

use reqwest::{Method, StatusCode};
use sandbox::{CaptureStep, Endpoint, Fault, FaultKind, InquiryState};
use serde_json::{Value, json};

use crate::test_sandbox::{TestSandbox, applicant, born, denied, read};

async fn start_with_documents(test: &TestSandbox) -> String {
    test.start(&born("user_1", "1985-09-02"))
        .await
        .external_id()
}

#[tokio::test]
async fn inquiry_list_has_no_personal_data_or_links() {
    let test = TestSandbox::new().await;
    let id = start_with_documents(&test).await;
    test.status(&id).await;

    let list = test.open("/control/inquiries").await;
    assert_eq!(list.at("/0/externalId"), id);
    assert_eq!(list.at("/0/state"), "documents-required");
    assert_eq!(list.at("/0/capture/step"), "waiting");
    assert_eq!(list.json()[0]["statusCalls"], json!(1));
    let page = test.open("/control").await;
    for private in ["Doe", "example.com", "1985", "/capture/"] {
        assert!(!list.text.contains(private), "{private}");
        assert!(!page.text.contains(private), "{private}");
    }
}

#[tokio::test]
async fn json_controls_apply() {
    let test = TestSandbox::new().await;
    let id = start_with_documents(&test).await;
    let at = |control: &str| format!("/control/inquiries/{id}/{control}");

    assert_eq!(
        test.post_control(&at("expire"), &Value::Null).await.status,
        StatusCode::NO_CONTENT
    );
    assert_eq!(
        test.post_control(&at("hand-in"), &Value::Null).await.status,
        StatusCode::CONFLICT
    );
    start_with_documents(&test).await;
    assert_eq!(
        test.post_control(&at("hand-in"), &Value::Null).await.status,
        StatusCode::NO_CONTENT
    );
    let deny = json!({"decision": "denied"});
    assert_eq!(
        test.post_control(&at("decide"), &deny).await.status,
        StatusCode::NO_CONTENT
    );
    assert_eq!(test.status(&id).await.words(), denied());

    let unknown = test
        .post_control("/control/inquiries/ext_unknown/decide", &deny)
        .await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
    let nonsense = test
        .post_control(&at("decide"), &json!({"decision": "maybe"}))
        .await;
    assert_eq!(nonsense.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn json_control_advances_clock() {
    let test = TestSandbox::new().await;
    let id = start_with_documents(&test).await;
    test.post_control("/control/advance", &json!({"seconds": 1200}))
        .await;
    let inquiry = test.sandbox.inquiry(&id).expect("an inquiry");
    assert_eq!(inquiry.capture.expect("a link").step, CaptureStep::Expired);
}

#[tokio::test]
async fn json_controls_add_list_and_clear_faults() {
    let test = TestSandbox::new().await;
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
        let answer = test.post_control("/control/faults", &order).await;
        assert_eq!(answer.status, StatusCode::NO_CONTENT, "{order}");
        assert_eq!(test.open("/control/faults").await.json(), json!([order]));
        assert_eq!(test.sandbox.faults(), [fault]);

        let cleared = read(test.page(Method::DELETE, "/control/faults")).await;
        assert_eq!(cleared.expect("an answer").status, StatusCode::NO_CONTENT);
        assert!(test.sandbox.faults().is_empty());
    }
    let unfit = json!({"on": "start", "kind": {"error": 200}});
    assert_eq!(
        test.post_control("/control/faults", &unfit).await.status,
        StatusCode::BAD_REQUEST
    );
}

#[tokio::test]
async fn page_buttons_apply_controls() {
    let test = TestSandbox::new().await;
    let id = start_with_documents(&test).await;
    let pressed = test
        .submit(&format!("/control/{id}"), "control=approved")
        .await;
    assert_eq!(pressed.status, StatusCode::SEE_OTHER);
    assert_eq!(
        test.sandbox.inquiry(&id).expect("an inquiry").state,
        InquiryState::Approved
    );

    let form = "control=add&on=start&kind=error&value=503&times=2";
    test.submit("/control/faults/form", form).await;
    test.submit(
        "/control/faults/form",
        "control=add&on=status&kind=drop-before&value=&times=",
    )
    .await;
    assert_eq!(
        test.sandbox.faults(),
        [
            Fault::times(Endpoint::Start, FaultKind::Error(503), 2),
            Fault::always(Endpoint::Status, FaultKind::DropBefore),
        ]
    );
    test.submit(
        "/control/faults/form",
        "control=clear&on=start&kind=error&value=&times=",
    )
    .await;
    assert!(test.sandbox.faults().is_empty());
}

#[tokio::test]
async fn cross_site_control_requests_are_rejected() {
    let test = TestSandbox::new().await;
    let own = test.sandbox.base_url().to_owned();
    for (header, value, status) in [
        ("sec-fetch-site", "cross-site", 403),
        ("sec-fetch-site", "same-site", 403),
        ("sec-fetch-site", "same-origin", 204),
        ("origin", "https://elsewhere.example", 403),
        ("origin", "null", 403),
        ("origin", own.as_str(), 204),
    ] {
        let request = test
            .page(Method::DELETE, "/control/faults")
            .header(header, value);
        let answer = read(request).await.expect("an answer");
        assert_eq!(answer.status.as_u16(), status, "{header}: {value}");
    }
}

#[tokio::test]
async fn landing_page_lists_every_rule() {
    let test = TestSandbox::new().await;
    test.start(&applicant("user_1")).await;
    let page = test.open("/").await;
    for rule in sandbox::RULES {
        assert!(
            page.text.contains(&rule.trigger.to_string()),
            "{}",
            rule.trigger
        );
        assert!(page.text.contains(&rule.plan.to_string()), "{}", rule.plan);
    }
}
