//! Prefill requests of dialect C (contract §5).

use crate::provider::wire::to_json;
use kyc::{
    application::SerializedRequest, form::prefill::Code, id::ExternalId, ports::PrefillRequest,
};
use serde::Serialize;

/// Request body of `POST /prefill`. It has no `session_token`: our stand-in would vouch for a
/// device that was never checked (contract §9).
#[derive(Serialize)]
struct Begin<'a> {
    phone_number: &'a str,
    date_of_birth: String,
    user_id: &'a str,
    ip_address: String,
}

/// Request body of `POST /prefill/otp`.
#[derive(Serialize)]
struct Check<'a> {
    otp: &'a str,
    external_id: &'a str,
}

pub(in crate::provider) fn begin(request: &PrefillRequest<'_>) -> SerializedRequest {
    let body = Begin {
        phone_number: request.phone.e164(),
        date_of_birth: request.birth.iso(),
        user_id: request.user_id.as_str(),
        ip_address: request.ip.to_string(),
    };
    to_json(&body)
}

pub(in crate::provider) fn check(id: &ExternalId, code: &Code) -> SerializedRequest {
    let body = Check {
        otp: code.as_str(),
        external_id: id.as_str(),
    };
    to_json(&body)
}
