//! Support of the server functions: redirects, errors and page rendering. It is also
//! the interface to the server: the services of each request. The body of a server function
//! imports this module whole.
#![cfg(feature = "ssr")]

mod render;
mod status_poll;

pub use crate::pages::StatusSnapshot;
pub(crate) use crate::{
    page_context::{FlashMessage, page_context},
    routes::Path,
};
pub use render::{page, problem_page};
pub use status_poll::{PollRequest, encode_response, poll_response};

use crate::api::ApiError;
use async_trait::async_trait;
use http::{
    HeaderName, HeaderValue, StatusCode,
    header::{LOCATION, SET_COOKIE},
};
use kyc::{
    application::Application,
    device::{Device, LiveAccess},
    flow::Step,
    id::ApplicationId,
    lang::Lang,
    return_link::ReturnSecret,
    service::{Intent, Onboarding, Saved, ServiceError, StepInput},
};
use leptos::prelude::{expect_context, use_context};
use leptos_axum::ResponseOptions;
use std::{net::IpAddr, sync::Arc};
use time::Duration;

/// Session of the request, as server functions may use it.
#[async_trait]
pub trait Session: Send + Sync {
    /// Binds an application to the session, under a new session id.
    async fn bind(&self, application: &Application) -> Result<(), SessionError>;
    /// Stores the provider's id in the session (seed, "Store externalId").
    async fn remember_external_id(&self, application: &Application) -> Result<(), SessionError>;
    /// Stores the language. Without a session it returns the `Set-Cookie` value that stores it.
    async fn set_language(&self, lang: Lang) -> Result<Option<HeaderValue>, SessionError>;
    /// Time until the idle timeout. `None` without an application to protect. With
    /// `stay` the call counts as activity.
    async fn remaining(&self, stay: bool) -> Result<Option<Duration>, SessionError>;
    /// Deletes the session. Returns the `Set-Cookie` values that remove its cookie and, with
    /// `forget`, the resume cookie. The language stays.
    async fn end(&self, forget: bool) -> Result<Vec<HeaderValue>, SessionError>;
    /// Live sessions and valid resume links of an application.
    async fn accesses(&self, application: ApplicationId) -> Result<Vec<LiveAccess>, SessionError>;
    /// Cookies by which this device can resume after the session has ended. They replace a followed
    /// link.
    fn resume_cookies(&self, secret: &ReturnSecret) -> [HeaderValue; 2];
}

/// The session store failed.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("the session store failed")]
pub struct SessionError;

/// Sends attempts to the provider, outside the request's own task.
#[async_trait]
pub trait Dispatcher: Send + Sync {
    /// Starts the open attempt if needed, and waits for its result: a few seconds at
    /// most.
    async fn submit_now(&self, id: ApplicationId);

    /// Returns the application just found, after a poll of the provider where that
    /// can help.
    async fn refresh(&self, found: Application) -> Result<Application, ServiceError>;

    /// Like [`Self::refresh`], for an applicant who has returned to the page or requests a check.
    async fn check_now(&self, found: Application) -> Result<Application, ServiceError>;
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
    /// Secret of a followed resume link, while the session has another application open.
    pub followed: Option<ReturnSecret>,
    /// Browser and operating system of the client.
    pub client: Device,
    /// IP address of the client.
    pub ip: IpAddr,
}

impl Services {
    /// Secret of the resume link that the resume page asks about. A followed link comes first, but
    /// only while another application is open.
    #[must_use]
    pub fn resume_secret(&self, other_is_open: bool) -> Option<&ReturnSecret> {
        let followed = self.followed.as_ref().filter(|_| other_is_open);
        followed.or(self.device.as_ref())
    }
}

/// Services of the request.
pub(crate) fn services() -> Services {
    expect_context()
}

/// Redirects after a POST with 303 See Other. Every server function ends here.
/// Otherwise the framework would redirect to the referrer.
pub(crate) fn redirect(path: Path) {
    let response = expect_context::<ResponseOptions>();
    response.insert_header(LOCATION, HeaderValue::from_static(path.href()));
    response.set_status(StatusCode::SEE_OTHER);
}

/// Redirects with a flash message.
pub(crate) fn redirect_with(path: Path, flash: FlashMessage) {
    redirect(path);
    if let Ok(location) = HeaderValue::try_from(flash.at(path)) {
        expect_context::<ResponseOptions>().insert_header(LOCATION, location);
    }
}

