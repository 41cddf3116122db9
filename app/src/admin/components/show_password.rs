//! Switch that shows the typed passwords of a form. Without a script it is absent.

use crate::admin::{context::admin_context, i18n as words};
use leptos::prelude::*;

/// Script that shows the switch. Before the form is sent it hides the passwords again: a browser
/// must not remember them as text.
const SCRIPT: &str = r#"{for(const s of document.querySelectorAll("[data-shows]:not([data-on])")){s.dataset.on="";s.hidden=false;
const f=s.closest("form"),b=s.querySelector("input"),p=[...f.querySelectorAll("input[type=password]")],
show=on=>{for(const i of p)i.type=on?"text":"password"};b.checked=false;b.onchange=()=>show(b.checked);
f.addEventListener("submit",()=>{b.checked=false;show(false)})}}"#;

/// The switch, within a form with passwords.
#[component]
pub(crate) fn ShowPassword() -> impl IntoView {
    let context = admin_context();
    view! {
        <label class="check" data-shows="" hidden>
            <input type="checkbox" autocomplete="off"/>
            <span>{words::SHOW_PASSWORD.to(context.lang)}</span>
        </label>
        <script nonce=context.nonce.clone()>{SCRIPT}</script>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn script_is_small_and_closes_no_tag() {
        assert!(SCRIPT.len() <= 512, "{} bytes", SCRIPT.len());
        assert!(!SCRIPT.contains("</"));
    }
}
