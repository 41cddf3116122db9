//! What a webhook says, whichever dialect it is in (contract §6). Each dialect's
//! folder has its words.

use kyc::{id::ExternalId, provider::ProviderUpdate};

/// What a signed message says.
pub(crate) struct WebhookMessage {
    /// The sender's name for what it tells.
    pub(crate) event_id: Option<String>,
    /// What kind it says it is, for the record.
    pub(crate) kind: String,
    /// Whose customer it is about.
    pub(crate) firm: Option<String>,
    /// Whom it is about.
    pub(crate) about: Option<ExternalId>,
    pub(crate) says: WebhookPayload,
}

/// What it comes to.
pub(crate) enum WebhookPayload {
    /// The upstream tries whether somebody is there.
    Test,
    /// A decision.
    Evidence(Box<ProviderUpdate>),
    /// Something that nobody published: worth a question.
    Something,
}
