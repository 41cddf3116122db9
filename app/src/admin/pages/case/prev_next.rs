//! Links back to the list and to the neighbouring cases, each with a keyboard
//! shortcut.

use crate::{
    admin::{
        components::{KeysButton, KeysHelp},
        context::{CaseView, admin_context},
        i18n::{case as texts, list as admin_list},
    },
    i18n::Text,
};
use leptos::prelude::*;
use std::sync::Arc;

/// Script that maps each key to a link of the page. The shortcuts are single
/// letters. The list's setting switches them off here too (WCAG 2.1.4).
const SCRIPT: &str = r##"{const $=s=>document.querySelector(s),d=$("#keys"),on=$("#keys-on"),b=$("#keys-show"),off="admin-keys-off";
b.hidden=false;b.onclick=()=>d.showModal();try{on.checked=!localStorage.getItem(off)}catch{}
on.onchange=()=>{try{on.checked?localStorage.removeItem(off):localStorage.setItem(off,"1")}catch{}};
addEventListener("keydown",e=>{if(!on.checked||e.ctrlKey||e.metaKey||e.altKey||e.isComposing||$("dialog[open]")||e.target.closest("input,select,textarea"))return;
const k=e.key,to={n:"next",j:"next",k:"prev",u:"list"}[k],a=to&&$(`.case-turn [data-to=${to}]`);
if(a||k==="?"){e.preventDefault();a?a.click():d.showModal()}})}"##;

/// Keys and their descriptions.
const KEYS: [(&str, Text); 4] = [
    ("n", texts::NEXT),
    ("k", texts::PREVIOUS),
    ("u", admin_list::TO_LIST),
    ("?", admin_list::KEY_HELP),
];

/// The links.
#[component]
pub(super) fn PrevNext(case_view: Arc<CaseView>) -> impl IntoView {
    let context = admin_context();
    let lang = context.lang;
    let back = if case_view.list_context.search.is_some() {
        texts::BACK_TO_FOUND
    } else {
        admin_list::TO_LIST
    };
    let before = case_view.before.as_ref().map(|it| case_view.leads_to(it));
    let after = case_view.after.as_ref().map(|it| case_view.leads_to(it));
    let listed = case_view.list_context.at.is_some();
    let last = (listed && after.is_none())
        .then(|| view! { <span class="soft">{texts::LAST.to(lang)}</span> });
    view! {
        <nav class="case-turn" aria-label=texts::WAYS.to(lang)>
            <a data-to="list" href=case_view.list_context.back()>{back.to(lang)}<Key key="u"/></a>
            {before.map(|to| view! {
                <a data-to="prev" rel="prev" href=to>{texts::PREVIOUS.to(lang)}<Key key="k"/></a>
            })}
            {after.map(|to| view! {
                <a data-to="next" rel="next" href=to>{texts::NEXT.to(lang)}<Key key="n"/></a>
            })}
            {last}
            <KeysButton/>
        </nav>
        <KeysHelp heading=admin_list::KEYS_HEADING keys=KEYS/>
        <script nonce=context.nonce.clone()>{SCRIPT}</script>
    }
}

/// Key of a link, for display only.
#[component]
fn Key(key: &'static str) -> impl IntoView {
    view! { " "<kbd aria-hidden="true">{key}</kbd> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn script_is_small_and_closes_no_tag() {
        assert!(SCRIPT.len() <= 1_024, "{} bytes", SCRIPT.len());
        assert!(!SCRIPT.contains("</"));
    }
}
