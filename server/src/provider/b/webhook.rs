//! Webhooks of dialect B (contract §6): flat, unsigned, of every change. A's are
//! named and shown nowhere; they are taken to be the same.

use crate::provider::wire::text;
use kyc::id::ExternalId;
use serde::{Deserialize, Serialize};

/// What is read of the body: whatever else it says, it proves nothing.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Change {
    #[serde(default, deserialize_with = "text")]
    external_id: String,
}

/// The id that something is said to have happened to.
pub(in crate::provider) fn about(body: &[u8]) -> Option<ExternalId> {
    let change: Change = serde_json::from_slice(body).ok()?;
    ExternalId::parse(&change.external_id).ok()
}

/// `POST /webhook`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Register<'a> {
    webhook_url: &'a str,
}

/// Writes the request that registers an address.
pub(in crate::provider) fn register(url: &str) -> Vec<u8> {
    // One string: serialisation cannot fail.
    serde_json::to_vec(&Register { webhook_url: url }).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_id_is_read_and_nothing_else() {
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
    fn an_address_is_registered_in_camel_case() {
        let body = register("https://onboarding.example.com/webhooks/kyc");
        let expected = br#"{"webhookUrl":"https://onboarding.example.com/webhooks/kyc"}"#;
        assert_eq!(body, expected);
    }
}
