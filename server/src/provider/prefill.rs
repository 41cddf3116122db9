//! Prefill: the provider sends a code by text message and returns known data for it (contract §5).
//! Responses use camel case in every dialect.

use super::{
    client::{ApiCall, Client, in_time},
    reader::{normal, stored_word},
    response::unavailable,
    wire::{Status, text},
};
use async_trait::async_trait;
use kyc::{
    form::{
        address::AddressTyped,
        name::NameTyped,
        prefill::{Code, PrefillData},
    },
    id::ExternalId,
    ports::{CodeCheckOutcome, PrefillRequest, Prefiller, VerifierError},
};
use serde::Deserialize;

/// Response to a prefill request.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Begun {
    #[serde(default)]
    status: Option<Status>,
    #[serde(default, deserialize_with = "text")]
    external_id: String,
}

/// Response to a code. All fields but `status` may be absent. The last four digits of the SSN are
/// not read, because the server does not need them.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Known {
    status: Status,
    #[serde(default, deserialize_with = "text")]
    first_name: String,
    #[serde(default, deserialize_with = "text")]
    middle_name: String,
    #[serde(default, deserialize_with = "text")]
    last_name: String,
    #[serde(default, deserialize_with = "text")]
    email: String,
    #[serde(default)]
    address: Option<PrefillAddress>,
}

/// `address`.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct PrefillAddress {
    #[serde(deserialize_with = "text")]
    address_line1: String,
    #[serde(deserialize_with = "text")]
    address_line2: String,
    #[serde(deserialize_with = "text")]
    city: String,
    #[serde(deserialize_with = "text")]
    state: String,
    #[serde(deserialize_with = "text")]
    postal_code: String,
    #[serde(deserialize_with = "text")]
    country: String,
}

/// Provider id of a code that was sent.
fn begun(body: &[u8]) -> Result<ExternalId, VerifierError> {
    let begun: Option<Begun> = serde_json::from_slice(body).ok();
    let id = begun.and_then(|begun| {
        let ids = [
            begun.external_id,
            begun.status.unwrap_or_default().external_id,
        ];
        ids.iter().find_map(|id| ExternalId::parse(id).ok())
    });
    id.ok_or_else(|| unavailable("unreadable", None))
}

/// Result of a code check. Every status but complete counts as pending.
fn checked(body: &[u8]) -> Result<CodeCheckOutcome, VerifierError> {
    let known: Known = serde_json::from_slice(body).map_err(|_| unavailable("unreadable", None))?;
    tracing::info!(
        decision = stored_word(&known.status.decision),
        status = stored_word(&known.status.status),
        "the provider checked a code"
    );
    if normal(&known.status.status) != "prefillcomplete" {
        return Ok(CodeCheckOutcome::Pending);
    }
    let found = PrefillData {
        name: NameTyped {
            given: known.first_name,
            middle: known.middle_name,
            family: known.last_name,
            ..NameTyped::default()
        },
        email: known.email.into(),
        address: known.address.map(typed).unwrap_or_default(),
    };
    Ok(CodeCheckOutcome::Right(Box::new(found)))
}

#[cfg(feature = "test-api")]
/// Prefill data, if the code was correct.
pub(crate) fn prefilled(body: &[u8]) -> Option<PrefillData> {
    match checked(body) {
        Ok(CodeCheckOutcome::Right(found)) => Some(*found),
        Ok(CodeCheckOutcome::Pending) | Err(_) => None,
    }
}

/// Address as form input; empty if it is outside the US.
fn typed(address: PrefillAddress) -> AddressTyped {
    let country = normal(&address.country);
    if !matches!(country.as_str(), "" | "us" | "usa" | "unitedstates") {
        return AddressTyped::default();
    }
    AddressTyped {
        line1: address.address_line1,
        line2: address.address_line2,
        city: address.city,
        state: address.state,
        postal: address.postal_code,
    }
}

#[async_trait]
impl Prefiller for Client {
    async fn begin(&self, request: &PrefillRequest<'_>) -> Result<ExternalId, VerifierError> {
        let body = self.provider.dialect.prefill(request);
        let call = ApiCall::post("/prefill", &body);
        let answer = in_time(self.waits.provider_call, self.call(&call)).await?;
        begun(&answer)
    }

