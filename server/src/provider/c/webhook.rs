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
mod tests;
