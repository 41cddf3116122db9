//! Selection of the dialect's module. Besides it, only the choice of the sandbox distinguishes the dialects.

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
    /// Query parameter of the id in `GET /status`.
    pub(super) const fn status_query(self) -> &'static str {
        match self {
            Self::A | Self::B => ab::STATUS_QUERY,
            Self::C => c::STATUS_QUERY,
        }
    }

    /// Provider id that the client assigns in advance. `None` if the provider assigns it.
    pub(super) fn client_assigned_id(self, user: &UserId) -> Option<ExternalId> {
        match self {
            Self::A => None,
            // The id has 30 visible characters; C accepts 49.
            Self::B | Self::C => ExternalId::parse(user.as_str()).ok(),
        }
    }

    /// Serializes a start request; retries send the same bytes. `documents` states whether the firm
    /// requests document capture; A and B have no field for it.
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

    /// Serializes a prefill request, by which the provider sends a code.
    pub(super) fn prefill(self, request: &PrefillRequest<'_>) -> SerializedRequest {
        match self {
            Self::A | Self::B => ab::prefill::begin(request),
            Self::C => c::prefill::begin(request),
        }
    }

    /// Serializes the check of a prefill code.
    pub(super) fn code(self, id: &ExternalId, code: &Code) -> SerializedRequest {
        match self {
            Self::A | Self::B => ab::prefill::check(id, code),
            Self::C => c::prefill::check(id, code),
        }
    }

    /// Whether the provider has an API for referral codes. C accepts any code at start and offers
    /// no more (contract §7).
    pub(crate) const fn has_referral_codes(self) -> bool {
        match self {
            Self::A | Self::B => true,
            Self::C => false,
        }
    }

    /// Interprets a response.
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
