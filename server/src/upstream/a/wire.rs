//! The words on the wire. Nothing outside this folder sees them.

use serde::{Deserialize, Deserializer, Serialize};

/// `POST /start`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Start<'a> {
    pub(super) user_id: &'a str,
    pub(super) first_name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) middle_name: Option<&'a str>,
    pub(super) last_name: &'a str,
    pub(super) email: &'a str,
    pub(super) phone_number: &'a str,
    pub(super) date_of_birth: String,
    pub(super) ssn: &'a str,
    pub(super) address: Address<'a>,
    pub(super) session_token: &'a str,
    pub(super) agreement_time: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) referral_code: Option<&'a str>,
    pub(super) ip_address: String,
}

/// `address`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Address<'a> {
    pub(super) address_line1: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) address_line2: Option<&'a str>,
    pub(super) city: &'a str,
    pub(super) state: &'a str,
    pub(super) postal_code: &'a str,
    pub(super) country: &'a str,
}

/// The answer to start and status. Absent strings may come as `""`, absent
/// messages as `null`; unknown fields are ignored (contract §1).
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Answer {
    pub(super) status: Status,
    #[serde(default)]
    pub(super) docv: Option<DocV>,
    #[serde(default, deserialize_with = "text")]
    pub(super) participant_id: String,
    #[serde(default, deserialize_with = "text")]
    pub(super) account: String,
}

/// `status`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Status {
    #[serde(default, deserialize_with = "text")]
    pub(super) decision: String,
    #[serde(default, deserialize_with = "text")]
    pub(super) status: String,
    #[serde(default, deserialize_with = "text")]
    pub(super) sub_status: String,
    #[serde(default, deserialize_with = "text")]
    pub(super) external_id: String,
}

/// `docv`.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct DocV {
    #[serde(deserialize_with = "text")]
    pub(super) sdk_key: String,
    #[serde(deserialize_with = "text")]
    pub(super) docv_transaction_token: String,
    #[serde(deserialize_with = "text")]
    pub(super) event_id: String,
    #[serde(deserialize_with = "text")]
    pub(super) qr_code: String,
    #[serde(deserialize_with = "text")]
    pub(super) url: String,
}

/// A string that may be `null`.
fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    Option::<String>::deserialize(deserializer).map(Option::unwrap_or_default)
}
