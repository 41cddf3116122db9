//! Webhooks of dialect C (contract §6): signed event envelopes, only for final outcomes.

use crate::provider::{
    reader::stored_word,
    webhook_message::{WebhookMessage, WebhookPayload},
    wire::text,
};
use kyc::{
    id::ExternalId,
    provider::{Approval, ProviderOutcome, ProviderStatus, ProviderUpdate, Source},
};
use serde::{Deserialize, Serialize};
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

/// Request body of a webhook.
#[derive(Deserialize)]
struct Envelope {
    #[serde(deserialize_with = "text")]
    event_type: String,
    #[serde(default, deserialize_with = "text")]
    event_id: String,
    #[serde(default, deserialize_with = "text")]
    event_time: String,
    #[serde(default)]
    data: Option<EventData>,
}

/// `data`. The rejection reason is free text and may hold personal data, so it is not read.
#[derive(Default, Deserialize)]
#[serde(default)]
struct EventData {
    #[serde(deserialize_with = "text")]
    external_id: String,
    #[serde(deserialize_with = "text")]
    firm_id: String,
    #[serde(deserialize_with = "text")]
    status: String,
    #[serde(deserialize_with = "text")]
    provisioned_participant: String,
    #[serde(deserialize_with = "text")]
    provisioned_account: String,
}

/// Parses a signed body. `None` if it cannot be parsed.
pub(in crate::provider) fn read(body: &[u8], received: OffsetDateTime) -> Option<WebhookMessage> {
    let envelope: Envelope = serde_json::from_slice(body).ok()?;
    let data = envelope.data.unwrap_or_default();
    let about = ExternalId::parse(data.external_id.trim()).ok();
    let kind = envelope.event_type.trim().to_ascii_lowercase();
    // The event time is capped at the receipt: a webhook cannot report the future.
    let happened = OffsetDateTime::parse(envelope.event_time.trim(), &Rfc3339);
    let requested_at = happened.map_or(received, |at| at.min(received));
    let evidence = |finding| {
        WebhookPayload::Evidence(Box::new(ProviderUpdate {
            source: Source::Webhook,
            requested_at,
            external_id: about.clone(),
            status: ProviderStatus {
                decision: stored_word(&envelope.event_type),
                status: stored_word(&data.status),
                sub_status: String::new(),
            },
            outcome: finding,
            recognised: true,
        }))
    };
    let status = data.status.trim().to_ascii_uppercase();
    let payload = match kind.as_str() {
        "webhook.test" => WebhookPayload::Test,
        // The event type decides; the status word is informational. If the two contradict each
        // other, the job polls the provider.
        "kyc.approved" if ["", "KYC_STATUS_APPROVED"].contains(&&*status) => {
            let ids = (&data.provisioned_participant, &data.provisioned_account);
            evidence(match Approval::new(ids.0, ids.1) {
                Some(approval) => ProviderOutcome::Approved(approval),
                None => ProviderOutcome::Provisioning,
            })
        }
        "kyc.rejected"
            if !["APPROV", "ACCEPT"]
                .iter()
                .any(|word| status.contains(word)) =>
        {
            evidence(ProviderOutcome::Denied)
        }
        _ => WebhookPayload::Something,
    };
    Some(WebhookMessage {
        event_id: named(&envelope.event_id),
        kind: stored_word(&envelope.event_type),
        firm: named(&data.firm_id),
        about,
        payload,
    })
}

/// Id that the sender assigned: 1 to 200 visible ASCII characters.
fn named(id: &str) -> Option<String> {
    let id = id.trim();
    let sound = (1..=200).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_graphic());
    sound.then(|| id.to_owned())
}

/// Request body of `POST /webhook`.
#[derive(Serialize)]
struct Register<'a> {
    webhook_url: &'a str,
    signing_secret: &'a str,
}

