//! Shared parts of dialects A and B (contract §1 and §3): the start request, and the query
//! parameter of the id.

pub(super) mod prefill;
pub(super) mod referral;

use crate::provider::wire::to_json;
use kyc::{application::SerializedRequest, request::StartRequest};
use serde::Serialize;
use time::format_description::well_known::Rfc3339;

/// Query parameter of `GET /status`.
pub(super) const STATUS_QUERY: &str = "externalId";

/// Request body of `POST /start`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Start<'a> {
    user_id: &'a str,
    first_name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    middle_name: Option<&'a str>,
    last_name: &'a str,
    email: &'a str,
    phone_number: &'a str,
    date_of_birth: String,
    ssn: &'a str,
    address: AddressBody<'a>,
    session_token: &'a str,
    agreement_time: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    referral_code: Option<&'a str>,
    ip_address: String,
}

/// `address`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct AddressBody<'a> {
    address_line1: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    address_line2: Option<&'a str>,
    city: &'a str,
    state: &'a str,
    postal_code: &'a str,
    country: &'a str,
}

/// Serializes a start request.
pub(super) fn serialize_start(request: &StartRequest<'_>) -> SerializedRequest {
    let details = request.details;
    let ssn = request.ssn.dashed();
    let address = &details.address;
    let stand_in = request.session_token.as_str();
    let body = Start {
        user_id: request.user_id.as_str(),
        first_name: details.given.as_str(),
        middle_name: details.middle.as_ref().map(|name| name.as_str()),
        last_name: details.family.as_str(),
        email: details.email.as_str(),
        phone_number: details.phone.e164(),
        date_of_birth: details.birth.iso(),
        ssn: &ssn,
        address: AddressBody {
            address_line1: address.line1().as_str(),
            address_line2: address.line2().map(|line| line.as_str()),
            city: address.city().as_str(),
            state: address.state().code(),
            postal_code: address.postal_code().as_str(),
            country: "US",
        },
        session_token: request.device_token.unwrap_or(stand_in),
        // The conversion cannot fail: RFC 3339 can represent any UTC time in whole seconds.
        agreement_time: details
            .consent
            .agreed_at
            .format(&Rfc3339)
            .unwrap_or_default(),
        referral_code: details.referral.as_ref().map(|code| code.as_str()),
        ip_address: request.ip.to_string(),
    };
    to_json(&body)
}

#[cfg(test)]
pub(super) mod tests;
