//! Search results. The search term appears only on the page, never in a URL.

use super::{
    SearchForm,
    keys::{Keys, KeysScript},
    pagination::Pagination,
    table::Table,
};
use crate::admin::{
    components::Frame,
    context::{ListContext, MatchCount, PageData, SearchResults, admin_context},
    i18n::list as words,
    routes::AdminPath,
};
use kyc::admin::list::{Direction, PagePosition, SearchId, Sort};
use leptos::prelude::*;

/// The search results page.
#[component]
pub(crate) fn Search() -> impl IntoView {
    let context = admin_context();
    let lang = context.lang;
    let found = match &context.data {
        PageData::Found(found) => Some(SearchResults::clone(found)),
        _ => None,
    };
    let what = found.as_ref().map(|found| found.what.clone());
    let heading = match &found {
        None => words::FOUND_OVER.to(lang).to_owned(),
        Some(SearchResults { what, page, .. }) => {
            let text = if page.rows.is_empty() {
                words::FOUND_NONE
            } else {
                words::FOUND_FOR
            };
            text.fill(lang, &[("what", what.as_str())])
        }
    };
    let body = match found {
        None => view! { <p class="lede">{words::FOUND_OVER_BODY.to(lang)}</p> }.into_any(),
        Some(found) if found.page.rows.is_empty() && found.place == PagePosition::Start => {
            view! { <p class="lede">{words::FOUND_HINT.to(lang)}</p> }.into_any()
        }
        Some(SearchResults { place, page, .. }) => {
            let search = context.parameter.as_deref().and_then(SearchId::parse);
            let to = |place| {
                let page = ListContext {
                    search,
                    place,
                    ..ListContext::default()
                };
                page.back()
            };
            let found = match (&place, &page.before, &page.after) {
                (_, None, None) => Some(MatchCount::Exactly(page.rows.len() as u64)),
                (PagePosition::Start, ..) => Some(MatchCount::MoreThan(page.rows.len() as u64)),
                _ => None,
            };
            let before = page.before.map(PagePosition::Before).map(to);
            let after = page.after.map(PagePosition::After).map(to);
            let start = (place != PagePosition::Start).then(|| to(PagePosition::Start));
            view! {
                {found.map(|found| view! { <p class="found">{super::found(&context, found)}</p> })}
                <Table rows=page.rows query=None/>
                <Pagination before after start sort=Sort::Age way=Direction::Desc/>
            }
            .into_any()
        }
    };
    // The title omits the search term, because browsers store titles in their
    // history.
    view! {
        <Frame title=words::FOUND_HEADING.to(lang)>
            <div class="list-head">
                <h1>{heading}</h1>
                <SearchForm value=what.unwrap_or_default()/>
                <div class="list-tools">
                    <a href=AdminPath::Home.pattern()>{words::TO_LIST.to(lang)}</a>
                    <Keys/>
                </div>
            </div>
            {body}
            <KeysScript/>
        </Frame>
    }
}
