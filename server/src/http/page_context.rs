//! Page context of a request: session, language and application, loaded once before a page is
//! rendered.

use super::{
    AppState,
    client_ip::client_ip,
    language::preferred,
    messages::messages,
    problem, resume_cookie,
    session::{self, SessionData, SessionHandle, SessionTimeouts},
    session_data::{load, random_token, reset, touch},
    session_unavailable::SessionUnavailable,
    session_write_error::ContextSlot,
};
use app::{
    api,
    page_context::{ApplicationView, FlashMessage, PageContext, ResumeLink},
    problem::Problem,
    routes::{LIVE, Path, QR_IMAGE, STATUS_AGAIN},
    server::{Dispatcher, Services},
};
use axum::{
    extract::{ConnectInfo, Request, State},
    http::{HeaderMap, Method, Uri, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use kyc::{application::Application, flow::Step, request::Details, service::ServiceError};
use std::{net::SocketAddr, sync::Arc};
use tower_sessions::Session;
use url::form_urlencoded;

/// Adds [`PageContext`] and [`Services`] to the request.
pub(super) async fn layer(
    State(app_state): State<AppState>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    session: Session,
    mut request: Request,
    next: Next,
) -> Response {
    let ip = client_ip(
        peer.ip(),
        request.headers(),
        &app_state.settings.trusted_proxies,
    );
    let secure = app_state.settings.is_secure();
    let services = Services {
        onboarding: app_state.onboarding.clone(),
        dispatcher: app_state.dispatcher.clone(),
        session: Arc::new(SessionHandle {
            session: session.clone(),
            terms: SessionTimeouts::new(&app_state.settings),
            secure,
            clock: app_state.onboarding.clock.clone(),
        }),
        device: resume_cookie::secret(request.headers(), secure),
        ip,
    };
    let (method, uri) = (request.method(), request.uri());
    match page_context(
        &app_state,
        &session,
        &services,
        method,
        request.headers(),
        uri,
    )
    .await
    {
        Ok(context) => {
            let context = Arc::new(context);
            ContextSlot::with(&request, &context);
            request.extensions_mut().insert(context);
            request.extensions_mut().insert(services);
            next.run(request).await
        }
        Err(SessionUnavailable) => {
            let id = super::log::request_id(request.headers());
            let stranger = Arc::new(anonymous_context(
                &app_state,
                request.headers(),
                request.uri(),
            ));
            let was = problem::of(Problem::Broken).into_response();
            problem::render(Problem::Broken, was, true, Some(&stranger), id)
        }
    }
}

/// Context of a request without a known session.
fn anonymous_context(app_state: &AppState, headers: &HeaderMap, uri: &Uri) -> PageContext {
    let query = |name: &str| {
        let pairs = form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes());
        pairs
            .into_iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.into_owned())
    };
    let agent = headers.get(header::USER_AGENT);
    let agent = agent.and_then(|value| value.to_str().ok());
    PageContext {
        lang: preferred(headers),
        csrf: String::new(),
        nonce: random_token::<16>(app_state),
        path: Path::from_href(uri.path()),
        flash: query("notice").and_then(|code| FlashMessage::from_code(&code)),
        phone: agent.is_some_and(is_phone),
        site: app_state.site.clone(),
        assets: app_state.assets.clone(),
        application_view: None,
        resume_link: None,
        ended: false,
        idle: None,
        referral: query("ref")
            .map(|code| code.chars().take(64).collect())
            .unwrap_or_default(),
        now: app_state.onboarding.clock.now(),
    }
}

/// Whether the user agent names a phone. The page works on both kinds of device (ux rule 27).
fn is_phone(user_agent: &str) -> bool {
    user_agent.contains("Mobi")
}

