//! Recovery codes, shown until the owner confirms that they are noted.

use crate::{
    admin::{
        api,
        components::{AdminForm, Frame},
        context::{PageData, admin_context},
        i18n as words,
        routes::AdminPath,
    },
    api::url,
};
use leptos::prelude::*;

/// Script that shows the buttons: one copies the codes, one opens the browser's print dialog.
const SCRIPT: &str = r##"{const q=s=>document.querySelector(s),c=q("#copy"),p=q("#print");
if(navigator.clipboard){c.hidden=false;c.onclick=async()=>{const l=[...document.querySelectorAll(".recovery li")].map(e=>e.textContent.trim());
await navigator.clipboard.writeText(l.join("\n"));q("#copied").textContent=c.dataset.done}}
p.hidden=false;p.onclick=()=>print()}"##;

/// The recovery codes page.
#[component]
pub(crate) fn Codes() -> impl IntoView {
    let context = admin_context();
    let lang = context.lang;
    let codes = match &context.data {
        PageData::Codes(codes) => codes.clone(),
        _ => Vec::new(),
    };
    let ways = (!codes.is_empty()).then(|| {
        view! {
            <div class="actions off-paper">
                <a class="button secondary" href=AdminPath::CodesFile.pattern() download="recovery-codes.txt">{words::CODES_DOWNLOAD.to(lang)}</a>
                <button class="button secondary" type="button" id="copy" data-done=words::CODES_COPIED.to(lang) hidden>{words::CODES_COPY.to(lang)}</button>
                <button class="button secondary" type="button" id="print" hidden>{words::CODES_PRINT.to(lang)}</button>
            </div>
            <p class="off-paper" id="copied" role="status"></p>
            <script nonce=context.nonce.clone()>{SCRIPT}</script>
        }
    });
    let codes = codes
        .into_iter()
        .map(|code| view! { <li class="code">{code}</li> });
    view! {
        <Frame title=words::CODES_HEADING.to(lang) narrow=true>
            <h1>{words::CODES_HEADING.to(lang)}</h1>
            <p class="lede">{words::CODES_LEDE.to(lang)}</p>
            <ol class="recovery">{codes.collect_view()}</ol>
            {ways}
            <div class="off-paper">
                <AdminForm action={url::<api::CodesNoted>()} button=words::CODES_DONE/>
            </div>
        </Frame>
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
