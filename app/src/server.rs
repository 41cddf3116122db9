//! The one place where pages and server functions meet the server: what the
//! server puts into each request's context, and what is done with it.
#![cfg(feature = "ssr")]

mod journey;
mod prefill;
mod resume;
mod status_poll;

pub use crate::pages::status::StatusSnapshot;
pub(crate) use journey::{create, renew, retry, save, set_language, submit};
pub use kyc::service::StepInput;
pub(crate) use prefill::{ask_for_code, enter_code};
pub(crate) use resume::{make_link, resume, stay};
pub(crate) use status_poll::poll;
pub use status_poll::{PollRequest, encode_response, poll_response};

use crate::{
    api::ApiError,
    page_context::{FlashMessage, PageContext, page_context},
    pages,
    problem::Problem,
    routes::Path,
    shell,
};
use http::{HeaderValue, StatusCode, header::LOCATION};
use kyc::{
    application::Application,
    id::ApplicationId,
    lang::Lang,
    ports::Fut,
    return_link::ReturnSecret,
    service::{Onboarding, ServiceError},
};
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use std::{net::IpAddr, sync::Arc, time::Duration};

/// How long a page waits for an instant decision.
pub(crate) const INSTANT_DECISION_WAIT: Duration = Duration::from_secs(3);

/// The person's session, as far as server functions may touch it.
pub trait Session: Send + Sync {
    /// Binds an application to the session, under a new session id.
    fn bind<'a>(&'a self, application: &'a Application) -> Fut<'a, Result<(), SessionError>>;
    /// Notes the upstream's id (seed, "Store externalId").
    fn remember_external_id<'a>(
        &'a self,
        application: &'a Application,
    ) -> Fut<'a, Result<(), SessionError>>;
    /// Remembers the language.
    fn set_language(&self, lang: Lang) -> Fut<'_, Result<(), SessionError>>;
    /// How long it still lives without a sign of life; `None` when there is no
    /// application in it to protect. With `stay` this is such a sign.
    fn remaining(&self, stay: bool) -> Fut<'_, Result<Option<Duration>, SessionError>>;
    /// The cookie by which this device finds back after the session has ended.
    fn resume_cookie(&self, secret: &ReturnSecret) -> HeaderValue;
}

/// The session store failed.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("the session store failed")]
pub struct SessionError;

/// Carries attempts upstream beside the request.
pub trait Dispatcher: Send + Sync {
    /// Sees to it that the open attempt is under way, and waits at most
    /// `patience` for what comes of it.
    fn submit_now(&self, id: ApplicationId, patience: Duration) -> Fut<'_, ()>;

    /// An application that was found a moment ago, as it stands once the upstream
    /// was asked where that may help.
    fn refresh(&self, found: Application) -> Fut<'_, Result<Application, ServiceError>>;
}

/// What the server gives to each request.
#[derive(Clone)]
pub struct Services {
    /// The use cases.
    pub onboarding: Arc<Onboarding>,
    /// The courier.
    pub dispatcher: Arc<dyn Dispatcher>,
    /// The person's session.
    pub session: Arc<dyn Session>,
    /// The secret of the return link that this device keeps.
    pub device: Option<ReturnSecret>,
    /// Where the request came from.
    pub ip: IpAddr,
}

/// The page of a visit, as a whole document.
#[must_use]
pub fn page(context: Arc<PageContext>) -> String {
    let path = context.path;
    document(context, || shell::page(path))
}

/// A problem page as a whole document, for answers that no route gives.
#[must_use]
pub fn problem_page(
    context: Arc<PageContext>,
    problem: Problem,
    request_id: Option<String>,
) -> String {
    // Such a page may answer any request, under the policy that allows no script:
    // nothing is typed on it, so that nothing is lost when the session ends.
    let mut context = PageContext::clone(&context);
    context.idle = None;
    document(Arc::new(context), || {
        pages::problem::page(problem, request_id).into_any()
    })
}

fn document(context: Arc<PageContext>, body: impl FnOnce() -> AnyView) -> String {
    let owner = Owner::new();
    let html = owner.with(|| {
        provide_context(context);
        shell::document(body).to_html()
    });
    owner.cleanup();
    html
}

fn services() -> Services {
    expect_context()
}

/// Post, redirect, get: every server function ends here, so that the framework
/// never sends anyone to the referrer.
fn redirect(path: Path) {
    let response = expect_context::<ResponseOptions>();
    response.insert_header(LOCATION, HeaderValue::from_static(path.href()));
    response.set_status(StatusCode::SEE_OTHER);
}

/// The same, with something to say there.
fn redirect_with(path: Path, flash: FlashMessage) {
    redirect(path);
    if let Ok(location) = HeaderValue::try_from(flash.at(path)) {
        expect_context::<ResponseOptions>().insert_header(LOCATION, location);
    }
}

/// Our fault or the store's: logged here, once; the person reads that nothing
/// is lost.
pub(crate) fn log_failure(error: &dyn std::error::Error) -> ApiError {
    tracing::error!(%error, "a server function failed");
    if let Some(response) = use_context::<ResponseOptions>() {
        response.set_status(StatusCode::SERVICE_UNAVAILABLE);
    }
    ApiError::Later
}

/// What a use case came to; `None`, and the way to the start page, where the
/// application was erased a moment ago.
fn or_redirect_home<T>(outcome: Result<T, ServiceError>) -> Result<Option<T>, ApiError> {
    match outcome {
        Ok(outcome) => Ok(Some(outcome)),
        Err(ServiceError::NotFound) => {
            redirect(Path::Start);
            Ok(None)
        }
        Err(error) => Err(log_failure(&error)),
    }
}

/// The session's application as it was read for this request, or the way to
/// the start page.
fn current_application() -> Option<Application> {
    let application = page_context().application().cloned();
    if application.is_none() {
        redirect(Path::Start);
    }
    application
}

/// Takes the language of a switch button, if one was pressed.
async fn language_switched(lang: &str) -> Result<bool, ApiError> {
    match Lang::from_tag(lang) {
        None => Ok(false),
        Some(lang) => {
            services()
                .session
                .set_language(lang)
                .await
                .map_err(|error| log_failure(&error))?;
            Ok(true)
        }
    }
}
