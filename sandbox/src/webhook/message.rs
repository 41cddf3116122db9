//! A webhook message as a dialect writes it.

use serde_json::Value;

use super::fault::WebhookFaultKind;
use crate::registry::status::{FIRM, PARTICIPANT_FIRM};

/// A message about one inquiry.
pub(crate) struct WebhookMessage {
    pub(crate) event: &'static str,
    pub(crate) external_id: String,
    pub(crate) body: Value,
}

/// What is unique to each message.
pub(crate) struct DeliveryMeta {
    /// A new id for the event.
    pub(crate) event_id: String,
    /// When the dialect writes the message.
    pub(crate) created_at: time::OffsetDateTime,
}

impl WebhookMessage {
    /// Applies a fault that changes the body.
    pub(super) fn with_fault(mut self, fault: Option<WebhookFaultKind>) -> Self {
        match fault {
            Some(WebhookFaultKind::OtherFirm) => {
                map_strings(&mut self.body, &|text| {
                    text.replace(FIRM, "ISV-Elsewhere")
                        .replace(PARTICIPANT_FIRM, "ISV-Participant-Elsewhere")
                });
            }
            Some(WebhookFaultKind::UnknownId) => {
                let unknown_id = format!("unknown_{}", self.external_id);
                map_strings(
                    &mut self.body,
                    &|text| match text.strip_suffix(&self.external_id) {
                        Some(path) if path.is_empty() || path.ends_with('/') => {
                            format!("{path}{unknown_id}")
                        }
                        _ => text.to_owned(),
                    },
                );
                self.external_id = unknown_id;
            }
            _ => {}
        }
        self
    }
}

/// Rewrites every string in a body.
fn map_strings(value: &mut Value, rewrite: &impl Fn(&str) -> String) {
    match value {
        Value::String(text) => *text = rewrite(text),
        Value::Array(items) => items.iter_mut().for_each(|item| map_strings(item, rewrite)),
        Value::Object(fields) => fields
            .values_mut()
            .for_each(|field| map_strings(field, rewrite)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}
