//! Wire format shared by all dialects. Only the provider module uses it.

use kyc::application::SerializedRequest;
use serde::{
    Deserialize, Deserializer, Serialize,
    de::{Error, Visitor},
};
use std::fmt;

/// Response to start and status. Absent strings may come as `""`, absent objects as `null`; unknown
/// fields are ignored (contract §1). A response without `status` cannot be parsed.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct StatusResponse {
    pub(super) status: Status,
    #[serde(default)]
    pub(super) docv: Option<DocV>,
    #[serde(default, deserialize_with = "text")]
    pub(super) participant_id: String,
    /// Account in A and B.
    #[serde(default, deserialize_with = "text")]
    pub(super) account: String,
    /// Account in C.
    #[serde(default, deserialize_with = "text")]
    pub(super) provisioned_account: String,
}

/// `status`.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct Status {
    #[serde(deserialize_with = "text")]
    pub(super) decision: String,
    #[serde(deserialize_with = "text")]
    pub(super) status: String,
    #[serde(deserialize_with = "text")]
    pub(super) sub_status: String,
    #[serde(deserialize_with = "text")]
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

impl DocV {
    /// Whether a field has a value. With all fields empty no documents are owed (contract §1).
    pub(super) fn is_there(&self) -> bool {
        let fields = [
            &self.sdk_key,
            &self.docv_transaction_token,
            &self.event_id,
            &self.qr_code,
            &self.url,
        ];
        fields.iter().any(|field| !field.trim().is_empty())
    }
}

/// Serializes a request. It cannot fail: requests consist of strings and flags.
pub(super) fn to_json(request: &impl Serialize) -> SerializedRequest {
    SerializedRequest::new(serde_json::to_vec(request).unwrap_or_default())
}

/// Deserializes a string that may be `null` or an unquoted whole number.
pub(super) fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    deserializer.deserialize_any(LenientText)
}

struct LenientText;

impl<'de> Visitor<'de> for LenientText {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<String, E> {
        Ok(text.to_owned())
    }

    fn visit_string<E: Error>(self, text: String) -> Result<String, E> {
        Ok(text)
    }

    fn visit_unit<E: Error>(self) -> Result<String, E> {
        Ok(String::new())
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<String, E> {
        Ok(number.to_string())
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<String, E> {
        Ok(number.to_string())
    }
}
