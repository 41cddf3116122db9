//! Content of a webhook, independent of the dialect (contract §6). Each dialect's module parses its
//! own format.

use super::{b, c};
use crate::config::Dialect;
use kyc::{id::ExternalId, provider::ProviderUpdate};
use time::OffsetDateTime;

/// Content of a signed webhook.
pub(crate) struct WebhookMessage {
    /// Event id that the provider assigned.
    pub(crate) event_id: Option<String>,
    /// Event type as sent, for the record.
    pub(crate) kind: String,
    /// Id of the firm whose applicant it concerns.
    pub(crate) firm: Option<String>,
    /// Provider id of the inquiry that it concerns.
    pub(crate) about: Option<ExternalId>,
    pub(crate) says: WebhookPayload,
}

/// Meaning of a webhook.
pub(crate) enum WebhookPayload {
    /// Connection test of the provider.
    Test,
    /// Provider update with a decision.
    Evidence(Box<ProviderUpdate>),
    /// Unpublished content: the provider is polled.
    Something,
}

impl Dialect {
    /// Whether webhooks are signed. Only a signed webhook is applied as a provider update.
    pub(crate) const fn signs_webhooks(self) -> bool {
        match self {
            Self::A | Self::B => false,
            Self::C => true,
        }
    }

    /// Parses a signed webhook. `None` if it cannot be parsed, or if the dialect does not sign.
    pub(crate) fn webhook_message(
        self,
        body: &[u8],
        received: OffsetDateTime,
    ) -> Option<WebhookMessage> {
        match self {
            Self::A | Self::B => None,
            Self::C => c::webhook::read(body, received),
        }
    }

    /// Provider id of an unsigned webhook.
    pub(crate) fn hint(self, body: &[u8]) -> Option<ExternalId> {
        match self {
            Self::A | Self::B => b::webhook::about(body),
            Self::C => None,
        }
    }

    /// Body of the registration request, with the secret if the dialect signs. `None` if C's secret
    /// is missing: the request would remove the registered one.
    pub(super) fn registration(self, url: &str, secret: Option<&str>) -> Option<Vec<u8>> {
        match self {
            Self::A | Self::B => Some(b::webhook::register(url)),
            Self::C => Some(c::webhook::register(url, secret?)),
        }
    }
}
