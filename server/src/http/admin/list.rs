//! What the pages of the list show.

use app::{
    desk::visit::{Colleague, Content, DeskVisit, Found, Listing},
    request::desk::DeskServices,
};
use kyc::{
    admin::{
        Permission, ReviewerId,
        list::{Assignee, AssigneeFilter, ListFilter, PAGE, SearchId},
    },
    ports::StoreError,
};

/// A page of the list.
pub(super) async fn list_view(
    visit: &DeskVisit,
    services: &DeskServices,
    me: ReviewerId,
) -> Result<Content, StoreError> {
    let mut query = ListFilter::read(&visit.query);
    let place = query.valid_position(visit.place());
    let cases = &services.cases;
    if query.assignee == AssigneeFilter::Of(me) {
        // As a colleague passed it on.
        query.assignee = AssigneeFilter::Mine;
    }
    let holder = query.assignee.by(me);
    let page = cases.page(&query, holder, &place, PAGE, visit.now).await?;
    let all = cases.counts(Assignee::Anyone).await?;
    let mine = cases.counts(Assignee::Of(me)).await?;
    let nobodys = cases.counts(Assignee::Nobody).await?;
    let shown = match query.assignee {
        AssigneeFilter::Anyone => all.clone(),
        AssigneeFilter::Mine => mine.clone(),
        AssigneeFilter::Nobody => nobodys.clone(),
        AssigneeFilter::Of(_) => cases.counts(holder).await?,
    };
    let listing = Listing {
        all,
        mine,
        nobodys,
        shown,
        staff: assignees(services, me).await?,
        query,
        place,
        page,
    };
    Ok(Content::List(Box::new(listing)))
}

/// Those of the staff but `me` who may have cases, or may once have had some:
/// whoever cannot sign in any more may still hold what they held.
pub(super) async fn assignees(
    services: &DeskServices,
    me: ReviewerId,
) -> Result<Vec<Colleague>, StoreError> {
    let staff = services.desk.store.reviewers().await?;
    let others = staff.iter().filter(|it| it.id != me);
    let may = others.filter(|it| it.role.may(Permission::Assign));
    Ok(may.map(Colleague::from).collect())
}

/// A page of what a search found, while it is kept and for whoever made it.
pub(super) async fn search_results(
    visit: &DeskVisit,
    services: &DeskServices,
    me: ReviewerId,
) -> Result<Content, StoreError> {
    let id = visit.parameter.as_deref().and_then(SearchId::parse);
    let sought = match id {
        Some(id) => services.cases.saved_search(id, me, visit.now).await?,
        None => None,
    };
    let Some(sought) = sought else {
        return Ok(Content::Nothing);
    };
    let place = visit.place();
    let page = services.cases.search_page(&sought, &place).await?;
    let what = sought.expose().to_owned();
    Ok(Content::Found(Box::new(Found { what, place, page })))
}
