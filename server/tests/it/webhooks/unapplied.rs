//! Stored deliveries that were not applied, and the operator's commands for them.

use super::sender::{FIRM, WebhookScene, approval, event, event_with};
use crate::{
    canary::files,
    leak_search::contains,
    program::Serving,
    webhooks::sender::{Message, SECRET, request},
};
use kyc::ports::Clock;
use server::system::SystemClock;
use std::{fs, time::Duration};

#[tokio::test]
async fn delivery_with_an_unknown_id_is_stored_and_replayed_later() {
    let scene = WebhookScene::new().await;
    let body = approval("01J0", "usr_of_a_lost_database");
    assert_eq!(scene.send_signed("msg_1", &body).await, 204);
    scene.wait_for_statuses(&["unknown"]).await;
    let before = scene.snapshot().await;
    let listed = scene.app.task(&["webhook", "list"]).await;
    for word in [
        "1 kept",
        "unknown",
        "kyc.approved",
        "usr_of_a_lost_database",
        "msg_1",
    ] {
        assert!(listed.contains(word), "{word}: {listed}");
    }
    let output = scene.app.task(&["webhook", "replay", "all"]).await;
    assert!(output.contains("1  unknown"), "{output}");
    assert_eq!(scene.snapshot().await, before, "still nobody's");

    // Now the application exists, as after a restore.
    let database = scene.app.database().await;
    let sql = "UPDATE applications SET user_id = 'usr_of_a_lost_database'";
    database.run(sql).await;
    let output = scene.app.task(&["webhook", "replay", "1"]).await;
    assert!(output.contains("1  applied"), "{output}");
    assert_eq!(scene.state().await, "approved");
    assert_eq!(scene.webhook_events().await, 1);
    let output = scene.app.task(&["webhook", "list"]).await;
    assert!(output.contains("0 kept"), "{output}");
    // An applied delivery is not applied again.
    for number in ["1", "2"] {
        let output = scene
            .app
            .refused_quietly(&["webhook", "replay", number])
            .await;
        assert!(output.contains("0 looked at again"), "{output}");
    }
    let output = scene.app.refused(&["webhook", "replay", "some"]).await;
    assert!(output.contains("a number of `webhook list`"), "{output}");
    assert_eq!(scene.webhook_events().await, 1);
}

#[tokio::test]
async fn delivery_of_another_firm_is_stored_and_never_applied() {
    let scene = WebhookScene::new().await;
    let ours = approval("01J0", &scene.user);
    for (id, firm) in [
        ("msg_1", "\"another\""),
        ("msg_2", "\"\""),
        ("msg_3", "null"),
    ] {
        let body = ours
            .replace(&format!("\"{FIRM}\""), firm)
            .replace("01J0", id);
        assert_eq!(scene.send_signed(id, &body).await, 204, "{firm}");
    }
    scene.wait_for_statuses(&["other_firm"; 3]).await;
    let output = scene.app.task(&["webhook", "replay", "all"]).await;
    assert_eq!(output.matches("other_firm").count(), 3, "{output}");
    assert_eq!(scene.state().await, "processing");
    assert_eq!(scene.webhook_events().await, 0);
}

#[tokio::test]
async fn unreadable_signed_delivery_is_stored() {
    let scene = WebhookScene::new().await;
    for (id, body) in [("msg_1", "{}"), ("msg_2", "no JSON"), ("msg_3", "")] {
        assert_eq!(scene.send_signed(id, body).await, 204, "{body}");
    }
    scene.wait_for_statuses(&["unreadable"; 3]).await;
    assert_eq!(scene.state().await, "processing");
}

#[tokio::test]
async fn stored_delivery_is_deleted_after_retention() {
    let mut scene = WebhookScene::new().await;
    scene
        .send_signed("msg_1", &event("kyc.rejected", "01J0", "nobody"))
        .await;
    scene
        .send_signed("msg_2", &approval("01J1", &scene.user))
        .await;
    scene.wait_for_statuses(&["unknown", "applied"]).await;
    scene.app.restart().await;
    scene.wait_for_statuses(&["unknown", "applied"]).await;
    scene.app.advance(Duration::from_secs(86_400 * 31));
    scene.app.restart().await;
    scene.wait_for_statuses(&[]).await;
}

#[tokio::test]
async fn erasure_empties_the_deliveries_of_an_application() {
    let scene = WebhookScene::new().await;
    let reason = r#","rejection_reason":"John Doe""#;
    let body = event_with("kyc.rejected", "01J0", &scene.user, reason);
    scene.send_signed("msg_1", &body).await;
    scene.wait_for_statuses(&["applied"]).await;
    let database = scene.app.database().await;
    let reference = database.application::<String>("reference").await;
    scene.app.task(&["erase", &reference]).await;
    assert_eq!(scene.statuses().await, ["erased"]);
    let sql = "SELECT MAX(LENGTH(body_sealed)) FROM deliveries";
    let body: i64 = database.value(sql, &[]).await;
    assert_eq!(body, 0);
    // The server keeps no readable body of a later message, either.
    scene
        .send_signed("msg_2", &approval("01J1", &scene.user))
        .await;
    scene.wait_for_statuses(&["erased", "erased"]).await;
}

#[tokio::test]
async fn delivery_content_stays_out_of_logs_and_files() {
    let scene = WebhookScene::new().await;
    let folder = scene.app.data();
    let mut vars = scene.app.variables();
    vars.insert("VESTIBULE_LOG", "trace".to_owned());
    // The program on the same data, at the most verbose log level.
    let log = folder.join("log");
    let serving = Serving::start(&vars, &log);
    let secrets = ["Confidential Reason", "123-45-6789", "jane.roe@example.com"];
    let reason = format!(r#","rejection_reason":"{}""#, secrets.join(" "));
    let genuine = event_with("kyc.rejected", "01J0", &scene.user, &reason);
    let now = SystemClock.now();
    let message = Message::signed(SECRET, "msg_1", now, &genuine);
    let forged = Message {
        headers: Vec::new(),
        ..message.clone()
    };
    let http = crate::browser::client();
    for (message, status) in [(&message, 204), (&forged, 401)] {
        let sent = request(&http, &serving.url, message).send().await;
        assert_eq!(sent.expect("an answer").status(), status);
    }
    scene.wait_for_statuses(&["applied"]).await;
    let output = fs::read(&log).expect("a log");
    assert!(contains(&output, b"a webhook was applied"), "it is logged");
    for file in files(&folder) {
        let bytes = fs::read(&file).expect("a file");
        for secret in secrets {
            let found = contains(&bytes, secret.as_bytes());
            assert!(!found, "{secret} is in {}", file.display());
        }
        let key = SECRET.trim_start_matches("whsec_");
        assert!(!contains(&bytes, key.as_bytes()), "{}", file.display());
    }
}
