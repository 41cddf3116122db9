//! The way back to the list as it was, and on to the next case: links, and a
//! key for each.

use crate::{
    desk::{
        components::{KeysButton, KeysHelp},
        visit::{Docket, desk_visit},
    },
    text::{Text, desk_case as texts, desk_list},
};
use leptos::prelude::*;
use std::sync::Arc;

/// What the script does: each key follows a link of the page. The keys are single
/// letters, and are off where they were switched off in the list (WCAG 2.1.4).
const SCRIPT: &str = r##"{const $=s=>document.querySelector(s),d=$("#keys"),on=$("#keys-on"),b=$("#keys-show"),off="desk-keys-off";
b.hidden=false;b.onclick=()=>d.showModal();try{on.checked=!localStorage.getItem(off)}catch{}
on.onchange=()=>{try{on.checked?localStorage.removeItem(off):localStorage.setItem(off,"1")}catch{}};
addEventListener("keydown",e=>{if(!on.checked||e.ctrlKey||e.metaKey||e.altKey||e.isComposing||$("dialog[open]")||e.target.closest("input,select,textarea"))return;
const k=e.key,to={n:"next",j:"next",k:"prev",u:"list"}[k],a=to&&$(`.case-turn [data-to=${to}]`);
if(a||k==="?"){e.preventDefault();a?a.click():d.showModal()}})}"##;

/// The keys and what they do.
const KEYS: [(&str, Text); 4] = [
    ("n", texts::NEXT),
    ("k", texts::PREVIOUS),
    ("u", desk_list::TO_LIST),
    ("?", desk_list::KEY_HELP),
];

/// The links.
#[component]
pub(super) fn Turn(docket: Arc<Docket>) -> impl IntoView {
    let visit = desk_visit();
    let lang = visit.lang;
    let back = if docket.whence.search.is_some() {
        texts::BACK_TO_FOUND
    } else {
        desk_list::TO_LIST
    };
    let before = docket.before.as_ref().map(|it| docket.leads_to(it));
    let after = docket.after.as_ref().map(|it| docket.leads_to(it));
    let listed = docket.whence.at.is_some();
    let last = (listed && after.is_none())
        .then(|| view! { <span class="soft">{texts::LAST.to(lang)}</span> });
    view! {
        <nav class="case-turn" aria-label=texts::WAYS.to(lang)>
            <a data-to="list" href=docket.whence.back()>{back.to(lang)}<Key key="u"/></a>
            {before.map(|to| view! {
                <a data-to="prev" rel="prev" href=to>{texts::PREVIOUS.to(lang)}<Key key="k"/></a>
            })}
            {after.map(|to| view! {
                <a data-to="next" rel="next" href=to>{texts::NEXT.to(lang)}<Key key="n"/></a>
            })}
            {last}
            <KeysButton/>
        </nav>
        <KeysHelp heading=texts::KEYS_HEADING keys=KEYS/>
        <script nonce=visit.nonce.clone()>{SCRIPT}</script>
    }
}

/// The key that follows a link. Only those with a script see it.
#[component]
fn Key(key: &'static str) -> impl IntoView {
    view! { " "<kbd aria-hidden="true">{key}</kbd> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_stays_small_and_ends_nowhere_early() {
        assert!(SCRIPT.len() <= 1_024, "{} bytes", SCRIPT.len());
        assert!(!SCRIPT.contains("</"));
    }
}
