//! Which folder speaks: the one place that tells the dialects apart.

use super::{a, ab, b, c, reader::Interpretation, wire::StatusResponse};
use crate::{config::Dialect, provider::Reader};
use kyc::{
    application::SerializedRequest,
    form::prefill::Code,
    id::{ExternalId, UserId},
    ports::PrefillRequest,
    provider::Source,
    request::StartRequest,
};

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
}
