//! Server side of the admin: the context of each request below `/admin`, permission
//! checks, and page rendering.
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

/// Builds the session cookie. `None` yields a cookie that deletes it.
pub type Cookie = Arc<dyn Fn(Option<&SessionSecret>) -> HeaderValue + Send + Sync>;

/// Services that the server provides to each admin request.
#[derive(Clone)]
pub struct AdminServices {
    /// Staff accounts, sessions and disclosure.
    pub admin: Arc<AdminService>,
    /// Authentication of the caller.
    pub auth: Arc<AuthContext>,
    /// List of cases.
    pub cases: Arc<dyn CaseList>,
    /// Store of single cases.
    pub case_store: Arc<dyn CaseStore>,
    /// Statistics.
    pub dashboard: Arc<dyn Dashboard>,
    /// Monitor of provider calls.
    pub provider: Arc<dyn ProviderMonitor>,
    /// Commands on cases.
    pub case_service: CaseService,
    /// Use cases of the applicants.
    pub onboarding: Arc<Onboarding>,
    /// Dispatcher of due jobs.
    pub dispatcher: Arc<dyn Dispatcher>,
    /// IP address of the client.
    pub ip: IpAddr,
    /// Builds the session cookie. `None` yields a cookie that deletes it.
    pub cookie: Cookie,
}

/// Renders the page of a request as an HTML document.
#[must_use]
pub fn page(context: Arc<AdminContext>) -> String {
    let path = context.path;
    document(context, || shell::page(path))
}

/// Renders the page that continues a cross-site navigation. The browser follows it
/// almost at once.
#[must_use]
pub fn cross_site_redirect(context: Arc<AdminContext>) -> String {
    document(context, shell::cross_site_redirect)
}

/// Renders a problem page as an HTML document.
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

/// Redirects after a POST with 303 See Other.
fn redirect(to: &str) {
    let response = expect_context::<ResponseOptions>();
    // Internal addresses and codes are ASCII, so the header value is always valid.
    let to = HeaderValue::try_from(to).unwrap_or(HeaderValue::from_static("/admin"));
    response.insert_header(LOCATION, to);
    response.set_status(StatusCode::SEE_OTHER);
}

/// Redirects with a flash message.
fn redirect_with(path: AdminPath, flash: AdminFlash) {
    redirect(&flash.at(path));
}

/// The path if it is an admin page, otherwise the list. This prevents open
/// redirects.
fn local_path(to: &str) -> &str {
    let (path, _) = to.split_once('?').unwrap_or((to, ""));
    if AdminPath::find(path).is_some() {
        path
    } else {
        AdminPath::Home.pattern()
    }
}

/// Sets the session cookie.
fn set_session_cookie(secret: &SessionSecret) {
    let cookie = (services().cookie)(Some(secret));
    expect_context::<ResponseOptions>().append_header(SET_COOKIE, cookie);
}

/// Returns the caller, if signed in with the permission. Every admin server
/// function starts with this check.
///
/// `None` means that the response is already a redirect. It leads to the sign-in,
/// or to the reauthentication that returns to `back`. A denial is an error and gets
/// a staff audit event.
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

/// Returns the caller, if signed in with any role.
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

/// Returns the caller, if signed in and recently reauthenticated.
pub(crate) fn require_fresh(back: &str) -> Result<Option<Principal>, ApiError> {
    let Some(principal) = principal()? else {
        return Ok(None);
    };
    match principal.is_fresh(admin_context().now) {
        Ok(()) => Ok(Some(principal)),
        Err(_) => require_reauthentication(back),
    }
}

/// Redirects to the reauthentication, which returns to `back`.
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

/// Responds with 403 Forbidden.
fn refused() -> ApiError {
    if let Some(response) = use_context::<ResponseOptions>() {
        response.set_status(StatusCode::FORBIDDEN);
    }
    ApiError::Stop
}
