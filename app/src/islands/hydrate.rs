//! Script tag that loads the islands. Only a page with an island renders it.

use crate::{page_context::page_context, routes::STATUS_AGAIN};
use leptos::prelude::*;

/// Loads the JavaScript glue and the WebAssembly module, then hydrates each island. The
/// loader is written by hand: the islands are not nested, so one line replaces the
/// framework's loader. If loading fails, a page that reloads itself without a script
/// does so here, too. It then shows how to stop that.
#[component]
pub(crate) fn Hydrate(
    /// Whether the page reloads itself without a script.
    reload: bool,
) -> impl IntoView {
    let context = page_context();
    let assets = &context.assets;
    let failed = if reload {
        format!(
            "document.getElementById(\"reload\").hidden=false;\
             setTimeout(()=>location.replace(\"{STATUS_AGAIN}\"),15e3)"
        )
    } else {
        String::new()
    };
    let script = format!(
        "import(\"{js}\").then(m=>m.default({{module_or_path:\"{wasm}\"}}).then(()=>{{m.hydrate();\
         for(const e of document.querySelectorAll(\"leptos-island\"))m[e.dataset.component](e)}}))\
         .catch(()=>{{{failed}}})",
        js = assets.js,
        wasm = assets.wasm,
    );
    view! { <script type="module" nonce=context.nonce.clone()>{script}</script> }
}
