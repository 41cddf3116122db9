//! Warning before the admin session times out for inactivity (WCAG 2.2.1). It uses
//! the script of the applicants' warning.

use super::AdminCsrf;
use crate::{
    admin::{api, context::admin_context, i18n as words},
    api::url,
    components::session_timeout::{SCRIPT, WARNING, seconds_up},
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
                data-left=seconds_up(left)
                data-warning=WARNING
                data-csrf=context.csrf.clone()
                data-ask={url::<api::AdminStay>()}
                data-keep={url::<api::KeepTyped>()}
            >
                <h2 id="idle-heading">{resume::IDLE_HEADING.to(lang)}</h2>
                <p id="idle-body">{words::IDLE_BODY.to(lang)}</p>
                <div class="actions">
                    <button class="button" type="button">{resume::IDLE_STAY.to(lang)}</button>
                </div>
                <form method="post" action={url::<api::SignOut>()}>
                    <AdminCsrf/>
                    <input type="hidden" name="reason" value="idle"/>
                    <input type="hidden" name="to" value=context.address()/>
                </form>
            </dialog>
            <script nonce=context.nonce.clone()>{SCRIPT}</script>
        }
    })
}
