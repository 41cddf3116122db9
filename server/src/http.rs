//! HTTP interface: one layer or hand-written handler per file. Only this file defines the order of
//! the layers. `layers/status_poll.rs` bypasses most of them: repeat every new rejection there.

mod admin;
mod body;
pub(crate) mod client_ip;
mod cookie;
mod embedded;
mod form_token;
mod handlers;
mod language;
mod layers;
mod messages;
mod resume_cookie;
mod session;

#[cfg(feature = "test-api")]
pub(crate) use admin::export;
#[cfg(feature = "test-api")]
pub(crate) use session::has_session_data;

use crate::{
    config::Settings,
    db::{DatabaseStore, Sessions},
    fd_limit,
    jobs::{WebhookWorker, Worker},
    provider::ThrottledVerifier,
};
use admin::SignInLimits;
use app::site::{Assets, Site};
use axum::{
    Router,
    http::StatusCode,
    middleware::{self, FromFnLayer},
    routing::{get, post},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use handlers::{
    csp_report, health, key_set, live, logo, pages, qr, resume_link, security_txt, site, webhook,
};
use kyc::{admin::service::AdminService, service::Onboarding};
use layers::{form, guard, headers, log, origin_check, page_context, problem, rate, status_poll};
use session::SessionTimeouts;
use std::{ops::Deref, sync::Arc, time::Duration};
use tokio_util::sync::CancellationToken;
use tower::ServiceBuilder;
use tower_http::{
    catch_panic::CatchPanicLayer,
    request_id::{MakeRequestUuid, PropagateRequestIdLayer, SetRequestIdLayer},
    timeout::TimeoutLayer,
};

/// Longest time until a response begins.
const LONGEST: Duration = Duration::from_secs(20);

/// State shared by layers and handlers. A clone copies only a reference.
#[derive(Clone)]
pub(crate) struct AppState(Arc<AppStateInner>);

impl Deref for AppState {
    type Target = AppStateInner;

    fn deref(&self) -> &AppStateInner {
        &self.0
    }
}

impl AppState {
    /// Random bytes as base64 text, safe in headers, forms and pages.
    fn random_token<const BYTES: usize>(&self) -> String {
        let mut token = [0; BYTES];
        self.onboarding.entropy.fill(&mut token);
        URL_SAFE_NO_PAD.encode(token)
    }
}

/// Content of [`AppState`].
pub(crate) struct AppStateInner {
    onboarding: Arc<Onboarding>,
    dispatcher: Arc<Worker>,
    throttle: Arc<ThrottledVerifier>,
    ending: CancellationToken,
    webhook_worker: WebhookWorker,
    store: Arc<DatabaseStore>,
    sessions: Arc<Sessions>,
    timeouts: SessionTimeouts,
    /// Most concurrent server-sent event streams.
    listeners: usize,
    settings: Settings,
    /// Our own origin, as browsers serialize it.
    origin: String,
    site: Arc<Site>,
    assets: Arc<Assets>,
    rations: rate::Rations,
    save_rations: rate::Rations,
    admin: Arc<AdminService>,
    admin_limits: SignInLimits,
    report_limits: rate::Limits,
    webhook_limits: rate::Limits,
}

/// Handles to the background tasks that request handlers use.
pub(crate) struct BackgroundHandles {
    /// Cancelled when the server begins to end.
    pub(crate) ending: CancellationToken,
    pub(crate) worker: Worker,
    pub(crate) webhook_worker: WebhookWorker,
    pub(crate) throttle: Arc<ThrottledVerifier>,
}

/// A layer that has the shared state.
fn stateful<F, T>(app_state: &AppState, layer: F) -> FromFnLayer<F, AppState, T> {
    middleware::from_fn_with_state(app_state.clone(), layer)
}

/// Answers with this status if a response has not begun after [`LONGEST`].
fn time_limit(status: StatusCode) -> TimeoutLayer {
    TimeoutLayer::with_status_code(status, LONGEST)
}

/// Router with its layers.
pub(crate) fn router(
    settings: Settings,
    onboarding: Onboarding,
    handles: BackgroundHandles,
    sessions: Sessions,
    store: DatabaseStore,
    admin: AdminService,
) -> Result<Router, site::AssetsError> {
    let assets = Arc::new(site::assets(settings.site.as_deref())?);
    let app_state = AppState(Arc::new(AppStateInner {
        site: Arc::new(site::site(&settings)),
        rations: rate::Rations::new(settings.rate_per_minute),
        save_rations: rate::Rations::new(
            settings
                .rate_per_minute
                .saturating_mul(rate::SAVES_PER_START),
        ),
        admin: Arc::new(admin),
        admin_limits: SignInLimits::new(settings.rate_per_minute),
        report_limits: rate::Limits::new(csp_report::PER_MINUTE),
        webhook_limits: rate::Limits::new(webhook::PER_MINUTE),
        listeners: fd_limit::raise_fd_limit(settings.live_pages),
        timeouts: SessionTimeouts::new(&settings),
        origin: origin_check::origin(&settings.public_url),
        settings,
        assets,
        onboarding: Arc::new(onboarding),
        dispatcher: Arc::new(handles.worker),
        throttle: handles.throttle,
        ending: handles.ending,
        webhook_worker: handles.webhook_worker,
        store: Arc::new(store),
        sessions: Arc::new(sessions),
    }));
    // Order from the bottom up: the last layer sees a request first.
    let people = pages::routes()
        .route(app::routes::QR_IMAGE, get(qr::image))
        .route(
            app::routes::LIVE,
            get(live::listen).with_state(app_state.clone()),
        )
        .route(
            &resume_link::route(),
            get(resume_link::follow).with_state(app_state.clone()),
        )
        .layer(middleware::from_fn(guard::layer))
        .layer(stateful(&app_state, rate::layer))
        .layer(middleware::from_fn(form::layer))
        .layer(stateful(&app_state, origin_check::layer))
        .layer(time_limit(StatusCode::GATEWAY_TIMEOUT))
        .layer(CatchPanicLayer::custom(problem::panicked))
        .layer(middleware::from_fn(problem::layer))
        .layer(stateful(&app_state, page_context::layer));
    let poll = ServiceBuilder::new()
        .layer(CatchPanicLayer::custom(status_poll::panicked))
        .layer(stateful(&app_state, status_poll::layer))
        .service(people.clone());
    let admin = admin::router(&app_state);
    let all = admin::PLACES
        .iter()
        .fold(Router::new(), |all, place| {
            all.route_service(place, admin.clone())
        })
        .route_service(status_poll::path(), poll)
        .route("/health/live", get(health::live))
        .route("/health/ready", get(health::ready))
        .route("/health/provider", get(health::provider))
        // Alias: the monitoring of an operator may still call the old path.
        .route("/health/upstream", get(health::provider))
        .route(
            csp_report::PATH,
            post(csp_report::take).layer(time_limit(StatusCode::REQUEST_TIMEOUT)),
        )
        .route(
            crate::webhook::PATH,
            post(webhook::take).layer(time_limit(StatusCode::REQUEST_TIMEOUT)),
        )
        .merge(site::files(&app_state.settings))
        .merge(logo::route(&app_state.settings))
        .merge(key_set::route(&app_state.store))
        .merge(security_txt::route(
            &app_state.settings,
            app_state.onboarding.clock.now(),
        ))
        .with_state(app_state.clone())
        .fallback_service(people);
    // One layer around every response: the router boxes each layer, which costs time per request. A
    // `ServiceBuilder` reads from the top down.
    let around = ServiceBuilder::new()
        .map_request(log::without_request_id)
        .layer(SetRequestIdLayer::x_request_id(MakeRequestUuid))
        .layer(PropagateRequestIdLayer::x_request_id())
        .layer(middleware::from_fn(log::layer))
        .map_response(headers::put);
    Ok(all.layer(around))
}
