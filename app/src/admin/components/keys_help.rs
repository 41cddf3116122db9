//! Keyboard shortcuts of a page: a button, which the page's script unhides, and a
//! dialog that lists them. The shortcuts are single letters, so they can be
//! switched off (WCAG 2.1.4).

use crate::{
    admin::{context::admin_context, i18n::list as words},
    i18n::Text,
};
use leptos::prelude::*;

/// Button that opens the dialog.
#[component]
pub(crate) fn KeysButton() -> impl IntoView {
    view! {
        <button class="plain-button" id="keys-show" type="button" hidden>{words::KEYS.to(admin_context().lang)}</button>
    }
}

/// Dialog with the shortcuts and further switches of the page.
#[component]
pub(crate) fn KeysHelp<const N: usize>(
    heading: Text,
    keys: [(&'static str, Text); N],
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let lang = admin_context().lang;
    let keys = keys.map(|(key, text)| {
        view! { <div><dt><kbd>{key}</kbd></dt><dd>{text.to(lang)}</dd></div> }
    });
    view! {
        <dialog class="keys-help" id="keys" aria-labelledby="keys-heading">
            <h2 id="keys-heading">{heading.to(lang)}</h2>
            <dl>{keys.into_iter().collect_view()}</dl>
            <label class="switch"><input type="checkbox" id="keys-on" checked=true/>{words::KEYS_OFF.to(lang)}</label>
            {children.map(|children| children())}
            <form method="dialog"><button class="button" type="submit">{words::CLOSE.to(lang)}</button></form>
        </dialog>
    }
}
