//! Dialect A: the seed's (contract §1 and §3).

mod map;
mod wire;

pub(crate) use map::Reader;

use kyc::{application::Frozen, request::StartRequest};
use time::format_description::well_known::Rfc3339;

/// The query of `GET /status`.
pub(super) const STATUS_QUERY: &str = "externalId";

/// Writes a start request, once and for all.
pub(super) fn freeze(request: &StartRequest<'_>) -> Frozen {
    let details = request.details;
    let ssn = request.ssn.dashed();
    let address = &details.address;
    let body = wire::Start {
        user_id: request.user_id.as_str(),
        first_name: details.given.as_str(),
        middle_name: details.middle.as_ref().map(|name| name.as_str()),
        last_name: details.family.as_str(),
        email: details.email.as_str(),
        phone_number: details.phone.e164(),
        date_of_birth: details.birth.iso(),
        ssn: &ssn,
        address: wire::Address {
            address_line1: address.line1().as_str(),
            address_line2: address.line2().map(|line| line.as_str()),
            city: address.city().as_str(),
            state: address.state().code(),
            postal_code: address.postal_code().as_str(),
            country: "US",
        },
        session_token: request.session_token.as_str(),
        // RFC 3339 of a UTC time with whole seconds always formats.
        agreement_time: details
            .consent
            .agreed_at
            .format(&Rfc3339)
            .unwrap_or_default(),
        referral_code: details.referral.as_ref().map(|code| code.as_str()),
        ip_address: request.ip.to_string(),
    };
    // Strings only: serialisation cannot fail.
    Frozen::new(serde_json::to_vec(&body).unwrap_or_default())
}
