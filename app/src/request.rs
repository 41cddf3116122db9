//! The one place where pages and server functions meet the server: what the
//! server puts into each request's context, and what is done with it.
#![cfg(feature = "ssr")]

pub mod desk;
mod journey;
mod leave;
mod news;
mod prefill;

pub use crate::pages::status::Shown;
pub(crate) use journey::{begin, renew, retry, save, speak, submit};
pub use kyc::service::StepInput;
pub(crate) use leave::{come_back, make_link, stay};
pub(crate) use news::news;
pub use news::{Question, sent, tell};
pub(crate) use prefill::{ask_for_code, enter_code};

use crate::{
    api::ApiError,
    pages,
    problem::Problem,
    routes::Path,
    shell,
    visit::{Notice, Visit, visit},
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
const PATIENCE: Duration = Duration::from_secs(3);

/// The person's session, as far as server functions may touch it.
pub trait Session: Send + Sync {
    /// Binds an application to the session, under a new session id.
    fn bind<'a>(&'a self, application: &'a Application) -> Fut<'a, Result<(), SessionError>>;
    /// Notes the upstream's id (seed, "Store externalId").
    fn note<'a>(&'a self, application: &'a Application) -> Fut<'a, Result<(), SessionError>>;
    /// Remembers the language.
    fn speak(&self, lang: Lang) -> Fut<'_, Result<(), SessionError>>;
    /// How long it still lives without a sign of life; `None` when there is no
    /// application in it to protect. With `stay` this is such a sign.
    fn left(&self, stay: bool) -> Fut<'_, Result<Option<Duration>, SessionError>>;
    /// The cookie by which this device finds back after the session has ended.
    fn return_cookie(&self, secret: &ReturnSecret) -> HeaderValue;
}

/// The session store failed.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("the session store failed")]
pub struct SessionError;

/// Carries attempts upstream beside the request.
pub trait Courier: Send + Sync {
    /// Sees to it that the open attempt is under way, and waits at most
    /// `patience` for what comes of it.
    fn dispatch(&self, id: ApplicationId, patience: Duration) -> Fut<'_, ()>;

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
    pub courier: Arc<dyn Courier>,
    /// The person's session.
    pub session: Arc<dyn Session>,
    /// The secret of the return link that this device keeps.
    pub device: Option<ReturnSecret>,
    /// Where the request came from.
    pub ip: IpAddr,
}

/// The page of a visit, as a whole document.
#[must_use]
pub fn page(visit: Arc<Visit>) -> String {
    let path = visit.path;
    document(visit, || shell::page(path))
}

/// A problem page as a whole document, for answers that no route gives.
#[must_use]
pub fn problem_page(visit: Arc<Visit>, problem: Problem, request_id: Option<String>) -> String {
    // Such a page may answer any request, under the policy that allows no script:
    // nothing is typed on it, so that nothing is lost when the session ends.
    let mut visit = Visit::clone(&visit);
    visit.idle = None;
    document(Arc::new(visit), || {
        pages::problem::page(problem, request_id).into_any()
    })
}

fn document(visit: Arc<Visit>, body: impl FnOnce() -> AnyView) -> String {
    let owner = Owner::new();
    let html = owner.with(|| {
        provide_context(visit);
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
fn go(path: Path) {
    let response = expect_context::<ResponseOptions>();
    response.insert_header(LOCATION, HeaderValue::from_static(path.href()));
    response.set_status(StatusCode::SEE_OTHER);
}

/// The same, with something to say there.
fn go_and_say(path: Path, notice: Notice) {
    go(path);
    if let Ok(location) = HeaderValue::try_from(notice.at(path)) {
        expect_context::<ResponseOptions>().insert_header(LOCATION, location);
    }
}

/// Our fault or the store's: logged here, once; the person reads that nothing
/// is lost.
fn failed(error: &dyn std::error::Error) -> ApiError {
    tracing::error!(%error, "a server function failed");
    if let Some(response) = use_context::<ResponseOptions>() {
        response.set_status(StatusCode::SERVICE_UNAVAILABLE);
    }
    ApiError::Later
}

/// What a use case came to; `None`, and the way to the start page, where the
/// application was erased a moment ago.
fn unless_gone<T>(outcome: Result<T, ServiceError>) -> Result<Option<T>, ApiError> {
    match outcome {
        Ok(outcome) => Ok(Some(outcome)),
        Err(ServiceError::NotFound) => {
            go(Path::Start);
            Ok(None)
        }
        Err(error) => Err(failed(&error)),
    }
}

/// The session's application as it was read for this request, or the way to
/// the start page.
fn mine() -> Option<Application> {
    let application = visit().application().cloned();
    if application.is_none() {
        go(Path::Start);
    }
    application
}

/// Takes the language of a switch button, if one was pressed.
async fn switched(lang: &str) -> Result<bool, ApiError> {
    match Lang::from_tag(lang) {
        None => Ok(false),
        Some(lang) => {
            services()
                .session
                .speak(lang)
                .await
                .map_err(|error| failed(&error))?;
            Ok(true)
        }
    }
}
