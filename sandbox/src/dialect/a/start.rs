//! The body of a start, in dialects A and B (contract §3).

use serde_json::Value;
use time::Date;

use crate::dialect::fields::{BadRequest, Fields};
use crate::dialect::format;
use crate::registry::rules::Person;
use crate::registry::{Application, Naming};

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

pub(in crate::dialect) fn read(
    body: Option<&Value>,
    today: Date,
) -> Result<Application<'_>, BadRequest> {
    let fields = Fields::of_body(body, FIELDS)?;
    let application = Application {
        user_id: fields.text("userId")?,
        naming: Naming::Upstreams,
        documents: true,
        person: Person {
            first_name: fields.text("firstName")?,
            last_name: fields.text("lastName")?,
            email: fields.shaped("email", "an e-mail address", format::email)?,
            date_of_birth: fields.shaped("dateOfBirth", "a past day as YYYY-MM-DD", |text| {
                format::date(text).filter(|born| *born < today)
            })?,
        },
        referral_code: fields.optional_text("referralCode")?,
    };
    fields.optional_text("middleName")?;
    fields.shaped("phoneNumber", "in E.164 form", format::phone)?;
    fields.shaped("ssn", "of the form 123-45-6789", format::dashed_ssn)?;
    fields.text("sessionToken")?;
    fields.shaped("agreementTime", "an RFC 3339 time", format::instant)?;
    fields.optional("ipAddress", "an IP address", format::ip)?;
    check_address(&fields.object("address", ADDRESS_FIELDS)?)?;
    Ok(application)
}

fn check_address(address: &Fields<'_>) -> Result<(), BadRequest> {
    address.text("addressLine1")?;
    address.optional_text("addressLine2")?;
    address.text("city")?;
    address.shaped("state", "two capital letters", format::two_letters)?;
    address.shaped("postalCode", "a ZIP code", format::zip)?;
    address.shaped("country", "two capital letters", format::two_letters)
}
