//! Webhooks of dialect B (contract §6): flat, unsigned, one for every change. The contract shows
//! none for A; the code assumes that they are the same.

use crate::provider::wire::text;
use kyc::id::ExternalId;
use serde::{Deserialize, Serialize};

/// Body of a webhook. Only the id is read, because unsigned fields prove nothing.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct StatusChange {
    #[serde(default, deserialize_with = "text")]
    external_id: String,
}

/// Id whose inquiry is said to have changed.
pub(in crate::provider) fn about(body: &[u8]) -> Option<ExternalId> {
    let change: StatusChange = serde_json::from_slice(body).ok()?;
    ExternalId::parse(&change.external_id).ok()
}

/// Request body of `POST /webhook`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Register<'a> {
    webhook_url: &'a str,
}

/// Serializes the request that registers a webhook URL.
pub(in crate::provider) fn register(url: &str) -> Vec<u8> {
    // Serialization cannot fail: the body is a single string.
    serde_json::to_vec(&Register { webhook_url: url }).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_provider_id_is_read() {
        let example = r#"{"externalId":"usr_1","decision":"ACCEPT","status":"CLOSED","subStatus":"",
            "participantId":"firms/p","account":"firms/a"}"#;
        for (body, expected) in [
            (example, Some("usr_1")),
            (r#"{"externalId":7}"#, Some("7")),
            (r#"{"externalId":null}"#, None),
            (r#"{"externalId":""}"#, None),
            (r#"{"externalId":["usr_1"]}"#, None),
            (r#"{"external_id":"usr_1"}"#, None),
            ("{}", None),
            ("", None),
        ] {
            let read = about(body.as_bytes());
            assert_eq!(read.as_ref().map(ExternalId::as_str), expected, "{body}");
        }
    }

    #[test]
    fn registration_body_is_in_camel_case() {
        let body = register("https://onboarding.example.com/webhooks/kyc");
        let expected = br#"{"webhookUrl":"https://onboarding.example.com/webhooks/kyc"}"#;
        assert_eq!(body, expected);
    }
}
