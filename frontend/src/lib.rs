//! The browser's entry point: hydrates the islands and does nothing else.

// Without this the linker drops the islands' exports.
use app as _;

/// Called once by the page's loader, before it hands each island its element.
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_islands();
}
