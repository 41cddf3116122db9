//! A horizontal bar beside its figure in a table. Screen readers read the figure,
//! not the bar.

use super::{Fill, share};
use leptos::prelude::*;

/// Horizontal bar of the parts of a whole.
#[component]
pub(crate) fn Bar(parts: Vec<(Fill, u64)>, whole: u64) -> impl IntoView {
    let whole = whole as f64;
    let mut from = 0;
    let parts = parts.into_iter().filter(|(_, part)| *part > 0);
    let parts = parts.map(|(fill, part)| {
        let x = share(from as f64, whole);
        from += part;
        view! { <rect class=fill.class() fill=fill.paint() x=x y="0" width={share(part as f64, whole)} height="100%"/> }
    });
    view! {
        <svg class="bar" aria-hidden="true" focusable="false">{parts.collect_view()}</svg>
    }
}
