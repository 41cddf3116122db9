//! Strict reading of a JSON object: missing, malformed and unknown fields are
//! errors.
//!
//! The real gateway is more lenient at times. The sandbox must not be: tests
//! would not notice a mistake that it accepts.

use axum::http::StatusCode;
use serde_json::{Map, Value};

use super::reply::Reply;

/// The first error in a request body. It names fields, never their values.
#[derive(Debug)]
pub(crate) struct BadRequest(String);

impl From<BadRequest> for Reply {
    fn from(error: BadRequest) -> Self {
        Self::error(StatusCode::BAD_REQUEST, error.0)
    }
}

/// An object that has only known fields.
pub(crate) struct Fields<'a> {
    map: &'a Map<String, Value>,
    /// The name of the enclosing object; empty for the body.
    parent: &'static str,
}

impl<'a> Fields<'a> {
    /// The request body itself.
    pub(crate) fn of_body(body: Option<&'a Value>, known: &[&str]) -> Result<Self, BadRequest> {
        let map = body
            .and_then(Value::as_object)
            .ok_or_else(|| BadRequest("the body must be a JSON object".into()))?;
        Self { map, parent: "" }.allow_only(known)
    }

    /// An object within this one.
    pub(crate) fn object(
        &self,
        name: &'static str,
        known: &[&'static str],
    ) -> Result<Self, BadRequest> {
        let map = match self.map.get(name) {
            Some(Value::Object(map)) => map,
            None | Some(Value::Null) => return Err(self.error(name, "is missing")),
            Some(_) => return Err(self.error(name, "must be an object")),
        };
        Self { map, parent: name }.allow_only(known)
    }

    /// A required, non-empty string.
    pub(crate) fn text(&self, name: &str) -> Result<&'a str, BadRequest> {
        self.optional_text(name)?
            .ok_or_else(|| self.error(name, "is missing"))
    }

    /// A caller's own id of at most `max_chars` characters.
    pub(crate) fn id(&self, name: &str, max_chars: Option<usize>) -> Result<&'a str, BadRequest> {
        let id = self.text(name)?;
        match max_chars {
            Some(max) if id.chars().count() > max => {
                Err(self.malformed(name, &format!("at most {max} characters")))
            }
            _ => Ok(id),
        }
    }

    /// An optional boolean.
    pub(crate) fn flag(&self, name: &str) -> Result<Option<bool>, BadRequest> {
        match self.map.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::Bool(flag)) => Ok(Some(*flag)),
            Some(_) => Err(self.malformed(name, "true or false")),
        }
    }

    /// A required string that `parse` accepts; `shape` describes it in the error.
    pub(crate) fn parsed<T>(
        &self,
        name: &str,
        shape: &str,
        parse: impl FnOnce(&'a str) -> Option<T>,
    ) -> Result<T, BadRequest> {
        parse(self.text(name)?).ok_or_else(|| self.malformed(name, shape))
    }

    /// An optional string that `parse` accepts.
    pub(crate) fn optional<T>(
        &self,
        name: &str,
        shape: &str,
        parse: impl FnOnce(&'a str) -> Option<T>,
    ) -> Result<Option<T>, BadRequest> {
        self.optional_text(name)?
            .map(|text| parse(text).ok_or_else(|| self.malformed(name, shape)))
            .transpose()
    }

    /// An optional string. The empty string and null count as absent, as in the
    /// gateway's own answers (contract §1).
    pub(crate) fn optional_text(&self, name: &str) -> Result<Option<&'a str>, BadRequest> {
        match self.map.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) => Ok(Some(text.as_str()).filter(|t| !t.trim().is_empty())),
            Some(_) => Err(self.error(name, "must be a string")),
        }
    }

    fn allow_only(self, known: &[&str]) -> Result<Self, BadRequest> {
        match self.map.keys().find(|name| !known.contains(&name.as_str())) {
            // The name is the caller's own text: the answer repeats only short ones.
            Some(name) if name.len() <= 40 => Err(self.error(name, "is not a field of this call")),
            Some(_) => Err(BadRequest("a field is not one of this call's".into())),
            None => Ok(self),
        }
    }

    fn malformed(&self, name: &str, shape: &str) -> BadRequest {
        self.error(name, &format!("must be {shape}"))
    }

    fn error(&self, name: &str, what: &str) -> BadRequest {
        let dot = if self.parent.is_empty() { "" } else { "." };
        BadRequest(format!("{}{dot}{name} {what}", self.parent))
    }
}
