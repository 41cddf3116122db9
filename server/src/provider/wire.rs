//! Wire format shared by all dialects. Only the provider module uses it.

use kyc::application::SerializedRequest;
use serde::{
    Deserialize, Deserializer, Serialize,
    de::{Error, MapAccess, Visitor, value::MapAccessDeserializer},
};
use serde_json::Value;
use std::{fmt, marker::PhantomData};

/// Response to start and status. Absent strings may come as `""`, absent objects as `null`; unknown
/// fields are ignored (contract §1). A response without `status` cannot be parsed.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct StatusResponse {
    #[serde(deserialize_with = "object")]
    pub(super) status: Status,
    #[serde(default, deserialize_with = "docv")]
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

/// `docv`. Each part stands by itself: one that cannot be read does not take the others with it.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct DocV {
    #[serde(deserialize_with = "part")]
    pub(super) sdk_key: Part,
    #[serde(deserialize_with = "part")]
    pub(super) docv_transaction_token: Part,
    #[serde(deserialize_with = "part")]
    pub(super) event_id: Part,
    #[serde(deserialize_with = "part")]
    pub(super) qr_code: Part,
    #[serde(deserialize_with = "part")]
    pub(super) url: Part,
    /// The answer has something else in place of the object.
    #[serde(skip)]
    is_malformed: bool,
}

/// A part of `docv`.
#[derive(Default)]
pub(super) struct Part {
    /// The text, empty if there is none.
    pub(super) text: String,
    /// The part has another type than a text.
    is_malformed: bool,
}

impl Part {
    fn is_there(&self) -> bool {
        self.is_malformed || !self.text.trim().is_empty()
    }
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
        self.is_malformed || fields.iter().any(|field| field.is_there())
    }
}

/// Deserializes a struct from an object only. A derived struct accepts an array of its fields, too.
/// An empty array would then be a valid answer without content.
pub(super) fn object<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    deserializer.deserialize_map(Object(PhantomData))
}

struct Object<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for Object<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
        T::deserialize(MapAccessDeserializer::new(map))
    }
}

/// Deserializes `docv`, which another type than an object does not make unreadable.
fn docv<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<DocV>, D::Error> {
    Ok(match Value::deserialize(deserializer)? {
        Value::Null => None,
        Value::String(text) if text.trim().is_empty() => None,
        object @ Value::Object(_) => Some(DocV::deserialize(object).map_err(Error::custom)?),
        _ => Some(DocV {
            is_malformed: true,
            ..DocV::default()
        }),
    })
}

/// Deserializes a part of `docv` of any type.
fn part<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Part, D::Error> {
    let (text, is_malformed) = match Value::deserialize(deserializer)? {
        Value::Null => (String::new(), false),
        Value::String(text) => (text, false),
        Value::Number(number) => (number.to_string(), false),
        _ => (String::new(), true),
    };
    Ok(Part { text, is_malformed })
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
