//! Pagination by cursor, without page numbers. A page keeps its position while the
//! list grows.

use crate::admin::{context::admin_context, i18n::list as words};
use kyc::admin::list::{Direction, Sort};
use leptos::prelude::*;

/// Links to the neighbouring pages.
#[component]
pub(super) fn Pagination(
    /// Previous page.
    before: Option<String>,
    /// Next page.
    after: Option<String>,
    /// First page, unless it is the current one.
    start: Option<String>,
    /// Sort column.
    sort: Sort,
    /// Sort direction.
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
