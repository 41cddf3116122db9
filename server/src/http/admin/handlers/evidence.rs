//! Evidence bundle of a case. It is read and verified on request, and the audit event is written
//! before the response is sent. The page variant is rendered like any other page.

use crate::http::{admin::responses::attachment, layers::problem};
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

/// Evidence bundle of the case in the path, if the reviewer has the permission.
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

/// Page data of the evidence page.
pub(crate) async fn content(
    context: &AdminContext,
    services: &AdminServices,
) -> Result<PageData, AdminError> {
    let pack = pack(context, services, EvidenceFormat::Page).await?;
    Ok(pack.map_or(PageData::Missing, |pack| PageData::Evidence(Arc::new(pack))))
}

fn broken(error: &(dyn std::error::Error + 'static)) -> Response {
    tracing::error!(error, "the evidence could not be built");
    problem::of(Problem::Broken).into_response()
}

/// Sends the bundle as a JSON file. The guard layer has already checked access.
pub(crate) async fn file(
    Extension(context): Extension<Arc<AdminContext>>,
    Extension(services): Extension<AdminServices>,
) -> Response {
    let pack = match pack(&context, &services, EvidenceFormat::File).await {
        Ok(Some(pack)) => pack,
        Ok(None) => return problem::of(Problem::Missing).into_response(),
        Err(error) => return broken(&error),
    };
    let text = match serde_json::to_vec_pretty(&pack) {
        Ok(text) => text,
        Err(error) => return broken(&error),
    };
    let name = format!("evidence-{}.json", pack.case.reference);
    attachment(&name, "application/json", text.into())
}
