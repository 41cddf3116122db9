//! Strict reading of a JSON object: nothing missing, nothing malformed,
//! nothing unexpected.
//!
//! The real gateway is more forgiving at times. A pretend one had better not
//! be: what it lets pass is never noticed.

use axum::http::StatusCode;
use serde_json::{Map, Value};

use super::reply::Reply;

/// The first fault in a request body. Names fields, never their values.
#[derive(Debug)]
pub(crate) struct BadRequest(String);

impl From<BadRequest> for Reply {
    fn from(fault: BadRequest) -> Self {
        Self::refusal(StatusCode::BAD_REQUEST, fault.0)
    }
}

/// An object whose field names are all known.
pub(crate) struct Fields<'a> {
    map: &'a Map<String, Value>,
    inside: &'static str,
}

impl<'a> Fields<'a> {
    /// The request body itself.
    pub(crate) fn of_body(body: Option<&'a Value>, known: &[&str]) -> Result<Self, BadRequest> {
        let map = body
            .and_then(Value::as_object)
            .ok_or_else(|| BadRequest("the body must be a JSON object".into()))?;
        Self { map, inside: "" }.only(known)
    }

    /// An object within this one.
    pub(crate) fn object(
        &self,
        name: &'static str,
        known: &[&'static str],
    ) -> Result<Self, BadRequest> {
        let map = match self.map.get(name) {
            Some(Value::Object(map)) => map,
            None | Some(Value::Null) => return Err(self.fault(name, "is missing")),
            Some(_) => return Err(self.fault(name, "must be an object")),
        };
        Self { map, inside: name }.only(known)
    }

    /// A required field that only has to hold something.
    pub(crate) fn text(&self, name: &str) -> Result<&'a str, BadRequest> {
        self.optional_text(name)?
            .ok_or_else(|| self.fault(name, "is missing"))
    }

    /// A caller's own id, which a dialect may want short.
    pub(crate) fn id(&self, name: &str, longest: Option<usize>) -> Result<&'a str, BadRequest> {
        let id = self.text(name)?;
        match longest {
            Some(longest) if id.chars().count() > longest => {
                Err(self.misshapen(name, &format!("at most {longest} characters")))
            }
            _ => Ok(id),
        }
    }

    /// A yes or no that may be left out.
    pub(crate) fn flag(&self, name: &str) -> Result<Option<bool>, BadRequest> {
        match self.map.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::Bool(flag)) => Ok(Some(*flag)),
            Some(_) => Err(self.misshapen(name, "true or false")),
        }
    }

    /// A required field of a certain shape.
    pub(crate) fn shaped<T>(
        &self,
        name: &str,
        shape: &str,
        parse: impl FnOnce(&'a str) -> Option<T>,
    ) -> Result<T, BadRequest> {
        parse(self.text(name)?).ok_or_else(|| self.misshapen(name, shape))
    }

    /// A field of a certain shape that may be left out.
    pub(crate) fn optional<T>(
        &self,
        name: &str,
        shape: &str,
        parse: impl FnOnce(&'a str) -> Option<T>,
    ) -> Result<Option<T>, BadRequest> {
        self.optional_text(name)?
            .map(|text| parse(text).ok_or_else(|| self.misshapen(name, shape)))
            .transpose()
    }

    /// A field that may be left out. The empty string and null are absence too,
    /// as they are in what the gateway itself writes (contract §1).
    pub(crate) fn optional_text(&self, name: &str) -> Result<Option<&'a str>, BadRequest> {
        match self.map.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) => Ok(Some(text.as_str()).filter(|t| !t.trim().is_empty())),
            Some(_) => Err(self.fault(name, "must be a string")),
        }
    }

    fn only(self, known: &[&str]) -> Result<Self, BadRequest> {
        match self.map.keys().find(|name| !known.contains(&name.as_str())) {
            // The name is the caller's own text: long ones are not sent back.
            Some(name) if name.len() <= 40 => Err(self.fault(name, "is not a field of this call")),
            Some(_) => Err(BadRequest("a field is not one of this call's".into())),
            None => Ok(self),
        }
    }

    fn misshapen(&self, name: &str, shape: &str) -> BadRequest {
        self.fault(name, &format!("must be {shape}"))
    }

    fn fault(&self, name: &str, what: &str) -> BadRequest {
        let dot = if self.inside.is_empty() { "" } else { "." };
        BadRequest(format!("{}{dot}{name} {what}", self.inside))
    }
}
