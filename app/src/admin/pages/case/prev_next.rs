//! Links back to the list and to the neighbouring cases, each with a keyboard
//! shortcut.

use crate::{
    admin::{
        api,
        components::{KeysButton, KeysHelp},
        context::{CaseView, admin_context},
        i18n::{case as texts, list as admin_list},
    },
    api::url,
    i18n::Text,
};
use leptos::prelude::*;
use std::sync::Arc;

/// Script that maps each key to a link of the page. The shortcuts are single
/// letters. The list's setting switches them off here too (WCAG 2.1.4). It also polls for news
/// of the case, as the list does: a link shows them, so that no typed text is lost.
const SCRIPT: &str = r##"{const $=s=>document.querySelector(s),d=$("#keys"),on=$("#keys-on"),b=$("#keys-show"),off="admin-keys-off";
b.hidden=false;b.onclick=()=>d.showModal();try{on.checked=!localStorage.getItem(off)}catch{}
on.onchange=()=>{try{on.checked?localStorage.removeItem(off):localStorage.setItem(off,"1")}catch{}};
addEventListener("keydown",e=>{if(!on.checked||e.ctrlKey||e.metaKey||e.altKey||e.isComposing||$("dialog[open]")||e.target.closest("input,select,textarea"))return;
const k=e.key,to={n:"next",j:"next",k:"prev",u:"list"}[k],a=to&&$(`.case-turn [data-to=${to}]`);
if(a||k==="?"){e.preventDefault();a?a.click():d.showModal()}});
const n=$(".news"),s=n.dataset;let wait=15e3,timer;const plan=()=>{clearTimeout(timer);timer=setTimeout(ask,wait)},
ask=async()=>{if(document.hidden)return;try{const r=await fetch(s.ask,{method:"POST",body:new URLSearchParams({csrf:s.csrf,case:s.case,seen:s.seen})});
if(r.status===403)return;if(!r.ok)throw 0;const t=(await r.text()).trim();wait=15e3;if(t&&n.textContent!==t){const a=document.createElement("a");
a.href=s.show;a.textContent=t;n.replaceChildren(a)}}catch{wait=Math.min(wait*2,24e4)}plan()};
document.addEventListener("visibilitychange",()=>{document.hidden||ask()});plan()}"##;

/// Keys and their descriptions.
const KEYS: [(&str, Text); 4] = [
    ("j", texts::NEXT),
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
    let reference = case_view.case.reference.as_str().to_owned();
    let here = case_view.list_context.case(&case_view.case.reference);
    let joint = if here.contains('?') { '&' } else { '?' };
    let show = format!("{here}{joint}since={}", case_view.case.version());
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
                <a data-to="next" rel="next" href=to>{texts::NEXT.to(lang)}<Key key="j"/></a>
            })}
            {last}
            <KeysButton/>
        </nav>
        <KeysHelp heading=admin_list::KEYS_HEADING keys=KEYS/>
        <p
            class="news"
            role="status"
            data-ask={url::<api::GetCaseUpdate>()}
            data-csrf=context.csrf.clone()
            data-case=reference
            data-seen=case_view.case.version().to_string()
            data-show=show
        ></p>
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
        assert!(SCRIPT.len() <= 1_792, "{} bytes", SCRIPT.len());
        assert!(!SCRIPT.contains("</"));
    }
}
