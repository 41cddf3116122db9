//! The tag that loads the islands. Only a page that has one carries it.

use crate::{page_context::page_context, routes::STATUS_AGAIN};
use leptos::prelude::*;

/// Loads glue and module, then hands each island its element. Written by hand:
/// our islands are flat, so that a line does what the framework's loader does.
/// Where they cannot be loaded the page loads itself again, as without a script.
#[component]
pub(crate) fn Hydrate() -> impl IntoView {
    let context = page_context();
    let assets = &context.assets;
    let script = format!(
        "import(\"{js}\").then(m=>m.default({{module_or_path:\"{wasm}\"}}).then(()=>{{m.hydrate();\
         for(const e of document.querySelectorAll(\"leptos-island\"))m[e.dataset.component](e)}}))\
         .catch(()=>setTimeout(()=>location.replace(\"{STATUS_AGAIN}\"),15e3))",
        js = assets.js,
        wasm = assets.wasm,
    );
    view! { <script type="module" nonce=context.nonce.clone()>{script}</script> }
}
