//! The way round the desk: only what one's role may open.

use crate::{
    desk::{
        routes::{Access, DeskPath},
        visit::desk_visit,
    },
    text::{Text, desk as words},
};
use leptos::prelude::*;

/// The pages of the bar, in their order.
const BAR: &[(DeskPath, Text)] = &[
    (DeskPath::Home, words::NAV_LIST),
    (DeskPath::Overview, words::NAV_OVERVIEW),
    (DeskPath::Staff, words::NAV_STAFF),
    (DeskPath::Account, words::NAV_ACCOUNT),
];

/// The bar, for whoever is in.
#[component]
pub(crate) fn Bar() -> impl IntoView {
    let visit = desk_visit();
    let lang = visit.lang;
    visit.who.is_some().then(|| {
        let mine = BAR.iter().filter(|(path, _)| match path.access() {
            Access::May(permission) => visit.may(permission),
            _ => true,
        });
        let links = mine.map(|(path, text)| {
            let here = (visit.path == Some(*path)).then_some("page");
            view! { <li><a href=path.pattern() aria-current=here>{text.to(lang)}</a></li> }
        });
        view! {
            <nav class="desk-nav" aria-label=words::NAV.to(lang)>
                <ul>{links.collect_view()}</ul>
            </nav>
        }
    })
}
