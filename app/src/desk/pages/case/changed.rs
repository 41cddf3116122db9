//! What happened to a case since somebody looked who was too late to act.

use super::line::{what, who};
use crate::{
    desk::visit::{Docket, desk_visit},
    text::desk_case as words,
};
use leptos::prelude::*;
use std::sync::Arc;

/// The list of it, each leading to its line.
#[component]
pub(super) fn Changed(docket: Arc<Docket>) -> impl IntoView {
    let lang = desk_visit().lang;
    let new = docket
        .case
        .trail
        .iter()
        .filter(|entry| docket.is_new(entry));
    let lines: Vec<_> = new
        .map(|entry| {
            let said = format!("{}: {}", who(&docket, entry.actor, lang), what(entry, lang));
            view! { <li><a href=format!("#line-{}", entry.seq)>{said}</a></li> }
        })
        .collect();
    (!lines.is_empty()).then(|| {
        view! {
            <section class="changed" id="changed" tabindex="-1" aria-labelledby="changed-heading">
                <h2 id="changed-heading">{words::CHANGED.to(lang)}</h2>
                <ul>{lines}</ul>
            </section>
        }
    })
}
