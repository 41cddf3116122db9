//! The evidence of a case: read and examined when it is asked for, and written
//! down before it is sent. As a page it is rendered like any other.

use super::responses::attachment;
use app::{
    admin::context::{AdminContext, PageData},
    admin::server::AdminServices,
    problem::Problem,
};
use axum::{
    Extension,
    response::{IntoResponse, Response},
};
use kyc::{
    admin::{
        Permission,
        disclosure::{EvidenceBundle, bundle::EvidenceFormat},
        service::AdminError,
    },
    id::Reference,
};
use std::sync::Arc;

/// The pack of an address, for whoever may have it.
async fn pack(
    context: &AdminContext,
    services: &AdminServices,
    form: EvidenceFormat,
) -> Result<Option<EvidenceBundle>, AdminError> {
    let principal = services.auth.principal();
    let principal =
        principal.filter(|principal| principal.may(Permission::TakeEvidence, context.now).is_ok());
    let case = context.parameter.as_deref().and_then(Reference::parse);
    match principal.zip(case) {
        Some((principal, case)) => services.admin.evidence(&principal, &case, form).await,
        None => Ok(None),
    }
}

/// What the page shows.
pub(super) async fn content(
    context: &AdminContext,
    services: &AdminServices,
) -> Result<PageData, AdminError> {
    let pack = pack(context, services, EvidenceFormat::Page).await?;
    Ok(pack.map_or(PageData::Missing, |pack| PageData::Evidence(Arc::new(pack))))
}

fn broken(error: &(dyn std::error::Error + 'static)) -> Response {
    tracing::error!(error, "the evidence could not be put together");
    crate::http::problem::of(Problem::Broken).into_response()
}

/// Sends the file. The guard has been here before.
pub(super) async fn file(
    Extension(context): Extension<Arc<AdminContext>>,
    Extension(services): Extension<AdminServices>,
) -> Response {
    let pack = match pack(&context, &services, EvidenceFormat::File).await {
        Ok(Some(pack)) => pack,
        Ok(None) => return crate::http::problem::of(Problem::Missing).into_response(),
        Err(error) => return broken(&error),
    };
    let text = match serde_json::to_vec_pretty(&pack) {
        Ok(text) => text,
        Err(error) => return broken(&error),
    };
    let name = format!("evidence-{}.json", pack.case.reference);
    attachment(&name, "application/json", text.into())
}
