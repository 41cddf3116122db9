//! The body of a start in dialect C (contract §3).

use serde_json::Value;
use time::Date;

use crate::dialect::fields::{BadRequest, Fields};
use crate::dialect::format;
use crate::registry::rules::RuleInput;
use crate::registry::{IdSource, ParsedStart};

const FIELDS: &[&str] = &[
    "external_id",
    "ssn",
    "first_name",
    "middle_name",
    "last_name",
    "date_of_birth",
    "email",
    "phone_number",
    "address",
    "agreement",
    "session_token",
    "ip_address",
    "docv_eligible",
    "referral_code",
];

const ADDRESS_FIELDS: &[&str] = &[
    "address_line_1",
    "address_line_2",
    "city",
    "state",
    "postal_code",
    "country",
];

/// The most characters that a caller's id may have.
pub(super) const MAX_ID_CHARS: usize = 49;
const MAX_NAME_CHARS: usize = 50;
const NAME_SHAPE: &str = "at most 50 characters";

pub(super) fn read(body: Option<&Value>, today: Date) -> Result<ParsedStart<'_>, BadRequest> {
    let fields = Fields::of_body(body, FIELDS)?;
    let start = ParsedStart {
        user_id: fields.id("external_id", Some(MAX_ID_CHARS))?,
        id_source: IdSource::Caller,
        // An absent flag means not eligible.
        documents: fields.flag("docv_eligible")?.unwrap_or(false),
        rule_input: RuleInput {
            first_name: fields.parsed("first_name", NAME_SHAPE, name)?,
            last_name: fields.parsed("last_name", NAME_SHAPE, name)?,
            email: fields.parsed("email", "an e-mail address", format::email)?,
            date_of_birth: fields.parsed("date_of_birth", "a past day as YYYY-MM-DD", |text| {
                format::date(text).filter(|birth_date| *birth_date < today)
            })?,
        },
        referral_code: fields.optional_text("referral_code")?,
    };
    fields.optional("middle_name", NAME_SHAPE, name)?;
    fields.parsed("phone_number", "in E.164 form", format::phone)?;
    fields.parsed("ssn", "nine digits", format::undashed_ssn)?;
    fields.optional_text("session_token")?;
    fields.parsed("ip_address", "an IP address", format::ip)?;
    check_agreement(&fields.object("agreement", &["version", "signed_at"])?)?;
    check_address(&fields.object("address", ADDRESS_FIELDS)?)?;
    Ok(start)
}

fn name(text: &str) -> Option<&str> {
    format::at_most(text, MAX_NAME_CHARS)
}

fn check_agreement(agreement: &Fields<'_>) -> Result<(), BadRequest> {
    agreement.text("version")?;
    agreement.parsed("signed_at", "an RFC 3339 time", format::instant)?;
    Ok(())
}

fn check_address(address: &Fields<'_>) -> Result<(), BadRequest> {
    address.text("address_line_1")?;
    address.optional_text("address_line_2")?;
    address.text("city")?;
    address.parsed("state", "two capital letters", format::two_letters)?;
    address.parsed("postal_code", "five digits", format::five_digits)?;
    address.parsed("country", "two capital letters", format::two_letters)
}
