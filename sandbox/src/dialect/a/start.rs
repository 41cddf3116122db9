//! `POST /start` (contract §3).

use axum::http::StatusCode;
use time::Date;

use super::answer::{Docv, inquiry};
use crate::dialect::fields::{BadRequest, Fields};
use crate::dialect::{Call, Reply, format};
use crate::registry::rules::Person;
use crate::registry::{Application, Registry};

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

pub(super) fn answer(registry: &Registry, call: &Call<'_>) -> Result<Reply, Reply> {
    let fields = Fields::of_body(call.body, FIELDS)?;
    let application = read(&fields, registry.clock.now().date())?;
    let standing = registry.start(&application).map_err(|_| {
        Reply::refusal(StatusCode::CONFLICT, "this participant is already approved")
    })?;
    let docv = standing
        .link
        .as_ref()
        .map(|link| Docv::of(link, call.origin));
    Ok(inquiry(&standing, docv))
}

/// Checks every field, and keeps the few that anything depends on.
fn read<'a>(fields: &Fields<'a>, today: Date) -> Result<Application<'a>, BadRequest> {
    let application = Application {
        user_id: fields.text("userId")?,
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
