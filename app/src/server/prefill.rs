//! Server functions of the prefill. Each calls one use case and redirects.

use super::{
    current_application, language_switched, or_redirect_home, redirect, redirect_with, resume,
    services,
};
use crate::{api::ApiError, page_context::FlashMessage, routes::Path};
use kyc::{
    flow::Step,
    form::prefill::PrefillTyped,
    service::{CodeEntryOutcome, CodeRequestOutcome},
};

/// Sends a verification code to the phone.
pub(crate) async fn ask_for_code(typed: PrefillTyped, lang: &str) -> Result<(), ApiError> {
    let Some(application) = current_application() else {
        return Ok(());
    };
    let id = application.id;
    let judge = !language_switched(lang).await?;
    let services = services();
    let asked = services
        .onboarding
        .ask_for_code(application, typed, judge, services.ip)
        .await;
    match or_redirect_home(asked)? {
        // On a double click the browser keeps only the second response, so both set
        // the cookie.
        Some(CodeRequestOutcome::Sent | CodeRequestOutcome::Already) => {
            resume::set_resume_cookie(id).await?;
            redirect(Path::Code);
        }
        Some(CodeRequestOutcome::Mend) => redirect(Path::Prefill),
        Some(CodeRequestOutcome::Ineligible(reason)) => redirect(Path::Ineligible(reason)),
        Some(CodeRequestOutcome::Instead) => {
            redirect_with(Path::Step(Step::Name), FlashMessage::Unfilled)
        }
        Some(CodeRequestOutcome::Elsewhere) => redirect(Path::Start),
        None => {}
    }
    Ok(())
}

/// Verifies the code.
pub(crate) async fn enter_code(typed: &str, lang: &str) -> Result<(), ApiError> {
    let Some(application) = current_application() else {
        return Ok(());
    };
    if language_switched(lang).await? {
        redirect(Path::Code);
        return Ok(());
    }
    let id = application.id;
    let onboarding = services().onboarding;
    let entered = onboarding.enter_code(application, typed).await;
    match or_redirect_home(entered)? {
        Some(CodeEntryOutcome::Filled) => {
            let Some(application) = or_redirect_home(onboarding.find(id).await)? else {
                return Ok(());
            };
            // The applicant skips validly prefilled steps, and reviews them on the
            // check page.
            let to = onboarding.progress(&application).furthest();
            redirect_with(Path::Step(to), FlashMessage::Filled);
        }
        Some(CodeEntryOutcome::Mend(fault)) => {
            redirect_with(Path::Code, FlashMessage::FieldError(fault))
        }
        // The prefill page offers another code, if one is allowed.
        Some(CodeEntryOutcome::RunOut) => redirect_with(Path::Prefill, FlashMessage::RunOut),
        Some(CodeEntryOutcome::Instead) => {
            redirect_with(Path::Step(Step::Name), FlashMessage::Unfilled)
        }
        Some(CodeEntryOutcome::Elsewhere) => redirect(Path::Start),
        None => {}
    }
    Ok(())
}
