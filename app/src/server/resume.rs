//! Resume links, and the extension of a session.

use super::{
    SessionError, current_application, log_failure, or_redirect_home, redirect, redirect_with,
    services,
};
use crate::{api::ApiError, page_context::FlashMessage, routes::Path};
use http::{StatusCode, header::SET_COOKIE};
use kyc::{
    application::Application, form::birth::BirthTyped, id::ApplicationId,
    return_link::ReturnSecret, service::ResumeOutcome,
};
use leptos::prelude::{expect_context, use_context};
use leptos_axum::ResponseOptions;

/// Creates a resume link for this device, unless it has one for this application.
pub(super) async fn set_resume_cookie(id: ApplicationId) -> Result<(), ApiError> {
    let services = services();
    if let Some(secret) = &services.device {
        let link = services.onboarding.link(secret).await;
        let link = link.map_err(|error| log_failure(&error))?;
        if link.is_some_and(|link| link.application == id) {
            return Ok(());
        }
    }
    let made = services.onboarding.make_link(id).await;
    if let Some(Some(secret)) = or_redirect_home(made)? {
        send_resume_cookie(&secret);
    }
    Ok(())
}

/// Sets the cookie with the secret, so that this device can resume.
fn send_resume_cookie(secret: &ReturnSecret) {
    let cookie = services().session.resume_cookie(secret);
    expect_context::<ResponseOptions>().append_header(SET_COOKIE, cookie);
}

/// Creates a resume link on request, and redirects back to the page.
pub(crate) async fn make_link(to: &str) -> Result<(), ApiError> {
    let Some(id) = current_application().map(|a| a.id) else {
        return Ok(());
    };
    set_resume_cookie(id).await?;
    redirect(Path::from_href(to).unwrap_or(Path::Start));
    Ok(())
}

/// Resumes an application by the device's resume link and the date of birth.
pub(crate) async fn resume(typed: &BirthTyped) -> Result<(), ApiError> {
    let services = services();
    let Some(secret) = &services.device else {
        redirect_with(Path::Return, FlashMessage::Gone);
        return Ok(());
    };
    let outcome = services.onboarding.resume(secret, typed).await;
    match outcome.map_err(|error| log_failure(&error))? {
        ResumeOutcome::Resumed(application, next) => {
            send_resume_cookie(&next);
            let bound = services.session.bind(&application).await;
            bound.map_err(|error| log_failure(&error))?;
            redirect(landing_page(&application));
        }
        ResumeOutcome::Invalid(fault) => {
            redirect_with(Path::Return, FlashMessage::FieldError(fault))
        }
        ResumeOutcome::LinkGone => redirect_with(Path::Return, FlashMessage::Gone),
    }
    Ok(())
}

/// Page on which an application continues.
fn landing_page(application: &Application) -> Path {
    if application.is_draft() {
        let progress = services().onboarding.progress(application);
        Path::Step(progress.furthest())
    } else {
        Path::Status
    }
}

/// Returns the seconds until the session times out. `stay` counts as activity.
pub(crate) async fn stay(stay: bool) -> Result<u64, ApiError> {
    let left = services().session.remaining(stay).await;
    match left.map_err(|error: SessionError| log_failure(&error))? {
        Some(left) => Ok(left.as_secs()),
        None => {
            if let Some(response) = use_context::<ResponseOptions>() {
                response.set_status(StatusCode::FORBIDDEN);
            }
            Err(ApiError::Stop)
        }
    }
}
