//! Support of the admin's server functions: permission checks, redirects and page
//! rendering. It is also the interface to the server: the services of each request
//! below `/admin`. The body of a server function imports this module whole.
#![cfg(feature = "ssr")]

mod case_form;
mod outcomes;
mod render;
mod second_factor;

pub(crate) use crate::{
    admin::{
        context::{AdminFlash, CaseFlash, DoneFlash, admin_context},
        routes::{AdminPath, local, returning},
    },
    server::{log_failure, refused},
};
pub(crate) use case_form::{CaseForm, authorize};
pub(crate) use kyc::admin::Permission;
pub(crate) use outcomes::{
    continue_enrolment, redirect_to_account, redirect_to_staff, show_staff_change,
};
pub use render::{cross_site_redirect, page, problem_page};
pub(crate) use second_factor::{submit_second_factor, wait_flash};

use crate::{api::ApiError, server::Dispatcher};
use http::{
    HeaderName, HeaderValue, StatusCode,
    header::{LOCATION, RETRY_AFTER, SET_COOKIE},
};
use kyc::{
    admin::{
        Reviewer,
        case::{CaseService, CaseStore},
        dashboard::{Dashboard, ProviderMonitor},
        list::CaseList,
        service::{
            AccessDenied, AdminError, AdminService, AuthContext, PasskeyChallenge, Principal,
        },
        session::SessionSecret,
    },
    lang::Lang,
    service::Onboarding,
};
use leptos::prelude::expect_context;
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
    /// Seals the passkey challenge of the sign-in page.
    pub challenges: Arc<dyn PasskeyChallenges>,
    /// Builds the cookie that stores the language without a session.
    pub language_cookie: Arc<dyn Fn(Lang) -> HeaderValue + Send + Sync>,
}

/// Seals the challenge that a sign-in page carries, bound to its browser.
pub trait PasskeyChallenges: Send + Sync {
    /// Text for a hidden field.
    fn seal(&self, challenge: &PasskeyChallenge) -> String;
    /// Challenge of a hidden field; `None` if it is another browser's or forged.
    fn open(&self, text: &str) -> Option<PasskeyChallenge>;
}

/// Services of the request.
pub(crate) fn services() -> AdminServices {
    expect_context()
}

/// Redirects after a POST with 303 See Other.
pub(crate) fn redirect(to: &str) {
    let response = expect_context::<ResponseOptions>();
    // Internal addresses and codes are ASCII, so the header value is always valid.
    let to = HeaderValue::try_from(to).unwrap_or(HeaderValue::from_static("/admin"));
    response.insert_header(LOCATION, to);
    response.set_status(StatusCode::SEE_OTHER);
}

/// Responds with 503 to a failed use case. A full password queue is no fault of the server: the
/// client may try again in a few seconds.
pub(crate) fn fail(error: AdminError) -> ApiError {
    if !error.is_busy() {
        return log_failure(error);
    }
    tracing::warn!("the queue of the password hash is full");
    let response = expect_context::<ResponseOptions>();
    response.insert_header(RETRY_AFTER, HeaderValue::from_static("5"));
    response.set_status(StatusCode::SERVICE_UNAVAILABLE);
    ApiError::Later
}

/// Redirects with a flash message.
pub(crate) fn redirect_with(path: AdminPath, flash: AdminFlash) {
    redirect(&flash.at(path));
}

/// Sets the session cookie.
pub(crate) fn set_session_cookie(secret: &SessionSecret) {
    let cookie = (services().cookie)(Some(secret));
    expect_context::<ResponseOptions>().append_header(SET_COOKIE, cookie);
}

/// Sets the cookie that stores the language without a session.
pub(crate) fn set_language_cookie(lang: Lang) {
    let cookie = (services().language_cookie)(lang);
    expect_context::<ResponseOptions>().append_header(SET_COOKIE, cookie);
}

/// Makes the browser delete the session cookie and its cache.
pub(crate) fn clear_browser_session() {
    let response = expect_context::<ResponseOptions>();
    response.append_header(SET_COOKIE, (services().cookie)(None));
    response.insert_header(
        HeaderName::from_static("clear-site-data"),
        HeaderValue::from_static("\"cache\""),
    );
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
            let admin = services().admin;
            let recorded = admin.record_denial(&principal, permission.as_str()).await;
            recorded.map_err(log_failure)?;
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

/// The account that a session enrols. `None`, with a redirect to the sign-in, without
/// one.
pub(crate) fn enrolling_reviewer() -> Option<Reviewer> {
    let reviewer = services().auth.reviewer.clone();
    if reviewer.is_none() {
        redirect_with(AdminPath::SignIn, AdminFlash::LinkExpired);
    }
    reviewer
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
    redirect(&returning(AdminPath::Confirm.pattern(), back));
    Ok(None)
}
