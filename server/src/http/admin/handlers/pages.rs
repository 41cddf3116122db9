//! Routes of the admin's pages and server functions.

use super::{activity, evidence, page_data::page_data, recovery_codes};
use crate::http::layers::{headers, problem};
use app::{
    admin::server::{self, AdminServices},
    admin::{
        context::{AdminContext, PageData},
        routes::AdminPath,
    },
    problem::Problem,
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

/// Router of pages and server functions.
pub(crate) fn routes() -> Router {
    let pages = AdminPath::ALL.iter().fold(Router::new(), |router, path| {
        let route = match path {
            AdminPath::EvidenceFile => get(evidence::file),
            AdminPath::ActivityFile => get(activity::file),
            AdminPath::CodesFile => get(recovery_codes::file),
            _ => get(page),
        };
        router.route(path.pattern(), route)
    });
    pages
        .route("/admin/api/{*function}", post(server_function))
        .fallback(missing)
}

/// Reads the data of the context's page and renders it. The guard layer has already checked access.
async fn page(
    Extension(context): Extension<Arc<AdminContext>>,
    Extension(services): Extension<AdminServices>,
) -> Response {
    let mut context = AdminContext::clone(&context);
    let read = async {
        if context.may(Permission::ManageStaff) {
            context.alerts = services.admin.sensitive_data.alerts().await?;
        }
        page_data(&context, &services).await
    };
    match read.await {
        Ok(PageData::Missing) => return problem::of(Problem::Missing).into_response(),
        Ok(content) => context.data = content,
        Err(error) => {
            let error = &*error as &dyn std::error::Error;
            tracing::error!(error, "the data of an admin page could not be read");
            return problem::of(Problem::Broken).into_response();
        }
    }
    let policy = headers::policy_with(&context.nonce);
    let html = HeaderValue::from_static("text/html; charset=utf-8");
    let body = server::page(Arc::new(context));
    ([(header::CONTENT_TYPE, html), (headers::CSP, policy)], body).into_response()
}

/// Runs a server function with [`AdminContext`] and [`AdminServices`] in its Leptos context.
async fn server_function(request: Request) -> Response {
    leptos_axum::handle_server_fns_with_context(context, request)
        .await
        .into_response()
}

fn context() {
    let parts = expect_context::<Parts>();
    if let Some(context) = parts.extensions.get::<Arc<AdminContext>>() {
        provide_context(context.clone());
    }
    if let Some(services) = parts.extensions.get::<AdminServices>() {
        provide_context(services.clone());
    }
}

/// Response for an unknown address.
async fn missing() -> Response {
    problem::of(Problem::Missing).into_response()
}
