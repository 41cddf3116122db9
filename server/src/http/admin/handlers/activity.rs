//! The staff audit trail as a page and as a CSV file. The export has its own audit event, written
//! before the response is sent.

use crate::http::{admin::responses::attachment, layers::problem};
use app::{
    admin::context::{ActivityView, AdminContext, PageData, StaffMember},
    admin::server::AdminServices,
    problem::Problem,
};
use axum::{
    Extension,
    body::{Body, Bytes},
    response::{IntoResponse, Response},
};
use futures_util::stream::{self, Stream};
use kyc::{
    admin::{
        Permission, ReviewerId,
        activity::{CSV_HEAD, StaffFilter, csv},
        ports::AdminStore,
    },
    ports::StoreError,
};
use std::sync::Arc;

/// Events on a page.
const PAGE: u32 = 50;
/// Events that the export reads at once.
const BATCH: u32 = 500;

/// The filter in the query.
fn filter(context: &AdminContext, limit: u32) -> StaffFilter {
    let kind = context.query_value("kind").filter(|kind| !kind.is_empty());
    StaffFilter {
        who: context.query_value("who").and_then(ReviewerId::parse),
        kind: kind.map(str::to_owned),
        before: context.query_value("before").and_then(|it| it.parse().ok()),
        limit,
    }
}

/// Page data of the filtered trail.
pub(crate) async fn content(
    context: &AdminContext,
    services: &AdminServices,
) -> Result<PageData, StoreError> {
    let store = &services.admin.store;
    // One more event shows whether there is another page.
    let mut lines = store.staff_events(filter(context, PAGE + 1)).await?;
    let more = lines.len() > PAGE as usize;
    lines.truncate(PAGE as usize);
    let staff = store.reviewers().await?;
    Ok(PageData::Activity(Box::new(ActivityView {
        filter: filter(context, PAGE),
        older: lines.last().filter(|_| more).map(|line| line.pos),
        lines,
        staff: staff.iter().map(StaffMember::from).collect(),
    })))
}

/// Sends the filtered trail as a CSV file. The guard layer has already checked access.
pub(crate) async fn file(
    Extension(context): Extension<Arc<AdminContext>>,
    Extension(services): Extension<AdminServices>,
) -> Response {
    let principal = services.auth.principal();
    let principal =
        principal.filter(|principal| principal.reviewer.role.may(Permission::ManageStaff));
    let Some(principal) = principal else {
        return problem::of(Problem::Denied).into_response();
    };
    if let Err(error) = services.admin.audit_activity_export(&principal).await {
        tracing::error!(%error, "the staff activity could not be exported");
        return problem::of(Problem::Broken).into_response();
    }
    let lines = lines(services.admin.store.clone(), filter(&context, BATCH));
    let name = format!("staff-activity-{}.csv", context.now.date());
    let kind = "text/csv; charset=utf-8; header=present";
    attachment(&name, kind, Body::from_stream(lines))
}

/// Stream of the file's chunks.
fn lines(
    store: Arc<dyn AdminStore>,
    filter: StaffFilter,
) -> impl Stream<Item = Result<Bytes, StoreError>> + Send + 'static {
    let start = Some((store, filter, CSV_HEAD.to_owned()));
    stream::try_unfold(start, |left| async move {
        let Some((store, mut filter, mut text)) = left else {
            return Ok(None);
        };
        let lines = match store.staff_events(filter.clone()).await {
            Ok(lines) => lines,
            Err(error) => {
                // The error aborts the connection, so that a truncated file does not look complete.
                tracing::error!(%error, "an export ended early");
                return Err(error);
            }
        };
        for line in &lines {
            text += &csv(line);
        }
        filter.before = lines.last().map(|line| line.pos);
        let more = filter
            .before
            .is_some()
            .then(|| (store, filter, String::new()));
        Ok(Some((Bytes::from(text), more)))
    })
}
