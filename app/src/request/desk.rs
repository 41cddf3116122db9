//! The desk's half of the room: what the server puts into the context of each
//! request below `/admin`, who may do what, and how pages are made.

mod account;
mod case;
mod disclosure;
mod enrol;
mod list;
mod sign_in;
mod staff;
mod wish;

pub(crate) use account::{
    add_passkey, change_password, end_session, make_codes, remove_factor, set_app, stay,
};
pub(crate) use case::{ask_case, assign_case, invite_case, message_case, note_case, release_case};
pub(crate) use disclosure::{answer_overrule, ask_overrule, put_away, reveal};
pub(crate) use enrol::{choose_password, codes_noted, enrol_code, enrol_passkey};
pub use kyc::admin::service::SecondFactor;
pub(crate) use list::{list_news, search_list};
pub(crate) use sign_in::{show, sign_in, sign_out, speak};
pub(crate) use staff::{add_staff, change_staff};
pub(crate) use wish::CaseForm;

use super::{Courier, failed};
use crate::{
    api::ApiError,
    desk::{
        routes::DeskPath,
        shell,
        visit::{DeskVisit, Notice, desk_visit},
    },
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
pub struct DeskServices {
    /// The desk.
    pub desk: Arc<AdminService>,
    /// Who is at the door.
    pub arrival: Arc<AuthContext>,
    /// The list of applications.
    pub cases: Arc<dyn CaseList>,
    /// Each of them.
    pub book: Arc<dyn CaseStore>,
    /// What was counted.
    pub overview: Arc<dyn Dashboard>,
    /// Whoever watches the upstream.
    pub upstream: Arc<dyn ProviderMonitor>,
    /// What is done about them.
    pub work: CaseService,
    /// The use cases about applications.
    pub onboarding: Arc<Onboarding>,
    /// The courier.
    pub courier: Arc<dyn Courier>,
    /// Where the request came from.
    pub ip: IpAddr,
    /// The cookie of a session; of none, the end of it.
    pub cookie: Cookie,
}

/// The page of a visit, as a whole document.
#[must_use]
pub fn page(visit: Arc<DeskVisit>) -> String {
    let path = visit.path;
    document(visit, || shell::page(path))
}

/// The page that lies on the way from another site: it is seen for a moment, or
/// not at all.
#[must_use]
pub fn passage(visit: Arc<DeskVisit>) -> String {
    document(visit, shell::passage)
}

/// A problem page as a whole document.
#[must_use]
pub fn problem_page(visit: Arc<DeskVisit>, problem: Problem, request_id: Option<String>) -> String {
    let mut visit = DeskVisit::clone(&visit);
    visit.notice = None;
    let page = move || shell::problem(problem, request_id);
    document(Arc::new(visit), page)
}

fn document(visit: Arc<DeskVisit>, body: impl FnOnce() -> AnyView) -> String {
    let owner = Owner::new();
    let html = owner.with(|| {
        provide_context(visit);
        shell::document(body).to_html()
    });
    owner.cleanup();
    html
}

fn services() -> DeskServices {
    expect_context()
}

/// Post, redirect, get.
fn go(to: &str) {
    let response = expect_context::<ResponseOptions>();
    // Our own addresses and codes: always a header.
    let to = HeaderValue::try_from(to).unwrap_or(HeaderValue::from_static("/admin"));
    response.insert_header(LOCATION, to);
    response.set_status(StatusCode::SEE_OTHER);
}

/// The same, with something to say there.
fn go_and_say(path: DeskPath, notice: Notice) {
    go(&notice.at(path));
}

/// A page of ours that somebody wants to come back to, or the first one.
fn ours(to: &str) -> &str {
    let (path, _) = to.split_once('?').unwrap_or((to, ""));
    if DeskPath::find(path).is_some() {
        path
    } else {
        DeskPath::Home.pattern()
    }
}

/// Has the browser keep a session's secret.
fn keep(secret: &SessionSecret) {
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
    let Some(principal) = seated()? else {
        return Ok(None);
    };
    match principal.may(permission, desk_visit().now) {
        Ok(()) => Ok(Some(principal)),
        Err(AccessDenied::ReauthenticationRequired) => stale(back),
        Err(AccessDenied::Forbidden) => {
            let what = format!("{permission:?}");
            let told = services().desk.record_denial(&principal, &what).await;
            told.map_err(|error| failed(&error))?;
            Err(refused())
        }
    }
}

/// Whoever calls, if they are in, whatever their role.
pub(crate) fn seated() -> Result<Option<Principal>, ApiError> {
    let principal = services().arrival.principal();
    if principal.is_none() {
        if !desk_visit().wants_page {
            return Err(refused());
        }
        go_and_say(DeskPath::SignIn, Notice::Ended);
    }
    Ok(principal)
}

/// Whoever calls, if they are in and showed a second factor just now.
pub(crate) fn require_fresh(back: &str) -> Result<Option<Principal>, ApiError> {
    let Some(principal) = seated()? else {
        return Ok(None);
    };
    match principal.is_fresh(desk_visit().now) {
        Ok(()) => Ok(Some(principal)),
        Err(_) => stale(back),
    }
}

/// Once more, please: and then back to where they were.
fn stale<T>(back: &str) -> Result<Option<T>, ApiError> {
    if !desk_visit().wants_page {
        return Err(refused());
    }
    go(&format!(
        "{}?to={}",
        DeskPath::Confirm.pattern(),
        ours(back)
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