/// Logs an internal error once, and responds with 503. The page says that the
/// answers are kept.
pub(crate) fn log_failure(error: impl std::error::Error) -> ApiError {
    tracing::error!(%error, "a server function failed");
    if let Some(response) = use_context::<ResponseOptions>() {
        response.set_status(StatusCode::SERVICE_UNAVAILABLE);
    }
    ApiError::Later
}

/// Responds with 403 Forbidden.
pub(crate) fn refused() -> ApiError {
    if let Some(response) = use_context::<ResponseOptions>() {
        response.set_status(StatusCode::FORBIDDEN);
    }
    ApiError::Stop
}

/// Outcome of a use case. `None`, with a redirect to the start page, if the
/// application was erased meanwhile.
pub(crate) fn or_redirect_home<T>(outcome: Result<T, ServiceError>) -> Result<Option<T>, ApiError> {
    match outcome {
        Ok(outcome) => Ok(Some(outcome)),
        Err(ServiceError::NotFound) => {
            redirect(Path::Start);
            Ok(None)
        }
        Err(error) => Err(log_failure(error)),
    }
}

/// The session's application as loaded for this request. `None`, with a redirect to
/// the start page, without one.
pub(crate) fn current_application() -> Option<Application> {
    let application = page_context().application().cloned();
    if application.is_none() {
        redirect(Path::Start);
    }
    application
}

/// Stores the language of a language button. Returns whether one was pressed.
pub(crate) async fn language_switched(lang: &str) -> Result<bool, ApiError> {
    let Some(lang) = Lang::from_tag(lang) else {
        return Ok(false);
    };
    let stored = services().session.set_language(lang).await;
    if let Some(cookie) = stored.map_err(log_failure)? {
        expect_context::<ResponseOptions>().append_header(SET_COOKIE, cookie);
    }
    Ok(true)
}

/// Saves a step of the wizard, and redirects to the page that follows.
pub(crate) async fn save_step(input: StepInput, lang: &str) -> Result<(), ApiError> {
    let Some(application) = current_application() else {
        return Ok(());
    };
    let id = application.id;
    let intent = if language_switched(lang).await? {
        Intent::Keep
    } else {
        Intent::Continue
    };
    let step = input.step();
    let saved = services().onboarding.save(application, input, intent).await;
    match or_redirect_home(saved)? {
        Some(Saved::Go(to)) => {
            if step == Step::BirthDate && to != step {
                set_resume_cookie(id).await?;
            }
            redirect(Path::Step(to));
        }
        Some(Saved::Ineligible(reason)) => redirect(Path::Ineligible(reason)),
        Some(Saved::Submitted) => redirect(Path::Status),
        None => {}
    }
    Ok(())
}

/// Waits briefly for the attempt, stores the provider's id in the session, and
/// redirects to the status.
pub(crate) async fn submit_and_redirect(id: ApplicationId) -> Result<(), ApiError> {
    let services = services();
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
    let stored = services.session.remember_external_id(&application).await;
    stored.map_err(log_failure)
}

/// Creates a resume link for this device, unless it has one for this application.
pub(crate) async fn set_resume_cookie(id: ApplicationId) -> Result<(), ApiError> {
    let services = services();
    if let Some(secret) = &services.device {
        let link = services.onboarding.link(secret).await;
        let link = link.map_err(log_failure)?;
        if link.is_some_and(|link| link.application == id) {
            return Ok(());
        }
    }
    let made = services.onboarding.make_link(id, services.client).await;
    if let Some(Some(secret)) = or_redirect_home(made)? {
        send_resume_cookie(&secret);
    }
    Ok(())
}

/// Sets the cookie with the secret, so that this device can resume.
pub(crate) fn send_resume_cookie(secret: &ReturnSecret) {
    for cookie in services().session.resume_cookies(secret) {
        expect_context::<ResponseOptions>().append_header(SET_COOKIE, cookie);
    }
}

/// Makes the browser remove these cookies, its cache and its storage.
///
/// Not `"cookies"`: that would also remove the cookies of the organisation's other sites, for
/// example on a borrowed device.
pub(crate) fn clear_browser(cookies: Vec<HeaderValue>) {
    let response = expect_context::<ResponseOptions>();
    for cookie in cookies {
        response.append_header(SET_COOKIE, cookie);
    }
    response.insert_header(
        HeaderName::from_static("clear-site-data"),
        HeaderValue::from_static("\"cache\", \"storage\""),
    );
}
