//! What a webhook says, whichever dialect it is in (contract §6). Each dialect's
//! folder has its words.

use super::{b, c};
use crate::config::Dialect;
use kyc::{id::ExternalId, provider::ProviderUpdate};
use time::OffsetDateTime;

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

impl Dialect {
    /// Whether webhooks are signed, so that what they say is evidence.
    pub(crate) const fn signs_webhooks(self) -> bool {
        match self {
            Self::A | Self::B => false,
            Self::C => true,
        }
    }

    /// What a signed message says; `None` if it cannot be understood, or if
    /// messages in this dialect are not signed and say nothing.
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

    /// Whom an unsigned message is about.
    pub(crate) fn hint(self, body: &[u8]) -> Option<ExternalId> {
        match self {
            Self::A | Self::B => b::webhook::about(body),
            Self::C => None,
        }
    }

    /// The request that registers an address, with a secret where messages are
    /// signed; `None` without one: it would take back the one that is
    /// registered.
    pub(super) fn registration(self, url: &str, secret: Option<&str>) -> Option<Vec<u8>> {
        match self {
            Self::A | Self::B => Some(b::webhook::register(url)),
            Self::C => Some(c::webhook::register(url, secret?)),
        }
    }
}
