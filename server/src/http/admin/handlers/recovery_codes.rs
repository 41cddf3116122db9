//! New recovery codes as a text file, while their page shows them. No response of the server is
//! stored in a cache.

use crate::http::{admin::responses::attachment, layers::problem};
use app::{
    admin::{context::AdminContext, server::AdminServices},
    problem::Problem,
};
use axum::{
    Extension,
    response::{IntoResponse, Response},
};
use std::sync::Arc;

/// Sends the codes of the session. The guard layer has already checked access.
pub(crate) async fn file(
    Extension(context): Extension<Arc<AdminContext>>,
    Extension(services): Extension<AdminServices>,
) -> Response {
    let codes = &services.auth.session.data.codes;
    let principal = services.auth.principal();
    let Some(principal) = principal.filter(|_| !codes.is_empty()) else {
        return problem::of(Problem::Missing).into_response();
    };
    let (name, firm) = (principal.reviewer.name.as_str(), &context.site.organisation);
    let text = format!(
        "{firm}\r\n{name}\r\n{}\r\n\r\n{}\r\n",
        context.site.url,
        codes.join("\r\n")
    );
    attachment(
        "recovery-codes.txt",
        "text/plain; charset=utf-8",
        text.into(),
    )
}
