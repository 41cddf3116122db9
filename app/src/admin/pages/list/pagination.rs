//! From page to page. There are no page numbers: a page is a place in the list,
//! and stays there while the list grows.

use crate::{admin::context::admin_context, i18n::admin_list as words};
use kyc::admin::list::{Direction, Sort};
use leptos::prelude::*;

/// The links before and behind a page.
#[component]
pub(super) fn Pagination(
    /// The page before.
    before: Option<String>,
    /// The next one.
    after: Option<String>,
    /// The first one, unless this is it.
    start: Option<String>,
    /// What they are sorted by.
    sort: Sort,
    /// Which way that goes.
    way: Direction,
) -> impl IntoView {
    let lang = admin_context().lang;
    let (to_before, to_after) = match (sort, way) {
        (Sort::Event | Sort::Age, Direction::Desc) => (words::NEWER, words::OLDER),
        (Sort::Event | Sort::Age, Direction::Asc) => (words::OLDER, words::NEWER),
        (Sort::Reference | Sort::State | Sort::Assignee, _) => (words::PREVIOUS, words::NEXT),
    };
    let any = before.is_some() || after.is_some();
    any.then(|| view! {
        <nav class="turn" aria-label=words::PAGES.to(lang)>
            {before.map(|to| view! { <a class="button secondary" rel="prev" href=to>{to_before.to(lang)}</a> })}
            {after.map(|to| view! { <a class="button secondary" rel="next" href=to>{to_after.to(lang)}</a> })}
            {start.map(|to| view! { <a href=to>{words::FIRST.to(lang)}</a> })}
        </nav>
    })
}
