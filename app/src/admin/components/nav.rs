//! Admin navigation. It lists only the pages that the role may open.

use crate::{
    admin::{
        context::admin_context,
        i18n as words,
        routes::{Access, AdminPath},
    },
    i18n::Text,
};
use leptos::prelude::*;

/// Pages of the navigation bar, in order.
const BAR: &[(AdminPath, Text)] = &[
    (AdminPath::Home, words::NAV_LIST),
    (AdminPath::Overview, words::NAV_DASHBOARD),
    (AdminPath::Staff, words::NAV_STAFF),
    (AdminPath::Account, words::NAV_ACCOUNT),
];

/// Navigation bar of a signed-in staff member.
#[component]
pub(crate) fn Bar() -> impl IntoView {
    let context = admin_context();
    let lang = context.lang;
    context.staff_member.is_some().then(|| {
        let mine = BAR.iter().filter(|(path, _)| match path.access() {
            Access::May(permission) => context.may(permission),
            _ => true,
        });
        let links = mine.map(|(path, text)| {
            let here = (context.path == Some(*path)).then_some("page");
            view! { <li><a href=path.pattern() aria-current=here>{text.to(lang)}</a></li> }
        });
        view! {
            <nav class="admin-nav" aria-label=words::NAV.to(lang)>
                <ul>{links.collect_view()}</ul>
            </nav>
        }
    })
}
