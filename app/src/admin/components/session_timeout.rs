//! Warning before the admin session times out for inactivity (WCAG 2.2.1). It uses
//! the script of the applicants' warning.

use crate::{
    admin::{
        api,
        context::{AdminFlash, admin_context},
        i18n as words,
        routes::AdminPath,
    },
    api::url,
    components::session_timeout::{SCRIPT, WARNING},
    i18n::resume,
};
use leptos::prelude::*;

/// Timeout warning on every page of a signed-in staff member.
#[component]
pub(crate) fn AdminSessionTimeout() -> impl IntoView {
    let context = admin_context();
    let lang = context.lang;
    context.idle.map(|left| {
        view! {
            <dialog
                class="idle"
                id="idle"
                aria-labelledby="idle-heading"
                aria-describedby="idle-body"
                data-left=left.whole_seconds()
                data-warning=WARNING
                data-csrf=context.csrf.clone()
                data-ask={url::<api::AdminStay>()}
                data-over=AdminFlash::Ended.at(AdminPath::SignIn)
            >
                <h2 id="idle-heading">{resume::IDLE_HEADING.to(lang)}</h2>
                <p id="idle-body">{words::IDLE_BODY.to(lang)}</p>
                <div class="actions">
                    <button class="button" type="button">{resume::IDLE_STAY.to(lang)}</button>
                </div>
            </dialog>
            <script nonce=context.nonce.clone()>{SCRIPT}</script>
        }
    })
}
