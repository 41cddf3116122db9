//! Admin context of a request: session, reviewer and language, loaded once before a page is
//! rendered.

use super::problem;
use crate::http::{
    AppState,
    admin::cookie,
    client_ip::client_ip,
    form_token::{Area, FormTokens, PreSession},
    language::preferred,
    layers::{log, page_context::user_agent, problem as problems},
};
use app::{
    admin::server::{AdminServices, PasskeyChallenges},
    admin::{
        context::{AdminContext, AdminFlash, PageData, StaffMember},
        routes::AdminPath,
    },
    problem::Problem,
};
use axum::{
    extract::{ConnectInfo, Request, State},
    http::{HeaderMap, Uri, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use kyc::{
    admin::{
        case::CaseService,
        service::{AuthContext, PasskeyChallenge},
        session::AuthStage,
    },
    device::Device,
};
use std::{net::SocketAddr, sync::Arc};
use url::form_urlencoded;

/// Adds [`AdminContext`], [`FormTokens`] and [`AdminServices`] to the request, and the cookie of a
/// new pre-session to the response.
pub(crate) async fn layer(
    State(app_state): State<AppState>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    mut request: Request,
    next: Next,
) -> Response {
    let (headers, uri) = (request.headers(), request.uri());
    let secure = app_state.settings.is_secure();
    let mut context = anonymous_context(&app_state, headers, uri);
    let secret = cookie::secret(headers, secure);
    let pre_session = PreSession::of(&app_state, headers);
    let device = device(headers);
    // A navigation to the page after the end must not extend the session that it says has ended.
    let alive = counts_as_activity(uri) && !context.is_after_end();
    let arrival = app_state
        .admin
        .resolve_session(secret.as_ref(), alive, &device, pre_session.lang)
        .await;
    let arrival = match arrival {
        Ok(arrival) => arrival,
        Err(error) => {
            tracing::error!(%error, "the admin session cannot be resolved");
            let id = log::request_id(headers);
            let was = problems::of(Problem::Broken).into_response();
            return problem::render(Problem::Broken, was, true, Some(&Arc::new(context)), id);
        }
    };
    // Nothing is bound to an anonymous session, so its forms keep their stateless token.
    let is_anonymous = arrival.session.stage == AuthStage::Anonymous;
    let tokens = FormTokens {
        app_state: app_state.clone(),
        area: Area::Admin,
        pre_session,
        session: (!is_anonymous).then(|| arrival.session.data.csrf.clone()),
        life: app_state.admin.timeouts.idle,
        now: context.now,
    };
    context.csrf = tokens.issue();
    load_reviewer(&app_state, &mut context, &arrival);
    let (ended, lang) = (arrival.ended, arrival.session.data.lang);
    let ip = client_ip(peer.ip(), headers, &app_state.settings.trusted_proxies);
    let services = AdminServices {
        admin: app_state.admin.clone(),
        auth: Arc::new(arrival),
        cases: app_state.store.clone(),
        case_store: app_state.store.clone(),
        dashboard: app_state.store.clone(),
        provider: app_state.throttle.clone(),
        case_service: CaseService {
            cases: app_state.store.clone(),
            admin: app_state.admin.store.clone(),
            onboarding: app_state.onboarding.clone(),
        },
        onboarding: app_state.onboarding.clone(),
        dispatcher: app_state.dispatcher.clone(),
        ip,
        cookie: Arc::new(move |secret| cookie::set(secret, secure)),
        challenges: Arc::new(BrowserChallenges {
            app_state: app_state.clone(),
            pre_session,
        }),
        language_cookie: Arc::new(move |lang| pre_session.speaking(lang).cookie(secure)),
    };
    request.extensions_mut().insert(Arc::new(context));
    request.extensions_mut().insert(services);
    request.extensions_mut().insert(tokens);
    let mut response = next.run(request).await;
    let is_set = response.headers().contains_key(header::SET_COOKIE);
    let is_page = problems::is_page(&response);
    let headers = response.headers_mut();
    // A server function that created another session has already set its cookie.
    if ended && !is_set {
        headers.append(header::SET_COOKIE, cookie::set(None, secure));
    }
    let pre_session = match lang.filter(|_| ended) {
        Some(lang) => pre_session.speaking(lang),
        None => pre_session,
    };
    if pre_session.is_changed || (pre_session.is_new && is_page) {
        headers.append(header::SET_COOKIE, pre_session.cookie(secure));
    }
    response
}

/// Seals the passkey challenges of one browser's sign-in pages.
struct BrowserChallenges {
    app_state: AppState,
    pre_session: PreSession,
}

impl PasskeyChallenges for BrowserChallenges {
    fn seal(&self, challenge: &PasskeyChallenge) -> String {
        self.pre_session.seal(&self.app_state, challenge)
    }

    fn open(&self, text: &str) -> Option<PasskeyChallenge> {
        self.pre_session.open(&self.app_state, text)
    }
}

/// Context of a request without a known session.
pub(crate) fn anonymous_context(
    app_state: &AppState,
    headers: &HeaderMap,
    uri: &Uri,
) -> AdminContext {
    let query = form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes());
    let query: Vec<(String, String)> = query.into_owned().collect();
    let flash = query.iter().find(|(key, _)| key == "notice");
    let flash = flash.and_then(|(_, code)| AdminFlash::from_code(code));
    let found = AdminPath::find(uri.path());
    AdminContext {
        lang: preferred(headers),
        csrf: String::new(),
        nonce: app_state.random_token::<16>(),
        path: found.map(|(path, _)| path),
        parameter: found
            .and_then(|(_, parameter)| parameter)
            .map(str::to_owned),
        query,
        flash,
        site: app_state.site.clone(),
        provider: app_state.settings.provider_name.clone(),
        assets: app_state.assets.clone(),
        stage: AuthStage::Anonymous,
        staff_member: None,
        fresh: false,
        idle: None,
        ended: false,
        wants_page: problems::wants_page(headers),
        alerts: Vec::new(),
        data: PageData::Nothing,
        now: app_state.onboarding.clock.now(),
    }
}

/// Copies session and reviewer of the authenticated session into the context.
fn load_reviewer(app_state: &AppState, context: &mut AdminContext, arrival: &AuthContext) {
    let session = &arrival.session;
    context.lang = session.data.lang.unwrap_or(context.lang);
    if context.is_after_end() {
        return;
    }
    context.stage = session.stage;
    context.ended = arrival.ended;
    if let Some(principal) = arrival.principal() {
        context.idle = session.remaining(app_state.admin.timeouts, context.now);
        context.fresh = principal.is_fresh(context.now).is_ok();
        context.staff_member = Some(StaffMember::from(&principal.reviewer));
    }
}

/// Whether the request counts as user activity. Session timer, list polling and requests with
/// `?again` do not. Background requests must not extend the session (ASVS 7.3.1).
fn counts_as_activity(uri: &Uri) -> bool {
    let by_themselves = [
        app::api::url::<app::admin::api::AdminStay>(),
        app::api::url::<app::admin::api::GetListUpdate>(),
        app::api::url::<app::admin::api::GetCaseUpdate>(),
        app::api::url::<app::admin::api::KeepTyped>(),
    ];
    let says_so = |query: &str| query.split('&').any(|pair| pair == "again");
    !by_themselves.contains(&uri.path()) && !uri.query().is_some_and(says_so)
}

/// Browser and operating system in short form, for the list of the reviewer's sessions.
fn device(headers: &HeaderMap) -> String {
    let device = Device::of(user_agent(headers));
    let known = |name: Option<&'static str>| name.unwrap_or("?");
    format!("{}, {}", known(device.browser()), known(device.system()))
}