/// Context of the request's session.
async fn page_context(
    app_state: &AppState,
    session: &Session,
    services: &Services,
    method: &Method,
    headers: &HeaderMap,
    uri: &Uri,
) -> Result<PageContext, SessionUnavailable> {
    let mut context = anonymous_context(app_state, headers, uri);
    let terms = SessionTimeouts::new(&app_state.settings);
    // The status page also polls the provider: without scripts a reload is the only poll. The
    // renewal page polls too, because a live capture link makes a new SSN entry unnecessary.
    let asks = matches!(context.path, Some(Path::Status | Path::Renew));
    let may_write = asks || *method == Method::POST;
    let known = load(app_state, session, context.now, may_write).await?;
    let (mut known, mut found) = known.unzip();
    let mut session_data = None;
    if let Some(live) = known.take_if(|v| terms.remaining(v, context.now).is_some()) {
        session_data = touch(session, live, context.now, counts_as_activity(uri)).await?;
    }
    context.ended =
        session_data.is_none() && session::was_here(headers, app_state.settings.is_secure());
    let session_data = match session_data {
        Some(session_data) => session_data,
        None => {
            found = None;
            reset(app_state, session, context.now, known).await?
        }
    };
    context.csrf.clone_from(&session_data.csrf);
    context.lang = session_data.lang.unwrap_or(context.lang);
    let left = terms.remaining(&session_data, context.now);
    if let Some(found) = found.flatten() {
        let found = app_state.onboarding.as_of_now(found);
        let current = match context.path {
            // The applicant has returned to the page or pressed "Check again". A page that reloads
            // by itself keeps to the poll gap.
            Some(Path::Status) if counts_as_activity(uri) => {
                app_state.dispatcher.check_now(found).await
            }
            Some(Path::Status | Path::Renew) => app_state.dispatcher.refresh(found).await,
            _ => Ok(found),
        };
        context.application_view = match current {
            Ok(application) => {
                let messages = messages(&app_state.store, context.path, uri, application.id);
                let messages = messages.await.map_err(ServiceError::from)?;
                if session_data.external_id != application.external_id
                    && session::read(session).await?.is_some()
                {
                    // A background job may have stored the provider's id: copy it into the session.
                    let external_id = application.external_id.clone();
                    session::write(
                        session,
                        &SessionData {
                            external_id,
                            ..session_data
                        },
                    )
                    .await?;
                }
                context.idle = left;
                Some(Arc::new(ApplicationView {
                    messages,
                    ..application_view(app_state, context.path, application)
                }))
            }
            Err(ServiceError::NotFound) => None,
            Err(error) => return Err(error.into()),
        };
    }
    context.resume_link = resume_link(&context, services).await?;
    Ok(context)
}

/// Resume link of this device, where a page shows it or needs it.
async fn resume_link(
    context: &PageContext,
    services: &Services,
) -> Result<Option<ResumeLink>, ServiceError> {
    let shown = matches!(
        context.path,
        Some(Path::Start | Path::Status | Path::Return)
    );
    let wanted = shown || context.application_view.is_none();
    let Some(secret) = services.device.clone().filter(|_| wanted) else {
        return Ok(None);
    };
    let link = services.onboarding.link(&secret).await?;
    Ok(link.map(|link| ResumeLink { secret, link }))
}

/// Whether the request counts as user activity. Background requests do not, because they must not
/// extend the session (ASVS 7.3.1).
fn counts_as_activity(uri: &Uri) -> bool {
    let itself = [
        api::url::<api::CheckStatus>(),
        api::url::<api::Stay>(),
        QR_IMAGE,
        LIVE,
    ];
    let again = uri.path_and_query().is_some_and(|all| all == STATUS_AGAIN);
    !again && !itself.contains(&uri.path())
}

/// View of an application under the current rules, with the parts that the page shows.
fn application_view(
    app_state: &AppState,
    path: Option<Path>,
    application: Application,
) -> ApplicationView {
    let today = app_state.onboarding.today();
    let assessment = application
        .draft
        .validate(&app_state.onboarding.policy, today);
    let knows_birth = application.draft.birth.typed.parse(today).is_ok();
    let read_back = matches!(path, Some(Path::Step(Step::Check) | Path::Status));
    let details = read_back.then(|| Details::of(&application.draft, today));
    let summary = details.flatten().map(|d| d.summary(&application.draft));
    ApplicationView {
        attempts_left: application.attempts_left(&app_state.onboarding.policy),
        application,
        progress: assessment.progress,
        ineligible: assessment.ineligible,
        knows_birth,
        summary,
        messages: Vec::new(),
    }
}
