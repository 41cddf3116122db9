//! A message before it is sent: what a dialect has to say.

use serde_json::Value;

use super::fault::WebhookFaultKind;
use crate::registry::standing::{FIRM, PARTICIPANTS};

/// What is told, and of whom.
pub(crate) struct Letter {
    pub(crate) event: &'static str,
    pub(crate) external_id: String,
    pub(crate) body: Value,
}

/// What each letter needs of its own.
pub(crate) struct Stamp {
    /// A fresh name for the event.
    pub(crate) event_id: String,
    /// When it is written.
    pub(crate) now: time::OffsetDateTime,
}

impl Letter {
    /// The letter as a fault has it.
    pub(super) fn befallen(mut self, fault: Option<WebhookFaultKind>) -> Self {
        match fault {
            Some(WebhookFaultKind::OtherFirm) => {
                change(&mut self.body, &|text| {
                    text.replace(FIRM, "ISV-Elsewhere")
                        .replace(PARTICIPANTS, "ISV-Participant-Elsewhere")
                });
            }
            Some(WebhookFaultKind::UnknownId) => {
                let stranger = format!("unknown_{}", self.external_id);
                change(
                    &mut self.body,
                    &|text| match text.strip_suffix(&self.external_id) {
                        Some(path) if path.is_empty() || path.ends_with('/') => {
                            format!("{path}{stranger}")
                        }
                        _ => text.to_owned(),
                    },
                );
                self.external_id = stranger;
            }
            _ => {}
        }
        self
    }
}

/// Rewrites every text in a body.
fn change(value: &mut Value, rewrite: &impl Fn(&str) -> String) {
    match value {
        Value::String(text) => *text = rewrite(text),
        Value::Array(items) => items.iter_mut().for_each(|item| change(item, rewrite)),
        Value::Object(fields) => fields.values_mut().for_each(|field| change(field, rewrite)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}
