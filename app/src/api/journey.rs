//! Server functions beside the steps: create, language, submit, retry and renew.

#![expect(
    missing_docs,
    reason = "the macro makes a public struct of each function's arguments"
)]

use super::ApiError;
use leptos::{prelude::*, server_fn::codec::PostUrl};

/// Creates an application and binds it to the session, unless the session has one.
#[server(name = Begin, prefix = "/api", endpoint = "begin", input = PostUrl)]
pub async fn begin(#[server(default)] referral: String) -> Result<(), ApiError> {
    use crate::server::*;
    use kyc::flow::Step;

    if page_context().application().is_some() {
        redirect(Path::Start);
        return Ok(());
    }
    let services = services();
    let referral = Some(referral.trim()).filter(|code| !code.is_empty());
    let created = services.onboarding.create(referral).await;
    let application = created.map_err(log_failure)?;
    let bound = services.session.bind(&application).await;
    bound.map_err(log_failure)?;
    redirect(Path::Step(Step::Consent));
    Ok(())
}

/// Changes the language and redirects back to the same page.
#[server(name = SetLanguage, prefix = "/api", endpoint = "language", input = PostUrl)]
pub async fn set_language(
    #[server(default)] lang: String,
    #[server(default)] to: String,
) -> Result<(), ApiError> {
    use crate::server::*;

    language_switched(&lang).await?;
    redirect(Path::from_href(&to).unwrap_or(Path::Start));
    Ok(())
}

/// Submits the application, and waits briefly for an instant decision. After an error
/// of the store nothing was sent.
#[server(name = Submit, prefix = "/api", endpoint = "submit", input = PostUrl)]
pub async fn submit(#[server(default)] lang: String) -> Result<(), ApiError> {
    use crate::server::*;
    use kyc::{flow::Step, service::SubmitOutcome};

    let Some(application) = current_application() else {
        return Ok(());
    };
    if language_switched(&lang).await? {
        redirect(Path::Step(Step::Check));
        return Ok(());
    }
    let services = services();
    let id = application.id;
    let submitted = services.onboarding.submit(application, services.ip).await;
    match or_redirect_home(submitted)? {
        Some(SubmitOutcome::Incomplete(step)) => redirect(Path::Step(step)),
        Some(SubmitOutcome::Submitted) => submit_and_redirect(id).await?,
        Some(SubmitOutcome::TooFast) => {
            redirect_with(Path::Step(Step::Check), FlashMessage::CheckAgain);
        }
        Some(SubmitOutcome::DailyLimit) => {
            redirect_with(Path::Step(Step::Check), FlashMessage::DailyLimit);
        }
        None => {}
    }
    Ok(())
}

/// Retries a failed submission with the same serialized request.
#[server(name = Retry, prefix = "/api", endpoint = "retry", input = PostUrl)]
pub async fn retry() -> Result<(), ApiError> {
    use crate::server::*;

    let Some(application) = current_application() else {
        return Ok(());
    };
    let retried = services().onboarding.retry(application.id).await;
    match or_redirect_home(retried)? {
        Some(()) => submit_and_redirect(application.id).await,
        None => Ok(()),
    }
}

/// Opens a new attempt for a fresh capture link.
#[server(name = Renew, prefix = "/api", endpoint = "renew", input = PostUrl)]
pub async fn renew(
    #[server(default)] ssn: String,
    #[server(default)] lang: String,
) -> Result<(), ApiError> {
    use crate::server::*;
    use kyc::service::RenewalOutcome;
    use zeroize::Zeroizing;

    let ssn = Zeroizing::new(ssn);
    let Some(id) = current_application().map(|a| a.id) else {
        return Ok(());
    };
    if language_switched(&lang).await? {
        redirect(Path::Renew);
        return Ok(());
    }
    let services = services();
    let renewed = services.onboarding.renew(id, &ssn, services.ip).await;
    match or_redirect_home(renewed)? {
        Some(RenewalOutcome::InvalidSsn) => redirect(Path::Renew),
        Some(RenewalOutcome::Submitted) => submit_and_redirect(id).await?,
        Some(RenewalOutcome::DailyLimit) => redirect_with(Path::Renew, FlashMessage::DailyLimit),
        None => {}
    }
    Ok(())
}
