//! Rate limit by client address for sign-in attempts and expensive functions. It applies before the
//! throttle by account (ASVS 2.4.1, 6.3.1).

use crate::http::{
    AppState,
    layers::{log, problem},
};
use app::{admin::server::AdminServices, problem::Problem};
use axum::{
    extract::{Request, State},
    http::Method,
    middleware::Next,
    response::{IntoResponse, Response},
};

/// Rate-limited server functions.
const RATIONED: &[&str] = &[
    "/admin/api/sign-in",
    "/admin/api/code",
    "/admin/api/recovery",
    "/admin/api/passkey",
    "/admin/api/choose-password",
    "/admin/api/enrol-code",
    "/admin/api/enrol-passkey",
    "/admin/api/change-password",
];

/// Rejects requests above the rate limit.
pub(crate) async fn layer(
    State(app_state): State<AppState>,
    request: Request,
    next: Next,
) -> Response {
    let rationed = request.method() == Method::POST && RATIONED.contains(&request.uri().path());
    if rationed
        && let Some(services) = request.extensions().get::<AdminServices>()
        && !app_state.admin_limits.admits(services.ip)
    {
        let path = log::path(request.uri());
        tracing::warn!(path, "an address exceeded its admin rate limit");
        return problem::of(Problem::TooMany).into_response();
    }
    next.run(request).await
}
