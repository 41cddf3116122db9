//! Which folder speaks: the one place that tells the dialects apart.

use super::{
    a, ab, b, c, reader::Interpretation, webhook_message::WebhookMessage, wire::StatusResponse,
};
use crate::{config::Dialect, provider::Reader};
use kyc::{
    application::SerializedRequest,
    form::prefill::Code,
    id::{ExternalId, UserId},
    ports::PrefillRequest,
    provider::Source,
    request::StartRequest,
};
use time::OffsetDateTime;

impl Dialect {
    /// The name of the id in the query of `GET /status`.
    pub(super) const fn status_query(self) -> &'static str {
        match self {
            Self::A | Self::B => ab::STATUS_QUERY,
            Self::C => c::STATUS_QUERY,
        }
    }

    /// The id under which the upstream knows somebody before it said so: none
    /// where it makes one of its own.
    pub(super) fn client_assigned_id(self, user: &UserId) -> Option<ExternalId> {
        match self {
            Self::A => None,
            // 30 visible characters: C takes 49.
            Self::B | Self::C => ExternalId::parse(user.as_str()).ok(),
        }
    }

    /// Writes a start request, once and for all. `documents` is whether the firm
    /// has people take pictures; A and B have no word for it.
    pub(super) fn serialize_start(
        self,
        request: &StartRequest<'_>,
        documents: bool,
    ) -> SerializedRequest {
        match self {
            Self::A | Self::B => ab::serialize_start(request),
            Self::C => c::serialize_start(request, documents),
        }
    }

    /// Writes a request for a code.
    pub(super) fn prefill(self, request: &PrefillRequest<'_>) -> SerializedRequest {
        match self {
            Self::A | Self::B => ab::prefill::begin(request),
            Self::C => c::prefill::begin(request),
        }
    }

    /// Writes a request that shows a code.
    pub(super) fn code(self, id: &ExternalId, code: &Code) -> SerializedRequest {
        match self {
            Self::A | Self::B => ab::prefill::check(id, code),
            Self::C => c::prefill::check(id, code),
        }
    }

    /// Whether the upstream can be asked about referral codes: C takes any at start
    /// and has no word for more (contract §7).
    pub(crate) const fn has_referral_codes(self) -> bool {
        match self {
            Self::A | Self::B => true,
            Self::C => false,
        }
    }

    /// What an answer means.
    pub(super) fn read(
        self,
        reader: &Reader<'_>,
        answer: &StatusResponse,
        via: Source,
    ) -> Interpretation {
        match self {
            Self::A => a::read(reader, answer),
            Self::B => b::read(reader, answer),
            Self::C => c::read(reader, answer, via),
        }
    }

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
