//! Warning before the session times out for inactivity (ux rule 32, WCAG 2.2.1). It
//! is the only script on pages without an island: inline, under a kilobyte, with
//! the response's nonce.

use crate::{
    api,
    i18n::resume,
    page_context::{FlashMessage, page_context},
    routes::Path,
};
use leptos::prelude::*;

/// Seconds between the warning and the timeout. WCAG 2.2.1 requires at least 20.
pub(crate) const WARNING: u16 = 150;

/// Script of the timeout warning. Before it warns or leaves, it requests the
/// remaining time from the server: another tab may have been active. If the server
/// does not respond, it uses its own clock. Browsers delay timers of
/// background tabs. So the script checks again when the page becomes visible.
pub(crate) const SCRIPT: &str = r#"{const d=document.getElementById("idle"),s=d.dataset;let end,timer;
const left=()=>(end-Date.now())/1e3,
plan=()=>{clearTimeout(timer);const l=left();timer=setTimeout(look,1e3*Math.max(l>s.warning?l-s.warning:l,5),0)},
look=async stay=>{let l;try{const r=await fetch(s.ask,{method:"POST",body:new URLSearchParams({csrf:s.csrf,stay})});
l=r.ok?+await r.text():r.status<500?0:left()}catch{l=left()}
if(l<=0)return location.assign(s.over);end=Date.now()+l*1e3;stay||l>s.warning?d.close():d.open||d.showModal();plan()};
end=Date.now()+s.left*1e3;plan();d.querySelector("button").onclick=()=>look(1);
document.addEventListener("visibilitychange",()=>{document.hidden||left()>s.warning||look(0)})}"#;

/// Timeout warning on every page of a session with an application.
#[component]
pub(crate) fn SessionTimeout() -> impl IntoView {
    let context = page_context();
    let lang = context.lang;
    context.idle.map(|left| {
        view! {
            <dialog
                class="idle"
                id="idle"
                aria-labelledby="idle-heading"
                aria-describedby="idle-body"
                data-left=left.whole_seconds()
                data-warning=WARNING
                data-csrf=context.csrf.clone()
                data-ask={api::url::<api::Stay>()}
                data-over=FlashMessage::Ended.at(Path::Return)
            >
                <h2 id="idle-heading">{resume::IDLE_HEADING.to(lang)}</h2>
                <p id="idle-body">{resume::IDLE_BODY.to(lang)}</p>
                <div class="actions">
                    <button class="button" type="button">{resume::IDLE_STAY.to(lang)}</button>
                </div>
            </dialog>
            <script nonce=context.nonce.clone()>{SCRIPT}</script>
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_stays_within_a_kilobyte_and_ends_nowhere_early() {
        assert!(SCRIPT.len() <= 1024, "{} bytes", SCRIPT.len());
        assert!(!SCRIPT.contains("</"));
    }
}
