//! The way back to the list as it was, and on to the next case: links, and a
//! key for each.

use crate::{
    desk::visit::{Docket, desk_visit},
    text::{desk_case as texts, desk_list},
};
use leptos::prelude::*;
use std::sync::Arc;

/// What the script does: each key follows a link of the page. The keys are single
/// letters, and are off where they were switched off in the list (WCAG 2.1.4).
const SCRIPT: &str = r#"{let off=false;try{off=!!localStorage.getItem("desk-keys-off")}catch{}
addEventListener("keydown",e=>{if(off||e.ctrlKey||e.metaKey||e.altKey||e.isComposing||document.querySelector("dialog[open]")||e.target.closest("input,select,textarea"))return;
const to={n:"next",j:"next",k:"prev",u:"list"}[e.key],a=to&&document.querySelector(`.case-turn [data-to=${to}]`);if(a){e.preventDefault();a.click()}})}"#;

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
        </nav>
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
        assert!(SCRIPT.len() <= 768, "{} bytes", SCRIPT.len());
        assert!(!SCRIPT.contains("</"));
    }
}
