//! CSV export of the case list. Rows are read in batches while the response is sent. Memory use
//! does not depend on the length of the list.

use crate::http::{
    admin::responses::{attachment, see_other},
    layers::problem,
};
use app::{
    admin::server::AdminServices,
    admin::{
        context::{AdminContext, AdminFlash},
        routes::AdminPath,
    },
    problem::Problem,
};
use axum::{
    Extension, Form,
    body::{Body, Bytes},
    response::{IntoResponse, Response},
};
use futures_util::stream::{self, Stream};
use kyc::{
    admin::{
        Permission,
        list::{Assignee, CaseList, Columns, ListFilter, PagePosition, csv},
        service::AccessDenied,
    },
    ports::StoreError,
};
use std::sync::Arc;
use time::OffsetDateTime;

/// Rows per read.
const SOME: u32 = 500;

/// Fields of the export form.
#[derive(serde::Deserialize)]
pub(crate) struct ExportParameters {
    #[serde(default)]
    list: String,
    #[serde(default)]
    personal: String,
}

/// Sends the file to a reviewer with the export permission.
pub(crate) async fn export(
    Extension(context): Extension<Arc<AdminContext>>,
    Extension(services): Extension<AdminServices>,
    Form(wish): Form<ExportParameters>,
) -> Response {
    let query = ListFilter::from_segment(&wish.list);
    let (columns, permission) = if wish.personal == "yes" {
        (Columns::Personal, Permission::ExportPersonal)
    } else {
        (Columns::Plain, Permission::Export)
    };
    let refused = || problem::of(Problem::Denied).into_response();
    let Some(principal) = services.auth.principal() else {
        return if context.wants_page {
            see_other(&AdminFlash::Ended.at(AdminPath::SignIn))
        } else {
            refused()
        };
    };
    match principal.may(permission, context.now) {
        Ok(()) => {}
        Err(AccessDenied::ReauthenticationRequired) if !context.wants_page => return refused(),
        Err(AccessDenied::ReauthenticationRequired) => {
            let back = AdminPath::Export.at(&query.segment());
            return see_other(&format!("{}?to={back}", AdminPath::Confirm.pattern()));
        }
        Err(AccessDenied::Forbidden) => {
            let what = permission.as_str();
            return match services.admin.record_denial(&principal, what).await {
                Ok(()) => refused(),
                Err(error) => broken(&error),
            };
        }
    }
    if let Err(error) = services
        .admin
        .audit_export(&principal, &query, columns)
        .await
    {
        return broken(&error);
    }
    let holder = query.assignee.by(principal.reviewer.id);
    let file = file(services.cases.clone(), query, holder, columns, context.now);
    let name = format!("applications-{}.csv", context.now.date());
    let kind = "text/csv; charset=utf-8; header=present";
    attachment(&name, kind, Body::from_stream(file))
}

fn broken(error: &dyn std::error::Error) -> Response {
    tracing::error!(%error, "the list could not be exported");
    problem::of(Problem::Broken).into_response()
}

/// Stream of the file's chunks. Reading stops when the client closes the connection.
pub(crate) fn file(
    cases: Arc<dyn CaseList>,
    query: ListFilter,
    holder: Assignee,
    columns: Columns,
    now: OffsetDateTime,
) -> impl Stream<Item = Result<Bytes, StoreError>> + Send + 'static {
    let export = Export {
        cases,
        query,
        holder,
        columns,
        now,
    };
    let start = Some((export, PagePosition::Start));
    stream::try_unfold(start, |left| async move {
        let Some((export, place)) = left else {
            return Ok(None);
        };
        match export.next_chunk(&place).await {
            Ok((lines, next)) => Ok(Some((lines, next.map(|place| (export, place))))),
            Err(error) => {
                // The error aborts the connection, so that a truncated file does not look complete.
                tracing::error!(%error, "an export ended early");
                Err(error)
            }
        }
    })
}

struct Export {
    cases: Arc<dyn CaseList>,
    query: ListFilter,
    holder: Assignee,
    columns: Columns,
    now: OffsetDateTime,
}

impl Export {
    /// CSV lines of the next rows after a position, and the position that follows.
    async fn next_chunk(
        &self,
        place: &PagePosition,
    ) -> Result<(Bytes, Option<PagePosition>), StoreError> {
        let (cases, query) = (&self.cases, &self.query);
        let page = cases.export_page(query, self.holder, place, SOME, self.columns, self.now);
        let page = page.await?;
        let mut lines = match place {
            PagePosition::Start => self.columns.head(),
            PagePosition::After(_) | PagePosition::Before(_) => String::new(),
        };
        for row in &page.rows {
            lines += &csv(row, self.columns);
        }
        Ok((Bytes::from(lines), page.after.map(PagePosition::After)))
    }
}
