//! Server functions of the wizard. Each calls one use case and redirects.

use super::{
    Services, current_application, language_switched, log_failure, or_redirect_home, redirect,
    resume, services,
};
use crate::{api::ApiError, page_context::page_context, routes::Path};
use kyc::{
    flow::Step,
    id::ApplicationId,
    service::{Intent, Renewed, Saved, StepInput, Submitted},
};
use zeroize::Zeroizing;

/// Creates an application, unless the session has one.
pub(crate) async fn create(referral: &str) -> Result<(), ApiError> {
    let services = services();
    if page_context().application().is_none() {
        let referral = Some(referral.trim()).filter(|code| !code.is_empty());
        let application = services
            .onboarding
            .create(referral)
            .await
            .map_err(|error| log_failure(&error))?;
        services
            .session
            .bind(&application)
            .await
            .map_err(|error| log_failure(&error))?;
        redirect(Path::Step(Step::Consent));
    } else {
        redirect(Path::Start);
    }
    Ok(())
}

/// Changes the language.
pub(crate) async fn set_language(lang: &str, to: &str) -> Result<(), ApiError> {
    language_switched(lang).await?;
    redirect(Path::from_href(to).unwrap_or(Path::Start));
    Ok(())
}

/// Saves a step.
pub(crate) async fn save(entry: StepInput, lang: &str) -> Result<(), ApiError> {
    let Some(application) = current_application() else {
        return Ok(());
    };
    let id = application.id;
    let intent = if language_switched(lang).await? {
        Intent::Keep
    } else {
        Intent::Continue
    };
    let step = entry.step();
    let saved = services().onboarding.save(application, entry, intent).await;
    match or_redirect_home(saved)? {
        Some(Saved::Go(to)) => {
            if step == Step::BirthDate && to != step {
                resume::set_resume_cookie(id).await?;
            }
            redirect(Path::Step(to));
        }
        Some(Saved::Ineligible(reason)) => redirect(Path::Ineligible(reason)),
        Some(Saved::Submitted) => redirect(Path::Status),
        None => {}
    }
    Ok(())
}

/// Submits the application.
pub(crate) async fn submit(lang: &str) -> Result<(), ApiError> {
    let Some(application) = current_application() else {
        return Ok(());
    };
    if language_switched(lang).await? {
        redirect(Path::Step(Step::Check));
        return Ok(());
    }
    let services = services();
    let id = application.id;
    let submitted = services.onboarding.submit(application, services.ip).await;
    match or_redirect_home(submitted)? {
        Some(Submitted::Go(step)) => redirect(Path::Step(step)),
        Some(Submitted::OnItsWay) => submit_and_redirect(&services, id).await?,
        None => {}
    }
    Ok(())
}

/// Retries a failed submission.
pub(crate) async fn retry() -> Result<(), ApiError> {
    let Some(id) = current_application().map(|a| a.id) else {
        return Ok(());
    };
    let services = services();
    match or_redirect_home(services.onboarding.retry(id).await)? {
        Some(()) => submit_and_redirect(&services, id).await,
        None => Ok(()),
    }
}

/// Opens an attempt for a new capture link.
pub(crate) async fn renew(ssn: Zeroizing<String>, lang: &str) -> Result<(), ApiError> {
    let Some(id) = current_application().map(|a| a.id) else {
        return Ok(());
    };
    if language_switched(lang).await? {
        redirect(Path::Renew);
        return Ok(());
    }
    let services = services();
    let renewed = services.onboarding.renew(id, &ssn, services.ip).await;
    match or_redirect_home(renewed)? {
        Some(Renewed::Mend) => redirect(Path::Renew),
        Some(Renewed::OnItsWay) => submit_and_redirect(&services, id).await?,
        None => {}
    }
    Ok(())
}

/// Waits briefly for the attempt, stores the provider's id in the session, and
/// redirects to the status.
async fn submit_and_redirect(services: &Services, id: ApplicationId) -> Result<(), ApiError> {
    services.dispatcher.submit_now(id).await;
    let found = services.onboarding.find(id).await;
    let Some(application) = or_redirect_home(found)? else {
        return Ok(());
    };
    if application.is_draft() {
        redirect(Path::Step(Step::Check));
    } else {
        redirect(Path::Status);
    }
    services
        .session
        .remember_external_id(&application)
        .await
        .map_err(|error| log_failure(&error))
}
