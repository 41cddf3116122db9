//! Server functions for the resume link.

#![expect(
    missing_docs,
    reason = "the macro makes a public struct of each function's arguments"
)]

use super::ApiError;
use leptos::{prelude::*, server_fn::codec::PostUrl};

/// Creates a resume link for this device and redirects back to the same page.
#[server(name = MakeLink, prefix = "/api", endpoint = "return-link", input = PostUrl)]
pub async fn make_link(#[server(default)] to: String) -> Result<(), ApiError> {
    use crate::server::*;

    let Some(application) = current_application() else {
        return Ok(());
    };
    set_resume_cookie(application.id).await?;
    redirect(Path::from_href(&to).unwrap_or(Path::Start));
    Ok(())
}

/// Resumes an application by the device's resume link and the date of birth. An error
/// of the store costs no try.
#[server(name = ResumeByLink, prefix = "/api", endpoint = "return", input = PostUrl)]
pub async fn come_back(
    #[server(default)] month: String,
    #[server(default)] day: String,
    #[server(default)] year: String,
    #[server(default)] followed: String,
) -> Result<(), ApiError> {
    use crate::server::*;
    use kyc::{form::birth::BirthTyped, service::ResumeOutcome};

    let services = services();
    let Some(secret) = services.resume_secret(followed == "yes") else {
        redirect_with(Path::Return, FlashMessage::LinkExpired);
        return Ok(());
    };
    let typed = BirthTyped { month, day, year };
    let outcome = services
        .onboarding
        .resume(secret, &typed, services.client)
        .await;
    match outcome.map_err(log_failure)? {
        ResumeOutcome::Resumed(application, next) => {
            send_resume_cookie(&next);
            let bound = services.session.bind(&application).await;
            bound.map_err(log_failure)?;
            redirect(if application.is_draft() {
                Path::Step(services.onboarding.progress(&application).furthest())
            } else {
                Path::Status
            });
        }
        ResumeOutcome::Invalid(fault) => {
            redirect_with(Path::Return, FlashMessage::FieldError(fault));
        }
        ResumeOutcome::LinkGone => redirect_with(Path::Return, FlashMessage::LinkExpired),
    }
    Ok(())
}

/// Ends another device's session, a resume link, or with `others` all that are not this device's.
/// The own session ends by [`SignOut`](super::SignOut).
#[server(name = EndAccess, prefix = "/api", endpoint = "end-access", input = PostUrl)]
pub async fn end_access(#[server(default)] which: String) -> Result<(), ApiError> {
    use crate::server::*;
    use kyc::device::AccessKey;

    let Some(application) = current_application() else {
        return Ok(());
    };
    let services = services();
    let all = services.session.accesses(application.id).await;
    let all = all.map_err(log_failure)?.into_iter();
    let chosen: Vec<AccessKey> = if which == "others" {
        all.filter(|it| !it.is_current).map(|it| it.key).collect()
    } else {
        all.filter(|it| it.key.handle() == which && !(it.is_current && it.key.is_session()))
            .map(|it| it.key)
            .collect()
    };
    if !chosen.is_empty() {
        let ended = services.onboarding.end_access(application.id, chosen).await;
        if or_redirect_home(ended)?.is_none() {
            return Ok(());
        }
    }
    redirect_with(Path::Status, FlashMessage::AccessEnded);
    Ok(())
}
