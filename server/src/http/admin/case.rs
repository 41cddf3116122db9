//! What the page of a case shows.

use app::{
    desk::visit::{Colleague, Content, DeskVisit, Docket, Neighbour, Whence},
    request::desk::DeskServices,
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

/// The case of an address.
pub(super) async fn case_view(
    visit: &DeskVisit,
    services: &DeskServices,
    me: ReviewerId,
) -> Result<Content, StoreError> {
    let reference = visit.parameter.as_deref().and_then(Reference::parse);
    let case = match &reference {
        Some(reference) => services.book.open(reference).await?,
        None => None,
    };
    let Some(case) = case else {
        return Ok(Content::Missing);
    };
    let dossiers = &services.desk.sensitive_data;
    let sensitive_data = dossiers
        .sensitive_data(&case.reference, me, visit.now)
        .await?;
    let Some(sensitive_data) = sensitive_data else {
        return Ok(Content::Missing);
    };
    let staff = services.desk.store.reviewers().await?;
    let whence = Whence::read(&visit.query);
    let kept = services.arrival.session.data.unsaved_input.clone();
    let kept = kept.filter(|kept| kept.of == case.reference);
    let since = visit.asked("since").and_then(|it| it.parse().ok());
    let (mut before, mut after) = (None, None);
    let at = whence.at.clone();
    if let (Some(list), Some(at)) = (&whence.list, at)
        && list.accepts(&at)
    {
        let cases = &*services.cases;
        before = neighbour(cases, list, me, PagePosition::Before(at.clone()), visit.now).await?;
        after = neighbour(cases, list, me, PagePosition::After(at), visit.now).await?;
    }
    Ok(Content::Case(Arc::new(Docket {
        case,
        sensitive_data,
        budget: services.desk.reveals_a_day,
        staff: staff.iter().map(Colleague::from).collect(),
        whence,
        before,
        after,
        kept: kept.filter(|_| visit.notice.is_some()),
        since,
    })))
}

/// The case next to a place of a list.
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
