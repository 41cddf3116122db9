//! Server functions of the prefill.

#![expect(
    missing_docs,
    reason = "the macro makes a public struct of each function's arguments"
)]

use super::ApiError;
use leptos::{prelude::*, server_fn::codec::PostUrl};

/// Sends a verification code to the phone.
#[server(name = AskForCode, prefix = "/api", endpoint = "fill-in", input = PostUrl)]
pub async fn ask_for_code(
    #[server(default)] month: String,
    #[server(default)] day: String,
    #[server(default)] year: String,
    #[server(default)] phone: String,
    #[server(default)] lang: String,
) -> Result<(), ApiError> {
    use crate::server::*;
    use kyc::{flow::Step, form::prefill::PrefillTyped, service::CodeRequestOutcome as Outcome};

    let Some(application) = current_application() else {
        return Ok(());
    };
    let id = application.id;
    let validate = !language_switched(&lang).await?;
    let typed = PrefillTyped {
        month,
        day,
        year,
        phone,
    };
    let services = services();
    let outcome = services
        .onboarding
        .ask_for_code(application, typed, validate, services.ip)
        .await;
    match or_redirect_home(outcome)? {
        // On a double click the browser keeps only the second response, so both set
        // the cookie.
        Some(Outcome::Sent | Outcome::AlreadyRequested) => {
            set_resume_cookie(id).await?;
            redirect(Path::Code);
        }
        Some(Outcome::InvalidInput) => redirect(Path::Prefill),
        Some(Outcome::Ineligible(reason)) => redirect(Path::Ineligible(reason)),
        Some(Outcome::Unavailable) => {
            redirect_with(Path::Step(Step::Name), FlashMessage::PrefillEmpty)
        }
        Some(Outcome::NotDraft) => redirect(Path::Start),
        None => {}
    }
    Ok(())
}

/// Verifies the code, and prefills the form with the provider's data.
#[server(name = EnterCode, prefix = "/api", endpoint = "fill-in-code", input = PostUrl)]
pub async fn enter_code(
    #[server(default)] code: String,
    #[server(default)] lang: String,
) -> Result<(), ApiError> {
    use crate::server::*;
    use kyc::{flow::Step, service::CodeEntryOutcome as Outcome};

    let Some(application) = current_application() else {
        return Ok(());
    };
    if language_switched(&lang).await? {
        redirect(Path::Code);
        return Ok(());
    }
    let id = application.id;
    let onboarding = services().onboarding;
    let outcome = onboarding.enter_code(application, &code).await;
    match or_redirect_home(outcome)? {
        Some(Outcome::Prefilled) => {
            let Some(application) = or_redirect_home(onboarding.find(id).await)? else {
                return Ok(());
            };
            // The applicant skips validly prefilled steps, and reviews them on the
            // check page.
            let to = onboarding.progress(&application).furthest();
            redirect_with(Path::Step(to), FlashMessage::Prefilled);
        }
        Some(Outcome::Rejected(fault)) => {
            redirect_with(Path::Code, FlashMessage::FieldError(fault))
        }
        // The prefill page offers another code, if one is allowed.
        Some(Outcome::Expired) => redirect_with(Path::Prefill, FlashMessage::CodeExpired),
        Some(Outcome::Unavailable) => {
            redirect_with(Path::Step(Step::Name), FlashMessage::PrefillEmpty)
        }
        Some(Outcome::NotDraft) => redirect(Path::Start),
        None => {}
    }
    Ok(())
}
