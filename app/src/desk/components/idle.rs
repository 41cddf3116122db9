//! The warning before a session ends for want of a sign of life (WCAG 2.2.1):
//! the applicants' own, about the desk's session.

use crate::{
    api::url,
    components::idle::{SCRIPT, WARNING},
    desk::{
        api,
        routes::DeskPath,
        visit::{Notice, desk_visit},
    },
    text::{desk as words, leave},
};
use leptos::prelude::*;

/// The warning, on every page of whoever is in.
#[component]
pub(crate) fn DeskIdle() -> impl IntoView {
    let visit = desk_visit();
    let lang = visit.lang;
    visit.idle.map(|left| {
        view! {
            <dialog
                class="idle"
                id="idle"
                aria-labelledby="idle-heading"
                aria-describedby="idle-body"
                data-left=left.whole_seconds()
                data-warning=WARNING
                data-csrf=visit.csrf.clone()
                data-ask={url::<api::DeskStay>()}
                data-over=Notice::Ended.at(DeskPath::SignIn)
            >
                <h2 id="idle-heading">{leave::IDLE_HEADING.to(lang)}</h2>
                <p id="idle-body">{words::IDLE_BODY.to(lang)}</p>
                <div class="actions">
                    <button class="button" type="button">{leave::IDLE_STAY.to(lang)}</button>
                </div>
            </dialog>
            <script nonce=visit.nonce.clone()>{SCRIPT}</script>
        }
    })
}
