//! The desk's half of the room: what the server puts into the context of each
//! request below `/admin`, who may do what, and how pages are made.
#![cfg(feature = "ssr")]

mod account;
mod case;
mod case_form;
mod disclosure;
mod enrol;
mod list;
mod sign_in;
mod staff;

pub(crate) use account::{
    add_passkey, change_password, end_session, make_codes, remove_factor, set_app, stay,
};
pub(crate) use case::{ask_case, assign_case, invite_case, message_case, note_case, release_case};
pub(crate) use case_form::CaseForm;
pub(crate) use disclosure::{answer_overrule, ask_overrule, put_away, reveal};
pub(crate) use enrol::{choose_password, codes_noted, enrol_code, enrol_passkey};
pub use kyc::admin::service::SecondFactor;
pub(crate) use list::{list_news, search_list};
pub(crate) use sign_in::{set_language, sign_in, sign_out, submit_second_factor};
pub(crate) use staff::{add_staff, change_staff};

use crate::server::{Dispatcher, log_failure};
use crate::{
    admin::{
        context::{AdminContext, AdminFlash, admin_context},
        routes::AdminPath,
        shell,
    },
    api::ApiError,
    problem::Problem,
};
use http::{
    HeaderValue, StatusCode,
    header::{LOCATION, SET_COOKIE},
};
use kyc::{
    admin::{
        Permission,
        case::{CaseService, CaseStore},
        dashboard::{Dashboard, ProviderMonitor},
        list::CaseList,
        service::{AccessDenied, AdminService, AuthContext, Principal},
        session::SessionSecret,
    },
    service::Onboarding,
};
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use std::{net::IpAddr, sync::Arc};

/// Makes the cookie of a session; of none, the end of it.
pub type Cookie = Arc<dyn Fn(Option<&SessionSecret>) -> HeaderValue + Send + Sync>;

/// What the server gives to each request to the desk.
#[derive(Clone)]
pub struct AdminServices {
    /// The desk.
    pub admin: Arc<AdminService>,
    /// Who is at the door.
    pub auth: Arc<AuthContext>,
    /// The list of applications.
    pub cases: Arc<dyn CaseList>,
    /// Each of them.
    pub case_store: Arc<dyn CaseStore>,
    /// What was counted.
    pub dashboard: Arc<dyn Dashboard>,
    /// Whoever watches the upstream.
    pub provider: Arc<dyn ProviderMonitor>,
    /// What is done about them.
    pub case_service: CaseService,
    /// The use cases about applications.
    pub onboarding: Arc<Onboarding>,
    /// The courier.
    pub dispatcher: Arc<dyn Dispatcher>,
    /// Where the request came from.
    pub ip: IpAddr,
    /// The cookie of a session; of none, the end of it.
    pub cookie: Cookie,
}

/// The page of a visit, as a whole document.
#[must_use]
pub fn page(context: Arc<AdminContext>) -> String {
    let path = context.path;
    document(context, || shell::page(path))
}

/// The page that lies on the way from another site: it is seen for a moment, or
/// not at all.
#[must_use]
pub fn cross_site_redirect(context: Arc<AdminContext>) -> String {
    document(context, shell::cross_site_redirect)
}

/// A problem page as a whole document.
#[must_use]
pub fn problem_page(
    context: Arc<AdminContext>,
    problem: Problem,
    request_id: Option<String>,
) -> String {
    let mut context = AdminContext::clone(&context);
    context.flash = None;
    let page = move || shell::problem(problem, request_id);
    document(Arc::new(context), page)
}

fn document(context: Arc<AdminContext>, body: impl FnOnce() -> AnyView) -> String {
    let owner = Owner::new();
    let html = owner.with(|| {
        provide_context(context);
        shell::document(body).to_html()
    });
    owner.cleanup();
    html
}

fn services() -> AdminServices {
    expect_context()
}

/// Post, redirect, get.
fn redirect(to: &str) {
    let response = expect_context::<ResponseOptions>();
    // Our own addresses and codes: always a header.
    let to = HeaderValue::try_from(to).unwrap_or(HeaderValue::from_static("/admin"));
    response.insert_header(LOCATION, to);
    response.set_status(StatusCode::SEE_OTHER);
}

/// The same, with something to say there.
fn redirect_with(path: AdminPath, flash: AdminFlash) {
    redirect(&flash.at(path));
}

/// A page of ours that somebody wants to come back to, or the first one.
fn local_path(to: &str) -> &str {
    let (path, _) = to.split_once('?').unwrap_or((to, ""));
    if AdminPath::find(path).is_some() {
        path
    } else {
        AdminPath::Home.pattern()
    }
}

/// Has the browser keep a session's secret.
fn set_session_cookie(secret: &SessionSecret) {
    let cookie = (services().cookie)(Some(secret));
    expect_context::<ResponseOptions>().append_header(SET_COOKIE, cookie);
}

/// Whoever calls, if they are in and may do that now. Every function of the
/// desk begins with this; on `None` the answer is made already: to the page of
/// signing in, or to the one that asks for a second factor once more and leads
/// back to `back`. An error is a refusal, which the trail of the staff tells of.
pub(crate) async fn require(
    permission: Permission,
    back: &str,
) -> Result<Option<Principal>, ApiError> {
    let Some(principal) = principal()? else {
        return Ok(None);
    };
    match principal.may(permission, admin_context().now) {
        Ok(()) => Ok(Some(principal)),
        Err(AccessDenied::ReauthenticationRequired) => require_reauthentication(back),
        Err(AccessDenied::Forbidden) => {
            let what = format!("{permission:?}");
            let told = services().admin.record_denial(&principal, &what).await;
            told.map_err(|error| log_failure(&error))?;
            Err(refused())
        }
    }
}

/// Whoever calls, if they are in, whatever their role.
pub(crate) fn principal() -> Result<Option<Principal>, ApiError> {
    let principal = services().auth.principal();
    if principal.is_none() {
        if !admin_context().wants_page {
            return Err(refused());
        }
        redirect_with(AdminPath::SignIn, AdminFlash::Ended);
    }
    Ok(principal)
}

/// Whoever calls, if they are in and showed a second factor just now.
pub(crate) fn require_fresh(back: &str) -> Result<Option<Principal>, ApiError> {
    let Some(principal) = principal()? else {
        return Ok(None);
    };
    match principal.is_fresh(admin_context().now) {
        Ok(()) => Ok(Some(principal)),
        Err(_) => require_reauthentication(back),
    }
}

/// Once more, please: and then back to where they were.
fn require_reauthentication<T>(back: &str) -> Result<Option<T>, ApiError> {
    if !admin_context().wants_page {
        return Err(refused());
    }
    redirect(&format!(
        "{}?to={}",
        AdminPath::Confirm.pattern(),
        local_path(back)
    ));
    Ok(None)
}

/// Not for them.
fn refused() -> ApiError {
    if let Some(response) = use_context::<ResponseOptions>() {
        response.set_status(StatusCode::FORBIDDEN);
    }
    ApiError::Stop
}
