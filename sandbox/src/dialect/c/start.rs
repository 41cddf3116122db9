//! The body of a start in dialect C (contract §3).

use serde_json::Value;
use time::Date;

use super::TONGUE;
use crate::dialect::fields::{BadRequest, Fields};
use crate::dialect::format;
use crate::registry::rules::Person;
use crate::registry::{Application, Naming};

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

const LONGEST_NAME: usize = 50;
const NAME: &str = "at most 50 characters";

pub(super) fn read(body: Option<&Value>, today: Date) -> Result<Application<'_>, BadRequest> {
    let fields = Fields::of_body(body, FIELDS)?;
    let application = Application {
        user_id: fields.id("external_id", TONGUE.longest_id)?,
        naming: Naming::Callers,
        // Absent means not eligible.
        documents: fields.flag("docv_eligible")?.unwrap_or(false),
        person: Person {
            first_name: fields.shaped("first_name", NAME, name)?,
            last_name: fields.shaped("last_name", NAME, name)?,
            email: fields.shaped("email", "an e-mail address", format::email)?,
            date_of_birth: fields.shaped("date_of_birth", "a past day as YYYY-MM-DD", |text| {
                format::date(text).filter(|born| *born < today)
            })?,
        },
        referral_code: fields.optional_text("referral_code")?,
    };
    fields.optional("middle_name", NAME, name)?;
    fields.shaped("phone_number", "in E.164 form", format::phone)?;
    fields.shaped("ssn", "nine digits", format::bare_ssn)?;
    fields.optional_text("session_token")?;
    fields.shaped("ip_address", "an IP address", format::ip)?;
    check_agreement(&fields.object("agreement", &["version", "signed_at"])?)?;
    check_address(&fields.object("address", ADDRESS_FIELDS)?)?;
    Ok(application)
}

fn name(text: &str) -> Option<&str> {
    format::within(text, LONGEST_NAME)
}

fn check_agreement(agreement: &Fields<'_>) -> Result<(), BadRequest> {
    agreement.text("version")?;
    agreement.shaped("signed_at", "an RFC 3339 time", format::instant)?;
    Ok(())
}

fn check_address(address: &Fields<'_>) -> Result<(), BadRequest> {
    address.text("address_line_1")?;
    address.optional_text("address_line_2")?;
    address.text("city")?;
    address.shaped("state", "two capital letters", format::two_letters)?;
    address.shaped("postal_code", "five digits", format::five_digits)?;
    address.shaped("country", "two capital letters", format::two_letters)
}
