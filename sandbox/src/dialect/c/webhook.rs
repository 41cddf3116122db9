//! Webhooks of dialect C (contract §6): final outcomes only, in a signed envelope.

use serde_json::{Value, json};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::dialect::spec::WebhookFormat;
use crate::registry::inquiry::InquiryState;
use crate::registry::status::FIRM;
use crate::registry::webhook_events::WebhookEvent;
use crate::webhook::message::{DeliveryMeta, WebhookMessage};

/// The format of dialect C's webhooks.
pub(super) struct SignedEnvelope;

impl WebhookFormat for SignedEnvelope {
    fn is_signed(&self) -> bool {
        true
    }

    fn event_message(&self, event: &WebhookEvent, meta: &DeliveryMeta) -> Option<WebhookMessage> {
        let (event_type, status) = match event.status.state {
            InquiryState::Approved => ("kyc.approved", "KYC_STATUS_APPROVED"),
            InquiryState::Denied => ("kyc.rejected", "KYC_STATUS_REJECTED"),
            InquiryState::Processing
            | InquiryState::DocumentsRequired
            | InquiryState::DocumentsUnderReview
            | InquiryState::ManualReview
            | InquiryState::Resubmit
            | InquiryState::Provisioning
            | InquiryState::CodeSent
            | InquiryState::Prefilled => return None,
        };
        let external_id = &event.status.external_id;
        let account = event.status.account.as_ref();
        let mut data = json!({
            "external_id": external_id,
            "user_id": event.user_id,
            "kyc_eval_id": event.evaluation_id,
            "firm_id": FIRM,
            "status": status,
            "provisioned_participant": account.map_or("", |account| &account.participant),
            "provisioned_account": account.map_or("", |account| &account.account),
            "status_set_at": rfc3339(event.at),
        });
        if event.status.state == InquiryState::Denied {
            data["rejection_reason"] = "the identity could not be verified".into();
        }
        Some(WebhookMessage {
            event: event_type,
            external_id: external_id.clone(),
            body: envelope(event_type, meta, data),
        })
    }

    fn test_message(&self, meta: &DeliveryMeta) -> WebhookMessage {
        let event_type = "webhook.test";
        WebhookMessage {
            event: event_type,
            external_id: String::new(),
            body: envelope(event_type, meta, json!({"firm_id": FIRM})),
        }
    }
}

fn envelope(event_type: &str, meta: &DeliveryMeta, data: Value) -> Value {
    let event_time = meta
        .created_at
        .replace_nanosecond(0)
        .unwrap_or(meta.created_at);
    json!({
        "event_type": event_type,
        "event_id": meta.event_id,
        "event_time": rfc3339(event_time),
        "data": data,
    })
}

fn rfc3339(at: OffsetDateTime) -> String {
    // Formatting fails only for years of more than four digits.
    at.format(&Rfc3339).unwrap_or_default()
}
