//! The evidence of a case: read and examined when it is asked for, and written
//! down before it is sent. As a page it is rendered like any other.

use super::{responses::attachment, spoken};
use app::{
    desk::visit::{Content, DeskVisit},
    problem::Problem,
    request::desk::DeskServices,
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
    visit: &DeskVisit,
    services: &DeskServices,
    form: EvidenceFormat,
) -> Result<Option<EvidenceBundle>, AdminError> {
    let principal = services.arrival.principal();
    let principal =
        principal.filter(|principal| principal.may(Permission::TakeEvidence, visit.now).is_ok());
    let case = visit.parameter.as_deref().and_then(Reference::parse);
    match principal.zip(case) {
        Some((principal, case)) => services.desk.evidence(&principal, &case, form).await,
        None => Ok(None),
    }
}

/// What the page shows.
pub(super) async fn content(
    visit: &DeskVisit,
    services: &DeskServices,
) -> Result<Content, AdminError> {
    let pack = pack(visit, services, EvidenceFormat::Page).await?;
    Ok(pack.map_or(Content::Missing, |pack| Content::Evidence(Arc::new(pack))))
}

fn broken(error: &(dyn std::error::Error + 'static)) -> Response {
    tracing::error!(error, "the evidence could not be put together");
    spoken::of(Problem::Broken).into_response()
}

/// Sends the file. The guard has been here before.
pub(super) async fn file(
    Extension(visit): Extension<Arc<DeskVisit>>,
    Extension(services): Extension<DeskServices>,
) -> Response {
    let pack = match pack(&visit, &services, EvidenceFormat::File).await {
        Ok(Some(pack)) => pack,
        Ok(None) => return spoken::of(Problem::Missing).into_response(),
        Err(error) => return broken(&error),
    };
    let text = match serde_json::to_vec_pretty(&pack) {
        Ok(text) => text,
        Err(error) => return broken(&error),
    };
    let name = format!("evidence-{}.json", pack.case.reference);
    attachment(&name, "application/json", text.into())
}
