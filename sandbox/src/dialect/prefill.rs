//! `POST /prefill` and `POST /prefill/otp` (contract §5).

use axum::http::StatusCode;
use serde::Serialize;
use serde_json::{Value, json};

use super::call::Call;
use super::fields::Fields;
use super::reply::Reply;
use super::spec::DialectSpec;
use super::{answer, format};
use crate::registry::Registry;
use crate::registry::prefill::{CodeCheck, CodeError, PersonOnRecord, PostalAddress};

/// Begins a prefill: the registry sends a code to the phone.
pub(super) fn begin(
    spec: &dyn DialectSpec,
    registry: &Registry,
    call: &Call<'_>,
) -> Result<Reply, Reply> {
    let layout = spec.layout();
    let names = layout.fields;
    let known = [
        names.phone_number,
        names.date_of_birth,
        names.user_id,
        names.session_token,
        names.ip_address,
    ];
    let fields = Fields::of_body(call.body, &known)?;
    fields.id(names.user_id, layout.max_id_chars)?;
    if layout.prefill_needs_session {
        fields.text(names.session_token)?;
    } else {
        fields.optional_text(names.session_token)?;
    }
    fields.optional(names.ip_address, "an IP address", format::ip)?;
    let phone = fields.parsed(names.phone_number, "in E.164 form", format::phone)?;
    let birth_date = fields.parsed(names.date_of_birth, "a day as YYYY-MM-DD", format::date)?;

    let status = registry.begin_prefill(phone, birth_date);
    let body = json!({
        "status": answer::status_object(spec, &status),
        "externalId": status.external_id,
    });
    Ok(Reply::ok(body).with_external_id(&status.external_id))
}

/// Checks the code that the applicant typed.
pub(super) fn check_code(
    spec: &dyn DialectSpec,
    registry: &Registry,
    call: &Call<'_>,
) -> Result<Reply, Reply> {
    let id_field = spec.layout().fields.external_id;
    let fields = Fields::of_body(call.body, &["otp", id_field])?;
    let external_id = fields.text(id_field)?;
    let otp = fields.text("otp")?;

    let check = registry.check_code(external_id, otp).map_err(code_error)?;
    let mut body = match check {
        CodeCheck::Complete(Some(person)) => json!(PrefillJson::from(person)),
        CodeCheck::Complete(None) | CodeCheck::Pending => json!({}),
    };
    if let (Value::Object(body), Some(status)) = (&mut body, registry.status(external_id)) {
        body.insert("status".into(), answer::status_object(spec, &status));
    }
    Ok(Reply::ok(body).with_external_id(external_id))
}

/// The contract does not publish the provider's answer (§5). The shape is that
/// of any other error.
fn code_error(error: CodeError) -> Reply {
    let (status, message) = match error {
        CodeError::Unknown => (StatusCode::NOT_FOUND, "no such externalId"),
        CodeError::Wrong => (StatusCode::BAD_REQUEST, "the code does not match"),
        CodeError::TooManyAttempts => (StatusCode::BAD_REQUEST, "too many codes did not match"),
        CodeError::Expired => (StatusCode::BAD_REQUEST, "the code has expired"),
    };
    Reply::error(status, message)
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PrefillJson {
    first_name: &'static str,
    middle_name: &'static str,
    last_name: &'static str,
    date_of_birth: String,
    phone_number: &'static str,
    email: &'static str,
    ssn: &'static str,
    address: AddressJson,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct AddressJson {
    #[serde(rename = "addressLine1")]
    line_1: &'static str,
    #[serde(rename = "addressLine2")]
    line_2: &'static str,
    city: &'static str,
    state: &'static str,
    postal_code: &'static str,
    country: &'static str,
}

impl From<&'static PersonOnRecord> for PrefillJson {
    fn from(person: &'static PersonOnRecord) -> Self {
        Self {
            first_name: person.first_name,
            middle_name: person.middle_name,
            last_name: person.last_name,
            date_of_birth: person.date_of_birth.to_string(),
            phone_number: person.phone_number,
            email: person.email,
            ssn: person.ssn_last_four,
            address: AddressJson::from(&person.address),
        }
    }
}

impl From<&'static PostalAddress> for AddressJson {
    fn from(address: &'static PostalAddress) -> Self {
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
