//! Interface between the front end and the server. It holds the context of each
//! request, page rendering, and the bodies of server functions.
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

/// Session of the request, as server functions may use it.
pub trait Session: Send + Sync {
    /// Binds an application to the session, under a new session id.
    fn bind<'a>(&'a self, application: &'a Application) -> Fut<'a, Result<(), SessionError>>;
    /// Stores the provider's id in the session (seed, "Store externalId").
    fn remember_external_id<'a>(
        &'a self,
        application: &'a Application,
    ) -> Fut<'a, Result<(), SessionError>>;
    /// Stores the language.
    fn set_language(&self, lang: Lang) -> Fut<'_, Result<(), SessionError>>;
    /// Time until the idle timeout. `None` without an application to protect. With
    /// `stay` the call counts as activity.
    fn remaining(&self, stay: bool) -> Fut<'_, Result<Option<Duration>, SessionError>>;
    /// Cookie by which this device can resume after the session has ended.
    fn resume_cookie(&self, secret: &ReturnSecret) -> HeaderValue;
}

/// The session store failed.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("the session store failed")]
pub struct SessionError;

/// Sends attempts to the provider, outside the request's own task.
pub trait Dispatcher: Send + Sync {
    /// Starts the open attempt if needed, and waits at most `patience` for its
    /// result.
    fn submit_now(&self, id: ApplicationId, patience: Duration) -> Fut<'_, ()>;

    /// Returns the application just found, after a poll of the provider where that
    /// can help.
    fn refresh(&self, found: Application) -> Fut<'_, Result<Application, ServiceError>>;

    /// Like [`Self::refresh`], for an applicant who has returned to the page or requests a check.
    fn check_now(&self, found: Application) -> Fut<'_, Result<Application, ServiceError>>;
}

/// Services that the server provides to each request.
#[derive(Clone)]
pub struct Services {
    /// Use cases.
    pub onboarding: Arc<Onboarding>,
    /// Dispatcher of attempts.
    pub dispatcher: Arc<dyn Dispatcher>,
    /// Session of the request.
    pub session: Arc<dyn Session>,
    /// Secret of this device's resume link.
    pub device: Option<ReturnSecret>,
    /// IP address of the client.
    pub ip: IpAddr,
}

/// Renders the page of a request as an HTML document.
#[must_use]
pub fn page(context: Arc<PageContext>) -> String {
    let path = context.path;
    document(context, || shell::page(path))
}

/// Renders a problem page as an HTML document, for responses without a route.
#[must_use]
pub fn problem_page(
    context: Arc<PageContext>,
    problem: Problem,
    request_id: Option<String>,
) -> String {
    // A problem page may have a CSP without scripts, so it omits the timeout
    // warning. It has no input that a timeout could lose.
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

/// Redirects after a POST with 303 See Other. Every server function ends here.
/// Otherwise the framework would redirect to the referrer.
fn redirect(path: Path) {
    let response = expect_context::<ResponseOptions>();
    response.insert_header(LOCATION, HeaderValue::from_static(path.href()));
    response.set_status(StatusCode::SEE_OTHER);
}

/// Redirects with a flash message.
fn redirect_with(path: Path, flash: FlashMessage) {
    redirect(path);
    if let Ok(location) = HeaderValue::try_from(flash.at(path)) {
        expect_context::<ResponseOptions>().insert_header(LOCATION, location);
    }
}

/// Logs an internal error once, and responds with 503. The page says that the
/// answers are kept.
pub(crate) fn log_failure(error: &dyn std::error::Error) -> ApiError {
    tracing::error!(%error, "a server function failed");
    if let Some(response) = use_context::<ResponseOptions>() {
        response.set_status(StatusCode::SERVICE_UNAVAILABLE);
    }
    ApiError::Later
}

/// Outcome of a use case. `None`, with a redirect to the start page, if the
/// application was erased meanwhile.
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

/// The session's application as loaded for this request. `None`, with a redirect to
/// the start page, without one.
fn current_application() -> Option<Application> {
    let application = page_context().application().cloned();
    if application.is_none() {
        redirect(Path::Start);
    }
    application
}

/// Stores the language of a language button. Returns whether one was pressed.
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
