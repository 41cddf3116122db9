//! The one place where pages and server functions meet the server: what the
//! server puts into each request's context, and what is done with it.
#![cfg(feature = "ssr")]

pub use kyc::service::Entry;

use crate::{
    api::{ApiError, News},
    components::time_of_day,
    pages,
    problem::Problem,
    routes::Path,
    shell,
    text::outcome,
    visit::{Visit, visit},
};
use http::{HeaderValue, StatusCode, header::LOCATION};
use kyc::{
    application::Application,
    id::ApplicationId,
    lang::Lang,
    port::Fut,
    service::{Intent, Onboarding, Renewed, Saved, ServiceError, Submitted},
    state::Label,
};
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use std::{net::IpAddr, sync::Arc, time::Duration};
use zeroize::Zeroizing;

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
}

/// What the server gives to each request.
#[derive(Clone)]
pub struct Services {
    /// The use cases.
    pub onboarding: Onboarding,
    /// The courier.
    pub courier: Arc<dyn Courier>,
    /// The person's session.
    pub session: Arc<dyn Session>,
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
    document(visit, || {
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

/// Our fault or the store's: logged here, once; the person reads that nothing
/// is lost.
fn failed(error: &dyn std::error::Error) -> ApiError {
    tracing::error!(%error, "a server function failed");
    if let Some(response) = use_context::<ResponseOptions>() {
        response.set_status(StatusCode::SERVICE_UNAVAILABLE);
    }
    ApiError::Later
}

/// The session's application, or the way to the start page.
fn mine() -> Option<ApplicationId> {
    let id = visit().application().map(|application| application.id);
    if id.is_none() {
        go(Path::Start);
    }
    id
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

/// Opens an application, unless the session has one.
pub(crate) async fn begin(referral: &str) -> Result<(), ApiError> {
    let services = services();
    if visit().application().is_none() {
        let referral = Some(referral.trim()).filter(|code| !code.is_empty());
        let application = services
            .onboarding
            .begin(referral)
            .await
            .map_err(|error| failed(&error))?;
        services
            .session
            .bind(&application)
            .await
            .map_err(|error| failed(&error))?;
        go(Path::Step(kyc::flow::Step::Consent));
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
pub(crate) async fn save(entry: Entry, lang: &str) -> Result<(), ApiError> {
    let Some(id) = mine() else { return Ok(()) };
    let intent = if switched(lang).await? {
        Intent::Keep
    } else {
        Intent::Continue
    };
    match services().onboarding.save(id, entry, intent).await {
        Ok(Saved::Go(step)) => go(Path::Step(step)),
        Ok(Saved::Ineligible(reason)) => go(Path::Ineligible(reason)),
        Ok(Saved::Submitted) => go(Path::Status),
        Err(error) => return Err(failed(&error)),
    }
    Ok(())
}

/// Hands the application in.
pub(crate) async fn submit(lang: &str) -> Result<(), ApiError> {
    let Some(id) = mine() else { return Ok(()) };
    if switched(lang).await? {
        go(Path::Step(kyc::flow::Step::Check));
        return Ok(());
    }
    let services = services();
    match services.onboarding.submit(id, services.ip).await {
        Ok(Submitted::Go(step)) => go(Path::Step(step)),
        Ok(Submitted::OnItsWay) => on_its_way(&services, id).await?,
        Err(error) => return Err(failed(&error)),
    }
    Ok(())
}

/// Tries a stuck delivery once more.
pub(crate) async fn retry() -> Result<(), ApiError> {
    let Some(id) = mine() else { return Ok(()) };
    let services = services();
    services
        .onboarding
        .retry(id)
        .await
        .map_err(|error| failed(&error))?;
    on_its_way(&services, id).await
}

/// Opens an attempt for a new capture link.
pub(crate) async fn renew(ssn: Zeroizing<String>, lang: &str) -> Result<(), ApiError> {
    let Some(id) = mine() else { return Ok(()) };
    if switched(lang).await? {
        go(Path::Renew);
        return Ok(());
    }
    let services = services();
    match services.onboarding.renew(id, &ssn, services.ip).await {
        Ok(Renewed::Mend) => go(Path::Renew),
        Ok(Renewed::OnItsWay) => on_its_way(&services, id).await?,
        Err(error) => return Err(failed(&error)),
    }
    Ok(())
}

/// Gives an attempt a moment, notes the upstream's id and shows the status.
async fn on_its_way(services: &Services, id: ApplicationId) -> Result<(), ApiError> {
    services.courier.dispatch(id, PATIENCE).await;
    let application = services
        .onboarding
        .find(id)
        .await
        .map_err(|error| failed(&error))?;
    if application.is_draft() {
        go(Path::Step(kyc::flow::Step::Check));
    } else {
        go(Path::Status);
    }
    services
        .session
        .note(&application)
        .await
        .map_err(|error| failed(&error))
}

/// What the live page is told.
pub(crate) async fn news(seen: &str, asked: u32) -> Result<News, ApiError> {
    let visit = visit();
    let Some(id) = visit.application().map(|application| application.id) else {
        if let Some(response) = use_context::<ResponseOptions>() {
            response.set_status(StatusCode::FORBIDDEN);
        }
        return Err(ApiError::Stop);
    };
    let application = match services().onboarding.refresh(id).await {
        Ok(application) => application,
        Err(error @ (ServiceError::NotFound | ServiceError::Store(_))) => {
            return Err(failed(&error));
        }
    };
    let label = application.state.label();
    let lang = visit.lang;
    let moved = pages::status::face(&application) != seen;
    let title = pages::status::words(&application.state).title.to(lang);
    let words = if moved {
        outcome::NEWS.fill(lang, &[("state", title)])
    } else if asked >= STILL_AFTER && label != Label::DocumentsRequired {
        outcome::STILL.to(lang).to_owned()
    } else {
        String::new()
    };
    let checked = outcome::LAST_CHECKED.fill(lang, &[("time", &time_of_day(visit.now))]);
    Ok(News {
        moved,
        words,
        checked,
        wait_ms: wait(label, asked),
    })
}

/// After this many questions, some 15 seconds, the page says that it goes on.
const STILL_AFTER: u32 = 4;

/// How long the page waits before it asks again: 3 s while documents are owed,
/// else backing off to 15 s; never again in a final state.
fn wait(label: Label, asked: u32) -> u32 {
    match label {
        label if label.is_final() => 0,
        Label::DocumentsRequired => 3_000,
        _ => asked
            .saturating_mul(1_500)
            .saturating_add(3_000)
            .min(15_000),
    }
}
