//! What the pages of the list show.

use app::{
    desk::visit::{Content, DeskVisit, Found, Listing},
    request::desk::DeskServices,
};
use kyc::{
    desk::{
        ReviewerId,
        list::{Holder, PAGE, Query, SearchId},
    },
    port::StoreError,
};

/// A page of the list.
pub(super) async fn listing(
    visit: &DeskVisit,
    services: &DeskServices,
    me: ReviewerId,
) -> Result<Content, StoreError> {
    let (query, place, cases) = (Query::read(&visit.query), visit.place(), &services.cases);
    let holder = query.whose.by(me);
    let page = cases.page(&query, holder, place, PAGE, visit.now).await?;
    let listing = Listing {
        all: cases.counts(Holder::Anyone).await?,
        mine: cases.counts(Holder::Of(me)).await?,
        nobodys: cases.counts(Holder::Nobody).await?,
        query,
        place,
        page,
    };
    Ok(Content::List(Box::new(listing)))
}

/// A page of what a search found, while it is kept and for whoever made it.
pub(super) async fn found(
    visit: &DeskVisit,
    services: &DeskServices,
    me: ReviewerId,
) -> Result<Content, StoreError> {
    let id = visit.parameter.as_deref().and_then(SearchId::parse);
    let sought = match id {
        Some(id) => services.cases.kept(id, me, visit.now).await?,
        None => None,
    };
    let Some(sought) = sought else {
        return Ok(Content::Nothing);
    };
    let place = visit.place();
    let page = services.cases.found(&sought, place).await?;
    let what = sought.expose().to_owned();
    Ok(Content::Found(Box::new(Found { what, place, page })))
}
