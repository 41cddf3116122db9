//! Start request of dialect C.

use crate::provider::wire::to_json;
use kyc::{application::SerializedRequest, request::StartRequest};
use serde::Serialize;
use time::format_description::well_known::Rfc3339;

/// Request body of `POST /start`.
#[derive(Serialize)]
struct Start<'a> {
    external_id: &'a str,
    /// Nine digits, without dashes.
    ssn: &'a str,
    first_name: &'a str,
    /// Empty if the applicant has none.
    middle_name: &'a str,
    last_name: &'a str,
    date_of_birth: String,
    email: &'a str,
    phone_number: &'a str,
    address: AddressBody<'a>,
    agreement: Agreement<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    session_token: Option<&'a str>,
    ip_address: String,
    docv_eligible: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    referral_code: Option<&'a str>,
}

/// `address`.
#[derive(Serialize)]
struct AddressBody<'a> {
    address_line_1: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    address_line_2: Option<&'a str>,
    city: &'a str,
    state: &'a str,
    /// Five digits.
    postal_code: &'a str,
    country: &'a str,
}

/// `agreement`.
#[derive(Serialize)]
struct Agreement<'a> {
    version: &'a str,
    signed_at: String,
}

/// Serializes a start request.
pub(in crate::provider) fn serialize_start(
    request: &StartRequest<'_>,
    documents: bool,
) -> SerializedRequest {
    let details = request.details;
    let ssn = request.ssn.digits();
    let (address, consent) = (&details.address, &details.consent);
    let middle = details.middle.as_ref();
    let body = Start {
        external_id: request.user_id.as_str(),
        ssn: &ssn,
        first_name: details.given.as_str(),
        middle_name: middle.map(|name| name.as_str()).unwrap_or_default(),
        last_name: details.family.as_str(),
        date_of_birth: details.birth.iso(),
        email: details.email.as_str(),
        phone_number: details.phone.e164(),
        address: AddressBody {
            address_line_1: address.line1().as_str(),
            address_line_2: address.line2().map(|line| line.as_str()),
            city: address.city().as_str(),
            state: address.state().code(),
            postal_code: address.postal_code().zip5(),
            country: "US",
        },
        agreement: Agreement {
            version: &consent.version,
            // The conversion cannot fail: RFC 3339 can represent any UTC time in whole seconds.
            signed_at: consent.agreed_at.format(&Rfc3339).unwrap_or_default(),
        },
        // Our stand-in token would vouch for a device that was never checked (contract §9).
        session_token: request.device_token,
        ip_address: request.ip.to_string(),
        docv_eligible: documents,
        referral_code: details.referral.as_ref().map(|code| code.as_str()),
    };
    to_json(&body)
}
