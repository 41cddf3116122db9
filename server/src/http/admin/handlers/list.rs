//! Page data of the list and of its search results.

use app::{
    admin::context::{AdminContext, ListView, MatchCount, PageData, SearchResults, StaffMember},
    admin::server::AdminServices,
};
use kyc::{
    admin::{
        Permission, ReviewerId,
        list::{Assignee, AssigneeFilter, ListFilter, PAGE, SearchId},
    },
    ports::StoreError,
};

/// Most rows that are counted for a filter by age.
const COUNTED: u32 = 1_000;

/// One page of the list.
pub(crate) async fn list_view(
    context: &AdminContext,
    services: &AdminServices,
    me: ReviewerId,
) -> Result<PageData, StoreError> {
    let mut query = ListFilter::read(&context.query);
    let place = query.valid_position(context.page_position());
    let cases = &services.cases;
    if query.assignee == AssigneeFilter::Of(me) {
        // A link copied from another reviewer names the current reviewer by id.
        query.assignee = AssigneeFilter::Mine;
    }
    let holder = query.assignee.by(me);
    let page = cases
        .page(&query, holder, &place, PAGE, context.now)
        .await?;
    let all = cases.counts(Assignee::Anyone).await?;
    let mine = cases.counts(Assignee::Of(me)).await?;
    let unassigned = cases.counts(Assignee::Unassigned).await?;
    let shown = match query.assignee {
        AssigneeFilter::Anyone => all.clone(),
        AssigneeFilter::Mine => mine.clone(),
        AssigneeFilter::Unassigned => unassigned.clone(),
        AssigneeFilter::Of(_) => cases.counts(holder).await?,
    };
    let matches = if query.age.is_none() {
        let erased = if query.shows_erased() {
            shown.erased()
        } else {
            0
        };
        MatchCount::Exactly(shown.among(&query.state_kinds()) + erased)
    } else {
        let most = COUNTED + 1;
        let count = cases.count_matches(&query, holder, most, context.now);
        match count.await? {
            count if count > COUNTED => MatchCount::MoreThan(COUNTED.into()),
            count => MatchCount::Exactly(count.into()),
        }
    };
    let list_view = ListView {
        all,
        mine,
        unassigned,
        shown,
        matches,
        staff: assignees(services, me).await?,
        staff_changes: services.admin.store.staff_changes(me).await?,
        query,
        place,
        page,
    };
    Ok(PageData::List(Box::new(list_view)))
}

/// The other staff members whose role permits assignment. Deactivated members are included, because
/// cases may still be assigned to them.
pub(crate) async fn assignees(
    services: &AdminServices,
    me: ReviewerId,
) -> Result<Vec<StaffMember>, StoreError> {
    let staff = services.admin.store.reviewers().await?;
    let others = staff.iter().filter(|it| it.id != me);
    let may = others.filter(|it| it.role.may(Permission::Assign));
    Ok(may.map(StaffMember::from).collect())
}

/// One page of a saved search. Only the reviewer who created the search can read it, until it
/// expires.
pub(crate) async fn search_results(
    context: &AdminContext,
    services: &AdminServices,
    me: ReviewerId,
) -> Result<PageData, StoreError> {
    let id = context.parameter.as_deref().and_then(SearchId::parse);
    let sought = match id {
        Some(id) => services.cases.saved_search(id, me, context.now).await?,
        None => None,
    };
    let Some(sought) = sought else {
        return Ok(PageData::Nothing);
    };
    let place = context.page_position();
    let page = services.cases.search_page(&sought, &place).await?;
    let what = sought.expose().to_owned();
    Ok(PageData::Found(Box::new(SearchResults {
        what,
        place,
        page,
    })))
}
