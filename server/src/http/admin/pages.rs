//! The routes of the desk's pages and server functions.

use super::{super::headers, evidence, page_data::page_data, spoken};
use app::{
    desk::{
        routes::DeskPath,
        visit::{Content, DeskVisit},
    },
    problem::Problem,
    request::desk::{self, DeskServices},
};
use axum::{
    Extension, Router,
    extract::Request,
    http::{HeaderValue, header, request::Parts},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use kyc::admin::Permission;
use leptos::prelude::{expect_context, provide_context};
use std::sync::Arc;

/// Pages and server functions.
pub(super) fn routes() -> Router {
    let pages = DeskPath::ALL.iter().fold(Router::new(), |router, path| {
        let route = match path {
            DeskPath::EvidenceFile => get(evidence::file),
            _ => get(page),
        };
        router.route(path.pattern(), route)
    });
    pages
        .route("/admin/api/{*function}", post(server_function))
        .fallback(missing)
}

/// Reads what the page of the visit shows, and renders it. The guard has been
/// here before.
async fn page(
    Extension(visit): Extension<Arc<DeskVisit>>,
    Extension(services): Extension<DeskServices>,
) -> Response {
    let mut visit = DeskVisit::clone(&visit);
    let read = async {
        if visit.may(Permission::ManageStaff) {
            visit.alerts = services.desk.sensitive_data.alerts().await?;
        }
        page_data(&visit, &services).await
    };
    match read.await {
        Ok(Content::Missing) => return spoken::of(Problem::Missing).into_response(),
        Ok(content) => visit.content = content,
        Err(error) => {
            let error = &*error as &dyn std::error::Error;
            tracing::error!(error, "a page of the desk could not be read");
            return spoken::of(Problem::Broken).into_response();
        }
    }
    let policy = headers::policy_with(&visit.nonce);
    let html = HeaderValue::from_static("text/html; charset=utf-8");
    let body = desk::page(Arc::new(visit));
    ([(header::CONTENT_TYPE, html), (headers::CSP, policy)], body).into_response()
}

/// Runs a server function with visit and services in its context.
async fn server_function(request: Request) -> Response {
    leptos_axum::handle_server_fns_with_context(context, request)
        .await
        .into_response()
}

fn context() {
    let parts = expect_context::<Parts>();
    if let Some(visit) = parts.extensions.get::<Arc<DeskVisit>>() {
        provide_context(visit.clone());
    }
    if let Some(services) = parts.extensions.get::<DeskServices>() {
        provide_context(services.clone());
    }
}

/// No page at this address.
async fn missing() -> Response {
    spoken::of(Problem::Missing).into_response()
}
