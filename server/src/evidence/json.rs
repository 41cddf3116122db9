//! JSON with one reading: names occur once, and the canonical form of RFC 8785 is signed.

use crate::crypto::unhex;
use serde::{
    Deserialize, Deserializer,
    de::{Error, MapAccess, SeqAccess, Visitor},
};
use serde_json::{Map, Value};
use std::fmt;

/// Parses a file. A name that occurs twice is an error: two programs could read two values.
pub(super) fn parse(text: &[u8]) -> Result<Value, serde_json::Error> {
    serde_json::from_slice::<UniqueKeysJson>(text).map(|file| file.0)
}

/// The canonical form: names in order, no space, shortest escapes. The files have no fractions.
pub(super) fn canonical(value: &Value) -> Vec<u8> {
    let mut text = Vec::new();
    write(value, &mut text);
    text
}

fn write(value: &Value, text: &mut Vec<u8>) {
    match value {
        Value::Array(items) => {
            text.push(b'[');
            for (n, item) in items.iter().enumerate() {
                if n > 0 {
                    text.push(b',');
                }
                write(item, text);
            }
            text.push(b']');
        }
        Value::Object(map) => {
            let mut members: Vec<_> = map.iter().collect();
            members.sort_unstable_by_key(|(name, _)| *name);
            text.push(b'{');
            for (n, (name, member)) in members.into_iter().enumerate() {
                if n > 0 {
                    text.push(b',');
                }
                write(&Value::String(name.clone()), text);
                text.push(b':');
                write(member, text);
            }
            text.push(b'}');
        }
        plain => text.extend_from_slice(plain.to_string().as_bytes()),
    }
}

pub(super) static NULL: Value = Value::Null;

/// The member of an object; null if it is missing.
pub(super) fn member<'a>(of: &'a Value, name: &str) -> &'a Value {
    of.get(name).unwrap_or(&NULL)
}

/// The items of a list; none if it is no list.
pub(super) fn items<'a>(of: &'a Value, name: &str) -> &'a [Value] {
    member(of, name).as_array().map_or(&[], Vec::as_slice)
}

pub(super) fn text<'a>(of: &'a Value, name: &str) -> &'a str {
    member(of, name).as_str().unwrap_or_default()
}

pub(super) fn bytes(of: &Value, name: &str) -> Vec<u8> {
    unhex(text(of, name)).unwrap_or_default()
}

/// A JSON value in which no name occurs twice.
struct UniqueKeysJson(Value);

impl<'de> Deserialize<'de> for UniqueKeysJson {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(UniqueKeysVisitor).map(Self)
    }
}

struct UniqueKeysVisitor;

impl<'de> Visitor<'de> for UniqueKeysVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON without fractions")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut found = Vec::new();
        while let Some(UniqueKeysJson(item)) = items.next_element()? {
            found.push(item);
        }
        Ok(Value::Array(found))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let mut found = Map::new();
        while let Some((name, UniqueKeysJson(member))) = members.next_entry::<String, _>()? {
            if found.insert(name.clone(), member).is_some() {
                return Err(A::Error::custom(format!("{name} occurs twice")));
            }
        }
        Ok(Value::Object(found))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn canonical_form_has_ordered_names_and_no_space() {
        let text = r#" { "b" : [ 1 , null, true ], "a": "\u00e9\n\u001f\"\\/" } "#;
        let canonical = canonical(&parse(text.as_bytes()).expect("JSON"));
        assert_eq!(
            String::from_utf8(canonical).expect("UTF-8"),
            "{\"a\":\"é\\n\\u001f\\\"\\\\/\",\"b\":[1,null,true]}"
        );
    }

    #[test]
    fn ambiguous_json_is_refused() {
        for text in [
            r#"{"a":1,"a":1}"#,
            r#"[{"a":{"b":1,"b":2}}]"#,
            "1.0",
            "{",
            "1 2",
        ] {
            assert!(parse(text.as_bytes()).is_err(), "{text}");
        }
    }
}
