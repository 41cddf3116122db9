//! Creation of referral codes in dialects A and B (contract §7).

use crate::provider::wire::to_json;
use kyc::application::SerializedRequest;
use serde::Serialize;

/// Request body of `POST /referral-codes`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Create<'a> {
    user_id: &'a str,
    referral_code: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    category: Option<&'a str>,
}

pub(in crate::provider) fn create(
    user: &str,
    code: &str,
    category: Option<&str>,
) -> SerializedRequest {
    let body = Create {
        user_id: user,
        referral_code: code,
        category,
    };
    to_json(&body)
}
