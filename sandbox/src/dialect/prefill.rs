//! `POST /prefill` and `POST /prefill/otp` (contract §5).

use axum::http::StatusCode;
use serde::Serialize;
use serde_json::{Value, json};

use super::fields::Fields;
use super::tongue::Tongue;
use super::{Call, Reply, answer, format};
use crate::registry::Registry;
use crate::registry::prefill::{Address, Checked, CodeRefused, Person};

pub(super) fn begin(tongue: &Tongue, registry: &Registry, call: &Call<'_>) -> Result<Reply, Reply> {
    let casing = tongue.casing;
    let known = [
        casing.phone_number,
        casing.date_of_birth,
        casing.user_id,
        casing.session_token,
        casing.ip_address,
    ];
    let fields = Fields::of_body(call.body, &known)?;
    fields.id(casing.user_id, tongue.longest_id)?;
    if tongue.prefill_needs_session {
        fields.text(casing.session_token)?;
    } else {
        fields.optional_text(casing.session_token)?;
    }
    fields.optional(casing.ip_address, "an IP address", format::ip)?;
    let phone = fields.shaped(casing.phone_number, "in E.164 form", format::phone)?;
    let born = fields.shaped(casing.date_of_birth, "a day as YYYY-MM-DD", format::date)?;

    let standing = registry.prefill(phone, born);
    let body = json!({
        "status": answer::status(tongue, &standing),
        "externalId": standing.external_id,
    });
    Ok(Reply::sound(body).about(&standing.external_id))
}

pub(super) fn check(tongue: &Tongue, registry: &Registry, call: &Call<'_>) -> Result<Reply, Reply> {
    let fields = Fields::of_body(call.body, &["otp", tongue.casing.external_id])?;
    let external_id = fields.text(tongue.casing.external_id)?;
    let otp = fields.text("otp")?;

    let checked = registry.check_code(external_id, otp).map_err(refusal)?;
    let mut body = match checked {
        Checked::Complete(Some(person)) => json!(Prefilled::from(person)),
        Checked::Complete(None) | Checked::Pending => json!({}),
    };
    if let (Value::Object(body), Some(standing)) = (&mut body, registry.standing(external_id)) {
        body.insert("status".into(), answer::status(tongue, &standing));
    }
    Ok(Reply::sound(body).about(external_id))
}

/// What upstream really says is unknown (contract §5): the shape is that of any
/// other refusal.
fn refusal(why: CodeRefused) -> Reply {
    let (status, message) = match why {
        CodeRefused::Unknown => (StatusCode::NOT_FOUND, "no such externalId"),
        CodeRefused::Wrong => (StatusCode::BAD_REQUEST, "the code does not match"),
        CodeRefused::Spent => (StatusCode::BAD_REQUEST, "too many codes did not match"),
        CodeRefused::Expired => (StatusCode::BAD_REQUEST, "the code has expired"),
    };
    Reply::refusal(status, message)
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Prefilled {
    first_name: &'static str,
    middle_name: &'static str,
    last_name: &'static str,
    date_of_birth: String,
    phone_number: &'static str,
    email: &'static str,
    ssn: &'static str,
    address: PrefilledAddress,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PrefilledAddress {
    #[serde(rename = "addressLine1")]
    line_1: &'static str,
    #[serde(rename = "addressLine2")]
    line_2: &'static str,
    city: &'static str,
    state: &'static str,
    postal_code: &'static str,
    country: &'static str,
}

impl From<&'static Person> for Prefilled {
    fn from(person: &'static Person) -> Self {
        Self {
            first_name: person.first_name,
            middle_name: person.middle_name,
            last_name: person.last_name,
            date_of_birth: person.date_of_birth.to_string(),
            phone_number: person.phone_number,
            email: person.email,
            ssn: person.ssn_last_four,
            address: PrefilledAddress::from(&person.address),
        }
    }
}

impl From<&'static Address> for PrefilledAddress {
    fn from(address: &'static Address) -> Self {
        Self {
            line_1: address.line_1,
            line_2: address.line_2,
            city: address.city,
            state: address.state,
            postal_code: address.postal_code,
            country: address.country,
        }
    }
}
