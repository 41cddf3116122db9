//! Content of a webhook, independent of the dialect (contract §6). Each dialect's module parses its
//! own format.

use kyc::{id::ExternalId, provider::ProviderUpdate};

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
    pub(crate) payload: WebhookPayload,
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
