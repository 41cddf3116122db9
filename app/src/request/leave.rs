//! Leaving and coming back: return links, and a session that is kept awake.

use super::{SessionError, failed, go, go_and_say, mine, services, unless_gone};
use crate::{api::ApiError, routes::Path, visit::Notice};
use http::{StatusCode, header::SET_COOKIE};
use kyc::{
    application::Application, form::birth::BirthTyped, id::ApplicationId,
    return_link::ReturnSecret, service::ResumeOutcome,
};
use leptos::prelude::{expect_context, use_context};
use leptos_axum::ResponseOptions;

/// Makes a return link for this device, unless it has one for this
/// application.
pub(super) async fn remember(id: ApplicationId) -> Result<(), ApiError> {
    let services = services();
    if let Some(secret) = &services.device {
        let link = services.onboarding.link(secret).await;
        let link = link.map_err(|error| failed(&error))?;
        if link.is_some_and(|link| link.application == id) {
            return Ok(());
        }
    }
    let made = services.onboarding.make_link(id).await;
    if let Some(Some(secret)) = unless_gone(made)? {
        keep(&secret);
    }
    Ok(())
}

/// Has the browser keep the secret, so that this device finds back by itself.
fn keep(secret: &ReturnSecret) {
    let cookie = services().session.return_cookie(secret);
    expect_context::<ResponseOptions>().append_header(SET_COOKIE, cookie);
}

/// Makes a link at the person's wish and shows it where they were.
pub(crate) async fn make_link(to: &str) -> Result<(), ApiError> {
    let Some(id) = mine().map(|a| a.id) else {
        return Ok(());
    };
    remember(id).await?;
    go(Path::from_href(to).unwrap_or(Path::Start));
    Ok(())
}

/// Lets somebody back in who followed a return link and knows the date of
/// birth.
pub(crate) async fn come_back(typed: &BirthTyped) -> Result<(), ApiError> {
    let services = services();
    let Some(secret) = &services.device else {
        go_and_say(Path::Return, Notice::Gone);
        return Ok(());
    };
    let outcome = services.onboarding.resume(secret, typed).await;
    match outcome.map_err(|error| failed(&error))? {
        ResumeOutcome::Resumed(application, next) => {
            keep(&next);
            let bound = services.session.bind(&application).await;
            bound.map_err(|error| failed(&error))?;
            go(whereabouts(&application));
        }
        ResumeOutcome::Invalid(fault) => go_and_say(Path::Return, Notice::FieldError(fault)),
        ResumeOutcome::LinkGone => go_and_say(Path::Return, Notice::Gone),
    }
    Ok(())
}

/// Where an application goes on.
fn whereabouts(application: &Application) -> Path {
    if application.is_draft() {
        let progress = services().onboarding.progress(application);
        Path::Step(progress.furthest())
    } else {
        Path::Status
    }
}

/// How many seconds are left before the session ends for want of a sign of
/// life; `stay` is such a sign.
pub(crate) async fn stay(stay: bool) -> Result<u64, ApiError> {
    let left = services().session.left(stay).await;
    match left.map_err(|error: SessionError| failed(&error))? {
        Some(left) => Ok(left.as_secs()),
        None => {
            if let Some(response) = use_context::<ResponseOptions>() {
                response.set_status(StatusCode::FORBIDDEN);
            }
            Err(ApiError::Stop)
        }
    }
}
