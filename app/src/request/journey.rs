//! The forms of the journey: each calls one use case and says where to go.

use super::{PATIENCE, Services, failed, go, leave, mine, services, switched, unless_gone};
use crate::{api::ApiError, routes::Path, visit::visit};
use kyc::{
    flow::Step,
    id::ApplicationId,
    service::{Intent, Renewed, Saved, StepInput, Submitted},
};
use zeroize::Zeroizing;

/// Opens an application, unless the session has one.
pub(crate) async fn begin(referral: &str) -> Result<(), ApiError> {
    let services = services();
    if visit().application().is_none() {
        let referral = Some(referral.trim()).filter(|code| !code.is_empty());
        let application = services
            .onboarding
            .create(referral)
            .await
            .map_err(|error| failed(&error))?;
        services
            .session
            .bind(&application)
            .await
            .map_err(|error| failed(&error))?;
        go(Path::Step(Step::Consent));
    } else {
        go(Path::Start);
    }
    Ok(())
}

/// Changes the language.
pub(crate) async fn speak(lang: &str, to: &str) -> Result<(), ApiError> {
    switched(lang).await?;
    go(Path::from_href(to).unwrap_or(Path::Start));
    Ok(())
}

/// Saves a step.
pub(crate) async fn save(entry: StepInput, lang: &str) -> Result<(), ApiError> {
    let Some(application) = mine() else {
        return Ok(());
    };
    let id = application.id;
    let intent = if switched(lang).await? {
        Intent::Keep
    } else {
        Intent::Continue
    };
    let step = entry.step();
    let saved = services().onboarding.save(application, entry, intent).await;
    match unless_gone(saved)? {
        Some(Saved::Go(to)) => {
            if step == Step::BirthDate && to != step {
                leave::remember(id).await?;
            }
            go(Path::Step(to));
        }
        Some(Saved::Ineligible(reason)) => go(Path::Ineligible(reason)),
        Some(Saved::Submitted) => go(Path::Status),
        None => {}
    }
    Ok(())
}

/// Hands the application in.
pub(crate) async fn submit(lang: &str) -> Result<(), ApiError> {
    let Some(application) = mine() else {
        return Ok(());
    };
    if switched(lang).await? {
        go(Path::Step(Step::Check));
        return Ok(());
    }
    let services = services();
    let id = application.id;
    let submitted = services.onboarding.submit(application, services.ip).await;
    match unless_gone(submitted)? {
        Some(Submitted::Go(step)) => go(Path::Step(step)),
        Some(Submitted::OnItsWay) => on_its_way(&services, id).await?,
        None => {}
    }
    Ok(())
}

/// Tries a stuck delivery once more.
pub(crate) async fn retry() -> Result<(), ApiError> {
    let Some(id) = mine().map(|a| a.id) else {
        return Ok(());
    };
    let services = services();
    match unless_gone(services.onboarding.retry(id).await)? {
        Some(()) => on_its_way(&services, id).await,
        None => Ok(()),
    }
}

/// Opens an attempt for a new capture link.
pub(crate) async fn renew(ssn: Zeroizing<String>, lang: &str) -> Result<(), ApiError> {
    let Some(id) = mine().map(|a| a.id) else {
        return Ok(());
    };
    if switched(lang).await? {
        go(Path::Renew);
        return Ok(());
    }
    let services = services();
    let renewed = services.onboarding.renew(id, &ssn, services.ip).await;
    match unless_gone(renewed)? {
        Some(Renewed::Mend) => go(Path::Renew),
        Some(Renewed::OnItsWay) => on_its_way(&services, id).await?,
        None => {}
    }
    Ok(())
}

/// Gives an attempt a moment, notes the upstream's id and shows the status.
async fn on_its_way(services: &Services, id: ApplicationId) -> Result<(), ApiError> {
    services.courier.dispatch(id, PATIENCE).await;
    let found = services.onboarding.find(id).await;
    let Some(application) = unless_gone(found)? else {
        return Ok(());
    };
    if application.is_draft() {
        go(Path::Step(Step::Check));
    } else {
        go(Path::Status);
    }
    services
        .session
        .note(&application)
        .await
        .map_err(|error| failed(&error))
}
