//! Browser entry point. It only hydrates the islands.

// Without this import the linker drops the islands' exports.
use app as _;

/// Hydrates the page. The page's loader calls it once, before it starts each
/// island.
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_islands();
}
