//! What dialects A and B share: field names, and the body of a start (contract §3).

use serde_json::Value;
use time::Date;

use super::fields::{BadRequest, Fields};
use super::format;
use super::spec::{FieldNames, Layout};
use crate::registry::rules::RuleInput;
use crate::registry::{IdSource, ParsedStart};

pub(super) const LAYOUT: Layout = Layout {
    fields: &FieldNames {
        external_id: "externalId",
        user_id: "userId",
        phone_number: "phoneNumber",
        date_of_birth: "dateOfBirth",
        session_token: "sessionToken",
        ip_address: "ipAddress",
        referral_code: "referralCode",
        webhook_url: "webhookUrl",
    },
    max_id_chars: None,
    prefill_needs_session: true,
    // Made up: the provider hands out a public key for the vendor's web SDK.
    sdk_key: "sandbox-sdk-key",
    docv_on_status: false,
    account_field: "account",
    account_on_start: true,
};

const FIELDS: &[&str] = &[
    "userId",
    "firstName",
    "middleName",
    "lastName",
    "email",
    "phoneNumber",
    "dateOfBirth",
    "ssn",
    "address",
    "sessionToken",
    "agreementTime",
    "referralCode",
    "ipAddress",
];

const ADDRESS_FIELDS: &[&str] = &[
    "addressLine1",
    "addressLine2",
    "city",
    "state",
    "postalCode",
    "country",
];

/// Reads the body of a start. A and B differ only in who makes the `externalId`.
pub(super) fn read_start(
    body: Option<&Value>,
    today: Date,
    id_source: IdSource,
) -> Result<ParsedStart<'_>, BadRequest> {
    let fields = Fields::of_body(body, FIELDS)?;
    let start = ParsedStart {
        user_id: fields.text("userId")?,
        id_source,
        documents: true,
        rule_input: RuleInput {
            first_name: fields.text("firstName")?,
            last_name: fields.text("lastName")?,
            email: fields.parsed("email", "an e-mail address", format::email)?,
            date_of_birth: fields.parsed("dateOfBirth", "a past day as YYYY-MM-DD", |text| {
                format::date(text).filter(|birth_date| *birth_date < today)
            })?,
        },
        referral_code: fields.optional_text("referralCode")?,
    };
    fields.optional_text("middleName")?;
    fields.parsed("phoneNumber", "in E.164 form", format::phone)?;
    fields.parsed("ssn", "of the form 123-45-6789", format::dashed_ssn)?;
    fields.text("sessionToken")?;
    fields.parsed("agreementTime", "an RFC 3339 time", format::instant)?;
    fields.optional("ipAddress", "an IP address", format::ip)?;
    check_address(&fields.object("address", ADDRESS_FIELDS)?)?;
    Ok(start)
}

fn check_address(address: &Fields<'_>) -> Result<(), BadRequest> {
    address.text("addressLine1")?;
    address.optional_text("addressLine2")?;
    address.text("city")?;
    address.parsed("state", "two capital letters", format::two_letters)?;
    address.parsed("postalCode", "a ZIP code", format::zip)?;
    address.parsed("country", "two capital letters", format::two_letters)
}