/// Serializes the request that registers a webhook URL with its signing secret.
pub(in crate::provider) fn register(url: &str, secret: &str) -> Vec<u8> {
    // Serialization cannot fail: the body consists of strings.
    serde_json::to_vec(&Register {
        webhook_url: url,
        signing_secret: secret,
    })
    .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use kyc::state::StateKind;
    use serde_json::{Value, json};
    use time::macros::datetime;

    const NOW: OffsetDateTime = datetime!(2026-04-24 15:32:05 UTC);

    const EXAMPLE: &str = r#"{"event_type":"kyc.approved","event_id":"01J0","event_time":"2026-04-24T15:32:00Z",
     "data":{"external_id":"usr_1","user_id":"u","kyc_eval_id":"k","firm_id":"acme","status":"KYC_STATUS_APPROVED",
     "provisioned_participant":"firms/p","provisioned_account":"firms/a","status_set_at":"2026-04-24T15:32:00.123456789Z"}}"#;

    fn notice(body: &str) -> WebhookMessage {
        read(body.as_bytes(), NOW).expect("readable")
    }

    /// State that the webhook's update leads to, if it has one.
    fn label(body: &str) -> Option<StateKind> {
        match notice(body).payload {
            WebhookPayload::Evidence(evidence) => Some(evidence.outcome.state_kind()),
            WebhookPayload::Test | WebhookPayload::Something => None,
        }
    }

    #[test]
    fn contract_example_is_an_approval() {
        let notice = notice(EXAMPLE);
        assert_eq!(notice.event_id.as_deref(), Some("01J0"));
        assert_eq!(notice.firm.as_deref(), Some("acme"));
        assert_eq!(notice.kind, "kyc.approved");
        let WebhookPayload::Evidence(evidence) = notice.payload else {
            panic!("no evidence");
        };
        assert_eq!(evidence.source, Source::Webhook);
        assert_eq!(evidence.requested_at, datetime!(2026-04-24 15:32 UTC));
        assert_eq!(evidence.external_id, ExternalId::parse("usr_1").ok());
        let approval = Approval::new("firms/p", "firms/a").expect("both ids");
        assert_eq!(evidence.outcome, ProviderOutcome::Approved(approval));
    }

    #[test]
    fn approval_without_both_ids_is_provisioning() {
        for (id, other) in [("firms/p", ""), ("firms/a", "  "), ("firms/p", "\u{200b}")] {
            let body = EXAMPLE.replace(&format!("\"{id}\""), &format!("\"{other}\""));
            assert_eq!(label(&body), Some(StateKind::Provisioning), "{body}");
        }
        let null = EXAMPLE.replace("\"firms/a\"", "null");
        assert_eq!(label(&null), Some(StateKind::Provisioning));
    }

    #[test]
    fn event_decides_unless_its_status_contradicts() {
        let body = |kind: &str, status: &str| {
            EXAMPLE
                .replace("kyc.approved", kind)
                .replace("KYC_STATUS_APPROVED", status)
        };
        for (kind, status, expected) in [
            (
                "kyc.approved",
                "KYC_STATUS_APPROVED",
                Some(StateKind::Approved),
            ),
            ("kyc.approved", "", Some(StateKind::Approved)),
            (
                "KYC.Approved",
                "kyc_status_approved",
                Some(StateKind::Approved),
            ),
            ("kyc.approved", "KYC_STATUS_REJECTED", None),
            ("kyc.approved", "KYC_STATUS_PENDING", None),
            ("kyc.approve", "KYC_STATUS_APPROVED", None),
            ("kyc.approved.later", "KYC_STATUS_APPROVED", None),
            (
                "kyc.rejected",
                "KYC_STATUS_REJECTED",
                Some(StateKind::Denied),
            ),
            ("kyc.rejected", "", Some(StateKind::Denied)),
            ("kyc.rejected", "KYC_STATUS_APPROVED", None),
            ("kyc.resubmit", "", None),
            ("", "", None),
            ("webhook.test", "", None),
        ] {
            assert_eq!(label(&body(kind, status)), expected, "{kind} {status}");
        }
    }

    #[test]
    fn test_event_needs_no_data() {
        for rest in ["", r#","data":null"#, r#","data":{}"#] {
            let body = format!(r#"{{"event_type":"webhook.test"{rest}}}"#);
            let notice = notice(&body);
            assert!(matches!(notice.payload, WebhookPayload::Test), "{body}");
            assert_eq!((notice.event_id, notice.about), (None, None));
        }
    }

    #[test]
    fn body_without_an_event_is_unreadable() {
        for body in [
            "",
            "[]",
            "{}",
            "7",
            r#"{"event_type":["kyc.approved"]}"#,
            r#"{"event_type":"a","data":7}"#,
        ] {
            assert!(read(body.as_bytes(), NOW).is_none(), "{body}");
        }
    }

    #[test]
    fn invalid_or_future_event_time_is_replaced_by_now() {
        for time in ["2026-04-24T16:32:00Z", "yesterday", ""] {
            let body = EXAMPLE.replace("2026-04-24T15:32:00Z", time);
            let WebhookPayload::Evidence(evidence) = notice(&body).payload else {
                panic!("no evidence");
            };
            assert_eq!(evidence.requested_at, NOW, "{time}");
        }
    }

    #[test]
    fn absent_null_empty_and_numeric_fields_are_accepted() {
        let example: Value = serde_json::from_str(EXAMPLE).expect("JSON");
        let names = |object: &Value| -> Vec<String> {
            let object = object.as_object().expect("an object");
            object.keys().cloned().collect()
        };
        let inner = names(&example["data"])
            .into_iter()
            .map(|name| format!("/data/{name}"));
        let outer = names(&example).into_iter().map(|name| format!("/{name}"));
        for place in outer.chain(inner) {
            for instead in [Value::Null, json!(""), json!(4711)] {
                // A `data` of type string or number makes the body unreadable.
                if place == "/data" && !instead.is_null() {
                    continue;
                }
                let mut body = example.clone();
                *body.pointer_mut(&place).expect("a field") = instead.clone();
                body["new"] = json!({ "unknown": [1] });
                body["data"]["new"] = json!({ "unknown": [1] });
                let message = notice(&body.to_string());
                let approved = matches!(&message.payload, WebhookPayload::Evidence(evidence)
                    if matches!(evidence.outcome, ProviderOutcome::Approved(_)));
                let counts = ["/event_type", "/data/status", "/data"].contains(&&*place)
                    || place.starts_with("/data/provisioned_");
                let borne = !counts
                    || (place == "/data/status" && instead == json!(""))
                    || (place.starts_with("/data/provisioned_") && instead == json!(4711))
                    || (place == "/data/status" && instead.is_null());
                assert_eq!(approved, borne, "{place}: {instead}");
            }
        }
    }

    #[test]
    fn words_and_ids_are_bounded() {
        let long = "x".repeat(500);
        let body = EXAMPLE
            .replace("kyc.approved", &long)
            .replace("01J0", &long);
        let notice = notice(&body);
        assert_eq!((notice.kind.len(), notice.event_id), (60, None));
        let odd = EXAMPLE
            .replace("01J0", "a b")
            .replace("usr_1", "Jane\\u0007Doe");
        assert_eq!((notice_ids(&odd)), (None, None));
    }

    fn notice_ids(body: &str) -> (Option<String>, Option<ExternalId>) {
        let notice = notice(body);
        (notice.event_id, notice.about)
    }

    #[test]
    fn registration_is_in_snake_case_with_its_secret() {
        let body = register("https://onboarding.example.com/webhooks/kyc", "whsec_x");
        let expected = br#"{"webhook_url":"https://onboarding.example.com/webhooks/kyc","signing_secret":"whsec_x"}"#;
        assert_eq!(body, expected);
    }
}
