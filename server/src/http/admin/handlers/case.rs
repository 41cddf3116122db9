//! Page data of one case.

use app::{
    admin::context::{AdminContext, CaseView, ListContext, Neighbour, PageData, StaffMember},
    admin::server::AdminServices,
};
use kyc::{
    admin::{
        ReviewerId,
        list::{CaseList, ListFilter, PagePosition},
    },
    id::Reference,
    ports::StoreError,
};
use std::sync::Arc;
use time::OffsetDateTime;

/// Case whose reference is in the path, or [`PageData::Missing`].
pub(crate) async fn case_view(
    context: &AdminContext,
    services: &AdminServices,
    me: ReviewerId,
) -> Result<PageData, StoreError> {
    let reference = context.parameter.as_deref().and_then(Reference::parse);
    let case = match &reference {
        Some(reference) => services.case_store.open(reference).await?,
        None => None,
    };
    let Some(case) = case else {
        return Ok(PageData::Missing);
    };
    let dossiers = &services.admin.sensitive_data;
    let sensitive_data = dossiers
        .sensitive_data(&case.reference, me, context.now)
        .await?;
    let Some(sensitive_data) = sensitive_data else {
        return Ok(PageData::Missing);
    };
    let staff = services.admin.store.reviewers().await?;
    let list_context = ListContext::read(&context.query);
    let input = services.auth.session.data.unsaved_input.clone();
    let input = input.filter(|input| input.of == case.reference);
    let input = input.filter(|_| context.flash.is_some());
    let input = match input {
        Some(input) => Some(input),
        None => {
            let session = services.auth.session.hash;
            let store = &services.case_store;
            let before = store.typed_before(me, session, &case.reference, context.now);
            before.await?
        }
    };
    let since = context.query_value("since").and_then(|it| it.parse().ok());
    let (mut before, mut after) = (None, None);
    let at = list_context.at.clone();
    if let (Some(list), Some(at)) = (&list_context.list, at)
        && list.accepts(&at)
    {
        let cases = &*services.cases;
        before = neighbour(
            cases,
            list,
            me,
            PagePosition::Before(at.clone()),
            context.now,
        )
        .await?;
        after = neighbour(cases, list, me, PagePosition::After(at), context.now).await?;
    }
    Ok(PageData::Case(Arc::new(CaseView {
        case,
        sensitive_data,
        budget: services.admin.reveals_a_day,
        staff: staff.iter().map(StaffMember::from).collect(),
        list_context,
        before,
        after,
        unsaved_input: input,
        since,
    })))
}

/// First case behind a position of the filtered list, for the next and previous links.
async fn neighbour(
    cases: &dyn CaseList,
    list: &ListFilter,
    me: ReviewerId,
    place: PagePosition,
    now: OffsetDateTime,
) -> Result<Option<Neighbour>, StoreError> {
    let page = cases
        .page(list, list.assignee.by(me), &place, 1, now)
        .await?;
    let row = page.rows.first();
    Ok(row.map(|row| Neighbour {
        reference: row.reference.clone(),
        at: list.cursor(row),
    }))
}
