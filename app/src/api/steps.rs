//! Server functions of the wizard's steps. A `lang` in the form means that the
//! language switch was pressed. The input is then kept without validation.

#![expect(
    missing_docs,
    reason = "the macro makes a public struct of each function's arguments"
)]

use super::ApiError;
use leptos::{prelude::*, server_fn::codec::PostUrl};

/// Saves the consent step.
#[server(name = SaveConsent, prefix = "/api", endpoint = "consent", input = PostUrl)]
pub async fn save_consent(
    #[server(default)] agreed: String,
    #[server(default)] lang: String,
) -> Result<(), ApiError> {
    use crate::server::save_step;
    use kyc::service::StepInput;

    save_step(StepInput::Consent(agreed == "yes"), &lang).await
}

/// Saves the name step.
#[server(name = SaveName, prefix = "/api", endpoint = "name", input = PostUrl)]
pub async fn save_name(
    #[server(default)] given: String,
    #[server(default)] middle: String,
    #[server(default)] family: String,
    #[server(default)] single: String,
    #[server(default)] lang: String,
) -> Result<(), ApiError> {
    use crate::server::save_step;
    use kyc::{form::name::NameTyped, service::StepInput};

    let typed = NameTyped {
        given,
        middle,
        family,
        single,
    };
    save_step(StepInput::Name(typed), &lang).await
}

/// Saves the date-of-birth step.
#[server(name = SaveBirthDate, prefix = "/api", endpoint = "date-of-birth", input = PostUrl)]
pub async fn save_birth_date(
    #[server(default)] month: String,
    #[server(default)] day: String,
    #[server(default)] year: String,
    #[server(default)] lang: String,
) -> Result<(), ApiError> {
    use crate::server::save_step;
    use kyc::{form::birth::BirthTyped, service::StepInput};

    save_step(StepInput::BirthDate(BirthTyped { month, day, year }), &lang).await
}

/// Saves the contact step.
#[server(name = SaveContact, prefix = "/api", endpoint = "contact", input = PostUrl)]
pub async fn save_contact(
    #[server(default)] email: String,
    #[server(default)] phone: String,
    #[server(default)] referral: String,
    #[server(default)] lang: String,
) -> Result<(), ApiError> {
    use crate::server::save_step;
    use kyc::{form::contact::ContactTyped, service::StepInput};

    let typed = ContactTyped {
        email,
        phone,
        referral,
    };
    save_step(StepInput::Contact(typed), &lang).await
}

/// Saves the home-address step.
#[server(name = SaveAddress, prefix = "/api", endpoint = "address", input = PostUrl)]
pub async fn save_address(
    #[server(default)] line1: String,
    #[server(default)] line2: String,
    #[server(default)] city: String,
    #[server(default)] state: String,
    #[server(default)] postal: String,
    #[server(default)] lang: String,
) -> Result<(), ApiError> {
    use crate::server::save_step;
    use kyc::{form::address::AddressTyped, service::StepInput};

    let typed = AddressTyped {
        line1,
        line2,
        city,
        state,
        postal,
    };
    save_step(StepInput::Address(typed), &lang).await
}

/// Saves the SSN step.
#[server(name = SaveSsn, prefix = "/api", endpoint = "ssn", input = PostUrl)]
pub async fn save_ssn(
    #[server(default)] ssn: String,
    #[server(default)] lang: String,
) -> Result<(), ApiError> {
    use crate::server::save_step;
    use kyc::service::StepInput;

    save_step(StepInput::Ssn(ssn.into()), &lang).await
}
