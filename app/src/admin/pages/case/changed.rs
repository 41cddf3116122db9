//! Audit events that made a submitted form conflict.

use super::timeline_entry::{what, who};
use crate::admin::{
    context::{CaseView, admin_context},
    i18n::case as words,
};
use leptos::prelude::*;
use std::sync::Arc;

/// List of the new events, each with a link to its timeline entry.
#[component]
pub(super) fn Changed(case_view: Arc<CaseView>) -> impl IntoView {
    let context = admin_context();
    let lang = context.lang;
    let new = case_view
        .case
        .trail
        .iter()
        .filter(|entry| case_view.is_new(entry));
    let lines: Vec<_> = new
        .map(|entry| {
            let summary = format!(
                "{}: {}",
                who(&context, &case_view, entry.actor),
                what(entry, lang)
            );
            view! { <li><a href=format!("#line-{}", entry.seq)>{summary}</a></li> }
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
