//! Page context of a request: session, language and application, loaded once before a page is
//! rendered.

use super::{log, problem};
use crate::http::{
    AppState,
    client_ip::client_ip,
    form_token::{Area, FormTokens, PreSession},
    language::preferred,
    messages::messages,
    resume_cookie,
    session::{self, LiveSession, Loaded, SessionHandle, unavailable},
};
use app::{
    api,
    page_context::{ApplicationLabel, ApplicationView, FlashMessage, PageContext, ResumeLink},
    problem::Problem,
    routes::{LIVE, Path, QR_IMAGE},
    server::{Dispatcher, Services, SessionError},
};
use axum::{
    extract::{ConnectInfo, Request, State},
    http::{HeaderMap, Method, Uri, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use kyc::{
    application::Application, device::Device, flow::Step, request::Details, service::ServiceError,
};
use std::{net::SocketAddr, sync::Arc};
use tower_sessions_core::Session;
use url::form_urlencoded;

/// Adds [`PageContext`], [`FormTokens`] and [`Services`] to the request, and the cookies of session
/// and pre-session to the response.
pub(crate) async fn layer(
    State(app_state): State<AppState>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    mut request: Request,
    next: Next,
) -> Response {
    let (method, uri, headers) = (request.method(), request.uri(), request.headers());
    let session = session::open(&app_state, headers);
    let pre_session = PreSession::of(&app_state, headers);
    let device = resume_cookie::secret(headers, app_state.settings.is_secure());
    let client = Device::of(user_agent(headers));
    let services = Services {
        onboarding: app_state.onboarding.clone(),
        dispatcher: app_state.dispatcher.clone(),
        session: Arc::new(SessionHandle {
            app_state: app_state.clone(),
            session: session.clone(),
            pre_session,
            device: client,
            link: device.clone(),
        }),
        device,
        client,
        followed: resume_cookie::followed(headers, app_state.settings.is_secure()),
        ip: client_ip(peer.ip(), headers, &app_state.settings.trusted_proxies),
    };
    let (page, id) = (problem::is_for_a_person(&request), log::request_id(headers));
    let broken = |context: &Arc<PageContext>, page| {
        let was = problem::of(Problem::Broken).into_response();
        problem::render(Problem::Broken, was, page, Some(context), id)
    };
    let mut tokens = FormTokens {
        app_state: app_state.clone(),
        area: Area::Applicant,
        pre_session,
        session: None,
        life: app_state.timeouts.idle,
        now: app_state.onboarding.clock.now(),
    };
    let context = page_context(&session, &services, &mut tokens, method, headers, uri).await;
    let Ok(context) = context.map(Arc::new) else {
        let anonymous = anonymous_context(&app_state, headers, uri);
        return broken(&Arc::new(anonymous), true);
    };
    let extensions = request.extensions_mut();
    extensions.insert(context.clone());
    extensions.insert(services);
    extensions.insert(session.clone());
    extensions.insert(tokens.clone());
    let mut response = next.run(request).await;
    set_cookies(&tokens, &context, &mut response);
    match session::save(&app_state, &session, &mut response).await {
        Ok(()) => response,
        Err(SessionError) => broken(&context, page),
    }
}

/// Sets the cookie of a new pre-session with a page, because only pages hold a form token. Removes
/// the cookie of an ended session; its language stays.
fn set_cookies(tokens: &FormTokens, context: &PageContext, response: &mut Response) {
    let FormTokens {
        app_state,
        pre_session,
        ..
    } = tokens;
    let secure = app_state.settings.is_secure();
    let is_page = problem::is_page(response);
    let headers = response.headers_mut();
    if context.ended {
        headers.append(header::SET_COOKIE, session::removed(secure));
    }
    if pre_session.is_changed || (pre_session.is_new && is_page) {
        headers.append(header::SET_COOKIE, pre_session.cookie(secure));
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
    PageContext {
        lang: preferred(headers),
        csrf: String::new(),
        nonce: app_state.random_token::<16>(),
        path: Path::from_href(uri.path()),
        flash: query("notice").and_then(|code| FlashMessage::from_code(&code)),
        phone: is_phone(user_agent(headers)),
        still: query("still").is_some(),
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

/// The user agent, empty without a readable one.
pub(crate) fn user_agent(headers: &HeaderMap) -> &str {
    let agent = headers.get(header::USER_AGENT);
    agent
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
}

/// Whether the user agent names a phone. The page works on both kinds of device (ux rule 27).
fn is_phone(user_agent: &str) -> bool {
    user_agent.contains("Mobi")
}

/// Context of the request's session. `tokens` learn the token of a live session.
async fn page_context(
    session: &Session,
    services: &Services,
    tokens: &mut FormTokens,
    method: &Method,
    headers: &HeaderMap,
    uri: &Uri,
) -> Result<PageContext, SessionError> {
    let app_state = &tokens.app_state.clone();
    let mut context = anonymous_context(app_state, headers, uri);
    context.lang = tokens.pre_session.lang.unwrap_or(context.lang);
    // The status page also polls the provider: without scripts a reload is the only poll. The
    // renewal page polls too, because a live capture link makes a new SSN entry unnecessary.
    let asks = matches!(context.path, Some(Path::Status | Path::Renew));
    let may_write = asks || *method == Method::POST;
    let loaded = LiveSession::load(app_state, session, context.now, may_write).await?;
    let mut known = match loaded {
        Loaded::Live(live, application) => Some((live, application)),
        Loaded::Ended(lang) => {
            if let Some(lang) = lang {
                tokens.pre_session = tokens.pre_session.speaking(lang);
                context.lang = lang;
            }
            None
        }
        Loaded::Nothing => None,
    };
    if context.is_after_end() {
        // A navigation here must not extend the session that it says has ended.
        known = known.map(|(live, _)| (live, None));
    } else if counts_as_activity(uri)
        && let Some((live, application)) = known
    {
        let live = live.touch(app_state, session, context.now).await?;
        known = live.map(|live| (live, application));
    }
    context.ended = known.is_none() && session::was_here(headers, app_state.settings.is_secure());
    tokens.session = known.as_ref().map(|(live, _)| live.csrf().to_owned());
    context.csrf = tokens.issue();
    if let Some((live, _)) = &known {
        context.lang = live.lang().unwrap_or(context.lang);
    }
    if let Some((live, Some(found))) = known {
        let found = *found;
        let found = app_state.onboarding.as_of_now(found);
        let current = match context.path {
            // The applicant has returned to the page, pressed "Check again" or requests a new link.
            // A page that reloads by itself keeps to the poll gap.
            Some(Path::Status | Path::Renew) if counts_as_activity(uri) => {
                app_state.dispatcher.check_now(found).await
            }
            Some(Path::Status) => app_state.dispatcher.refresh(found).await,
            _ => Ok(found),
        };
        context.application_view = match current {
            Ok(application) => {
                let messages = messages(&*app_state.store, context.path, uri, application.id);
                let messages = messages.await.map_err(unavailable)?;
                context.idle = Some(live.remaining);
                live.copy_external_id(session, &application).await?;
                let accesses = if context.path == Some(Path::Status) {
                    services.session.accesses(application.id).await?
                } else {
                    Vec::new()
                };
                Some(Arc::new(ApplicationView {
                    messages,
                    accesses,
                    ..application_view(app_state, context.path, application)
                }))
            }
            Err(ServiceError::NotFound) => None,
            Err(error) => return Err(unavailable(error)),
        };
    }
    context.resume_link = resume_link(&context, services).await?;
    Ok(context)
}

/// Resume link of this device, where a page shows it or needs it.
async fn resume_link(
    context: &PageContext,
    services: &Services,
) -> Result<Option<ResumeLink>, SessionError> {
    let shown = matches!(
        context.path,
        Some(Path::Start | Path::Status | Path::Finish | Path::Return)
    );
    let wanted = shown || context.application_view.is_none();
    let asks = context.path == Some(Path::Return);
    let open = asks && context.application_view.is_some();
    let secret = services.resume_secret(open).filter(|_| wanted);
    let Some(secret) = secret.cloned() else {
        return Ok(None);
    };
    let onboarding = &services.onboarding;
    let Some(link) = onboarding.link(&secret).await.map_err(unavailable)? else {
        return Ok(None);
    };
    let owner = if asks {
        match onboarding.find(link.application).await {
            Ok(application) => Some(ApplicationLabel::of(&application)),
            Err(ServiceError::NotFound) => return Ok(None),
            Err(error) => return Err(unavailable(error)),
        }
    } else {
        None
    };
    Ok(Some(ResumeLink {
        secret,
        link,
        owner,
    }))
}

/// Whether the request counts as user activity. Background requests do not, because they must not
/// extend the session (ASVS 7.3.1). `?again` marks a request that a page makes by itself.
fn counts_as_activity(uri: &Uri) -> bool {
    let itself = [
        api::url::<api::CheckStatus>(),
        api::url::<api::Stay>(),
        api::url::<api::SignOut>(),
        QR_IMAGE,
        LIVE,
    ];
    let again = uri.query().is_some_and(|query| query == "again");
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
        accesses: Vec::new(),
    }
}
