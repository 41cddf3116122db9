//! Warning before the session times out for inactivity (ux rule 32, WCAG 2.2.1). It
//! is the only script on pages without an island: inline, under 1.7 kB, with
//! the response's nonce.

use super::Csrf;
use crate::{api, i18n::resume, page_context::page_context};
use leptos::prelude::*;
use time::Duration;

/// Seconds between the warning and the timeout. WCAG 2.2.1 requires at least 20.
pub(crate) const WARNING: u16 = 150;

/// Script of the timeout warning. Before it warns or leaves, it requests the
/// remaining time from the server: another tab may have been active. If the server
/// does not respond, it uses its own clock. Browsers delay timers of
/// background tabs. So the script checks again when the page becomes visible.
///
/// With the warning it saves what was typed into the step's form, as the language
/// switch does. At the admin it posts the form that was typed into last to `data-keep`. That request does not count as activity. An SSN is never saved
/// unvalidated. At the end the script posts the sign-out form: a mere navigation would
/// extend a session that the server still has.
pub(crate) const SCRIPT: &str = r#"{const d=document.getElementById("idle"),s=d.dataset;let end,timer,typed;
const left=()=>(end-Date.now())/1e3,post=(to,body,redirect)=>fetch(to,{method:"POST",body:new URLSearchParams(body),redirect}),
plan=()=>{clearTimeout(timer);const l=left();timer=setTimeout(look,1e3*Math.max(l>s.warning?l-s.warning:l,5),0)},
keep=()=>{const f=s.keep?typed:typed&&document.getElementById("step");if(!f||f.querySelector(".secret,[type=password]"))return;typed=0;
const b=new FormData(f);s.keep?b.append("form",f.getAttribute("action")):b.append("lang",document.documentElement.lang);
post(s.keep||f.action+"?again",b,"manual").catch(()=>typed=f)},
look=async stay=>{let l;try{const r=await post(s.ask,{csrf:s.csrf,stay});
l=r.ok?+await r.text():r.status<500?0:left()}catch{l=left()}
if(l<=0)return d.querySelector("form").submit();end=Date.now()+l*1e3;stay||l>s.warning?d.close():(keep(),d.open||d.showModal());plan()};
end=Date.now()+s.left*1e3;plan();d.querySelector("button").onclick=()=>look(1);
document.addEventListener("input",e=>typed=e.target.form||typed);
document.addEventListener("visibilitychange",()=>{document.hidden||left()>s.warning||look(0)})}"#;

/// Whole seconds of a remaining time, rounded up. Rounded down, the page would leave while
/// the server still has the session.
pub(crate) const fn seconds_up(left: Duration) -> u64 {
    let whole = left.whole_seconds() + (left.subsec_nanoseconds() > 0) as i64;
    if whole > 0 { whole.cast_unsigned() } else { 0 }
}

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
                data-left=seconds_up(left)
                data-warning=WARNING
                data-csrf=context.csrf.clone()
                data-ask={api::url::<api::Stay>()}
            >
                <h2 id="idle-heading">{resume::IDLE_HEADING.to(lang)}</h2>
                <p id="idle-body">{resume::IDLE_BODY.to(lang)}</p>
                <div class="actions">
                    <button class="button" type="button">{resume::IDLE_STAY.to(lang)}</button>
                </div>
                <form method="post" action={api::url::<api::SignOut>()}>
                    <Csrf/>
                    <input type="hidden" name="reason" value="idle"/>
                </form>
            </dialog>
            <script nonce=context.nonce.clone()>{SCRIPT}</script>
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn script_is_within_1664_bytes_and_closes_no_element() {
        assert!(SCRIPT.len() <= 1664, "{} bytes", SCRIPT.len());
        assert!(!SCRIPT.contains("</"));
    }

    #[test]
    fn remaining_seconds_are_rounded_up() {
        for (millis, seconds) in [(1_999, 2), (1_000, 1), (1, 1), (0, 0), (-1, 0), (-2_500, 0)] {
            assert_eq!(
                seconds_up(Duration::milliseconds(millis)),
                seconds,
                "{millis}"
            );
        }
    }
}