    async fn check(&self, id: &ExternalId, code: &Code) -> Result<CodeCheckOutcome, VerifierError> {
        let body = self.provider.dialect.code(id, code);
        let call = ApiCall::post("/prefill/otp", &body);
        let answer = in_time(self.waits.provider_call, self.call(&call)).await?;
        checked(&answer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Dialect;
    use kyc::{
        form::birth::BirthTyped,
        id::{SessionToken, UserId},
        value::Phone,
    };
    use serde_json::{Value, json};
    use std::net::Ipv4Addr;
    use time::macros::date;

    fn json(body: &kyc::application::SerializedRequest) -> Value {
        serde_json::from_slice(body.expose()).expect("JSON")
    }

    #[test]
    fn code_request_uses_the_words_of_each_dialect() {
        let birth = BirthTyped {
            day: "30".to_owned(),
            month: "3".to_owned(),
            year: "1985".to_owned(),
        };
        let token = SessionToken::from_entropy([7; 16]);
        let request = PrefillRequest {
            user_id: &UserId::from_stored("user_123".to_owned()),
            phone: &Phone::parse("+14155551212").expect("sound"),
            birth: &birth.parse(date!(2026 - 11 - 26)).expect("sound"),
            session_token: &token,
            ip: Ipv4Addr::new(203, 0, 113, 42).into(),
        };
        let camel = json!({
            "phoneNumber": "+14155551212", "dateOfBirth": "1985-03-30", "userId": "user_123",
            "sessionToken": token.as_str(), "ipAddress": "203.0.113.42",
        });
        // A stand-in token would vouch for a device that was never checked.
        let snake = json!({
            "phone_number": "+14155551212", "date_of_birth": "1985-03-30", "user_id": "user_123",
            "ip_address": "203.0.113.42",
        });
        for (dialect, expected) in [
            (Dialect::A, &camel),
            (Dialect::B, &camel),
            (Dialect::C, &snake),
        ] {
            assert_eq!(json(&dialect.prefill(&request)), *expected, "{dialect:?}");
        }
    }

    #[test]
    fn code_check_uses_the_words_of_each_dialect() {
        let id = ExternalId::parse("ext_1").expect("an id");
        let code = Code::parse("123 456").expect("a code");
        for (dialect, name) in [
            (Dialect::A, "externalId"),
            (Dialect::B, "externalId"),
            (Dialect::C, "external_id"),
        ] {
            let expected = json!({ "otp": "123456", name: "ext_1" });
            assert_eq!(json(&dialect.code(&id, &code)), expected, "{dialect:?}");
        }
    }

    #[test]
    fn code_id_is_read_from_both_places() {
        for (body, id) in [
            // The contract's example.
            (
                r#"{"status":{"decision":"pending","status":"otp_sent","subStatus":"","externalId":"ext_1"},"externalId":"ext_1"}"#,
                Some("ext_1"),
            ),
            (
                r#"{"status":{"externalId":"ext_1","new":[]},"externalId":null,"new":1}"#,
                Some("ext_1"),
            ),
            (
                r#"{"status":{"externalId":""},"externalId":"ext_2"}"#,
                Some("ext_2"),
            ),
            (r#"{"externalId":4711}"#, Some("4711")),
            (r#"{"status":null,"externalId":"ext_3"}"#, Some("ext_3")),
            (r#"{"status":{"externalId":""},"externalId":""}"#, None),
            (r#"{"external_id":"ext_1"}"#, None),
            (r#"{"externalId":["ext_1"]}"#, None),
            ("{}", None),
            ("", None),
            ("<html>", None),
        ] {
            let read = begun(body.as_bytes()).ok();
            assert_eq!(read.as_ref().map(ExternalId::as_str), id, "{body}");
        }
    }

    const EXAMPLE: &str = r#"{"status":{"decision":"pending","status":"prefill_complete","subStatus":"","externalId":"ext_1"},
        "firstName":"Jane","middleName":"","lastName":"Smith","dateOfBirth":"1990-06-15","phoneNumber":"+12125551234",
        "email":"jane.smith@example.com","ssn":"6789","address":{"addressLine1":"123 Main St","addressLine2":"Apt 4B",
        "city":"New York","state":"NY","postalCode":"10001","country":"US"}}"#;

    fn right(body: &str) -> PrefillData {
        match checked(body.as_bytes()) {
            Ok(CodeCheckOutcome::Right(found)) => *found,
            other => panic!("{other:?} of {body}"),
        }
    }

    #[test]
    fn prefill_data_may_lack_any_field() {
        let found = right(EXAMPLE);
        assert_eq!(
            [&found.name.given, &found.name.middle, &found.name.family],
            ["Jane", "", "Smith"]
        );
        assert_eq!(found.email.expose(), "jane.smith@example.com");
        let AddressTyped {
            line1,
            line2,
            city,
            state,
            postal,
        } = &found.address;
        assert_eq!(
            [line1, line2, city, state, postal],
            ["123 Main St", "Apt 4B", "New York", "NY", "10001"]
        );

        // One field at a time: removed, `null`, empty, or replaced by an unknown field.
        let all: Value = serde_json::from_str(EXAMPLE).expect("JSON");
        for name in all
            .as_object()
            .expect("an object")
            .keys()
            .filter(|name| *name != "status")
        {
            for instead in [None, Some(Value::Null)] {
                let mut body = all.clone();
                let fields = body.as_object_mut().expect("an object");
                fields.remove(name);
                fields.extend(instead.map(|value| (name.clone(), value)));
                fields.insert("new".to_owned(), json!({ "unknown": [1] }));
                right(&body.to_string());
            }
        }
        let mut numbers = all.clone();
        numbers["address"]["postalCode"] = json!(10001);
        numbers["ssn"] = json!(6789);
        assert_eq!(right(&numbers.to_string()).address.postal, "10001");
        assert_eq!(
            right(r#"{"status":{"status":"Prefill Complete"}}"#),
            PrefillData::default()
        );
    }

    #[test]
    fn address_outside_the_united_states_is_ignored() {
        for (country, used) in [
            ("US", true),
            ("", true),
            ("usa", true),
            ("CA", false),
            ("MX", false),
        ] {
            let mut body: Value = serde_json::from_str(EXAMPLE).expect("JSON");
            body["address"]["country"] = json!(country);
            let found = right(&body.to_string());
            assert_eq!(found.address != AddressTyped::default(), used, "{country}");
            assert_eq!(found.name.given, "Jane");
        }
    }

    #[test]
    fn incomplete_prefill_is_pending() {
        for body in [
            r#"{"status":{"decision":"pending","status":"otp_sent","subStatus":"","externalId":"ext_1"}}"#,
            r#"{"status":{"decision":"approved","status":"complete"},"firstName":"Jane"}"#,
            r#"{"status":{},"firstName":"Jane"}"#,
        ] {
            assert_eq!(
                checked(body.as_bytes()),
                Ok(CodeCheckOutcome::Pending),
                "{body}"
            );
        }
        for body in [
            "",
            "{}",
            "[]",
            "<html>",
            r#"{"status":"prefill_complete"}"#,
            r#"{"status":{"status":["x"]}}"#,
        ] {
            assert!(checked(body.as_bytes()).is_err(), "{body}");
        }
    }
}
