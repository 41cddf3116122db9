//! Who may open which page of the desk. What a function does is asked by the
//! function; this is about what is shown.

use super::{super::AppState, spoken};
use app::{
    desk::{
        routes::{Access, DeskPath},
        visit::{DeskVisit, Notice},
    },
    problem::Problem,
    request::desk::DeskServices,
};
use axum::{
    extract::{Request, State},
    http::{HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use kyc::admin::session::AuthStage;
use std::sync::Arc;

/// Sends whoever may not be here to where they may, or refuses.
pub(super) async fn layer(State(_): State<AppState>, request: Request, next: Next) -> Response {
    let reading = matches!(*request.method(), Method::GET | Method::HEAD);
    let visit = request.extensions().get::<Arc<DeskVisit>>().cloned();
    let Some((visit, path)) = visit
        .filter(|_| reading)
        .and_then(|v| Some((v.clone(), v.path?)))
    else {
        return next.run(request).await;
    };
    if let Some((to, notice)) = elsewhere(path, &visit) {
        return redirect(to, notice);
    }
    if let Access::May(permission) = path.access()
        && !visit.may(permission)
    {
        if let Some(services) = request.extensions().get::<DeskServices>().cloned()
            && let Some(principal) = services.arrival.principal()
            && let Err(error) = services
                .desk
                .record_denial(&principal, path.pattern())
                .await
        {
            tracing::error!(%error, "a refusal could not be written down");
            return spoken::of(Problem::Broken).into_response();
        }
        return spoken::of(Problem::Denied).into_response();
    }
    next.run(request).await
}

fn redirect(path: DeskPath, notice: Option<Notice>) -> Response {
    let address = notice.map_or_else(|| path.at(""), |notice| notice.at(path));
    let location = HeaderValue::try_from(address).unwrap_or(HeaderValue::from_static("/admin"));
    (StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response()
}

/// Where to go instead; `None` to stay, as far as the stage goes.
fn elsewhere(path: DeskPath, visit: &DeskVisit) -> Option<(DeskPath, Option<Notice>)> {
    let ended = visit.ended.then_some(Notice::Ended);
    let sign_in = Some((DeskPath::SignIn, ended));
    match (path.access(), visit.stage) {
        (Access::Strangers, AuthStage::SignedIn(_)) => Some((DeskPath::Home, None)),
        (Access::Strangers, _) => None,
        (Access::Enrolling, AuthStage::Enrolling(_)) => None,
        (Access::Enrolling, _) => Some((DeskPath::SignIn, Some(Notice::Gone))),
        (Access::Halfway, AuthStage::AwaitingSecondFactor(_)) => None,
        (Access::Halfway, AuthStage::SignedIn(_)) => Some((DeskPath::Home, None)),
        (Access::Halfway, _) => Some((DeskPath::SignIn, Some(Notice::Over))),
        (Access::In | Access::May(_), AuthStage::SignedIn(_)) => None,
        (Access::In | Access::May(_), AuthStage::AwaitingSecondFactor(_)) => {
            Some((DeskPath::Second, None))
        }
        (Access::In | Access::May(_), _) => sign_in,
    }
}
