//! Receipt of a webhook: verify, store, acknowledge.

use super::signature::SignatureHeaders;
use crate::{
    config::{Dialect, Webhooks},
    db::{DatabaseStore, NewDelivery, RowError},
    provider::WebhookPayload,
};
use http::HeaderMap;
use kyc::service::{Onboarding, ServiceError};

/// Receives webhook deliveries.
pub(crate) struct WebhookReceiver<'a> {
    pub(crate) dialect: Dialect,
    pub(crate) webhooks: &'a Webhooks,
    pub(crate) store: &'a DatabaseStore,
    pub(crate) onboarding: &'a Onboarding,
}

/// Result of receiving a signed webhook.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ReceiveOutcome {
    /// The delivery is stored and due.
    Stored,
    /// The delivery was already stored.
    Duplicate,
    /// The delivery is the provider's connection test.
    TestEvent,
    /// No configured secret has signed the request. Nothing is stored.
    Forged,
}

impl ReceiveOutcome {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Stored => "stored",
            Self::Duplicate => "duplicate",
            Self::TestEvent => "test",
            Self::Forged => "forged",
        }
    }
}

impl WebhookReceiver<'_> {
    /// Receives a webhook of a dialect that signs.
    pub(crate) async fn receive_signed(
        &self,
        headers: &HeaderMap,
        body: &[u8],
    ) -> Result<ReceiveOutcome, RowError> {
        let now = self.onboarding.clock.now();
        let secrets = &self.webhooks.secrets;
        let heading = SignatureHeaders::of(headers);
        let Some(heading) = heading.filter(|it| secrets.verify(it, body, now)) else {
            return Ok(ReceiveOutcome::Forged);
        };
        let message = self.dialect.webhook_message(body, now);
        let kind = message
            .as_ref()
            .map_or("unreadable", |message| &message.kind);
        let event_id = message
            .as_ref()
            .and_then(|message| message.event_id.clone());
        let about = message.as_ref().and_then(|message| message.about.as_ref());
        let outcome = match &message {
            Some(message) if matches!(message.payload, WebhookPayload::Test) => {
                ReceiveOutcome::TestEvent
            }
            _ => {
                let incoming = NewDelivery {
                    webhook_id: heading.id,
                    event_id: event_id.clone(),
                    kind: kind.to_owned(),
                    about,
                    body,
                };
                if self.store.store_delivery(incoming, now).await? {
                    ReceiveOutcome::Stored
                } else {
                    ReceiveOutcome::Duplicate
                }
            }
        };
        tracing::info!(
            webhook_id = heading.id,
            event_id,
            kind,
            about = about.map(|id| id.as_str()),
            outcome = outcome.as_str(),
            "a webhook came"
        );
        Ok(outcome)
    }

    /// Receives an unsigned webhook. It can only move the next poll forward. Returns true if an
    /// application has this provider id.
    pub(crate) async fn receive_hint(&self, body: &[u8]) -> Result<bool, ServiceError> {
        match self.dialect.hint(body) {
            Some(about) => self.onboarding.poll_soon(&about).await,
            None => Ok(false),
        }
    }
}
